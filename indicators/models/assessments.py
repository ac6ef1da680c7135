"""The computed verdict on each plan indicator, with every figure that led to it."""

import copy
from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import FigureField, YearField, labelled
from indicators.models.observations import Grade
from indicators.models.plans import PlanIndicator
from indicators.rules.assessment import Case, Result
from indicators.rules.causes import CAUSES
from regions.models import Region


class Audience(models.TextChoices):
    """Whom a verdict is for: everybody, but while approved values are not yet reported,
    when each of the two READERS has its own."""

    BOTH = "both", _("全部人员")
    OWN = "own", _("本地区人员")
    OTHERS = "others", _("其他地区人员")


READERS = (Audience.OWN, Audience.OTHERS)


class CauseKind(models.TextChoices):
    """Why verdicts are judged anew; the words stand in indicators/rules/causes.py."""

    PLAN = labelled(CAUSES, "plan")
    TARGET = labelled(CAUSES, "target")
    BASELINE = labelled(CAUSES, "baseline")
    DOUBT = labelled(CAUSES, "doubt")
    DEFINITION = labelled(CAUSES, "definition")
    REVISED_VALUE = labelled(CAUSES, "revised_value")
    NEW_VALUE = labelled(CAUSES, "new_value")
    REFERENCE = labelled(CAUSES, "reference")
    DEMO = labelled(CAUSES, "demo")
    RULE = labelled(CAUSES, "rule")
    YEAR = labelled(CAUSES, "year")


def for_viewer(mine, path: str = "") -> Q:
    """Return the condition that keeps, of each row's verdicts, the viewer's one.

    `mine` are the pks of the viewer's own regions, or a query of them. It speaks
    of columns of the verdict alone (at `path`, ending in `__`): with plain pks it
    may be the condition of a FilteredRelation.
    """
    is_mine = Q(**{f"{path}region__in": mine})
    return (is_mine & for_reader(Audience.OWN, path)) | (
        ~is_mine & for_reader(Audience.OTHERS, path)
    )


def for_reader(reader: str, path: str = "") -> Q:
    """Return the condition that keeps, of each row's verdicts, that of one of READERS;
    a verdict for everybody is everybody's."""
    return Q(**{f"{path}audience__in": (Audience.BOTH, reader)})


class AssessmentQuerySet(models.QuerySet):
    def open_to(self, own: Collection[str]):
        """Keep the verdicts for a viewer whose own regions (codes) are `own`."""
        return self.filter(for_viewer(Region.objects.filter(code__in=own).values("pk")))

    def read_by(self, reader: str):
        """Keep the verdicts of one of READERS: one a row at most."""
        return self.filter(for_reader(reader))


class Assessment(models.Model):
    """The current verdict on one plan indicator for one audience; replaced when
    refreshed.

    One row for everybody, unless a value of the series is held: then two, for the
    region's own people, whose verdict knows what is approved, and for everyone else,
    whose verdict knows what is reported.
    Written by indicators/verdicts/assessing.py in the transaction that changes a value,
    baseline or target. Pages and exports read it and never compute in bulk.
    """

    plan_indicator = models.ForeignKey(
        PlanIndicator,
        models.CASCADE,
        related_name="assessments",
        verbose_name=_("规划指标"),
    )
    # The plan's region again: lets a join ask whose verdict it is.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    audience = models.CharField(_("供谁查看"), max_length=10, choices=Audience)
    code = models.CharField(_("评价"), max_length=20, help_text="assessment README B5")
    reason = models.CharField(_("原因"), max_length=40, blank=True)
    flags = models.JSONField(_("标记"), default=list)
    severity = models.PositiveSmallIntegerField(
        _("严重次序"), help_text=_("0 最需关注（assessment README B5）")
    )
    # The latest year that was judged, and the own value of that year.
    latest_year = YearField(_("最新年份"), null=True, blank=True)
    latest_value = FigureField(_("最新值"), null=True, blank=True)
    path_value = models.FloatField(_("序时目标值"), null=True, blank=True)
    gap = models.FloatField(_("与序时目标之差"), null=True, blank=True)
    figures = models.JSONField(_("全部数字"), default=dict)
    sentence = models.TextField(_("评价语"), blank=True)
    as_of = YearField(_("评价年度"))
    parameters = models.JSONField(_("参数"), default=dict)
    inputs = models.JSONField(_("输入"), default=dict)
    has_demo = models.BooleanField(_("含演示数据"), default=False)
    closed = models.BooleanField(
        _("已到期"), default=False, help_text=_("到期年度已过的最终评价")
    )
    grade = models.CharField(
        _("评价用值的数据性质"), max_length=15, choices=Grade, blank=True
    )
    # Where the row stands at its latest due year, and at its last: parts of two of the
    # three balances (indicators/rules/assessment/summary); "" without such a year.
    due_year = YearField(_("最近到期年"), null=True, blank=True)
    due = models.CharField(_("到期目标"), max_length=15, blank=True)
    last_year = YearField(_("最后目标年"), null=True, blank=True)
    ahead = models.CharField(_("趋势研判"), max_length=15, blank=True)
    # The verdict of a year ago, had the plan stood as now: as of the year before, by
    # what was measured up to the year before that. "": not judged.
    before_code = models.CharField(_("上年评价"), max_length=20, blank=True)
    before_reason = models.CharField(_("上年评价的原因"), max_length=40, blank=True)
    before_has_demo = models.BooleanField(_("上年评价含演示数据"), default=False)
    # Of a rate, as told to who may not see counts (indicators/rules/disclosure.py);
    # None: of no rate, everybody sees the figures above.
    told_figures = models.JSONField(_("告知的数字"), null=True, blank=True)
    told_inputs = models.JSONField(_("告知的输入"), null=True, blank=True)
    told_sentence = models.TextField(_("告知的评价语"), blank=True)
    computed_at = models.DateTimeField(_("计算时间"), auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("进展评价")
        ordering = ["severity", "plan_indicator", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "audience"], name="one_verdict_per_audience"
            ),
            # together: one for everybody, or no more than one for each reader
            *(
                models.UniqueConstraint(
                    fields=["plan_indicator"],
                    condition=Q(audience__in=[Audience.BOTH, reader]),
                    name=f"one_verdict_for_{reader}",
                )
                for reader in READERS
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="assessment_audience_known",
            ),
        ]
        indexes = [models.Index(fields=["code"], name="assessment_by_code")]

    def __str__(self):
        """Names no verdict, nor whose: there are two only while something is held."""
        return str(self.plan_indicator)

    @cached_property
    def result(self) -> Result:
        """The stored figures, typed; those that an older version lacks are None."""
        return Result.from_dict(self.figures)

    @cached_property
    def case(self) -> Case:
        """What the verdict was made of, typed."""
        return Case.from_dict(self.inputs)

    def told_to(self, counts: bool) -> "Assessment":
        """Return the verdict as a reader may have it, who sees counts or does not: a
        copy to read, never to save."""
        if counts or self.told_figures is None:
            return self
        shown = copy.copy(self)
        for name in ("result", "case"):  # read anew from what is told
            shown.__dict__.pop(name, None)
        shown.figures, shown.sentence = self.told_figures, self.told_sentence
        shown.path_value = self.told_figures.get("path_value")
        shown.gap = self.told_figures.get("gap")
        shown.latest_value = None  # the series says it, as the reader may have it
        if "inputs" not in self.get_deferred_fields():
            shown.inputs = self.told_inputs or {}
        return shown
