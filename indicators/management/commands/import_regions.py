"""manage.py import_regions"""

from functools import partial

from indicators.management.loader import FIXTURES, LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载地区（regions.csv）。"

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=FIXTURES / "regions.csv")

    def handle(self, file, **options):
        self.run([partial(loading.load_regions, file)])
