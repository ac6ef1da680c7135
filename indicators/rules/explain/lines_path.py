"""Lines on the target and the path: how 序时目标值 comes about."""

from indicators.rules.assessment import JudgedMilestone, Milestone, PartVerdict, Result
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import (
    ExplainedLine,
    anchors,
    baseline,
    checked,
    minus,
    observed,
    references,
    seen,
)
from indicators.rules.explain.reading import FORMULA_KINDS, near, paired
from indicators.rules.explain.words import flag_words, headline_words
from indicators.rules.numbers import MINUS, figure, number, trimmed

# The path is on another footing, or it leaves out the target in question.
NO_PATH = ("series_break", "no_reference", "unconfirmed_target")
TARGET_FLAGS = ("base_year_assumed", "base_year_mismatch", "zero_base", "effort")


def targets(f: Facts) -> list[ExplainedLine]:
    """Return how the relative targets in use were turned into numbers."""
    used = [value for _, value in _around(f)] + [f.target]
    rows = []
    for stated, state in paired(f.case, f.result):
        wanted = any(near(state.target, value) for value in used)
        if f.scale == "total" and stated.kind == "cumulative":
            continue  # the change is the target itself
        if stated.kind in FORMULA_KINDS and wanted:
            rows.append(_resolved(f, stated, state))
    return list(dict.fromkeys(rows))


def _resolved(f: Facts, stated: Milestone, state: JudgedMilestone) -> ExplainedLine:
    notes = [flag_words(flag) for flag in TARGET_FLAGS if flag in state.flags]
    if stated.raw:
        notes.insert(0, f"原文：{stated.raw}")
    formula = ""
    if "zero_base" not in state.flags:
        formula = _formula(f, stated, state.target)
    title = f"目标值（{stated.year or '年份不详'}）"
    return ExplainedLine(title, formula, f.stated(state.target), "；".join(notes))


def _formula(f: Facts, stated: Milestone, target) -> str:
    """Return base and change as written, for the base that gives the target."""
    change, year = number(stated.change), stated.year
    base_year, base_value = baseline(f)
    asked = stated.base_year or base_year
    years = year - asked if year and asked else None
    for base in (base_value, observed(f).get(asked)):
        if base is None or change is None:
            continue
        text, value = _sum(f, stated, base, change, years)
        if checked(text, value, target):
            return text
    return ""


def _sum(f: Facts, stated: Milestone, base, change, years) -> tuple:
    """Return the sum of a target in words and its value, None where there is none."""
    kind = stated.kind
    sign = MINUS if change < 0 else "+"
    start, amount = f.stated(base), trimmed(abs(change), 6)
    if kind == "relative":
        return f"{start} × (1 {sign} {amount}%)", base * (1 + change / 100)
    if kind in ("points", "absolute", "cumulative"):
        return f"{start} {sign} {amount}", base + change
    if kind == "multiply":
        return f"{start} × {trimmed(change, 6)}", base * change
    if years is None or not 0 <= years <= 200:
        return "", None
    if stated.change_unit not in ("", "percent"):
        return f"{start} {sign} {amount} × {years}", base + change * years
    if change <= -100:
        return "", None
    try:
        grown = base * (1 + change / 100) ** years
    except OverflowError:
        grown = None
    return f"{start} × (1 {sign} {amount}%)^{years}", grown


def differences(f: Facts) -> list[ExplainedLine]:
    """Return how the compared number comes about: difference or distance to a range."""
    if f.scale == "range" and f.year is not None:
        return _distance(f) if f.asked.kind == "range" else []
    if f.scale != "reference":
        return []
    rows, own, other = [], observed(f), references(f)
    base_year, base = baseline(f)
    if base is not None and base_year in other:
        title = f"基期与{f.reference}之差（{base_year}）"
        rows.append(_difference(f, title, base, other[base_year]))
    first = f.result.start_observed
    if first is not None and first.year in own and first.year in other:
        title = f"与{f.reference}之差（{first.year}）"
        rows.append(_difference(f, title, own[first.year], other[first.year]))
    if f.year in own and f.year in other:
        title = f"与{f.reference}之差（{f.year}）"
        note = flag_words("reference_lag") if "reference_lag" in f.flags else ""
        rows.append(_difference(f, title, own[f.year], other[f.year], note))
    return rows


def _difference(f: Facts, title, own, other, note="") -> ExplainedLine:
    result = figure(round(own - other, 9), f.decimals)
    return ExplainedLine(title, minus(seen(f, own), seen(f, other)), result, note)


def _distance(f: Facts) -> list[ExplainedLine]:
    low, high = f.ends
    own = observed(f).get(f.year)
    if own is None or low is high is None:
        return []
    formula, distance = f"{seen(f, own)} 在区间内", 0
    if high is not None and own > high:
        formula, distance = minus(seen(f, own), f.stated(high)), own - high
    elif low is not None and own < low:
        formula, distance = minus(f.stated(low), seen(f, own)), low - own
    formula = checked(formula, distance, f.latest)
    note = f"目标区间{f.range_zh}"
    return [
        ExplainedLine(f"偏离目标区间（{f.year}）", formula, seen(f, f.latest), note)
    ]


def path(f: Facts) -> list[ExplainedLine]:
    """Return 序时目标值 of the latest year; without data, that of this year."""
    year, value = f.year, f.result.path_value
    if value is None and f.status == "no_data" and f.reason not in NO_PATH:
        year, value = f.case.as_of, f.result.path_now
    if value is None or year is None or f.final:
        return []
    formula, note = path_formula(f, year, value)
    result, whole = (figure(value, f.decimals + more) for more in (1, 0))
    if result.startswith(whole) and not result[len(whole) :].strip(".0"):
        result = whole
    if formula == f.stated(value):  # a target's own year: nothing to compute
        formula, result = "", formula
    return [ExplainedLine(f"序时目标值（{year}）", formula, result, note)]


def _around(f: Facts) -> list[tuple[int, float]]:
    """Return the anchors on either side of the latest year."""
    rows, year = anchors(f), f.year
    if year is None or not rows:
        return []
    before = [row for row in rows if row[0] <= year][-1:]
    return before + [row for row in rows if row[0] > year][:1]


def path_formula(f: Facts, year, value) -> tuple[str, str]:
    """Return formula and note of a path value, both empty if it is not retraced."""
    rows = anchors(f)
    before = [row for row in rows if row[0] <= year][-1:]
    after = [row for row in rows if row[0] > year][:1]
    if not before:
        return "", ""
    if not after or before[0][0] == year:
        text = checked(f.stated(before[0][1]), before[0][1], value)
        late = "规划路径的最后一个目标已到期，应全部完成" if not after else ""
        return text, late if text else ""
    for attempt in (_linear, _geometric):
        text, computed, note = attempt(f, before[0], after[0], year)
        if checked(text, computed, value):
            return text, note
    if near(value, f.target, 1e-4):
        return "", "规划路径此时已严于本目标，按本目标值计"
    return "", ""


def _linear(f: Facts, start, end, year):
    (year0, low), (year1, high) = start, end
    part = f"{year - year0}/{year1 - year0}"
    low_text, high_text = f.stated(low), f.stated(high)
    computed = low + (high - low) * (year - year0) / (year1 - year0)
    if high >= low:
        text = f"{low_text} + ({minus(high_text, low_text)}) × {part}"
    else:
        text = f"{low_text} {MINUS} ({minus(low_text, high_text)}) × {part}"
    return text, computed, ""


def _geometric(f: Facts, start, end, year):
    (year0, low), (year1, high) = start, end
    if low <= 0 or high <= 0:
        return "", None, ""
    share = (year - year0) / (year1 - year0)
    part = f"{year - year0}/{year1 - year0}"
    text = f"{f.stated(low)} × ({f.stated(high)} ÷ {f.stated(low)})^({part})"
    return text, low * (high / low) ** share, "按每年相同的增长速度推算"


def parts(f: Facts) -> list[ExplainedLine]:
    """Return the verdict on each part of a compound target; the worst decides."""
    return [_part(f, row) for row in f.result.parts]


def _part(f: Facts, row: PartVerdict) -> ExplainedLine:
    decides = near(row.target, f.target) and row.status == f.status
    note = "各项均须达到，以较差的一项为准" if decides else ""
    title = "分项目标" if row.target is None else f"分项目标{f.stated(row.target)}"
    told = Result(status=row.status, reason=row.reason, scale=row.scale)
    return ExplainedLine(title, "", headline_words(told, f.direction), note)
