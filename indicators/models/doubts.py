"""Questions about what a plan prints that the program does not answer by itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import by_whom
from indicators.models.plans import PlanIndicator, Target


class DoubtQuerySet(models.QuerySet):
    def open(self):
        """Keep what nobody has answered."""
        return self.filter(answered_at=None)

    def answered(self):
        return self.filter(answered_at__isnull=False)

    def gating(self):
        """Keep what decides whether a row is judged: the open ones, and answers on a
        target against its direction."""
        against = Q(field=Doubt.Field.DIRECTION)
        return self.filter(Q(answered_at=None) | against).order_by("pk")


class Doubt(models.Model):
    """A question on a printed target, baseline or unit: while it is open, what it
    concerns is shown and not judged (assessment README B3).

    `raw` are the printed words it was asked about: other words are another doubt.
    `readings` are the possible readings in words, the first the one that is stored;
    `read_as` the words that an answer puts in their place, "" where it keeps the
    stored reading. An answer stays (migration 0013); a later one is a row of its own,
    and the newest counts.
    """

    class Field(models.TextChoices):
        TARGET = "target", _("目标值")
        BASELINE = "baseline", _("基期值")
        UNIT = "unit", _("计量单位")
        DIRECTION = "direction", _("优劣方向")

    class AskedBy(models.TextChoices):
        LOADING = "loading", _("导入规划")
        CHECKS = "checks", _("导入时的检查")
        CATALOGUE = "catalogue", _("指标目录变更")
        REVISING = "revising", _("修订")
        PERSON = "person", _("重新答复")

    plan_indicator = models.ForeignKey(
        PlanIndicator,
        models.CASCADE,
        related_name="doubts",
        verbose_name=_("规划指标"),
    )
    target = models.ForeignKey(
        Target,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="doubts",
        verbose_name=_("目标值"),
    )
    field = models.CharField(_("存疑之处"), max_length=10, choices=Field)
    raw = models.CharField(_("原文"), max_length=300, blank=True)
    question = models.TextField(_("待确认的问题"))
    readings = models.JSONField(_("可能的读法"), default=list)
    asked_by = models.CharField(_("提出"), max_length=10, choices=AskedBy)
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    read_as = models.CharField(_("读作"), max_length=300, blank=True)
    note = models.TextField(_("依据"), blank=True)
    answered_by = by_whom(_("答复人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("待确认")
        ordering = ["plan_indicator", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by=None)
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="doubt_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(field__in=["baseline", "unit"], target=None)
                | Q(field__in=["target", "direction"], target__isnull=False),
                name="doubt_on_what_it_names",
            ),
            models.CheckConstraint(
                condition=Q(
                    asked_by__in=[
                        *("loading", "checks", "catalogue", "revising", "person")
                    ]
                ),
                name="doubt_asker_known",
            ),
            models.CheckConstraint(
                condition=~Q(question=""), name="doubt_asks_something"
            ),
            models.UniqueConstraint(
                fields=["target", "field", "question"],
                condition=Q(answered_at=None, target__isnull=False),
                name="doubt_open_once_per_target",
            ),
            models.UniqueConstraint(
                fields=["plan_indicator", "field", "question"],
                condition=Q(answered_at=None, target=None),
                name="doubt_open_once_per_row",
            ),
        ]
        indexes = [
            models.Index(
                fields=["plan_indicator"],
                condition=Q(answered_at=None),
                name="doubt_open_by_row",
            )
        ]

    def __str__(self):
        return self.question

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def subject(self) -> str:
        """What it is about: 2030年目标, 基期值, 计量单位; of another level's target,
        whose. Needs the target's issuer and the row's plan at hand."""
        if self.target is None:
            return str(self.get_field_display())
        words = (
            gettext("目标") if self.target.year is None else gettext("%(year)s年目标")
        )
        words = words % {"year": self.target.year}
        if self.target.issuer_id == self.plan_indicator.plan.region_id:
            return words
        return gettext("%(what)s（%(who)s）") % {
            "what": words,
            "who": self.target.issuer,
        }

    @property
    def words(self) -> str:
        """The whole question in a sentence, with the printed words it is about."""
        quoted = gettext("“%(raw)s”") % {"raw": self.raw} if self.raw else ""
        about = {"what": self.subject, "raw": quoted, "question": self.question}
        if not quoted or self.question.startswith(quoted):
            return gettext("%(what)s：%(question)s") % about
        return gettext("%(what)s%(raw)s：%(question)s") % about
