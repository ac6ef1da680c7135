"""What indicators are called besides: by the catalogue, and by an office's files."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import by_whom
from regions.models import Region


class Alias(models.Model):
    """A name under which files mean an indicator.

    Without a region it is the catalogue's (column 别名), else of that region's office:
    somebody answered “这一行是哪个指标？”. Its own names come before those of the levels
    above, those before the catalogue's; an indicator's exact name before all. With a
    unit it holds only where the file prints that unit. Written by
    indicators/entry/batches and by loading the catalogue.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("指标"), related_name="aliases"
    )
    name = models.CharField(_("别名"), max_length=200)
    unit = models.CharField(_("计量单位"), max_length=30, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("地区"), null=True, blank=True
    )
    by = by_whom(_("登记人"))
    at = models.DateTimeField(_("登记时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("别名")
        ordering = ["region", "name", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name", "unit"],
                name="alias_once_in_a_region",
            ),
            models.UniqueConstraint(
                fields=["name", "unit"],
                condition=Q(region=None),
                name="alias_once_in_the_catalogue",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="alias_has_a_name"),
        ]

    def __str__(self):
        return self.name
