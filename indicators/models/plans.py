"""Plan documents, their rows and what they ask for, as printed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, YearField, year_is_sane
from indicators.models.target_years import UNDATED_LAST, TargetQuerySet, said_year
from indicators.rules import printed
from indicators.rules.notation.rule import KINDS
from regions.models import Region

OPERATORS = [(op, op) for op in (">=", "<=", ">", "<", "=", "~")]
SIGNS = ["", *(op for op, _ in OPERATORS)]


class PlanQuerySet(models.QuerySet):
    def listed(self):
        """Leave out the retired plans: they are read where they are named, no more."""
        return self.filter(retired_on=None)


class Plan(models.Model):
    """One plan document of one region; retired by a decision, never deleted."""

    class Status(models.TextChoices):
        FORMAL = "formal", _("正式")
        DRAFT = "draft", _("征求意见稿")

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="plans", verbose_name=_("地区")
    )
    title = models.CharField(_("规划"), max_length=200)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    period_start = YearField(_("起始年"), null=True, blank=True)
    period_end = YearField(_("终止年"))
    baseline_year = YearField(_("基期年"), null=True, blank=True)
    monitoring = models.TextField(_("监测安排"), blank=True)
    file = models.CharField(_("原文文件"), max_length=200, blank=True)
    remark = models.TextField(_("备注"), blank=True)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    retirement = models.ForeignKey(
        "indicators.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("停用依据"),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规划")
        ordering = ["region__code", "-period_end", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_start__lte=F("period_end")),
                name="plan_starts_before_it_ends",
                violation_error_message=_("起始年不应晚于终止年。"),
            ),
            year_is_sane("plan_end_sane", "period_end"),
            models.CheckConstraint(
                condition=Q(status__in=["formal", "draft"]), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None, retirement=None)
                | Q(retired_on__isnull=False, retirement__isnull=False),
                name="plan_retired_by_a_decision",
            ),
        ]

    def __str__(self):
        return self.title


class PlanTask(models.Model):
    """A task group of a plan with its responsible departments, as printed.

    Kept as printed and never turned into owners of indicators.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="tasks", verbose_name=_("规划")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    group = models.CharField(_("任务组"), max_length=200)
    text = models.TextField(_("任务"), blank=True)
    departments = models.TextField(_("责任部门"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("任务分工")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "order"], name="plan_task_order_once"
            )
        ]

    def __str__(self):
        return self.group


class PlanIndicatorQuerySet(models.QuerySet):
    def assessable(self):
        """Keep the rows that carry an indicator (not milestones in words)."""
        return self.filter(indicator__isnull=False)


class PlanIndicator(models.Model):
    """A row of one plan: an indicator, or a milestone in words, as stated there.

    Figures of the row and its targets are in `unit_read` (or `unit_label`);
    times `factor` they are in the indicator's unit. A row with an indicator and
    no factor has a doubtful unit: it is shown and not assessed.
    """

    class Nature(models.TextChoices):
        BINDING = "binding", _("约束性")
        EXPECTED = "expected", _("预期性")

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="rows", verbose_name=_("规划")
    )
    key = models.CharField(
        _("行号"),
        max_length=20,
        help_text=_("表行为 1、2…，正文为 P1…，定性目标为 M1…"),
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_rows",
        verbose_name=_("指标"),
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    in_table = models.BooleanField(_("在规划的指标表中"))
    label = models.CharField(_("原文名称"), max_length=200)
    domain_label = models.CharField(_("原文领域"), max_length=60, blank=True)
    unit_label = models.CharField(_("原文单位"), max_length=30, blank=True)
    unit_read = models.CharField(_("读作单位"), max_length=30, blank=True)
    factor = models.DecimalField(
        _("折算系数"), max_digits=20, decimal_places=10, null=True, blank=True
    )
    nature = models.CharField(_("性质"), max_length=10, choices=Nature, blank=True)
    baseline_raw = models.CharField(_("基期值原文"), max_length=60, blank=True)
    baseline_op = models.CharField(
        _("基期比较符"), max_length=2, choices=OPERATORS, blank=True
    )
    baseline_value = FigureField(_("基期值"), null=True, blank=True)
    baseline_year = YearField(_("基期年份"), null=True, blank=True)
    source_ref = models.TextField(_("出处"), blank=True)
    remark = models.TextField(_("备注"), blank=True)

    objects = PlanIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规划指标")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], name="plan_row_key_once_in_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(factor=None) | Q(factor__gt=0),
                name="plan_row_factor_positive",
            ),
            models.CheckConstraint(
                condition=Q(baseline_year=None) | Q(baseline_year__range=(1900, 2100)),
                name="plan_row_baseline_year_sane",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=["", "binding", "expected"]),
                name="plan_row_nature_known",
            ),
            models.CheckConstraint(
                condition=Q(baseline_op__in=SIGNS), name="plan_row_baseline_op_known"
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False)
                | Q(factor=None, baseline_value=None),
                name="plan_row_in_words_has_no_figures",
                violation_error_message=_("定性目标没有基期值和折算系数。"),
            ),
        ]
        # which rows follow a series (indicators/verdicts/using.py)
        indexes = [
            models.Index(fields=["indicator", "plan"], name="plan_row_by_series")
        ]

    def __str__(self):
        return self.label

    @property
    def unit(self) -> str:
        """The unit in which this row's figures are read."""
        return self.unit_read or self.unit_label

    @property
    def printed_unit(self) -> str:
        """The unit in which this row's figures are said; needs the indicator loaded."""
        own = self.indicator.unit if self.indicator else ""
        return printed.unit_of(self.unit, own, self.factor)

    def prints(self, raw: str) -> str:
        """Return a target or baseline of the row as printed, with its unit."""
        return printed.target(raw, self.printed_unit)


class Target(models.Model):
    """What a plan asks in a milestone year: the printed words and their reading.

    Only targets whose issuer is the plan's own region are assessed. `year` is None
    where the plan prints none: shown, never judged; a row has one such target of an
    issuer, as it has one of a year (what differs from it is a row of its own).
    `scope` says of what part the number is meant, `notes` holds the words and marks
    beside it, one a line. `source_ref` holds one provenance per line: the place where
    the target is printed, then the places where the prose repeats it.
    """

    class ChangeUnit(models.TextChoices):
        """What `change` counts in (assessment README B6.1); none for a multiple."""

        PERCENT = "percent", _("%")
        POINTS = "points", _("百分点")
        OWN = "own", _("本行单位")

    plan_indicator = models.ForeignKey(
        PlanIndicator,
        models.PROTECT,
        related_name="targets",
        verbose_name=_("规划指标"),
    )
    year = YearField(_("年份"), null=True, blank=True)
    issuer = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("提出地区")
    )
    raw = models.CharField(_("原文"), max_length=300)
    kind = models.CharField(_("类型"), max_length=12)
    op = models.CharField(_("比较符"), max_length=2, choices=OPERATORS, blank=True)
    value = FigureField(_("数值"), null=True, blank=True)
    high = FigureField(_("上端"), null=True, blank=True)
    change = FigureField(_("变化量"), null=True, blank=True)
    change_high = FigureField(_("变化量上端"), null=True, blank=True)
    change_unit = models.CharField(
        _("变化量的单位"), max_length=7, choices=ChangeUnit, blank=True
    )
    unit = models.CharField(_("单位"), max_length=30, blank=True)
    base_year = YearField(_("比较基年"), null=True, blank=True)
    reference = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("参照地区"),
    )
    effort = models.BooleanField(_("力争"), default=False)
    scope = models.CharField(_("范围"), max_length=300, blank=True)
    notes = models.TextField(_("数字旁的注"), blank=True)
    read_as = models.CharField(
        _("读作"),
        max_length=300,
        blank=True,
        help_text=_("答复待确认的问题时另定的读法；空则按原文"),
    )
    in_table = models.BooleanField(_("在规划的指标表中"))
    source_ref = models.TextField(_("出处"), blank=True)
    remark = models.TextField(_("备注"), blank=True)
    revision = models.PositiveSmallIntegerField(_("修订次数"), default=0)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("所替代的未注明年份的目标"),
        help_text=_("依修订文件确定年份的，原来未注明年份的目标不再适用"),
    )
    decision = models.ForeignKey(
        "indicators.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("修订依据"),
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("目标值")
        ordering = ["plan_indicator", UNDATED_LAST, "issuer", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "year", "issuer", "revision"],
                name="target_once_per_year_issuer_revision",
            ),
            models.UniqueConstraint(  # a null year equals no other: it has its own
                fields=["plan_indicator", "issuer", "revision"],
                condition=Q(year=None),
                name="target_undated_once_per_issuer_revision",
            ),
            year_is_sane("target_year_sane"),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(year__isnull=False, revision__gt=0),
                name="target_replacing_an_undated_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(change_unit__in=["", "percent", "points", "own"]),
                name="target_change_unit_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="range") | Q(high__gte=F("value")),
                name="target_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="target_kind_known"
            ),
            models.CheckConstraint(condition=Q(op__in=SIGNS), name="target_op_known"),
            models.CheckConstraint(condition=~Q(raw=""), name="target_has_its_words"),
            models.CheckConstraint(
                condition=Q(base_year=None) | Q(base_year__range=(1900, 2100)),
                name="target_base_year_sane",
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | Q(decision__isnull=False),
                name="target_revision_has_its_decision",
            ),
        ]

    def __str__(self):
        return f"{said_year(self.year)} {self.raw}"

    @property
    def words(self) -> str:
        """The words whose reading the figures are: as printed, or as answered."""
        return self.read_as or self.raw

    @property
    def is_in_words(self) -> bool:
        """Whether only a person can say that it is met."""
        if self.plan_indicator.indicator_id is None or self.kind == "text":
            return True
        return self.kind == "coverage" and self.value is None

    @property
    def sources(self) -> list[str]:
        """Every place that prints this target, the first printed first."""
        return [line for line in self.source_ref.splitlines() if line]
