"""What stands around a table: whose figures, of which people, of which part of a year.

A file is asked about, never assumed: text that names another region than the chosen
one, a part of the people (农村, 男), of the year (1—9月) or a change (同比) becomes a
question, and no figure it is about lands before somebody answered. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.layouts import columns, naming_places, partial
from indicators.layouts.figures import LEAVE, WHOLE, FileQuestion
from indicators.layouts.known import KnownNames
from indicators.layouts.naming_places import Places
from indicators.layouts.partial import CHANGE, PART, PERIOD
from indicators.layouts.tables import FoundTable

REGION = "region"
MOST_TEXTS, LONGEST = 400, 200  # around one table
SAID = {
    PART: "{where}写有“{word}”：{name}是否为全体的数值？",
    PERIOD: "{where}写有“{word}”：是否为全年的数值？",
    CHANGE: "{where}写有“{word}”：是否为数值本身？",
}
TAKEN = {PART: "是全体的数值", PERIOD: "是全年的数值", CHANGE: "是数值本身"}


@dataclass(frozen=True)
class Spot:
    """A text around a table, and how its place is said: 第2行, 工作表名称."""

    where: str
    text: str


@dataclass
class Around:
    """What the texts around a table, or a heading between its rows, ask."""

    questions: list[FileQuestion] = field(default_factory=list)

    def blocking(self, names: str, told: bool, known: KnownNames) -> list[FileQuestion]:
        """Return the questions that keep a figure from landing.

        `names` are the words of its indicator, which may say 农村 themselves; `told`
        is whether its row or column names its region.
        """
        return [
            asked
            for asked in self.questions
            if (not told if asked.kind == REGION else asked.word not in names)
            and _open(asked, known)
        ]

    def region(self, known: KnownNames) -> str:
        """Return the region (code) of rows that name none, as chosen or answered."""
        for asked in self.questions:
            answer = known.answers.get(asked.key, "")
            if asked.kind == REGION and answer not in ("", LEAVE):
                return answer
        return known.region


def _open(asked: FileQuestion, known: KnownNames) -> bool:
    return known.answers.get(asked.key, "") in ("", LEAVE)


def of_table(
    table: FoundTable,
    before: FoundTable | None,
    name: str,
    known: KnownNames,
    places: Places,
) -> Around:
    """Return what stands above a table and below it, in its sheet's and file's name."""
    spots = [Spot("文件名", columns.stem(name)), Spot("工作表名称", table.grid.name)]
    return about([*spots, *_above(table, before), *notes_below(table)], known, places)


def about(spots: Iterable[Spot], known: KnownNames, places: Places) -> Around:
    """Return the questions of texts, each word once."""
    found: dict[str, FileQuestion] = {}
    for spot in spots:
        for asked in _asked(spot, places, known):
            found.setdefault(asked.key, asked)
    return Around(list(found.values()))


def _above(table: FoundTable, before: FoundTable | None) -> list[Spot]:
    """Return the texts of the rows above the headings: the sheet's head, and what
    stands between the table and the one before."""
    top = table.sheet_top
    rows = list(range(min(top, table.top)))
    if before:
        row = table.top - 1
        while row >= before.first and not _has_figures(table, row):
            rows.append(row)
            row -= 1
    return _spots(table, rows)


def notes_below(table: FoundTable) -> list[Spot]:
    """Return the notes below a table that speak of all of it: 注：以上为农村数据."""
    last = min(table.last, len(table.grid.rows))
    found = _spots(table, range(max(last - 15, table.first), last))
    notes = re.compile(r"[(（]?[备附]?注|说明")
    return [
        s
        for s in found
        if notes.match(s.text) or naming_places.LINE.fullmatch(columns.flat(s.text))
    ]


def _spots(table: FoundTable, rows: Iterable[int]) -> list[Spot]:
    found = []
    for row in rows:
        for text in table.grid.rows[row]:
            if text and len(found) < MOST_TEXTS:
                found.append(Spot(f"第{row + 1}行", text[:LONGEST]))
    return found


def _has_figures(table: FoundTable, row: int) -> bool:
    return any(columns.is_figure(text) for text in table.grid.rows[row])


def _asked(spot: Spot, places: Places, known: KnownNames) -> list[FileQuestion]:
    plain = columns.flat(spot.text)
    found = [_of_place(spot, p, known) for p in naming_places.others(plain, places)]
    found += [_of_words(kind, spot, word) for kind, word in partial.said(plain)]
    return found


def _of_words(kind: str, spot: Spot, word: str) -> FileQuestion:
    name = "这些数值" if kind == PART else ""
    sentence = SAID[kind].format(where=spot.where, word=word, name=name)
    return FileQuestion(kind, word, sentence, ((WHOLE, TAKEN[kind]), (LEAVE, "不读取")))


def _of_place(spot: Spot, named: tuple[str, str], known: KnownNames) -> FileQuestion:
    word, code = named
    chosen = known.title(known.region)
    sentence = f"{spot.where}写有“{word}”，所选为{chosen}：是哪个地区的数据？"
    listed = code in known.regions
    choices = [(code, f"{known.title(code)}的数据")] if listed else []
    choices += [(known.region, f"{chosen}的数据"), (LEAVE, "不读取")]
    return FileQuestion(REGION, word, sentence, tuple(choices))
