"""一页纸 as .docx: the sheet in the same points as its page (fitting)."""

from functools import partial
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from dashboards.papers import fitting
from dashboards.papers.onepage import OnePage
from indicators.layouts import word
from indicators.layouts.word import BODY_FONT, HEAD_FONT, TITLE_FONT

TITLE = {"size": 16, "leading": 22}  # points
SMALL = {"size": fitting.TABLE, "leading": fitting.LEADING}
MARGINS = {
    **dict.fromkeys(("left", "right"), fitting.MARGIN),
    **dict.fromkeys(("top", "bottom"), fitting.MARGIN_TOP),
}
_paragraph = partial(word.paragraph, size=fitting.BODY, leading=fitting.BODY_LEADING)


def write(target: IO[bytes], page: OnePage) -> None:
    """Write the sheet as .docx."""
    from docx.shared import Mm

    document = word.blank(page.title, str(settings.SITE_NAME), MARGINS)
    section = document.sections[0]
    section.header_distance = section.footer_distance = Mm(7)
    _paragraph(document, page.title, TITLE_FONT, **TITLE, place="center")
    facts = [*page.facts]
    if page.is_draft:
        facts.append(_("征求意见稿"))
    if page.is_demo:
        facts.append(_("含演示数据"))
    _paragraph(document, "　".join(facts), **SMALL, place="center")
    _paragraph(document, page.headline)
    for title, words in page.counts:
        paragraph = _paragraph(document, _("%(title)s：") % {"title": title}, HEAD_FONT)
        word.run(paragraph, words, BODY_FONT, fitting.BODY)
    _table(document, page)
    if page.rest:
        _paragraph(document, page.rest, **SMALL)
    _matters(document, page)
    for note in page.notes:
        _paragraph(document, note, **SMALL)
    document.save(target)


def _table(document, page: OnePage) -> None:
    from docx.shared import Mm

    if not page.rows:
        return
    table = document.add_table(rows=0, cols=len(page.columns), style="Table Grid")
    table.autofit = False
    heads = [column.heading for column in page.columns]
    for number, cells in enumerate([heads, *(line.cells for line in page.rows)]):
        row = table.add_row()
        for cell, text, column in zip(row.cells, cells, page.columns, strict=True):
            cell.width = Mm(column.width)
            paragraph = cell.paragraphs[0]
            word.lead(paragraph, fitting.LEADING)
            is_head = not number or column.name == "verdict"
            word.run(
                paragraph, text, HEAD_FONT if is_head else BODY_FONT, fitting.TABLE
            )
    _tight(table)


def _tight(table) -> None:
    """Give the cells the padding that is counted with: 1.5 mm at the sides."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 20), ("left", 85), ("bottom", 20), ("right", 85)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _matters(document, page: OnePage) -> None:
    if not page.matters:
        return
    _paragraph(document, _("需市领导协调的事项"), HEAD_FONT)
    for number, matter in enumerate(page.matters, start=1):
        _paragraph(document, f"{number}. {said(matter)}")


def said(matter) -> str:
    """Return a matter as one line: what, which departments, what is asked for."""
    about = {"text": matter.text, "request": matter.request, "of": matter.departments}
    if matter.departments:
        return _("%(text)s（%(of)s）：%(request)s") % about
    return _("%(text)s：%(request)s") % about
