"""What moved is kept with its cause, and the counts of a plan follow its verdicts."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from indicators import entry
from indicators.models import (
    Assessment,
    CauseKind,
    Decision,
    Summary,
    Target,
    VerdictChange,
)
from indicators.models.observations import Origin
from indicators.rules import moves
from indicators.verdicts import assessing, refreshing, summaries
from indicators.verdicts.causes import Cause
from tests.indicators.test_audience import CITY, LAST, YEAR, ground
from tests.tables import every
from tests.verdicts import assess_anew

__all__ = ["ground"]  # a fixture
Kind = CauseKind


def kept():
    """Return what is kept of each move, the oldest first."""
    names = ("audience", "from_code", "to_code", "cause", "step")
    return list(VerdictChange.objects.order_by("pk").values_list(*names))


# -------------------------------------------------------------------- what moved


def test_a_first_verdict_is_no_change(ground):
    assert Assessment.objects.exists() and kept() == []


def test_a_revised_value_is_kept_with_who_and_why(ground, person):
    who = person("reviewer", CITY)
    value = entry.NewValue(ground.city, ground.life, LAST, Decimal("66.6"), source="报")

    entry.publish([value], origin=Origin.ENTRY, by=who)

    (change,) = VerdictChange.objects.all()
    assert (change.plan_indicator, change.region) == (ground.rows["1"], ground.city)
    assert (change.from_code, change.to_code) == ("ahead", "reversed")
    assert (change.cause, change.by, change.as_of) == ("revised_value", who, YEAR)
    assert (change.audience, change.step) == ("both", -1)


def test_what_moves_neither_code_nor_reason_is_no_change(ground):
    ground.publish({LAST: "79.3"})

    assert kept() == []


def test_demo_values_are_no_change(ground):
    value = entry.NewValue(
        ground.city, ground.infant, LAST, Decimal("99"), source="演示"
    )
    ground.row("2", ground.infant, value=5)
    assess_anew()

    entry.publish([value], origin=Origin.DEMO)
    entry.remove_demo()

    assert kept() == []


def test_what_is_held_moves_for_own_people_first_then_for_the_others(ground):
    ground.approve({LAST: "66.6"})
    assert kept() == [("own", "ahead", "reversed", "revised_value", -1)]

    ground.report()

    assert kept()[1:] == [("others", "ahead", "reversed", "revised_value", -1)]


@pytest.mark.parametrize("mine, seen", [((CITY,), 1), ((), 0)])
def test_a_held_move_is_seen_by_own_people_alone(ground, mine, seen):
    ground.approve({LAST: "66.6"})

    assert VerdictChange.objects.open_to(mine).count() == seen


def test_value_target_and_year_say_each_its_cause(ground):
    """A value falls, its target is lowered, a year passes: three lines."""
    ground.publish({LAST: "66.6"})
    row = ground.rows["1"]
    paper = Decision.objects.create(document="文", date=date(YEAR, 1, 2), reason="调整")
    Target.objects.create(
        plan_indicator=row, year=YEAR + 4, issuer=ground.city, revision=1, raw="60",
        kind="value", op="=", value=60, in_table=True, decision=paper,
    )  # fmt: skip
    refreshing.refresh(assessing.rows_to_assess(), Cause(Kind.TARGET, None))

    refreshing.refresh(assessing.rows_to_assess(), Cause(Kind.RULE, None), YEAR + 9)

    causes = [(cause, to) for _a, _f, to, cause, _s in kept()]
    assert causes[0] == ("revised_value", "reversed")
    assert causes[1][0] == "target" and causes[1][1] != "reversed"
    assert causes[2] == ("year", "no_data")
    assert [step for *_rest, step in kept()][2] == 0  # too old to be judged: neither


def test_what_is_kept_stays(ground):
    ground.publish({LAST: "66.6"})

    with pytest.raises(DatabaseError), transaction.atomic():
        VerdictChange.objects.update(cause="rule")


@every(
    "before, after, step",
    [
        ("behind", "on_path", 1),
        ("on_path", "breached", -1),
        ("far_behind", "reversed", -1),
        ("on_path", "on_path", 0),
        ("achieved", "ahead", 0),
        ("ahead", "on_path", 0),
        ("behind", "at_risk", 0),
        ("not_met", "breached", -1),
        ("no_data", "behind", 0),
        ("behind", "no_data", 0),
        ("behind", "", 0),
    ],
)
def test_which_way_a_verdict_moved(before, after, step):
    assert moves.step(before, after) == step


# ---------------------------------------------------------- the counts of a plan


def counts(reader="own"):
    """Return the parts of 序时 that count something, for one reader."""
    parts = Summary.objects.read_by(reader).get().balances["pace"].parts
    return {part: n for part, n in parts.items() if n}


def test_the_counts_follow_the_verdicts(ground):
    assert counts() == {"good": 1}
    ground.row("2", ground.infant, value=5)
    assess_anew()
    assert counts() == {"good": 1, "none": 1}

    ground.publish({LAST: "66.6"})

    assert counts() == {"bad": 1, "none": 1}
    found = Summary.objects.get()
    assert (found.audience, found.region, found.as_of) == ("both", ground.city, YEAR)
    assert (found.latest_year, found.years) == (LAST, {str(LAST): 1, "": 1})
    assert (found.last_year, found.due_year) == (YEAR + 4, None)


def test_a_held_value_parts_the_counts_until_it_is_reported(ground):
    ground.approve({LAST: "66.6"})
    assert Summary.objects.count() == 2
    assert (counts("own"), counts("others")) == ({"bad": 1}, {"good": 1})

    ground.report()

    assert Summary.objects.get().audience == "both" and counts() == {"bad": 1}


def test_a_row_without_a_verdict_is_counted_by_its_targets(ground):
    row = ground.row("2", ground.infant, value=5)
    Target.objects.filter(plan_indicator=row).update(year=LAST)
    row.factor = None
    row.save()
    assess_anew()

    found = Summary.objects.get().balances
    assert (found["due"].year, found["ahead"].year) == (LAST, YEAR + 4)
    assert found["due"].parts["unverifiable"] == 1
    assert found["due"].parts["none"] == 1  # the other's target is not due
    assert found["ahead"].parts["none"] == 1


def test_prose_is_counted_only_where_no_table_is(ground):
    prose = ground.row("P", ground.infant, value=5)
    prose.in_table = False
    prose.save()
    assess_anew()
    assert (counts(), Summary.objects.get().has_table) == ({"good": 1}, True)

    Target.objects.filter(plan_indicator=ground.rows["1"]).delete()
    ground.rows["1"].delete()
    assess_anew()

    assert (counts(), Summary.objects.get().has_table) == ({"none": 1}, False)


def test_the_check_finds_counts_that_are_not_those_of_the_verdicts(ground):
    said = StringIO()
    call_command("assess", "--check", stdout=said)
    assert "各规划的统计与评价一致" in said.getvalue()
    Summary.objects.update(tile_moving=7)

    with pytest.raises(CommandError, match="1条规划统计与评价不一致"):
        call_command("assess", "--check", "--region", CITY)

    Summary.objects.all().delete()
    assert len(summaries.disagreeing(YEAR)) == 1
    assess_anew()
    assert summaries.disagreeing(YEAR) == []


def test_counts_of_rows_that_are_gone_are_found(ground):
    Target.objects.all().delete()
    ground.plan.rows.all().delete()

    assert len(summaries.disagreeing(YEAR)) == 1
