"""What README and the pages tell people to type exists and explains itself."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from indicators.management.commands.load import KINDS
from tests.tables import every

ROOT = Path(__file__).resolve().parent.parent
KIND = re.compile(r"manage\.py load ([a-z]+)")
NAMED = re.compile(r"manage\.py ([a-z_]+)")
ALSO = re.compile(r"`((?:import|load|remove)_[a-z_]+)`")
OURS = sorted(name for name, app in get_commands().items() if app == "indicators")


def texts():
    return [
        *(ROOT / name for name in ("README.md", "fixtures/README.md")),
        ROOT / ".github" / "OPERATING.md",
        *(ROOT / "templates").rglob("*.html"),
    ]


def named_commands():
    found = set()
    for path in texts():
        text = path.read_text("utf-8")
        found |= set(NAMED.findall(text)) | set(ALSO.findall(text))
    return sorted(found)


@every("name", named_commands())
def test_a_command_that_is_named_exists(name):
    assert name in get_commands()


@pytest.mark.parametrize("name", OURS)
def test_a_command_of_ours_is_in_the_readme_and_has_help(name):
    command = load_command_class(get_commands()[name], name)

    assert command.help
    assert name in (ROOT / "README.md").read_text("utf-8")


def test_the_kinds_of_files_that_are_named_can_be_loaded_and_all_are_named():
    named = {kind for path in texts() for kind in KIND.findall(path.read_text("utf-8"))}
    readme = (ROOT / "README.md").read_text("utf-8")
    layouts = (ROOT / "fixtures" / "README.md").read_text("utf-8")

    assert named and named <= set(KINDS)
    assert all(f"`{kind}`" in readme and f"`{kind}`" in layouts for kind in KINDS)


@pytest.mark.parametrize("name", OURS)
def test_a_command_of_ours_starts_as_others_do(name):
    """Django calls `check` itself, but not where a test calls the command."""
    command = type(load_command_class(get_commands()[name], name))

    assert command.check is BaseCommand.check
    assert command.check_migrations is BaseCommand.check_migrations
