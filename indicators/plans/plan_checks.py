"""What a careful reader asks when a plan is loaded: figures that cannot be. Pure.

A question keeps what it concerns from being judged until somebody answers it; a
notice is said and changes nothing. Neither stops the loading. One cause is said
once: a doubtful unit before the bounds that it breaks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from indicators.plans import asking, plan_cells
from indicators.plans.asking import PlanQuestion
from indicators.plans.plan_table import PlanTable, PlanTableRow, PlanTarget
from indicators.plans.rows import RowProblem
from indicators.rules import numbers, units
from indicators.rules.measure import Measure

SLIPS = (10, 100, 1000, 10_000)
# A rate this many times its typical value, in all its figures, has another unit; one
# within so many times may be meant.
FAR, NEAR = 20, 4
RATES = ("%", "‰", "1/万", "1/10万")


@dataclass
class PlanFindings:
    """The questions of a plan, and what is only said."""

    questions: list[PlanQuestion] = field(default_factory=list)
    notices: list[RowProblem] = field(default_factory=list)


def check(
    table: PlanTable,
    catalogue: Mapping[str, Measure],
    doubted: Iterable[tuple] = (),
) -> PlanFindings:
    """Return what is to be asked and said of the rows of a plan. Nothing is compared
    with a figure that is asked about, here, by the reader or before: `doubted` are the
    (row key, field, year, issuer) of open questions."""
    found = PlanFindings(notices=list(_repeated(table)))
    rows = [(r, catalogue[r.indicator]) for r in table.rows if r.indicator in catalogue]
    for row, known in rows:
        if row.factor:
            asked = _unit(table.file, row, known)
            found.questions += asked or _bounds(table.file, row, known)
    asked_now = [*table.questions, *found.questions]
    in_doubt = {*doubted, *((q.key, q.field, q.year, q.issuer) for q in asked_now)}
    for row, known in rows:
        if known.direction and (row.key, asking.UNIT, None, None) not in in_doubt:
            found.notices += _already_met(table.file, row, known, in_doubt)
            found.notices += _loosened(table.file, row, known, in_doubt)
    return found


def levels(row: PlanTableRow, target: PlanTarget) -> Iterator[Decimal]:
    """Yield the levels that a target names, in the row's unit; a change is none."""
    for part in target.rule.parts or (target.rule,):
        if part.kind in ("value", "coverage", "range"):
            for figure in (part.value, part.high):
                value, reason = plan_cells.in_unit(figure, part.unit, row.unit)
                if value is not None and not reason:
                    yield value


# ------------------------------------------------------------------ the questions


def _of_target(
    file: str, row: PlanTableRow, target: PlanTarget, sentence: str, readings
) -> PlanQuestion:
    return PlanQuestion(
        *(file, target.line.number, target.column, sentence),
        key=row.key,
        field=asking.TARGET,
        raw=target.raw,
        question=sentence,
        year=target.year,
        issuer=target.issuer,
        readings=tuple(readings),
    )


def _of_row(
    file: str, row: PlanTableRow, field: str, raw: str, sentence: str, readings
) -> PlanQuestion:
    """Return a question on a row's baseline or unit."""
    return PlanQuestion(
        *(file, row.line.number, asking.COLUMNS[field], sentence),
        key=row.key,
        field=field,
        raw=raw,
        question=sentence,
        readings=tuple(readings),
    )


def _unit(file: str, row: PlanTableRow, known: Measure) -> list[PlanQuestion]:
    """Ask about a rate that is some powers of ten away from what it usually is."""
    if known.per is None or not known.typical:
        return []
    figures = [figure for figure in (row.baseline_value, *_all_levels(row)) if figure]
    ratios = [figure * row.factor / known.typical for figure in figures]
    high = bool(ratios) and min(ratios) >= FAR
    if not high and not (ratios and max(ratios) * FAR <= 1):
        return []
    fitting = [unit for unit in RATES if _fits(unit, figures, known)]
    if not fitting:
        return []
    shown = _shown(figures[0] * row.factor, known)
    usual = _shown(known.typical, known)
    sentence = (
        f"按“{row.unit or known.unit}”为{shown}，通常在{usual}上下，单位是否为"
        f"“{fitting[0]}”？请核对原文。"
    )
    readings = row.unit or known.unit, *fitting
    return [_of_row(file, row, asking.UNIT, row.unit_label, sentence, readings)]


def _fits(unit: str, figures: Iterable[Decimal], known: Measure) -> bool:
    """Return whether figures in that unit are about what is usual."""
    if units.kind(unit) != units.kind(known.unit):
        return False
    factor = units.factor(unit, known.unit)
    return all(_near(figure * factor, known.typical) for figure in figures)


def _near(figure: Decimal, yardstick: Decimal) -> bool:
    return yardstick <= figure * NEAR and figure <= yardstick * NEAR


def _all_levels(row: PlanTableRow) -> Iterator[Decimal]:
    for target in row.targets.values():
        yield from levels(row, target)


def _bounds(file: str, row: PlanTableRow, known: Measure) -> Iterator[PlanQuestion]:
    """Ask about the baseline and the targets that lie outside the bounds."""
    if row.baseline_value is not None:
        about = asking.BASELINE, row.baseline_raw
        for said in _outside(row, known, row.baseline_raw, row.baseline_value):
            yield _of_row(file, row, *about, *said)
    for target in row.targets.values():
        named = list(levels(row, target))
        alone = len(named) == 1  # else no single figure can stand in its place
        about = row, known, target.raw
        asked = [said for value in named for said in _outside(*about, value, alone)][:1]
        if target.rule.kind == "relative" and target.rule.change <= -100:
            sentence = f"“{target.raw}”：降低100%即为0，不可能更低，请核对原文。"
            asked.append((sentence, (target.raw,)))
        else:
            asked += _beyond_baseline(row, known, target)
        for said in asked:
            yield _of_target(file, row, target, *said)


def _outside(
    row: PlanTableRow, known: Measure, raw: str, value: Decimal, alone: bool = True
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield question and readings of a figure that lies outside the bounds."""
    figure = value * row.factor
    if known.upper is not None and figure > known.upper:
        broken = f"超出上限{_shown(known.upper, known)}"
    elif known.lower is not None and figure < known.lower:
        broken = f"低于下限{_shown(known.lower, known)}"
    else:
        return
    meant = _meant(row, known, value) if alone else ()
    guess = f"是否为{meant[0]}？" if meant else ""
    worth = f"（{_shown(figure, known)}）" if row.factor != 1 else ""
    yield f"“{raw}”{worth}{broken}，{guess}请核对原文。", (raw, *meant)


def _beyond_baseline(
    row: PlanTableRow, known: Measure, target: PlanTarget
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the question on a change that leads from the baseline out of bounds."""
    rule, start = target.rule, row.baseline_value
    if start is None or rule.base_year not in (None, row.baseline_year):
        return
    if rule.kind == "relative":
        end = start * (1 + target.change / 100)
    elif rule.kind == "multiply":
        end = start * target.change
    elif rule.kind in ("points", "absolute"):
        end = start + target.change
    else:
        return
    if not _in_bounds(end * row.factor, known):
        based, reached = (_printed(f, row, known) for f in (start, end))
        sentence = f"“{target.raw}”由基期值{based}算得{reached}，不可能，请核对原文。"
        yield sentence, (target.raw,)


def _meant(row: PlanTableRow, known: Measure, value: Decimal) -> tuple[str, ...]:
    """Return a figure with its point set right, in words, the likelier ones first.

    Near the other figures of the row, or near what is typical; else all in bounds.
    """
    others = [row.baseline_value, *_all_levels(row)]
    yardsticks = [figure for figure in others if figure and figure != value]
    if known.typical:
        yardsticks.append(known.typical / row.factor)
    moved = [value / slip for slip in SLIPS]
    within = [figure for figure in moved if _in_bounds(figure * row.factor, known)]
    near = [f for f in within if any(_near(f, other) for other in yardsticks)]
    return tuple(_printed(f, row, known) for f in (near or within)[:2])


def _in_bounds(figure: Decimal, known: Measure) -> bool:
    low, high = known.bounds
    return (low is None or figure >= low) and (high is None or figure <= high)


def _printed(figure: Decimal, row: PlanTableRow, known: Measure) -> str:
    """Return a figure in the row's unit, as the plan would print it."""
    unit = numbers.shown_unit(row.unit or known.unit).replace("％", "%")
    return f"{numbers.trimmed(figure, 8)}{unit}"


def _shown(figure: Decimal, known: Measure) -> str:
    return f"{numbers.trimmed(figure, 8)}{numbers.shown_unit(known.unit)}"


# ------------------------------------------------------------------- the notices


def _already_met(
    file: str, row: PlanTableRow, known: Measure, in_doubt: set[tuple]
) -> Iterator[RowProblem]:
    """Say which targets of the own region the baseline meets, or is better than."""
    is_asked = (row.key, asking.BASELINE, None, None) in in_doubt
    if row.baseline_value is None or is_asked:
        return
    based = f"基期值{_printed(row.baseline_value, row, known)}"
    for target in _own(row, in_doubt):
        goals = list(levels(row, target))
        if len(goals) != 1 or target.rule.parts:
            continue
        ahead = row.baseline_value - goals[0]
        ahead = ahead if known.direction == "up" else -ahead
        if ahead > 0:
            sentence = f"“{target.raw}”宽于{based}，按控制目标评价。"
        elif ahead == 0 and target.rule.op not in ("<", ">"):
            sentence = f"{based}已达到“{target.raw}”，要求保持。"
        else:
            continue
        yield RowProblem(file, target.line.number, target.column, sentence)


def _own(row: PlanTableRow, in_doubt: set[tuple]) -> list[PlanTarget]:
    """Return the targets of the plan's own region that are not asked about; those of
    others name them."""
    return [
        target
        for target in row.targets.values()
        if "@" not in target.column
        and (row.key, asking.TARGET, target.year, target.issuer) not in in_doubt
    ]


def _loosened(
    file: str, row: PlanTableRow, known: Measure, in_doubt: set[tuple]
) -> Iterator[RowProblem]:
    """Say which target asks less than the one of an earlier year."""
    dated = {t.year: t for t in _own(row, in_doubt) if t.year and not t.rule.parts}
    named = {year: list(levels(row, target)) for year, target in dated.items()}
    years = sorted(year for year, goals in named.items() if len(goals) == 1)
    for before, year in pairwise(years):
        more = named[year][0] - named[before][0]
        if (more if known.direction == "up" else -more) < 0:
            target, earlier = dated[year], dated[before]
            sentence = f"“{target.raw}”宽于{before}年的“{earlier.raw}”，按规划原文。"
            yield RowProblem(file, target.line.number, target.column, sentence)


def _repeated(table: PlanTable) -> Iterator[RowProblem]:
    """Say which rows ask of the same indicator, region and year as an earlier one."""
    first: dict[tuple, tuple[PlanTableRow, PlanTarget]] = {}
    for row in table.rows:
        for key, target in row.targets.items():
            about = (row.indicator or row.label, *key)
            other, asked = first.setdefault(about, (row, target))
            if other is row:
                continue
            if plan_cells.same(asked.rule, target.rule):
                sentence = (
                    f"与第{other.line.number}行（{other.key}）重复，请改用同一行号。"
                )
            else:
                sentence = (
                    f"“{target.raw}”与{other.key}行“{asked.raw}”是同一指标同一年的目标，"
                    "分别评价。"
                )
            yield RowProblem(table.file, target.line.number, target.column, sentence)
