"""manage.py import_relations"""

from functools import partial

from indicators.management.loader import FIXTURES, LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载指标间的关系（relations.csv），填报时据此核对。"

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="*", metavar="FILE", default=[FIXTURES / "relations.csv"]
        )

    def handle(self, files, **options):
        self.run(partial(loading.load_relations, file) for file in files)
