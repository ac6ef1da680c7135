"""Spreadsheets are opened as a person reads their cells, whatever wrote them."""

import csv
import io
import struct
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from indicators.spreadsheets import cells, formats, guard, opening, opening_csv
from indicators.spreadsheets.refusal import FileRefused
from tests import judge
from tests.indicators import hostile_files as hostile
from tests.tables import every

DATA = Path(__file__).parent.parent / "data"
# What tests/data/cells.* hold: one workbook, saved by LibreOffice in three formats.
CELLS = {
    **{"整数": "511700", "小数": "85.3", "噪声": "0.3", "百分数": "85.3%"},
    **{"千分位": "12345.6", "日期": "2025-03-02", "文字数": "８５．３"},
    **{"公式": "0.25", "错误": "#DIV/0!", "多行": "甲\n乙", "符号": 'a<b & "c"'},
    **{"万": "5.3万", "负": "-2.5", "大数": "123456789012.5"},
}


def grids(data, name="表.xlsx"):
    return opening.open_grids(data, guard.check(data, name))


def workbook(fill) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_the_same_cells_read_the_same_in_each_format(kind):
    shown, hidden = grids((DATA / f"cells.{kind}").read_bytes())
    read = {row[0]: row[1] for row in shown.rows[1:] if row[1:]}

    assert {name: read[name] for name in CELLS} == CELLS
    assert (shown.name, shown.hidden, hidden.name, hidden.hidden) == (
        *("各种格", False),
        *("藏", True),
    )
    assert shown.odd[6, 1] == cells.DATE
    assert shown.shown(18, 1) == shown.text(17, 0) == "合并"


@pytest.mark.parametrize(
    "name", ["cells.xlsx", "cells.xls", "cells.ods", "series.xls", "series.ods"]
)
def test_calamine_finds_the_same_in_every_cell(name):
    """As in every workbook that any test opens (tests/judge.py)."""
    data = (DATA / name).read_bytes()
    read = grids(data, name)

    assert any(text for grid in read for row in grid.rows for text in row)
    assert judge.differences(data, read) == {}


def test_the_judge_finds_each_way_to_differ():
    data = workbook(lambda sheet: [sheet.append(["甲", 1.5]), sheet.append([True])])
    (read,) = grids(data)
    assert judge.differences(data, [read]) == {}
    said = []
    for row, column, text in [(0, 0, "乙"), (0, 1, "2"), (1, 0, ""), (1, 1, "多")]:
        (read,) = grids(data)
        read.rows = [[*line, "", ""][:2] for line in read.rows]
        read.rows[row][column] = text
        said.append([place[1:] for place in judge.differences(data, [read])])

    assert said == [[(0, 0)], [(0, 1)], [(1, 0)], [(1, 1)]]
    assert "sheets" in judge.differences(data, [])
    assert "calamine" in judge.differences(b"PK", [])


def test_a_sheet_in_an_unusual_spelling_reads_the_same():
    usual = (
        '<row r="2"><c r="B2" s="0"><v>1.5</v></c><c r="D2" t="str"><v>甲</v></c></row>'
    )
    unusual = (
        "<!-- x --><row r='2'><c r='B2'><v>1.5</v></c><c/><c t='inlineStr'><is>"
        "<r><t>甲</t></r><rPh><t>jia</t></rPh></is></c></row>"
    )
    sheet = f'<x:worksheet xmlns:x="{hostile.MAIN[7:-1]}"><x:sheetData><x:row r="2">'
    sheet += '<x:c r="B2"><x:v>1.5</x:v></x:c><x:c r="D2" t="str"><x:v>甲</x:v></x:c>'
    sheet += "</x:row></x:sheetData></x:worksheet>"
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16")

    files = hostile.xlsx(usual), hostile.xlsx(unusual), hostile.xlsx(whole=sheet)
    first, *others = [grids(data)[0].rows for data in files]
    with judge.left_to_us("calamine finds no cell in UTF-16"):
        (read,) = grids(hostile.xlsx(whole=wide))

    assert first == [[], ["", "1.5", "", "甲"]]
    assert [*others, read.rows] == [first, first, first]


def test_a_formula_without_its_value_is_told_apart_from_a_blank():
    grid = grids(workbook(lambda sheet: sheet.append(["指标", "=1+1", None])))[0]

    assert grid.rows == [["指标"]]
    assert grid.odd == {(0, 1): cells.UNCOMPUTED}


def label(row, column, text, kind=0x204) -> bytes:
    place = struct.pack("<HHHHB", row, column, 0, len(text), 0)
    return hostile.record(kind, place + text.encode("latin-1"))


def formula(row, column, result: bytes) -> bytes:
    said = struct.pack("<HHH", row, column, 0) + result + bytes(8)
    return hostile.record(0x06, said)


def test_each_record_of_an_old_workbook_reads_as_its_cell():
    said = label(0, 0, "abc") + label(0, 1, "rich", kind=0xD6)
    said += formula(1, 0, struct.pack("<d", 2.5))
    said += formula(1, 1, b"\0\0\0\0\0\0\xff\xff")
    said += hostile.record(0x207, struct.pack("<HB", 4, 0) + b"text")
    said += formula(1, 2, b"\2\0\x07\0\0\0\xff\xff")
    said += formula(1, 3, b"\1\0\1\0\0\0\xff\xff")
    said += hostile.record(0x205, struct.pack("<HHHBB", 2, 0, 0, 0x2A, 1))
    said += hostile.record(0x205, struct.pack("<HHHBB", 2, 1, 0, 0, 0))
    # 12 whole, 12.5 as ÷100 of a whole, -3 whole, 1.5 as the front of a float
    kept = [12 << 2 | 2, 1250 << 2 | 3, (-3 << 2 | 2) & 0xFFFFFFFF, 0x3FF80000]
    for column, packed in enumerate(kept):
        said += hostile.record(0x27E, struct.pack("<HHHI", 3, column, 0, packed))
    several = b"".join(struct.pack("<HI", 0, packed) for packed in kept[:2])
    said += hostile.record(0xBD, struct.pack("<HH", 4, 0) + several + b"\1\0")
    said += hostile.record(0xBE, struct.pack("<HHHHH", 5, 0, 0, 0, 1))
    said += hostile.record(0x201, struct.pack("<HHH", 5, 3, 0))

    grid = grids(hostile.xls(said), "表.xls")[0]

    assert grid.rows == [
        ["abc", "rich"],
        ["2.5", "text", "#DIV/0!", "TRUE"],
        ["#N/A", "FALSE"],
        ["12", "12.5", "-3", "1.5"],
        ["12", "12.5"],
    ]
    assert grid.odd == {(1, 3): cells.BOOLEAN, (2, 1): cells.BOOLEAN}


@pytest.mark.parametrize(
    "before, sentence",
    [
        (hostile.record(0x2F, b"\0\0"), "密码"),
        (hostile.record(0x1AE, b"\1\0\x05\0"), "链接"),
    ],
)
def test_an_old_workbook_that_is_not_read_says_why(before, sentence):
    with pytest.raises(FileRefused, match=sentence):
        grids(hostile.xls(hostile.number(0, 0, 1), before=before), "表.xls")


def test_a_workbook_of_excel_95_is_not_read():
    first = hostile.record(0x809, struct.pack("<HH12x", 0x600, 5))
    older = hostile.record(0x809, struct.pack("<HH12x", 0x500, 5))

    with pytest.raises(FileRefused, match="Excel 95"):
        grids(hostile.xls().replace(first, older, 1), "表.xls")


def cell(said: str, words: str = "", **more) -> str:
    attributes = "".join(f' {n.replace("_", "-")}="{v}"' for n, v in more.items())
    kind = f' office:value-type="{said}"' if said else ""
    return f"<table:table-cell{kind}{attributes}>{words}</table:table-cell>"


def test_each_kind_of_cell_of_an_open_document_reads_as_shown():
    one = [
        cell("string", "<text:p>甲<text:line-break/>乙<text:s text:c='2'/>丙</text:p>"),
        cell("string", "<text:p>一</text:p><text:p>二</text:p>"),
        cell("time", "<text:p>08:30</text:p>"),
        cell("boolean", **{"office:boolean_value": "true"}),
        cell("percentage", "<text:p>85.3%</text:p>", **{"office:value": "0.853"}),
        cell("float", "<text:p>1.0</text:p>", **{"office:value": "1"}),
        cell("", **{"table:formula": "of:=1+1"}),
        cell(
            "string",
            "<office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p>",
        ),
    ]
    row = f"<table:table-row>{''.join(one)}</table:table-row>"

    with judge.left_to_us("calamine drops line breaks, and a time without its value"):
        grid = grids(hostile.ods(row), "表.ods")[0]

    kinds = {(0, 2): cells.DATE, (0, 3): cells.BOOLEAN, (0, 6): cells.UNCOMPUTED}
    assert grid.rows == [
        *[["甲\n乙  丙", "一\n二", "08:30", "TRUE", "85.3%", "1", "", "正文"]],
    ]
    assert grid.odd == kinds


@pytest.mark.parametrize(
    "row, sentence",
    [
        ('<table:table-source xlink:href="x"/>', "链接"),
        (
            '<table:table-row table:number-rows-repeated="-1"><table:table-cell/>'
            "</table:table-row>",
            "损坏",
        ),
    ],
)
def test_an_open_document_that_is_not_read_says_why(row, sentence):
    with pytest.raises(FileRefused, match=sentence):
        grids(hostile.ods(row.replace(" xlink:href", " href")), "表.ods")


def test_a_far_comment_or_column_width_is_no_cell():
    def fill(sheet):
        sheet["A1"] = "指标"
        sheet.column_dimensions["XFD"].width = 20
        sheet.row_dimensions[1_048_576].height = 20

    assert grids(workbook(fill))[0].rows[0] == ["指标"]


@every(
    "number, code, shown",
    [
        (9, "", formats.CellFormat(scale=100, sign="%")),
        (14, "", formats.CellFormat(date=True)),
        (31, "", formats.CellFormat(date=True)),  # 年月日 in Chinese Excel
        (0, "General", formats.PLAIN),
        (2, "", formats.PLAIN),
        (164, "0.0%;[Red]-0.0%", formats.CellFormat(scale=100, sign="%")),
        (164, '0.0"%"', formats.CellFormat(sign="%")),
        (164, "0.0\\%", formats.CellFormat(sign="%")),
        (164, '#,##0.0"‰"', formats.CellFormat(sign="‰")),
        (164, '0.00"万"_ ', formats.CellFormat(sign="万")),
        (164, '0.0,"万"', formats.PLAIN),
        (164, '0\\.0,"万"', formats.PLAIN),  # 53000 shown as 5.3万
        (164, '0"."0000"万"', formats.PLAIN),
        (164, 'yyyy"年"m"月"', formats.CellFormat(date=True)),
        (164, "[$-804]yyyy/m/d;@", formats.CellFormat(date=True)),
        (164, "[h]:mm", formats.CellFormat(date=True)),
        (164, '"共"0"人"', formats.PLAIN),
        (164, "[Red]0.00_);(0.00)", formats.PLAIN),
        (164, "[DBNum1]General", formats.PLAIN),
    ],
)
def test_number_formats(number, code, shown):
    assert formats.of(number, code) == shown


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("511700", "511700"),
        ("511700.0", "511700"),
        ("85.299999999999997", "85.3"),
        ("0.30000000000000004", "0.3"),
        ("1E-3", "0.001"),
        ("1.5E+6", "1500000"),
        ("-0.0", "-0"),
        ("12345678901234567", "12345678901234600"),
        ("1e400", "inf"),
    ],
)
def test_a_stored_number_reads_as_it_was_typed(raw, text):
    assert cells.number_text(raw) == text


@every("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@every("separator", [",", ";", "\t"])
def test_text_files_in_each_encoding_and_with_each_separator(encoding, separator):
    lines = [["指标", "2020年"], ["人均, 预期", "1.5"], ["乙", "'=1"], ["丙", '="007"']]
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(lines)
    text = file.getvalue()

    rows = grids(text.encode(encoding), "表.csv")[0].rows

    assert rows == [
        ["指标", "2020年"],
        ["人均, 预期", "1.5"],
        ["乙", "=1"],
        ["丙", "007"],
    ]


def test_an_unreadable_text_file_is_refused():
    with pytest.raises(FileRefused, match="编码"):
        opening_csv.decoded(b"\xff\x81\x00\xc3")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
CONTENT = st.one_of(
    TEXTS.map(str.strip),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda x: round(x, 6)),
)


@given(st.lists(st.lists(CONTENT, min_size=1, max_size=6), min_size=1, max_size=6))
def test_what_two_libraries_write_reads_as_written(lines):
    one = workbook(lambda sheet: [_append(sheet, line) for line in lines])
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for column, content in enumerate(line):
                write = sheet.write_string if isinstance(content, str) else sheet.write
                write(number, column, content)

    expected = [[_text(content) for content in line] for line in lines]

    for data in (one, file.getvalue()):
        (grid,) = grids(data)
        width = len(expected)
        read = [
            [grid.text(r, c) for c in range(len(line))]
            for r, line in enumerate(expected)
        ]
        assert read == expected and len(grid.rows) <= width


def _append(sheet, line):
    sheet.append(line)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _text(content) -> str:
    return content if isinstance(content, str) else cells.number_text(repr(content))


def test_hidden_rows_and_columns_are_noted_in_each_format():
    def fill(sheet):
        for row in ("甲乙丙", "丁戊己", "庚辛壬"):
            sheet.append(list(row))
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    row = hostile.record(0x208, struct.pack("<H10xHH", 1, 0x20, 0))
    columns = hostile.record(0x7D, struct.pack("<6H", 1, 1, 0, 0, 1, 0))
    open_rows = "".join(
        f"<table:table-row{said}>{cell('string', '<text:p>甲</text:p>')}</table:table-row>"
        for said in ("", ' table:visibility="collapse"')
    )
    open_columns = (
        '<table:table-column/><table:table-column table:visibility="filter"/>'
    )
    for data, name in [
        (workbook(fill), "表.xlsx"),
        (hostile.xls(row + columns + hostile.number(1, 1, 1)), "表.xls"),
        (hostile.ods(open_columns + open_rows), "表.ods"),
    ]:
        (grid,) = grids(data, name)
        assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1})


def test_an_inline_text_is_read_once():
    row = '<row r="1"><c r="A1" t="inlineStr"><v>甲</v><is><t>甲</t></is></c></row>'

    assert grids(hostile.xlsx(row))[0].rows == [["甲"]]


def test_a_cell_is_no_longer_than_a_spreadsheet_allows():
    most = "字" * cells.LONGEST
    row = f'<row r="1"><c r="A1" t="str"><v>{most}%s</v></c></row>'

    assert grids(hostile.xlsx(row % ""))[0].rows == [[most]]
    for data, name in [
        (hostile.xlsx(row % "多"), "表.xlsx"),
        (f"指标,{most}多\n".encode(), "表.csv"),
        (hostile.ods(f"<table:table-row>{cell('string', f'<text:p>{most}多</text:p>')}"
                     "</table:table-row>"), "表.ods"),
    ]:  # fmt: skip
        with pytest.raises(FileRefused, match="超过32767字"):
            grids(data, name)
