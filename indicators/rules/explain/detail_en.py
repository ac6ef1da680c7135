"""The arithmetic of an assessment in one English sentence."""

from indicators.rules.explain.english import gap_amount
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_constant
from indicators.rules.numbers import away, figure, is_zero


def detail(f: Facts) -> str:
    """Return path, forecast and required change in one sentence, or nothing."""
    parts = [part for part in (_path(f), _projection(f), _required(f)) if part]
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def change_words(f: Facts, change, places, each="") -> str:
    """Return "risen by 0.30 years a year", or "not changed" for a printed zero."""
    text = figure(abs(change), places)
    past = ("risen", "fallen") if each else ("rose", "fell")
    if is_zero(text):
        return "been flat" if each else "did not change"
    verb = past[0 if change > 0 else 1]
    return f"{verb} by {gap_amount(f, text)}{' ' + each if each else ''}"


def _path(f: Facts) -> str:
    path = f.result.path_value
    if path is None or f.year is None or f.final:
        return ""
    return f"the scheduled value for {f.year} was {figure(path, f.path_places)}"


def _projection(f: Facts) -> str:
    ahead = f.result.projection
    if ahead is None or ahead.point is None or f.target is None or f.final:
        return ""
    text = f"{f.focus_year} is projected at {figure(ahead.point, f.decimals)}"
    if ahead.lo is None or ahead.hi is None:
        return f"{text} (few data, no interval)"
    low, high = figure(ahead.lo, f.decimals), figure(ahead.hi, f.decimals)
    return f"{text} (80% interval {low} to {high})"


def _required(f: Facts) -> str:
    block = f.result.required
    if block is None or block.per_year is None or f.target is None:
        return ""
    change, slack = block.per_year, block.slack_per_year
    if slack is not None:
        room = f.slack(slack)
        aim = "" if is_constant(f) else f"the {f.focus_year} target is met at present"
        if not room or f.scale == "range":  # there is no distance to spend
            return aim
        return f"{aim}, with room for {gap_amount(f, room)} a year"
    if near(change, 0, 1e-9):
        return ""
    places = f.change_places(change)
    way = "rise" if change > 0 else "fall"
    need = gap_amount(f, away(abs(change), places))
    text = f"to meet the {f.focus_year} target it must {way} by {need} a year"
    return text + _pace(f, change, places)


def _pace(f: Facts, change, places) -> str:
    pace = f.result.required.pace
    if pace is None:
        return ""
    text = change_words(f, pace, places, "a year")
    against = ", the wrong way" if pace * change < 0 and text != "been flat" else ""
    return f" (recently it has {text}{against})"
