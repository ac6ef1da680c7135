"""manage.py load_demo"""

from django.core.management.base import BaseCommand

from indicators.plans import demo


class Command(BaseCommand):
    help = "为各地规划生成历年演示数据（均有标明，不覆盖真实数据）。"

    def handle(self, **options):
        report = demo.load()
        self.stdout.write(
            f"演示数据：新增{report.created}，更新{report.changed}，"
            f"不变{report.same}，让位于真实数据{report.kept}"
        )
