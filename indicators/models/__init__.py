"""The stored nouns of design.md §3, one module per part of the job."""

from indicators.models.assessments import Assessment
from indicators.models.catalogue import Domain, Indicator
from indicators.models.observations import Observation, ObservationChange
from indicators.models.plans import (
    MilestoneStatus,
    Plan,
    PlanIndicator,
    PlanTask,
    Target,
)

__all__ = [
    "Assessment",
    "Domain",
    "Indicator",
    "MilestoneStatus",
    "Observation",
    "ObservationChange",
    "Plan",
    "PlanIndicator",
    "PlanTask",
    "Target",
]
