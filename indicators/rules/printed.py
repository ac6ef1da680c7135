"""A target as a plan prints it, with its unit: the one way that every page, form,
sheet, chart and answer says it. Pure.

The plan's words are never altered. Where they leave the unit to the heading of a
table, it follows a closing number (≤7.5‰, 4.35亿人, 18.0/10万) and stands in brackets
behind other words (28左右（%）); where they name a unit, or state no level at all
(下降30%, 持续改善), nothing is added.
"""

from decimal import Decimal
from functools import lru_cache

from indicators.rules import notation, numbers, units
from indicators.rules.notation import TargetRule

LEVELS = ("value", "range", "coverage")
AMOUNTS = ("absolute", "annual", "cumulative")  # changes that may be in the own unit
UNDATED = (
    "未注明年份"  # the plan prints no year for it; callers mark it for translation
)


def of_year(year: int | None) -> str:
    """Return a target's year in words: 2030年, or 未注明年份."""
    return UNDATED if year is None else f"{year}年"


def place(year: int | None) -> tuple[bool, int]:
    """Return what targets are sorted by: their years, what is undated last."""
    return year is None, year or 0


@lru_cache(maxsize=4096)
def target(raw: str, unit: str) -> str:
    """Return a printed target, or baseline, with the unit that its words leave out.

    `unit` is the one its figures stand in (see `unit_of`). Kept per text: a page
    asks of each row, and a database holds a few hundred different targets.
    """
    shown = numbers.shown_unit(unit)
    if not shown or not _lacks_unit(notation.read(raw)):
        return raw
    return f"{raw}{shown}" if raw[-1].isdigit() else f"{raw}（{shown}）"


def _lacks_unit(rule: TargetRule) -> bool:
    """Say whether a level, or a change in the own unit, is stated as a bare number."""
    if rule.kind == "compound":
        return any(map(_lacks_unit, rule.parts))
    if rule.kind in LEVELS:
        return rule.value is not None and not rule.unit
    return rule.kind in AMOUNTS and not rule.change_unit


def unit_of(stated: str, own: str, factor: Decimal | None) -> str:
    """Return the unit in which a plan row's figures are said.

    `stated` is the row's, `own` the indicator's, `factor` leads from the one to the
    other. The indicator's spelling where both are one unit (％ and %), and its unit
    where the plan states none and the figures stand in it; else the plan's.
    """
    if not stated:
        return own if factor == 1 else ""
    return own if units.normalise(stated) == units.normalise(own) else stated
