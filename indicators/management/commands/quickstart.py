"""manage.py quickstart"""

import os
import sys
import time
import unicodedata
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

from indicators.management import first_round, preflight, supervising
from indicators.management.loader import FIXTURES, LoaderCommand, failure
from indicators.models import Assessment, CauseKind, Observation, Summary
from indicators.models.observations import Origin
from indicators.plans import demo, loading
from indicators.plans.loading import LoadError, accounts
from indicators.rules import assessment
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause
from regions import data_folder
from regions.models import Membership, Region, User
from regions.people.passwords import readable

ANYWHERE = ("0.0.0.0", "::")


class Command(LoaderCommand):
    help = "从零到可用：建库、导入数据、建立演示账号、启动服务。再次运行接着上次。"

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="监听地址")
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--no-server", action="store_true", help="只准备，不启动")
        parser.add_argument("--no-demo", action="store_true", help="不生成演示数据")
        parser.add_argument(
            "--reset-passwords", action="store_true", help="重新生成演示账号的密码"
        )

    def handle(self, host, port, **options):
        self.began = time.monotonic()
        try:
            people = accounts.read(FIXTURES / "accounts.csv")
        except LoadError as error:
            raise CommandError(failure(error)) from None
        if not options["no_server"]:
            preflight.check_port(host, port)
        try:
            with data_folder.preparing(Path(settings.DATA_DIR)):
                passwords = self.prepare(people, options)
        except data_folder.Busy:
            raise CommandError(
                "另一个 quickstart 正在准备同一个数据目录，请等它完成后再运行。"
            ) from None
        self.print_accounts(people, passwords, host, port)
        if not options["no_server"]:
            self.serve(host, port)

    def say(self, text: str) -> None:
        seconds = time.monotonic() - self.began
        self.stdout.write(f"{seconds:5.1f} 秒  {text}")
        self.stdout.flush()

    def prepare(self, people, options) -> dict[str, str]:
        """Bring database, data and static files to where they should be."""
        prepared = preflight.is_prepared({person.username for person in people})
        with_demo = demo_wanted(prepared, options["no_demo"])
        call_command("migrate", verbosity=0, interactive=False)
        self.say("数据库已就绪。")
        left = preflight.state()
        self.load(prepared, left.get("fixtures"))
        if with_demo:
            report = demo.load()
            self.say(f"演示数据已就绪，新增{report.created}个。")
        reset = options["reset_passwords"]
        passwords = known_passwords(people, left.get("passwords", {}), reset)
        preflight.keep({"fixtures": preflight.digest(), "passwords": passwords})
        accounts.make(people, passwords, reset)
        self.say("演示账号已就绪。")
        self.open_round(people)
        if preflight.static_is_stale():
            call_command("collectstatic", verbosity=0, interactive=False)
            self.say("静态文件已收集。")
        return passwords

    def open_round(self, people) -> None:
        """Open a round where there is none, so that the first login shows work
        to do."""
        try:
            titles = first_round.open_where_none(FIXTURES / "owners.csv", people)
        except LoadError as error:
            raise CommandError(failure(error)) from None
        for title in titles:
            self.say(f"已下发填报任务“{title}”，填报账号登录后在“待办”中可见。")

    def load(self, prepared: bool, loaded: str | None) -> None:
        """Load the data files unless the last run loaded these very files."""
        if prepared and loaded == preflight.digest():
            year = assessment.current_year()
            is_old = Assessment.objects.exclude(as_of=year).exists()
            if is_old or not Summary.objects.exists():  # or of an older version
                turned = Cause(CauseKind.YEAR, None)
                refreshing.refresh(assessing.rows_to_assess(), turned)
            self.say("数据文件没有变化，接着上次。")
            return
        try:
            outcomes = loading.load_everything(FIXTURES)
        except LoadError as error:
            raise CommandError(failure(error)) from None
        questions = sum(len(outcome.questions) for outcome in outcomes)
        written = sum(outcome.created + outcome.changed for outcome in outcomes)
        asked = f"；{questions}处待确认，见“待确认”页" if questions else ""
        self.say(f"数据文件已导入，写入{written}行{asked}。")
        self.tell_definitions(outcomes)

    def print_accounts(self, people, passwords, host, port) -> None:
        """Print address and accounts as one table."""
        regions = dict(Region.objects.values_list("code", "name"))
        lines = [("用户名", "密码", "地区", "角色")]
        for person in people:
            role = str(Membership.Role(person.role).label)
            role += f"（{person.department}）" if person.department else ""
            password = passwords.get(person.username, "（见首次运行）")
            lines.append((person.username, password, regions[person.region], role))
        self.stdout.write(f"\n地址  {address(host, port)}\n")
        for line in lines:
            self.stdout.write("  ".join(map(padded, line, (18, 22, 10, 10))).rstrip())
        self.stdout.write(
            f"\n密码为本次安装随机生成，存于 {preflight.STATE.name}（仅本机可读）。"
            "本人已修改的，以修改后的为准；忘记的，加--reset-passwords。"
        )
        self.stdout.flush()

    def serve(self, host: str, port: int) -> None:
        """Run the server (gunicorn, one process, four threads), and a worker beside."""
        if not preflight.is_loopback(host) and "ALLOWED_HOSTS" not in os.environ:
            os.environ["ALLOWED_HOSTS"] = (
                "*" if host in ANYWHERE else f"{host},localhost"
            )
            self.stdout.write(
                f"其他计算机可以访问；本次 ALLOWED_HOSTS={os.environ['ALLOWED_HOSTS']}，"
                "正式使用请设置为实际的地址。"
            )
        os.environ["DATA_DIR"] = str(Path(settings.DATA_DIR).resolve())
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        connections.close_all()
        sys.stdout.flush()
        server = [sys.executable, "-m", "gunicorn", "healthplan.wsgi"]
        server += f"--bind {bind} --workers 1 --threads 4 --no-control-socket".split()
        server += ["--limit-request-line", "8190"]  # /data/ with 200 ticked boxes
        server += ["--chdir", str(settings.BASE_DIR)]
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
        sys.exit(supervising.run(server, worker))


def known_passwords(people, known: dict[str, str], reset: bool) -> dict[str, str]:
    """Return the passwords by username: those of the last run, new ones where
    needed."""
    present = set(User.objects.values_list("username", flat=True))
    passwords = {}
    for name in (person.username for person in people):
        if reset or name not in present:
            passwords[name] = readable()
        elif name in known:
            passwords[name] = known[name]
    return passwords


def demo_wanted(prepared: bool, no_demo: bool) -> bool:
    """Return whether demo values belong in the database; it keeps what it chose
    first."""
    present = prepared and Observation.objects.filter(origin=Origin.DEMO).exists()
    if present and no_demo:
        raise CommandError(
            "数据库中有演示数据：请先运行manage.py remove_demo，再加--no-demo启动。"
        )
    return present if prepared else not no_demo


def address(host: str, port: int) -> str:
    host = preflight.lan_address() if host in ANYWHERE else host
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def padded(text: str, width: int) -> str:
    """Return the text filled up with blanks; a Chinese character takes two columns."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return text + " " * max(width - len(text) - wide, 0)
