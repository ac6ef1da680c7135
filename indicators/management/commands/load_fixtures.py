"""manage.py load_fixtures"""

from django.core.management.base import CommandError

from indicators.management.loader import FIXTURES, LoaderCommand, failure
from indicators.plans import loading
from indicators.plans.loading import LoadError


class Command(LoaderCommand):
    help = "导入一个文件夹里的全部数据文件（默认 fixtures），全部成功或全部不写。"

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=FIXTURES)
        parser.add_argument(
            "--replace", action="store_true", help="已导入的指标定义也改成文件的"
        )

    def handle(self, folder, replace, **options):
        try:
            outcomes = loading.load_everything(folder, self.report, replace)
        except LoadError as error:
            raise CommandError(failure(error)) from None
        self.ask(outcomes)
        self.tell_definitions(outcomes)
