"""reporting.grid: what stands beside a cell, for whom, at what cost."""

from decimal import Decimal

import pytest

from indicators import entry
from indicators.models.observations import Origin
from indicators.pages.grid import form_rows
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
INFANTS, LIFE = "infant-mortality", "life-expectancy"


def rows(reporting):
    cells = form_rows.entries_of(reporting.region, YEAR)
    return {
        row.indicator.code: row
        for row in form_rows.rows(reporting.region, YEAR, cells, counts=True)
    }


def test_the_rows_stand_in_the_order_of_the_plan(reporting):
    labels = [row.indicator.code for row in rows(reporting).values()]

    assert labels[:4] == [LIFE, INFANTS, "under5-mortality", "maternal-mortality"]


def test_earlier_years_demo_values_marked_and_no_yardstick(reporting):
    reporting.known(INFANTS, YEAR - 2, "4.5")
    reporting.known(INFANTS, YEAR - 1, "4.2", origin=Origin.DEMO)

    row = rows(reporting)[INFANTS]

    shown = {p.year: (p.value, p.is_demo) for p in row.years if p}
    assert shown == {
        YEAR - 2: (Decimal("4.5"), False),
        YEAR - 1: (Decimal("4.2"), True),
    }
    assert row.last.year == YEAR - 2


def test_what_is_known_is_proposed_until_the_cell_is_filled(reporting):
    reporting.known(LIFE, YEAR, "77.4")
    assert rows(reporting)[LIFE].known.value == Decimal("77.4")

    reporting.type(LIFE, value="77.4")

    assert rows(reporting)[LIFE].known is None


def test_the_target_and_the_value_due_come_from_the_regions_plan(reporting):
    goal = rows(reporting)[LIFE].goal

    assert goal.year == 2025 and goal.due
    assert goal.printed.endswith("岁")


def test_the_approved_figure_stands_beside_its_correction(reporting):
    reporting.approved(LIFE, "77.5")
    clerk = reporting.people["clerk"]
    entry.correct(reporting.region, YEAR, [LIFE], "公报更正", by=clerk)

    row = rows(reporting)[LIFE]

    assert row.standing.value == Decimal("77.5")
    assert row.known is None


def test_a_department_reads_its_own_rows_and_the_reviewer_all(reporting):
    cells = form_rows.entries_of(reporting.region, YEAR)
    counts = {
        name: form_rows.readable(cells, person.grants, reporting.region).count()
        for name, person in reporting.people.items()
    }

    whole = cells.count()
    assert counts["clerk"] == counts["reviewer"] == counts["administrator"] == whole
    assert counts["teacher"] == 1
    own = form_rows.readable(
        cells, reporting.people["teacher"].grants, reporting.region
    )
    assert own.get().submission.department.name == SCHOOLS
    assert counts["official"] == counts["provincial"] == counts["neighbour"] == 0


def test_reading_the_rows_costs_the_same_for_few_and_many(
    reporting, django_assert_max_num_queries
):
    cells = form_rows.entries_of(reporting.region, YEAR)

    with django_assert_max_num_queries(14):
        form_rows.rows(reporting.region, YEAR, cells, counts=True)
    with django_assert_max_num_queries(14):
        form_rows.rows(reporting.region, YEAR, cells[:2], counts=True)
