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

    def run(self, loads: Iterable[Callable[[], LoadingOutcome]]) -> None:
        """Run the loaders in one transaction; CommandError lists all problems."""
        questions, problems = [], []
        try:
            with transaction.atomic():
                for load in loads:
                    try:
                        outcome = load()
                    except LoadError as error:
                        problems += error.problems
                        continue
                    self.report(outcome)
                    questions += outcome.questions
                if problems:
                    raise LoadError(problems)
        except LoadError as error:
            raise CommandError(failure(error)) from None
        self.ask(questions)

    def ask(self, questions) -> None:
        """Print what a person should confirm; it was loaded all the same."""
        if questions:
            self.stdout.write(f"已导入，另有{len(questions)}处请人工确认：")
        for question in questions:
            self.stdout.write(f"  {question}")


def failure(error: LoadError) -> str:
    """Return all problems as text, one to a line."""
    count = len(error.problems)
    lines = [f"发现{count}处问题，什么都没有写入：", *map(str, error.problems)]
    return "\n  ".join(lines)
