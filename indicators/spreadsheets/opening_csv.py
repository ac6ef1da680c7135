"""Reads tables of plain text: as Excel and WPS save them, and as we export
them. Pure."""

import csv
import io
import re

from indicators.spreadsheets import cells
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.formula_guard import unguard
from indicators.spreadsheets.refusal import FileRefused

MOST_ROWS, MOST_CELLS = 60_000, 1_200_000
SEPARATORS = "\t,;"
# What other systems write so that a code stays a text: ="511700".
AS_FORMULA = re.compile('="([^"]*)"')
QUOTES = "文本中引号不成对或有无法识别的字，请在Excel中另存为xlsx后上传。"


def grids(data: bytes) -> list[Grid]:
    """Return the one grid of a text file; raises FileRefused."""
    text = decoded(data)
    grid, count = Grid("CSV"), 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        for row, texts in enumerate(rows):
            count += len(texts)
            wide = len(texts) > cells.MOST_COLUMNS
            if row >= MOST_ROWS or wide or count > MOST_CELLS:
                raise FileRefused(
                    f"文件超过{MOST_ROWS}行或{cells.MOST_COLUMNS}列，请分成几个文件上传。"
                )
            if any(len(t) > cells.LONGEST and "\n" in t for t in texts):
                raise FileRefused(QUOTES)  # one left open takes in the lines below
            grid.rows.append([plain(text) for text in texts])
    except csv.Error as error:
        raise FileRefused(QUOTES) from error
    return [grid]


def decoded(data: bytes) -> str:
    """Return the text of UTF-8, UTF-16 or GB 18030 bytes; raises FileRefused."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileRefused("无法识别文本编码：请在Excel中另存为xlsx或“CSV UTF-8”后上传。")


def separator(text: str) -> str:
    """Return what stands between the cells: what most often splits the first lines."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:20]
    bare = [re.sub('"[^"]*"', "", line) for line in lines]
    counts = {s: sum(line.count(s) for line in bare) for s in SEPARATORS}
    steady = {s: sum(1 for line in bare if s in line) for s in SEPARATORS}
    return max(",\t;", key=lambda s: (steady[s], counts[s]))


def plain(text: str) -> str:
    """Return a cell's text without what only keeps it a text in a spreadsheet."""
    match = AS_FORMULA.fullmatch(text.strip())
    return cells.short(match[1].strip() if match else unguard(text).strip())
