"""What plans state: their rows with the baseline, and the targets of each row."""

from collections import defaultdict
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from ninja import Schema
from pydantic import Field

from dashboards.api.catalogue import coded, same
from dashboards.api.responses import Table, Viewer
from dashboards.queries import leads_of
from indicators.models import MilestoneStatus, PlanIndicator, Target
from indicators.models.target_years import UNDATED_LAST
from indicators.rules import printed
from indicators.verdicts.questions import open_questions


class PlanIndicatorRow(Schema):
    region: str = Field(description="地区代码。Region code.")
    plan: str = Field(description="规划代码。Plan code.")
    key: str = Field(
        description="行号：表行 1、2…，正文 P1…，定性目标 M1…；与规划代码合起来唯一。"
        "Row of the plan; unique together with plan."
    )
    indicator: str | None = Field(
        description="指标代码；定性目标没有。Indicator code; none for a target in words."
    )
    label: str = Field(description="指标名称，按规划原文。Name as printed.")
    domain_label: str = Field(description="领域，按规划原文。Domain as printed.")
    in_table: bool = Field(
        description="在规划的指标表中，否则在正文。In the plan's table, else its prose."
    )
    nature: str = Field(
        description="binding 约束性，expected 预期性，原文未列的为空。Binding or expected."
    )
    unit_label: str = Field(description="计量单位，按规划原文。Unit as printed.")
    unit_read: str = Field(
        description="原文单位存疑时实际采用的单位。Unit the figures are read in."
    )
    factor: float | None = Field(
        description="本行数字乘它得指标单位；空为单位存疑，不评价。"
        "Factor to the indicator's unit; empty if the unit is in doubt."
    )
    baseline_raw: str = Field(description="基期值，按规划原文。Baseline as printed.")
    baseline_op: str = Field(description="基期值的比较符。Sign before the baseline.")
    baseline_value: float | None = Field(
        description="基期值，本行单位。Baseline in the row's unit."
    )
    baseline_year: int | None = Field(
        description="基期年份，原文未列的为空。Year of the baseline."
    )
    departments: list[str] = Field(
        description="牵头、责任、配合部门：部门已确认或文件明确的，用现名。"
        "Departments that answer for the row: agreed or stated by a document."
    )
    source_ref: list[str] = Field(description="出处，一处一条。Where it is printed.")
    remark: str = Field(description="备注。Remark.")
    questions: list[str] = Field(
        description="待确认的问题，答复之前所涉各项不评价。Open questions on what is "
        "printed: what they concern is not judged."
    )


def rows_of(asked, viewer: Viewer) -> QuerySet[PlanIndicator]:
    """Return the plan rows of the regions, plans, indicators and domains asked for."""
    plans = viewer.plans(asked.plan, asked.region)
    found = PlanIndicator.objects.filter(plan__in=plans)
    if asked.indicator or asked.domain:
        found = found.filter(indicator__in=viewer.indicators(asked))
    return found


def _finish_rows(rows: list[dict], viewer: Viewer) -> None:
    """Add the departments that answer, 牵头 first, and what is asked: two queries."""
    names = defaultdict(list)
    for pk, leads in leads_of([row["departments"] for row in rows], ()).items():
        names[pk] = list(dict.fromkeys(lead.name for lead in leads))
    add_questions(rows)
    for row in rows:
        row["departments"] = names[row["departments"]]
        row["source_ref"] = _lines(row["source_ref"])


def add_questions(rows: list[dict]) -> None:
    """Put the open questions in place of the plan row's pk. One query."""
    asked = open_questions([row["questions"] for row in rows])
    for row in rows:
        row["questions"] = list(asked.get(row["questions"], ()))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


PLAN_INDICATORS = Table(
    PlanIndicatorRow,
    same(
        PlanIndicatorRow,
        region="plan__region__code",
        plan="plan__code",
        indicator="indicator__code",
        departments="pk",  # until _finish_rows
        questions="pk",  # until _finish_rows
    ),
    lambda asked, viewer: rows_of(asked, viewer).order_by(
        "plan__region__code", "plan__code", "order", "pk"
    ),
    _finish_rows,
)


class TargetRow(Schema):
    region: str = Field(description="地区代码。Region code.")
    plan: str = Field(description="规划代码。Plan code.")
    key: str = Field(description="规划的行号。Row of the plan.")
    indicator: str | None = Field(description="指标代码。Indicator code.")
    label: str = Field(description="指标名称，按规划原文。Name as printed.")
    year: int | None = Field(
        description="目标年；规划未注明年份的为空，只列出、不评价，排在最后，按年份查询时不含。"
        "Milestone year; empty where the plan states none: shown, never assessed."
    )
    issuer: str = Field(
        description="提出这个目标的地区；不是规划本地区的，只列出、不评价。"
        "Region that set it; only the plan's own are assessed."
    )
    raw: str = Field(description="目标，按规划原文。The target as printed.")
    read_as: str = Field(
        description="答复待确认的问题时另定的读法，空则按原文。"
        "Words that an answer puts in place of the printed ones."
    )
    printed: str = Field(
        description="目标连同单位，各页所用的写法。The same with its unit, as pages say it."
    )
    kind: str = Field(
        description="读成的类型：value 数值，range 区间，relative 相对变化（%），points 百分点，"
        "absolute 绝对变化，annual 年均，cumulative 累计，multiply 倍数，reference 对照，"
        "keep 保持，slow 减缓，direction 方向，coverage 全覆盖，compound 几项并列，"
        "text 文字，none 原文未列。What it was read as."
    )
    op: str = Field(
        description="比较符；～ 写作 ~。空为没有。Sign: >=, <=, >, <, =, ~ (about)."
    )
    value: float | None = Field(
        description="数值（区间为下端），单位见 unit。Value, or the lower end."
    )
    high: float | None = Field(description="区间的上端。Upper end of a range.")
    change: float | None = Field(
        description="变化量，有正负；是区间的为较小的一端，按它评价。"
        "Signed change, for kinds that state one; the smaller of a range decides."
    )
    change_high: float | None = Field(
        description="变化量区间的另一端。Other end of a range of changes."
    )
    change_unit: str = Field(
        description="变化量按什么计：percent 百分比，points 百分点，own 本行单位；倍数和没有"
        "变化量的为空。What the change counts in."
    )
    unit: str = Field(description="数值的单位，按规划。Unit as the plan states it.")
    base_year: int | None = Field(
        description="变化从哪年算起。Year a change counts from."
    )
    reference: str | None = Field(description="对照的地区代码。Region compared with.")
    effort: bool = Field(description="力争。Only striven for.")
    scope: str = Field(
        description="数字所指的范围，如以县为单位。Of what part the number is meant."
    )
    notes: list[str] = Field(
        description="数字旁的注，按规划原文。Words and marks beside the number."
    )
    in_table: bool = Field(description="列在指标表中。Printed in the plan's table.")
    revision: int = Field(description="第几次修订，0 为原目标。0 for the original.")
    in_force: bool = Field(
        description="现行目标（没有更晚的修订）。No later revision replaces it."
    )
    adopted_on: date | None = Field(description="修订日期。Date of the revision.")
    document: str = Field(description="修订文件名。Document of the revision.")
    document_number: str = Field(description="修订文号。Number of that document.")
    reason: str = Field(description="修订原因。Reason of the revision.")
    state: str | None = Field(
        description=f"定性目标由人认定的状态：{coded(MilestoneStatus.State)}。"
        "State of a target in words, set by a person."
    )
    evidence: str | None = Field(description="认定依据。Evidence of that state.")
    state_date: date | None = Field(description="认定日期。Date of that state.")
    source_ref: list[str] = Field(description="出处，一处一条。Where it is printed.")
    remark: str = Field(description="备注。Remark.")


# Field → column of the decision that a revision rests on; of the newest state set.
DECISION = {"document": "document", "document_number": "number", "reason": "reason"}
STATE = {"state": "state", "evidence": "evidence", "state_date": "date"}


def _of_decision(column: str):
    return Coalesce(f"decision__{column}", Value(""), output_field=TextField())


def _of_state(column: str):
    statuses = MilestoneStatus.objects.filter(target=OuterRef("pk")).order_by("-pk")
    return Subquery(statuses.values(column)[:1])


def _targets(asked, viewer: Viewer) -> QuerySet[Target]:
    found = Target.objects.filter(plan_indicator__in=rows_of(asked, viewer))
    return (
        in_years(found, asked)
        .with_superseded()
        .annotate(
            in_force=Q(is_superseded=False),
            **{name: _of_decision(path) for name, path in DECISION.items()},
            **{name: _of_state(column) for name, column in STATE.items()},
        )
        .order_by(
            "plan_indicator__plan__region__code",
            "plan_indicator__plan__code",
            "plan_indicator__order",
            "plan_indicator",
            UNDATED_LAST,
            "issuer__code",
            "revision",
        )
    )


def in_years(rows: QuerySet, asked) -> QuerySet:
    """Keep the years asked for."""
    if asked.year:
        rows = rows.filter(year__in=asked.year)
    if asked.first:
        rows = rows.filter(year__gte=asked.first)
    return rows.filter(year__lte=asked.last) if asked.last else rows


def _finish_targets(rows: list[dict], viewer: Viewer) -> None:
    for row in rows:
        row["source_ref"] = _lines(row["source_ref"])
        row["notes"] = _lines(row["notes"])
        stated = row.pop("unit_read") or row["printed"]
        own, factor = row.pop("own_unit") or "", row.pop("factor")
        unit = printed.unit_of(stated, own, factor)
        row["printed"] = printed.target(row["raw"], unit)


TARGETS = Table(
    TargetRow,
    same(
        TargetRow,
        region="plan_indicator__plan__region__code",
        plan="plan_indicator__plan__code",
        key="plan_indicator__key",
        indicator="plan_indicator__indicator__code",
        label="plan_indicator__label",
        issuer="issuer__code",
        reference="reference__code",
        adopted_on="decision__date",
        printed="plan_indicator__unit_label",  # until _finish_targets
    )
    | {
        "unit_read": "plan_indicator__unit_read",
        "own_unit": "plan_indicator__indicator__unit",
        "factor": "plan_indicator__factor",
    },
    _targets,
    _finish_targets,
)
