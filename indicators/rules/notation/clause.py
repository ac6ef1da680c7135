"""One clause of a target: tries every way to read it, completely or not at all."""

import re
from collections.abc import Iterator
from dataclasses import replace

from indicators.rules import units
from indicators.rules.notation import phrases as say
from indicators.rules.notation.changes import read_change, read_multiple
from indicators.rules.notation.cursor import Cursor
from indicators.rules.notation.levels import (
    read_coverage,
    read_level,
    read_reference,
    read_zero,
)
from indicators.rules.notation.notes import WHICH_YEAR, take_notes
from indicators.rules.notation.prefix import effort, prices, read_lead, subjects
from indicators.rules.notation.rule import CHANGES, TargetRule
from indicators.rules.notation.scope import read_all, read_set
from indicators.rules.notation.trends import (
    read_direction,
    read_keep,
    read_no_change,
    read_slow,
)

WAYS = (
    *(read_coverage, read_slow, read_keep, read_no_change, read_direction),
    *(read_zero, read_multiple, read_reference, read_change, read_level, read_all),
)
IDLE_END = re.compile(r"(?:,?并?(?:长期)?保持|的?目标|的?水平|的?要求)$")
FROM_A_BASE = (
    *(*CHANGES, "multiply", "cumulative", "direction", "keep", "slow", "compound"),
)
TOTAL_FROM_WHEN = "累计数可能是规划期内新增，也可能是历年总数，请确认从哪一年起算。"


def clause(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return the rule of a normalised clause, None when any of it is not understood."""
    cursor = Cursor(
        say.WITHIN.sub(lambda match: match[match.lastgroup], text),
        units.normalise(unit) if unit else None,
    )
    if text.count("(") != text.count(")") or not take_notes(cursor):
        return None
    cursor.text = IDLE_END.sub("", cursor.text)
    read_lead(cursor)
    for attempt in (cursor, *subjects(cursor)):
        if attempt is not cursor:
            read_lead(attempt)
        if found := first_way(attempt):
            return settled(text, found, direction)
    return None


def first_way(start: Cursor) -> Cursor | None:
    """Return the first attempt that reads the clause to its end."""
    for way in WAYS:
        attempt = start.copy()
        if not way(attempt):
            continue
        read_set(attempt)
        effort(attempt)
        prices(attempt)
        if attempt.done:
            return attempt
    return None


def settled(text: str, cursor: Cursor, direction: str | None) -> TargetRule:
    """Return the rule of a finished attempt, with every question it raises."""
    found, given = dict(cursor.found), cursor.given
    doubts = list(cursor.asks)
    for step in (weakened, together, based, dated):
        doubts += step(found)
    printed, doubt = own_unit(found.pop("own_unit", None), found.pop("note_unit", None))
    doubts += doubt
    rate, people = found.pop("each", None), found.pop("people", None)
    heads, better = found.pop("heads", 0), found.pop("better", None)
    for extra in ("subject", "verb"):
        found.pop(extra, None)
    if better and direction:
        up = ">=" if re.search("劣|等于|或", better) else ">"
        found["op"] = up if direction == "up" else up.replace(">", "<")
    if people and printed == "例":
        printed = units.normalise(f"1/{people}")
    counted = rate and printed and units.kind(printed) not in ("ratio", "")
    counted = counted and "/" not in printed
    unit, doubt = joined_unit(f"{printed}/{rate}" if counted else printed, given)
    doubts += (*doubt, *other_whole(text, given))
    if rate and (not counted or found["kind"] not in ("value", "range")):
        doubts.append(f"“每{rate}”与这一写法的关系未能理解，请确认。")
    if found["kind"] == "direction":
        found.pop("per_year", None)  # 每年下降 is 逐年下降
    rule = TargetRule(raw=text, unit=unit, **found)
    if rule.kind in ("absolute", "annual", "cumulative"):
        if rule.change_unit in (None, printed):
            rule = replace(rule, change_unit=unit or rule.change_unit)
    if rule.per_year and rule.kind not in ("value", "annual", "range", "coverage"):
        doubts.append("“年均、每年”与这一写法的关系未能理解，请确认。")
    return rule.asking(
        *doubts, *unit_doubts(rule), *contradictions(rule, direction, heads)
    )


def weakened(found: dict) -> Iterator[str]:
    """Turn 基本达到95% into about 95%, 90%以上(不含90%) into more than 90%."""
    weak, strict = found.pop("weak", False), found.pop("strict", None)
    stated = found["kind"] in ("value", "coverage", "reference")
    if weak and stated and found.get("op") == "=":
        found["op"] = "~"
    if strict and found["kind"] == "value" and found["op"] == "=":
        found["op"] = strict
    elif strict:
        yield "“不含”与这一写法的关系未能理解，请确认。"


def together(found: dict) -> Iterator[str]:
    """Turn the amount of several years together into kind cumulative.

    A percentage of the base (累计下降18%) is one already. A bare 累计1000 may be the
    total of all years: asked.
    """
    total, during = found.pop("total", None), "counted_from" in found
    kind = found["kind"]
    if kind == "absolute" and (total or during) or kind == "points" and total:
        found["kind"] = "cumulative"
    elif total and kind in ("value", "coverage", "range") and "value" in found:
        found |= {"kind": "cumulative", "change": found.pop("value")}
        found |= {"change_high": found.pop("high", None)}
        found |= {"op": found.get("op") or "=", "change_unit": found.get("own_unit")}
        if total == "said":
            yield TOTAL_FROM_WHEN
    elif total and kind != "relative":
        yield "“累计”与这一写法的关系未能理解，请确认。"


def based(found: dict) -> Iterator[str]:
    """Store the base year that a period or 上年 implies, for what has a base."""
    last, since = found.pop("last_year", None), found.pop("counted_from", None)
    if found["kind"] not in FROM_A_BASE:
        if last is not None:
            yield "比较的基期与这一写法的关系未能理解，请确认。"
        return
    if last and found.get("year") and not found.get("per_year"):
        since = found["year"] - 1
    if since and not found.get("base_year"):
        found["base_year"] = since


def dated(found: dict) -> Iterator[str]:
    """Settle whether a year in brackets is the milestone's: ≥85%(2025年).

    A bare number may have been measured then, a limit or a change is promised for a
    year in which plans end.
    """
    unsure, verb = found.pop("which_year", False), found.get("verb")
    year = found.get("measured_year")
    if not unsure or year is None:
        return
    promised = verb or found.get("effort") or found.get("op") not in ("=", None)
    promised = promised or found["kind"] not in ("value", "coverage")
    if promised and year % 5 == 0 and found.get("year") in (None, year):
        found |= {"year": year, "measured_year": None}
    elif promised or year % 5 == 0:
        yield WHICH_YEAR


def own_unit(printed: str | None, noted: str | None) -> tuple[str | None, tuple]:
    """Return the unit printed with a number or in a note; two that differ are asked."""
    if not (printed and noted) or printed == noted:
        return printed or noted, ()
    if not units.kind(printed):
        return printed + noted, ()
    return printed, (f"数后写的是“{printed}”，括注的是“{noted}”，请确认单位。",)


def joined_unit(printed: str | None, given: str | None) -> tuple[str | None, tuple]:
    """Return the unit that holds, and a question when two of different kinds meet."""
    if printed is None or given is None or printed == given:
        return printed or given, ()
    if given.startswith(printed + "/"):
        return given, ()
    if printed.startswith(given + "/"):
        each = printed.removeprefix(given + "/")
        return given, (f"原文按“每{each}”计，指标单位“{given}”没有写明，请确认。",)
    multiplier, base = units.split(given)
    if not units.kind(printed):
        return (printed + base if base else printed), ()
    if units.kind(printed) == units.kind(given) or not base:
        return printed, ()
    return printed, (f"原文单位“{printed}”与指标单位“{given}”不同，请确认。",)


def other_whole(text: str, given: str | None) -> tuple[str, ...]:
    """Return a question when 每千人口 meets an indicator counted per 万人."""
    match = re.search(r"每([十百千万\d]+)", text)
    whole = (given or "").partition("/")[2]
    if not match or not whole or units.normalise(match[1]) in whole:
        return ()
    return (f"原文按“{match[0]}”计，指标单位是“{given}”，请确认。",)


def unit_doubts(rule: TargetRule) -> tuple[str, ...]:
    """Return questions about points on what is not a percentage."""
    if rule.change_unit == "百分点" and rule.unit not in (None, "%"):
        return (f"指标单位是“{rule.unit}”，目标却以百分点表示，请确认。",)
    if rule.change_unit == "千分点" and rule.unit not in (None, "‰"):
        return (f"指标单位是“{rule.unit}”，目标却以千分点表示，请确认。",)
    return ()


def contradictions(
    rule: TargetRule, direction: str | None, heads: int = 0
) -> tuple[str, ...]:
    """Return a question when the target points against the indicator's direction."""
    if direction not in ("up", "down"):
        return ()
    change = rule.change or 0
    if rule.kind in ("value", "coverage", "reference") and not change:
        heads = {">": 1, "<": -1}.get((rule.op or "=")[0], 0)
    elif rule.kind == "multiply":
        heads = (change > 1) - (change < 1)
    elif change:
        heads = (change > 0) - (change < 0)
    if heads == (-1 if direction == "up" else 1):
        return (opposed(direction),)
    return ()


def opposed(direction: str) -> str:
    """Return the question about a target that points against the direction."""
    better = "越高越好" if direction == "up" else "越低越好"
    return f"指标{better}，目标的方向却相反，请确认。"
