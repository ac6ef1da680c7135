"""One word per idea: what .github/GLOSSARY.md sends away stands nowhere."""

import ast
import re
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
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docs:
                yield node.value


def _template(text: str) -> Iterator[str]:
    without = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.S)
    yield from without.splitlines()
    yield from re.findall(r'translate "([^"]*)"', without)


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
    return [(word, use, tuple(places.split())) for word, use, places in cells]


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
