"""Prints the verdicts on cases given as JSON; needs no database."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.rules import assessment

DIGITS = 6


class Command(BaseCommand):
    help = _("按规则评价JSON案例（一个、多个或{“examples”: […]}），输出结果列表")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("JSON文件；“-”表示标准输入"))

    def handle(self, *args, file, **options):
        cases = cases_in(load(file))
        results = [result(case, place) for place, case in enumerate(cases, 1)]
        self.stdout.write(
            json.dumps(results, ensure_ascii=False, indent=2, allow_nan=False)
        )


def load(file: str):
    """Return the JSON of a file or of standard input."""
    try:
        if file == "-":
            source = getattr(sys.stdin, "buffer", sys.stdin).read()
        else:
            source = Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            _("无法读取文件“%(file)s”：%(why)s。")
            % {"file": file, "why": error.strerror}
        ) from error
    try:
        text = source if isinstance(source, str) else source.decode("utf-8-sig")
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise CommandError(_("内容不是UTF-8编码，无法读取。")) from error
    except (ValueError, RecursionError) as error:
        where = getattr(error, "lineno", None)
        place = _("（第%(line)s行）") % {"line": where} if where else ""
        raise CommandError(
            _("内容不是有效的JSON%(place)s。") % {"place": place}
        ) from error


def cases_in(data) -> list:
    """Return the list of cases in one case, a list, or {"examples": […]}."""
    if isinstance(data, dict) and "examples" in data:
        data = data["examples"]
        if not isinstance(data, list):
            raise CommandError(_("“examples”应是案例的列表。"))
    if isinstance(data, dict):
        return [data]
    if not isinstance(data, list):
        raise CommandError(_("应给出一个案例、案例的列表，或{“examples”: […]}。"))
    return data


def result(case, place: int) -> dict:
    """Return the rounded result of a case; CommandError naming it and the problem."""
    problems = assessment.check_case(case)
    if problems:
        name = f"{place}"
        if isinstance(case, dict) and isinstance(case.get("id"), str | int):
            name = f"{place}（{case['id']}）"
        raise CommandError(
            _("案例%(name)s无法评价：%(problems)s。")
            % {"name": name, "problems": "；".join(problems)}
        )
    return rounded(assessment.assess_case(case))


def rounded(value):
    """Return a result with its figures to six decimals."""
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return value
