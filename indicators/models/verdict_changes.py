"""What moved, why, and by whom: the history of verdicts."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.assessments import Audience, CauseKind, for_viewer
from indicators.models.fields import YearField
from indicators.models.plans import PlanIndicator
from regions.models import Region


class VerdictChangeQuerySet(models.QuerySet):
    def open_to(self, own: Collection[str]):
        """Keep the changes as a viewer has them whose own regions (codes) are
        `own`."""
        return self.filter(for_viewer(Region.objects.filter(code__in=own).values("pk")))


class VerdictChange(models.Model):
    """One verdict that moved for a reader: from, to, why, who, when. Append-only.

    For everybody where both of READERS saw the same move. `to_code` is "" where there
    is no verdict any more. Written by indicators/verdicts/changes.py with the verdicts;
    a first verdict, and one on demo values, is no change.
    """

    class Step(models.IntegerChoices):
        """Which way it went; reasons alone, and what became judged or no longer is,
        go neither."""

        DOWN = -1, _("变差")
        ASIDE = 0, _("其他变动")
        UP = 1, _("好转")

    plan_indicator = models.ForeignKey(
        PlanIndicator,
        models.CASCADE,
        related_name="verdict_changes",
        verbose_name=_("规划指标"),
    )
    # The plan's region again, as with Assessment.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    audience = models.CharField(_("供谁查看"), max_length=10, choices=Audience)
    as_of = YearField(_("评价年度"))
    from_code = models.CharField(_("原评价"), max_length=20)
    from_reason = models.CharField(_("原评价的原因"), max_length=40, blank=True)
    to_code = models.CharField(_("现评价"), max_length=20, blank=True)
    to_reason = models.CharField(_("现评价的原因"), max_length=40, blank=True)
    step = models.SmallIntegerField(_("方向"), choices=Step)
    cause = models.CharField(_("变动原因"), max_length=20, choices=CauseKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = VerdictChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("评价变动")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values),
                name="verdict_change_audience_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=CauseKind.values),
                name="verdict_change_cause_known",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-at"], name="verdict_change_by_region")
        ]

    def __str__(self):
        return f"{self.plan_indicator} {self.from_code} → {self.to_code or '—'}"
