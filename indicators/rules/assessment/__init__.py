"""The rules of README.md: four questions about every target, never mixed.

Pure: takes a Case and gives a Result, which read and write the JSON of B6.1; knows
neither Django nor the database.
"""

from collections.abc import Mapping

from .asked import Milestone, compared
from .cases import (
    AssessedIndicator,
    Case,
    StatedBaseline,
    baseline,
    observations,
)
from .checks import check_case
from .direction import is_against
from .evidence import current_year
from .parameters import DEFAULT, Parameters
from .path import path_anchors, path_value, progress
from .projection import outlook, project, required_change
from .resolving import resolve_targets
from .result import (
    DirectionChange,
    FinalYear,
    Forecast,
    JudgedMilestone,
    PartVerdict,
    Pooled,
    Required,
    Result,
)
from .small_numbers import event_budget, is_small, poisson_ci, pool, trend_chi2
from .summary import summarise
from .targets import TargetLimit, meets
from .verdict import assess, path_points
from .vocabulary import (
    ACHIEVED_EARLY,
    ATTAINMENTS,
    BREACHED_FLOOR,
    BREACHED_RANGE,
    CATEGORIES,
    FLAGS,
    MISSING_ON_PURPOSE,
    MOVED_FROM_START,
    OUTLOOKS,
    PROVISIONAL,
    REASONS,
    Category,
    evaluation,
    severity,
)

__all__ = [
    "ACHIEVED_EARLY",
    "ATTAINMENTS",
    "BREACHED_FLOOR",
    "BREACHED_RANGE",
    "CATEGORIES",
    "DEFAULT",
    "FLAGS",
    "MISSING_ON_PURPOSE",
    "MOVED_FROM_START",
    "OUTLOOKS",
    "PROVISIONAL",
    "REASONS",
    "AssessedIndicator",
    "Case",
    "Category",
    "DirectionChange",
    "FinalYear",
    "Forecast",
    "JudgedMilestone",
    "Milestone",
    "Parameters",
    "PartVerdict",
    "Pooled",
    "Required",
    "Result",
    "StatedBaseline",
    "TargetLimit",
    "assess",
    "assess_case",
    "baseline",
    "check_case",
    "compared",
    "current_year",
    "evaluation",
    "event_budget",
    "is_against",
    "is_small",
    "meets",
    "observations",
    "outlook",
    "path_anchors",
    "path_points",
    "path_value",
    "poisson_ci",
    "pool",
    "progress",
    "project",
    "required_change",
    "resolve_targets",
    "severity",
    "summarise",
    "trend_chi2",
]


def assess_case(case: Mapping, parameters: Parameters = DEFAULT) -> dict:
    """Return the result of a case {id?, as_of?, indicator, observations} as JSON,
    id first."""
    given = Case.from_dict(case)
    result = assess(given.indicator, given.observations, given.as_of, parameters)
    found = result.to_dict()
    return {"id": case["id"], **found} if "id" in case else found
