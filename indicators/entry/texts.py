"""The texts of a cell's fields as they stand in the inputs of the grid.

What is read back from them unchanged changes nothing (entry/reading.py): the grid,
the plain form and the copied block all use these.
"""

from collections.abc import Mapping
from decimal import Decimal

from indicators.models import Entry, Indicator, Observation
from indicators.rules import checks, numbers

# The columns that are typed into, in the order of the grid.
FIGURES = ("events", "denominator", "value")
COLUMNS = (*FIGURES, "grade", "missing_reason", "expected_on", "source", "note")
SUPPLY = ("supplier", "supplier_contact", "supply_channel", "supplied_on")


def value_text(value: Decimal | None, decimals: int) -> str:
    """Return a value with all its digits, at least so many decimals; "" for none.

    With a hyphen for minus: it is typed, and pasted into Excel.
    """
    if value is None:
        return ""
    text = f"{value.normalize():f}"
    whole, _point, places = text.partition(".")
    places = places.ljust(decimals, "0")
    return f"{whole}.{places}" if places else whole


def rate_text(value: Decimal | None, decimals: int) -> str:
    """Return a value computed of two counts, rounded as it is read; "" for none."""
    if value is None:
        return ""
    return numbers.plain(value, decimals).replace(numbers.MINUS, "-")


def is_computed(entry: Entry) -> bool:
    """Whether the value is that of the two counts beside it."""
    return entry.events is not None and bool(entry.denominator)


def of(entry: Entry) -> dict[str, str]:
    """Return field → text of one cell, every field that is typed into."""
    decimals = entry.indicator.decimals
    as_text = rate_text if is_computed(entry) else value_text
    return {
        "events": _whole(entry.events),
        "denominator": _whole(entry.denominator),
        "value": as_text(entry.value, decimals),
        "grade": entry.grade,
        "missing_reason": entry.missing_reason,
        "expected_on": f"{entry.expected_on:%Y-%m}" if entry.expected_on else "",
        "source": entry.source,
        "note": entry.note.replace("\r\n", "\n"),
    }


def whole(entry: Entry) -> dict[str, str]:
    """Return field → text of everything a save may change of a cell: as `of`, and who
    supplied it, whose figure stands in, a break of its definition."""
    day = entry.supplied_on
    return of(entry) | {
        "supplier": entry.supplier.name if entry.supplier_id else "",
        "supplier_contact": entry.supplier_contact,
        "supply_channel": entry.supply_channel,
        "supplied_on": f"{day:%Y-%m-%d}" if day else "",
        "substitute": entry.substitute_region.code
        if entry.substitute_region_id
        else "",
        "definition_break": "1" if entry.definition_break else "",
    }


def back_to(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that make a cell of the texts `now` that of the texts `then`;
    where an upper level's figure stood in, it is taken again."""
    fields = {name: text for name, text in then.items() if text != now.get(name, "")}
    if fields.get("substitute"):
        for name in (*FIGURES, "missing_reason"):
            fields.pop(name, None)
    return fields


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def taken_value(indicator: Indicator, value: Decimal) -> dict[str, str]:
    """Return the fields that put a bare value into a cell, counts cleared first."""
    fields = {"events": ""} if indicator.has_counts else {}
    return fields | {"value": value_text(value, indicator.decimals)}


def taken_known(known: Observation, indicator: Indicator) -> dict[str, str]:
    """Return the fields that confirm what is already known of the year."""
    fields = {"source": known.source, "note": known.note, "grade": known.grade}
    if known.substitute_region_id:
        return fields | {"substitute": known.substitute_region.code}
    if known.value is None:
        return fields | {"missing_reason": known.missing_reason, "grade": ""}
    if known.events is not None and known.denominator and indicator.has_counts:
        exact = checks.rate(known.events, known.denominator, indicator.per)
        if exact == known.value:
            counts = {
                "events": str(known.events),
                "denominator": str(known.denominator),
            }
            return fields | counts
    return fields | {"value": value_text(known.value, indicator.decimals)}


def changed(
    typed: Mapping[str, str], seen: Mapping[str, str], entry: Entry
) -> dict[str, str]:
    """Return the typed texts that differ from what was seen and from what is stored."""
    now = of(entry)
    return {
        name: text
        for name, text in typed.items()
        if text != seen.get(name, "") and text != now.get(name, "")
    }
