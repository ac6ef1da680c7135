"""Words that nobody has read yet: neither judged around nor set by hand."""

import pytest

from indicators import entry
from indicators.entry import milestones
from indicators.models import Doubt, PlanIndicator
from indicators.rules import assessment
from indicators.verdicts import cases
from tests.verdicts import assess_anew

ROW = {"plan__code": "511700-dazhou", "key": "1"}


@pytest.fixture
def asked(plans, db):
    """The last target of a row becomes words with an open question."""
    row = PlanIndicator.objects.get(**ROW)
    target = row.targets.filter(issuer=row.plan.region).latest("year")
    target.kind, target.value = "text", None
    target.save()
    Doubt.objects.create(
        plan_indicator=row,
        target=target,
        field="target",
        raw=target.raw,
        question="请确认。",
        readings=["定性目标，由人认定"],
        asked_by="loading",
    )
    assess_anew(pk=row.pk)
    return row


def test_a_later_target_in_doubt_keeps_the_row_from_being_closed(asked):
    case = cases.indicator_case(asked, {})

    last = case.milestones[-1]
    assert (last.kind, last.value, last.confirmed) == ("value", None, False)
    verdict = asked.assessments.read_by("own").get()
    assert not verdict.closed
    states = {m["year"]: m["state"] for m in verdict.figures["milestones"]}
    assert states[last.year] == "unconfirmed"


def test_words_in_doubt_take_no_state(asked):
    target = asked.doubts.get().target

    with pytest.raises(entry.EntryError, match="读法待确认"):
        milestones.require_read(target)


def test_ceilings_and_floors_are_counted_by_one_word():
    assert assessment.CATEGORIES["breached"].counted == "未守住控制目标"
    assert assessment.CATEGORIES["behind"].counted == "略慢于序时进度"
