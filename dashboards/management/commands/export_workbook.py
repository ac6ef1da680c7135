"""manage.py export_workbook"""

import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.queries.export import OutOfReach
from dashboards.reports import TooLarge, workbook
from dashboards.selection import Selection
from indicators.models.fields import FIRST_YEAR, LAST_YEAR
from regions.models import User


class Command(BaseCommand):
    help = _("导出分析工作簿（Excel）。不写--user即全部地区，含已审定、未报送的数值。")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=_("文件位置，以.xlsx结尾"))
        kinds = (("region", _("地区")), ("plan", _("规划")), ("indicator", _("指标")))
        for name, noun in kinds:
            parser.add_argument(
                f"--{name}",
                action="extend",
                nargs="+",
                default=[],
                metavar="CODE",
                help=_("限于所列%(noun)s（代码），可列多个") % {"noun": noun},
            )
        parser.add_argument("--from", dest="first", type=int, metavar="YEAR")
        parser.add_argument("--to", dest="last", type=int, metavar="YEAR")
        parser.add_argument("--user", metavar="NAME", help=_("按此人的权限导出"))

    def handle(self, *args, file: Path, user, **options):
        if file.suffix.lower() != ".xlsx":
            raise CommandError(_("文件名“%(f)s”应以 .xlsx 结尾。") % {"f": file.name})
        selection = chosen(options)
        person = found(user) if user else None
        grants = person.grants if person else None
        by = str(person) if person else _("服务器命令行")
        try:
            written(file, selection, grants, by)
        except (OutOfReach, TooLarge) as why:
            raise CommandError(str(why)) from why
        except OSError as why:
            words = _("未能写入“%(f)s”：%(why)s。请改用可写的位置。")
            raise CommandError(words % {"f": file, "why": why.strerror}) from why
        size = file.stat().st_size / 1024
        self.stdout.write(_("已写好“%(f)s”（%(kb).0f KB）。") % {"f": file, "kb": size})


def chosen(options) -> Selection:
    """Return the selection of the options; a sentence for years out of order."""
    first, last = options["first"], options["last"]
    for year in (first, last):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(_("“%(y)s”不是四位数的年份。") % {"y": year})
    if first and last and first > last:
        words = _("起始年份%(first)s晚于结束年份%(last)s，请对调。")
        raise CommandError(words % {"first": first, "last": last})
    codes = (tuple(dict.fromkeys(options[k])) for k in ("region", "plan", "indicator"))
    return Selection(*codes, first=first, last=last)


def found(name: str) -> User:
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise CommandError(_("没有名为“%(name)s”的可用账号。") % {"name": name})
    return person


def written(file: Path, selection: Selection, grants, by: str):
    """Write beside the file and put it in its place when it is whole."""
    handle, name = tempfile.mkstemp(suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            workbook.write(target, selection, grants, by=by, at=timezone.localtime())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
