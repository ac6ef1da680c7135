"""Who answers for a row of a plan: 牵头、配合、责任部门, and every change of it."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import by_whom
from indicators.models.plans import PlanIndicator
from regions.models import Department

# What leaves the bureau: a department agreed, or a document says so.
PUBLIC = ("confirmed", "stated")
# A department that was dissolved stands under its successor; chains as long as this.
HEIR = "successor__successor__successor"
HEIRS = f"department__{HEIR}"
ANSWERING = (
    *("department", "department__successor"),
    *("department__successor__successor", HEIRS),
)


class LeadRole(models.TextChoices):
    """What a department is for a row; 责任 where the document makes no difference."""

    LEAD = "lead", _("牵头")
    SUPPORT = "support", _("配合")
    NAMED = "named", _("责任")


class LeadState(models.TextChoices):
    """By whose word it stands: the bureau's alone, the department's, a document's."""

    PROPOSED = "proposed", _("拟定")
    CONFIRMED = "confirmed", _("部门已确认")
    OBJECTED = "objected", _("有异议")
    STATED = "stated", _("文件明确")


class LeadQuerySet(models.QuerySet):
    def current(self):
        """Leave out what has ended."""
        return self.filter(until=None)

    def open_to(self, bureaus: Collection[str], departments: Collection[int] = ()):
        """Keep what a viewer may see: what is 部门已确认 or 文件明确; all of the regions
        (codes) of whose bureau they are; all of the departments (pks) they work in, and
        of those that these succeeded."""
        seen = Q(state__in=PUBLIC)
        if departments:
            for path in ANSWERING:
                seen |= Q(**{f"{path}__in": departments})
        return self.filter(seen | Q(plan_indicator__plan__region__code__in=bureaus))

    def in_order(self):
        """Order as they are named: 牵头 first, then 责任, then 配合, as entered."""
        place = models.Case(
            models.When(role=LeadRole.LEAD, then=0),
            models.When(role=LeadRole.NAMED, then=1),
            default=2,
        )
        return self.select_related(HEIRS).order_by(place, "department_id")


class LeadDepartment(models.Model):
    """A department that answers for a plan row, from a day on until another.

    Never derived from DataOwner, which says who supplies the figure. `printed` ones
    come from the plan's file and follow it. Written by indicators/plans/leads.py.
    """

    Role, State = LeadRole, LeadState

    plan_indicator = models.ForeignKey(
        PlanIndicator, models.CASCADE, related_name="leads", verbose_name=_("规划指标")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="leads", verbose_name=_("部门")
    )
    role = models.CharField(_("职责"), max_length=10, choices=LeadRole)
    state = models.CharField(_("状态"), max_length=10, choices=LeadState)
    source = models.CharField(_("依据"), max_length=300, blank=True)
    printed = models.BooleanField(_("规划文件所列"), default=False)
    since = models.DateField(_("起"), null=True, blank=True)
    until = models.DateField(_("止"), null=True, blank=True)
    objection = models.CharField(_("异议"), max_length=500, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("牵头、配合部门")
        ordering = ["plan_indicator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "department"],
                condition=Q(until=None),
                name="lead_once_per_row_and_department",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "support", "named"]),
                name="lead_role_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "objected", "stated"]),
                name="lead_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="stated") | ~Q(source=""),
                name="lead_stated_by_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state="objected") | ~Q(objection=""),
                name="lead_objected_with_words",
            ),
        ]

    def __str__(self):
        return f"{self.department} {self.get_role_display()}"


class LeadChange(models.Model):
    """What was done to who answers for a row: by whom, when, why. Append-only."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("指定")
        CHANGED = "changed", _("调整")
        ENDED = "ended", _("取消")
        CONFIRMED = "confirmed", _("部门确认")
        OBJECTED = "objected", _("提出异议")

    plan_indicator = models.ForeignKey(
        PlanIndicator, models.CASCADE, related_name="+", verbose_name=_("规划指标")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("部门")
    )
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    role = models.CharField(_("职责"), max_length=10, choices=LeadRole)
    state = models.CharField(_("状态"), max_length=10, choices=LeadState)
    text = models.CharField(_("说明"), max_length=500, blank=True)
    by = by_whom(_("操作人"), null=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("牵头、配合部门的变更")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("assigned", "changed", "ended", "confirmed", "objected"),
                    ]
                ),
                name="lead_change_kind_known",
            )
        ]

    def __str__(self):
        return f"{self.department} {self.get_kind_display()}"
