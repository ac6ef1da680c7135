from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import units
from tests.tables import every


@every(
    "printed, expected",
    [
        ("％", "%"),
        ("﹪", "%"),
        ("/10万", "1/10万"),
        ("１/10万", "1/10万"),
        ("十万分之一", "1/10万"),
        ("1 / 10 万", "1/10万"),
        ("/万", "1/万"),
        ("μg/m3", "μg/m³"),
        ("µg/m³", "μg/m³"),
        ("微克/立方米", "μg/m³"),
        ("㎡", "平方米"),
        ("万㎡", "万平方米"),
        ("万亿元", "万亿元"),
        ("份/千人·年", "份/千人·年"),
        ("", ""),
    ],
)
def test_normalise(printed, expected):
    assert units.normalise(printed) == expected


@every(
    "here, there, expected",
    [
        ("‰", "1/10万", 100),  # 曲靖 prints its maternal mortality in ‰
        ("1/10万", "‰", "0.01"),
        ("%", "‰", 10),
        ("1/万", "1/10万", 10),
        ("万亿元", "亿元", 10_000),
        ("亿元", "万亿元", "0.0001"),
        ("万元", "元", 10_000),
        ("亿人", "万人", 10_000),
        ("名", "人", 1),
        ("万人次", "人次", 10_000),
        ("小时", "分钟", 60),
        ("岁", "岁", 1),
        ("未知单位", "未知单位", 1),
    ],
)
def test_factor(here, there, expected):
    assert units.factor(here, there) == Decimal(str(expected))


@pytest.mark.parametrize(
    "here, there",
    [("%", "人"), ("万", "万人"), ("家", "个"), ("分钟", "小时"), ("元", "美元")],
)
def test_factor_refuses(here, there):
    with pytest.raises(units.UnitError, match="。$"):
        units.factor(here, there)


@pytest.mark.parametrize(
    "unit, expected",
    [
        ("1/10万", "ratio"),
        ("％", "ratio"),
        ("亿元", "元"),
        ("亿人", "人"),
        ("名", "人"),
        ("万", ""),
        ("千克", "mass"),
    ],
)
def test_kind(unit, expected):
    assert units.kind(unit) == expected


@given(st.text(max_size=20))
def test_normalise_is_stable(text):
    once = units.normalise(text)

    assert units.normalise(once) == once
