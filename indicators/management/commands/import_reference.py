"""manage.py import_reference"""

from functools import partial

from indicators.management.loader import LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载参考序列（全国等上级的历年数），逐个注明来源。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, files, **options):
        self.run(partial(loading.load_reference, file) for file in files)
