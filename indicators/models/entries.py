"""数据项: the cells of a form while they are worked on.

Written by indicators/entry and by nothing else.
"""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, by_whom, labelled
from indicators.models.observations import Grade, MissingReason, Origin
from indicators.models.reporting import Round, Submission
from indicators.rules.figure import Figure
from indicators.rules.states import CELL
from regions.models import Department, Region


class EntryQuerySet(models.QuerySet):
    def current(self):
        """Keep the newest revision of each cell."""
        return self.filter(current=True)

    def of(self, region, year):
        """Keep the cells of one region and year."""
        return self.filter(submission__region=region, submission__year=year)

    def last_reported(self):
        """Keep of each cell the newest revision that was reported, if any."""
        newer = Entry.objects.filter(
            submission=OuterRef("submission"),
            indicator=OuterRef("indicator"),
            revision__gt=OuterRef("revision"),
            state="reported",
        )
        return self.filter(~Exists(newer), state="reported")

    def filled(self):
        """Keep cells that hold a value or a reason."""
        return self.exclude(value=None, missing_reason="")


class Entry(models.Model):
    """数据项: one cell while it is worked on, in the indicator's unit.

    A value (or events and denominator, of which the value is computed), or a
    reason why there is none. `version` grows with every save: a save that names
    an older one is refused. A correction after approval is a new revision; the
    old row stays.
    """

    class State(models.TextChoices):
        DRAFT = labelled(CELL, "draft")
        SUBMITTED = labelled(CELL, "submitted")
        RETURNED = labelled(CELL, "returned")
        APPROVED = labelled(CELL, "approved")
        REPORTED = labelled(CELL, "reported")

    class Channel(models.TextChoices):
        LETTER = "letter", _("来函")
        PHONE = "phone", _("电话")
        SCREEN = "screen", _("系统截图")
        TABLE = "table", _("报表")
        MESSAGE = "message", _("即时消息")

    OPEN = (State.DRAFT, State.RETURNED)
    DONE = (State.APPROVED, State.REPORTED)
    # The revision of a cell that is being laid out: not current, seen by nobody.
    STAGED = 32767

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="entries", verbose_name=_("填报表")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="entries", verbose_name=_("指标")
    )
    rounds = models.ManyToManyField(
        Round, related_name="entries", verbose_name=_("填报任务")
    )
    revision = models.PositiveSmallIntegerField(_("修订次数"), default=0)
    current = models.BooleanField(_("现行"), default=True)
    due_on = models.DateField(_("应报日期"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.DRAFT
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    value = FigureField(_("数值"), null=True, blank=True)
    missing_reason = models.CharField(
        _("无数据原因"), max_length=20, choices=MissingReason, blank=True
    )
    expected_on = models.DateField(_("预计公布月份"), null=True, blank=True)
    grade = models.CharField(_("数据性质"), max_length=15, choices=Grade, blank=True)
    events = models.PositiveIntegerField(_("分子"), null=True, blank=True)
    denominator = models.PositiveBigIntegerField(_("分母"), null=True, blank=True)
    definition_break = models.BooleanField(_("口径变更"), default=False)
    own_definition = models.CharField(_("实际口径"), max_length=100, blank=True)
    substitute_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("以上级数据代替"),
    )
    source = models.CharField(_("来源"), max_length=300, blank=True)
    note = models.TextField(_("备注"), blank=True)
    why = models.CharField(_("更正原因"), max_length=300, blank=True)

    supplier = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提供部门"),
    )
    supplier_contact = models.CharField(_("提供人"), max_length=60, blank=True)
    supply_channel = models.CharField(
        _("提供方式"), max_length=10, choices=Channel, blank=True
    )
    supplied_on = models.DateField(_("提供日期"), null=True, blank=True)

    remark = models.CharField(_("退回意见"), max_length=500, blank=True)
    suggested = FigureField(_("建议值"), null=True, blank=True)
    returned_by = by_whom(_("退回人"))
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)

    entered_by = by_whom(_("填报人"))
    entered_at = models.DateTimeField(_("填报时间"), null=True, blank=True)
    submitted_by = by_whom(_("提交人"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approved_by = by_whom(_("审核人"))
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    reported_at = models.DateTimeField(_("报送时间"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("填报指标")
        ordering = ["submission", "indicator__domain__order", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "revision"],
                name="entry_revision_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "indicator"],
                condition=Q(current=True),
                name="one_current_entry",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(missing_reason=""),
                name="entry_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(value__isnull=False)
                | ~Q(missing_reason=""),
                name="entry_submitted_is_filled",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "submitted", "returned", "approved", "reported"]
                ),
                name="entry_state_known",
            ),
            models.CheckConstraint(
                condition=Q(missing_reason__in=["", *MissingReason.values]),
                name="entry_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="entry_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="entry_denominator_positive",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="entry_by_state")]

    def __str__(self):
        return f"{self.submission} {self.indicator}"

    @property
    def is_filled(self) -> bool:
        return self.value is not None or self.missing_reason != ""

    @property
    def figure(self) -> Figure:
        """The figure as it would stand if it were approved; the submission's year."""
        return Figure(
            year=self.submission.year,
            value=self.value,
            missing_reason=self.missing_reason,
            grade=self.grade,
            events=self.events,
            denominator=self.denominator,
            definition_break=self.definition_break,
            own_definition=self.own_definition,
            source=self.source,
            note=self.note,
            substitute_region_id=self.substitute_region_id,
            origin=Origin.ENTRY,
        )

    @property
    def is_provisional(self) -> bool:
        """Whether a final figure is still to follow (预计数、快报数、初步数)."""
        final = ("", Grade.ANNUAL)
        return self.value is not None and self.grade not in final

    @property
    def expected_again(self) -> date | None:
        """From when the figure is asked for again: a missing one when it is published
        (补报), a provisional one when the final is there (定报). None for others."""
        if self.missing_reason == MissingReason.NOT_PUBLISHED:
            return self.expected_on
        if not self.is_provisional:
            return None
        estimated = self.grade == Grade.ESTIMATE
        return self.indicator.final_on(self.submission.year, estimated)

    @property
    def is_open(self) -> bool:
        """Whether the clerk may still write it (lock and window apart)."""
        return self.state in self.OPEN
