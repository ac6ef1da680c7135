"""Odd files that are read all the same, and broken ones: a table for each opener.

Calamine reads the odd ones too (tests/judge.py) where nothing else is said.
"""

import csv
import struct

import pytest

from indicators.spreadsheets import cells, guard, opening, opening_csv
from indicators.spreadsheets.refusal import FileRefused
from tests import judge
from tests.indicators import hostile_files as hostile
from tests.indicators.hostile_files import MAIN, OFFICE, number, record
from tests.tables import every

DAMAGED = "损坏"


def grids(data, name):
    return opening.open_grids(data, guard.check(data, name))


def read(data, name="表.xls"):
    return [grid.rows for grid in grids(data, name)]


# ------------------------------------------------------------------ Excel 97–2003


def listed(row, column, place) -> bytes:
    """Return a cell that shows a shared string."""
    return record(0xFD, struct.pack("<HHHI", row, column, 0, place))


def counted(text: bytes, length=None, flags=0, more=b"") -> bytes:
    """Return a shared string as it is stored."""
    length = len(text) if length is None else length
    return struct.pack("<HB", length, flags) + more + text


def strings(*pieces: bytes, count=5) -> bytes:
    first, *others = pieces
    said = record(0xFC, struct.pack("<II", count, count) + first)
    return said + b"".join(record(0x3C, piece) for piece in others)


def shown_as(code: int, text=b"") -> bytes:
    """Return the globals by which style 0 has a number format."""
    told = struct.pack("<HHB", code, len(text), 0) + text
    style = record(0xE0, struct.pack("<HH16x", 0, code))
    return (record(0x41E, told) if text else b"") + style


RUNNING_OVER = strings(
    counted(b"ab") + counted("甲乙".encode("utf-16-le"), 3, 1),
    # the rest of a wide text; one that begins narrow
    b"\1" + "丙".encode("utf-16-le") + counted(b"x", 3),
    # and goes on wide; one with formatted runs, one with phonetic help
    b"\1" + "yz".encode("utf-16-le")
    + counted(b"q", flags=8, more=b"\1\0") + b"\0\0\0\0"
    + counted(b"p", flags=4, more=b"\2\0\0\0") + b"\0\0",
)  # fmt: skip
CHART = record(0x809, struct.pack("<HH12x", 0x600, 0x20))
MERGES = struct.pack("<H12H", 3, 0, 1, 0, 1, 5, 4, 0, 0, 0, 0, 3, 2)
XLS = {
    "strings over the ends of records": (
        hostile.xls(b"".join(listed(0, n, n) for n in range(5)), before=RUNNING_OVER),
        [["ab", "甲乙丙", "xyz", "q", "p"]],
    ),
    "fewer strings than announced": (
        hostile.xls(listed(0, 0, 0), before=strings(counted(b"ab"), b"", count=9)),
        [["ab"]],
    ),
    "a chart within the sheet": (
        hostile.xls(number(0, 0, 1.0) + CHART + number(0, 1, 2.0) + record(0x0A)),
        [["1"]],
    ),
    "a chart sheet beside it": (
        hostile.xls(
            number(0, 0, 1.0),
            before=record(0x85, struct.pack("<IBBBB", 0, 0, 2, 1, 0) + b"C"),
        ),
        [["1"]],
    ),
    "a date": (hostile.xls(number(0, 0, 45718.0), before=shown_as(14)), [["2025-03-02"]]),
    "a date counted from 1904": (
        hostile.xls(
            number(0, 0, 44256.0), before=record(0x22, b"\1\0") + shown_as(14)
        ),
        [["2025-03-02"]],
    ),
    "a format of one's own": (
        hostile.xls(number(0, 0, 0.853), before=shown_as(164, b"0.0%")),
        [["85.3%"]],
    ),
    "a style that is not there": (
        hostile.xls(record(0x203, struct.pack("<HHHd", 0, 0, 7, 2.5))),
        [["2.5"]],
    ),
    "blocks upside down": (
        hostile.xls(number(0, 0, 1.0) + record(0xE5, MERGES)),
        [["1"]],
    ),
}  # fmt: skip


@every("name", XLS)
def test_an_odd_old_workbook_is_read(name):
    data, rows = XLS[name]

    assert read(data) == [rows]


def test_a_block_shows_its_text_in_each_of_its_cells():
    data, _rows = XLS["blocks upside down"]
    (grid,) = grids(data, "表.xls")

    assert grid.merged == {(r, c): (0, 0) for r in (0, 1) for c in (0, 1)}


CUT = hostile.record(0x06, struct.pack("<HHH", 0, 0, 0))


@every(
    "name, data",
    [
        ("a string that is not there", hostile.xls(listed(0, 0, 3))),
        ("a record too short", hostile.xls(record(0x203, b"\0\0"))),
        ("a formula too short", hostile.xls(CUT)),
        ("a chart that does not end", hostile.xls(CHART)),
        (
            "a string cut off",
            hostile.xls(before=strings(counted(b"a", flags=8, more=b"\7\0"), count=1)),
        ),
        ("no workbook in it", hostile.compound(Book=b"x")),
    ],
)
def test_a_broken_old_workbook_is_refused(name, data):
    with pytest.raises(FileRefused, match=f"{DAMAGED}|Excel 95"):
        grids(data, "表.xls")


# -------------------------------------------------------------------------- .xlsx


def package(rows="", *, strings="", styles="", book=hostile.WORKBOOK, merges=""):
    """Return a workbook with shared strings and cell formats as XML."""
    more = [("sharedStrings", strings), ("styles", styles)]
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for kind, _content in more
    )
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{merges}</worksheet>"
    return hostile.packed(
        [
            ("[Content_Types].xml", hostile.TYPES),
            ("_rels/.rels", hostile.ROOT),
            ("xl/workbook.xml", book),
            (
                "xl/_rels/workbook.xml.rels",
                hostile.RELATIONS.replace("</R", relations + "</R"),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>"),
            ("xl/styles.xml", f"<styleSheet {MAIN}>{styles}</styleSheet>"),
        ]
    )


def row(*cells_, first="<row r='1'>") -> str:
    return first + "".join(cells_) + "</row>"


DATES = '<cellXfs><xf numFmtId="14"/><xf numFmtId="21"/></cellXfs>'
SINCE_1904 = hostile.WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
RICH = (
    "<si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></si><si><t>x_x000D_</t></si>"
    f'<s:si xmlns:s="{MAIN[7:-1]}"><s:t>丙</s:t></s:si>'
)
TEXTS = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(3))
XLSX = {
    "rich, coded and prefixed strings": (
        package(row(TEXTS), strings=RICH), [["甲乙", "x", "丙"]], "",
    ),
    "dates and times": (
        package(
            row(
                *("<c s='0'><v>45718</v></c>", "<c s='1'><v>0.5</v></c>"),
                *("<c s='0'><v>59</v></c>", "<c s='1'><v>0</v></c>"),
                *("<c s='0'><v>9e9</v></c>", "<c s='0'><v>x</v></c>"),
            ),
            styles=DATES,
        ),
        [["2025-03-02", "12:00:00", "1900-02-28", "00:00", "9000000000", "x"]],
        "",
    ),
    "dates since 1904": (
        package(row("<c s='0'><v>44256</v></c>"), styles=DATES, book=SINCE_1904),
        [["2025-03-02"]],
        "",
    ),
    "kinds of cells": (
        package(
            row(
                *("<c t='b'><v>1</v></c>", "<c t='b'><v>0</v></c>"),
                *("<c t='e'><v>#N/A</v></c>", "<c t='d'><v>2025-03-02T00:00:00</v></c>"),
                *("<c t='s'/>", "<c t='str'><f>A1</f></c>", "<c><f>1+1</f></c>"),
            )
        ),
        [["TRUE", "FALSE", "#N/A", "2025-03-02"]],
        "",
    ),
    "blocks that are none": (
        package(
            row("<c r='A1'><v>1</v></c>"),
            merges="<mergeCells><mergeCell ref='A1'/><mergeCell ref='B2:A1'/>"
            "<mergeCell ref='a:b'/><mergeCell ref='A1:B1'/></mergeCells>",
        ),
        [["1"]],
        "refuses the sheet",
    ),
    "no relations of the package": (
        hostile.packed(
            [
                ("[Content_Types].xml", hostile.TYPES),
                ("xl/workbook.xml", hostile.WORKBOOK),
                ("xl/_rels/workbook.xml.rels", hostile.RELATIONS),
                ("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}/>"),
            ]
        ),
        [],
        "refuses the file",
    ),
}  # fmt: skip


@every("name", XLSX)
def test_an_odd_workbook_is_read(name):
    data, rows, of_calamine = XLSX[name]

    if of_calamine:
        with judge.left_to_us(f"calamine {of_calamine}"):
            assert read(data, "表.xlsx") == [rows]
        # else the judge reads it by now, and should again
        assert "calamine" in judge.differences(data, grids_unjudged(data))
    else:
        assert read(data, "表.xlsx") == [rows]


def test_a_workbook_that_relates_to_no_sheet_has_none():
    parts = [("[Content_Types].xml", hostile.TYPES), ("xl/workbook.xml", "<workbook/>")]

    assert [grid.rows for grid in grids_unjudged(hostile.packed(parts))] == []


def grids_unjudged(data):
    with judge.left_to_us("asked for by who compares"):
        return grids(data, "表.xlsx")


def test_what_is_no_plain_text_is_told():
    data, _rows, _of_calamine = XLSX["kinds of cells"]
    (grid,) = grids_unjudged(data)

    assert grid.odd == {
        **{(0, 0): cells.BOOLEAN, (0, 1): cells.BOOLEAN, (0, 3): cells.DATE},
        (0, 6): cells.UNCOMPUTED,
    }


@every(
    "name, data, said",
    [
        ("a string not there", package(row("<c t='s'><v>7</v></c>")), DAMAGED),
        ("a string of no number", package(row("<c t='s'><v>x</v></c>")), DAMAGED),
        ("a row of no number", package("<row r='x'/>"), DAMAGED),
        ("a blank far below", package("<row r='30000'><c r='A30000'/></row>"), "30000"),
        ("a cell far below", package("<row r='30000'><c><v>1</v></c></row>"), "30000"),
        ("tags that do not end", package("<row>"), DAMAGED),
    ],
)  # fmt: skip
def test_a_broken_workbook_is_refused(name, data, said):
    with pytest.raises(FileRefused, match=said):
        grids(data, "表.xlsx")


def test_a_text_of_a_million_pieces_is_cut():
    pieces = "<r><t>a</t></r>" * 3_000
    inline = f"<c t='inlineStr'><is>{pieces}</is></c>"
    data = package(row(inline, "<c t='s'><v>0</v></c>"), strings=f"<si>{pieces}</si>")

    with judge.left_to_us("calamine does not cut"):
        assert read(data, "表.xlsx") == [[["a" * 2_000] * 2]]


# ------------------------------------------------------------------- text files


@every(
    "name, data, said",
    [
        ("501 columns", b"," * 501, "500列"),
        ("60,001 rows", b"a\n" * 60_001, "60000行"),
        ("a quotation mark left open", b'"' + b"a\n" * 20_000, "引号"),
        ("zeros", b"a\0b", "编码"),
        ("no text at all", b"\xff\xff\xff", "编码"),
        ("half of UTF-16", b"\xff\xfea\0b", "编码"),
    ],
)
def test_a_broken_text_file_is_refused(name, data, said):
    with pytest.raises(FileRefused, match=said):
        opening_csv.grids(data)


def test_a_text_beyond_the_limit_of_the_csv_module_is_refused():
    """Whatever another part of the program has set it to."""
    before = csv.field_size_limit(131_072)
    try:
        with pytest.raises(FileRefused, match="引号"):
            opening_csv.grids(b'"' + b"a\n" * 70_000)
    finally:
        csv.field_size_limit(before)
