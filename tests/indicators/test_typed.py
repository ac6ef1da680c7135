"""What clerks type and paste, as Excel, WPS, WeChat and printed sheets give it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import typed
from tests.tables import every

FIGURES = [  # text, unit, per, value as printed
    ("12.5", "%", 100, "12.5"),
    ("12.50", "%", 100, "12.50"),  # decimals stay as typed
    ("１２．５", "%", 100, "12.5"),
    ("１２.５％", "%", 100, "12.5"),
    ("12.5﹪", "%", 100, "12.5"),
    ("12.5 %", "%", 100, "12.5"),
    ("1,234.5", "张", None, "1234.5"),
    ("1，234", "张", None, "1234"),
    ("1,234,567", "人", None, "1234567"),
    ("1 234.5", "万人", None, "1234.5"),
    ("1\u00a0234", "人", None, "1234"),
    ("1\u202f234\u202f567", "人", None, "1234567"),
    (" 78.5 ", "岁", None, "78.5"),
    ("\u3000７８．５\u3000", "岁", None, "78.5"),
    ("78.5\t", "岁", None, "78.5"),
    ("78.5\r\n", "岁", None, "78.5"),
    ("\u200b78.5\ufeff", "岁", None, "78.5"),
    ("−0.6", "‰", 1000, "-0.6"),
    ("－０．６", "‰", 1000, "-0.6"),
    ("–0.6", "‰", 1000, "-0.6"),
    ("- 0.6", "‰", 1000, "-0.6"),
    ("+0.6", "‰", 1000, "0.6"),
    ("-0", "‰", 1000, "0"),
    ("0", "1/10万", 100000, "0"),
    ("5.", "%", 100, "5"),
    (".5", "%", 100, "0.5"),
    ("5‰", "%", 100, "0.5"),
    ("0.56%", "‰", 1000, "5.6"),
    ("16.1/10万", "1/10万", 100000, "16.1"),
    ("16.1／10万", "1/10万", 100000, "16.1"),
    ("16.1/十万", "1/10万", 100000, "16.1"),
    ("16.1 /100000", "1/10万", 100000, "16.1"),
    ("0.161‰", "1/10万", 100000, "16.1"),
    ("12/10万", "1/10万", 100000, "12"),  # neither a date nor a division
    ("3/1000", "‰", 1000, "3"),
    ("3/1000", "%", 100, "0.3"),
    ("78.5岁", "岁", None, "78.5"),
    ("78.5周岁", "岁", None, "78.5"),
    ("2.5人", "人", 1000, "2.5"),
    ("2.5‰", "人", 1000, "2.5"),
    ("2.5人/千人", "人", 1000, "2.5"),
    ("2.5/千", "人", 1000, "2.5"),
    ("1.2万", "人", None, "12000"),
    ("1.2万人", "人", None, "12000"),
    ("12000人", "万人", None, "1.2"),
    ("1.2万", "万人", None, "1.2"),
    ("3亿", "亿元", None, "3"),
    ("3亿元", "万元", None, "30000"),
    ("5千", "人", None, "5000"),
    ("30分钟", "小时", None, "0.5"),
    ("2.0㎡", "平方米", None, "2.0"),
    ("29.3微克/立方米", "μg/m³", None, "29.3"),
    ("1.2E+05", "人", None, "120000"),
    ("1.2e5", "人", None, "120000"),
    ("1.5E-03", "%", 100, "0.0015"),
    ("45352", "人", None, "45352"),  # a day in Excel is a plain number
    ("2024", "人", None, "2024"),
    ("2024.3", "张", None, "2024.3"),  # not March
    ("5.0000000000", "%", 100, "5.00000000"),
    ("999999999999.12345678", "元", None, "999999999999.12345678"),
    ("1.05", "", None, "1.05"),
]
BLANKS = ["", " ", "\t", "\u3000", "\u200b"]
DASHES = ["/", "／", "-", "—", "——", "－", "−", "…", "……", "...", "无", "暂无", " / "]
REFUSALS = [  # text, unit, what the sentence says
    ("1,23", "张", "千分位"),
    ("12,34,567", "张", "千分位"),
    ("1，23", "张", "千分位"),
    ("12 34", "人", "空格"),
    ("1.2.3", "%", "小数点有误"),
    ("25。4", "%", "句号"),
    ("12\t13", "%", "多个单元格"),
    ("12\n13", "%", "多个单元格"),
    ("=5", "%", "公式"),
    ("＝5+3", "%", "公式"),
    ("=SUM(A1:A3)", "%", "公式"),
    ("#DIV/0!", "%", "错误值"),
    ("#N/A", "%", "错误值"),
    ("#REF!", "%", "错误值"),
    ("#VALUE!", "%", "错误值"),
    ("#####", "%", "列宽不足"),
    ("2024/3/1", "%", "日期"),
    ("2024-03-01", "%", "日期"),
    ("2024.3.1", "%", "日期"),
    ("2024-03", "%", "日期"),
    ("2024/3/1 0:00", "%", "日期"),
    ("2024年", "%", "日期"),
    ("2024年3月", "%", "日期"),
    ("3月1日", "%", "日期"),
    ("12:30", "%", "日期"),
    ("1-Mar", "%", "日期"),
    ("3/1", "%", "分数或日期"),
    ("1/2", "%", "分数或日期"),
    ("5-6", "%", "范围"),
    ("5～6", "%", "范围"),
    ("5%—6%", "%", "范围"),
    ("5至6", "%", "范围"),
    ("约5", "%", "确切"),
    ("近5", "%", "确切"),
    ("<5", "%", "确切"),
    ("＞5%", "%", "确切"),
    ("≥95", "%", "确切"),
    ("5以上", "%", "确切"),
    ("5%以上", "%", "确切"),
    ("5左右", "%", "确切"),
    ("20多", "人", "确切"),
    ("(5)", "%", "括号"),
    ("（5.0）", "%", "括号"),
    ("5%", "岁", "岁"),
    ("5人", "%", "%"),
    ("1.2万", "%", "%"),
    ("12家", "个", "个"),
    ("3.6%", "人", "人"),
    ("10分钟", "小时", "小数超过8位"),
    ("5（快报）", "%", "备注"),
    ("5%%", "%", "不是单位"),
    ("5E", "%", "不是单位"),
    ("五", "%", "阿拉伯数字"),
    ("nan", "%", "不是数"),
    ("inf", "%", "不是数"),
    ("∞", "%", "不是数"),
    ("TRUE", "%", "不是数"),
    ("1O5", "%", "不是单位"),
    ("１２３４５６７８９０１２３", "人", "过长"),
    ("1e999", "人", "过长"),
    ("1e-9", "%", "过长"),
    ("0.123456789", "%", "过长"),
    ("9" * 21, "人", "过长"),
    ("9" * 5000, "人", "过长"),
]


@every("text, unit, per, expected", FIGURES)
def test_a_figure_is_read_in_the_indicators_unit(text, unit, per, expected):
    read = typed.read(text, unit, per)

    assert (read.refusal, read.dash) == ("", False)
    assert f"{read.value:f}" == expected


@pytest.mark.parametrize("text", BLANKS)
def test_a_blank_cell_is_neither_a_figure_nor_wrong(text):
    assert typed.read(text, "%", 100) == typed.TypedCell()


@every("text", DASHES)
def test_a_mark_for_nothing_is_blank_and_says_so(text):
    assert typed.read(text, "%", 100) == typed.TypedCell(dash=True)


@every("text, unit, about", REFUSALS)
def test_what_is_not_one_number_is_refused_with_one_sentence(text, unit, about):
    read = typed.read(text, unit, 1000 if unit == "人" else None)

    assert read.value is None
    assert about in read.refusal.replace(typed.shown(text), "", 1)
    assert typed.shown(text) in read.refusal
    assert read.refusal.endswith("。")
    assert read.refusal.replace(typed.shown(text), "").count("。") == 1


@every(
    "text, expected",
    [("12", 12), ("12.0", 12), ("1,200例", 1200), ("1.2万", 12000), ("３人", 3)]
    + [("1.2E+05", 120000), ("0", 0), ("3.5万人", 35000), ("", None), ("/", None)],
)
def test_a_count_is_a_whole_number(text, expected):
    read = typed.whole(text)

    assert (read.value, read.refusal) == (expected, "")


@pytest.mark.parametrize("text", ["12.5", "-3", "5%", "约5", "1,23", "1.00001万"])
def test_what_cannot_be_counted_is_refused(text):
    read = typed.whole(text)

    assert read.value is None and text in read.refusal


UNITS = st.sampled_from(["", "%", "‰", "1/10万", "人", "万人", "岁", "μg/m³", "小时"])
PIECES = "0123456789.,%‰-—~/年月日万亿eE+ =约上#（）\t\u200b０，．人"
FIGURE = st.decimals(
    min_value=-(10**11), max_value=10**11, places=4, allow_nan=False
).map(lambda d: d.normalize() if d else Decimal(0))


@given(st.text() | st.text(PIECES, max_size=12), UNITS, st.sampled_from([None, 1000]))
def test_reading_never_raises_and_means_one_thing(text, unit, per):
    read = typed.read(text, unit, per)

    assert not (read.value is not None and (read.refusal or read.dash))
    assert read.value is None or read.value.is_finite()
    typed.whole(text)


@given(st.text(PIECES, max_size=12), UNITS)
def test_what_is_read_fits_the_column(text, unit):
    value = typed.read(text, unit).value or Decimal(0)

    assert abs(value) < 10**12 and value == round(value, 8)


@given(FIGURE)
def test_a_printed_number_reads_back_however_it_is_spelled(number):
    plain = f"{number:f}"
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.-"})
    spellings = [
        plain,
        f"{number:,f}",
        f"{number:,f}".replace(",", "\u00a0"),
        wide,
        f"{number:E}",
        f"\u3000{plain.replace('-', '−')}\u200b %",
    ]

    assert {typed.read(text, "%").value for text in spellings} == {number}
