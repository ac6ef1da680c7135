"""The one door from the ORM to what pages show: a function per question.

Each function says how many queries it runs, whatever the number of rows.
"""

from dashboards.queries.indicator import (
    HISTORY,
    changes,
    levels_above,
    neighbours,
    sections,
    values,
)
from dashboards.queries.plans import (
    ancestors,
    milestones,
    plans,
    plans_below,
    row_kinds,
    tallies,
    tasks,
    visible_plans,
)
from dashboards.queries.rows import attention, plan_rows

__all__ = [
    "HISTORY",
    "ancestors",
    "attention",
    "changes",
    "levels_above",
    "milestones",
    "neighbours",
    "plan_rows",
    "plans",
    "plans_below",
    "row_kinds",
    "sections",
    "tallies",
    "tasks",
    "values",
    "visible_plans",
]
