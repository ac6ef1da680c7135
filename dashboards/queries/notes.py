"""The newest 原因和措施 of plan rows, fetched with the rows themselves."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from dashboards.answering import RowNote
from indicators.models import Note

WORDS = ("year", "reason", "measure", "deadline", "office")


def newest_note(own: Collection[str]) -> Subquery:
    """Return the column of a plan row that holds its newest note as the viewer may read
    it; no query of its own."""
    found = Note.objects.open_to(own).filter(plan_indicator=OuterRef("pk"))
    said = JSONObject(at="at", **{name: name for name in WORDS})
    rows = found.order_by("-year", "-version").values(said=said)
    return Subquery(rows.values("said")[:1], output_field=JSONField())


def note_of(said: dict | None) -> RowNote | None:
    """Return a note as pages show it, of newest_note."""
    if said is None:
        return None
    at = datetime.fromisoformat(said["at"])
    at = at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps UTC without saying
    words = {name: said[name] for name in WORDS}
    return RowNote(**words, day=timezone.localtime(at).date())
