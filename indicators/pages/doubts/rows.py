"""What the page of doubts lists: those of the regions one administers, and below."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from indicators.models import Doubt
from indicators.pages import reach
from indicators.pages.doubts.forms import AnswerForm
from regions.models import Region

PER_PAGE = 50


@dataclass(frozen=True)
class DoubtLine:
    """One doubt with its form; `problem` is what refused the answer just given."""

    doubt: Doubt
    form: AnswerForm
    problem: str = ""
    place: str = ""  # an anchor, on the row's first doubt


def within_reach(grants) -> QuerySet[Doubt]:
    """Return the doubts of plans in force in the regions one administers, and below."""
    regions = Region.objects.filter(reach.administered(grants))
    return Doubt.objects.filter(
        plan_indicator__plan__region__in=regions,
        plan_indicator__plan__retired_on=None,
    )


def count_open(grants) -> int:
    """Return how many doubts wait for the person. One query."""
    return within_reach(grants).open().count()


def listed(grants, show: str) -> QuerySet[Doubt]:
    """Return the doubts of a list in order: open by plan and row, answered the newest
    first, of each question the latest answer."""
    found = within_reach(grants).select_related(
        "plan_indicator__plan__region",
        "plan_indicator__indicator",
        "target__issuer",
        "answered_by",
    )
    if show == "open":
        place = ("plan_indicator__plan__region__code", "plan_indicator__plan__code")
        order = (*place, "plan_indicator__order", "target__year", "pk")
        return found.open().order_by(*order)
    later = Doubt.objects.answered().filter(
        plan_indicator=OuterRef("plan_indicator"),
        field=OuterRef("field"),
        raw=OuterRef("raw"),
        question=OuterRef("question"),
        pk__gt=OuterRef("pk"),
    )
    newer = later.filter(target=OuterRef("target"))
    newer_of_row = later.filter(target=None)
    return (
        found.answered()
        .exclude(Exists(newer))
        .exclude(Exists(newer_of_row), target=None)
        .order_by("-answered_at", "-pk")
    )


def lines(doubts, posted=None, problem: str = "") -> list[DoubtLine]:
    """Return the lines of a list, each with an empty form; `posted` is the form of the
    doubt that was answered and refused."""
    found, seen = [], set()
    for doubt in doubts:
        own = posted is not None and posted.doubt.pk == doubt.pk
        row = doubt.plan_indicator
        found.append(
            DoubtLine(
                doubt=doubt,
                form=posted if own else AnswerForm(doubt=doubt),
                problem=problem if own else "",
                place="" if row.pk in seen else f"{row.plan.code}-{row.key}",
            )
        )
        seen.add(row.pk)
    return found
