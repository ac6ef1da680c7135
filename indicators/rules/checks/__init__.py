"""What is checked of a figure before it is submitted. Pure.

Errors block submitting and depend on the figure alone; warnings compare it with the
series and the other indicators, and want a remark. Every finding is one sentence:
what, by how much, against which figure, and what to do.
"""

from indicators.rules.checks.figure import errors, typing
from indicators.rules.checks.nouns import (
    COUNTS,
    NOTHING,
    REVEALS,
    SERIES,
    CheckedFigure,
    DeclaredRelation,
    Finding,
    Yardstick,
    printed,
    rate,
    readable,
)
from indicators.rules.checks.parameters import DEFAULT, CheckParameters, described
from indicators.rules.checks.relations import check_relations
from indicators.rules.checks.series import against_series
from indicators.rules.checks.words import CHECKS, Check, named

__all__ = [
    "CHECKS",
    "COUNTS",
    "DEFAULT",
    "NOTHING",
    "REVEALS",
    "SERIES",
    "Check",
    "CheckParameters",
    "CheckedFigure",
    "DeclaredRelation",
    "Finding",
    "Yardstick",
    "check_cell",
    "check_relations",
    "described",
    "named",
    "printed",
    "rate",
    "readable",
]


def check_cell(
    cell: CheckedFigure, parameters: CheckParameters = DEFAULT
) -> tuple[Finding, ...]:
    """Return what is to be said of a cell, errors first; of a blank value nothing."""
    if cell.figure.value is None:
        return ()
    wrong = errors(cell)
    warned = [*typing(cell), *against_series(cell, parameters)]
    codes = {finding.code for finding in warned}
    if wrong:  # a figure that cannot be is not compared, but its slip is named
        codes &= {"unit_slip", "rate"}
    if "unit_slip" in codes:  # it explains the decimals too
        codes -= {"decimals"}
    return (*wrong, *(finding for finding in warned if finding.code in codes))
