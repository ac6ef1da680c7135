"""另有数: what another office says of the same cell, kept beside the value.

Written by indicators/entry and by nothing else. Printed in notes, never judged: no
verdict, series, comparison or check reads these rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, YearField, by_whom, year_is_sane
from indicators.models.imports import ImportBatch
from regions.models import Region

SAID = ("value", "source", "definition", "why", "removed")


class Stage(models.TextChoices):
    """How far it has come with the figure it stands beside, and so who reads it."""

    DRAFT = "draft", _("未审定")  # who reads the cells of the form
    APPROVED = "approved", _("已审定")  # the region's own people
    REPORTED = "reported", _("已报送")  # everyone who sees the region


STAGES = [stage.value for stage in Stage]


class OtherFigure(models.Model):
    """Another office's figure of an indicator, region and year, and why it was not
    taken; in the indicator's unit.

    It is as confidential as the cell it stands beside (`stage`): `told` holds, for
    each audience that does not yet read what stands here, what it was last told, as
    JSON; absent for nothing. What is removed stays, with its history.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("指标"))
    year = YearField(_("年份"))
    value = FigureField(_("另有数"))
    source = models.CharField(_("来源"), max_length=300)
    definition = models.CharField(_("口径"), max_length=200, blank=True)
    why = models.CharField(_("未采用原因"), max_length=300)
    removed = models.BooleanField(_("已删除"), default=False)
    stage = models.CharField(_("状态"), max_length=10, choices=Stage)
    told = models.JSONField(
        _("各方此前所见"), default=dict, help_text=_("状态 → 字段名 → 值")
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="others",
        verbose_name=_("导入"),
    )
    by = by_whom(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("另有数")
        ordering = ["region__code", "indicator__code", "-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(why=""), name="other_says_whence_and_why"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=STAGES), name="other_stage_known"
            ),
            year_is_sane("other_year_sane"),
        ]
        indexes = [
            models.Index(fields=["region", "indicator", "year"], name="other_by_cell")
        ]

    def __str__(self):
        return f"{self.region} {self.indicator} {self.year}"

    def state(self) -> dict:
        """Return what it says, as JSON holds it."""
        return {name: getattr(self, name) for name in SAID} | {"value": str(self.value)}

    def as_told(self, stage: str) -> dict | None:
        """Return what an audience is told, as JSON; None for nothing yet."""
        if STAGES.index(self.stage) >= STAGES.index(stage):
            return self.state()
        return self.told.get(stage)


class OtherChange(models.Model):
    """One act on another office's figure: recorded, edited, removed. Append-only: a
    trigger (migration of its table) refuses updates in the database."""

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("登记")
        EDITED = "edited", _("修改")
        REMOVED = "removed", _("删除")

    other = models.ForeignKey(
        OtherFigure, models.PROTECT, related_name="history", verbose_name=_("另有数")
    )
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    before = models.JSONField(_("原"), default=dict, help_text=_("字段名 → 值"))
    after = models.JSONField(_("新"), default=dict, help_text=_("字段名 → 值"))
    by = by_whom(_("操作人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("另有数变更")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["recorded", "edited", "removed"]),
                name="other_change_kind_known",
            )
        ]

    def __str__(self):
        return f"{self.other} {self.kind}"


@dataclass(frozen=True)
class ToldOther:
    """Another office's figure as one audience is told it."""

    pk: int
    region: int
    indicator: int
    year: int
    value: Decimal
    source: str
    definition: str
    why: str
    by: str
    at: object
    version: int

    def rounded(self, value: Decimal) -> "ToldOther":
        """Return it with a value that is less exact."""
        return replace(self, value=value)


def told(rows: Iterable[OtherFigure], stage: str) -> list[ToldOther]:
    """Return the rows as an audience is told them, in their order; the rows need
    their `by`. No query."""
    found = []
    for row in rows:
        said = row.as_told(stage)
        if said is None or said["removed"]:
            continue
        found.append(
            ToldOther(
                *(row.pk, row.region_id, row.indicator_id, row.year),
                value=Decimal(said["value"]),
                source=said["source"],
                definition=said["definition"],
                why=said["why"],
                by=str(row.by or ""),
                at=row.at,
                version=row.version,
            )
        )
    return found
