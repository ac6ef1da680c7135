"""A city with a plan of every kind of row, its county, and who looks at them."""

from decimal import Decimal

import pytest

from indicators import entry
from indicators.models import Domain, Indicator, Plan, PlanIndicator, Target
from indicators.models.observations import Origin
from indicators.rules import assessment
from indicators.verdicts import assessing
from regions.models import Department, Membership, Region, User

YEAR = assessment.current_year()
MAP = [
    ("100000", "全国", None),
    ("510000", "四川省", "100000"),
    ("511700", "达州市", "510000"),
    ("511702", "通川区", "511700"),
    ("530000", "云南省", "100000"),
]


@pytest.fixture
def regions(db):
    found = {}
    for code, name, parent in MAP:
        above = found.get(parent)
        found[code] = Region.objects.create(
            code=code,
            name=name,
            short_name=name,
            level=above.level + 1 if above else 0,
            parent=above,
        )
    return found


@pytest.fixture
def indicators(db):
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
            entry.Value(
                region, indicator, year, Decimal(str(v)), source="年报", **about
            )
            for year, v in values.items()
        ],
        origin=origin,
    )


@pytest.fixture
def plan(regions, indicators):
    """达州市's plan: four table rows, one of prose, one without target, one in words."""
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
    first.departments.add(Department.objects.create(region=region, name="市卫生健康委"))
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
    assessing.refresh(assessing.rows_to_assess())
    return made


@pytest.fixture
def person(regions):
    """A function that makes a person with one role in one region."""

    def make(role, code):
        user = User.objects.create_user(f"{role}-{code}")
        Membership.objects.create(user=user, region=regions[code], role=role)
        return user

    return make


@pytest.fixture
def official(client, person):
    """The client signed in as an official of the nation."""
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(person("official", "100000"), backend=backend)
    return client
