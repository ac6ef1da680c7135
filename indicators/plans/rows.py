"""Reads a CSV file into rows, collecting every problem instead of stopping. Pure.

The header is the contract: columns are named, in any order, none unknown. Row
numbers are those a spreadsheet shows: the header is row 1.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

BLANK = " \t\r\n\u3000\ufeff"
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong where; row 0 means the file as a whole."""

    file: str
    row: int
    column: str
    sentence: str

    def __str__(self):
        row = f" 第{self.row}行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{self.file}{row}{column}：{self.sentence}"


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet; an absent optional column reads as empty."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class ReadSheet:
    """The rows of one file and the problems found in it so far."""

    file: str
    columns: list[str] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def complain(self, row: SheetRow | int, column: str, sentence: str) -> None:
        number = row.number if isinstance(row, SheetRow) else row
        self.problems.append(RowProblem(self.file, number, column, sentence))

    def text(self, row: SheetRow, column: str) -> str:
        """Return a cell that must be filled."""
        if not row[column]:
            self.complain(row, column, "不能为空。")
        return row[column]

    def decimal(self, row: SheetRow, column: str) -> Decimal | None:
        """Return a number in plain digits, None where the cell is empty."""
        text = row[column]
        if not text:
            return None
        try:
            if NUMBER.fullmatch(text):
                return Decimal(text)
        except InvalidOperation:
            pass
        self.complain(row, column, f"“{text}”不是数字，只能写数字和小数点。")
        return None

    def integer(self, row: SheetRow, column: str) -> int | None:
        """Return a whole number, None where the cell is empty."""
        text = row[column]
        if text and not re.fullmatch(r"\d{1,9}", text):
            self.complain(row, column, f"“{text}”不是整数。")
            return None
        return int(text) if text else None

    def year(self, row: SheetRow, column: str) -> int | None:
        """Return a four-digit year, None where the cell is empty."""
        text = row[column]
        if text and not (re.fullmatch(r"\d{4}", text) and 1900 <= int(text) <= 2100):
            self.complain(row, column, f"“{text}”不是四位数的年份，例如 2030。")
            return None
        return int(text) if text else None

    def day(self, row: SheetRow, column: str) -> date | None:
        """Return a day written 2019-12-19, None where the cell is empty."""
        try:
            return date.fromisoformat(row[column]) if row[column] else None
        except ValueError:
            self.complain(row, column, f"“{row[column]}”不是日期，格式应如2019-12-19。")
            return None

    def choice(self, row: SheetRow, column: str, choices: Mapping):
        """Return what the cell's word stands for; None and a problem if unknown."""
        if row[column] in choices:
            return choices[row[column]]
        words = "、".join(word or "空" for word in choices)
        self.complain(row, column, f"“{row[column]}”不在可填的范围内（{words}）。")
        return None

    def once(self, *columns: str) -> None:
        """Complain about every row that repeats the key of an earlier one."""
        seen: dict[tuple, int] = {}
        for row in self.rows:
            key = tuple(row[column] for column in columns)
            if key in seen:
                self.complain(
                    row,
                    "、".join(columns),
                    f"“{' '.join(key)}”与第{seen[key]}行重复，请删去一行。",
                )
            else:
                seen[key] = row.number


def read(path, columns, optional=(), pattern: str | None = None) -> ReadSheet:
    """Return the sheet of a CSV file (UTF-8 with or without BOM, or GBK).

    `columns` must all be there; `optional` and what matches `pattern` may be;
    any other column is a problem. Blank rows are left out.
    """
    path = Path(path)
    sheet = ReadSheet(path.name)
    try:
        text = decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "没有这个文件。" if missing else "无法识别文字，请另存为UTF-8的CSV。"
        sheet.complain(0, "", reason)
        return sheet
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        sheet.complain(0, "", "引号没有成对，无法分出单元格；请在电子表格中重新另存。")
        return sheet
    lines = [[cell.strip(BLANK) for cell in line] for line in lines]
    sheet.columns = lines[0] if lines else []
    _check_header(sheet, columns, optional, pattern)
    if not sheet.problems:
        _fill(sheet, lines[1:])
    return sheet


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, else GBK as Excel writes it in China."""
    if b"\0" in content:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _check_header(sheet: ReadSheet, columns, optional, pattern) -> None:
    if not any(sheet.columns):
        sheet.complain(1, "", "文件是空的，首行应为列名。")
        return
    known = {*columns, *optional}
    for name in dict.fromkeys(sheet.columns):
        if sheet.columns.count(name) > 1:
            sheet.complain(1, name, "这一列出现了两次。" if name else "有列没有列名。")
        elif name not in known and not (pattern and re.fullmatch(pattern, name)):
            sheet.complain(
                1, name, "没有这一列。" if name else "有一列没有列名，请删去或写上。"
            )
    for name in columns:
        if name not in sheet.columns:
            sheet.complain(1, name, "缺少这一列。")


def _fill(sheet: ReadSheet, lines: list[list[str]]) -> None:
    width = len(sheet.columns)
    for number, line in enumerate(lines, start=2):
        if not any(line):
            continue
        if len(line) != width:
            sheet.complain(
                number,
                "",
                f"有{len(line)}个单元格，应与列名同为{width}个，请检查逗号和引号。",
            )
            continue
        sheet.rows.append(SheetRow(number, dict(zip(sheet.columns, line, strict=True))))
