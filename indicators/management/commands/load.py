"""manage.py load KIND FILE…"""

from argparse import RawTextHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.management.base import CommandError

from indicators.management.loader import FIXTURES, LoaderCommand, refusal
from indicators.models import CauseKind
from indicators.plans import doubts, loading
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause


def load_catalogue(files, replace_stored=False) -> loading.LoadingOutcome:
    """Load the catalogue and refresh the verdicts of the indicators that changed; ask
    about targets that a direction now contradicts."""
    outcome = loading.load_catalogue(files, replace_stored)
    if outcome.indicators:
        doubts.ask_about_directions()
        rows = assessing.rows_to_assess(indicator__code__in=outcome.indicators)
        refreshing.refresh(rows, Cause(CauseKind.DEFINITION, None))
    return outcome


@dataclass(frozen=True)
class DataKind:
    """One kind of data file: who loads it, which ones where none is named, its help.

    `default` is a pattern below fixtures/; "" where the files must be named. A
    loader takes one file, or, where they belong `together`, the list of them.
    """

    load: Callable[..., loading.LoadingOutcome]
    default: str
    help: str
    together: bool = False


KINDS = {
    "regions": DataKind(loading.load_regions, "regions.csv", "地区"),
    "departments": DataKind(loading.load_departments, "departments/*.csv", "部门"),
    "catalogue": DataKind(load_catalogue, "catalogue/*.csv", "领域和指标目录", True),
    "relations": DataKind(
        loading.load_relations, "relations.csv", "指标间的关系，填报时据此核对"
    ),
    "tasks": DataKind(loading.load_tasks, "", "任务分工；文件以规划代码或地区代码命名"),
    "facts": DataKind(
        loading.load_facts, "", "规划正文中有年份的现状数；文件以规划代码命名"
    ),
    "reference": DataKind(
        loading.load_reference, "", "参考序列（全国等上级的历年数），逐个注明来源"
    ),
}


class Command(LoaderCommand):
    help = "导入一类数据文件，全部成功或全部不写。KIND：\n" + "\n".join(
        f"  {name:<12}{kind.help}" for name, kind in KINDS.items()
    )

    def create_parser(self, *args, **options):
        return super().create_parser(
            *args, formatter_class=RawTextHelpFormatter, **options
        )

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="、".join(KINDS))
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="数据文件；地区、部门、目录、关系不写则为 fixtures 里的",
        )
        parser.add_argument(
            "--domains",
            metavar="FILE",
            help="领域文件，只用于 catalogue；不写则为 fixtures 里的",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="已导入的指标定义也改成文件的，只用于 catalogue；不写则只列出不同",
        )

    def handle(self, kind, files, domains, replace, **options):
        if kind not in KINDS:
            raise CommandError(f"没有“{kind}”这一类数据，可用：{'、'.join(KINDS)}。")
        if domains and kind != "catalogue":
            raise CommandError("--domains 只用于 catalogue。")
        if replace and kind != "catalogue":
            raise CommandError("--replace 只用于 catalogue。")
        chosen = KINDS[kind]
        files = [Path(file) for file in files] or defaults(kind)
        if chosen.together:
            loads = [partial(chosen.load, files)]
        else:
            loads = [partial(chosen.load, file) for file in files]
        if kind == "catalogue":
            domains = Path(domains) if domains else FIXTURES / "domains.csv"
            loads = [partial(load_catalogue, files, replace)]
            loads.insert(0, partial(loading.load_domains, domains))
        outcomes = self.run(loads)
        if refused := [outcome for outcome in outcomes if outcome.refused]:
            raise CommandError(refusal(refused[0]))
        self.tell_definitions(outcomes)


def defaults(kind: str) -> list[Path]:
    """Return the files below fixtures/ of a kind. CommandError where it has none."""
    pattern = KINDS[kind].default
    if not pattern:
        raise CommandError(f"请写出要导入的文件：manage.py load {kind} FILE…")
    return sorted(FIXTURES.glob(pattern))
