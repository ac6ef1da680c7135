"""manage.py import_catalogue"""

from functools import partial

from indicators import loading
from indicators.management.loader import FIXTURES, LoaderCommand


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
                partial(loading.load_catalogue, files),
            ]
        )
