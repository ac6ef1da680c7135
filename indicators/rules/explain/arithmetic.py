"""The arithmetic of an assessment line by line, for the page that shows a verdict."""

from indicators.rules.assessment import DEFAULT, Case, Parameters, Result
from indicators.rules.explain import (
    lines_kinds,
    lines_limit,
    lines_missing,
    lines_path,
    lines_progress,
)
from indicators.rules.explain.facts import facts
from indicators.rules.explain.lines import ExplainedLine


def arithmetic(
    case: Case, result: Result, counts=False, parameters: Parameters = DEFAULT
) -> list[ExplainedLine]:
    """Return the lines of arithmetic that lead to a verdict, in reading order.

    A formula is printed only if it gives the figure beside it. `counts` shows event
    counts, for readers who may see them. `parameters` are the thresholds the result
    was made with, where they are not the usual ones.
    """
    f = facts(case, result)
    return [
        *lines_missing.missing(f),
        *lines_path.targets(f),
        *lines_path.differences(f),
        *lines_kinds.total(f),
        *lines_limit.small_numbers(f, counts),
        *lines_path.path(f),
        *lines_progress.progress(f, parameters),
        *lines_limit.planned_change(f),
        *lines_limit.limit(f, parameters),
        *lines_kinds.kept(f, parameters),
        *lines_limit.direction(f),
        *lines_kinds.slowing(f),
        *lines_limit.attained(f),
        *lines_progress.projection(f),
        *lines_progress.required(f),
        *lines_path.parts(f),
    ]
