"""Turns the rows of the grid into the rows of a form that is written as a workbook."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entry import texts
from indicators.layouts.form_sheet import FormRow
from indicators.models import Entry, Indicator
from indicators.models.observations import MissingReason
from indicators.pages.grid import form_rows
from indicators.rules import numbers, shown_words
from indicators.rules.digits import path_printed
from indicators.rules.figure import Figure

LONGEST_DEFINITION = 120  # characters printed of a 口径


def form_row(
    row: form_rows.EntryRow,
    years: int,
    counts: bool,
    bases: Mapping[str, int],
    demo: bool = True,
) -> FormRow:
    """Return a row of the form with its last so many earlier years, without `demo`
    only the real ones. No query.

    Event counts stand in it only with `counts`; `bases` are the region's base figures.
    A figure of a level above that stands in is not a value of the form: read back it
    would become the region's own.
    """
    entry, indicator = row.entry, row.indicator
    form = entry.submission
    base = indicator.base if indicator.has_counts else ""
    return FormRow(
        code=indicator.code,
        version=entry.version,
        domain=str(indicator.domain),
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        lower=indicator.lower,
        upper=indicator.upper,
        past=tuple(_past(past, indicator, demo) for past in row.years[-years:]),
        target=_target(row),
        definition=_definition(indicator),
        report=indicator.report,
        state=_state(row),
        locked=not entry.is_open or form.locked_at is not None,
        has_counts=counts and indicator.has_counts,
        per=indicator.per,
        base=bases.get(base),
        base_name=str(Indicator.Base(base).label) if base else "",
        **_filled_in(entry, counts),
    )


def _filled_in(entry: Entry, counts: bool) -> dict:
    """Return what stands in the cells that are typed into."""
    return {
        "value": None if entry.substitute_region_id else entry.value,
        "computed": texts.is_computed(entry),
        "events": entry.events if counts else None,
        "denominator": entry.denominator if counts else None,
        "grade": str(entry.get_grade_display()) if entry.grade else "",
        "reason": _reason(entry),
        "expected": f"{entry.expected_on:%Y-%m}" if entry.expected_on else "",
        "source": entry.source,
        "note": entry.note.replace("\r\n", "\n"),
        "supplier": entry.supplier.name if entry.supplier_id else "",
        "contact": entry.supplier_contact,
    }


def _reason(entry: Entry) -> str:
    return str(entry.get_missing_reason_display()) if entry.missing_reason else ""


def _past(
    past: Figure | None, indicator: Indicator, demo: bool
) -> Decimal | str | None:
    """Return an earlier year; a demo value only as words that say so."""
    if past is None or past.is_demo and not demo:
        return None
    if past.value is None:
        return MissingReason.said(past.missing_reason)
    if past.is_demo:
        shown = numbers.plain(past.value, indicator.decimals)
        return _("%(value)s 演示") % {"value": shown}
    return past.value


def _target(row: form_rows.EntryRow) -> str:
    """Return the target worked towards, with its year, and the value due this year."""
    goal = row.goal
    if goal is None:
        return ""
    text = _("%(when)s：%(target)s") % {"when": goal.when, "target": goal.printed}
    if goal.questions:
        return text + _("（待确认）")
    if goal.due is None or goal.year == row.entry.submission.year:
        return text
    due = shown_words.number(path_printed(goal.due, row.indicator.decimals))
    due += numbers.shown_unit(row.indicator.unit)
    return text + "\n" + _("本年应达：%(due)s") % {"due": due}


def _definition(indicator: Indicator) -> str:
    """Return the 口径 in a line or two: what is counted, of whom, over what time."""
    parts = [indicator.definition]
    if not indicator.definition and indicator.numerator and indicator.denominator:
        parts = [
            _("%(over)s÷%(under)s")
            % {"over": indicator.numerator, "under": indicator.denominator}
        ]
    parts += [indicator.population, indicator.statistical_year]
    if indicator.report:
        parts.append(_("来源报表：%(report)s") % {"report": indicator.report})
    kept = [part.strip().rstrip(_("。")) for part in parts if part.strip()]
    text = _("；").join(kept)
    longest = LONGEST_DEFINITION
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _state(row: form_rows.EntryRow) -> str:
    """Return where the cell stands and what the person should know of it."""
    entry = row.entry
    words = [] if entry.state == Entry.State.DRAFT else [_state_word(entry)]
    if entry.submission.locked_at:
        words.append(_("已锁定"))
    if entry.state == Entry.State.RETURNED and entry.suggested is not None:
        value = texts.value_text(entry.suggested, row.indicator.decimals)
        words.append(_("建议值%(value)s") % {"value": value})
    if entry.substitute_region_id:
        value = texts.value_text(entry.value, row.indicator.decimals)
        words.append(
            _("采用%(region)s数值%(value)s，不必填写")
            % {"region": entry.substitute_region, "value": value}
        )
    if row.known is not None and row.known.value is not None:
        words.append(_("系统已有%(value)s") % {"value": _known(row)})
    return _("；").join(words)


def _state_word(entry: Entry) -> str:
    word = str(entry.get_state_display())
    if entry.state == Entry.State.RETURNED and entry.remark:
        return _("%(state)s：%(remark)s") % {"state": word, "remark": entry.remark}
    return word


def _known(row: form_rows.EntryRow) -> str:
    value: Decimal = row.known.value
    return texts.value_text(value, row.indicator.decimals)
