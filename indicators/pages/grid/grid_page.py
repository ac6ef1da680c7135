"""What the page of the grid shows: rows, head, forms, base figures, what rests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import asked
from indicators.entry.access import locked
from indicators.models import DataOwner, Entry, Observation, Round, Submission
from indicators.models.others import Stage
from indicators.pages.grid import (
    form_rows,
    grid_columns,
    grid_rows,
    grid_words,
    links,
    suggestions,
)
from indicators.pages.grid.grid_rows import GridRow, TypedRow
from indicators.pages.others import other_lines
from indicators.rules import checks
from regions import access, codes
from regions.models import Region


@dataclass
class GridScope:
    """Which rows of a region's year a person looks at, and how."""

    region: Region
    year: int
    user: object
    form: Submission | None = None  # the one form looked at; None: all one may see
    by: str = "domain"
    only: str = ""
    mine: bool = False
    large: bool = False
    rest: bool = False

    def may_enter(self, form: Submission) -> bool:
        return access.may_enter(self.user.grants, self.region.code, form.department_id)

    @property
    def fills_for(self) -> str:
        """The department that the person fills the page in for (代填); "" for none."""
        form = self.form
        if form is None or form.department is None:
            return ""
        collects = access.may_enter(self.user.grants, self.region.code, None)
        return form.department.name if collects else ""

    def entries(self) -> list[Entry]:
        """Return every cell of the year that the person may read. Three queries."""
        rows = form_rows.entries_of(self.region, self.year)
        return list(form_rows.readable(rows, self.user.grants, self.region))

    def narrowed(self, entries: Iterable[Entry], owners) -> list[Entry]:
        """Keep the cells of the form looked at, or those the person collects."""
        kept = list(entries)
        if self.form:
            kept = [e for e in kept if e.submission_id == self.form.pk]
        if self.mine:
            collected = {o.indicator_id for o in owners if o.clerk_id == self.user.pk}
            kept = [e for e in kept if e.indicator_id in collected]
        return kept


def context(scope: GridScope, typed: Mapping[str, TypedRow] | None = None) -> dict:
    """Return all that the template prints.

    `typed` holds, per indicator code, what a plain form sent and could not be
    stored. About twenty queries whatever the number of rows.
    """
    everything = scope.entries()
    owners = list(
        DataOwner.objects.filter(region=scope.region).select_related("department")
    )
    chosen = scope.narrowed(everything, owners)
    rows = shown_rows(scope, chosen, typed or {})
    today = timezone.localdate()
    collects = any(o.clerk_id == scope.user.pk for o in owners)
    return {
        "section": "entry",
        "region": scope.region,
        "year": scope.year,
        "scope": scope,
        "title": title(everything),
        "rounds": rounds_of(everything),
        "expected_hint": f"{today:%Y-%m}",
        "asked": bool(everything),
        "links": links.links(scope, everything, collects),
        "bases": form_rows.bases(scope.region, scope.year, chosen, scope.user.grants),
        "channels": Entry.Channel.choices,
        "suppliers": suppliers(scope.region, owners, today, scope.fills_for),
        "due_on": min((e.due_on for e in chosen if e.is_open), default=None),
        "today": today,
        "notices": notices(chosen, today),
        "enters": any(scope.may_enter(e.submission) for e in chosen),
        "reviews": access.may_review(scope.user.grants, scope.region.code),
        "rest": resting(scope, everything) if scope.rest else None,
    } | _table(scope, rows)


def _table(scope: GridScope, rows: list[GridRow]) -> dict:
    """Return what the table prints: its columns, its rows by group, their count."""
    longest, years = _longest(rows), form_rows.shown_years(scope.year)
    counts = _counts_shown(scope, rows)
    columns = grid_columns.columns(scope.year, years, counts, longest)
    width = grid_columns.width(columns)
    return {
        "groups": grouped(rows, scope.by),
        "rows": rows,
        "columns": columns,
        "columns_shown": width,
        "columns_said": width - 1,
        "wider": grid_columns.wider(columns),
        "begin_at": _begin_at(rows),
        "long_years": longest.years > grid_columns.FEWEST + 1,
        "count": counted(rows),
        "scripts": grid_words.scripts(grid_columns.fields(columns)),
        "editable": any(row.editable for row in rows),
    }


def _begin_at(rows: list[GridRow]) -> str:
    """Return the code of the row whose figure one goes on with: the first shown that
    could not be submitted, is empty or was returned; "" for none."""
    mine = [row for row in rows if row.editable and not row.hidden]
    returned = Entry.State.RETURNED
    for wanted in (
        lambda row: row.typed.blocked or row.refused,
        lambda row: not row.filled,
        lambda row: row.entry.state == returned,
    ):
        if found := next((row.code for row in mine if wanted(row)), ""):
            return found
    return ""


def _longest(rows: list[GridRow]) -> grid_columns.Longest:
    """Return how many characters the longest figures of the columns have."""

    def most(texts) -> int:
        return max(map(len, texts), default=0)

    return grid_columns.Longest(
        counts=most(r.texts[n] for r in rows for n in ("events", "denominator")),
        value=most(row.texts["value"] for row in rows),
        years=most(year[0] for row in rows for year in row.years),
    )


def rounds_of(entries: Iterable[Entry]) -> list[Round]:
    """Return the rounds that ask for any of the cells, the newest first."""
    found = {r.pk: r for e in entries for r in e.rounds.all()}
    return sorted(found.values(), key=lambda r: r.pk, reverse=True)


def title(entries: Iterable[Entry]) -> str:
    return _("、").join(r.title for r in rounds_of(entries))


def shown_rows(
    scope: GridScope, entries, typed: Mapping[str, TypedRow]
) -> list[GridRow]:
    """Return the rows ready to print, those that the filter leaves out hidden."""
    counts = access.may_see_counts(scope.user.grants, scope.region.code)
    rows = form_rows.rows(scope.region, scope.year, entries, counts=counts)
    for row in rows:
        row.findings = checks.readable(row.findings, inside=True, counts=counts)
    above = figures_above(scope, [r.entry for r in rows])
    others = others_beside(scope, rows, counts)
    found = []
    for row in rows:
        code = row.indicator.code
        line = grid_rows.shown(
            row,
            scope.may_enter(row.entry.submission),
            above.get(row.entry.indicator_id),
            typed.get(code) or TypedRow(),
        )
        line.others = others.get(row.entry.indicator_id, [])
        line.hidden = is_left_out(line, scope.only)
        found.append(line)
    return found


def others_beside(
    scope: GridScope, rows: list[form_rows.EntryRow], counts: bool
) -> dict[int, list[other_lines.OtherLine]]:
    """Return indicator pk → what other offices say of the year's cell. One query."""
    concepts = {row.entry.indicator_id: row.indicator for row in rows}
    found = other_lines.of_year(scope.region, scope.year, concepts)
    return other_lines.lines(found, Stage.DRAFT, concepts, counts=counts)


def is_left_out(line: GridRow, only: str) -> bool:
    """Whether a filter of the grid hides the row."""
    if only == "unfilled":
        return line.filled
    if only == "problems":
        return not line.has_problem
    return only == "returned" and line.entry.state != Entry.State.RETURNED


def figures_above(scope: GridScope, entries: Iterable[Entry]) -> dict[int, Observation]:
    """Return indicator pk → the nearest upper level's reported figure of the year,
    for the open cells that may take it. One query."""
    wanted = [
        e.indicator_id for e in entries if e.is_open and suggestions.wants_above(e)
    ]
    if not wanted:
        return {}
    rows = (
        Observation.objects.filter(
            region__code__in=codes.ancestors(scope.region.code),
            year=scope.year,
            indicator__in=wanted,
        )
        .select_related("region", "substitute_region")
        .order_by("region__level")
    )
    return {
        row.indicator_id: row
        for row in rows.seen(())
        if row.is_real and row.is_comparable
    }


def _counts_shown(scope: GridScope, rows: list[GridRow]) -> bool:
    """Event counts are for the region's own staff and reviewers (§ Access)."""
    allowed = access.may_see_counts(scope.user.grants, scope.region.code)
    return allowed and any(row.has_counts for row in rows)


def grouped(rows: list[GridRow], by: str) -> list[tuple[str, list[GridRow], bool]]:
    """Return (heading, rows, are all hidden) by domain or by who supplies."""
    found: dict[str, list[GridRow]] = {}
    for row in rows:
        if by == "owner":
            heading = row.entry.submission.unit_name
        else:
            heading = str(row.indicator.domain)
        found.setdefault(heading, []).append(row)
    return [(h, part, all(r.hidden for r in part)) for h, part in found.items()]


def counted(rows: list[GridRow]) -> dict[str, int]:
    """Return the counts of the head; scripts keep them true while one types."""
    State = Entry.State
    return {
        "asked": len(rows),
        "filled": sum(row.filled for row in rows),
        "returned": sum(row.entry.state == State.RETURNED for row in rows),
        "submitted": sum(not row.entry.is_open for row in rows),
        "errors": sum(row.errors for row in rows),
        "sourceless": sum(row.sourceless for row in rows),
        "warnings": sum(row.warnings for row in rows),
        "ready": sum(row.editable and row.filled for row in rows),
    }


def suppliers(region: Region, owners, today, chosen: str = "") -> list[dict]:
    """Return the departments that may supply, with the contact kept for each; one that
    followed dissolved ones names them, and is chosen by their names too."""
    contacts = {}
    for owner in owners:
        if owner.department_id and owner.contact:
            contacts.setdefault(owner.department_id, owner.contact)
    departments = list(region.departments.all())
    by_pk = {d.pk: d for d in departments}
    former: dict[int, list[str]] = {}
    for one in departments:
        last = _successor(one, by_pk)
        if last is not one:
            former.setdefault(last.pk, []).append(one.name)
    return [
        {
            "name": d.name,
            "former": _("、").join(former.get(d.pk, [])),
            "contact": contacts.get(d.pk, ""),
            "chosen": chosen in (d.name, *former.get(d.pk, [])),
        }
        for d in departments
        if d.successor_id is None and (d.valid_to is None or d.valid_to > today)
    ]


def _successor(department, by_pk):
    """Return who took a department's work over in the end; itself where nobody did."""
    seen = set()
    while department.successor_id in by_pk and department.pk not in seen:
        seen.add(department.pk)
        department = by_pk[department.successor_id]
    return department


def notices(entries: Iterable[Entry], today) -> list[str]:
    """Return why forms cannot be written now, one sentence for those locked, one for
    those not yet open."""
    forms = list({e.submission_id: e.submission for e in entries}.values())
    forms.sort(key=lambda form: (bool(form.department), form.unit_name))
    later: dict[str, list[str]] = {}
    for form in forms:
        if form.opens_on > today:
            later.setdefault(f"{form.opens_on:%Y-%m-%d}", []).append(form.unit_name)
    said = [
        _("%(unit)s的填报表自%(day)s起填报，目前只供查看。")
        % {"unit": _("、").join(units), "day": day}
        for day, units in later.items()
    ]
    return [sentence for sentence in (locked(forms), *said) if sentence]


def resting(scope: GridScope, entries: Iterable[Entry]) -> list[asked.Rest]:
    """Return what the rounds do not ask this year, with its last and next year."""
    found = {}
    there = {e.indicator_id for e in entries}
    for call in rounds_of(entries):
        for rest in asked.split(call, scope.region)[1]:
            if rest.indicator.pk not in there:
                found.setdefault(rest.indicator.pk, rest)
    return list(found.values())
