"""A year's call for data and the forms that answer it.

Written by indicators/entry and by nothing else.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import YearField, by_whom, year_is_sane
from indicators.models.plans import Plan
from regions.models import Department, Region
from regions.models.territory import BUREAU


class OpenedRounds(models.Manager):
    """Leaves out the rounds that a job is still laying out: nobody sees them yet."""

    def get_queryset(self):
        return super().get_queryset().filter(laid_out=True)


class EveryRound(models.Manager):
    """Holds those too that are being laid out."""


class Round(models.Model):
    """A call for one year's data: 采集目录, window, and the regions it goes to."""

    code = models.SlugField(_("编号"), max_length=30, unique=True)
    issuer = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("发起地区")
    )
    title = models.CharField(_("名称"), max_length=120)
    year = YearField(_("数据年度"))
    opens_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("截止日期"))
    own_plans = models.BooleanField(
        _("各地区自己的规划"), default=True, help_text=_("各地区采集本地区规划的指标")
    )
    with_prose = models.BooleanField(_("包括正文中的指标"), default=False)
    plans = models.ManyToManyField(Plan, blank=True, verbose_name=_("另加规划"))
    indicators = models.ManyToManyField(
        Indicator, blank=True, verbose_name=_("另加指标")
    )
    regions = models.ManyToManyField(
        Region, related_name="rounds", verbose_name=_("填报地区")
    )
    # A statutory form's masthead; printed only where an administrator fills it in.
    form_number = models.CharField(_("表号"), max_length=40, blank=True)
    form_issuer = models.CharField(_("制定机关"), max_length=80, blank=True)
    form_approval = models.CharField(_("批准（备案）文号"), max_length=80, blank=True)
    form_valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    note = models.TextField(_("填报说明"), blank=True)
    by = by_whom(_("发起人"))
    at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    laid_out = models.BooleanField(_("已下发"), default=True)

    objects = OpenedRounds()
    everything = EveryRound()

    class Meta:
        verbose_name = verbose_name_plural = _("填报任务")
        ordering = ["-year", "-at", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="round_opens_before_due",
                violation_error_message=_("截止日期不应早于开始日期。"),
            ),
            year_is_sane("round_year_sane"),
        ]

    def __str__(self):
        return self.title


class SubmissionQuerySet(models.QuerySet):
    def asked(self):
        """Keep the forms on which anything is asked: one whose cells all moved to
        another, or are still being laid out, is nobody's task."""
        cells = apps.get_model("indicators", "Entry").objects.current()
        return self.filter(Exists(cells.filter(submission=OuterRef("pk"))))


class Submission(models.Model):
    """填报表: what one region, or one department of it, answers for one year.

    Without a department it holds the rows that belong to the bureau. Its state is
    that of its entries (reporting.states); what is stored here is the lock.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="submissions", verbose_name=_("地区")
    )
    year = YearField(_("数据年度"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("填报单位")
    )
    opens_on = models.DateField(_("开始日期"))
    locked_at = models.DateTimeField(_("锁定时间"), null=True, blank=True)
    locked_by = by_whom(_("锁定人"))
    lock_reason = models.CharField(_("锁定原因"), max_length=300, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("填报表")
        ordering = [
            "region__code",
            "-year",
            F("department__name").asc(nulls_first=True),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                condition=Q(department=None),
                name="one_form_of_the_bureau_a_year",
            ),
            models.UniqueConstraint(
                fields=["region", "year", "department"],
                name="one_form_of_a_department_a_year",
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | ~Q(lock_reason=""),
                name="form_lock_has_a_reason",
                violation_error_message=_("请写明锁定原因。"),
            ),
            year_is_sane("form_year_sane"),
        ]

    def __str__(self):
        return f"{self.region} {self.year} {self.department or ''}".strip()

    @property
    def unit_key(self) -> str:
        """What names the form among its region's: in addresses, stamps and scopes."""
        return self.department.name if self.department else BUREAU

    @property
    def unit_name(self) -> str:
        """Who fills it in, as said: the department, or the region's bureau."""
        return self.department.name if self.department else self.region.bureau_name
