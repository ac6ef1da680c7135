"""Blocks copied from Excel: read by name, with headings or without. Figures made up."""

import pytest

from indicators.layouts import pasted_block
from indicators.layouts.known import ENTRY_FORM, LONG, KnownAlias, KnownNames
from indicators.rules.measure import Measure
from indicators.spreadsheets.refusal import FileRefused
from tests.tables import every

LIFE, INFANT, LITERACY = "life", "infant", "literacy"
KNOWN = KnownNames(
    region="511700",
    year=2025,
    layouts=(ENTRY_FORM, LONG),
    indicators={
        LIFE: Measure(name="人均预期寿命", unit="岁", lower=0, decimals=2),
        INFANT: Measure(name="婴儿死亡率", unit="‰", lower=0, decimals=2, per=1000),
        LITERACY: Measure(name="居民健康素养水平", unit="%", lower=0, per=100),
    },
    aliases=((KnownAlias("健康素养水平", LITERACY),),),
    regions={"511700": ("达州市", "达州")},
    places={"511700": ("达州市", "达州"), "510000": ("四川省", "四川")},
    grades={"年报数": "annual", "快报数": "quick"},
    reasons={"尚未公布": "not_published"},
)
VALUES = {LIFE: "78.2", INFANT: "4.1", LITERACY: "31.2"}
HEADED = "指标\t单位\t2025年\t来源\n"

# block, value by indicator, what is said of the rest
CASES = [
    ("指标\t本年值\n婴儿死亡率\t4.1\n人均预期寿命\t78.2\n健康素养水平\t31.2", VALUES, []),
    ("婴儿死亡率\t4.1\n人均预期寿命\t78.2\n健康素养水平\t31.2", VALUES, []),
    ("1\t婴儿死亡率\t‰\t4.1\n2\t人均预期寿命\t岁\t78.2", {INFANT: "4.1", LIFE: "78.2"}, []),
    ("婴儿死亡率\t%\t0.41\n人均预期寿命\t岁\t78.2", {INFANT: "0.41%", LIFE: "78.2"}, []),
    ("婴儿死亡率\t2025\t4.1\n人均预期寿命\t2025\t78.2", {INFANT: "4.1", LIFE: "78.2"}, []),
    ("人均预期寿命\t78.2", {LIFE: "78.2"}, []),
    (HEADED + "婴儿死亡率\t‰\t4.1\t妇幼年报", {INFANT: "4.1"}, []),
    (HEADED + "婴儿死亡率\t元\t4.1\t妇幼年报", {}, ["不能换算"]),
    ("平均寿命\t78.2\n婴儿死亡率\t4.1", {INFANT: "4.1"}, ["平均寿命"]),
    ("健康寿命\t78.2", {}, ["健康寿命"]),
    ("指标\t本年值\n农村婴儿死亡率\t4.1", {}, ["农村婴儿死亡率"]),
    ("婴儿死亡率\t4.1\n婴儿死亡率\t4.2", {}, ["有2处且不同", "有2处且不同"]),
    ("健康水平\t\n婴儿死亡率\t4.1\n健康生活\t\n人均预期寿命\t",
     {INFANT: "4.1"}, ["没有数", "没有数"]),
    ("四川省\t\n指标\t本年值\n婴儿死亡率\t4.1", {}, ["四川省"]),
    ("指标\t2025年1—9月\n婴儿死亡率\t4.1", None, "没有能读的数值列"),
    ("项目名称\t2025年1—9月\n婴儿死亡率\t4.1\n人均预期寿命\t78.2", None, "1—9月"),
    ("\t2024年\n婴儿死亡率\t4.1\n人均预期寿命\t78.2", None, "2024年的数"),
    ("指标\t2023年\t2024年\n婴儿死亡率\t4.1\t4.0", None, "2023年、2024年的数"),
    ("\t2025年\n婴儿死亡率\t4.1\n人均预期寿命\t78.2", {INFANT: "4.1", LIFE: "78.2"}, []),
    ("指标\t2024年\t2025年\n婴儿死亡率\t4.3\t4.1", {INFANT: "4.1"}, []),
    ("婴儿死亡率\t4.1\t4.3\n人均预期寿命\t78.2\t77.9", None, "哪一列是本年值"),
    ("甲\t乙\n丙\t丁", None, "指标名称一列"),
    ("指标\t本年值\n健康水平\t\n健康生活\t", None, "未读取到数"),
    ("婴儿死亡率\t无\n人均预期寿命\t约", None, "数值一列"),
]  # fmt: skip


def rows_of(text):
    return [line.split("\t") for line in text.split("\n")]


@every("text, landed, said", CASES, name=lambda text, *_: text)
def test_a_block_is_read_by_name(text, landed, said):
    if landed is None:
        with pytest.raises(FileRefused, match=said):
            pasted_block.read(rows_of(text), [], KNOWN)
        return

    found = pasted_block.read(rows_of(text), [], KNOWN)

    assert {f.indicator: f.fields["value"] for f in found.figures} == landed
    assert all(figure.year == 2025 for figure in found.figures)
    rest = [one.text + one.sentence for one in found.doubts]
    assert len(rest) == len(said), rest
    for words in said:
        assert any(words in one for one in rest), (words, rest)


def test_another_years_row_is_of_its_year():
    text = "指标\t年份\t数值\n婴儿死亡率\t2024\t4.1\n人均预期寿命\t2025\t78.2"

    found = pasted_block.read(rows_of(text), [], KNOWN)

    assert {f.indicator: f.year for f in found.figures} == {INFANT: 2024, LIFE: 2025}


def test_merged_cells_say_the_same_for_all_their_rows():
    """A source over three rows, a name over two: 农村 is none of the whole."""
    rows = rows_of(
        "指标\t范围\t本年值\t数据来源\n婴儿死亡率\t全市\t4.1\t妇幼年报\n\t农村\t5.2\t\n"
        "人均预期寿命\t全市\t78.2\t"
    )

    found = pasted_block.read(rows, [(1, 0, 2, 0), (1, 3, 3, 3)], KNOWN)

    assert {f.indicator: dict(f.fields) for f in found.figures} == {
        INFANT: {"value": "4.1", "source": "妇幼年报"},
        LIFE: {"value": "78.2", "source": "妇幼年报"},
    }
    assert ["农村" in one.sentence for one in found.doubts] == [True]


def test_grades_sources_and_notes_are_told_from_what_they_say():
    rows = rows_of(
        "婴儿死亡率\t4.1\t年报数\t妇幼年报\t已核\n人均预期寿命\t78.2\t快报数\t\t"
    )

    found = pasted_block.read(rows, [], KNOWN)

    assert {f.indicator: dict(f.fields) for f in found.figures} == {
        INFANT: {
            "value": "4.1",
            "grade": "annual",
            "source": "妇幼年报",
            "note": "已核",
        },
        LIFE: {"value": "78.2", "grade": "quick"},
    }


def test_places_count_the_lines_of_the_block():
    found = pasted_block.read(rows_of("婴儿死亡率\t4.1\n平均寿命\t78"), [], KNOWN)

    assert [f.at.row for f in found.figures] == [1]
    assert [(d.at.row, d.unknown) for d in found.doubts] == [(2, "平均寿命")]


@pytest.mark.parametrize(
    "rows, why",
    [
        ([["婴儿死亡率", "4.1"]] * 1002, "1000行"),
        ([["婴儿死亡率"] + ["1"] * 60], "60列"),
        ([["字" * 40_000, "1"]], "32767字"),
    ],
)
def test_a_block_beyond_the_bounds_is_refused_with_a_sentence(rows, why):
    with pytest.raises(FileRefused, match=why):
        pasted_block.read(rows, [], KNOWN)
