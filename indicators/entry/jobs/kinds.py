"""What each kind of job does in a step, how it is taken back, and how it ends.

A step is written in one transaction with its count (working), so none is done twice.
It must take under a second on the smallest machine: REGIONS is measured by
tests/benchmarks/bench_rounds.py.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from indicators.entry import asked, opening
from indicators.entry.problems import EntryError
from indicators.models import Job, Round
from regions import codes
from regions.models import Region

REGIONS = 25  # laid out in one step


@dataclass(frozen=True)
class JobKind:
    """`do` works off the codes of one step's regions, `undo` takes them back, `end`
    makes the job's last step; `gone` follows when all is taken back."""

    do: Callable[[Job, list[str]], None]
    end: Callable[[Job], None]
    undo: Callable[[Job, list[str]], None]
    gone: Callable[[Job], None]


def steps(codes: list[str]) -> int:
    """Return how many steps a job over so many regions takes, its last one included."""
    return -(-len(codes) // REGIONS) + 1


def regions_of(job: Job, step: int) -> list[str]:
    """Return the codes of the regions of a step."""
    return job.what["regions"][step * REGIONS : (step + 1) * REGIONS]


def _regions(several: list[str]) -> list[Region]:
    return list(Region.objects.filter(code__in=several).order_by("code"))


def _round(job: Job) -> Round:
    return Round.everything.select_related("issuer").get(pk=job.what["round"])


def _add(job: Job, **counts: int) -> None:
    job.result = dict(Counter(job.result) + Counter(counts))


def _lay_out(job: Job, several: list[str]) -> None:
    call = _round(job)
    opened = opening.lay_out(call, asked.Catalogue.of(call), _regions(several))
    _add(
        job,
        cells=opened.cells,
        joined=opened.joined,
        forms=opened.forms,
        empty=len(opened.empty),
    )


def _reveal(job: Job) -> None:
    if job.kind == Job.Kind.OPEN_ROUND and not (
        job.result.get("cells") or job.result.get("joined")
    ):
        raise EntryError(str(opening.NOTHING))
    opening.reveal(_round(job), job.by)


def _take_back(job: Job, several: list[str]) -> None:
    opening.take_back(_round(job), several)


def _drop_round(job: Job) -> None:
    """Remove the round that nobody has seen; one that was extended stays."""
    call = _round(job)
    if not call.laid_out:
        for links in (call.regions, call.plans, call.indicators):
            links.clear()
        call.delete()


def _count(job: Job, several: list[str]) -> None:
    """Add what opening would ask of the regions, by the level below the issuer's."""
    found: dict[str, Any] = job.result
    for part in asked.previews(catalogue(job), _regions(several)):
        group = codes.below(job.region.code, part.region.code)
        counts = Counter(found.get(group, {}))
        counts += Counter(
            regions=1,
            asked=len(part.asked),
            known=part.known,
            joined=part.joined,
            unowned=part.unowned,
            rest=len(part.rest),
            empty=not part.asked,
        )
        found[group] = dict(counts)
    job.result = found


def catalogue(job: Job) -> asked.Catalogue:
    """Return the 采集目录 that a preview was asked for."""
    asks = job.what["asks"]
    return asked.Catalogue(
        asks["year"],
        asks["own_plans"],
        asks["with_prose"],
        frozenset(asks["plans"]),
        frozenset(asks["indicators"]),
    )


def _nothing(job: Job, several: object = None) -> None:
    """A preview has written nothing but its own result."""


KINDS = {
    Job.Kind.PREVIEW_ROUND: JobKind(_count, _nothing, _nothing, _nothing),
    Job.Kind.OPEN_ROUND: JobKind(_lay_out, _reveal, _take_back, _drop_round),
    Job.Kind.EXTEND_ROUND: JobKind(_lay_out, _reveal, _take_back, _drop_round),
}
