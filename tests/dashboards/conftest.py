"""A city with a plan of every kind of row, its county, and who looks at them."""

from decimal import Decimal

import pytest

from indicators import entry
from indicators.models import (
    Domain,
    Indicator,
    LeadDepartment,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from indicators.rules import assessment
from regions.models import Department, Region
from tests.verdicts import assess_anew
from tests.worlds import world

YEAR = assessment.current_year()


def row(plan, key, indicator, targets, **fields):
    """Add a row with {year: number or words} as targets."""
    made = PlanIndicator.objects.create(
        plan=plan,
        key=key,
        order=PlanIndicator.objects.count() + 1,
        indicator=indicator,
        label=fields.pop("label", indicator.name if indicator else key),
        in_table=fields.pop("in_table", True),
        factor=fields.pop("factor", Decimal(1) if indicator else None),
        **fields,
    )
    for year, wanted in targets.items():
        number = isinstance(wanted, int | float)
        Target.objects.create(
            plan_indicator=made,
            year=year,
            issuer=plan.region,
            raw=str(wanted),
            kind="value" if number else "text",
            op="=" if number else "",
            value=wanted if number else None,
            in_table=made.in_table,
            source_ref="第一章：“原文。”",
        )
    return made


def publish(region, indicator, values, origin=Origin.ENTRY, **about):
    entry.publish(
        [
            entry.NewValue(
                region, indicator, year, Decimal(str(v)), source="年报", **about
            )
            for year, v in values.items()
        ],
        origin=origin,
    )


def _indicators():
    domain = Domain.objects.create(code="level", name="健康水平", order=1)
    made = [
        ("life-expectancy", "人均预期寿命", "岁", "up", 1, False),
        ("infant-mortality", "婴儿死亡率", "‰", "down", 2, False),
        ("beds", "床位数", "张", "up", 0, True),
        ("physicians", "医师数", "人", "up", 2, False),
    ]
    return {
        code: Indicator.objects.create(
            code=code,
            name=name,
            unit=unit,
            direction=direction,
            decimals=decimals,
            additive=additive,
            domain=domain,
        )
        for code, name, unit, direction, decimals, additive in made
    }


@world(on="mapped")
def one_plan():
    """达州市's plan: four table rows, one of prose, one without target, one in words."""
    regions, indicators = Region.objects.in_bulk(field_name="code"), _indicators()
    region, last = regions["511700"], YEAR - 1
    made = Plan.objects.create(
        code="dazhou",
        region=region,
        title="健康达州规划",
        status="draft",
        period_start=2017,
        period_end=YEAR + 4,
        baseline_year=2015,
    )
    end = YEAR + 4
    base = {"baseline_raw": "75", "baseline_value": 75, "baseline_year": 2015}
    first = row(
        made,
        "1",
        indicators["life-expectancy"],
        {end: 80},
        domain_label="健康水平",
        **base,
    )
    LeadDepartment.objects.create(
        plan_indicator=first,
        department=Department.objects.create(region=region, name="市卫生健康委"),
        role="named",
        state="stated",
        source="《健康达州规划》附件",
    )
    row(
        made,
        "2",
        indicators["infant-mortality"],
        {end: 5},
        domain_label="健康水平",
        nature="binding",
        baseline_raw="9",
        baseline_value=9,
        baseline_year=2015,
    )
    row(made, "3", indicators["beds"], {end: 100}, domain_label="健康服务")
    row(
        made,
        "4",
        indicators["physicians"],
        {end: 3},
        domain_label="健康服务",
        factor=None,
        label="单位不明的指标",
    )
    row(made, "P1", indicators["beds"], {end: 200}, label="文本床位", in_table=False)
    row(made, "P2", indicators["physicians"], {}, label="现状医师", in_table=False)
    row(made, "M1", None, {last: "建成县级医院"}, label="县级医院", in_table=False)
    publish(region, indicators["life-expectancy"], {last - 1: 79.0, last: 79.2})
    publish(region, indicators["infant-mortality"], {last: 9.8}, origin=Origin.DEMO)
    publish(regions["510000"], indicators["life-expectancy"], {last: 78.4})
    publish(regions["100000"], indicators["life-expectancy"], {last: 79.3})
    assess_anew()


@pytest.fixture
def plan(one_plan, db):
    """The only plan, 达州市's."""
    return Plan.objects.select_related("region").get()


@pytest.fixture
def indicators(one_plan, db):
    """The indicators of that plan by code."""
    found = Indicator.objects.select_related("domain")
    return {indicator.code: indicator for indicator in found}


@pytest.fixture
def official(client, person):
    """The client signed in as an official of the nation."""
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(person("official", "100000"), backend=backend)
    return client
