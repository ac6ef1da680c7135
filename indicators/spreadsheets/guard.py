"""Whether an uploaded file is a spreadsheet that is safe to open. Pure.

What a file is, is told by its bytes; its name only helps the sentence. Looks at
directories and first bytes only and unpacks nothing; how far the cells reach is
watched while they are read (cells.Grid).
"""

import re
from pathlib import PurePath

from indicators.spreadsheets import cfb, parts
from indicators.spreadsheets.refusal import FileRefused

LARGEST = 10 * 2**20
XLSX, XLS, ODS, CSV = "xlsx", "xls", "ods", "csv"
TEXT_ENDINGS = {".csv", ".txt", ".tsv", ".tab"}
OOXML_MAIN = re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml")
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SAVE_AS = "请在Excel或WPS中另存为“Excel工作簿(*.xlsx)”后上传。"
PASSWORD = "文件设有打开密码，请去除密码后上传。"
MACROS = "文件带有宏，未接收：请另存为“Excel工作簿(*.xlsx)”后上传。"
LINKS = "文件引用其他工作簿：请将公式粘贴为数值，断开链接，保存后上传。"
NOT_A_SHEET = "“{name}”不是表格文件：请上传xlsx、xls、ods或csv格式的表格。"
OTHER_OFFICE = "“{name}”的内容是{what}，扩展名不符：请上传Excel表格。"


def check(data: bytes, name: str) -> str:
    """Return "xlsx", "xls", "ods" or "csv"; raises FileRefused with one sentence."""
    require_size(len(data), name)
    if data.startswith(b"PK"):
        return _package(data, name)
    if data.startswith(cfb.MAGIC):
        return _compound(data, name)
    return _text(data, name)


def require_size(size: int, name: str) -> None:
    """Refuse an empty or too large file by its size alone, before it is read."""
    if not size:
        raise FileRefused(f"“{_short(name)}”是空文件，请重新保存后上传。")
    if size > LARGEST:
        raise FileRefused(
            f"“{_short(name)}”有{size / 2**20:.0f}MB，最多{LARGEST // 2**20}MB："
            "请删去图片和表格以外的内容，或分成几个文件上传。"
        )


def _short(name: str) -> str:
    plain = "".join(
        c for c in PurePath(name.replace("\\", "/")).name if c.isprintable()
    )
    return plain if len(plain) <= 60 else plain[:40] + "…" + plain[-12:]


def _package(data: bytes, name: str) -> str:
    """Say what a zip file is: an .xlsx, an .ods, or something else, refused."""
    package = parts.Package(data)
    names = package.names
    if "mimetype" in names:
        return _open_document(package, name)
    if "[content_types].xml" not in names:
        raise FileRefused(NOT_A_SHEET.format(name=_short(name)))
    for part, what in (("word/", "Word文档"), ("ppt/", "幻灯片")):
        if any(n.startswith(part) for n in names):
            raise FileRefused(OTHER_OFFICE.format(name=_short(name), what=what))
    if any(n.endswith(("vbaproject.bin", "xl/macrosheets/sheet1.xml")) for n in names):
        raise FileRefused(MACROS)
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise FileRefused(MACROS)
    if any(n.endswith("workbook.bin") for n in names):
        raise FileRefused(f"“{_short(name)}”是二进制工作簿（xlsb）：{SAVE_AS}")
    if not OOXML_MAIN.search(types):
        raise FileRefused(NOT_A_SHEET.format(name=_short(name)))
    if any("/externallinks/" in n for n in names):
        raise FileRefused(LINKS)
    return XLSX


def _open_document(package: parts.Package, name: str) -> str:
    kind = package.first("mimetype").strip()
    if not kind.startswith(ODS_TYPE):
        what = "其他文档"
        raise FileRefused(OTHER_OFFICE.format(name=_short(name), what=what))
    if any(n.startswith(("basic/", "scripts/")) for n in package.names):
        raise FileRefused(MACROS)
    manifest = "META-INF/manifest.xml"
    if parts.tidy(manifest) in package.names:
        if b"encryption-data" in package.read(manifest):
            raise FileRefused(PASSWORD)
    return ODS


def _compound(data: bytes, name: str) -> str:
    names = cfb.CompoundFile(data).names
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise FileRefused(PASSWORD)
    if names & {"WordDocument", "PowerPoint Document"}:
        what = "Word文档" if "WordDocument" in names else "幻灯片"
        raise FileRefused(OTHER_OFFICE.format(name=_short(name), what=what))
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT"}:
        raise FileRefused(MACROS)
    if "Workbook" in names:
        return XLS
    if "Book" in names:
        raise FileRefused(f"“{_short(name)}”是Excel 95以前的格式：{SAVE_AS}")
    raise FileRefused(NOT_A_SHEET.format(name=_short(name)))


def _text(data: bytes, name: str) -> str:
    """Say whether bytes that are no package are a table of plain text."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = (
        data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    )
    if head.startswith(b"<?xml") and b"office:spreadsheet" in head:
        raise FileRefused(f"“{_short(name)}”是XML表格，不是Excel文件：{SAVE_AS}")
    if head.startswith(b"<") or b"<table" in head or b"<html" in head:
        raise FileRefused(f"“{_short(name)}”是网页，不是Excel文件：{SAVE_AS}")
    ending = PurePath(name).suffix.lower()
    if head.startswith(b"mime-version:"):
        raise FileRefused(f"“{_short(name)}”是网页归档，不是Excel文件：{SAVE_AS}")
    if re.match(rb"[\x09\x00][\x00\x02\x04\x08]", data) and ending not in TEXT_ENDINGS:
        raise FileRefused(f"“{_short(name)}”是Excel 95以前的格式，或已损坏：{SAVE_AS}")
    if ending not in TEXT_ENDINGS or (b"\x00" in data and not wide):
        raise FileRefused(NOT_A_SHEET.format(name=_short(name)))
    return CSV
