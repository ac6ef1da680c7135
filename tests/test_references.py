"""What code and documents refer to is in the tree: the document, and its section.

A document is named by its file (fixtures/README.md), by “assessment README” and
“notation README”, or, beside it, by “README”. Sections are “§ Access” (of the
document named before it, else of CONTRIBUTING.md), and B6.5 or F3 of the rules.
A module is named by its path, from the top or from beside (checks/nouns.py).
"""

import json
import re
from functools import cache
from pathlib import Path

from indicators.rules import notation
from tests.tables import every

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve()
FOLDERS = "regions indicators dashboards healthplan templates static tests".split()
KINDS = ("*.py", "*.html", "*.css", "*.js", "*.md")
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
RULES = ROOT / "indicators" / "rules"
ASSESSMENT = RULES / "assessment" / "README.md"
FILE = re.compile(r"[\w./-]*\w\.md\b")
MODULE = re.compile(r"(?<![\w./*-])(?:[\w-]+/)+[\w-]+\.(?:py|js)\b")
README = re.compile(r"\b(?:(assessment|notation)\s+)?README(?!\.md)(?:\s+([BF]\d\S*))?")
SECTION = re.compile(r"(?:([\w./-]*\w\.md)\s+)?§\s*([^§]{0,40})")
CODE = re.compile(r"\b[BF]\d+(?:\.\d+)?\b")


def sources():
    documents = [*ROOT.glob("*.md"), *(ROOT / ".github").glob("*.md")]
    documents.append(ROOT / "fixtures" / "README.md")
    found = [p for f in FOLDERS for kind in KINDS for p in (ROOT / f).rglob(kind)]
    return sorted({*documents, *found} - {HERE})


def document(name: str, beside: Path) -> Path | None:
    """Return the document that a name means in a file, None where there is none."""
    places = [beside.parent, ROOT, ROOT / ".github", RULES, RULES.parent]
    return next((p / name for p in places if (p / name).is_file()), None)


def module(name: str, beside: Path) -> bool:
    """Say whether there is a module or script of that path, from the top or beside."""
    places = (ROOT, ROOT / "indicators", ROOT / "static", *beside.parents)
    return any((place / name).is_file() for place in places)


@cache
def headings(path: Path) -> tuple[str, ...]:
    return tuple(re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M))


@cache
def codes(path: Path) -> frozenset[str]:
    """Return the sections B6, B6.5 and functions F3 that the rules' README holds."""
    found, section = set(), ""
    for line in path.read_text("utf-8").splitlines():
        if heading := re.match(r"#+ (B\d+(?:\.\d+)?)", line):
            section = heading[1]
            found.add(section)
        elif item := re.match(r"(\d+)\. ", line):
            found.add(f"{section}.{item[1]}")
        elif function := re.match(r"- \*\*(F\d+)", line):
            found.add(function[1])
    return frozenset(found)


def broken(text: str, path: Path) -> list[str]:
    """Return the references of a text, as if it stood in the file, that lead
    nowhere."""
    wrong = [name for name in FILE.findall(text) if not document(name, path)]
    wrong += [name for name in MODULE.findall(text) if not module(name, path)]
    said = set()
    for package, code in README.findall(text):
        beside = RULES / package if package else path.parent
        if not (beside / "README.md").is_file() and code:
            wrong.append(f"README {code}")
        if beside == ASSESSMENT.parent:
            said |= set(CODE.findall(code))
    for name, title in SECTION.findall(text):
        owner = document(name, path) if name else CONTRIBUTING
        title = re.sub(r"\s+(?:#\s+)?", " ", title)
        if not owner or not any(title.startswith(h) for h in headings(owner)):
            wrong.append(f"{name} § {title[:20]}")
    if path.parent == ASSESSMENT.parent:
        said |= set(CODE.findall(text))
    return wrong + sorted(said - codes(ASSESSMENT))


def test_what_is_referred_to_is_in_the_tree():
    found = {
        str(path.relative_to(ROOT)): broken(path.read_text("utf-8"), path)
        for path in sources()
    }

    assert len(found) > 400
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@every(
    "text, count",
    [
        ("# Rules: nowhere.md §3, Demo values.", 2),
        ("as assessment README B6.5 says", 0),
        ("as assessment README B6.55 says", 1),
        ("as assessment README F99 says", 1),
        ("the table of § Access", 0),
        ("the table of § Excess", 1),
        ("(fixtures/README.md § domains.csv)", 0),
        ("(fixtures/README.md § Access)", 1),
        ("by README B3", 1),
        ("as regions/access.py and models/people.py do", 0),
        ("as indicators/entry/second_person.py does", 1),
        ("(indicators/views/grid_rows.py)", 1),
    ],
)
def test_a_reference_that_leads_nowhere_is_found(text, count):
    assert len(broken(text, ROOT / "regions" / "access.py")) == count


def test_a_section_that_the_rules_do_not_have_is_found_in_their_own_package():
    beside = ASSESSMENT.parent / "modes.py"

    assert broken("(B6.5), F3, README B7", beside) == []
    assert broken("the matrix (B6.12), F77", beside) == ["B6.12", "F77"]


def rows(path: Path, heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its first two lines."""
    below = path.read_text("utf-8").split(f"\n{heading}\n")[1].split("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def test_the_examples_of_the_rules_are_those_that_are_run():
    data = ROOT / "tests" / "data" / "assessment_examples.json"
    run = json.loads(data.read_text("utf-8"))["examples"]

    told = rows(ASSESSMENT, "## B10. Worked examples")

    verdicts = [[e["result"]["status"], e["result"]["reason"]] for e in run]
    said = [", ".join(filter(None, verdict)) for verdict in verdicts]
    ids = [[e["id"], e["note"]] for e in run]
    assert told == [[*i, verdict] for i, verdict in zip(ids, said, strict=True)]


@every(
    "printed, kind, op, read_as, asks",
    rows(RULES / "notation/README.md", "## Examples"),
)
def test_the_examples_of_the_notation_read_as_told(printed, kind, op, read_as, asks):
    rule = notation.read(printed)

    assert [rule.kind, rule.op or "", notation.words(rule)] == [kind, op, read_as]
    assert rule.certain is (asks != "?")
