"""Sentences on limits to be kept, in English."""

from indicators.rules.explain.english import gap_amount
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_constant, is_excluded, limit_year
from indicators.rules.explain.values_en import (
    aim,
    beyond,
    budget,
    pooled_rate,
    target,
    value,
)
from indicators.rules.explain.words import headline

EXCLUDED = "which excludes the number itself"


def limit(f: Facts) -> str:
    """Return where a value stands to the limit it has to keep."""
    if f.pooled:
        return _small(f)
    if f.asked.kind == "keep":
        return _kept(f)
    if f.status == "breached":
        return _breached(f)
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    headroom = f.result.headroom
    if headroom is None:
        return f"{start}: {headline(f.status, 'english').lower()}"
    if is_constant(f):
        return f"{start}, and {aim(f)} is held"
    limit_of = f"the {f.focus_year} limit of {target(f)}"
    if f.reason == "slipping" or headroom < -1e-9:
        now = f"within the limit in force of {target(f, f.result.limit_in_force)}"
        return f"{start}, {now} but already {beyond(f)} {limit_of}"
    if near(headroom, 0):
        where = "within" if f.scale == "range" else "exactly at"
        return f"{start}, {where} {limit_of}"
    spare = gap_amount(f, f.distance(headroom))
    if f.reason == "allowance_nearly_used":
        return f"{start}, with only {spare} left to {limit_of}"
    return f"{start}, {beyond(f, better=True)} {limit_of}, with {spare} to spare"


def _breached(f: Facts) -> str:
    now = f.result.limit_in_force
    start = value(f, f.latest, places=f.places(f.latest, now))
    if is_excluded(f, f.latest, now):
        of_year = f"the {limit_year(f)} target of {target(f, now)}"
        return f"{start}, exactly {of_year}, {EXCLUDED}"
    return f"{start}, {beyond(f)} the limit of {target(f, now)}"


def _kept(f: Facts) -> str:
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    if f.scale == "range":  # the value itself tells the distance
        return start
    if f.status == "breached":
        return f"{start}, {beyond(f)} the level to keep of {target(f)}"
    return f"{start}, within the tolerance of the level to keep of {target(f)}"


def _small(f: Facts) -> str:
    now = f.target if f.result.limit_in_force is None else f.result.limit_in_force
    met = f.status == "maintained"
    excluded = not met and is_excluded(f, f.latest, now)
    side = f"not {beyond(f)}" if met else beyond(f)
    text = value(f, f.latest, places=f.places(f.latest, now))
    text += f", {'exactly' if excluded else side} the limit of {target(f, now)}"
    text += f", {EXCLUDED}" if excluded else ""
    if not met:
        text += {
            "within_random_variation": ", but within random variation",
            "pooled_interval_beyond_limit": ", even with several years pooled",
        }.get(f.reason, "")
    text += f"; {pooled_rate(f)}"
    if "pooled_beyond_limit" in f.flags:
        text += f", still {beyond(f)} the limit"
    return text + budget(f, kept=met)
