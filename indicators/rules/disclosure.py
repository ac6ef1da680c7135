"""How exactly a figure is told, and to whom: the one home of the rule. Pure.

A rate by counts is an indicator with `per` (its value times a denominator, over
`per`, is a number of events): ‰, 1/10万, % and every other. At eight decimals such a
value tells its count: 1.94639625 per 100,000 is one death among 51,377 births. So
events, denominators and exact rates are for those who may see counts
(regions.access.may_see_counts: the region's own staff and reviewers); everybody else
is told the rate with the indicator's decimals, and only what follows from that.

A verdict is told as the rules compute it from the told series: rounding each of its
figures by itself would leave a value between two roundings, narrower than either.
Its words (status, reason, flags, whether a milestone is met) stay those of the exact
series: there is one verdict. On a target that the reader chooses, as often as they
like, the words too are those of the told series (`judged_as_told`): they would bracket
the exact rate.
"""

from dataclasses import replace
from decimal import Decimal

from indicators.rules import assessment, numbers
from indicators.rules.assessment import Case, Result
from indicators.rules.assessment.result import Pooled

# Of a result: words, the same for every reader, and the years that belong to them.
WORDS = ("status", "reason", "flags", "schedule_status", "outlook")
WORDS += ("closed", "record_year", "met_since")


def is_rate(per) -> bool:
    """Return whether an indicator's value, exact, would tell a count."""
    return per is not None


def told(value, decimals: int, *, per, counts: bool = False):
    """Return a figure as the reader may have it, None for none.

    `value` is a Decimal or float in the indicator's unit; what is withheld comes as a
    Decimal with so many decimals, half up, like numbers.plain. `counts`: the reader
    may see the region's event counts.
    """
    if value is None or counts or not is_rate(per):
        return value
    return rounded(value, decimals)


def rounded(value, decimals: int) -> Decimal:
    """Return a value as it is printed, as a number."""
    return Decimal(numbers.plain(value, decimals).replace(numbers.MINUS, "-"))


def told_case(case: Case, result: Result) -> Case:
    """Return a case as those see it who may not see counts.

    Its series and reference as printed, without counts. The pooled rate that `result`
    was judged by stands, as printed, with the latest year.
    """
    return _told(case, result.pooled, result.latest_year)


def judged_as_told(case: Case) -> tuple[Case, Result]:
    """Return a case as those see it who may not see counts, and the verdict that it
    gives by itself, words too.

    Whatever is asked of the series, two that are told alike give the same: its latest
    year is pooled by its counts alone, never by the target.
    """
    year, pooled = _latest_pool(case)
    told_one = _told(case, pooled, year)
    found = assessment.assess(told_one.indicator, told_one.observations, case.as_of)
    return told_one, found


def _latest_pool(case: Case) -> tuple[int | None, Pooled | None]:
    """Return the latest year with a value, and the rate pooled for it where its events
    are few (assessment README B7)."""
    rows = [row for row in case.observations if row.year <= case.as_of]
    usable = [row for row in rows if row.value is not None]
    if not usable:
        return None, None
    latest, measure = usable[-1], case.indicator.measure
    if not assessment.is_small(latest, measure.per):
        return latest.year, None
    breaks = [
        row.year for row in rows if row.definition_break and row.year <= latest.year
    ]
    since = max(breaks, default=None)
    found = assessment.pool(usable, measure.per, measure.period, since)
    return latest.year, found.told()


def _told(case: Case, pooled: Pooled | None, year: int | None) -> Case:
    """Return a case as printed, with the pooled rate, as printed too, in a year."""
    decimals = case.indicator.measure.decimals
    reference = {y: rounded(v, decimals) for y, v in case.indicator.reference.items()}
    rows = [
        replace(
            row,
            value=None if row.value is None else rounded(row.value, decimals),
            events=None,
            denominator=None,
            pooled=_told_pool(pooled, decimals) if row.year == year else None,
        )
        for row in case.observations
    ]
    indicator = replace(case.indicator, reference=reference)
    return replace(case, indicator=indicator, observations=tuple(rows))


def _told_pool(pooled: Pooled | None, decimals: int) -> Pooled | None:
    """Return a pooled rate as printed, without its counts."""
    if pooled is None:
        return None
    ends = {
        name: float(rounded(getattr(pooled, name), decimals))
        for name in ("rate", "lo", "hi")
    }
    return Pooled(years=pooled.years, **ends)


def told_result(case: Case, result: Result) -> Result:
    """Return the verdict on a told case: its figures, with the words of `result`."""
    found = assessment.assess(case.indicator, case.observations, case.as_of)
    found = _with_words(found, result, WORDS)
    budget = 0 if result.event_budget == 0 else found.event_budget  # 须实现零死亡
    final = found.final and _with_words(found.final, result.final, ("outlook",))
    return replace(
        found,
        event_budget=budget,
        milestones=_each(found.milestones, result.milestones, ("state", "flags")),
        parts=_each(found.parts, result.parts, ("status", "reason")),
        final=final,
    )


def _each(told_rows, exact_rows, words) -> tuple:
    pairs = zip(told_rows, exact_rows, strict=True)
    return tuple(_with_words(row, exact, words) for row, exact in pairs)


def _with_words(told_row, exact, words):
    """Return a told block with the words of the exact one."""
    return replace(told_row, **{name: getattr(exact, name, None) for name in words})
