"""Who sees, counts and administers what (§ Access, first and last rows)."""

import pytest

from regions import access
from regions.models import Region
from tests.tables import every

# The map of the table: 达州 and what lies around it.
PLACES = {
    "own": "511700",  # 达州市
    "below": "511702",  # 通川区
    "above": "510000",  # 四川省
    "nation": "100000",
    "sibling": "511100",  # 乐山市
    "nephew": "511102",  # 乐山市市中区
    "elsewhere": "530300",  # 曲靖市
}
EVERYONE = {"own", "above", "nation"}
SEEN = {
    access.STAFF: EVERYONE,
    access.REVIEWER: EVERYONE,
    access.OFFICIAL: EVERYONE | {"below"},
    access.ANALYST: EVERYONE | {"below"},
    access.ADMINISTRATOR: EVERYONE | {"below"},
}
COUNTS = {access.STAFF: {"own"}, access.REVIEWER: {"own"}}
ADMINISTERED = {access.ADMINISTRATOR: {"own", "below"}}
TABLE = [(role, place) for role in access.ROLES for place in PLACES]


def at_dazhou(role):
    return [access.Grant(role, PLACES["own"])]


@every("role, place", TABLE)
def test_dashboards_within_reach(role, place):
    seen = access.may_see(at_dazhou(role), PLACES[place])

    assert seen == (place in SEEN[role])


@every("role, place", TABLE)
def test_event_counts_are_for_the_regions_own_people(role, place):
    seen = access.may_see_counts(at_dazhou(role), PLACES[place])

    assert seen == (place in COUNTS.get(role, set()))


@every("role, place", TABLE)
def test_only_administrators_administer_own_region_and_below(role, place):
    may = access.may_administer(at_dazhou(role), PLACES[place])

    assert may == (place in ADMINISTERED.get(role, set()))


@pytest.mark.parametrize("role", access.ROLES)
def test_reach_says_the_same_as_may_see(role, regions):
    """The query of lists and the question of a page never disagree."""
    visible = Region.objects.visible_to(at_dazhou(role))

    expected = {PLACES[place] for place in SEEN[role]}
    assert set(visible.values_list("code", flat=True)) == expected


def test_several_grants_add_up():
    grants = [
        access.Grant(access.STAFF, PLACES["own"]),
        access.Grant(access.OFFICIAL, PLACES["sibling"]),
    ]

    assert access.may_see(grants, PLACES["nephew"])
    assert not access.may_see(grants, PLACES["below"])


def test_without_a_grant_nothing_is_seen(regions):
    assert not access.may_see([], PLACES["nation"])
    assert not Region.objects.visible_to([]).exists()


def test_the_nations_official_sees_everything():
    grants = [access.Grant(access.OFFICIAL, PLACES["nation"])]

    assert all(access.may_see(grants, code) for code in PLACES.values())
