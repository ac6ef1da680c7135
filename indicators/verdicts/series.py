"""The series that verdicts are judged on: in full, and as reported."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.models import Audience, Observation, PlanIndicator
from indicators.models.observations import reported
from indicators.rules.figure import Figure
from indicators.verdicts.cases import current_targets


def reference_region(row: PlanIndicator) -> int | None:
    """Return the pk of the one reference region of the row's targets, if any."""
    return next((t.reference_id for t in current_targets(row) if t.reference_id), None)


@dataclass(frozen=True)
class JudgedSeries:
    """Figures by year, under (region pk, indicator pk): in full, and as reported.

    What is approved and not yet reported is for the region's own people: their
    verdict judges the own series in full, beside the reference as reported.
    """

    full: Mapping[tuple[int, int], list[Figure]]
    reported: Mapping[tuple[int, int], list[Figure]]
    held: frozenset[tuple[int, int]]

    def own(self, row: PlanIndicator, audience: str) -> list[Figure]:
        """Return the series that is judged; the same for everybody unless it is
        held."""
        found = self.reported if audience == Audience.OTHERS else self.full
        return found.get((row.plan.region_id, row.indicator_id), [])

    def reference(self, row: PlanIndicator, audience: str) -> list[Figure]:
        """Return the series that the row's targets refer to, if any."""
        region = reference_region(row)
        if region == row.plan.region_id:
            return self.own(row, audience)
        return self.reported.get((region, row.indicator_id), [])

    def differs(self, row: PlanIndicator) -> bool:
        """Whether the row's audiences see different figures of their own series."""
        return (row.plan.region_id, row.indicator_id) in self.held


def of_rows(rows: Iterable[PlanIndicator]) -> JudgedSeries:
    """Return the series of the rows and of their references: one query, and one
    more where a held row's last report was an upper level's figure standing in."""
    regions, indicators = set(), set()
    for row in rows:
        indicators.add(row.indicator_id)
        regions.update(pk for pk in (row.plan.region_id, reference_region(row)) if pk)
    full = list(
        Observation.objects.filter(
            region__in=regions, indicator__in=indicators
        ).order_by("year")
    )
    held = frozenset(_key(o) for o in full if o.is_held)
    return JudgedSeries(_by_key(full), _by_key(reported(full)), held)


def _key(observation: Observation) -> tuple[int, int]:
    return observation.region_id, observation.indicator_id


def _by_key(observations: Iterable[Observation]) -> dict[tuple, list[Figure]]:
    found = defaultdict(list)
    for observation in observations:
        found[_key(observation)].append(observation.figure)
    return found
