"""manage.py import_departments"""

from functools import partial

from indicators.management.loader import FIXTURES, LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载部门（departments/*.csv）。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", metavar="FILE")

    def handle(self, files, **options):
        files = files or sorted((FIXTURES / "departments").glob("*.csv"))
        self.run(partial(loading.load_departments, file) for file in files)
