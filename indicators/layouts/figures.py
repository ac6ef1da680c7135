"""What any layout of a spreadsheet is read into, and what a difference is made of.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The layouts that are written and read.
ENTRY_FORM = "entry_form"  # 填报表: one region, one year, a row per indicator
COLLECTION = "collection"  # 数据采集表: the same of one data owner
SERIES = "series"  # 指标×年份: one region, a row per indicator, a column per year
REGIONS = "regions"  # 地区×指标: one year, a row per region, a column per indicator
LONG = "long"  # a row per value
REGION_YEARS = "region_years"  # 地区×年份: one indicator, a row per region
# Answers to a question: it is what it was taken for; it is not to be read.
WHOLE, LEAVE = "whole", "leave"


@dataclass(frozen=True)
class CellPlace:
    """Where a cell stands: sheet name, row and column as a spreadsheet shows them."""

    sheet: str
    row: int
    column: str  # letter: C

    def __str__(self):
        return f"“{self.sheet}”{self.column}{self.row}"


@dataclass(frozen=True)
class FileFigure:
    """One value a file gives for one region, indicator and year.

    `fields` maps names of indicators.entry.reading.READERS (value, source, note …)
    to texts as typed; a blank text says nothing about the field and is left out.
    """

    at: CellPlace
    region: str
    indicator: str
    year: int
    fields: Mapping[str, str]
    text: str = ""  # of the value's cell as it stands in the file
    version: int | None = None  # of the cell when the form was written, if it says so
    remarks: tuple[str, ...] = ()  # to be looked at on the preview


@dataclass(frozen=True)
class UnreadCell:
    """A cell that is not taken: where, what stands there, why and what to do.

    `indicator` is the code of what the row is about, "" where that is not known;
    `unknown` is the name, `unit` its unit, that leads to none, `region` its region.
    """

    at: CellPlace
    text: str
    sentence: str
    indicator: str = ""
    unknown: str = ""
    unit: str = ""
    region: str = ""


@dataclass(frozen=True)
class FileQuestion:
    """What a file does not make clear and a person has to say before it is read.

    `kind` is of surroundings (region, part, period, change), `word` stands in the
    file; `choices` are (answer, label), the answer a region's code, WHOLE or LEAVE.
    """

    kind: str
    word: str
    sentence: str
    choices: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.word}"


@dataclass
class Found:
    """A file as read: its layout, its figures, what was refused, what was remarked.

    `stamp` holds the hidden keys of a form of ours as they stand in the file, not
    yet verified (indicators/entry/stamp.py verifies), {} where there are none.
    """

    layout: str
    figures: list[FileFigure] = field(default_factory=list)
    doubts: list[UnreadCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[FileQuestion] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)  # other name → indicator
    stamp: Mapping[str, str] = field(default_factory=dict)
