"""商请函: a letter that asks a department for figures, with their sheet as its annex.

Written as offices type letters (GB/T 9704): 仿宋 三号, 方正小标宋 二号 for the title. The
head in red, the number and the date belong to the office; their room stays empty. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO

from indicators.layouts import word
from indicators.layouts.word import BODY_FONT, HEAD_FONT, TITLE_FONT

TITLE_SIZE, BODY_SIZE, TABLE_SIZE = 22, 16, 10.5  # points
LINE = 28  # points from line to line
MARGINS = {"top": 37, "left": 28, "bottom": 35, "right": 26}  # millimetres
WIDTHS = (12, 54, 20, 22, 22, 26)  # millimetres of the annex's columns
NAMES = 1  # the column of names, the only one that is not centred
ROW = 10  # millimetres of a row at least: figures are written in by hand
HEAD_ROOM = 3  # empty lines above the title: 版头, 发文字号


@dataclass(frozen=True)
class Letter:
    """What one letter says; every text as printed."""

    title: str
    to: str
    paragraphs: Sequence[str]
    annex: str  # the name of the annex
    signer: str
    date_room: str
    contact: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str]
    annex_mark: str  # 附件
    author: str = ""
    widths: Sequence[float] = WIDTHS


def write_letter(target: IO[bytes], letter: Letter) -> None:
    """Write the letter as .docx."""
    document = word.blank(letter.title, letter.author, MARGINS)
    for _line in range(HEAD_ROOM):
        _paragraph(document, "")
    _paragraph(document, letter.title, TITLE_FONT, size=TITLE_SIZE, place="center")
    _paragraph(document, "")
    _paragraph(document, letter.to)
    for text in letter.paragraphs:
        _paragraph(document, text, indent=2)
    _paragraph(document, "")
    _paragraph(document, f"{letter.annex_mark}：{letter.annex}", indent=2)
    _paragraph(document, "")
    _paragraph(document, letter.signer, place="right", inset=4)
    _paragraph(document, letter.date_room, place="right", inset=4)
    _paragraph(document, letter.contact, indent=2)
    _annex(document, letter)
    document.save(target)


_paragraph = partial(word.paragraph, size=BODY_SIZE, leading=LINE)


def _annex(document, letter: Letter) -> None:
    """Add the sheet to be filled in, on a page of its own."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    mark = _paragraph(document, letter.annex_mark, HEAD_FONT)
    mark.paragraph_format.page_break_before = True
    _paragraph(document, letter.annex, TITLE_FONT, size=18, place="center")
    table = document.add_table(rows=0, cols=len(letter.headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, letter.widths, strict=True):
        column.width = Mm(width)  # WPS and LibreOffice go by the columns, Word by cells
    for number, cells in enumerate([letter.headings, *letter.rows]):
        row = table.add_row()
        row.height, row.height_rule = Mm(ROW), WD_ROW_HEIGHT_RULE.AT_LEAST
        if not number:
            _repeat(row)
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(letter.widths[place])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if not number or place != NAMES:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            font = BODY_FONT if number else HEAD_FONT
            word.run(paragraph, text, font, TABLE_SIZE)
    _paragraph(document, "", size=12)
    for text in letter.foot:
        _paragraph(document, text, size=12)


def _repeat(row) -> None:
    """Print a row again at the top of every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
