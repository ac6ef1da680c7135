"""一页纸: one A4 sheet for a meeting; what does not fit on it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from dashboards import balances, summaries
from dashboards.papers import fitting, texts
from dashboards.rows import PlanRow
from indicators.models import Matter, Plan

# column → its width in millimetres; where one is dropped, the others grow alike
WIDTHS = {
    "name": 28.0,
    "verdict": 22.0,
    "value": 21.0,
    "due": 21.0,
    "upper": 16.0,
    "department": 24.0,
    "reason": 24.0,
    "next": 24.0,
}
# words may be cut to so many lines of a cell, figures never; the first at which all
# rows fit, else the last
CUT = ("name", "department", "reason", "next")
LINES = (6, 5, 4, 3)
FIXED = 30.0  # millimetres: title, facts, headings of table and foot


@dataclass(frozen=True)
class PaperColumn:
    """A column that is printed: its name, heading and width in millimetres."""

    name: str
    heading: str
    width: float


@dataclass(frozen=True)
class PaperRow:
    """A row that is printed: its words by column, and the row for its shape."""

    row: PlanRow
    columns: tuple[PaperColumn, ...]
    cells: tuple[str, ...]

    @property
    def with_shape(self) -> list[str]:
        """The words of each cell with room for the shape before the verdict."""
        shape = "▲"
        return [
            shape + text if column.name == "verdict" else text
            for column, text in self.pairs
        ]

    @property
    def pairs(self) -> list[tuple[PaperColumn, str]]:
        return list(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True)
class OnePage:
    """What stands on the sheet, in words."""

    title: str
    facts: tuple[str, ...]
    is_draft: bool
    is_demo: bool
    headline: str
    counts: tuple[tuple[str, str], ...]
    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    behind: int
    rest: str
    matters: tuple[Matter, ...]
    notes: tuple[str, ...]


def counted(rows: Sequence[PlanRow], outlook: bool) -> tuple[tuple[str, str], ...]:
    """Return the three balances as (title, words), each adding up to the plan's
    indicators; 趋势研判, for use inside the office, where it is asked for."""
    found = balances.lines(balances.of_rows(rows))
    return tuple(_balance(line) for line in found if outlook or not line.is_advice)


def _balance(line: balances.BalanceLine) -> tuple[str, str]:
    parts = [
        _("%(words)s%(n)s项") % {"words": _(part.words), "n": part.count}
        for part in line.parts
        if part.count
    ]
    title = _(line.title) % {"year": line.year}
    if line.is_advice:
        title = _("%(title)s（供内部参考）") % {"title": title}
    return title, _("%(parts)s。") % {"parts": _("、").join(parts)}


def build(
    plan: Plan, rows: Sequence[PlanRow], what: str, matters, outlook: bool = False
) -> OnePage:
    """Return the sheet of a plan from the rows that make its summary; `outlook`: with
    what the trend tells, off unless ticked."""
    behind = texts.behind(rows)
    columns = _columns(behind)
    summary = summaries.summary(summaries.tallies(rows))
    headline, counts = texts.sentence(summary, what), counted(rows, outlook)
    notes = _notes(behind, rows)
    shown = _fitted(behind, columns, _room(headline, counts, matters, notes))
    return OnePage(
        title=_title(plan),
        facts=tuple(_facts(plan, rows)),
        is_draft=plan.status == Plan.Status.DRAFT,
        is_demo=any(row.has_demo for row in rows),
        headline=headline,
        counts=counts,
        columns=tuple(columns),
        rows=tuple(shown),
        behind=len(behind),
        rest=_rest(behind[len(shown) :]),
        matters=tuple(matters),
        notes=tuple(notes),
    )


def _title(plan: Plan) -> str:
    title = plan.title if "《" in plan.title else f"《{plan.title}》"
    return _("%(region)s%(title)s进展一页纸") % {"region": plan.region, "title": title}


def _facts(plan: Plan, rows) -> list[str]:
    latest = max((row.latest_year for row in rows if row.latest_year), default=None)
    as_of = max((row.as_of for row in rows if row.as_of), default=None)
    made = dateformat.format(timezone.localdate(), _("Y年n月j日"))
    found = []
    if latest:
        found.append(_("数据截至%(year)s年") % {"year": latest})
    if as_of:
        found.append(_("按%(year)s年度评价") % {"year": as_of})
    found.append(_("%(day)s制") % {"day": made})
    return found


def _columns(rows: Sequence[PlanRow]) -> list[PaperColumn]:
    """Return the columns that hold anything, over the whole width of the sheet."""
    used = {
        "upper": any(row.upper for row in rows),
        "department": any(texts.responsible(row) for row in rows),
        "reason": any(row.note for row in rows),
        "next": any(texts.next_step(row) for row in rows),
    }
    names = [name for name in WIDTHS if used.get(name, True)]
    grown = fitting.WIDTH / sum(WIDTHS[name] for name in names)
    heading = {
        "name": _("指标"),
        "verdict": _("评价"),
        "value": _("现状"),
        "due": _("要求、差距"),
        "upper": _("上级数值"),
        "department": _("责任部门"),
        "reason": _("原因"),
        "next": _("下一步"),
    }
    return [PaperColumn(name, heading[name], WIDTHS[name] * grown) for name in names]


SAYS = {
    "name": lambda row: row.label,
    "verdict": texts.verdict,
    "value": texts.value_in_two,
    "due": lambda row: "\n".join(filter(None, (texts.asked(row), texts.distance(row)))),
    "upper": texts.against,
    "department": texts.responsible,
    "reason": lambda row: row.note.reason if row.note else "",
    "next": texts.next_step,
}


def _fitted(
    behind: Sequence[PlanRow], columns: Sequence[PaperColumn], room: float
) -> list[PaperRow]:
    """Return the rows that fit into the room, with as many of their words as that
    allows."""
    widths = [column.width for column in columns]
    shown: list[PaperRow] = []
    for most in LINES:
        whole = [_row(row, columns, most) for row in behind]
        heights = [fitting.row_height(line.with_shape, widths) for line in whole]
        shown = whole[: fitting.fitting(heights, room)]
        if len(shown) == len(behind):
            break
    return shown


def _row(row: PlanRow, columns: Sequence[PaperColumn], most: int) -> PaperRow:
    cells = []
    for column in columns:
        text = SAYS[column.name](row)
        if column.name in CUT:
            text = fitting.clipped(text, column.width, most)
        cells.append(text)
    return PaperRow(row, tuple(columns), tuple(cells))


def _room(headline, counts, matters, notes) -> float:
    """Return the height left for the rows of the table in millimetres."""
    used = FIXED + fitting.text_height(headline)
    used += sum(fitting.text_height(title + words) for title, words in counts)
    small = fitting.TABLE, fitting.LEADING
    used += sum(fitting.text_height(note, *small) for note in notes)
    used += 2 * fitting.text_height("", *small)  # what is left out, and the reserve
    if matters:
        used += 9.0
        for matter in matters:
            said = f"1. {matter.text}（{matter.departments}）：{matter.request}"
            used += fitting.text_height(said)
    return fitting.HEIGHT - used


def _rest(rows: Sequence[PlanRow]) -> str:
    """Return how many rows the sheet has no room for, by verdict."""
    if not rows:
        return ""
    counts: dict[str, int] = {}
    for row in rows:
        counts[texts.verdict(row)] = counts.get(texts.verdict(row), 0) + 1
    named = _("、").join(f"{words}{n}" for words, n in counts.items())
    return _("另有%(n)s项未列出（%(named)s），见地区页。") % {
        "n": len(rows),
        "named": named,
    }


def _notes(behind: Sequence[PlanRow], rows: Sequence[PlanRow]) -> list[str]:
    """Return the footnotes: what a dropped column would have held, demo data, whose
    word it is."""
    found = []
    if behind and not any(map(texts.responsible, behind)):
        found.append(_("注：所列指标的责任部门尚未明确，未列该栏。"))
    if behind and not any(row.note for row in behind):
        found.append(_("注：原因和下一步措施尚未填写，未列该栏。"))
    if any(row.has_demo for row in rows):
        found.append(_("注：含演示数据，不是统计数据，不得引用。"))
    found.append(_("系统测算，供内部参考，以正式印发的监测评估报告为准。"))
    return found
