"""How a printed target is read, in words or as JSON."""

import json
import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from indicators.rules import notation

OPTIONS = ("--unit", "--direction", "--json", "--help", "--version", "--settings")
DJANGO = ("--traceback", "--no-color", "--force-color", "--pythonpath", "--verbosity")
TAKING = ("--unit", "--direction", "--settings", "--pythonpath", "--verbosity", "-v")


class Command(BaseCommand):
    """Print the reading of one target, or of every line of standard input."""

    help = "Explain how a printed target is read (TEXT '-' reads lines from stdin)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("text", metavar="TEXT")
        parser.add_argument("--unit", help="the indicator's unit")
        parser.add_argument("--direction", choices=["up", "down"])
        parser.add_argument("--json", action="store_true", help="one object per text")

    def run_from_argv(self, argv):
        super().run_from_argv(argv[:2] + text_last(argv[2:]))

    def handle(self, *, text, unit, direction, json, **options):
        texts = lines(sys.stdin) if text == "-" else [text]
        write = as_json if json else in_words
        for printed in texts:
            rule = notation.read(printed, unit=unit, direction=direction)
            self.stdout.write(write(rule))


def text_last(arguments: list[str]) -> list[str]:
    """Return the arguments with a TEXT like -5% behind `--`, so it is no option."""
    if "--" in arguments:
        return arguments
    options, texts, taken = [], [], False
    for argument in arguments:
        known = argument.partition("=")[0] in (*OPTIONS, *DJANGO, "-h", "-v")
        (options if taken or known else texts).append(argument)
        taken = not taken and argument in TAKING
    return [*options, "--", *texts] if texts else options


def lines(stream):
    """Yield the lines of a stream without their line ends."""
    for line in stream:
        yield line.rstrip("\r\n")


def as_json(rule: notation.TargetRule) -> str:
    """Return the rule as one line of JSON."""
    return json.dumps(notation.to_json(rule), ensure_ascii=False)


def in_words(rule: notation.TargetRule) -> str:
    """Return the rule as a few lines of plain words."""
    told = [
        f"{rule.raw}",
        f"  {_('读作')}：{notation.words(rule)}（{kind_words(rule)}）",
    ]
    if rule.scope:
        told.append(f"  {_('范围')}：{rule.scope}")
    if rule.notes:
        told.append(f"  {_('附注')}：{'、'.join(rule.notes)}")
    told += [f"  {_('待确认')}：{question}" for question in rule.questions]
    return "\n".join(told)


def kind_words(rule: notation.TargetRule) -> str:
    """Return the kind of a target in words."""
    return {
        "value": _("数值"),
        "range": _("区间"),
        "relative": _("相对变化"),
        "points": _("变化百分点"),
        "absolute": _("变化量"),
        "multiply": _("倍数"),
        "annual": _("年均变化"),
        "reference": _("与其他地区或指标比较"),
        "cumulative": _("累计"),
        "keep": _("保持原有水平"),
        "slow": _("变化放缓"),
        "direction": _("只有方向，没有数值"),
        "coverage": _("覆盖"),
        "text": _("文字"),
        "none": _("没有目标值"),
        "compound": _("多项"),
    }[rule.kind]
