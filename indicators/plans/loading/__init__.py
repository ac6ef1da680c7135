"""The door through which all data files enter: all or nothing, twice = once.

Each loader reads its files completely, collects every problem, and writes only
when there is none. Layouts: fixtures/README.md.
"""

from indicators.plans.loading.catalogue import load_catalogue, load_domains
from indicators.plans.loading.everything import load_everything
from indicators.plans.loading.outcome import LoadError, LoadingOutcome
from indicators.plans.loading.plans import load_plan
from indicators.plans.loading.relations import load_relations
from indicators.plans.loading.series import load_facts, load_reference
from indicators.plans.loading.tasks import load_tasks
from indicators.plans.loading.territory import load_departments, load_regions

__all__ = [
    "LoadError",
    "LoadingOutcome",
    "load_catalogue",
    "load_departments",
    "load_domains",
    "load_everything",
    "load_facts",
    "load_plan",
    "load_reference",
    "load_regions",
    "load_relations",
    "load_tasks",
]
