"""Which stored verdicts rest on an open doubt: none may.

Asked of what is stored, the inputs of each verdict beside the doubts, and not of the
code that makes cases: a gate that leaks is seen here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.models import Assessment, Audience, Doubt


@dataclass(frozen=True)
class RestingVerdict:
    """A stored verdict, and the open doubt that it rests on."""

    plan: str
    row: str
    label: str
    audience: str
    question: str

    def __str__(self):
        audience = Audience(self.audience).label
        return f"{self.plan} {self.row} {self.label}（{audience}）：{self.question}"


def resting_on_doubts(**filters) -> list[RestingVerdict]:
    """Return each stored verdict that used what an open doubt is about. Two queries;
    `filters` are on the plan row, as those of rows_to_assess."""
    about = {f"plan_indicator__{name}": value for name, value in filters.items()}
    doubts = defaultdict(list)
    asked = Doubt.objects.filter(answered_at=None, **about).select_related("target")
    for doubt in asked:
        doubts[doubt.plan_indicator_id].append(doubt)
    stored = Assessment.objects.filter(plan_indicator__in=list(doubts))
    return list(_found(stored.select_related("plan_indicator__plan"), doubts))


def _found(stored, doubts) -> Iterator[RestingVerdict]:
    for verdict in stored:
        row = verdict.plan_indicator
        for doubt in doubts[row.pk]:
            if _uses(verdict.inputs, doubt, row.plan.region_id):
                who = row.plan.code, row.key, row.label, verdict.audience
                yield RestingVerdict(*who, doubt.question)


def _uses(inputs: Mapping, doubt: Doubt, own: int) -> bool:
    """Return whether the inputs of a verdict hold, as certain, what the doubt is on."""
    indicator = inputs["indicator"]
    if doubt.field == Doubt.Field.UNIT:
        return True  # such a row has no verdict at all
    if doubt.field == Doubt.Field.BASELINE:
        return bool(indicator.get("baseline"))
    target = doubt.target
    if target.issuer_id != own:
        return False
    said = [
        m
        for m in indicator["milestones"]
        if m["year"] == target.year and m.get("raw") == target.raw
    ]
    return any(_is_certain(m) for m in said)


def _is_certain(milestone: Mapping) -> bool:
    """Return whether nothing of a milestone is held in doubt: of a compound one part
    is enough, the question may be about it alone."""
    parts = milestone.get("parts") or ()
    return all(m.get("confirmed") is not False for m in (milestone, *parts))
