"""The open questions of plan rows in words, as every page and file says them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from indicators.models import Doubt

# Of plan rows: whether anything about them is open, so that nothing is asked for the
# many of which nothing is.
IN_DOUBT = Exists(Doubt.objects.open().filter(plan_indicator=OuterRef("pk")))


def questions_of(rows: Iterable) -> dict[int, tuple[str, ...]]:
    """Return open_questions of rows annotated with `in_doubt` (IN_DOUBT). One query,
    none where nothing is open."""
    doubted = [row.pk for row in rows if row.in_doubt]
    return open_questions(doubted) if doubted else {}


def open_questions(rows: Iterable) -> dict[int, tuple[str, ...]]:
    """Return row pk → what nobody has answered about it yet, a sentence each, by year;
    rows without any are absent. `rows` are rows, pks or a query of them. One query."""
    found = defaultdict(list)
    doubts = Doubt.objects.open().filter(plan_indicator__in=rows)
    doubts = doubts.select_related("target__issuer", "plan_indicator__plan")
    for doubt in doubts.order_by("target__year", "pk"):
        found[doubt.plan_indicator_id].append(doubt.words)
    return {row: tuple(words) for row, words in found.items()}
