"""Spreadsheets nobody here wrote: what is read, what is listed, what is refused.

Every figure in these sheets is made up.
"""

import csv
import datetime
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.layouts import recognising
from indicators.layouts.figures import (
    COLLECTION,
    ENTRY_FORM,
    LONG,
    REGIONS,
    SERIES,
)
from indicators.layouts.known import FORMS, HISTORY, KnownNames
from indicators.rules.measure import Measure
from indicators.spreadsheets.refusal import FileRefused
from tests.tables import every

DATA = Path(__file__).parent.parent / "data"
KNOWN = KnownNames(
    region="990100",
    year=2025,
    indicators={
        "life": Measure(name="人均预期寿命", unit="岁"),
        "infant": Measure(name="婴儿死亡率", unit="‰"),
        "mother": Measure(name="孕产妇死亡率", unit="1/10万"),
        "literacy": Measure(name="居民健康素养水平", unit="%"),
        "beds_a": Measure(name="每千人口床位数（公立）", unit="张"),
        "beds_b": Measure(name="每千人口床位数（全部）", unit="张"),
    },
    labels={
        "life": ("平均预期寿命",),
        **dict.fromkeys(("beds_a", "beds_b"), ("每千人口床位数",)),
    },
    regions={
        "990100": ("甲市", "甲"),
        "990102": ("乙区", "乙"),
        "990103": ("丙县", "丙"),
        "990202": ("乙区",),
    },
    reasons={"尚未公布": "not_published", "本级不统计": "not_collected"},
    grades={"年报数": "annual", "快报数": "flash"},
    channels={"来函": "letter"},
    above={"甲市": "990100"},
)
FORM = replace(KNOWN, layouts=FORMS)
PAST = replace(KNOWN, layouts=HISTORY, year=None)


def workbook(*sheets) -> bytes:
    """Return an xlsx of sheets given as (name, rows) or rows alone."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, 1):
        name, rows = sheet if isinstance(sheet, tuple) else (f"Sheet{number}", sheet)
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(file)
    return file.getvalue()


def read(*sheets, known=PAST, name="表.xlsx"):
    return recognising.read(workbook(*sheets), name, known)


def figures(found):
    """Return (region, indicator, year) → fields."""
    return {(f.region, f.indicator, f.year): dict(f.fields) for f in found.figures}


def doubts(found):
    return [(str(d.at), d.text, d.sentence) for d in found.doubts]


# ------------------------------------------------------------------------- the layouts

A_FORM = [
    ["甲市健康指标填报表（虚构）"],
    ["填报单位（盖章）："],
    ["序号", "指标名称", "单位", "2023年值", "2024年", "2025年实际值", "来源", "备注"],
    ["", "一、健康水平"],
    [1, "人均预期寿命", "岁", 1.1, 1.2, 1.3, "年鉴"],
    [],
    [2, "婴儿死亡率", "‰", 2.1, 2.2, "2.3", "", "核过"],
    [3, "居民健康素养水平", "%", "", "", "尚未公布"],
    [4, "孕产妇死亡率", "1/10万"],
    ["注：虚构。"],
    ["填表人：", "", "", "", "", "联系电话：123"],
]


def test_a_form_is_read_by_names_of_this_year():
    found = read(A_FORM, known=FORM)

    assert found.layout == ENTRY_FORM
    assert figures(found) == {
        ("990100", "life", 2025): {"value": "1.3", "source": "年鉴"},
        ("990100", "infant", 2025): {"value": "2.3", "note": "核过"},
        ("990100", "literacy", 2025): {"missing_reason": "not_published"},
    }
    assert found.doubts == []
    assert str(found.figures[0].at) == "“Sheet1”F5"
    assert any("第3行为表头" in note for note in found.notes)
    assert any("D列“2023年值”" in note and "未读" in note for note in found.notes)


def test_a_series_is_read_by_its_year_headings():
    found = read(
        [
            ["指标", "计量单位", 2019, "2020年", "2021年末", "目标值", "说不清"],
            ["人均预期寿命", "岁", 1.1, "１．２", " 1.3 ", 9, 9],
            ["居民健康素养水平", "‰", 2, "—", None],
            ["婴儿死亡率", "岁", 1],
        ]
    )

    assert found.layout == SERIES
    assert figures(found) == {
        ("990100", "life", 2019): {"value": "1.1"},
        ("990100", "life", 2020): {"value": "１．２"},
        ("990100", "life", 2021): {"value": "1.3"},
        ("990100", "literacy", 2019): {"value": "2‰"},  # typed.read converts it
        ("990100", "infant", 2019): {"value": "1岁"},  # and refuses this
    }
    assert any("F列“目标值”、G列“说不清”" in note for note in found.notes)
    assert any("1个单元格为“—”" in note for note in found.notes)


def test_regions_down_and_indicators_across_take_the_year_from_the_title():
    found = read(
        [
            ["2024年各县（市、区）主要指标"],
            ["地区", "人均预期寿命（岁）", "婴儿死亡率", "某新指标"],
            ["全市", 1.1, 2.1, 5],
            ["乙区", 1.2, 2.2, 5],
            ["丙县", 1.3, "2.3‰", 5],
            ["合计", 9, 9],
            ["丁县", 9],
        ],
        known=replace(
            PAST, regions={c: n for c, n in PAST.regions.items() if c < "9902"}
        ),
    )

    assert found.layout == REGIONS
    assert figures(found) == {
        ("990100", "life", 2024): {"value": "1.1"},
        ("990100", "infant", 2024): {"value": "2.1"},
        ("990102", "life", 2024): {"value": "1.2"},
        ("990102", "infant", 2024): {"value": "2.2"},
        ("990103", "life", 2024): {"value": "1.3"},
        ("990103", "infant", 2024): {"value": "2.3‰"},
    }
    assert [(at, text) for at, text, _ in doubts(found)] == [
        ("“Sheet1”D2", "某新指标"),
        ("“Sheet1”A6", "合计"),
        ("“Sheet1”A7", "丁县"),
    ]


def test_years_down_and_indicators_across():
    found = read(
        [["年份", "人均预期寿命", "婴儿死亡率"], [2020, 1.1, 2], ["2021年", 1.2]]
    )

    assert found.layout == SERIES
    assert set(figures(found)) == {
        ("990100", "life", 2020),
        ("990100", "infant", 2020),
        ("990100", "life", 2021),
    }


LONG_ROWS = [
    [
        "地区代码",
        "地区",
        "指标代码",
        "指标",
        "年份",
        "数值",
        "无数据原因",
        "级别",
        "来源",
    ],
    ["990102", "乙区", "life", "人均预期寿命", 2020, 1.1, "", "年报数", "年鉴"],
    [990103, "丙县", "infant", "婴儿死亡率", "2020年", "", "本级不统计", "", "年鉴"],
    ["990100000000", "", "", "平均预期寿命", "2021", 1.2, "", "快报", "年鉴"],
]


def test_a_long_list_with_codes_or_names():
    found = read(LONG_ROWS)

    assert found.layout == LONG
    assert figures(found) == {
        ("990102", "life", 2020): {
            **{"value": "1.1", "grade": "annual", "source": "年鉴"},
        },
        ("990103", "infant", 2020): {
            **{"missing_reason": "not_collected", "source": "年鉴"},
        },
        ("990100", "life", 2021): {"value": "1.2", "source": "年鉴"},
    }
    assert doubts(found) == [
        ("“Sheet1”H4", "快报", "“快报”不可用，可填：年报数、快报数。")
    ]


def test_demo_values_are_never_read():
    rows = [["指标", "年份", "数值", "演示数据"], ["人均预期寿命", 2020, 1, "是"]]

    found = read(rows)

    assert found.figures == [] and "演示数据" in found.doubts[0].sentence


# ------------------------------------------------------------------ headings as printed


@pytest.mark.parametrize(
    "headings",
    [
        [["指标", "单位", "近两年值", None, "本年值"], [None, None, 2023, 2024, None]],
        [["指标", "单位", "2023年", "2024年", "2025年"], [None, None, *["实际值"] * 3]],
        [["指　标", "单 位", "上年值", "前年值", "本年值\n（2025年）"]],
        [["＊指标名称：", "计量单位", "2023", "2024.0", "完成值（2025年）"]],
        [
            ["数据表"],
            [None],
            ["指标名称", "单位", "2024年目标值", "基期值", "实际完成值"],
        ],
    ],
)
def test_headings_in_many_spellings(headings):
    found = read([*headings, ["人均预期寿命", "岁", 7, 8, 1.5]], known=FORM)

    assert figures(found) == {("990100", "life", 2025): {"value": "1.5"}}


def test_merged_headings_and_merged_keys():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["地区", "指标", "2020年", None],
        [None, None, "实际值", "来源"],
        ["乙区", "人均预期寿命", 1.1, "甲"],
        [None, "婴儿死亡率", 2.1, "甲"],
    ]:
        sheet.append(row)
    for block in ("A1:A2", "B1:B2", "C1:D1", "A3:A4"):
        sheet.merge_cells(block)
    file = io.BytesIO()
    book.save(file)
    known = replace(PAST, regions={"990102": ("乙区",)})

    found = recognising.read(file.getvalue(), "表.xlsx", known)

    assert figures(found) == {
        ("990102", "life", 2020): {"value": "1.1", "source": "甲"},
        ("990102", "infant", 2020): {"value": "2.1", "source": "甲"},
    }


def test_several_tables_and_sheets():
    head = ["指标", "2020年"]
    found = read(
        (
            "一",
            [head, ["人均预期寿命", 1], [], ["指标", "2021年"], ["人均预期寿命", 2]],
        ),
        ("二", [head, ["婴儿死亡率", 3]]),
        ("说明", [["怎样填"], ["照填即可"]]),
    )

    assert {(i, y): f["value"] for (_, i, y), f in figures(found).items()} == {
        **{("life", 2020): "1", ("life", 2021): "2", ("infant", 2020): "3"},
    }
    assert any("“说明”未读取：没有可识别的表" in note for note in found.notes)


def test_units_in_a_row_of_their_own_are_no_data():
    found = read(
        [
            ["地区", "人均预期寿命", "居民健康素养水平"],
            [None, "岁", "（‰）"],
            ["丙县", 1.5, 20],
        ],
        name="2024年.xlsx",
    )

    assert found.doubts == []
    assert {i: f["value"] for (_, i, _), f in figures(found).items()} == {
        **{"life": "1.5", "literacy": "20‰"},
    }


def test_a_hidden_sheet_is_named_and_not_read():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for sheet in (book.active, book.create_sheet("底稿")):
        sheet.append(["指标", "2020年"])
        sheet.append(["人均预期寿命", 1 if sheet is book.active else 2])
    book["底稿"].sheet_state = "hidden"
    book.save(file)

    found = recognising.read(file.getvalue(), "表.xlsx", PAST)

    assert [f["value"] for f in figures(found).values()] == ["1"]
    assert "工作表“底稿”为隐藏，未读取。" in found.notes


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (
            ["/", "本级不统计", "甲"],
            {"missing_reason": "not_collected", "source": "甲"},
        ),
        (["/", None, None], {"value": "/"}),  # typed.read asks for the reason
        (["/", None, "甲"], {"value": "/", "source": "甲"}),
        ([None, None, "甲"], {"source": "甲"}),
        ([None, "—", "甲"], {"source": "甲"}),
        ([None, "尚未公布", None], {"missing_reason": "not_published"}),
    ],
)
def test_a_form_row_without_a_number(row, fields):
    found = read(
        [["指标", "本年值", "无数据原因", "来源"], ["婴儿死亡率", *row]], known=FORM
    )

    assert [dict(f.fields) for f in found.figures] == [fields]
    assert found.figures[0].at.column == "B" and found.doubts == []


def test_another_year_in_a_forms_title_is_remarked():
    found = read([["2024年填报表"], ["指标", "本年值"], ["婴儿死亡率", 1]], known=FORM)

    assert any("标题为2024年，按2025年读取" in note for note in found.notes)


CELLS = st.sampled_from(
    [None, "", 1, 2.5, "x", "—", "尚未公布", True, "2020-01-01", "注"]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["某指标", None, *KNOWN.indicators]), CELLS, CELLS, CELLS
    ),
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(ROWS)
def test_no_cell_vanishes(rows):
    found = read([["指标代码", 2020, 2021, 2022], *rows])

    filled = {
        f"“Sheet1”{'BCD'[at]}{line}"
        for line, (_, *texts) in enumerate(rows, 2)
        for at, text in enumerate(texts)
        if text not in (None, "", "—")
    }
    taken = {str(f.at) for f in found.figures}
    listed = {str(d.at) for d in found.doubts}
    # a row of which nothing is taken is listed once
    whole = {str(d.at.row) for d in found.doubts if d.sentence.startswith("此行")}
    assert not taken & listed
    for place in filled:
        row = place[-1]
        is_told = place in taken | listed or f"“Sheet1”A{row}" in listed or row in whole
        assert is_told, place


def test_a_history_row_without_a_number_says_nothing():
    found = read([["指标", "2020年", "来源"], ["婴儿死亡率", None, "甲"]])

    assert found.figures == [] and found.doubts == []


def test_our_own_csv_reads_back():
    guarded = ["'=1+1", "'-5", "'+8613", "'@x"]
    lines = [["指标代码", "年份", "数值", "来源", "备注", "演示数据", "口径变更"]]
    lines += [
        ["life", 2000 + n, n, text, text, "否", "是"] for n, text in enumerate(guarded)
    ]
    file = io.StringIO()
    csv.writer(file).writerows(lines)

    found = recognising.read(
        b"\xef\xbb\xbf" + file.getvalue().encode(), "数据.csv", PAST
    )

    assert [f.fields["note"] for f in found.figures] == [t[1:] for t in guarded]
    assert all(f.fields["definition_break"] == "1" for f in found.figures)


# -------------------------------------------------------------------- what is not taken


@every(
    "rows, at, said",
    [
        ([["指标", 2020], ["人均予期寿命", 1]], "A2", "是否为“人均预期寿命”"),
        ([["指标", 2020], ["每千人口床位数", 1]], "A2", "不止一项"),
        ([["指标", 2020], [None, 1]], "A2", "未写指标"),
        (
            [["指标", 2020], ["婴儿死亡率", datetime.date(2025, 3, 2)]],
            *("B2", "“2025-03-02”是日期"),
        ),
        ([["指标", 2020], ["婴儿死亡率", "=1+1"]], "B2", "没有结果"),
        ([["指标", 2020], ["婴儿死亡率", True]], "B2", "逻辑值"),
        (
            [["指标代码", "指标", 2020], ["life", "婴儿死亡率", 1]],
            *("A2", "不是同一项指标"),
        ),
        ([["指标", "年份", "数值"], ["婴儿死亡率", "去年", 1]], "B2", "不是年份"),
        ([["指标", "年份", "数值"], ["婴儿死亡率", None, 1]], "B2", "未写年份"),
        (
            [["地区代码", "地区", "指标", 2020], [990102, "丙县", "婴儿死亡率", 1]],
            *("A2", "不是同一个地区"),
        ),
        ([["地区", "指标", 2020], ["乙区", "婴儿死亡率", 1]], "A2", "不止一项"),
        ([["地区", "指标", 2020], [None, "婴儿死亡率", 1]], "A2", "未写地区"),
    ],
)
def test_what_is_not_taken_is_listed_with_its_place(rows, at, said):
    found = read(rows)

    assert found.figures == []
    ((place, _, sentence),) = doubts(found)
    assert place == f"“Sheet1”{at}" and said in sentence and sentence.endswith("。")


def test_a_value_written_twice_must_be_the_same():
    head = ["指标", "2020年"]
    found = read(
        ("一", [head, ["人均预期寿命", 1], ["婴儿死亡率", 2]]),
        ("二", [head, ["人均预期寿命", 1], ["婴儿死亡率", 3]]),
    )

    assert set(figures(found)) == {("990100", "life", 2020)}
    assert [at for at, *_ in doubts(found)] == ["“一”B3", "“二”B3"]
    assert "“一”B3、“二”B3" in found.doubts[0].sentence
    assert any("1个数值与前面重复且相同" in note for note in found.notes)


def test_a_page_for_forms_sends_history_elsewhere():
    with pytest.raises(FileRefused, match="“指标×年份”.*在相应页面"):
        read([["指标", "2019年", "2020年"], ["婴儿死亡率", 1, 2]], known=FORM)


def test_a_file_without_a_table_is_refused():
    with pytest.raises(FileRefused, match="没有可识别的表"):
        read([["姓名", "电话"], ["某", 1]])


# ----------------------------------------------------------- forms that we wrote before

OURS = ["指标", "计量单位", "2024年值", "本年值", "无数据原因", "指标代码", "版本"]
OUR_STAMP = ("_healthplan", [["kind", COLLECTION], ["region", "990100"]])


def test_a_form_of_ours_gives_its_mark_and_versions():
    rows = [OURS, ["人均预期寿命", "岁", 1, 1.5, None, "life", 7]]

    found = read(("改了名", rows), OUR_STAMP, known=FORM)

    assert found.layout == COLLECTION
    assert found.stamp == {"kind": COLLECTION, "region": "990100"}
    assert found.figures[0].version == 7


@given(
    st.permutations(range(len(OURS))),
    st.integers(0, 3),
    st.booleans(),
    st.text("表1", min_size=1, max_size=20),
)
def test_order_of_columns_blank_rows_and_names_do_not_matter(order, blank, keyed, name):
    rows = [
        OURS,
        ["人均预期寿命", "岁", 1, 1.5, None, "life", 7],
        ["婴儿死亡率", "‰", 2, None, "尚未公布", "infant", 3],
    ]
    kept = [i for i in order if keyed or OURS[i] not in ("指标代码", "版本")]
    shuffled = [[None] + [row[i] for i in kept] for row in rows]
    sheet = [
        ["标题"],
        *[[]] * blank,
        shuffled[0],
        shuffled[1],
        *[[]] * blank,
        shuffled[2],
    ]

    found = read((name, sheet), known=FORM)

    assert figures(found) == {
        ("990100", "life", 2025): {"value": "1.5"},
        ("990100", "infant", 2025): {"missing_reason": "not_published"},
    }
    assert found.doubts == []


# ------------------------------------------------------------------- formats and rounds


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_formats_read_alike(kind):
    data = (DATA / f"series.{kind}").read_bytes()

    found = recognising.read(data, f"表.{kind}", PAST)

    assert figures(found) == {
        ("990100", "life", 2019): {"value": "1.1"},
        ("990100", "life", 2020): {"value": "1.2"},
        ("990100", "life", 2021): {"value": "1.3"},
        ("990100", "literacy", 2019): {"value": "2.1%"},  # stored as 0.021
        ("990100", "literacy", 2020): {"value": "2.2%"},
    }


# −2 and the like are codes for “not done”
NUMBERS = st.decimals(-999, 999, places=3).filter(lambda d: d >= 0 or d % 1)
FIGURE = NUMBERS.map(lambda d: f"{d:f}")
MANY = st.dictionaries(
    st.tuples(
        st.sampled_from(["990100", "990102", "990103"]),
        st.sampled_from(["life", "infant", "mother", "literacy"]),
        st.integers(2000, 2024),
    ),
    FIGURE,
    min_size=1,
    max_size=30,
)


def written(layout, values):
    """Return the rows of a layout that holds the values."""
    regions = sorted({r for r, _, _ in values})
    codes = sorted({i for _, i, _ in values})
    years = sorted({y for _, _, y in values})
    if layout == LONG:
        head = ["地区代码", "指标代码", "年份", "数值"]
        return [head, *([*key, value] for key, value in values.items())]
    if layout == SERIES:
        head = ["地区代码", "指标代码", *years]
        return [head] + [
            [r, i, *(values.get((r, i, y)) for y in years)]
            for r in regions
            for i in codes
        ]
    return [["地区代码", "年份", *(KNOWN.indicators[i].name for i in codes)]] + [
        [r, y, *(values.get((r, i, y)) for i in codes)] for r in regions for y in years
    ]


@given(MANY, st.sampled_from([LONG, SERIES, REGIONS]), st.booleans())
def test_each_layout_reads_back_what_was_written(values, layout, as_text):
    rows = written(layout, values)
    if not as_text:
        rows = [rows[0]] + [[_number(c) for c in row] for row in rows[1:]]
    file = io.StringIO()
    csv.writer(file).writerows(rows)

    for found in (
        read(rows),
        recognising.read(file.getvalue().encode("gb18030"), "表.csv", PAST),
    ):
        assert found.layout == layout and found.doubts == []
        assert {key: float(f["value"]) for key, f in figures(found).items()} == {
            key: float(value) for key, value in values.items()
        }


def _number(content):
    try:
        return float(content)
    except (TypeError, ValueError):
        return content
