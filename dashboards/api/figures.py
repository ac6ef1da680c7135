"""What was measured and how it is judged, each as the viewer may see it."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from ninja import Schema
from pydantic import Field

from dashboards.api.catalogue import coded, same
from dashboards.api.plan_rows import add_questions, in_years, rows_of
from dashboards.api.responses import Table, Viewer
from indicators.models import Assessment, Observation
from indicators.models.observations import COUNTS, Grade, MissingReason, Origin
from indicators.rules import assessment, disclosure, explain
from indicators.rules.assessment import Result
from indicators.rules.shown import shown


class ObservationRow(Schema):
    region: str = Field(description="地区代码。Region code.")
    region_name: str = Field(description="地区名称。Region name.")
    indicator: str = Field(description="指标代码。Indicator code.")
    indicator_name: str = Field(description="指标名称。Indicator name.")
    domain: str = Field(description="领域代码。Domain code.")
    unit: str = Field(description="计量单位。Unit.")
    year: int = Field(description="年份。Year.")
    value: float | None = Field(
        description="实际值，指标的单位；没有数为空，不是零。比率只给本地区填报、审核人员全部"
        "小数，其他人按指标的小数位。Value in the indicator's unit; empty is not zero. "
        "Rates are rounded to the indicator's decimals for other people."
    )
    missing_reason: str = Field(
        description=f"没有数的原因：{coded(MissingReason)}。Why there is no value."
    )
    grade: str = Field(description=f"{coded(Grade)}。How final the figure is.")
    origin: str = Field(
        description=f"数据途径：{coded(Origin)}。The door it came through."
    )
    is_demo: bool = Field(
        description="演示数据，不是统计数据，不能引用。Synthetic: never to be cited."
    )
    definition_break: bool = Field(
        description="口径自本年变更，与以前不可比。Definition changed this year."
    )
    own_definition: str = Field(
        description="该数实际采用的口径，与指标目录不同时才有；不参与比较。Definition the value "
        "follows where not the catalogue's; not to be compared."
    )
    substitute_region: str | None = Field(
        description="以哪个上级地区的数代替；代替的数不参与比较。"
        "Upper level whose figure stands in; not to be compared."
    )
    source: str = Field(description="来源。Source.")
    note: str = Field(description="备注。Note.")
    events: int | None = Field(
        description="分子（事件数），只给本地区填报、审核人员。Event count, for the "
        "region's own clerks and reviewers only."
    )
    denominator: int | None = Field(
        description="分母，只给本地区填报、审核人员。Denominator, likewise."
    )
    updated_at: datetime = Field(
        description="最近变化的时刻；审定未报送的数，对其他地区的人以报送为变化。"
        "Last change, as far as the viewer may see."
    )


def _observations(asked, viewer: Viewer) -> QuerySet[Observation]:
    """Return the values asked for; of other regions than one's own what was
    reported."""
    regions = viewer.regions(asked.region)
    mine = regions.filter(code__in=viewer.own)
    is_open = Q(held_since=None) | Q(region__in=mine)
    was_reported = Q(reported_as__isnull=False)
    found = Observation.objects.filter(is_open | was_reported, region__in=regions)
    if asked.indicator or asked.domain:
        found = found.filter(indicator__in=viewer.indicators(asked))
    if asked.plan:
        found = found.filter(_in_plans(asked, viewer))
    if asked.since:
        # a snapshot says when what others see was last changed
        moment = asked.since.isoformat(timespec="microseconds")
        changed = is_open & Q(updated_at__gte=asked.since)
        before = ~is_open & Q(reported_as__updated_at__gte=moment)
        found = found.filter(changed | before)
    return in_years(found, asked).order_by("region__code", "indicator__code", "year")


def _in_plans(asked, viewer: Viewer) -> Q:
    """Return the condition on the series that the plans use."""
    wanted = Q(pk__in=[])
    for plan in viewer.plans(asked.plan, asked.region):
        used = plan.rows.filter(indicator__isnull=False)
        wanted |= Q(region=plan.region_id, indicator__in=used.values("indicator"))
    return wanted


def _finish_observations(rows: list[dict], viewer: Viewer) -> None:
    """Show others what was last reported, counts only to whom they are for."""
    hidden = dict.fromkeys(COUNTS)
    for row in rows:
        held, last = row.pop("held_since"), row.pop("reported_as")
        if held is not None and row["region"] not in viewer.own:
            _as_reported(row, last)
        counted = row["region"] in viewer.counts
        row["value"] = _told(row, row["value"], counted)
        if not counted:
            row |= hidden
        row["is_demo"] = row["origin"] == Origin.DEMO


def _told(row: dict, value, counted: bool):
    """Return a value of the row's indicator as the viewer may have it; takes what is
    known of the indicator off the row."""
    about = {"per": row.pop("per"), "counts": counted}
    return disclosure.told(value, row.pop("decimals"), **about)


def _as_reported(row: dict, last: dict) -> None:
    """Put the snapshot's fields in place of the held ones."""
    shown = {name: last[name] for name in row.keys() & last.keys()}
    shown["value"] = None if last["value"] is None else Decimal(last["value"])
    if when := last.get("updated_at"):  # snapshots once had none
        shown["updated_at"] = datetime.fromisoformat(when)
    row |= shown


OBSERVATIONS = Table(
    ObservationRow,
    same(
        ObservationRow,
        region="region__code",
        region_name="region__name",
        indicator="indicator__code",
        indicator_name="indicator__name",
        domain="indicator__domain__code",
        unit="indicator__unit",
        substitute_region="substitute_region__code",
        is_demo="origin",  # until _finish_observations
    )
    | {"held_since": "held_since", "reported_as": "reported_as"}
    | {"per": "indicator__per", "decimals": "indicator__decimals"},
    _observations,
    _finish_observations,
)


class AssessmentRow(Schema):
    region: str = Field(description="地区代码。Region code.")
    plan: str = Field(description="规划代码。Plan code.")
    key: str = Field(description="规划的行号。Row of the plan.")
    indicator: str = Field(description="指标代码。Indicator code.")
    label: str = Field(description="指标名称，按规划原文。Name as printed.")
    unit: str = Field(description="指标的计量单位。The indicator's unit.")
    in_table: bool = Field(description="在规划的指标表中。In the plan's table.")
    nature: str = Field(description="binding 约束性，expected 预期性。Binding or not.")
    status: str = Field(description="评价代码，见“评价方法”。Status code.")
    status_name: str = Field(description="评价。The status in words.")
    group: str = Field(description="good、watch、bad、none 之一。Group of statuses.")
    closed: bool = Field(
        description="已到期：到期年度已过的最终评价，与在期的分开计数。Final verdict on a "
        "year that is over, counted apart from targets in force."
    )
    grade: str = Field(
        description=f"评价用值的数据性质：{coded(Grade)}，可空。How final the value judged is."
    )
    reason: str = Field(description="原因代码，可空。Reason code, may be empty.")
    flags: list[str] = Field(description="标记代码。Flags.")
    severity: int = Field(description="0 最需关注。0 needs most attention.")
    latest_year: int | None = Field(
        description="评价所用的最新一年。Latest year that was judged."
    )
    latest_value: float | None = Field(
        description="该年的实际值，指标单位。The own value of that year."
    )
    judged_year: int | None = Field(
        description="评价用值的年份：到期目标为其到期年（或代替年）。Year of the value "
        "judged: of a due target that of its record."
    )
    judged_basis: str | None = Field(
        description="评价用值的口径：value 当年值，pooled 多年合并率，reference 与参照地区之差，"
        "range 与目标区间相比，total 累计数。Basis of the value judged."
    )
    judged_value: float | None = Field(
        description="评价用值，按页面所印的位数。Value judged, as printed."
    )
    due_value: float | None = Field(
        description="应达到的值：序时目标值、控制目标或目标，按所印的位数。What is due, as "
        "printed."
    )
    due_year: int | None = Field(
        description="应达到的值是哪一年的目标；序时目标值为空。Milestone year of what is due; "
        "empty for a point of the path."
    )
    distance: float | None = Field(
        description="评价用值与应达到的值之差，正为优。Distance between the two; positive "
        "is better."
    )
    scale: str = Field(
        description="下列数字的尺度：value 指标本身，reference 与参照地区之差，"
        "range 离目标区间的距离，其他见“评价方法”。Scale of the figures that follow."
    )
    focus_year: int | None = Field(description="评价的目标年。Milestone judged.")
    focus_target: float | None = Field(description="该年目标。Its target.")
    path_value: float | None = Field(
        description="序时目标值：最新一年按规划应达到的值。Value due in the latest year."
    )
    gap: float | None = Field(
        description="与序时目标值之差，正为优。Gap to the value due; positive is better."
    )
    progress: float | None = Field(
        description="实际进度，已走的份额，1 为达到。Share of the way done."
    )
    expected: float | None = Field(description="序时进度，应走的份额。Share due.")
    limit_in_force: float | None = Field(
        description="控制目标现行的限值。Limit to be kept."
    )
    headroom: float | None = Field(description="离限值的余量。Headroom to the limit.")
    forecast: float | None = Field(
        description="按近年趋势预计的目标年值。Forecast for the milestone."
    )
    forecast_low: float | None = Field(description="80% 区间下端。80 % interval, low.")
    forecast_high: float | None = Field(
        description="80% 区间上端。80 % interval, high."
    )
    outlook: str | None = Field(description="预计能否完成的代码。Outlook code.")
    required_per_year: float | None = Field(
        description="今后每年还需变化多少。Change still needed a year."
    )
    sentence: str = Field(description="评价语。The verdict as a sentence.")
    questions: list[str] = Field(
        description="待确认的问题，所涉各项没有参加评价。Open questions on what is "
        "printed: what they concern had no part in the verdict."
    )
    as_of: int = Field(description="评价年度。Year of the assessment.")
    is_demo: bool = Field(
        description="评价用到演示数据，不能引用。Rests on synthetic values."
    )
    computed_at: datetime = Field(description="计算时刻。When it was computed.")


# Field → how it is read from the stored result; event counts are in none of them.
FIGURES = {
    "scale": lambda result: result.scale,
    "focus_year": lambda result: result.focus_year,
    "focus_target": lambda result: result.focus_target,
    "progress": lambda result: result.progress,
    "expected": lambda result: result.expected,
    "limit_in_force": lambda result: result.limit_in_force,
    "headroom": lambda result: result.headroom,
    "forecast": lambda result: result.projection and result.projection.point,
    "forecast_low": lambda result: result.projection and result.projection.lo,
    "forecast_high": lambda result: result.projection and result.projection.hi,
    "outlook": lambda result: result.outlook,
    "required_per_year": lambda result: result.required and result.required.per_year,
}


# Field → how it is read from what a row of a page shows.
SHOWN = {
    "judged_year": lambda found: found.year,
    "judged_basis": lambda found: found.basis,
    "judged_value": lambda found: found.value,
    "due_value": lambda found: found.asked,
    "due_year": lambda found: found.asked_year,
    "distance": lambda found: found.gap,
}


def _shown(row: dict, result: Result, value) -> dict:
    """Return SHOWN of a row whose own value of the latest year judged is `value`."""
    found = shown(
        result,
        code=row["status"],
        direction=row.pop("direction"),
        decimals=row.pop("places"),
        own={} if value is None else {row["latest_year"]: value},
        asked=lambda year: (),
    )
    return {name: found and read(found) for name, read in SHOWN.items()}


def _assessments(asked, viewer: Viewer) -> QuerySet[Assessment]:
    found = Assessment.objects.open_to(viewer.own)
    found = found.filter(plan_indicator__in=rows_of(asked, viewer))
    if asked.status:
        found = found.filter(code__in=asked.status)
    if asked.since:
        found = found.filter(computed_at__gte=asked.since)
    return found.order_by(
        "plan_indicator__plan__region__code",
        "plan_indicator__plan__code",
        "plan_indicator__order",
        "pk",
    )


def _finish_assessments(rows: list[dict], viewer: Viewer) -> None:
    add_questions(rows)
    for row in rows:
        counted = row["region"] in viewer.counts
        row["latest_value"] = _told(row, row["latest_value"], counted)
        figures, told = row.pop("figures"), row.pop("told_figures")
        told_sentence = row.pop("told_sentence")
        if told is not None and not counted:
            figures, row["sentence"] = told, told_sentence
            row |= {name: told.get(name) for name in ("path_value", "gap")}
        result = Result.from_dict(figures)
        row |= {name: read(result) for name, read in FIGURES.items()}
        better = row["direction"]
        row |= _shown(row, result, row["latest_value"])
        category = assessment.CATEGORIES[row["status"]]
        named = explain.chip(row["status"], result, better)
        row |= {"status_name": named, "group": category.group}


_ROW = "plan_indicator__"
ASSESSMENTS = Table(
    AssessmentRow,
    {
        name: path
        for name, path in same(
            AssessmentRow,
            region="region__code",
            plan=f"{_ROW}plan__code",
            key=f"{_ROW}key",
            indicator=f"{_ROW}indicator__code",
            label=f"{_ROW}label",
            unit=f"{_ROW}indicator__unit",
            in_table=f"{_ROW}in_table",
            nature=f"{_ROW}nature",
            status="code",
            is_demo="has_demo",
            questions="plan_indicator_id",  # until _finish_assessments
        ).items()
        if name not in FIGURES | SHOWN and name not in ("status_name", "group")
    }
    | {
        "figures": "figures",
        "told_figures": "told_figures",
        "told_sentence": "told_sentence",
        "per": f"{_ROW}indicator__per",
        "decimals": f"{_ROW}indicator__decimals",
        "places": f"{_ROW}indicator__decimals",
        "direction": f"{_ROW}indicator__direction",
    },
    _assessments,
    _finish_assessments,
)
