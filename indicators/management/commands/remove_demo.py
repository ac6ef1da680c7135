"""manage.py remove_demo"""

from django.core.management.base import BaseCommand

from indicators import entry


class Command(BaseCommand):
    help = "删除全部演示数据及其变更记录，并重新评价。"

    def handle(self, **options):
        count = entry.remove_demo()
        self.stdout.write(f"已删除{count}个演示数据，系统中不再有演示数据。")
