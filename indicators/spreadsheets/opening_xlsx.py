"""Reads .xlsx packages into grids: texts as shown, in one pass and bounded. Pure.

By expat, as openpyxl takes longer than two seconds for the most cells that we read
(README, decisions) and would have to go twice over a sheet to tell a formula that was
never computed from a blank.
"""

from indicators.spreadsheets import cells, formats, opening_xlsx_sheet, parts
from indicators.spreadsheets.cells import Grid

HIDDEN = ("hidden", "veryHidden")


def grids(data: bytes) -> list[Grid]:
    """Return the worksheets in their order; raises FileRefused."""
    return _Package(parts.Package(data)).grids()


class _Package:
    """The workbook part, what it relates to, and what its sheets share."""

    def __init__(self, package: parts.Package):
        self.package = package
        self.sheets: list[tuple[str, str, bool]] = []  # name, relation, hidden
        self.book = opening_xlsx_sheet.SharedParts()
        self.part = self._main_part()
        self.relations = self._relations(self.part)
        package.walk(self.part, self._workbook_element)
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
            if parts.local_name(name) == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, attributes.get("Target", "")

        self.package.walk(path, start)
        return found

    def _workbook_element(self, name: str, attributes: dict) -> None:
        name = parts.local_name(name)
        if name == "workbookPr":
            if attributes.get("date1904") in ("1", "true"):
                self.book.from_1904 = True
        elif name == "sheet":
            plain = parts.local(attributes)
            hidden = plain.get("state") in HIDDEN
            self.sheets.append((plain.get("name", ""), plain.get("id", ""), hidden))

    def _related(self, kind: str) -> str:
        """Return the part of a kind beside the workbook, "" where there is none."""
        for known, target in self.relations.values():
            path = parts.beside(self.part, target)
            if known == kind and parts.tidy(path) in self.package.names:
                return path
        return ""

    def _strings(self) -> list[str]:
        walk = _StringWalk()
        if part := self._related("sharedStrings"):
            self.package.walk(part, walk.start, walk.end, walk.text)
        return walk.found

    def _formats(self) -> list[formats.CellFormat]:
        """Return how each cell format shows numbers, by its place in the list."""
        codes, found, inside = {}, [], []

        def start(name: str, attributes: dict) -> None:
            name = parts.local_name(name)
            if name == "numFmt":
                number = opening_xlsx_sheet.whole(attributes.get("numFmtId"))
                codes.setdefault(number, attributes.get("formatCode", ""))
            elif name == "cellXfs":
                inside.append(name)
            elif name == "xf" and inside:
                found.append(opening_xlsx_sheet.whole(attributes.get("numFmtId", "0")))

        def end(name: str) -> None:
            if parts.local_name(name) == "cellXfs":
                inside.clear()

        if part := self._related("styles"):
            self.package.walk(part, start, end)
        return [formats.of(number, codes.get(number, "")) for number in found]

    def grids(self) -> list[Grid]:
        """Return the grids of the worksheets; chart sheets have none."""
        found, room = [], cells.Allowance()
        cells.require_few(len(self.sheets))
        for name, relation, hidden in self.sheets:
            kind, target = self.relations.get(relation, ("", ""))
            path = parts.beside(self.part, target)
            if kind == "worksheet" and parts.tidy(path) in self.package.names:
                walk = opening_xlsx_sheet.SheetWalk(Grid(name, hidden, room), self.book)
                self.package.walk(path, walk.start, walk.end, walk.text)
                found.append(walk.grid)
        return found


class _StringWalk:
    """Collects shared strings: rich text joined, phonetic help left out."""

    def __init__(self):
        self.found: list[str] = []
        self.words: list[str] = []
        self.taking = self.phonetic = False

    def start(self, name: str, attributes: dict) -> None:
        if name == "si":
            self.words = []
        elif name == "t":
            self.taking = not self.phonetic
        elif name == "rPh":
            self.phonetic = True
        elif ":" in name:
            self.start(parts.local_name(name), attributes)

    def end(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "si":
            self.found.append(opening_xlsx_sheet.without_codes("".join(self.words)))
        elif name == "rPh":
            self.phonetic = False
        elif ":" in name:
            self.end(parts.local_name(name))

    def text(self, text: str) -> None:
        if self.taking and len(self.words) < opening_xlsx_sheet.MOST_WORDS:
            self.words.append(cells.short(text))
