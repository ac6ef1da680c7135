"""A row of the grid as the page prints it and as its scripts get it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.entry import access, texts
from indicators.models import Entry, Indicator, Observation
from indicators.models.observations import Grade, MissingReason
from indicators.pages.grid import grid_words, remarks, suggestions
from indicators.pages.grid.form_rows import EntryRow, shown_years
from indicators.pages.grid.suggestions import Take
from indicators.pages.others.other_lines import OtherLine
from indicators.rules import numbers, shown_words
from indicators.rules.digits import path_printed
from indicators.rules.figure import Figure


@dataclass
class TypedRow:
    """What a plain form sent for a row that could not be stored as it is."""

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] | None = None  # where someone else saved meanwhile
    blocked: list[str] = field(default_factory=list)  # why it could not be submitted


@dataclass
class GridRow:
    """One row as the template prints it; nothing in it is computed there."""

    row: EntryRow
    entry: Entry
    indicator: Indicator
    code: str
    name: str
    unit: str
    years: list[tuple]
    texts: dict[str, str]
    stored: dict[str, str]
    version: int
    mine: bool  # the viewer may write its form
    editable: bool
    obstacle: str
    has_counts: bool
    findings: list[dict]
    errors: int
    warnings: int
    state_words: list[str]
    takes: list[Take]
    last: Take | None
    supplier: str
    source_hint: str
    about: list[tuple[str, str]]
    goal: str = ""
    goal_year: str = ""
    questions: tuple[str, ...] = ()  # open ones on what the plan prints
    due: str = ""
    typed: TypedRow = field(default_factory=TypedRow)
    refused: list[tuple[str, str]] = field(default_factory=list)
    theirs: list[tuple[str, str]] = field(default_factory=list)
    others: list[OtherLine] = field(default_factory=list)  # 另有数, beside the value
    hidden: bool = False

    @property
    def filled(self) -> bool:
        return self.entry.is_filled

    @property
    def has_history(self) -> bool:
        """Whether anything was ever saved into the cell."""
        return self.version > 1

    @property
    def was(self) -> str:
        """The stored texts as the plain form sends them back."""
        return json.dumps(self.stored, ensure_ascii=False, separators=(",", ":"))

    @property
    def grade_options(self) -> str:
        return options(Grade, self.texts["grade"], get_language())

    @property
    def reason_options(self) -> str:
        return options(MissingReason, self.texts["missing_reason"], get_language())

    @property
    def remark(self) -> str:
        """What the reviewer wrote, while the row waits for the clerk."""
        return self.entry.remark if self.entry.state == Entry.State.RETURNED else ""

    @property
    def sourceless(self) -> bool:
        """Whether only submitting asks for a source: its cell says so, not a line."""
        return any(finding["code"] == "source" for finding in self.findings)

    @property
    def told(self) -> list[dict]:
        """What the checks say under the row; `blocks` where it stopped submitting: it
        is said once, as that."""
        return [
            f | {"blocks": f["sentence"] in self.typed.blocked}
            for f in self.findings
            if f["code"] != "source"
        ]

    @property
    def blocked_besides(self) -> list[str]:
        """Why it could not be submitted, beyond what the checks say under the row."""
        told = {finding["sentence"] for finding in self.told}
        return [sentence for sentence in self.typed.blocked if sentence not in told]

    @property
    def for_scripts(self) -> dict:
        """What the grid's scripts know of the row (static/js/grid/row.js).

        `texts` as they are stored, whatever stands in the inputs; none of a row that
        is only read: its counts may not be for the reader.
        """
        typed = self.typed
        return {
            "indicator": self.code,
            "name": self.name,
            "version": self.version,
            "texts": texts.whole(self.entry) if self.editable else {},
            "state": self.entry.state,
            "filled": self.filled,
            "substitute": bool(self.entry.substitute_region_id),
            "supplement": self.row.supplement,
            "editable": self.editable,
            "obstacle": self.obstacle,
            "findings": self.findings,
            "blocked": typed.blocked,
            "refused": {
                name: {"text": typed.texts.get(name, ""), "why": why}
                for name, why in typed.refused.items()
            },
            "takes": [{"kind": t.kind, "fields": t.fields} for t in self.takes],
            "last": self.last.fields if self.last and self.editable else None,
        }

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to say under the row."""
        told = self.told or self.refused or self.typed.blocked or self.theirs
        told = told or self.others
        return not (told or self.remark or any(take.offered for take in self.takes))

    @property
    def has_problem(self) -> bool:
        return bool(
            self.told or self.sourceless or self.refused or self.typed.blocked
        ) or (self.entry.state == Entry.State.RETURNED)


@lru_cache(maxsize=64)
def options(choices, chosen: str, language: str) -> str:
    """Return a list's options as HTML; the same few lists stand in every row."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        [
            (value, mark_safe(" selected") if value == chosen else "", word)
            for value, word in [("", ""), *choices.choices]
        ],
    )


def shown(
    row: EntryRow, mine: bool, above: Observation | None, typed: TypedRow
) -> GridRow:
    """Return a row ready to print; `mine`: the viewer may write its form."""
    entry, indicator = row.entry, row.indicator
    obstacle = access.obstacle(entry)
    current = texts.of(entry)
    words = grid_words.columns()
    return GridRow(
        row=row,
        entry=entry,
        indicator=indicator,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        years=_years(row),
        texts=current | dict(typed.texts),
        stored=current,
        version=entry.version,
        mine=mine,
        editable=mine and not obstacle,
        obstacle=obstacle or ("" if mine else _("此项由其他单位填报。")),
        has_counts=indicator.has_counts,
        findings=remarks.said(row.findings),
        errors=sum(f.code != "source" for f in row.errors),
        warnings=len(row.warnings),
        state_words=remarks.state_words(entry, row.late, row.supplement),
        takes=list(suggestions.takes(row, above)) if mine and not obstacle else [],
        last=suggestions.last(row),
        supplier=remarks.supplier_line(entry),
        source_hint=remarks.source_hint(entry),
        about=about(row),
        typed=typed,
        refused=[(words.get(n, n), why) for n, why in typed.refused.items()],
        theirs=_theirs(typed, words),
        **_goal(row),
    )


def _theirs(typed: TypedRow, words) -> list[tuple[str, str]]:
    """Return what someone else stored beside what was typed, column by column."""
    if typed.theirs is None:
        return []
    return [
        (words[name], typed.theirs.get(name) or _("空"))
        for name in typed.texts
        if typed.theirs.get(name, "") != typed.texts[name]
    ]


def _years(row: EntryRow) -> list[tuple]:
    """Return (text, what to say of it, is it a demo value, year), the oldest first."""
    years = shown_years(row.entry.submission.year)
    return [
        (*_year(past, row.indicator), year)
        for past, year in zip(row.years, years, strict=True)
    ]


def _year(past: Figure | None, indicator: Indicator) -> tuple[str, str, bool]:
    """Return (text, what to say of it, is it a demo value) of an earlier year."""
    if past is None:
        return "", "", False
    if past.value is None:
        return numbers.MISSING, MissingReason.said(past.missing_reason), False
    text = numbers.plain(past.value, indicator.decimals)
    return text, _("演示数据") if past.is_demo else past.source, past.is_demo


def _goal(row: EntryRow) -> dict:
    """Return the target, with its year and the value due now if it is a later one's."""
    if not row.goal:
        return {}
    later = row.goal.year != row.entry.submission.year
    when = row.goal.when if row.goal.year is None else str(row.goal.year)
    found = {"goal": row.goal.printed, "goal_year": when if later else ""}
    found["questions"] = row.goal.questions
    if later and row.goal.due is not None:
        due = path_printed(row.goal.due, row.indicator.decimals)
        found["due"] = shown_words.number(due) + numbers.shown_unit(row.indicator.unit)
    return found


def about(row: EntryRow) -> list[tuple[str, str]]:
    """Return the 口径 of a row as (heading, text): what is counted, how, who asks."""
    i, headings = row.indicator, grid_words.headings()
    texts_of = {
        "unit": i.unit,
        "definition": i.definition,
        "numerator": i.numerator,
        "denominator": i.denominator,
        "population": i.population,
        "statistical_year": i.statistical_year,
        "report": i.report,
        "direction": str(i.get_direction_display()),
        "decimals": str(i.decimals),
        "bounds": _bounds(i),
        "remark": i.remark,
        "asking": _("、").join(
            dict.fromkeys(r.issuer.short_name for r in row.entry.rounds.all())
        ),
        "due_on": f"{row.entry.due_on:%Y-%m-%d}",
        "standing": _standing(row),
    }
    return [(headings[name], text) for name, text in texts_of.items() if text]


def _standing(row: EntryRow) -> str:
    """Return the approved value while its correction is worked on."""
    if row.standing is None or row.standing.value is None:
        return ""
    value = texts.value_text(row.standing.value, row.indicator.decimals)
    return value + numbers.shown_unit(row.indicator.unit)


def _bounds(indicator: Indicator) -> str:
    low, high = indicator.lower, indicator.upper
    if low is None and high is None:
        return ""
    ends = [numbers.trimmed(n, 8) if n is not None else "" for n in (low, high)]
    return _("～").join(ends)
