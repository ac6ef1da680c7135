"""manage.py work"""

import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from indicators.entry import jobs

REST = 1.0  # seconds between two looks at an empty queue
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "处理后台任务（向200个以上地区下发填报任务等），一直运行，Ctrl+C停止。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="处理完现有的任务就结束"
        )

    def handle(self, once, **options):
        worker = jobs.Worker()
        if once:
            worker.beat()
            self.stdout.write(f"已处理{worker.work_off()}项后台任务。")
            worker.leave()
            return
        signal.signal(signal.SIGTERM, stop)
        self.stdout.write("后台任务进程已启动。")
        self.stdout.flush()
        try:
            while True:
                if not look(worker):
                    time.sleep(REST)
        except KeyboardInterrupt:
            worker.leave()


def stop(signum, frame):
    """End between two steps, or take the step back: it is one transaction."""
    raise KeyboardInterrupt


def look(worker) -> int:
    """Do what there is; a database that is away is waited for, a job that breaks is
    taken back and its trace kept in the log."""
    close_old_connections()
    try:
        worker.beat()
        return worker.work_off()
    except Error:
        log.exception("数据库不可用，稍后自动重试。")
    except Exception:
        log.exception("后台任务出错，已撤回。")
    return 0
