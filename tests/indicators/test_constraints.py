"""What must always hold is refused by the database itself, whatever the door."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from indicators.models import (
    Decision,
    Indicator,
    Observation,
    Plan,
    PlanIndicator,
    Target,
)
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]

# model, which row, what may never be written there
REFUSED = [
    (Region, {"code": "511700"}, {"level": 3}),
    (Region, {"code": "511700"}, {"parent": None}),
    (Region, {"code": "511700"}, {"code": "51170"}),
    (Indicator, {"code": "pm25"}, {"spread": None}),
    (Indicator, {"code": "pm25"}, {"typical": None}),
    (Indicator, {"code": "pm25"}, {"spread": -1}),
    (Plan, {"code": "511700-dazhou"}, {"status": "final"}),
    (Plan, {"code": "511700-dazhou"}, {"period_start": 2031}),
    (Plan, {"code": "511700-dazhou"}, {"period_end": 20300}),
    (PlanIndicator, {"key": "1"}, {"nature": "hard"}),
    (PlanIndicator, {"key": "1"}, {"factor": 0}),
    (PlanIndicator, {"key": "1"}, {"baseline_op": "≤"}),
    (PlanIndicator, {"key": "1"}, {"baseline_year": 201}),
    (PlanIndicator, {"indicator": None}, {"baseline_value": 1}),
    (Target, {"kind": "value"}, {"kind": "number"}),
    (Target, {"kind": "value"}, {"op": "≥"}),
    (Target, {"kind": "value"}, {"raw": ""}),
    (Target, {"kind": "value"}, {"year": 20}),
    (Target, {"kind": "value"}, {"base_year": 20}),
    (Target, {"kind": "value"}, {"change_unit": "%"}),
    (Target, {"year": None, "revision": 0}, {"replaces": 1}),
    (Target, {"kind": "value"}, {"revision": 1}),
    (Target, {"kind": "range"}, {"high": 0}),
    (Observation, {"origin": "plan"}, {"value": None}),
    (Observation, {"origin": "plan"}, {"missing_reason": "not_published"}),
    (Observation, {"origin": "plan"}, {"value": None, "missing_reason": "lost"}),
    (Observation, {"origin": "plan"}, {"grade": "best"}),
    (Observation, {"origin": "plan"}, {"origin": "rumour"}),
    (Observation, {"origin": "plan"}, {"source": ""}),
    (Observation, {"origin": "plan"}, {"denominator": 0}),
    (Observation, {"origin": "plan"}, {"year": 20240}),
]


@pytest.mark.parametrize("model, where, wrong", REFUSED)
def test_the_database_refuses(model, where, wrong):
    row = model.objects.filter(**where).order_by("pk")[:1]

    with pytest.raises(IntegrityError), transaction.atomic():
        assert model.objects.filter(pk__in=[o.pk for o in row]).update(**wrong)


def test_a_row_has_one_undated_target_of_an_issuer():
    """A null year equals no other: it has a constraint of its own."""
    target = Target.objects.filter(year=None).first()
    target.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        target.save(force_insert=True)


def test_a_revised_target_stays_on_either_database():
    """SQLite made the table anew (migration 0014): the trigger of 0012 is there."""
    decision = Decision.objects.create(document="通知")
    target = Target.objects.filter(year=2030).first()
    target.pk, target.revision, target.decision = None, 1, decision
    target.save(force_insert=True)

    with pytest.raises(DatabaseError, match="stays|refuse|never"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(raw="另")
