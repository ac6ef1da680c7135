"""一页纸 as .docx: the sheet in the same points as its page (fitting)."""

from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from dashboards.papers import fitting
from dashboards.papers.onepage import OnePage

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
TITLE_SIZE, TITLE_LEADING = 16, 22  # points


def write(target: IO[bytes], page: OnePage) -> None:
    """Write the sheet as .docx."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(fitting.MARGIN)
    section.top_margin = section.bottom_margin = Mm(fitting.MARGIN_TOP)
    section.header_distance = section.footer_distance = Mm(7)
    document.core_properties.title = page.title
    document.core_properties.author = str(settings.SITE_NAME)
    _paragraph(document, page.title, TITLE_FONT, TITLE_SIZE, TITLE_LEADING, "center")
    facts = [*page.facts]
    if page.is_draft:
        facts.append(_("征求意见稿"))
    if page.is_demo:
        facts.append(_("含演示数据"))
    small = (BODY_FONT, fitting.TABLE, fitting.LEADING)
    _paragraph(document, "　".join(facts), *small, "center")
    _paragraph(document, page.headline)
    for title, words in page.counts:
        paragraph = _paragraph(document, _("%(title)s：") % {"title": title}, HEAD_FONT)
        _run(paragraph, words, BODY_FONT, fitting.BODY)
    _table(document, page)
    if page.rest:
        _paragraph(document, page.rest, *small)
    _matters(document, page)
    for note in page.notes:
        _paragraph(document, note, *small)
    document.save(target)


def _paragraph(
    document,
    text,
    font=BODY_FONT,
    size=fitting.BODY,
    leading=fitting.BODY_LEADING,
    place="",
):
    """Add a paragraph of a line height that no font changes."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    added = document.add_paragraph()
    _leading(added, leading)
    if place:
        added.alignment = getattr(WD_ALIGN_PARAGRAPH, place.upper())
    _run(added, text, font, size)
    return added


def _leading(paragraph, leading: float) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(leading)


def _run(paragraph, text, font, size) -> None:
    """Add text; Chinese takes its font from an attribute that python-docx leaves."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


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
            _leading(paragraph, fitting.LEADING)
            is_head = not number or column.name == "verdict"
            _run(paragraph, text, HEAD_FONT if is_head else BODY_FONT, fitting.TABLE)
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
