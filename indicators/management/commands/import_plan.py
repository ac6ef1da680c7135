"""manage.py import_plan"""

from functools import partial

from indicators.management.loader import LoaderCommand
from indicators.models import CauseKind
from indicators.plans import loading
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause


class Command(LoaderCommand):
    help = "导入规划：plans.csv 中的一行和它的指标表。重复导入结果不变。"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--plans", help="plans.csv，默认在指标表的上一级文件夹")
        parser.add_argument(
            "--check", action="store_true", help="只核对并列出问题，不写入"
        )

    def handle(self, files, plans, check, **options):
        self.run((partial(load, file, plans) for file in files), check)


def load(file, plans):
    """Load one plan and refresh the verdicts of its rows."""
    outcome = loading.load_plan(file, plans)
    rows = assessing.rows_to_assess(plan__code=outcome.code)
    refreshing.refresh(rows, Cause(CauseKind.PLAN, None))
    return outcome
