"""manage.py import_catalogue"""

from functools import partial

from indicators.management.loader import FIXTURES, LoaderCommand
from indicators.plans import loading
from indicators.verdicts import assessing


class Command(LoaderCommand):
    help = "装载领域和指标目录（domains.csv、catalogue/*.csv）。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", metavar="FILE", help="目录文件")
        parser.add_argument("--domains", default=FIXTURES / "domains.csv")

    def handle(self, files, domains, **options):
        files = files or sorted((FIXTURES / "catalogue").glob("*.csv"))
        self.run(
            [
                partial(loading.load_domains, domains),
                partial(load, files),
            ]
        )


def load(files):
    """Load the catalogue and refresh the verdicts where an indicator changed."""
    outcome = loading.load_catalogue(files)
    if outcome.changed:
        assessing.refresh(assessing.rows_to_assess())
    return outcome
