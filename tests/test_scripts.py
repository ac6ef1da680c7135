"""Scripts: their pure modules run in node, and none leaves anything in the window."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tables import every

ROOT = Path(__file__).resolve().parent.parent
NODE = shutil.which("node") or shutil.which("nodejs")
TESTS = sorted((ROOT / "tests" / "scripts").glob("*.test.mjs"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
GLOBAL = re.compile(r"\b(?:window|globalThis|self)\s*(?:\.\w+|\[[^]]*\])\s*=(?![=>])")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_in_node(path):
    if not NODE and not os.environ.get("CI"):
        pytest.skip("no node here")
    assert NODE, "CI needs node: apt-get install nodejs"

    done = subprocess.run(
        [NODE, "--test", path], capture_output=True, encoding="utf-8", cwd=ROOT
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert int(
        re.search(r"^# pass (\d+)$|ℹ pass (\d+)", done.stdout, re.M)[0].split()[-1]
    )


@every("path", SCRIPTS, name=lambda path: path.name)
def test_a_script_leaves_nothing_in_the_window(path):
    """Modules keep their names to themselves; what is shared is imported."""
    source = path.read_text("utf-8")

    assert not GLOBAL.search(source)
    assert "use strict" not in source  # a module always is


@pytest.mark.parametrize(
    "script, found",
    [
        ("window.Grid = {}", True),
        ("var G = window.Grid = {};", True),
        ("globalThis['Grid'] = 1", True),
        ("if (window.innerWidth === 3) go();", False),
        ("const go = () => window.htmx;", False),
    ],
)
def test_the_guard_finds_globals(script, found):
    assert bool(GLOBAL.search(script)) == found


def test_pages_load_their_own_scripts_as_modules():
    """A plain script would share its names with every other."""
    tags = [
        tag
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for tag in re.findall(r"<script\b[^>]*>", path.read_text("utf-8"))
    ]
    own = [tag for tag in tags if "'js/" in tag]

    assert own and all('type="module"' in tag for tag in own)
