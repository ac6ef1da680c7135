"""Approved values and the history of their changes.

Written by indicators/entry and by nothing else. What is approved and not yet
reported is for the region's own people (§ Workflow): the rule of who sees which
figure has its one home here, in `reported` and the querysets' `seen` and `open_to`.
"""

import copy
from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, YearField, labelled, year_is_sane
from indicators.rules.figure import DEMO, Figure
from indicators.rules.reasons import MISSING_ON_PURPOSE
from regions.models import Region


class MissingReason(models.TextChoices):
    """Why there is on purpose no value; the words stand in
    indicators/rules/reasons.py."""

    NOT_PUBLISHED = labelled(MISSING_ON_PURPOSE, "not_published")
    AWAITING_UPPER = labelled(MISSING_ON_PURPOSE, "awaiting_upper")
    NOT_COLLECTED = labelled(MISSING_ON_PURPOSE, "not_collected")
    NOT_APPLICABLE = labelled(MISSING_ON_PURPOSE, "not_applicable")
    SUPPRESSED = labelled(MISSING_ON_PURPOSE, "suppressed")

    @classmethod
    def said(cls, code: str) -> str:
        """Return a reason as people read it, "" for none."""
        return str(cls(code).label) if code else ""


class Grade(models.TextChoices):
    """How final a figure is."""

    ESTIMATE = "estimate", _("预计数")
    FLASH = "flash", _("快报数")
    PRELIMINARY = "preliminary", _("初步数")
    ANNUAL = "annual", _("年报数")


class Origin(models.TextChoices):
    """The door a value came through."""

    PLAN = "plan", _("规划文本")
    ENTRY = "entry", _("填报")
    IMPORT = "import", _("导入")
    REFERENCE = "reference", _("参考序列")
    DEMO = DEMO, _("演示数据")


# One maternal death is one known woman: never shown in a line of history.
COUNTS = ("events", "denominator")
WORDS = {True: _("是"), False: _("否"), None: _("空"), "": _("空")}


class ObservationQuerySet(models.QuerySet):
    def real(self):
        """Leave out demo values."""
        return self.exclude(origin=Origin.DEMO)

    def comparable(self):
        """Keep values that may stand beside another region's."""
        own = self.filter(value__isnull=False, substitute_region=None)
        return own.filter(own_definition="")

    def open_to(self, own: Collection[str]):
        """Leave out rows held by other regions than the viewer's own (codes)."""
        return self.filter(Q(held_since=None) | Q(region__code__in=own))

    def seen(self, own: Collection[str]) -> list["Observation"]:
        """Return the rows as a viewer sees them: those of `own` regions (codes) in
        full, all others as last reported. One query; see `reported`.

        Filter by region, indicator and year only: `real` and `comparable` look at
        the full row; ask `is_real` and `is_comparable` of what comes back.
        """
        rows = list(self.annotate(place=F("region__code")))
        shown = {row.pk: row for row in reported(r for r in rows if r.place not in own)}
        return [
            shown.get(row.pk, row)
            for row in rows
            if row.place in own or row.pk in shown
        ]

    def seen_tuples(self, own: Collection[str], names: Sequence[str]) -> list[tuple]:
        """Return what `seen` returns as tuples of the columns `names` (region_id …):
        for lists, where a model a row would cost more than the query. One query."""
        rows = list(
            self.values_list("region__code", "held_since", "reported_as", *names)
        )
        held = [
            self.model(  # for `reported` to read, never saved
                pk=n,
                held_since=since,
                reported_as=snapshot,
                **dict(zip(names, row, strict=True)),
            )
            for n, (code, since, snapshot, *row) in enumerate(rows)
            if since is not None and code not in own
        ]
        shown = {r.pk: tuple(getattr(r, x) for x in names) for r in reported(held)}
        hidden = {row.pk for row in held} - shown.keys()
        return [shown.get(n, r[3:]) for n, r in enumerate(rows) if n not in hidden]


class Observation(models.Model):
    """The approved value of one indicator, region and year, or why there is none.

    In the indicator's unit. One row however many plans use it (一数一源).
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("指标"))
    year = YearField(_("年份"))
    value = FigureField(_("实际值"), null=True, blank=True)
    missing_reason = models.CharField(
        _("无数据原因"), max_length=20, choices=MissingReason, blank=True
    )
    grade = models.CharField(_("数据性质"), max_length=15, choices=Grade, blank=True)
    events = models.PositiveIntegerField(_("事件数"), null=True, blank=True)
    denominator = models.PositiveBigIntegerField(_("分母"), null=True, blank=True)
    definition_break = models.BooleanField(_("口径变更"), default=False)
    # 户籍人口, 妇幼年度, 抽样调查 …: such a value is in no comparison with others.
    own_definition = models.CharField(
        _("实际口径"),
        max_length=100,
        blank=True,
        help_text=_("与指标目录的口径不同时写明"),
    )
    source = models.CharField(_("来源"), max_length=300)
    note = models.TextField(_("备注"), blank=True)
    origin = models.CharField(_("数据途径"), max_length=10, choices=Origin)
    substitute_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("以上级数据代替"),
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)
    # Approved is not yet reported (§ Workflow): until 报送 only the region's own
    # people see the new figure; everyone else sees what was last reported.
    held_since = models.DateTimeField(_("审定未报送自"), null=True, blank=True)
    reported_as = models.JSONField(
        _("上次报送"), null=True, blank=True, help_text=_("字段名 → 值；空为未报送过")
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("实际值")
        ordering = ["region__code", "indicator__code", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator", "year"], name="one_value_per_year"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing_reason="")
                | (Q(value=None) & ~Q(missing_reason="")),
                name="observation_has_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="observation_origin_known"
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="observation_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(missing_reason__in=["", *MissingReason.values]),
                name="observation_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]),
                name="observation_grade_known",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0),
                name="observation_denominator_positive",
            ),
            models.CheckConstraint(
                condition=Q(held_since__isnull=False) | Q(reported_as=None),
                name="observation_snapshot_only_while_held",
            ),
            year_is_sane("observation_year_sane"),
        ]
        indexes = [
            models.Index(fields=["indicator", "year"], name="observation_by_indicator")
        ]

    def __str__(self):
        return f"{self.region} {self.indicator} {self.year}"

    @property
    def is_real(self) -> bool:
        return self.origin != Origin.DEMO

    @property
    def is_comparable(self) -> bool:
        """Whether the value may stand beside another region's: its own, and by the
        catalogue's 口径."""
        own = self.value is not None and self.substitute_region_id is None
        return own and not self.own_definition

    @property
    def is_held(self) -> bool:
        """Whether it is approved and not yet reported: for its own people only."""
        return self.held_since is not None

    @property
    def figure(self) -> Figure:
        """The year's figure as the rules and pages read it."""
        return Figure(
            year=self.year,
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
            origin=self.origin,
        )


def reported(rows: Iterable[Observation]) -> list[Observation]:
    """Return the rows as everyone outside their region sees them, in their order.

    A held row as it was last reported, or not at all if it never was: a copy to
    read, never to save. No query, unless a snapshot names a level that stood in.
    """
    rows = [row for row in rows if not row.is_held or row.reported_as is not None]
    codes = {r.reported_as["substitute_region"] for r in rows if r.is_held} - {None}
    regions = Region.objects.filter(code__in=codes) if codes else []
    levels = {region.code: region for region in regions}
    return [_last_reported(row, levels) if row.is_held else row for row in rows]


def _last_reported(row: Observation, levels: dict[str, Region]) -> Observation:
    shown = copy.copy(row)
    shown.own_definition = ""  # snapshots once had none
    for name, value in row.reported_as.items():
        field = row._meta.get_field(name)
        stored = levels.get(value) if field.is_relation else field.to_python(value)
        setattr(shown, name, stored)
    shown.held_since = shown.reported_as = None
    return shown


class ChangeQuerySet(models.QuerySet):
    def open_to(self, own: Collection[str]):
        """Leave out what led to a figure held by others than `own` regions (codes),
        and approvals that were corrected before they were ever reported."""
        held = Observation.objects.filter(
            region=OuterRef("region"),
            indicator=OuterRef("indicator"),
            year=OuterRef("year"),
            held_since__lte=OuterRef("at"),
        )
        known = Q(entry=None) | Q(entry__reported_at__isnull=False)
        return self.filter((~Exists(held) & known) | Q(region__code__in=own))


class ObservationChange(models.Model):
    """One change of one value: from, to, who, when, why. Append-only.

    Refers to the series, not to the row, so that history outlives a value. A
    trigger (migration 0002) refuses updates in the database.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("指标"))
    year = YearField(_("年份"))
    old_value = FigureField(_("原值"), null=True, blank=True)
    new_value = FigureField(_("新值"), null=True, blank=True)
    old_reason = models.CharField(
        _("原无数据原因"), max_length=20, choices=MissingReason, blank=True
    )
    new_reason = models.CharField(
        _("新无数据原因"), max_length=20, choices=MissingReason, blank=True
    )
    details = models.JSONField(
        _("其他变动"), default=dict, help_text=_("字段名 → [原, 新]")
    )
    origin = models.CharField(_("数据途径"), max_length=10, choices=Origin)
    document = models.CharField(_("填报表或导入文件"), max_length=200, blank=True)
    reason = models.TextField(_("原因"), blank=True)
    entry = models.ForeignKey(
        "indicators.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("填报指标"),
    )
    batch = models.ForeignKey(
        "indicators.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("导入"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("操作人"),
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("变更记录")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["region", "indicator", "-at"], name="change_by_series")
        ]

    def __str__(self):
        return f"{self.region} {self.indicator} {self.year}"

    @property
    def brought_by(self):
        """Who brought the figure in, where somebody else made it count, or None."""
        if self.entry:
            return self.entry.entered_by
        return self.batch.by if self.batch else None

    def others(self) -> list[tuple[str, str, str]]:
        """Return what else changed as (name, old, new) in words; event counts never:
        they are for the region's own people (CONTRIBUTING § Access)."""
        found = []
        for name, both in self.details.items():
            if name in COUNTS:
                continue
            field = Observation._meta.get_field(name)
            words = WORDS | dict(field.flatchoices)
            old, new = (str(words.get(v, v)) for v in both)
            found.append((str(field.verbose_name), old, new))
        return found
