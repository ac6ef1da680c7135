"""What quickstart finds before it changes anything: port, database, static files."""

import errno
import hashlib
import ipaddress
import json
import os
import socket
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management.base import CommandError
from django.db import connection

from indicators.management.loader import FIXTURES
from indicators.models import Observation, Plan
from indicators.models.observations import Origin
from indicators.plans import rows
from indicators.plans.loading import territory
from regions.models import Region, User

LOADED = (Origin.PLAN, Origin.REFERENCE, Origin.DEMO)
STATE = Path(settings.DATA_DIR) / "quickstart.json"
REFUSALS = {
    errno.EADDRINUSE: "端口{port}已被占用，请用 --port 换一个，例如 --port {other}。",
    errno.EACCES: "没有权限使用端口{port}，请用 --port 换一个大于 1024 的。",
    errno.EADDRNOTAVAIL: "{host}不是本机的地址，请改 --host。",
}


def check_port(host: str, port: int) -> None:
    """Raise CommandError unless the server can listen there."""
    if not 1 <= port <= 65535:
        raise CommandError(f"端口应在 1 到 65535 之间，现为{port}。")
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise CommandError(f"“{host}”不是可用的地址，请改 --host。") from None
    except OSError as error:
        text = REFUSALS.get(error.errno, "不能在{host}:{port}上监听：{error}。")
        other = port % 65535 + 1
        raise CommandError(
            text.format(host=host, port=port, other=other, error=error)
        ) from None


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def lan_address() -> str:
    """Return this machine's address as its neighbours see it; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return probe.getsockname()[0]
        except OSError:
            return socket.gethostname()


# --------------------------------------------------------------- the database


def is_prepared(usernames: set[str]) -> bool:
    """Return whether an earlier quickstart prepared this database.

    Raises CommandError where it holds other data: nothing is changed then.
    """
    tables = connection.introspection.table_names()
    if not tables:
        return False
    if Region._meta.db_table not in tables:
        raise CommandError("数据库中已有其他程序的表，未作改动，请换用空的数据库。")
    people = set(User.objects.values_list("username", flat=True))
    if people & usernames and (STATE.exists() or usernames <= people):
        return True
    if found := foreign(people - usernames):
        raise CommandError(
            f"数据库中已有其他数据（{found}），quickstart只用于空的数据库，未作改动。"
            "正式使用请直接启动服务；试用演示的，将DATA_DIR指向新文件夹。"
        )
    return False


def foreign(people: set[str]) -> str:
    """Return what the database holds that no data file brought, "" for nothing."""
    sheet = rows.read(FIXTURES / "regions.csv", territory.REGION)
    regions = {row["代码"] for row in sheet.rows}
    plans = {path.stem for path in (FIXTURES / "plans").glob("*.csv")}
    other = {
        "用户": people,
        "地区": set(Region.objects.values_list("code", flat=True)) - regions,
        "规划": set(Plan.objects.values_list("code", flat=True)) - plans,
    }
    found = [f"{name} {min(some)}" for name, some in other.items() if some]
    if Observation.objects.exclude(origin__in=LOADED).exists():
        found.append("填报或导入的实际值")
    return "、".join(found)


# ------------------------------------------------------ what the last run left


def state() -> dict:
    """Return what an earlier run left: passwords, and which data files it loaded."""
    try:
        return json.loads(STATE.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def keep(left: dict) -> None:
    """Write it for the next run, where only this installation's owner reads it."""
    STATE.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(STATE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(left, file, ensure_ascii=False, indent=1)


def digest() -> str:
    """Return one hash over all data files."""
    found = hashlib.sha256()
    for path in sorted(FIXTURES.rglob("*.csv")):
        found.update(path.relative_to(FIXTURES).as_posix().encode() + b"\0")
        found.update(path.read_bytes())
    return found.hexdigest()


def static_is_stale() -> bool:
    """Return whether a static file is newer than the last collectstatic."""
    if settings.DEBUG:
        return False
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    known = json.loads(manifest.read_text("utf-8"))["paths"]
    for finder in get_finders():
        for name, storage in finder.list([]):
            prefix = getattr(storage, "prefix", "")
            source = os.stat(storage.path(name))
            fresh = max(source.st_mtime, source.st_ctime)
            if fresh > collected or os.path.join(prefix or "", name) not in known:
                return True
    return False
