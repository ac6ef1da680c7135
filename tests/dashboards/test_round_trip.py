"""What leaves as a file is read back unchanged: exports and imports share layouts."""

import io
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards import queries
from dashboards.reports import long_csv, workbook
from dashboards.selection import Selection
from indicators import entry
from indicators.entry import batches
from indicators.entry.batches import vocabulary
from indicators.layouts import recognising
from indicators.layouts.known import HISTORY
from indicators.models import Indicator, Observation
from indicators.models.observations import Grade, MissingReason, Origin
from regions import access
from regions.models import Membership, Region, User
from tests.dashboards import long_alone

pytestmark = pytest.mark.django_db
PLACES = ["100000", "360202", "445122", "511102", "511700", "530300"]
ODD = ["=1+1", "+86", "-x", "@SUM(A1)", "'=3", "统计公报,第3页", '说“二”"三"', "两\n行"]


def reviewer(code):
    user = User.objects.create_user(f"trip-{code}")
    region = Region.objects.get(code=code)
    Membership.objects.create(user=user, region=region, role=access.REVIEWER)
    return user, region


def as_csv(choice, user):
    pieces = long_csv.stream(queries.long_rows(choice, user.grants))
    return "".join(pieces).encode("utf-8"), "数据.csv"


def as_sheet(choice, user):
    target = io.BytesIO()
    long_alone.write(target, queries.long_rows(choice, user.grants))
    return target.getvalue(), "数据.xlsx"


def as_workbook(choice, user):
    target = io.BytesIO()
    now = timezone.localtime()
    workbook.write(target, choice, user.grants, by=str(user), at=now)
    return target.getvalue(), "分析.xlsx"


WRITERS = [as_csv, as_sheet, as_workbook]


def read_back(file, region, user):
    known = vocabulary.known(region, None, HISTORY, user)
    return recognising.read(*file, known)


def figures(found):
    return {(f.region, f.indicator, f.year): f.fields for f in found.figures}


def real(region):
    rows = Observation.objects.filter(region=region).exclude(origin=Origin.DEMO)
    return list(rows.select_related("indicator", "region"))


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("code", PLACES)
def test_every_plans_values_come_back_as_they_are(plans, code, write):
    user, region = reviewer(code)
    stored = real(region)

    found = read_back(write(Selection(regions=(code,)), user), region, user)

    read = figures(found)
    assert found.doubts == [] and len(read) == len(found.figures) == len(stored)
    for o in stored:
        fields = read[code, o.indicator.code, o.year]
        assert Decimal(fields["value"]) == o.value
        assert fields["source"] == o.source
        assert fields.get("note", "") == o.note
    with transaction.atomic():
        lines = batches.compare(found, region, None, user)
    assert {line.status for line in lines} <= {"same"}


def test_demo_values_leave_marked_and_never_come_in(plans_with_demo):
    user, region = reviewer("511700")
    choice = Selection(regions=("511700",))

    found = read_back(as_csv(choice, user), region, user)

    assert len(found.figures) == len(real(region))
    demo = Observation.objects.filter(region=region, origin=Origin.DEMO).count()
    assert len(found.doubts) == demo > 0
    assert all("演示数据" in doubt.sentence for doubt in found.doubts)


values = st.decimals(0, 100, places=4, allow_nan=False)
rows = st.lists(
    st.tuples(
        st.integers(0, 30),  # which indicator
        st.integers(1990, 2023),
        st.one_of(values, st.sampled_from(MissingReason.values)),
        st.sampled_from(["", *Grade.values]),
        st.sampled_from(ODD),
        st.one_of(st.just(""), st.sampled_from(ODD)),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda row: row[:2],
)


@pytest.mark.parametrize("write", WRITERS[:2])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=rows)
def test_whatever_is_stored_comes_back(plans, db, write, rows):
    with transaction.atomic():
        user, region = reviewer("530000")
        concepts = list(
            Indicator.objects.filter(lower=0, upper=100, per=None).order_by("code")
        )
        made = {}
        for which, year, figure, grade, source, note in rows:
            concept = concepts[which % len(concepts)]
            about = {"source": source, "note": note}
            if isinstance(figure, Decimal):
                about |= {"value": figure, "grade": grade}
            else:
                about |= {"missing_reason": figure}
            value = entry.NewValue(region, concept, year, **about)
            made[value.key] = value
        entry.publish(made.values(), origin=Origin.IMPORT, refresh=False)

        found = read_back(write(Selection(regions=("530000",)), user), region, user)
        lines = batches.compare(found, region, None, user)
        transaction.set_rollback(True)

    assert found.doubts == []
    assert [(line.status, line.sentence) for line in lines] == [("same", "")] * len(
        made
    )
