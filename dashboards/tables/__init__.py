"""The tables of the dashboards (django-tables2, templates/_table.html)."""

from dashboards.tables.changes import (
    MovedTable,
    RevisedTargetTable,
    RevisedValueTable,
    SinceLine,
    SinceTable,
    YearTable,
)
from dashboards.tables.indicator import (
    AimTable,
    ChangeTable,
    ValueTable,
    revision_lines,
    value_rows,
)
from dashboards.tables.milestones import MilestoneTable
from dashboards.tables.plan_rows import (
    AttentionTable,
    CurrentTable,
    DepartmentTable,
    ProseTable,
    RegionTable,
)
from dashboards.tables.regions import OverviewTable

__all__ = [
    "AimTable",
    "AttentionTable",
    "ChangeTable",
    "CurrentTable",
    "DepartmentTable",
    "MilestoneTable",
    "MovedTable",
    "OverviewTable",
    "ProseTable",
    "RegionTable",
    "RevisedTargetTable",
    "RevisedValueTable",
    "SinceLine",
    "SinceTable",
    "ValueTable",
    "YearTable",
    "revision_lines",
    "value_rows",
]
