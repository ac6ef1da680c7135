"""审核签批单: a form as it is printed, signed, and compared with what was signed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import dateformat
from django.utils.translation import gettext as _

from indicators.entry import checking
from indicators.models import Attachment, Entry, FormEvent, Round, Submission
from indicators.models.observations import MissingReason
from indicators.pages.grid import form_rows
from indicators.rules import checkcode, numbers
from indicators.rules.figure import Figure
from regions.models import Region
from regions.models.territory import BUREAU


@dataclass(frozen=True)
class SheetLine:
    """One printed row; every text as it stands on paper."""

    number: int
    indicator: str
    unit: str
    last: str
    value: str
    grade: str  # how final it is, or why there is no value
    source: str
    note: str


@dataclass(frozen=True)
class Signed:
    """The newest signed scan of a sheet, set beside the cells as they are now."""

    scan: Attachment
    code: str  # of the cells now
    changed: tuple[str, ...]  # names of the indicators changed since

    @property
    def agrees(self) -> bool:
        return self.scan.check_code == self.code


@dataclass(frozen=True)
class SignedSheet:
    """What is printed of one form, or of a region's forms together."""

    region: Region
    year: int
    unit: str  # who fills it in, as printed
    scope: str  # the form it is: "" all of the region's, else Submission.unit_key
    forms: list[Submission]
    entries: list[Entry]
    code: str = ""
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _("%(year)s年%(region)s健康规划指标数据签批单") % {
            "year": self.year,
            "region": self.region.name_in_full,
        }

    @property
    def phone(self) -> str:
        """The bureau's telephone on its own sheets; a department writes its own."""
        return self.region.bureau_phone if self.scope in ("", BUREAU) else ""

    @property
    def home(self) -> Submission:
        """The form that keeps the signed scan: the bureau's own, else the first."""
        return next((f for f in self.forms if f.department_id is None), self.forms[0])


def content(entry: Entry) -> dict:
    """Return what a cell says: all that the check code guards."""
    above = entry.substitute_region
    return {
        "value": entry.value,
        "missing_reason": entry.missing_reason,
        "expected_on": entry.expected_on,
        "grade": entry.grade,
        "events": entry.events,
        "denominator": entry.denominator,
        "definition_break": entry.definition_break,
        "substitute": above.code if above else None,
        "source": checking.source_printed(entry),
        "note": entry.note,
        **({"own_definition": entry.own_definition} if entry.own_definition else {}),
    }


def sheet(
    region: Region,
    year: int,
    forms: Iterable[Submission],
    entries: Iterable[Entry],
    scope: str = "",
) -> SignedSheet:
    """Return the sheet of the forms in scope ("": all of them). No query.

    The entries are those of grid.entries_of, in whatever order they are to be printed.
    """
    kept = [f for f in forms if not scope or f.unit_key == scope]
    mine = {form.pk for form in kept}
    cells = [e for e in entries if e.submission_id in mine]
    digests = {e.indicator.code: checkcode.digest(content(e)) for e in cells}
    unit = region.bureau_on_paper if scope in ("", BUREAU) else scope
    code = checkcode.code(region.code, year, scope, digests)
    return SignedSheet(region, year, unit, scope, kept, cells, code, digests)


def about(made: SignedSheet) -> dict:
    """Return what is kept with a signed scan to say later what has changed."""
    return {"scope": made.scope, "digests": made.digests}


# ------------------------------------------------------------------ as printed


def lines(rows: Iterable[form_rows.EntryRow], year: int) -> list[SheetLine]:
    """Return the rows of a sheet as texts, numbered from 1."""
    return [_line(number, row, year) for number, row in enumerate(rows, 1)]


def _line(number: int, row: form_rows.EntryRow, year: int) -> SheetLine:
    entry, indicator = row.entry, row.indicator
    before = row.years[-1] if row.years else None
    known = before and before.year == year - 1 and not before.is_demo
    return SheetLine(
        number=number,
        indicator=indicator.name,
        unit=indicator.unit,
        last=_last(before, indicator) if known else "",
        value=_figure(entry.value, indicator),
        grade=_grade(entry),
        source=checking.source_printed(entry) if entry.is_filled else "",
        note=_note(entry),
    )


def _last(before: Figure, indicator) -> str:
    if before.value is None:
        return MissingReason.said(before.missing_reason)
    return numbers.plain(before.value, indicator.decimals)


def _figure(value: Decimal | None, indicator) -> str:
    """Return a value with the indicator's decimals, or all it has where it has more:
    people sign what is printed."""
    if value is None:
        return ""
    own = max(-value.normalize().as_tuple().exponent, 0)
    return numbers.plain(value, max(indicator.decimals, min(own, 4)))


def _grade(entry: Entry) -> str:
    if entry.missing_reason:
        reason = str(entry.get_missing_reason_display())
        if entry.expected_on:
            return _("%(reason)s（预计%(year)s年%(month)s月）") % {
                "reason": reason,
                "year": entry.expected_on.year,
                "month": entry.expected_on.month,
            }
        return reason
    return str(entry.get_grade_display()) if entry.grade else ""


def _note(entry: Entry) -> str:
    marks = []
    if entry.substitute_region:
        marks.append(_("以%(region)s数据代替") % {"region": entry.substitute_region})
    if entry.definition_break:
        marks.append(_("口径变更"))
    if entry.own_definition:
        marks.append(_("口径：%(own)s") % {"own": entry.own_definition})
    if entry.note:
        marks.append(entry.note)
    return _("；").join(marks)


def tally(entries: Iterable[Entry]) -> dict:
    """Return the counts under a sheet: asked, with a value, per reason, blank."""
    entries = list(entries)
    reasons = Counter(
        str(e.get_missing_reason_display()) for e in entries if e.missing_reason
    )
    return {
        "asked": len(entries),
        "valued": sum(e.value is not None for e in entries),
        "missing": sum(reasons.values()),
        "reasons": list(reasons.items()),
        "blank": sum(not e.is_filled for e in entries),
    }


def masthead(region: Region, year: int) -> list[tuple[str, str]]:
    """Return 表号, 制定机关 … of the newest round that has them. One query."""
    call = (
        Round.objects.filter(year=year, entries__submission__region=region)
        .exclude(Q(form_number="") & Q(form_issuer="") & Q(form_approval=""))
        .order_by("-at", "-pk")
        .first()
    )
    if call is None:
        return []
    parts = [
        (_("表号"), call.form_number),
        (_("制定机关"), call.form_issuer),
        (_("批准（备案）文号"), call.form_approval),
        (_("有效期至"), _day(call.form_valid_to)),
    ]
    return [(label, text) for label, text in parts if text]


def _day(day: date | None) -> str:
    return dateformat.format(day, _("Y年n月j日")) if day else ""


def people(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """Return the names printed at the foot: who filled in, who approved."""
    entries = list(entries)
    return {
        "filled": _names(e.submitted_by or e.entered_by for e in entries),
        "approved": _names(e.approved_by for e in entries),
    }


def _names(persons) -> list[str]:
    return list(dict.fromkeys(str(person) for person in persons if person))


# --------------------------------------------------------------- what was signed


def scans(forms: Iterable[Submission]) -> list[tuple[Attachment, dict]]:
    """Return the signed scans of forms, the newest first, each with what was kept
    about it. Two queries, one where there is none."""
    found = list(
        Attachment.objects.filter(
            submission__in=[form.pk for form in forms], kind=Attachment.Kind.SIGNED
        )
        .select_related("by")
        .order_by("-at", "-pk")
    )
    if not found:
        return []
    events = FormEvent.objects.filter(
        submission__in={scan.submission_id for scan in found},
        kind=FormEvent.Kind.SIGNED,
    )
    kept = {event.details.get("token"): event.details for event in events}
    return [(scan, kept.get(str(scan.token), {})) for scan in found]


def signed(
    made: SignedSheet, found: Iterable[tuple[Attachment, dict]]
) -> Signed | None:
    """Return the newest scan of this very sheet, compared with the cells now."""
    names = {e.indicator.code: e.indicator.name for e in made.entries}
    for scan, kept in found:
        if kept.get("scope") != made.scope:
            continue
        differ = checkcode.changed(kept.get("digests", {}), made.digests)
        return Signed(scan, made.code, tuple(names.get(c, c) for c in differ))
    return None
