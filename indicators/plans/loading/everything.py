"""Loads a whole folder of data files in their order, all or nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction

from indicators.models import CauseKind, PlanIndicator
from indicators.plans.loading import (
    catalogue,
    plans,
    relations,
    series,
    tasks,
    territory,
)
from indicators.plans.loading.outcome import LoadError, LoadingOutcome
from indicators.rules.causes import first
from indicators.verdicts import assessing, causes, refreshing
from indicators.verdicts.causes import Cause, Touched
from indicators.verdicts.using import using


def foundations(folder: Path, replace_stored) -> list[Callable[[], LoadingOutcome]]:
    """Return the loaders of what everything else refers to."""
    departments = sorted((folder / "departments").glob("*.csv"))
    concepts = sorted((folder / "catalogue").glob("*.csv"))
    return [
        partial(territory.load_regions, folder / "regions.csv"),
        *(partial(territory.load_departments, path) for path in departments),
        partial(catalogue.load_domains, folder / "domains.csv"),
        partial(catalogue.load_catalogue, concepts, replace_stored),
    ]


def details(folder: Path) -> list[Callable[[], LoadingOutcome]]:
    """Return the loaders of relations, plans, their tasks, and all values.

    Reference series come before the plans' own mention of the same figures.
    """

    def each(load, name, **about):
        paths = sorted((folder / name).glob("*.csv"))
        return [partial(load, path, **about) for path in paths]

    between = folder / "relations.csv"
    return [
        *([partial(relations.load_relations, between)] if between.exists() else []),
        *each(plans.load_plan, "plans", plans=folder / "plans.csv"),
        *each(tasks.load_tasks, "tasks"),
        *each(series.load_reference, "reference", refresh=False),
        *each(series.load_facts, "facts", refresh=False),
    ]


@transaction.atomic
def load_everything(
    folder, report=lambda outcome: None, replace_stored: bool = False
) -> list[LoadingOutcome]:
    """Load every file of the folder and refresh all verdicts; return the outcomes.

    Definitions of indicators that are stored otherwise stay, but for
    `replace_stored`; the outcome of the catalogue lists them.

    Problems of all files are collected; what refers to missing regions or
    indicators is not tried. `report(outcome)` is called as each file is done.
    """
    folder, outcomes = Path(folder), []
    for stage in (foundations(folder, replace_stored), details(folder)):
        problems = []
        for load in stage:
            try:
                outcomes.append(load())
                report(outcomes[-1])
            except LoadError as error:
                problems += error.problems
        if problems:
            raise LoadError(problems)
    refreshing.refresh_each(assessing.rows_to_assess(), why(outcomes))
    return outcomes


def why(outcomes: list[LoadingOutcome]) -> Callable[[PlanIndicator], Cause]:
    """Return what each row's verdict is judged anew for: its plan, its indicator or a
    series it uses was loaded otherwise; else nothing but the rules can be different."""
    plan_codes = {o.code for o in outcomes if o.code and o.is_other}
    indicators = {code for o in outcomes for code in o.indicators}
    touched: Touched = {}
    for outcome in outcomes:
        causes.note_all(touched, outcome.touched)
    used = using(touched)

    def cause(row: PlanIndicator) -> Cause:
        kinds = {CauseKind.RULE}
        if row.plan.code in plan_codes:
            kinds.add(CauseKind.PLAN)
        if row.indicator.code in indicators:
            kinds.add(CauseKind.DEFINITION)
        if row.pk in used:
            kinds.add(used[row.pk].kind)
        return Cause(first(kinds), None)

    return cause
