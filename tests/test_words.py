"""One word per idea: what .github/GLOSSARY.md sends away stands nowhere."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / ".github" / "GLOSSARY.md"
CHINESE = re.compile("[\u4e00-\u9fff]")
APPS = ("healthplan", "dashboards", "indicators", "regions")
SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _python(text: str) -> Iterator[str]:
    """Yield every string of a module that is not a docstring."""
    tree = ast.parse(text)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, SCOPES) and node.body and isinstance(node.body[0], ast.Expr)
    }
    parts = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # an f-string is one sentence
            parts |= {id(part) for part in node.values}
            yield "".join(part.value for part in _said(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docs | parts:
                yield node.value


def _said(node: ast.JoinedStr) -> Iterator[ast.Constant]:
    for part in node.values:
        yield part if isinstance(part, ast.Constant) else ast.Constant("{}")


def _without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.S)


def _template(text: str) -> Iterator[str]:
    without = _without_comments(text)
    yield from without.splitlines()
    yield from _translated(without)


def _translated(text: str) -> Iterator[str]:
    """Yield what a template says, each sentence as it is translated."""
    text = _without_comments(text)
    for found in re.findall(r"""translate (?:"([^"]*)"|'([^']*)')""", text):
        yield "".join(found)
    blocks = r"blocktranslate[^%]*%\}(.*?)\{% endblocktranslate"
    yield from (" ".join(body.split()) for body in re.findall(blocks, text, re.S))


def _script(text: str) -> Iterator[str]:
    without = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    yield from (re.sub(r"(^|\s)//.*", "", line) for line in without.splitlines())


READERS = {
    **{".py": _python, ".html": _template, ".txt": _template},
    **{".js": _script, ".css": _script},
}


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Return (path, string) of all that the program says in Chinese."""
    found = []
    for top in (*APPS, "templates", "static"):
        for path in sorted((ROOT / top).rglob("*")):
            read = READERS.get(path.suffix)
            if read is None or "migrations" in path.parts:
                continue
            name = path.relative_to(ROOT).as_posix()
            strings = dict.fromkeys(read(path.read_text()))
            found += [(name, text) for text in strings if CHINESE.search(text)]
    return tuple(found)


def sent_away() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (pattern, what to say, where it may stand) of each row of the glossary."""
    table = GLOSSARY.read_text().split("## 不用")[1]
    rows = [line.strip().strip("|") for line in table.splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows[2:]]
    return [
        (word.replace(r"\|", "|"), use, tuple(places.split()))
        for word, use, places in cells
    ]


def test_what_is_read_is_everything():
    """The reader of strings finds what pages say; scripts say nothing of their own."""
    kinds = {Path(name).suffix for name, _ in said()}
    assert {".py", ".html"} <= kinds
    assert len(said()) > 2000
    assert list(_script("say('我的任务'); // 待办")) == ["say('我的任务');"]
    assert len(sent_away()) > 60


@pytest.mark.parametrize("word, use, places", sent_away())
def test_a_word_sent_away_stands_nowhere(word, use, places):
    pattern = re.compile(word)
    standing = [
        f"{name}: {text.strip()}"
        for name, text in said()
        if pattern.search(text) and not name.endswith(places or ("\0",))
    ]
    assert not standing, f"改用“{use}”：\n" + "\n".join(standing)


# ------------------------------------------------ sentences that are read in one breath

LONGEST = 40  # characters, values and mark-up left out, Latin ones counted by halves
VALUES = re.compile(
    r"%\(\w+\)s|\{%.*?%\}|\{\{.*?\}\}|\{\w*\}|<[^>]*>|\]\([a-z_:]+\)|[\[\]]"
)
# What reads plans and files (patterns), the data interface in two languages, and the
# method page with its sources, which argues.
NOT_SENTENCES = (
    *("rules/notation/", "indicators/layouts/matching", "indicators/layouts/tables"),
    *("rules/typed.py", "plans/asking.py", "plans/plan_cells.py", "layouts/columns"),
    *("layouts/paragraph/marks", "layouts/paragraph/saying", "layouts/asides"),
    *("layouts/naming_places", "layouts/partial", "layouts/reading_keys"),
    *("layouts/reading_rows", "dashboards/api/", "dashboards/method.py"),
    *("templates/dashboards/_method_", "templates/dashboards/_api_"),
)


def length(sentence: str) -> float:
    """Return how many characters of Chinese a sentence is as long as."""
    text = VALUES.sub("", sentence).strip()
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return wide + (len(text) - wide) / 2


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (path, sentence) of what pages, files and commands say."""
    for top, read in (*((app, _python) for app in APPS), ("templates", _translated)):
        for path in sorted((ROOT / top).rglob("*.py" if read is _python else "*.html")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" in path.parts or any(no in name for no in NOT_SENTENCES):
                continue
            for text in filter(CHINESE.search, read(path.read_text())):
                yield from ((name, one) for one in re.findall("[^。？]+[。？]?", text))


def test_how_long_a_sentence_reads():
    assert length("未提交：缺数据来源。") == 10
    assert length("%(n)s项未提交，用Excel上传。") == 11.5
    assert len(list(sentences())) > 3000


def test_no_sentence_is_too_long_to_be_read_in_one_breath():
    """One sentence, at most forty characters; a longer one becomes two."""
    long = [f"{name}: {one}" for name, one in sentences() if length(one) > LONGEST]
    assert not long, "\n".join(long)
