"""The rounds in one's reach, with how far each has come. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q

from indicators.models import Entry, Round
from indicators.pages.progress import FormProgress
from indicators.pages.reach import followed
from regions import access
from regions.models import Region


@dataclass
class RoundLine:
    """One round and the counts of the regions of it that one follows."""

    round: Round
    regions: list[Region]
    days_left: int
    progress: FormProgress = field(default_factory=FormProgress)

    @property
    def is_over(self) -> bool:
        return self.days_left < 0


def listing(grants: Iterable[access.Grant], today: date) -> list[RoundLine]:
    """Return the rounds one issues or follows, the newest year first. Three queries."""
    grants = tuple(grants)
    mine = followed(grants)
    rounds = (
        Round.objects.filter(
            followed(grants, "issuer__") | Q(regions__in=Region.objects.filter(mine))
        )
        .distinct()
        .select_related("issuer")
        .prefetch_related(
            Prefetch("regions", Region.objects.filter(mine).order_by("code"))
        )
    )
    found = [
        RoundLine(round, list(round.regions.all()), (round.due_on - today).days)
        for round in rounds
    ]
    counts = _counts([line.round for line in found], grants, today)
    for line in found:
        for name, count in counts[line.round.pk].items():
            setattr(line.progress, name, count)
    return found


def _counts(rounds, grants, today: date) -> dict[int, Counter]:
    """Return round pk → fields of Progress → counts of the regions one follows. One
    query."""
    filled = Q(value__isnull=False) | ~Q(missing_reason="")
    rows = (
        Entry.objects.current()
        .filter(followed(grants, "submission__region__"), rounds__in=rounds)
        .values_list("rounds", "state")
        .annotate(
            asked=Count("pk"),
            filled_in=Count("pk", filter=filled),
            overdue=Count("pk", filter=Q(state__in=Entry.OPEN, due_on__lt=today)),
        )
        .order_by()
    )
    found: dict[int, Counter] = defaultdict(Counter)
    for round, state, asked, filled_in, overdue in rows:
        found[round] += Counter(
            {state: asked, "asked": asked, "filled": filled_in, "overdue": overdue}
        )
    return found
