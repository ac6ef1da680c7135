"""Why a row is behind and what comes next; 工作提示单 and how they went; what is brought
before the leaders."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import YearField, by_whom, year_is_sane
from indicators.models.observations import Observation
from indicators.models.plans import Plan, PlanIndicator
from regions.models import Department, Region


class NoteQuerySet(models.QuerySet):
    def open_to(self, own):
        """Keep what a viewer whose own regions (codes) are `own` may read: of other
        regions, once the figure of its year was reported."""
        reported = Observation.objects.filter(
            region=models.OuterRef("plan_indicator__plan__region"),
            indicator=models.OuterRef("plan_indicator__indicator"),
            year=models.OuterRef("year"),
            held_since=None,
        )
        mine = Q(plan_indicator__plan__region__code__in=own)
        return self.filter(mine | models.Exists(reported))


class Note(models.Model):
    """原因、措施、时限、责任科室 of a plan row for a year; each save is a version of its
    own, the newest stands. Written by indicators/plans/notes.py."""

    plan_indicator = models.ForeignKey(
        PlanIndicator, models.PROTECT, related_name="notes", verbose_name=_("规划指标")
    )
    year = YearField(_("年份"))
    version = models.PositiveIntegerField(_("版本"))
    reason = models.CharField(_("原因"), max_length=500)
    measure = models.CharField(_("措施"), max_length=500, blank=True)
    deadline = models.CharField(_("时限"), max_length=60, blank=True)
    office = models.CharField(_("责任科室"), max_length=60, blank=True)
    by = by_whom(_("填写人"), null=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("原因和措施")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "year", "version"], name="note_version_once"
            ),
            year_is_sane("note_year_sane"),
            models.CheckConstraint(condition=~Q(reason=""), name="note_says_why"),
        ]

    def __str__(self):
        return f"{self.plan_indicator} {self.year}"


class WorkSlip(models.Model):
    """工作提示单, or 督办单 where the bureau may: one paper to one department about rows
    of a plan. Its state is that of its last event. Written by
    indicators/plans/slips.py."""

    class Level(models.TextChoices):
        PROMPT = "prompt", _("工作提示单")
        SUPERVISE = "supervise", _("督办单")

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("办理中")
        EXTENDED = "extended", _("延期")
        URGED = "urged", _("催办")
        DONE = "done", _("办结")

    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="slips", verbose_name=_("规划")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    level = models.CharField(_("单据"), max_length=10, choices=Level)
    year = YearField(_("年度"))
    number = models.PositiveIntegerField(_("序号"))
    origin = models.CharField(_("任务来源"), max_length=200)
    demand = models.CharField(_("要求"), max_length=500)
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(
        _("办理情况"), max_length=10, choices=State, default=State.UNDER_WAY
    )
    by = by_whom(_("登记人"), null=False)
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作提示单")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "level", "year", "number"], name="slip_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["prompt", "supervise"]), name="slip_level_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["under_way", "extended", "urged", "done"]),
                name="slip_state_known",
            ),
            year_is_sane("slip_year_sane"),
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.department}"


class SlipRow(models.Model):
    """A row that a paper is about, with what stood there on the day: as printed."""

    slip = models.ForeignKey(
        WorkSlip, models.CASCADE, related_name="rows", verbose_name=_("工作提示单")
    )
    plan_indicator = models.ForeignKey(
        PlanIndicator, models.PROTECT, related_name="+", verbose_name=_("规划指标")
    )
    verdict = models.CharField(_("评价"), max_length=60)
    value = models.CharField(_("现状"), max_length=60)
    asked = models.CharField(_("应达到"), max_length=60)
    distance = models.CharField(_("差距"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("工作提示单的指标")
        ordering = ["slip", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slip", "plan_indicator"], name="slip_row_once"
            )
        ]

    def __str__(self):
        return str(self.plan_indicator)


class SlipEvent(models.Model):
    """What became of a paper at a meeting: its state from then on. Append-only."""

    slip = models.ForeignKey(
        WorkSlip, models.PROTECT, related_name="events", verbose_name=_("工作提示单")
    )
    state = models.CharField(_("办理情况"), max_length=10, choices=WorkSlip.State)
    text = models.CharField(_("说明"), max_length=500, blank=True)
    due_on = models.DateField(_("新的时限"), null=True, blank=True)
    by = by_whom(_("登记人"), null=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作提示单的办理记录")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["under_way", "extended", "urged", "done"]),
                name="slip_event_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="extended")
                | (~Q(text="") & Q(due_on__isnull=False)),
                name="slip_extended_with_reason_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.slip} {self.get_state_display()}"


class Matter(models.Model):
    """需市领导协调: a line of a plan's 一页纸, typed by the bureau; three at most."""

    MOST = 3

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="matters", verbose_name=_("规划")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("事项"), max_length=60)
    departments = models.CharField(_("涉及部门"), max_length=60, blank=True)
    request = models.CharField(_("请求"), max_length=60)
    by = by_whom(_("填写人"), null=False)
    at = models.DateTimeField(_("时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("需市领导协调的事项")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="matter_order_once"),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=3),
                name="matters_are_three_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(request=""), name="matter_has_its_words"
            ),
        ]

    def __str__(self):
        return self.text
