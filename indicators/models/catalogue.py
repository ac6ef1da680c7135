"""Domains and the catalogue of indicators, shared by all plans."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import FigureField
from indicators.rules import calendar
from indicators.rules.measure import Measure
from regions.models import Region

# What 公布层级 may say, as Region.Level.
LEVELS = {str(level.label): level.value for level in Region.Level}


class Domain(models.Model):
    """One of the seven domains (fixtures/README.md § domains.csv)."""

    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("领域"), max_length=30, unique=True)
    name_en = models.CharField(_("英文名"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("领域")
        ordering = ["order"]

    def __str__(self):
        return self.name


class Indicator(models.Model):
    """A measure as a concept, reused over regions and plans.

    What can be compared is one indicator; what cannot (人数 and 比例) is two.
    """

    class Direction(models.TextChoices):
        UP = "up", _("越高越好")
        DOWN = "down", _("越低越好")
        NONE = "none", _("无方向")

    class Base(models.TextChoices):
        """Denominators that a region enters once a year for all its rates."""

        RESIDENT = "resident", _("常住人口")
        RESIDENT_MEAN = "resident_mean", _("年平均常住人口")
        REGISTERED = "registered", _("户籍人口")
        BIRTHS = "births", _("活产数")
        URBAN = "urban", _("城镇常住人口")
        ELDERLY = "elderly", _("65岁及以上常住人口")

    code = models.CharField(
        _("代码"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("小写英文、数字和连字符。"))
        ],
    )
    name = models.CharField(_("指标"), max_length=120, unique=True)
    name_en = models.CharField(_("英文名"), max_length=160, blank=True)
    domain = models.ForeignKey(Domain, models.PROTECT, verbose_name=_("领域"))
    unit = models.CharField(_("计量单位"), max_length=30, blank=True)
    direction = models.CharField(_("方向"), max_length=4, choices=Direction)
    decimals = models.PositiveSmallIntegerField(_("小数位"), default=1)
    lower = FigureField(_("下限"), null=True, blank=True)
    upper = FigureField(_("上限"), null=True, blank=True)
    typical = FigureField(
        _("典型值"), null=True, blank=True, help_text=_("通常的量级，用于核对和演示")
    )
    spread = FigureField(
        _("年际波动"), null=True, blank=True, help_text=_("通常一年变化多少")
    )
    period = models.PositiveSmallIntegerField(
        _("周期"), default=1, help_text=_("几年一次")
    )
    per = models.PositiveIntegerField(
        _("每"), null=True, blank=True, help_text=_("比率的基数，如 1/10万 为 100000")
    )
    base = models.CharField(
        _("分母基数"),
        max_length=20,
        choices=Base,
        blank=True,
        help_text=_("作分母的基础数据，每个地区每年只填一次"),
    )
    additive = models.BooleanField(
        _("合计量"), default=False, help_text=_("总量，不同层级之间不比较")
    )
    flow = models.BooleanField(
        _("当年量"), default=False, help_text=_("数值是当年新增的量，累计目标逐年相加")
    )
    available_month = models.PositiveSmallIntegerField(
        _("公布月份"), null=True, blank=True, help_text=_("次年几月")
    )
    available_same_year = models.BooleanField(
        _("当年公布"), default=False, help_text=_("公布月份在数据年度当年，如妇幼年度")
    )
    final_month = models.PositiveSmallIntegerField(
        _("定报月份"), null=True, blank=True, help_text=_("次年几月有最终数")
    )
    available_level = models.CharField(
        _("公布层级"), max_length=30, blank=True, help_text=_("有本级数据的最低层级")
    )
    definition = models.TextField(_("指标解释"), blank=True)
    numerator = models.TextField(_("分子"), blank=True)
    denominator = models.TextField(_("分母"), blank=True)
    population = models.CharField(_("人口口径"), max_length=60, blank=True)
    statistical_year = models.CharField(_("统计年度"), max_length=30, blank=True)
    report = models.CharField(_("来源报表"), max_length=200, blank=True)
    remark = models.TextField(_("备注"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        ordering = ["domain__order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["up", "down", "none"]),
                name="indicator_direction_is_known",
            ),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lt=F("upper")),
                name="indicator_lower_below_upper",
                violation_error_message=_("下限应小于上限。"),
            ),
            models.CheckConstraint(
                condition=Q(typical=None, spread=None)
                | Q(typical__isnull=False, spread__isnull=False, spread__gte=0),
                name="indicator_spread_of_a_typical_value",
                violation_error_message=_("年际波动须与典型值一起填写，且不小于0。"),
            ),
            models.CheckConstraint(
                condition=Q(period__gte=1), name="indicator_period_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=8), name="indicator_decimals_at_most_eight"
            ),
            models.CheckConstraint(
                condition=Q(available_month=None)
                | Q(available_month__gte=1, available_month__lte=12),
                name="indicator_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(final_month=None)
                | Q(final_month__gte=1, final_month__lte=12),
                name="indicator_final_month_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(
                    base__in=[
                        *("", "resident", "resident_mean", "registered"),
                        *("births", "urban", "elderly"),
                    ]
                ),
                name="indicator_base_is_known",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_counts(self) -> bool:
        """Whether the value is a rate of two declared counts, 分子 and 分母."""
        return bool(self.per and self.numerator and self.denominator)

    def due_day(self, round_due: date, year: int) -> date:
        """Return when its figure of a year is due that a round asks by a day."""
        same = self.available_same_year
        return calendar.due_day(round_due, year, self.available_month, same)

    def final_on(self, year: int, estimated: bool) -> date | None:
        """Return from when the final figure of a year can be asked for, None where
        nobody has said; what was only estimated is known from its usual month on."""
        if self.final_month:
            return date(year + 1, self.final_month, 1)
        if estimated and self.available_month:
            return date(year + (not self.available_same_year), self.available_month, 1)
        return None

    def exists_at(self, level: int) -> bool:
        """Whether there are figures of regions of a level (Region.Level); where nobody
        has said, there are."""
        lowest = LEVELS.get(self.available_level)
        return lowest is None or level <= lowest

    @property
    def measure(self) -> Measure:
        """What the rules need to know of the indicator."""
        stated = self.direction != self.Direction.NONE
        return Measure(
            code=self.code,
            name=self.name,
            unit=self.unit,
            decimals=self.decimals,
            lower=self.lower,
            upper=self.upper,
            per=self.per,
            period=self.period,
            direction=self.direction if stated else None,
            typical=self.typical,
            spread=self.spread,
        )
