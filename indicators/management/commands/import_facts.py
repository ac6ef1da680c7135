"""manage.py import_facts"""

from functools import partial

from indicators.management.loader import LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载规划正文中有年份的现状数；文件以规划代码命名。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, files, **options):
        self.run(partial(loading.load_facts, file) for file in files)
