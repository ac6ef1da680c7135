"""Every name that may stand on a page: of buttons, titles, links, columns, choices.

What is marked for translation in templates, modules and scripts, each count or other
value in it as N: 审定全部N项. The help's own texts are left out: they are what is
tried against these.
"""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("regions", "indicators", "dashboards", "healthplan")
GETTEXT = re.compile(r"^n?p?n?gettext(_lazy|_noop)?$|^_$")
TRANSLATE = re.compile(r"""(?:translate|_\() ?("[^"]*"|'[^']*')""")
BLOCK = re.compile(r"{%-? blocktranslate.*?%}(.*?){% endblocktranslate", re.S)
VALUE = re.compile(r"{{.*?}}|%\(\w+\)s|{\w+}")
SCRIPTED = re.compile(r"""["'`]([^"'`\n]*[\u4e00-\u9fff][^"'`\n]*)["'`]""")


def plain(text: str) -> str:
    """Return a text as one reads it: without tags, each value as N."""
    text = re.sub(r"<[^>]+>", "", VALUE.sub("N", text))
    return " ".join(text.split())


def _of_template(source):
    yield from (found[1:-1] for found in TRANSLATE.findall(source))
    yield from BLOCK.findall(source)


def _of_module(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if GETTEXT.match(name):
                yield from (a.value for a in node.args if isinstance(a, ast.Constant))


def _of_words(source):
    """Yield the texts of a pure module, which others mark for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _sources():
    for path in (ROOT / "templates").rglob("*.html"):
        if "help" not in path.relative_to(ROOT).parts:
            yield from _of_template(path.read_text("utf-8"))
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "guide" not in path.relative_to(ROOT).parts:
                yield from _of_module(path.read_text("utf-8"))
    for pure in ("indicators/rules/reasons.py", "dashboards/checkup_words.py"):
        yield from _of_words((ROOT / pure).read_text("utf-8"))
    for path in (ROOT / "static" / "js").rglob("*.js"):
        yield from SCRIPTED.findall(path.read_text("utf-8"))


@cache
def names() -> frozenset[str]:
    """Return all names of the interface."""
    return frozenset(plain(text) for text in _sources() if isinstance(text, str))
