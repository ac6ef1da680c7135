"""A target as printed with its unit: the rule, and that every place says the same."""

from decimal import Decimal

import pytest

from indicators.rules import printed
from tests.tables import every


@every(
    "raw, unit, expected",
    [
        ("77.3", "岁", "77.3岁"),
        ("≤18.0", "1/10万", "≤18.0/10万"),
        ("4.35", "亿人", "4.35亿人"),
        ("力争达到77.3", "岁", "力争达到77.3岁"),
        ("＞90", "%", "＞90%"),
        ("28左右", "%", "28左右（%）"),
        ("控制在5.9左右", "%", "控制在5.9左右（%）"),
        ("25%左右", "%", "25%左右"),
        ("90.6％", "%", "90.6％"),  # the plan's own sign stays
        ("控制在14.5/10万及以下", "1/10万", "控制在14.5/10万及以下"),
        ("不少于50例", "人", "不少于50例"),
        ("1—2个", "个", "1—2个"),
        ("103—107", "", "103—107"),
        ("103—107", "%", "103—107%"),
        ("50%以上并逐年提高", "%", "50%以上并逐年提高"),
        ("下降30%", "1/万", "下降30%"),
        ("较2015年下降10%", "%", "较2015年下降10%"),
        ("比全国平均水平高5个百分点", "%", "比全国平均水平高5个百分点"),
        ("达到全国平均水平", "岁", "达到全国平均水平"),
        ("持续改善", "μg/m³", "持续改善"),
        ("比2020年增加0.6", "人", "比2020年增加0.6人"),
        ("〔1〕", "岁", "〔1〕（岁）"),
        ("年均增加0.2", "人", "年均增加0.2人"),
        ("每年降低0.5个百分点", "%", "每年降低0.5个百分点"),
        ("维持在2020年水平", "%", "维持在2020年水平"),
        ("上升趋势减缓", "%", "上升趋势减缓"),
        ("全覆盖", "%", "全覆盖"),
        ("县中医医院达到三级乙等", "家", "县中医医院达到三级乙等"),
        ("1.1左右", "", "1.1左右"),
        ("", "%", ""),
        ("—", "%", "—"),
    ],
)
def test_the_unit_follows_where_the_words_leave_it_out(raw, unit, expected):
    assert printed.target(raw, unit) == expected
    assert printed.target(raw, unit).startswith(raw)  # the plan's words are untouched


@pytest.mark.parametrize(
    "stated, own, factor, expected",
    [
        ("％", "%", 1, "%"),
        ("μg/m3", "μg/m³", 1, "μg/m³"),
        ("/10万", "1/10万", 1, "1/10万"),
        ("亿人", "万人", 10_000, "亿人"),
        ("", "岁", 1, "岁"),
        ("", "岁", 10, ""),  # the figure is in some other unit: do not guess
        ("", "岁", None, ""),
        ("例", "人", 1, "例"),
    ],
)
def test_the_unit_is_the_plans_in_the_spelling_of_the_indicator(
    stated, own, factor, expected
):
    factor = None if factor is None else Decimal(factor)

    assert printed.unit_of(stated, own, factor) == expected
