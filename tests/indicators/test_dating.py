"""An undated target gets its year by a decision of two people, and is judged then."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards import queries
from indicators import entry
from indicators.entry import milestones, second_person
from indicators.models import (
    Assessment,
    Indicator,
    PlanIndicator,
    Proposal,
    Target,
    target_years,
)
from indicators.models.observations import Origin
from indicators.plans import loading
from indicators.plans.loading import revising
from indicators.plans.loading.revising import Wanted
from regions import access
from regions.models import Membership, Region, User
from tests.conftest import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
PLAN = "511700-dazhou"
KIND = Proposal.Kind.TARGET
PAPER = second_person.GivenPaper("关于明确目标年份的通知", "", date(2026, 1, 1), "明确")


@pytest.fixture
def two(plans):
    found = [User.objects.create_user(name) for name in "甲乙"]
    city = Region.objects.get(code="511700")
    for user in found:
        Membership.objects.create(user=user, region=city, role=access.ADMINISTRATOR)
    return found


@pytest.fixture
def row():
    """医疗机构远程会诊率, 达到40%以上, with a value."""
    found = PlanIndicator.objects.get(
        plan__code=PLAN, indicator__code="remote-consultation-rate"
    )
    concept = Indicator.objects.get(pk=found.indicator_id)
    figure = entry.NewValue(
        found.plan.region, concept, 2024, Decimal("41.5"), source="年报"
    )
    entry.publish([figure], origin=Origin.IMPORT)
    return revising.row_of(PLAN, found.key)


def decided(row, wanted, two):
    """Propose and confirm."""
    proposal = revising.propose(row, wanted, PAPER, by=two[0])
    second_person.confirm(proposal, two[1])
    return proposal


def in_force(row):
    found = Target.objects.in_force().filter(plan_indicator=row)
    return list(found.by_year().values_list("year", "raw", "revision"))


def verdict(row):
    return Assessment.objects.read_by("own").get(plan_indicator=row)


def test_a_year_given_by_a_decision_replaces_the_undated_target(row, two):
    assert verdict(row).reason == "undated_target"

    proposal = decided(row, Wanted(KIND, None, "达到40%以上", due=2030), two)

    assert proposal.subject.endswith("/undated") and "未注明年份" in proposal.title
    assert in_force(row) == [(2030, "达到40%以上", 1)]
    assert (verdict(row).code, verdict(row).reason) == ("achieved", "early")
    undated = Target.objects.get(plan_indicator=row, year=None)
    assert undated.replaced_by.year == 2030


def test_words_without_a_year_are_reworded_without_one(row, two):
    decided(row, Wanted(KIND, None, "达到45%以上"), two)

    assert in_force(row) == [(None, "达到45%以上", 1)]
    assert verdict(row).reason == "undated_target"

    decided(row, Wanted(KIND, None, "达到45%以上", due=2025), two)

    stated = row.targets.select_related("issuer")
    assert in_force(row) == [(2025, "达到45%以上", 2)]
    assert [t.year for t in target_years.in_force(list(stated))] == [2025]


def test_a_preview_says_what_the_year_would_bring(row):
    preview = revising.preview(row, Wanted(KIND, None, "达到40%以上", due=2030))

    before, after = preview.verdicts["own"]
    assert (before["code"], after["code"]) == ("no_data", "achieved")
    assert in_force(row) == [(None, "达到40%以上", 0)]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(KIND, None, "达到40%以上"), "无须修订"),
        (Wanted(KIND, 2030, "达到40%以上"), "规划没有2030年的目标值"),
    ],
)
def test_what_changes_nothing_is_refused(row, wanted, sentence):
    with pytest.raises(entry.EntryError, match=sentence):
        revising.preview(row, wanted)


def test_a_year_that_has_its_target_is_not_given_twice(row):
    known = Target.objects.get(plan_indicator=row)
    known.pk, known.year = None, 2030
    known.save(force_insert=True)

    with pytest.raises(entry.EntryError, match="规划已有2030年的目标值"):
        revising.preview(row, Wanted(KIND, None, "达到40%以上", due=2030))


def test_the_file_still_has_what_was_dated_since(row, two):
    decided(row, Wanted(KIND, None, "达到40%以上", due=2030), two)
    decided(row, Wanted(KIND, 2030, "达到42%以上"), two)

    outcome = loading.load_plan(FIXTURES / "plans" / f"{PLAN}.csv")

    assert (outcome.created, outcome.removed) == (0, 0)
    assert in_force(row) == [(2030, "达到42%以上", 2)]


def test_states_set_before_the_year_was_known_stand_as_earlier_ones(two):
    words = Target.objects.filter(
        plan_indicator__plan__code=PLAN, plan_indicator__indicator=None, year=None
    ).first()
    row = revising.row_of(PLAN, words.plan_indicator.key)
    status = words.statuses.create(
        state="mostly", evidence="验收", date=date(2026, 1, 1), by=two[0]
    )

    decided(row, Wanted(KIND, None, "全部" + words.raw), two)
    decided(row, Wanted(KIND, None, words.raw, due=2030), two)

    dated = Target.objects.get(plan_indicator=row, year=2030)
    assert list(milestones.before_revision(dated)) == [status]
    assert not dated.statuses.exists()
    listed = queries.milestones(row.plan)
    (shown,) = [m for m in listed if m.key == row.key]
    assert (shown.year, shown.state, len(shown.earlier)) == (2030, "", 1)
