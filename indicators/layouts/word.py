"""How all our Word documents look: A4, fonts of official papers, exact lines. Pure.

GB/T 9704: 仿宋 for text, 黑体 for headings, 小标宋 for the title. python-docx is loaded
where it is used.
"""

from collections.abc import Mapping

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"


def blank(title: str, author: str, margins: Mapping[str, float]):
    """Return an empty A4 document; `margins` are side → millimetres."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in margins.items():
        setattr(section, f"{side}_margin", Mm(width))
    document.core_properties.title, document.core_properties.author = title, author
    _in_chinese(document)
    return document


def _in_chinese(document) -> None:
    """Say that the text is simplified Chinese: else its commas stand in the middle."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for defaults in document.styles.element.iter(qn("w:rPrDefault")):
        of_runs = defaults.find(qn("w:rPr"))
        for old in of_runs.findall(qn("w:lang")):
            of_runs.remove(old)
        said = OxmlElement("w:lang")
        said.set(qn("w:val"), "en-US")
        said.set(qn("w:eastAsia"), "zh-CN")
        of_runs.append(said)


def paragraph(
    document, text, font=BODY_FONT, *, size, leading, place="", indent=0, inset=0
):
    """Add a paragraph of `size` points on lines of `leading` points and return it.

    `place` is center or right; `indent` and `inset` count characters from left and
    right.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    added = document.add_paragraph()
    lead(added, leading)
    added.paragraph_format.first_line_indent = Pt(indent * size)
    added.paragraph_format.right_indent = Pt(inset * size)
    if place:
        added.alignment = getattr(WD_ALIGN_PARAGRAPH, place.upper())
    run(added, text, font, size)
    return added


def lead(paragraph, points: float) -> None:
    """Set a paragraph on lines of a height that no font changes."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)


def run(paragraph, text: str, font: str, size: float) -> None:
    """Add text; Chinese takes its font from an attribute that python-docx leaves."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    added = paragraph.add_run(text)
    added.font.name, added.font.size = "Times New Roman", Pt(size)
    added._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
