"""Every example of the rules, printed as a plan would, loaded, stored and judged."""

import json
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from indicators.models import (
    Domain,
    Indicator,
    Observation,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from indicators.plans.loading import targets
from indicators.rules import assessment, notation
from indicators.rules.notation import TargetRule
from indicators.verdicts import assessing, cases, series
from regions.models import Region

DATA = Path(__file__).parents[1] / "data" / "assessment_examples.json"
EXAMPLES = json.loads(DATA.read_text("utf-8"), parse_float=Decimal)["examples"]
# Not printed words but an open question about them, which no column holds.
ASKED = {"E92", "E93", "E98"}
HELD = [example for example in EXAMPLES if example["id"] not in ASKED]
POINTS = {"%": "百分点", "‰": "千分点"}


def exact(number) -> Decimal | None:
    return None if number is None else Decimal(number)


def rule(m, unit) -> TargetRule:
    """Return a milestone of an example as the notation has it."""
    kind, change = m["kind"], exact(m.get("change"))
    points = kind == "points" or m.get("change_unit") == "points"
    points = points or (kind == "reference" and unit in POINTS)
    counts_in = {"relative": "%", "annual": "%"}.get(kind, unit)
    return TargetRule(
        raw=m.get("raw", {"direction": "持续改善", "none": "—"}.get(kind, "")),
        kind=kind,
        op=m.get("op") or "=",
        value=exact(m.get("value", m.get("lo"))),
        high=exact(m.get("hi")),
        change=change,
        change_unit=POINTS[unit] if points else counts_in,
        unit=unit,
        per_year=kind == "annual",
        base_year=m.get("base_year"),
        reference="全国平均" if kind == "reference" else None,
        effort=bool(m.get("effort")),
        parts=tuple(rule(part, unit) for part in m.get("parts", ())),
        join="且" if kind == "compound" else None,
    )


def stored(example, plan, nation) -> PlanIndicator:
    """Store an example as a row of the plan with its targets and both series."""
    given = example["indicator"]
    low, high = given.get("bounds") or (None, None)
    indicator = Indicator.objects.create(
        code=example["id"].lower(),
        name=example["id"],
        unit=given["unit"],
        domain=Domain.objects.get_or_create(code="example", name="举例", order=99)[0],
        direction=given["direction"],
        decimals=given.get("decimals", 1),
        lower=low,
        upper=high,
        period=given.get("period", 1),
        per=given.get("per"),
        flow=given.get("flow", False),
    )
    base = given.get("baseline") or {}
    row = PlanIndicator.objects.create(
        plan=plan,
        key=example["id"],
        indicator=indicator,
        order=int(example["id"][1:]),
        in_table=True,
        label=example["id"],
        unit_label=given["unit"],
        factor=1,
        baseline_op=base.get("op") or "",
        baseline_value=base.get("value"),
        baseline_year=base.get("year"),
    )
    for m in given["milestones"]:
        year, raw = m["year"], notation.words(rule(m, given["unit"]))
        found = targets.read(row, year, raw)
        assert found.problems == [], raw
        Target.objects.create(
            plan_indicator=row,
            year=year,
            issuer=plan.region,
            raw=raw,
            in_table=True,
            **found.fields,
        )
    series_of(indicator, plan.region, example["observations"])
    known = (given.get("reference") or {}).items()
    series_of(indicator, nation, [{"year": int(y), "value": v} for y, v in known])
    return row


def series_of(indicator, region, observations):
    Observation.objects.bulk_create(
        Observation(
            region=region,
            indicator=indicator,
            year=o["year"],
            value=o.get("value"),
            missing_reason=o.get("missing_reason") or "",
            events=o.get("events"),
            denominator=o.get("denom"),
            definition_break=o.get("break", False),
            source="例",
            origin=Origin.IMPORT,
        )
        for o in observations
    )


@pytest.fixture
def plan(db):
    nation = Region.objects.create(code="100000", name="全国", level=0)
    city = {"parent": nation}
    for code, name, level in (
        ("510000", "四川省", 1),
        ("511700", "达州市", 2),
    ):
        city["parent"] = Region.objects.create(
            code=code, name=name, level=level, parent=city["parent"]
        )
    return Plan.objects.create(
        code="examples",
        region=city["parent"],
        title="例",
        status="formal",
        period_end=2035,
    )


def test_the_examples_are_judged_alike_when_printed_stored_and_read_again(plan):
    nation = Region.objects.get(code="100000")
    rows = [stored(example, plan, nation) for example in HELD]
    rows = {
        row.key: row for row in assessing.rows_to_assess(pk__in=[r.pk for r in rows])
    }
    figures = series.of_rows(rows.values())

    for example in HELD:
        row = rows[example["id"]]
        found = assessing.judge(row, figures, "own", example["as_of"])
        want = assessment.assess_case(example)
        assert found is not None, example["id"]
        got = {"id": example["id"]} | found.result.to_dict()
        assert assessing.jsonable(got) == assessing.jsonable(want), example["id"]


def read_again(row, year, raw, **fields):
    """Return the milestones of a row whose one target is printed so."""
    row.targets.all().delete()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    found = targets.read(row, year, raw)
    about = {"issuer": row.plan.region, "raw": raw, "in_table": True}
    Target.objects.create(plan_indicator=row, year=year, **about, **found.fields)
    (again,) = assessing.rows_to_assess(pk=row.pk)
    return cases.indicator_case(again, {}).split, Target.objects.get(plan_indicator=row)


def test_what_stands_beside_a_number_is_stored_and_figures_come_to_the_unit(plan):
    """Parts keep the years they name; per cent is left alone by a factor; of a range
    the smaller change decides."""
    row = stored(HELD[0], plan, Region.objects.get(code="100000"))
    ask = partial(read_again, row, unit_label="％", factor=1)

    parts, _ = ask(2030, "到2025年达到35%，2030年达到40%")
    (first, second), _ = ask(2030, "较上年下降2%，降至20%")
    (ranged,), as_range = ask(2030, "提高5～10个百分点")
    _, scoped = ask(2030, "90%以上的社区*")

    assert [(m.year, m.value) for m in parts] == [(2025, 35), (2030, 40)]
    assert (first.base_year, first.change) == (2029, -2)
    assert (second.base_year, second.value) == (None, 20)
    assert (ranged.change, as_range.change_high) == (5, 10)
    assert (scoped.scope, scoped.notes, scoped.value) == ("社区", "*", 90)
    ask = partial(read_again, row, unit_label="万人", factor=10000)
    (yearly,), stated = ask(2030, "年均增加0.2万人")
    (growth,), _ = ask(2030, "年均增长8%")
    assert (yearly.change, yearly.change_unit) == (2000, "own")
    assert (stated.change, stated.change_unit) == (Decimal("0.2"), "own")
    assert (growth.change, growth.change_unit) == (8, "percent")


def test_an_undated_part_of_a_row_comes_last(plan):
    row = stored(HELD[0], plan, Region.objects.get(code="100000"))
    about = {"issuer": plan.region, "raw": "82", "kind": "value", "in_table": True}
    Target.objects.create(plan_indicator=row, year=None, value=82, **about)

    (again,) = assessing.rows_to_assess(pk=row.pk)
    case = cases.indicator_case(again, {})

    assert [m.year for m in case.milestones] == [2020, 2025, 2030, None]
    (found,) = [
        assessing.judge(again, series.of_rows([again]), "own", HELD[0]["as_of"])
    ]
    alone = assessment.assess_case(HELD[0])
    assert (found.result.status, found.result.progress) == (
        alone["status"],
        alone["progress"],
    )
