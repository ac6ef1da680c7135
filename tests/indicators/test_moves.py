"""Which differences between two stored verdicts count as moved."""

import pytest

from indicators.models import CauseKind
from indicators.rules import causes
from indicators.rules.moves import Move, Stood, moves
from indicators.verdicts.causes import Cause, by_reference, note, note_all
from regions.models import User

GOOD = Stood("on_path", "", 2026)
BAD = Stood("behind", "behind_and_misses", 2026)


@pytest.mark.parametrize(
    "before, after, found",
    [
        ({"own": GOOD}, {"own": GOOD}, []),
        ({"own": GOOD}, {"own": BAD}, [Move("own", GOOD, BAD)]),
        (
            {"own": BAD},
            {"own": Stood("behind", "other", 2026)},
            [Move("own", BAD, Stood("behind", "other", 2026))],
        ),
        ({"own": GOOD}, {"own": Stood("on_path", "", 2027)}, []),  # the year alone
        ({}, {"own": BAD}, []),  # a first verdict
        ({"own": GOOD}, {}, [Move("own", GOOD, None)]),
        ({"own": Stood("on_path", "", 2026, has_demo=True)}, {"own": BAD}, []),
        ({"own": GOOD}, {"own": Stood("behind", "", 2026, has_demo=True)}, []),
        ({"own": Stood("on_path", "", 2026, has_demo=True)}, {}, []),
        (
            {"own": GOOD, "others": GOOD},
            {"own": BAD, "others": GOOD},
            [Move("own", GOOD, BAD)],
        ),
    ],
)
def test_what_counts_as_moved(before, after, found):
    assert list(moves(before, after)) == found


def test_of_several_causes_the_weightiest_is_named():
    touched, more = {}, {}
    for kind in ("new_value", "definition", "revised_value"):
        note(touched, (1, 2), Cause(kind, None))
    note(more, (1, 2), Cause("new_value", None))
    note(more, (1, 3), Cause("new_value", None))
    note_all(touched, more)

    assert {s: c.kind for s, c in touched.items()} == {
        (1, 2): CauseKind.DEFINITION,
        (1, 3): CauseKind.NEW_VALUE,
    }
    assert causes.first(["rule", "plan", "demo"]) == "plan"


def test_a_cause_is_one_of_the_list():
    with pytest.raises(ValueError):
        Cause("weather", None)


def test_a_reference_moves_rows_as_a_reference_whoever_changed_it():
    who = User(username="a")

    assert by_reference(Cause("revised_value", who)) == Cause("reference", who)
    assert by_reference(Cause("demo", who)).kind == CauseKind.DEMO
