"""The states of targets in words, set by people with their evidence. Append-only."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import labelled
from indicators.models.plans import Target
from indicators.rules.states import MILESTONE


def evidence_path(status, filename):
    """Return where a file is kept: its own name is data, never a path."""
    region = status.target.plan_indicator.plan.region
    return f"milestones/{region.code}/{status.token}"


class MilestoneStatusQuerySet(models.QuerySet):
    def with_year(self):
        """Add `year`: of the target it was set for, or, where that had none, the year
        that a decision has given it since."""
        given = Target.objects.filter(
            plan_indicator=OuterRef("target__plan_indicator"),
            issuer=OuterRef("target__issuer"),
            replaces__isnull=False,
        )
        year = Coalesce("target__year", Subquery(given.values("year")[:1]))
        return self.annotate(year=year)


class MilestoneStatus(models.Model):
    """The state of a target in words as a person set it; the newest one counts.

    `date` is the day on which it was so; every earlier state stays (migration 0012).
    """

    class State(models.TextChoices):
        MET = labelled(MILESTONE, "met")
        MOSTLY = labelled(MILESTONE, "mostly")
        UNDER_WAY = labelled(MILESTONE, "under_way")
        NOT_MET = labelled(MILESTONE, "not_met")
        # Set in earlier versions; not offered any more.
        PENDING = labelled(MILESTONE, "pending")
        UNVERIFIABLE = labelled(MILESTONE, "unverifiable")

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="statuses", verbose_name=_("目标")
    )
    state = models.CharField(_("状态"), max_length=15, choices=State)
    evidence = models.TextField(_("依据"))
    date = models.DateField(_("日期"))
    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(
        _("佐证文件"), upload_to=evidence_path, max_length=200, blank=True
    )
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    content_type = models.CharField(_("格式"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("大小"), default=0)
    sha256 = models.CharField(_("摘要"), max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("认定人")
    )
    at = models.DateTimeField(_("认定时间"), auto_now_add=True)

    objects = MilestoneStatusQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("定性目标完成情况")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="milestone_status_has_evidence",
                violation_error_message=_("请写明依据。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("met", "mostly", "under_way", "not_met"),
                        *("pending", "unverifiable"),
                    ]
                ),
                name="milestone_status_known",
            ),
        ]

    def __str__(self):
        return f"{self.target} · {self.get_state_display()}"


# What a person may set today.
STATES = [
    MilestoneStatus.State.MET,
    MilestoneStatus.State.MOSTLY,
    MilestoneStatus.State.UNDER_WAY,
    MilestoneStatus.State.NOT_MET,
]
