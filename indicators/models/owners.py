"""What administrators keep for the yearly reporting: who supplies what, base figures,
relations between indicators, handing over."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import YearField, by_whom, year_is_sane
from regions.models import Department, Region


class BaseFigure(models.Model):
    """A denominator entered once per region and year and reused by every rate."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    year = YearField(_("年份"))
    kind = models.CharField(_("基础数据"), max_length=20, choices=Indicator.Base)
    value = models.PositiveBigIntegerField(_("数值"))
    source = models.CharField(_("来源"), max_length=300)
    version = models.PositiveIntegerField(_("版本"), default=1)
    by = by_whom(_("填报人"))
    at = models.DateTimeField(_("时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("基础数据")
        ordering = ["region__code", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "kind"], name="base_figure_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="base_figure_positive",
                violation_error_message=_("基础数据应大于0。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Indicator.Base.values), name="base_figure_kind"
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="base_figure_names_its_source",
                violation_error_message=_("请写明来源。"),
            ),
            year_is_sane("base_figure_year_sane"),
        ]

    def __str__(self):
        return f"{self.region} {self.year} {self.get_kind_display()}"


class BaseFigureChange(models.Model):
    """One change of one base figure: from, to, who, when, why. Append-only.

    `old_value` is empty where the figure was entered first. A trigger refuses updates
    in the database, as with ObservationChange.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    year = YearField(_("年份"))
    kind = models.CharField(_("基础数据"), max_length=20, choices=Indicator.Base)
    old_value = models.PositiveBigIntegerField(_("原值"), null=True, blank=True)
    new_value = models.PositiveBigIntegerField(_("新值"))
    old_source = models.CharField(_("原来源"), max_length=300, blank=True)
    new_source = models.CharField(_("新来源"), max_length=300)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    by = by_whom(_("操作人"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("基础数据变更记录")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Indicator.Base.values),
                name="base_change_kind_known",
            ),
            year_is_sane("base_change_year_sane"),
        ]
        indexes = [
            models.Index(
                fields=["region", "year", "kind", "-at"], name="base_change_by_figure"
            )
        ]

    def __str__(self):
        return f"{self.region} {self.year} {self.get_kind_display()}"


class DataOwner(models.Model):
    """Who supplies an indicator's figure in a region: not who answers for the target.

    Without a department it is the bureau itself; without a row, too.
    """

    class Channel(models.TextChoices):
        SELF = "self", _("自填")
        COLLECTED = "collected", _("代填")
        UPPER = "upper", _("上级反馈")

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("指标"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("提供部门")
    )
    channel = models.CharField(
        _("方式"), max_length=10, choices=Channel, default=Channel.COLLECTED
    )
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    clerk = by_whom(_("经办人"), related_name="collects")
    note = models.TextField(_("经办备注"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("数据提供部门")
        ordering = ["region__code", "indicator__domain__order", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator"], name="one_owner_per_region_indicator"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["self", "collected", "upper"]),
                name="data_owner_channel_known",
            ),
        ]

    def __str__(self):
        unit = self.department or self.region.bureau_name
        return f"{self.region} · {self.indicator} · {unit}"


class Handover(models.Model):
    """One person's roles, contacts and notes given to another. Append-only."""

    from_user = by_whom(_("移交人"), null=False, related_name="handed_over")
    to_user = by_whom(_("接收人"), null=False, related_name="taken_over")
    note = models.TextField(_("说明"), blank=True)
    counts = models.JSONField(_("交接内容"), default=dict)
    by = by_whom(_("操作人"), null=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作交接")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_user=F("to_user")), name="handover_between_two"
            )
        ]

    def __str__(self):
        return f"{self.from_user} → {self.to_user}"


class Relation(models.Model):
    """What must or should hold between two indicators of one region and year."""

    class Kind(models.TextChoices):
        PART = "part", _("部分")
        ORDER = "order", _("次序")

    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    left = models.ForeignKey(
        Indicator, models.CASCADE, related_name="+", verbose_name=_("不大于的指标")
    )
    right = models.ForeignKey(
        Indicator, models.CASCADE, related_name="+", verbose_name=_("不小于的指标")
    )
    reason = models.CharField(_("说明"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("指标间关系")
        ordering = ["left__code", "right__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "left", "right"], name="relation_once"
            ),
            models.CheckConstraint(
                condition=~Q(left=F("right")), name="relation_between_two"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["part", "order"]), name="relation_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.left} ≤ {self.right}"
