"""Reads .xlsx packages into grids: texts as shown, in one pass and bounded. Pure.

A library would return 0.853 for a cell that shows 85.3%, nothing for a formula that
was never computed, and would reserve room for every cell up to the farthest one.
"""

import re

from indicators.spreadsheets import cells, formats, parts
from indicators.spreadsheets import opening_xlsx_sheet as sheet
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.refusal import FileRefused

USUAL_STRING = re.compile(r"<si><t(?: [^>]*)?>([^<]*)</t></si>")
HIDDEN = ("hidden", "veryHidden")


def grids(data: bytes) -> list[Grid]:
    """Return the worksheets in their order; raises FileRefused."""
    return _Package(parts.Package(data)).grids()


class _Package:
    """The workbook part, what it relates to, and what its sheets share."""

    def __init__(self, package: parts.Package):
        self.package = package
        self.sheets: list[tuple[str, str, bool]] = []  # name, relation, hidden
        self.book = sheet.Book(walk=package.walk)
        self.part = self._main_part()
        self.relations = self._relations(self.part)
        package.walk(package.read(self.part), self._workbook_element)
        self.book.strings = self._strings()
        self.book.shown = self._formats()

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                return parts.beside("", target)
        return "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id → (kind, target)."""
        folder, _, name = part.rpartition("/")
        path = "/".join(filter(None, [folder, "_rels", f"{name}.rels"]))
        found: dict[str, tuple[str, str]] = {}
        if parts.tidy(path) not in self.package.names:
            return found

        def start(name: str, attributes: dict) -> None:
            if name == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, attributes.get("Target", "")

        self.package.walk(self.package.read(path), start)
        return found

    def _workbook_element(self, name: str, attributes: dict) -> None:
        if name == "workbookPr":
            if attributes.get("date1904") in ("1", "true"):
                self.book.from_1904 = True
        elif name == "sheet":
            plain = parts.local(attributes)
            hidden = plain.get("state") in HIDDEN
            self.sheets.append((plain.get("name", ""), plain.get("id", ""), hidden))

    def _related(self, kind: str) -> bytes:
        """Return the part of a kind beside the workbook, b"" where there is none."""
        for known, target in self.relations.values():
            path = parts.beside(self.part, target)
            if known == kind and parts.tidy(path) in self.package.names:
                return self.package.read(path)
        return b""

    def _strings(self) -> list[str]:
        data = self._related("sharedStrings")
        text = sheet.plain_xml(data)
        if text is not None and "<sst" in text:
            if text.count("<si") > cells.MOST_CELLS:
                raise FileRefused(parts.DAMAGED)
            found = USUAL_STRING.findall(text)
            if len(found) == text.count("<si"):
                return [sheet.unescaped(t) for t in found]
        walk = _StringWalk()
        if data:
            self.package.walk(data, walk.start, walk.end, walk.text)
        return walk.found

    def _formats(self) -> list[formats.Shown]:
        """Return how each cell format shows numbers, by its place in the list."""
        codes, found, inside = {}, [], []

        def start(name: str, attributes: dict) -> None:
            if name == "numFmt":
                number = sheet.whole(attributes.get("numFmtId"))
                codes.setdefault(number, attributes.get("formatCode", ""))
            elif name == "cellXfs":
                inside.append(name)
            elif name == "xf" and inside:
                found.append(sheet.whole(attributes.get("numFmtId", "0")))

        def end(name: str) -> None:
            if name == "cellXfs":
                inside.clear()

        if data := self._related("styles"):
            self.package.walk(data, start, end)
        return [formats.of(number, codes.get(number, "")) for number in found]

    def grids(self) -> list[Grid]:
        """Return the grids of the worksheets; chart sheets have none."""
        found, room = [], cells.Room()
        cells.require_few(len(self.sheets))
        for name, relation, hidden in self.sheets:
            kind, target = self.relations.get(relation, ("", ""))
            path = parts.beside(self.part, target)
            if kind == "worksheet" and parts.tidy(path) in self.package.names:
                data = self.package.read(path)
                found.append(sheet.fill(Grid(name, hidden, room), data, self.book))
        return found


class _StringWalk:
    """Collects shared strings: rich text joined, phonetic help left out."""

    def __init__(self):
        self.found: list[str] = []
        self.parts: list[str] = []
        self.open: list[str] = []

    def start(self, name: str, attributes: dict) -> None:
        self.open.append(name)
        if name == "si":
            self.parts = []

    def end(self, name: str) -> None:
        self.open.pop()
        if name == "si":
            self.found.append(sheet.without_codes("".join(self.parts)))

    def text(self, text: str) -> None:
        if self.open[-1:] == ["t"] and "rPh" not in self.open:
            self.parts.append(text)
