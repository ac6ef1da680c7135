"""Files that are no honest spreadsheets, made when a test asks for them."""

import io
import struct
import zipfile

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:'
    '1.0"><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>'
)
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def packed(parts) -> bytes:
    """Return a zip of (name, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return file.getvalue()


def xlsx(rows="", *, whole="", more=()) -> bytes:
    """Return a workbook of one sheet with the given rows (or whole sheet) as XML."""
    sheet = whole or f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return packed(
        [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/sheet1.xml", sheet),
            *more,
        ]
    )


def ods(table, more=()) -> bytes:
    """Return an OpenDocument spreadsheet with the given rows as XML."""
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
        f'<table:table table:name="表">{table}</table:table></office:document-content>'
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    first = [("mimetype", mimetype), ("META-INF/manifest.xml", MANIFEST)]
    return packed([*first, ("content.xml", content), *more])


def compound(**streams) -> bytes:
    """Return an OLE compound file with the given streams."""
    sectors, places = [], {}
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        chunks = [content[i : i + 512] for i in range(0, len(content), 512)]
        places[name] = (len(sectors), len(content))
        sectors += [(chunk.ljust(512, b"\0"), i) for i, chunk in enumerate(chunks, 1)]
        sectors[-1] = sectors[-1][0], 0
    entries = _entry("Root Entry", 5, END, 0)
    entries += b"".join(_entry(n, 2, *place) for n, place in places.items())
    entries = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    first = len(sectors)
    size = len(entries) // 512
    fat = [i + 1 if more else END for i, (_, more) in enumerate(sectors)]
    fat += [first + i + 1 if i < size - 1 else END for i in range(size)]
    tables = len(fat) // 127 + 1
    fat += [TABLE] * tables
    fat += [FREE] * (tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 62, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<IIIIIII", first, 0, 4096, END, 0, END, 0)
    listed = [first + size + i for i in range(tables)]
    header += struct.pack("<109I", *listed, *[FREE] * (109 - tables))
    body = b"".join(chunk for chunk, _ in sectors) + entries
    return header + body + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xII4x", len(text), kind, 1, FREE, FREE, FREE, start, size
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(cells=b"", *, before=b"", names=()) -> bytes:
    """Return an Excel 97 workbook of one sheet with the given cell records."""
    start = record(0x809, struct.pack("<HH12x", 0x600, 5)) + before
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"S")
    at = len(start) + len(name) + 4
    name = record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"S")
    sheet = record(0x809, struct.pack("<HH12x", 0x600, 0x10)) + cells + record(0x0A)
    stream = start + name + record(0x0A) + sheet
    return compound(Workbook=stream, **dict.fromkeys(names, b"x"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def lying() -> bytes:
    """Return a workbook whose sheet unpacks to more than its directory says."""
    data = bytearray(xlsx("<row r='1'>" + "<c r='A1'><v>1</v></c>" * 90_000 + "</row>"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    said = struct.pack("<I", size)
    return bytes(data).replace(said, struct.pack("<I", 100))


def bomb() -> bytes:
    return xlsx(more=[("xl/media/image1.bin", bytes(130 * 2**20))])


def nested() -> bytes:
    """Return a workbook that holds a zip bomb as an embedded object."""
    return xlsx(more=[("xl/embeddings/a.zip", packed([("b", bytes(100 * 2**20))]))])


def overlapping() -> bytes:
    """Return a package in which many names share the content of one."""
    data = xlsx(more=[(f"xl/a{i}.xml", b"0" * 2**20) for i in range(150)])
    return data


def entities() -> bytes:
    declared = "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "x" * 10}">' for i in range(12)
    )
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{declared}]><worksheet {MAIN}>'
        '<sheetData><row r="1"><c r="A1" t="str"><v>&a11;</v></c></row></sheetData>'
        "</worksheet>"
    )
    return xlsx(whole=sheet)


def million_rows() -> bytes:
    return xlsx("".join(f'<row r="{i}"/>' for i in range(1, 1_000_001)))


def million_cells() -> bytes:
    row = "".join(f'<c r="{chr(65 + i)}{{0}}" s="0"/>' for i in range(26)) * 2
    return xlsx(
        "".join(f'<row r="{i}">{row.format(i)}</row>' for i in range(1, 20_001))
    )


def wide() -> bytes:
    cells = "".join(f"<c><v>{i}</v></c>" for i in range(16_384))
    return xlsx(f'<row r="1">{cells}</row>')


def shared(strings: str) -> bytes:
    """Return a workbook with the given shared strings as XML."""
    kind = f"{OFFICE}/sharedStrings"
    relation = f'<Relationship Id="rId2" Type="{kind}" Target="sharedStrings.xml"/>'
    relations = RELATIONS.replace("</R", relation + "</R")
    return packed(
        [
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>"),
            ("xl/worksheets/sheet1.xml", f"<worksheet {MAIN}/>"),
        ]
    )


def wide_letters() -> bytes:
    """Return shared strings that need four bytes a letter as soon as they are read."""
    return shared(f"<si><t>{'a' * 32_000}\U0001f600</t></si>" * 1_800)


def many_sheets() -> bytes:
    """Return a workbook that shows the same large sheet a thousand times."""
    rows = "".join(f'<row r="{i}"><c><v>1</v></c></row>' for i in range(1, 10_001))
    sheets = "".join(
        f'<sheet name="{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 1_001)
    )
    book = WORKBOOK.replace("</sheets>", sheets + "</sheets>")
    parts = [("[Content_Types].xml", TYPES), ("xl/workbook.xml", book)]
    parts += [("xl/_rels/workbook.xml.rels", RELATIONS)]
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return packed([*parts, ("xl/worksheets/sheet1.xml", sheet)])


def attributes() -> bytes:
    """Return a row with millions of attributes."""
    many = " ".join(f'a{i}=""' for i in range(3_000_000))
    return xlsx(f'<row r="1" {many}/>')


def far_cell() -> bytes:
    return xlsx('<row r="1048576"><c r="XFD1048576" s="0"/></row>')


def hidden_far_cell() -> bytes:
    """Return a far cell whose reference only an XML parser reads."""
    return xlsx('<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>')


def far_ods() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value="1"'
    cell += ' office:value-type="float"/>'
    return ods(
        f'<table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row>"
    )


def renamed_docx() -> bytes:
    types = TYPES.replace("spreadsheetml.sheet", "wordprocessingml.document")
    return packed([("[Content_Types].xml", types), ("word/document.xml", "<w/>")])


# name → (file name, how it is made, what its sentence says)
def texts_between_rows() -> bytes:
    lines = ["指标,2020年", *(f"农村{n} 1—9月 同比," for n in range(50_000))]
    return "\n".join(lines).encode()


def many_tables() -> bytes:
    return "".join(f"指标,2020年\n名称{n},1\n" for n in range(10_000)).encode()


def long_inline_texts() -> bytes:
    text = "字" * 32_767
    cell = f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    return xlsx(f'<row r="1">{cell * 499}</row>')


FILES = {
    "texts between rows": ("表.csv", texts_between_rows, "仅有文字的行超过"),
    "many tables": ("表.csv", many_tables, "文件中的表超过"),
    "long inline texts": ("表.xlsx", long_inline_texts, "没有可识别的表"),
    "bomb": ("表.xlsx", bomb, "解压后过大"),
    "nested bomb": ("表.xlsx", nested, "没有可识别的表"),
    "sizes that lie": ("表.xlsx", lying, "损坏"),
    "150 MB of parts": ("表.xlsx", overlapping, "解压后过大"),
    "50 MB": ("表.xlsx", lambda: bytes(50 * 2**20), "50MB，最多10MB"),
    "empty": ("表.xlsx", bytes, "空文件"),
    "encrypted": ("表.xlsx", lambda: compound(EncryptedPackage=b"x"), "打开密码"),
    "encrypted xls": ("表.xls", lambda: xls(before=record(0x2F, b"\0" * 6)), "密码"),
    "Word": ("表.xlsx", renamed_docx, "Word文档"),
    "old Word": ("表.xls", lambda: compound(WordDocument=b"x"), "Word文档"),
    "slides": (
        "表.xlsx",
        lambda: packed([("[Content_Types].xml", TYPES), ("ppt/a.xml", "")]),
        "幻灯片",
    ),
    "links": (
        "表.xlsx",
        lambda: xlsx(more=[("xl/externalLinks/externalLink1.xml", "<a/>")]),
        "引用其他工作簿",
    ),
    "links xls": (
        "表.xls",
        lambda: xls(before=record(0x1AE, b"\x01\x00\x05\x00\x00a.xls")),
        "引用其他工作簿",
    ),
    "links ods": (
        "表.ods",
        lambda: ods('<table:table-source xlink:href="file:///a.ods" xmlns:xlink="l"/>'),
        "引用其他工作簿",
    ),
    "macros": ("表.xlsx", lambda: xlsx(more=[("xl/vbaProject.bin", "x")]), "宏"),
    "macros xls": ("表.xls", lambda: xls(names=["_VBA_PROJECT_CUR"]), "宏"),
    "macros ods": ("表.ods", lambda: ods("", [("Basic/script-lc.xml", "<a/>")]), "宏"),
    "a million rows": ("表.xlsx", million_rows, "250000行以上"),
    "a million cells": ("表.xlsx", million_cells, "单元格超过"),
    "16,384 columns": ("表.xlsx", wide, "500列"),
    "far cell": ("表.xlsx", far_cell, "1048576"),
    "far cell, escaped": ("表.xlsx", hidden_far_cell, "1048576"),
    "far cell xls": ("表.xls", lambda: xls(number(65_535, 255, 1.0)), "65536"),
    "far cell ods": ("表.ods", far_ods, "500列"),
    "a million strings": (
        "表.xlsx",
        lambda: shared("<si><t>a</t></si>" * 1_000_000),
        "解压后过大",
    ),
    "wide letters": ("表.xlsx", wide_letters, "解压后过大"),
    "millions of tags": ("表.xlsx", lambda: xlsx("<a/>" * 9_000_000), "解压后过大"),
    "as many tags as may be": (
        "表.xlsx",
        lambda: xlsx("<a/>" * 1_090_000),
        "没有可识别的表",
    ),
    "millions of attributes": ("表.xlsx", attributes, "解压后过大"),
    "a thousand sheets": ("表.xlsx", many_sheets, "1001张工作表"),
    "millions of merges": (
        "表.xlsx",
        lambda: xlsx(
            whole=f"<worksheet {MAIN}><sheetData/><mergeCells>"
            + '<mergeCell ref="A1:Z70"/>' * 1_000_000
            + "</mergeCells></worksheet>"
        ),
        "没有可识别的表",
    ),
    "entities": ("表.xlsx", entities, "DOCTYPE"),
    "truncated": ("表.xlsx", lambda: xlsx('<row r="1"/>')[:-30], "损坏"),
    "truncated xls": ("表.xls", lambda: xls(number(0, 0, 1.0))[:1200], "损坏"),
    "text": ("表.xlsx", lambda: "指标,值\n".encode(), "不是表格文件"),
    "web page": ("表.xls", lambda: b"\xef\xbb\xbf<html><table>", "网页"),
    "XML table": (
        "表.xls",
        lambda: (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:'
            b'office:spreadsheet">'
        ),
        "XML表格",
    ),
    "binary workbook": (
        "表.xlsb",
        lambda: packed([("[Content_Types].xml", ""), ("xl/workbook.bin", "x")]),
        "xlsb",
    ),
    "same part twice": (
        "表.xlsx",
        lambda: xlsx(more=[("xl/Workbook.xml", "<a/>")]),
        "损坏",
    ),
    "other zip": ("表.xlsx", lambda: packed([("../../etc/a", "x")]), "不是表格文件"),
    "picture": ("表.xls", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "不是表格文件"),
}
