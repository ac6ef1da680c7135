"""manage.py import_regions"""

from functools import partial

from indicators import loading
from indicators.management.loader import FIXTURES, LoaderCommand


class Command(LoaderCommand):
    help = "装载地区（regions.csv）。"

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=FIXTURES / "regions.csv")

    def handle(self, file, **options):
        self.run([partial(loading.load_regions, file)])
