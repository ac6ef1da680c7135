"""The counts of a plan, as its readers have them, one narrow row each."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.assessments import READERS, Audience, for_reader, for_viewer
from indicators.models.fields import YearField
from indicators.models.plans import Plan
from indicators.rules.assessment import summary as partition
from indicators.rules.reasons import MISSING_ON_PURPOSE
from regions.models import Region

TILES = tuple(f"tile_{name}" for name in partition.TILES)
DUE = tuple(f"due_{part}" for part in partition.DUE)
AHEAD = tuple(f"ahead_{part}" for part in partition.AHEAD)
NOT_HERE = MISSING_ON_PURPOSE["not_applicable"].label
BEFORE = ("before_good", "before_watch", "before_bad", "before_none")


def count(label):
    """Return a column that counts rows of a plan."""
    return models.PositiveSmallIntegerField(label, default=0)


class SummaryQuerySet(models.QuerySet):
    def open_to(self, own: Collection[str]):
        """Keep the counts for a viewer whose own regions (codes) are `own`."""
        return self.filter(for_viewer(Region.objects.filter(code__in=own).values("pk")))

    def read_by(self, reader: str):
        """Keep the counts of one of READERS: one row a plan at most."""
        return self.filter(for_reader(reader))


class Summary(models.Model):
    """How many of a plan's rows stand where (indicators/rules/assessment/summary).

    Counted are the rows of the plan's own table, without one those of its prose that
    have a target. Like verdicts: one row for everybody, or one for each of READERS
    where their verdicts differ. Written by indicators/verdicts/summaries.py in the
    transaction that writes verdicts; lists over regions read it and no verdict.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="summaries", verbose_name=_("规划")
    )
    # The plan's region again, as with Assessment.
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    audience = models.CharField(_("供谁查看"), max_length=10, choices=Audience)
    as_of = YearField(_("评价年度"))
    has_table = models.BooleanField(_("有指标表"))
    # 序时, as the pages count it
    tile_closed_met = count(_("已到期完成"))
    tile_closed_not_met = count(_("已到期未完成"))
    tile_done = count(_("已完成或持续达标"))
    tile_moving = count(_("快于或达到序时进度"))
    tile_stale = count(_("尚好但数据偏旧"))
    tile_watch = count(_("需关注"))
    tile_bad = count(_("滞后或未达要求"))
    tile_none = count(_("暂无法评价"))
    tile_not_applicable = count(_(NOT_HERE))
    # 到期目标
    due_year = YearField(_("最近到期年"), null=True, blank=True)
    due_met = count(_("达标"))
    due_not_met = count(_("未达标"))
    due_awaiting = count(_("待数据"))
    due_unverifiable = count(_("不可判定"))
    due_none = count(_("该年无目标"))
    due_not_applicable = count(_(NOT_HERE))
    # 趋势研判
    last_year = YearField(_("最后目标年"), null=True, blank=True)
    ahead_likely = count(_("能够完成"))
    ahead_hard = count(_("有难度"))
    ahead_unlikely = count(_("难以完成"))
    ahead_unknown = count(_("无法预计"))
    ahead_over = count(_("已到期"))
    ahead_none = count(_("该年无目标"))
    ahead_not_applicable = count(_(NOT_HERE))
    # The verdicts of the year before (Assessment.before_code), by group
    before_good = count(_("上年好"))
    before_watch = count(_("上年需关注"))
    before_bad = count(_("上年滞后"))
    before_none = count(_("上年暂无法评价"))
    better = count(_("较上年好转"))
    worse = count(_("较上年变差"))
    demo = count(_("用到演示数据"))
    latest_year = YearField(_("最新年份"), null=True, blank=True)
    # What the sentence says beside the tiles: each verdict with how many have it, and
    # the newest year of how many rows.
    tallies = models.JSONField(_("各评价的项数"), default=list)
    years = models.JSONField(_("各数据年份的项数"), default=dict)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规划统计")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "audience"], name="one_summary_per_audience"
            ),
            *(
                models.UniqueConstraint(
                    fields=["plan"],
                    condition=Q(audience__in=[Audience.BOTH, reader]),
                    name=f"one_summary_for_{reader}",
                )
                for reader in READERS
            ),
        ]

    def __str__(self):
        return str(self.plan)

    @property
    def balances(self) -> partition.Balances:
        """The three balances, from the columns."""
        tiles = {name: getattr(self, f"tile_{name}") for name in partition.TILES}
        counted = {
            "due": {part: getattr(self, f"due_{part}") for part in partition.DUE},
            "pace": partition.paced(tiles),
            "ahead": {part: getattr(self, f"ahead_{part}") for part in partition.AHEAD},
        }
        return partition.balanced(counted, self.due_year, self.last_year)
