"""manage.py import_tasks"""

from functools import partial

from indicators.management.loader import LoaderCommand
from indicators.plans import loading


class Command(LoaderCommand):
    help = "装载任务分工；文件以规划代码或地区代码命名。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, files, **options):
        self.run(partial(loading.load_tasks, file) for file in files)
