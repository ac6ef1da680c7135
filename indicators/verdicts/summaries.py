"""Writes the counts of plans beside their verdicts, and checks that both agree."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from indicators.models import Assessment, Audience, Plan, PlanIndicator, Summary, Target
from indicators.models.assessments import READERS
from indicators.rules import moves
from indicators.rules.assessment import CATEGORIES
from indicators.rules.assessment import summary as partition
from indicators.rules.assessment.summary import CountedRow, RowStanding
from indicators.rules.unassessed import NO_TARGET, unassessed
from indicators.verdicts.questions import IN_DOUBT

BATCH = 500
VERDICT = (
    *("plan_indicator_id", "audience", "code", "reason", "flags", "closed", "grade"),
    *("due_year", "due", "last_year", "ahead", "before_code", "has_demo"),
    "latest_year",
)


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of a plan as one reader finds it, with what is counted of it."""

    row: CountedRow
    grade: str = ""
    before: str = ""
    has_demo: bool = False
    latest: int | None = None


def write(plans: Collection[int], as_of: int) -> None:
    """Store the counts of the plans (pks), from their verdicts as they are stored.

    The plans are locked by whoever writes verdicts (refreshing.refresh_each). Four
    queries, one more where a row has no verdict, an INSERT more for every BATCH.
    """
    made = made_of(plans, as_of)
    kept = {(found.plan_id, found.audience) for found in made}
    stored = Summary.objects.filter(plan__in=plans).values_list(
        "pk", "plan_id", "audience"
    )
    gone = [pk for pk, plan, audience in stored if (plan, audience) not in kept]
    if gone:
        Summary.objects.filter(pk__in=gone).delete()
    names = [
        f.name
        for f in Summary._meta.concrete_fields
        if f.name not in ("id", "plan", "audience")
    ]
    Summary.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["plan", "audience"],
        update_fields=names,
    )


def disagreeing(as_of: int, **filters) -> list[Summary]:
    """Return the plans' stored counts that are not those of their verdicts, and those
    that are missing; `filters` are on the plan."""
    plans = Plan.objects.filter(**filters).values_list("pk", flat=True)
    stored = {
        (found.plan_id, found.audience): found
        for found in Summary.objects.filter(plan__in=plans).select_related("plan")
    }
    wrong = []
    for made in made_of(plans, as_of):
        found = stored.pop((made.plan_id, made.audience), None)
        if found is None or _columns(found) != _columns(made):
            wrong.append(found or made)
    return wrong + list(stored.values())


def _columns(found: Summary) -> dict:
    names = (f.attname for f in Summary._meta.concrete_fields)
    return {name: getattr(found, name) for name in names if name != "id"}


def made_of(plans: Collection[int], as_of: int) -> list[Summary]:
    """Return the unsaved counts of the plans, from their stored verdicts: for
    everybody, or for each reader where any verdict is one reader's alone."""
    made = []
    for plan, rows in _rows_by_plan(plans, as_of).items():
        table = [row for row in rows if row.in_table]
        main = table or [row for row in rows if row.has_target]
        if not main:
            continue
        alone = any(set(row.verdicts) & set(READERS) for row in main)
        about = {"plan_id": plan, "region_id": main[0].region, "as_of": as_of}
        for audience in READERS if alone else (Audience.BOTH,):
            judged = [row.seen_by(audience) for row in main]
            counts = _counts(judged) | {"has_table": bool(table)}
            made.append(Summary(audience=audience, **about, **counts))
    return made


@dataclass(frozen=True, slots=True)
class _PlanRow:
    """A row of a plan with its verdicts by audience."""

    region: int
    in_table: bool
    has_target: bool
    why: str  # there is no verdict
    unjudged: RowStanding
    verdicts: Mapping[str, SeenRow]

    def seen_by(self, audience: str) -> SeenRow:
        found = self.verdicts.get(Audience.BOTH, self.verdicts.get(audience))
        if found is None:
            bare = CountedRow("no_data", self.why, False, False, self.unjudged)
            return SeenRow(bare)
        return found


def _rows_by_plan(plans: Collection[int], as_of: int) -> dict[int, list[_PlanRow]]:
    """Return plan pk → its rows that carry an indicator."""
    own = Target.objects.filter(
        plan_indicator=OuterRef("pk"), issuer=OuterRef("plan__region")
    )
    rows = (
        PlanIndicator.objects.assessable()
        .filter(plan__in=plans)
        .order_by("plan_id", "pk")
        .annotate(aims=Exists(own), in_doubt=IN_DOUBT)
        .values_list(
            *("pk", "plan_id", "plan__region_id", "in_table", "aims", "in_doubt"),
            *("factor", "indicator__direction"),
        )
    )
    verdicts = _verdicts(plans)
    rows = list(rows)
    unjudged = any(row[0] not in verdicts for row in rows)
    years = _years(plans) if unjudged else {}
    found = defaultdict(list)
    for pk, plan, region, in_table, aims, in_doubt, factor, direction in rows:
        why = unassessed(
            has_target=aims,
            in_doubt=in_doubt,
            has_factor=factor is not None,
            direction=direction,
        )
        about = partition.unjudged(years.get(pk, ()), as_of)
        known = verdicts.get(pk, {})
        if not aims:  # as the pages say it, whatever the rules found
            known = {who: _without_target(seen) for who, seen in known.items()}
        found[plan].append(_PlanRow(region, in_table, aims, why, about, known))
    return dict(found)


def _without_target(seen: SeenRow) -> SeenRow:
    row = seen.row._replace(reason=NO_TARGET)
    return SeenRow(row, seen.grade, seen.before, seen.has_demo, seen.latest)


def _verdicts(plans: Collection[int]) -> dict[int, dict[str, SeenRow]]:
    """Return row pk → audience → its stored verdict. One query."""
    found = defaultdict(dict)
    stored = Assessment.objects.filter(plan_indicator__plan__in=plans).order_by()
    for pk, audience, code, reason, flags, closed, grade, *more in stored.values_list(
        *VERDICT
    ):
        *standing, before, demo, latest = more
        row = CountedRow(code, reason, "stale" in flags, closed, RowStanding(*standing))
        found[pk][audience] = SeenRow(row, grade, before, demo, latest)
    return dict(found)


def _years(plans: Collection[int]) -> dict[int, set[int]]:
    """Return row pk → the years of its own targets in force, of the plans' rows without
    a verdict. One query."""
    found = defaultdict(set)
    stated = Target.objects.in_force().filter(
        plan_indicator__plan__in=plans,
        plan_indicator__assessments=None,
        year__isnull=False,
        issuer=F("plan_indicator__plan__region"),
    )
    for row, year in stated.order_by().values_list("plan_indicator_id", "year"):
        found[row].add(year)
    return found


# ----------------------------------------------------------------------- the counts


def _counts(judged: list[SeenRow]) -> dict:
    """Return the columns of Summary that count the rows."""
    rows = [found.row for found in judged]
    tiles = Counter(partition.tile(r.code, r.reason, r.stale, r.closed) for r in rows)
    balances = partition.balances(rows)
    return {
        **{f"tile_{name}": tiles[name] for name in partition.TILES},
        **_parts(balances["due"]),
        **_parts(balances["ahead"]),
        **_beside(judged),
        "due_year": balances["due"].year,
        "last_year": balances["ahead"].year,
        "demo": sum(found.has_demo for found in judged),
        "latest_year": max((j.latest for j in judged if j.latest), default=None),
        "tallies": sorted(_tallies(judged)),
        "years": _years_of(judged),
    }


def _parts(balance: partition.Balance) -> dict[str, int]:
    return {f"{balance.code}_{part}": n for part, n in balance.parts.items()}


def _beside(judged: Iterable[SeenRow]) -> dict[str, int]:
    """Return how the verdicts of the year before stood, and which are better now."""
    groups, steps = Counter(), Counter()
    for found in judged:
        code = found.before or "no_data"
        groups[CATEGORIES[code].group] += 1
        steps[moves.step(code, found.row.code)] += 1
    counts = {f"before_{name}": groups[name] for name in ("good", "watch", "bad")}
    return counts | {
        "before_none": groups["none"],
        "better": steps[1],
        "worse": steps[-1],
    }


def _tallies(judged: Iterable[SeenRow]) -> Iterator[list]:
    """Yield each verdict with how many rows have it: [code, reason, stale, closed,
    count, grade]."""
    found = Counter(
        (j.row.code, j.row.reason, j.row.stale, j.row.closed, j.grade) for j in judged
    )
    for (code, reason, stale, closed, grade), number in found.items():
        yield [code, reason, stale, closed, number, grade]


def _years_of(judged: Iterable[SeenRow]) -> dict[str, int]:
    """Return year → of how many rows it is the newest with a value; "" of none."""
    found = Counter(str(j.latest or "") for j in judged)
    return dict(sorted(found.items(), reverse=True))
