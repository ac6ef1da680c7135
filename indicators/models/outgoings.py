"""出数台账: which figures left the system, to whom and why."""

import zlib
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region

Key = tuple[str, str, int]  # region code, indicator code, year


class Outgoing(models.Model):
    """One file that was taken away, kept for the bureau whose person took it.

    `figures` are the values as they stood in the file (one a line: region, indicator,
    year, value), packed; None where there were too many to keep: then the digest alone
    tells whether a file is the one. Append-only (migration 0022). Written by
    indicators/outgoing.py.
    """

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", _("Excel工作簿")
        CSV = "csv", _("CSV")
        CHART_DATA = "chart_csv", _("图中数据")
        PICTURE = "chart_png", _("图片")
        ONEPAGE = "onepage", _("一页纸")

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="outgoings", verbose_name=_("地区")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("导出人"),
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    kind = models.CharField(_("形式"), max_length=15, choices=Kind)
    title = models.CharField(_("内容"), max_length=200)
    purpose = models.CharField(_("用途/对象"), max_length=60, blank=True)
    scope = models.JSONField(_("范围"), default=dict)
    number = models.PositiveIntegerField(_("数值个数"))
    digest = models.CharField(_("校验码"), max_length=64, help_text="SHA-256")
    figures = models.BinaryField(_("数值"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("出数记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["region", "-at"], name="outgoing_by_region")]

    def __str__(self):
        return f"{self.title} {self.purpose}".strip()

    def values(self) -> dict[Key, Decimal]:
        """Return the values that were in the file; {} where they were not kept."""
        if self.figures is None:
            return {}
        text = zlib.decompress(bytes(self.figures)).decode()
        lines = (line.split("\t") for line in text.splitlines())
        return {
            (place, code, int(y)): Decimal(value) for place, code, y, value in lines
        }
