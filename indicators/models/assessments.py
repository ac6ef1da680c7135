"""The computed verdict on each plan indicator, with every figure that led to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import FigureField, YearField
from indicators.models.plans import PlanIndicator


class Assessment(models.Model):
    """The current verdict on one plan indicator; one row, replaced when refreshed.

    Written by indicators/assessing.py in the transaction that changes a value,
    baseline or target. Pages and exports read it and never compute in bulk.
    """

    plan_indicator = models.OneToOneField(
        PlanIndicator,
        models.CASCADE,
        related_name="assessment",
        verbose_name=_("规划指标"),
    )
    code = models.CharField(_("评价"), max_length=20, help_text="assessment.md B5")
    reason = models.CharField(_("原因"), max_length=40, blank=True)
    flags = models.JSONField(_("标记"), default=list)
    severity = models.PositiveSmallIntegerField(
        _("严重次序"), help_text=_("0 最需关注（assessment.md B5）")
    )
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
    computed_at = models.DateTimeField(_("计算时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("进展评价")
        ordering = ["severity", "plan_indicator"]
        indexes = [models.Index(fields=["code"], name="assessment_by_code")]

    def __str__(self):
        return f"{self.plan_indicator} · {self.code}"
