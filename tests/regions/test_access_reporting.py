"""Who enters, reviews, locks and follows the yearly reporting (§ Access)."""

from regions import access
from tests.regions.test_access import PLACES, at_dazhou
from tests.tables import every

DEPARTMENT, OTHER = 7, 8
# role at 达州 → the places where the act is allowed
TABLE = {
    access.may_enter: {access.STAFF: {"own"}},
    access.may_read_entries: {
        access.STAFF: {"own"},
        access.REVIEWER: {"own"},
        access.ADMINISTRATOR: {"own"},  # below: counts only
    },
    access.may_review: {access.REVIEWER: {"own"}},
    access.may_lock: {access.REVIEWER: {"own"}, access.ADMINISTRATOR: {"own"}},
    access.may_return_reported: {access.REVIEWER: {"below"}},
    access.may_see_progress: {
        access.STAFF: {"own"},
        access.REVIEWER: {"own", "below"},
        access.ADMINISTRATOR: {"own", "below"},
    },
}


@every("act", TABLE, name=lambda act: act.__name__)
@every("role", access.ROLES)
@every("place", PLACES)
def test_acts_of_the_reporting(act, role, place):
    allowed = act(at_dazhou(role), PLACES[place])

    assert allowed == (place in TABLE[act].get(role, set()))


def test_a_reviewer_returns_reported_forms_directly_below_only():
    province = [access.Grant(access.REVIEWER, PLACES["above"])]

    assert access.may_return_reported(province, PLACES["own"])
    assert not access.may_return_reported(province, PLACES["below"])
    assert not access.may_return_reported(province, PLACES["above"])


def test_staff_of_a_department_enter_its_rows_only():
    clerk = [access.Grant(access.STAFF, PLACES["own"], DEPARTMENT)]

    assert access.own_forms(clerk, PLACES["own"]) == {DEPARTMENT}
    assert access.may_enter(clerk, PLACES["own"], DEPARTMENT)
    assert not access.may_enter(clerk, PLACES["own"], OTHER)
    assert not access.may_enter(clerk, PLACES["own"])
    assert access.may_read_entries(clerk, PLACES["own"], DEPARTMENT)
    assert not access.may_read_entries(clerk, PLACES["own"], OTHER)


def test_staff_without_a_department_enter_every_row_of_the_region():
    clerk = at_dazhou(access.STAFF)

    assert access.own_forms(clerk, PLACES["own"]) is None
    assert access.may_enter(clerk, PLACES["own"], DEPARTMENT)
    assert access.own_forms(clerk, PLACES["below"]) == set()


def test_a_departments_clerk_does_not_follow_the_others():
    clerk = [access.Grant(access.STAFF, PLACES["own"], DEPARTMENT)]

    assert not access.may_see_progress(clerk, PLACES["own"])
    assert not access.follows_any(clerk)
    assert access.follows_any(at_dazhou(access.STAFF))
    assert not access.follows_any(at_dazhou(access.OFFICIAL))


def test_several_roles_add_up():
    both = [
        access.Grant(access.STAFF, PLACES["own"], DEPARTMENT),
        access.Grant(access.STAFF, PLACES["own"], OTHER),
    ]

    assert access.own_forms(both, PLACES["own"]) == {DEPARTMENT, OTHER}
