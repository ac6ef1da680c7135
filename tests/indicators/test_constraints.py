"""What must always hold is refused by the database itself, whatever the door."""

import pytest
from django.db import IntegrityError, transaction

from indicators.models import Indicator, Observation, Plan, PlanIndicator, Target
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
