"""What the loading commands share: run, say what was done, list every problem."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from indicators.plans.loading import LoadError, LoadingOutcome

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


class LoaderCommand(BaseCommand):
    """A command that loads files all or nothing."""

    def report(self, outcome: LoadingOutcome) -> None:
        self.stdout.write(str(outcome))

    def run(
        self, loads: Iterable[Callable[[], LoadingOutcome]], check: bool = False
    ) -> list[LoadingOutcome]:
        """Run the loaders in one transaction; CommandError lists all problems.

        With `check` everything is said and nothing stays.
        """
        outcomes, problems = [], []
        try:
            with transaction.atomic():
                for load in loads:
                    try:
                        outcomes.append(load())
                    except LoadError as error:
                        problems += error.problems
                        continue
                    self.report(outcomes[-1])
                if problems:
                    raise LoadError(problems)
                transaction.set_rollback(check)
        except LoadError as error:
            raise CommandError(failure(error)) from None
        if check:
            self.stdout.write("以上仅为核对，未写入任何数据。")
        self.ask(outcomes)
        return outcomes

    def ask(self, outcomes: Iterable[LoadingOutcome]) -> None:
        """Print what a person should confirm or know; it was loaded all the same."""
        listed = {
            "处请人工确认": [q for o in outcomes for q in o.questions],
            "处请留意（不影响导入）": [n for o in outcomes for n in o.notices],
        }
        for what, problems in listed.items():
            if problems:
                self.stdout.write(f"另有{len(problems)}{what}：")
            for problem in problems:
                self.stdout.write(f"  {problem}")

    def tell_definitions(self, outcomes: Iterable[LoadingOutcome]) -> None:
        """Print from what to what the stored definitions changed, or would."""
        for outcome in outcomes:
            if outcome.definitions and not outcome.refused:
                self.stdout.write(f"{count_definitions(outcome)}已按文件更改：")
                for change in outcome.definitions:
                    self.stdout.write(f"  {change}")
            elif outcome.refused:
                self.stdout.write(refusal(outcome))


def count_definitions(outcome: LoadingOutcome) -> str:
    codes = {change.code for change in outcome.definitions}
    return f"目录中{len(codes)}项指标的定义"


def refusal(outcome: LoadingOutcome) -> str:
    """Return which stored definitions a file has otherwise, and the way on."""
    lines = [
        f"{count_definitions(outcome)}与已导入的不同，未更改；采用文件的，"
        "请运行manage.py load catalogue --replace。",
        *map(str, outcome.definitions),
    ]
    return "\n  ".join(lines)


def failure(error: LoadError) -> str:
    """Return all problems as text, one to a line."""
    count = len(error.problems)
    lines = [f"发现{count}处问题，未写入任何数据：", *map(str, error.problems)]
    return "\n  ".join(lines)
