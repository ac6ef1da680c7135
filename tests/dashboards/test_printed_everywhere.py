"""Every target of the six plans reads the same wherever it is said."""

from html import unescape
from types import SimpleNamespace

import pytest
from django.db.models import Value
from django.utils.html import strip_tags

from dashboards.api import plan_rows
from dashboards.api.plan_rows import TARGETS
from dashboards.charts.target_marks import _mark
from dashboards.queries import targets
from dashboards.queries.plan_rows import in_full
from dashboards.reports import progress_columns
from dashboards.tables.indicator import AimTable
from indicators.models import PlanIndicator, Target
from indicators.pages.downloads import workbook_rows
from indicators.pages.grid import grid_rows
from indicators.pages.review import positions
from indicators.rules import printed
from indicators.verdicts import cases
from indicators.verdicts.goals import _goal as goal_of

pytestmark = pytest.mark.django_db


def own_targets():
    """Yield every plan row with an indicator, and each of its targets in force."""
    rows = PlanIndicator.objects.filter(indicator__isnull=False)
    rows = rows.select_related("plan__region", "indicator")
    for row in rows.prefetch_related("targets__issuer"):
        for target in cases.current_targets(row):
            yield row, target


def forms(row, target):
    """Return the target as grid, review and 填报表 (or 采集表) print it."""
    goal = goal_of(row, target.year, None)
    submission = SimpleNamespace(year=target.year)
    entry = SimpleNamespace(value=None, submission=submission)
    cell = SimpleNamespace(goal=goal, entry=entry, indicator=row.indicator)
    (aim,) = positions.aims(cell, None)
    return {
        "grid": grid_rows._goal(cell)["goal"],
        "review": aim.figure,
        "form": workbook_rows._target(cell).removeprefix(
            f"{printed.of_year(target.year)}："
        ),
    }


def pages(row, target):
    """Return the target as workbook, chart, indicator page and region page print it."""
    full = in_full(row, row.plan.region)
    (aim,) = [a for a in full.goals if a.year == target.year]
    mark = _mark(full, aim)
    table = AimTable([], row=full, unit=row.indicator.unit)
    goals = targets.goals(row, row.targets.all(), {})
    (goal,) = [g for g in goals if g.year == target.year]
    line = SimpleNamespace(row=full)
    return {
        "workbook": progress_columns.aims(line, target.year),
        "chart": mark.words if mark else aim.printed,
        "indicator page": unescape(strip_tags(table.render_printed(aim))),
        "region page": goal.printed,
    }


def answered():
    """Return pk → the target as the API answers it."""
    rows = Target.objects.order_by("pk")
    told = rows.annotate(
        in_force=Value(True),
        **{name: plan_rows._of_decision(c) for name, c in plan_rows.DECISION.items()},
        **{name: plan_rows._of_state(c) for name, c in plan_rows.STATE.items()},
    )
    read = TARGETS.read(told.values_list(*TARGETS.paths.values()), None)
    return dict(zip(rows.values_list("pk", flat=True), read, strict=True))


def test_a_target_reads_the_same_everywhere(plans):
    differ, seen, answers = {}, 0, answered()
    for row, target in own_targets():
        expected = printed.target(target.raw, row.printed_unit)
        said = forms(row, target) | pages(row, target)
        said["api"] = answers[target.pk]["printed"]
        seen += 1
        if set(said.values()) != {expected}:
            differ[row.plan.code, row.key, target.year] = said | {"rule": expected}

    assert differ == {}
    assert seen > 300
