"""Where a cell's value lies: against last year, the value due, the next target.

Every difference is printed in the indicator's unit (个百分点 for %) with the side in
words, never by sign or hue alone.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.pages.grid import form_rows
from indicators.rules import assessment, digits, numbers, shown_words


@dataclass(frozen=True)
class Position:
    """Where a value lies against something: the figure, on which side, how far."""

    figure: str
    words: str
    is_good: bool | None
    size: str = ""


def printed(value: Decimal, concept) -> str:
    """Return a value with the indicator's decimals, more only where it is typed so."""
    own = max(-value.normalize().as_tuple().exponent, 0)
    return numbers.plain(value, max(concept.decimals, min(own, concept.decimals + 2)))


def _size(amount, concept) -> str:
    """Return a difference in the indicator's unit, with digits enough to be seen."""
    places = concept.decimals
    text = numbers.figure(abs(amount), places)
    if numbers.is_zero(text) and abs(amount) > 1e-9:
        text = numbers.figure(abs(amount), numbers.small_places(amount, places))
    return text + numbers.gap_unit(concept.unit)


def sign_of(verdict, concept) -> int:
    """Return +1 where higher is better, −1 where lower is, 0 where nobody says."""
    measure = verdict.case.indicator.measure if verdict else concept.measure
    return {"up": 1, "down": -1}.get(measure.direction, 0)


def _side(amount: Decimal, sign: int) -> tuple[str, bool | None]:
    """Return 高于（优于） and the like for a difference, and whether it is good."""
    if sign == 0:
        return (_("高于") if amount > 0 else _("低于")), None
    good = amount * sign > 0
    if amount > 0:
        return (_("高于（优于）") if good else _("高于（差于）")), good
    return (_("低于（优于）") if good else _("低于（差于）")), good


def change(row: form_rows.EntryRow, sign: int) -> Position | None:
    """Return the signed change against the newest earlier year with a value."""
    if row.entry.value is None or row.last is None:
        return None
    amount, concept = row.entry.value - row.last.value, row.indicator
    if not amount:
        return Position("", _("持平"), None)
    sized = ("+" if amount > 0 else numbers.MINUS) + _size(amount, concept)
    if not sign:
        return Position(sized, "", None)
    good = amount * sign > 0
    return Position(sized, _("向好") if good else _("变差"), good)


def due(row: form_rows.EntryRow, sign: int) -> Position | None:
    """Return the value due in the year and on which side of it the cell lies."""
    if row.goal is None or row.goal.due is None:
        return None
    concept = row.indicator
    path = digits.path_printed(row.goal.due, concept.decimals)
    figure = shown_words.number(path) + numbers.shown_unit(concept.unit)
    if row.entry.value is None:
        return Position(figure, "", None)
    amount = digits.read(printed(row.entry.value, concept)) - path
    if not amount:
        return Position(figure, _("持平"), True)
    words, good = _side(amount, sign)
    size = shown_words.number(abs(amount)) + numbers.gap_unit(concept.unit)
    return Position(figure, words, good, size)


def aims(row: form_rows.EntryRow, verdict) -> list[Position]:
    """Return the target of this or the next milestone year: met, or short by how much.

    Only a target that is a number on the plain scale is measured; of others, and of
    one without a year, the printed words stand alone.
    """
    if row.goal is None:
        return []
    printed_words = row.goal.printed
    value = row.entry.value
    if verdict is None or value is None or row.goal.year is None:
        return [Position(printed_words, "", None)]
    case = verdict.case
    targets = assessment.resolve_targets(case.indicator, case.observations)
    numeric = [
        t
        for t in targets
        if t.year == row.goal.year and t.scale == ("value",) and t.value is not None
    ]
    if not numeric:
        return [Position(printed_words, "", None)]
    found = [_measured(printed_words, value, t, row.indicator) for t in numeric]
    short = [place for place in found if place.is_good is False]
    return (short or found)[:1]


def _measured(words: str, value: Decimal, target, concept) -> Position:
    met = bool(assessment.meets(value, target))
    amount = float(value) - float(target.value)
    if abs(amount) < 1e-9:
        return Position(
            words, _("恰好达到") if met else _("恰好相等，目标不含本数"), met
        )
    said = _("已达到，优于") if met else _("尚差")
    if met and amount * target.d < 0:
        said = _("在允许幅度内，差")
    return Position(words, said, met, _size(amount, concept))
