"""Every code has each of its words in one table, and the tables are all there is."""

import ast
import re
from dataclasses import fields

import pytest
from django.core.management import call_command

from dashboards import method, summaries
from indicators.models import CauseKind, Entry, MilestoneStatus
from indicators.models.observations import MissingReason
from indicators.rules import assessment, causes, checks, reasons, states
from indicators.rules.explain import flag_words, reason_words
from tests.tables import every
from tests.test_architecture import MODULES, ROOT, TREES
from tests.test_translation import CHINESE, TEMPLATES, docstrings

TABLES = {
    "categories": assessment.CATEGORIES,
    "reasons": assessment.REASONS,
    "flags": assessment.FLAGS,
    "outlooks": assessment.OUTLOOKS,
    "attainments": assessment.ATTAINMENTS,
    "cell states": states.CELL,
    "milestone states": states.MILESTONE,
    "checks": checks.CHECKS,
    "causes": causes.CAUSES,
}
ROWS = [
    (name, code, row) for name, table in TABLES.items() for code, row in table.items()
]
OPTIONAL = {"together", "remedy", "obstacle"}  # said of some codes only; see below
ENGLISH = {"english", "group", "shape", "level"}  # these hold no Chinese
# The constants of rules/checks/nouns.py by their names.
NAMES = {"ERROR": "error", "WARNING": "warning"}


@every("name, code, row", ROWS)
def test_every_code_has_each_of_its_words(name, code, row):
    said = {f.name: getattr(row, f.name) for f in fields(row)}
    words = {key: text for key, text in said.items() if isinstance(text, str)}

    assert [
        key for key, text in words.items() if not text and key not in OPTIONAL
    ] == []
    for key, text in words.items():
        assert bool(CHINESE.search(text)) == (bool(text) and key not in ENGLISH), key
        assert text == text.strip()


@pytest.mark.parametrize(
    "choices, table",
    [
        (MissingReason, reasons.MISSING_ON_PURPOSE),
        (Entry.State, states.CELL),
        (MilestoneStatus.State, states.MILESTONE),
        (CauseKind, causes.CAUSES),
    ],
)
def test_the_lists_of_the_database_say_what_the_tables_say(choices, table):
    assert {m.value: str(m.label) for m in choices} == {
        code: row.label for code, row in table.items()
    }


@pytest.mark.parametrize("code", reasons.MISSING_ON_PURPOSE | reasons.NOT_ASSESSED)
def test_a_reason_for_no_verdict_says_what_would_help(code):
    assert assessment.REASONS[code].remedy.endswith("。")


@pytest.mark.parametrize("code", states.CELL)
def test_a_cell_that_is_not_open_says_why(code):
    assert bool(states.CELL[code].obstacle) == (code not in Entry.OPEN)


@every("code", assessment.CATEGORIES)
def test_every_category_has_its_rule_its_tile_and_its_shape(code):
    symbols = (ROOT / "templates/_status_symbols.html").read_text("utf-8")

    assert method.RULES[code] and method.COUNTED[code]
    assert [code in codes for _g, _w, codes in summaries.TILES.values()].count(
        True
    ) == 1
    assert f'id="s-{code}"' in symbols


@pytest.mark.parametrize("code", states.MILESTONE)
def test_the_shape_of_a_milestone_state_is_that_of_a_verdict(code):
    assert states.MILESTONE[code].shape in assessment.CATEGORIES


@every("code", assessment.REASONS)
def test_a_reason_is_looked_up_in_both_languages(code):
    reason = assessment.REASONS[code]

    assert (reason_words(code), reason_words(code, "en")) == (
        reason.phrase,
        reason.english,
    )


@every("code", assessment.FLAGS)
def test_a_flag_is_looked_up_in_both_languages(code):
    flag = assessment.FLAGS[code]

    assert (flag_words(code), flag_words(code, "en")) == (flag.phrase, flag.english)


# ------------------------------------------------------- nothing stands elsewhere


def of_calls(name):
    """Yield the literal arguments of every call of a function, over all modules."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield [getattr(a, "value", getattr(a, "id", None)) for a in node.args]


def test_every_finding_is_of_a_named_check_and_its_level():
    made = {
        (args[1], NAMES.get(args[0], args[0]))
        for args in of_calls("Finding")
        if len(args) > 1
    }

    assert made == {(code, check.level) for code, check in checks.CHECKS.items()}


def test_every_flag_that_is_raised_has_words():
    raised = {args[0] for args in of_calls("flag") if args and isinstance(args[0], str)}

    assert raised and raised <= set(assessment.FLAGS)


SAID = {row.label for row in reasons.MISSING_ON_PURPOSE.values()} | {
    "本地不采集",  # once said of 本级不统计 and 不适用 in sentences
    "本地不适用",
}
HOME = "indicators/rules/reasons.py"
# What plans print in a cell without a target is read there, not said to anyone.
READ = {"indicators/rules/notation/normal.py": {"不适用"}}


def literals(module):
    """Return the strings of a module that are no docstrings."""
    skip = docstrings(TREES[module])
    return [
        node.value
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in skip
    ]


def without_comments(text):
    return re.sub(r"\{#.*?#\}|/\*.*?\*/|^\s*//.*$", "", text, flags=re.S | re.M)


def test_the_missing_reasons_are_said_in_their_table_only():
    texts = {
        m: "\n".join(literals(m))
        for m in MODULES
        if m != HOME and "/migrations/" not in m
    }
    texts |= {
        path.relative_to(ROOT).as_posix(): without_comments(path.read_text("utf-8"))
        for path in [*(ROOT / "static/js").rglob("*.js"), *TEMPLATES]
    }

    found = {
        name: words
        for name, text in texts.items()
        if (words := {word for word in SAID if word in text})
    }
    assert found == READ


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
