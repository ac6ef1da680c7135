"""What changes a promise: a proposal of one person, the decision that a second makes
it.

Written by indicators/entry/second_person and the kinds that use it; what is closed
is never changed again (migration 0012 lets the database refuse it).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import FigureField, YearField, by_whom
from indicators.models.plans import OPERATORS, SIGNS, PlanIndicator
from regions.models import Region


class ProposalQuerySet(models.QuerySet):
    def waiting(self, day=None):
        """Keep what waits for its second person on a day, by default today."""
        day = day or timezone.localdate()
        return self.filter(state=Proposal.State.WAITING, expires_on__gte=day)


class Proposal(models.Model):
    """A change put before a second person, and what became of it.

    `subject` names what it changes by its public identifiers (511700-dazhou/1/2030, a
    batch's token); only one proposal of a subject waits at a time. What `before` and
    `after` hold is the kind's own; of printed words it is “raw”.
    """

    class Kind(models.TextChoices):
        HISTORY = "history", _("历年数据导入")
        TARGET = "target", _("目标值修订")
        BASELINE = "baseline", _("基期值修订")
        RETIREMENT = "retirement", _("规划停用")

    class State(models.TextChoices):
        WAITING = "waiting", _("待复核")
        CONFIRMED = "confirmed", _("已复核")
        WITHDRAWN = "withdrawn", _("已撤回")
        RETURNED = "returned", _("已退回")
        EXPIRED = "expired", _("已过期")

    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("事项"), max_length=20, choices=Kind)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="proposals", verbose_name=_("地区")
    )
    subject = models.CharField(_("对象"), max_length=200)
    title = models.CharField(_("名称"), max_length=300)
    before = models.JSONField(_("原值"), default=dict)
    after = models.JSONField(_("新值"), default=dict)
    reason = models.TextField(_("原因"), blank=True)
    document = models.CharField(_("文件名"), max_length=200, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    dated = models.DateField(_("文件日期"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="proposals",
        verbose_name=_("提出人"),
    )
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    expires_on = models.DateField(_("有效期至"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.WAITING
    )
    closed_by = by_whom(_("复核、撤回或退回人"))
    closed_at = models.DateTimeField(_("复核、撤回或退回时间"), null=True, blank=True)
    why = models.CharField(_("退回原因"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("复核事项")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state="waiting"),
                name="proposal_waits_once_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["history", "target", "baseline", "retirement"]),
                name="proposal_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("waiting", "confirmed", "withdrawn", "returned", "expired")
                    ]
                ),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("by"))),
                name="proposal_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(why=""),
                name="proposal_returned_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "region"], name="proposal_by_state"),
            models.Index(fields=["kind", "subject"], name="proposal_by_subject"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.WAITING and not self.is_overdue

    @property
    def is_overdue(self) -> bool:
        """Whether it waited too long, whether or not that is stored yet."""
        return (
            self.state == self.State.WAITING and self.expires_on < timezone.localdate()
        )

    @property
    def shown_state(self) -> str:
        """The state by name, expired from the day after its last on."""
        return self.State.EXPIRED if self.is_overdue else self.state

    @property
    def state_words(self) -> str:
        return self.State(self.shown_state).label

    @property
    def cited(self) -> str:
        return cited(self.document, self.number)


def cited(document: str, number: str) -> str:
    """Return a document as papers cite it: 《…的通知》（达市府发〔2026〕1号）."""
    if not document:
        return number
    titled = gettext("《%(name)s》") % {"name": document}
    name = document if document[0] == titled[0] else titled
    if not number:
        return name
    return gettext("%(name)s（%(number)s）") % {"name": name, "number": number}


class Decision(models.Model):
    """What a revision rests on: a document of a day, who proposed it, who confirmed it.

    Append-only. Older revisions name their document alone.
    """

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, verbose_name=_("复核事项")
    )
    document = models.CharField(_("文件名"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    date = models.DateField(_("文件日期"), null=True, blank=True)
    reason = models.TextField(_("原因"), blank=True)
    by = by_whom(_("提出人"))
    second = by_whom(_("复核人"))
    at = models.DateTimeField(_("复核时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("修订依据")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(document=""), name="decision_names_its_document"
            ),
            models.CheckConstraint(
                condition=Q(proposal=None)
                | (Q(by__isnull=False, second__isnull=False) & ~Q(by=F("second"))),
                name="decision_of_two_people",
            ),
        ]

    def __str__(self):
        return self.cited

    @property
    def cited(self) -> str:
        return cited(self.document, self.number)


class BaselineRevision(models.Model):
    """One baseline of a plan row since the first revision: 0 the printed one, then each
    that replaced it. The one in force stands on the row itself too."""

    plan_indicator = models.ForeignKey(
        PlanIndicator,
        models.PROTECT,
        related_name="baselines",
        verbose_name=_("规划指标"),
    )
    revision = models.PositiveSmallIntegerField(_("修订次数"))
    raw = models.CharField(_("原文"), max_length=60, blank=True)
    op = models.CharField(_("比较符"), max_length=2, choices=OPERATORS, blank=True)
    value = FigureField(_("数值"), null=True, blank=True)
    year = YearField(_("年份"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="baselines",
        verbose_name=_("修订依据"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("基期值修订")
        ordering = ["plan_indicator", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_indicator", "revision"], name="baseline_revision_once"
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | Q(decision__isnull=False),
                name="baseline_revision_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(op__in=SIGNS), name="baseline_revision_op_known"
            ),
        ]

    def __str__(self):
        return f"{self.plan_indicator} {self.raw}"
