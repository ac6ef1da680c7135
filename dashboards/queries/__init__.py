"""The one door from the ORM to what pages show: a function per question.

Each function says how many queries it runs, whatever the number of rows.
"""

from dashboards.queries.checking import Checked, board, check_scope
from dashboards.queries.choices import holds, offered
from dashboards.queries.export import (
    LONG_COLUMNS,
    OutOfReach,
    long_rows,
    rows_of,
    scope,
)
from dashboards.queries.history import HISTORY, changes
from dashboards.queries.moved import (
    moved_rows,
    revised_targets,
    revised_values,
    since_counts,
)
from dashboards.queries.others import others, others_of
from dashboards.queries.plan_rows import (
    attention,
    department_rows,
    lead_of,
    leads_of,
    plan_rows,
    rows_of_indicator,
)
from dashboards.queries.plans import (
    ancestors,
    counts,
    milestones,
    neighbours,
    plans,
    plans_below,
    row_kinds,
    tasks,
    visible_plans,
)
from dashboards.queries.values import levels_above, values

__all__ = [
    "HISTORY",
    "LONG_COLUMNS",
    "Checked",
    "OutOfReach",
    "ancestors",
    "attention",
    "board",
    "changes",
    "check_scope",
    "counts",
    "department_rows",
    "holds",
    "lead_of",
    "leads_of",
    "levels_above",
    "long_rows",
    "milestones",
    "moved_rows",
    "neighbours",
    "offered",
    "others",
    "others_of",
    "plan_rows",
    "plans",
    "plans_below",
    "revised_targets",
    "revised_values",
    "row_kinds",
    "rows_of",
    "rows_of_indicator",
    "scope",
    "since_counts",
    "tasks",
    "values",
    "visible_plans",
]
