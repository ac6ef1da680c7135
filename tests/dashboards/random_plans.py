"""300 plans made up by a seeded dice: targets of every notation, series of every kind.

Stored as a loader stores them, so that they are read back through the real queries.
"""

import random
from decimal import Decimal

from indicators.models import (
    Domain,
    Indicator,
    Observation,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from indicators.rules import notation
from regions.models import Region
from tests.verdicts import assess_anew

PLANS, SEED = 300, 20261126
UNITS = [
    *(("%", "up", 100), ("%", "down", 100), ("岁", "up", None), ("个", "up", None)),
    *(("1/10万", "down", None), ("‰", "down", None), ("μg/m³", "down", None)),
    *(("万人", "up", None), ("张", "none", None)),
]
SHAPES = {
    "up": [
        *("{a}", "≥{a}", ">{a}", "不低于{a}", "力争达到{a}", "{a}左右", "持续改善"),
        *("较{b}年提高{c}%", "提高{c}%", "达到全国平均水平", "{a}—{h}", "年均增长{c}%"),
        *("比全国平均水平高{c}", "{a}以上且较{b}年提高{c}%", "逐步提高", "翻一番"),
    ],
    "down": [
        *("{a}", "≤{a}", "＜{a}", "控制在{a}以内", "{a}左右", "持续改善", "下降{c}%"),
        *("较{b}年下降{c}%", "低于全国平均水平", "{a}—{h}", "逐步下降", "力争降到{a}"),
    ],
    "none": ["{a}—{h}", "建成", "{a}—{h}"],
}


def fill():
    """Fill the database; Region 100000 and 511700 are there."""
    dice = random.Random(SEED)
    regions = Region.objects.in_bulk(field_name="code")
    domain = Domain.objects.create(code="dice", name="随机", order=1)
    for number in range(PLANS):
        _plan(dice, number, regions, domain)
    assess_anew()


def _plan(dice, number, regions, domain):
    region = regions["511700"]
    plan = Plan.objects.create(
        code=f"dice-{number}",
        region=region,
        title=f"随机规划{number}",
        status="formal",
        period_start=2016,
        period_end=2030,
    )
    for key in range(dice.choice([1, 1, 2])):
        _row(dice, plan, f"{number}-{key}", regions, domain)


def _row(dice, plan, name, regions, domain):
    unit, direction, top = dice.choice(UNITS)
    decimals = 0 if unit in ("个", "张") else dice.choice([0, 1, 1, 2, 2, 3])
    per = {"1/10万": 100000, "‰": 1000}.get(unit)
    concept = Indicator.objects.create(
        code=f"dice-{name}",
        name=f"指标{name}",
        unit=unit,
        direction=direction,
        decimals=decimals,
        lower=0,
        upper=top,
        per=per,
        domain=domain,
    )
    level = Decimal(str(round(dice.uniform(5, 90), decimals)))
    row = PlanIndicator.objects.create(
        plan=plan,
        key=name,
        order=1,
        indicator=concept,
        label=concept.name,
        unit_label=unit,
        in_table=dice.random() < 0.8,
        factor=1,
        **_baseline(dice, level),
    )
    _targets(dice, row, level, decimals, regions)
    _series(dice, concept, plan.region, level, decimals, per)
    if dice.random() < 0.8:
        _series(dice, concept, regions["100000"], level, decimals, None)


def _baseline(dice, level):
    if dice.random() < 0.3:
        return {}
    op = dice.choice(["", "", "", "", "<", ">"])
    year = dice.choice([2015, 2015, 2015, 2020, None])
    return {
        "baseline_raw": f"{op}{level}",
        "baseline_value": level,
        "baseline_op": op,
        "baseline_year": year,
    }


def _targets(dice, row, level, decimals, regions):
    direction = row.indicator.direction
    years = sorted(dice.sample([2020, 2024, 2025, 2030], dice.choice([1, 2, 3])))
    for year in years:
        sign = -1 if direction == "down" else 1
        step = Decimal(str(round(dice.uniform(-0.03, 0.25), 3)))
        asked = round(level * (1 + sign * step), decimals + dice.choice([0, 0, 1]))
        asked = min(asked, row.indicator.upper or asked)
        words = dice.choice(SHAPES[direction]).format(
            a=f"{asked:f}",
            h=f"{asked + round(level / 10, decimals) + 1:f}",
            b=dice.choice([2015, 2020]),
            c=dice.choice([1, 5, 10, 30]),
        )
        _target(row, year, words, regions)


def _target(row, year, words, regions):
    own = row.indicator.measure.direction
    rule = notation.read(words, row.unit_label, own)
    if rule.kind not in STORED:
        return
    Target.objects.create(
        plan_indicator=row,
        year=year,
        issuer=row.plan.region,
        raw=words,
        kind=rule.kind,
        op=rule.op or "",
        value=rule.value,
        high=rule.high,
        change=rule.change,
        unit=row.unit_label,
        base_year=rule.base_year,
        reference=regions["100000"] if "全国" in words else None,
        effort=rule.effort,
        in_table=row.in_table,
    )


def _series(dice, concept, region, level, decimals, per):
    first = dice.choice([2014, 2017, 2019, 2021, 2024])
    drift = Decimal(str(round(dice.uniform(-0.04, 0.05), 4)))
    value, rows = level, []
    is_counted = per and dice.random() < 0.7
    births = dice.choice([800, 5200, 60000])
    for year in range(first, 2026):
        value *= 1 + drift * Decimal(str(round(dice.uniform(0.2, 1.8), 3)))
        value = min(value, concept.upper or value)
        if dice.random() < 0.12:
            continue
        figure = round(value, decimals + dice.choice([0, 0, 0, 1]))
        counts = {}
        if is_counted:
            events = int(value * births / per)
            figure = round(Decimal(events) * per / births, 8)
            counts = {"events": events, "denominator": births}
        rows.append(
            Observation(
                region=region,
                indicator=concept,
                year=year,
                value=figure,
                source="随机",
                origin=Origin.ENTRY,
                definition_break=dice.random() < 0.03,
                own_definition="户籍人口" if dice.random() < 0.03 else "",
                grade=dice.choice(["", "annual", "flash"]),
                **counts,
            )
        )
    Observation.objects.bulk_create(rows)


STORED = set()
for _constraint in Target._meta.constraints:
    if _constraint.name == "target_kind_known":
        STORED = set(dict(_constraint.condition.children)["kind__in"])
