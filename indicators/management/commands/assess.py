"""manage.py assess"""

import json
import sys
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from indicators.models import CauseKind
from indicators.models.fields import FIRST_YEAR, LAST_YEAR
from indicators.rules import assessment
from indicators.verdicts import assessing, refreshing, resting, summaries
from indicators.verdicts.causes import Cause
from regions.models import Region

BATCH = 50


class Command(BaseCommand):
    help = (
        "重新评价规划指标并保存；--as-of 其他年份只打印，不保存。"
        "打印的是本地区人员看到的评价，含已审定、未报送的数值。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--region", metavar="CODE", help="只评价这个地区的规划")
        parser.add_argument("--as-of", type=int, metavar="YEAR", help="评价年度")
        parser.add_argument("--json", action="store_true", help="打印JSON")
        parser.add_argument(
            "--check",
            action="store_true",
            help="只检查：保存的评价有没有用到待确认的内容，各规划的统计与评价是否一致。"
            "有误则逐条列出并以1退出",
        )

    def handle(self, region, as_of, **options):
        if options["check"]:
            return self.check_stored(region)
        this_year = assessment.current_year()
        as_of = this_year if as_of is None else as_of
        if not FIRST_YEAR <= as_of <= LAST_YEAR:
            raise CommandError(f"“{as_of}”不是四位数的年份，例如 {this_year}。")
        rows = list(assessing.rows_to_assess(**within(region)))
        batches = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
        verdicts, moved = [], Counter()
        with tqdm(total=len(rows), unit="项", disable=not sys.stderr.isatty()) as bar:
            for batch in batches:
                verdicts += assessing.verdicts(batch, as_of)
                if as_of == this_year:
                    moved.update(stored(batch))
                bar.update(len(batch))
        self.show(verdicts, options["json"])
        if not options["json"]:
            done = f"已保存{said(moved)}" if as_of == this_year else "仅打印，未保存"
            self.stdout.write(
                f"评价年度{as_of}：{len(rows)}个规划指标，{len(verdicts)}个有评价，{done}。"
            )

    def check_stored(self, region) -> None:
        """Say how many stored verdicts rest on an open doubt, and of how many plans the
        counts are not those of the verdicts; CommandError for any."""
        found = resting.resting_on_doubts(**within(region))
        code = {"region__code": region} if within(region) else {}
        wrong = summaries.disagreeing(assessment.current_year(), **code)
        if not (found or wrong):
            self.stdout.write("没有评价用到待确认的内容，各规划的统计与评价一致。")
            return
        said = [f"{len(found)}条评价用到待确认的内容"] if found else []
        said += [f"{len(wrong)}条规划统计与评价不一致"] if wrong else []
        lines = [str(case) for case in found]
        lines += [f"{s.plan}（{s.get_audience_display()}）" for s in wrong]
        raise CommandError("\n  ".join([f"{'，'.join(said)}：", *lines]))

    def show(self, verdicts, as_json: bool) -> None:
        if as_json:
            text = json.dumps([as_object(v) for v in verdicts], ensure_ascii=False)
            self.stdout.write(text)
            return
        for verdict in verdicts:
            row = assessing.to_row(verdict)
            word = assessment.CATEGORIES[row.code].dispatch
            said = row.sentence if word in row.sentence else f"{word}。{row.sentence}"
            place = f"{verdict.row.plan.region.name} {verdict.row.key}"
            self.stdout.write(f"{place} {verdict.row.label}：{said}")


def stored(batch) -> Counter:
    """Store the verdicts of the rows; return kind of cause → how many rows' moved.

    Nothing was written that they rest on: what moves is the rules' doing, or the turn
    of the year's.
    """
    rows = assessing.rows_to_assess(pk__in=[row.pk for row in batch])
    done = refreshing.refresh(rows, Cause(CauseKind.RULE, None))
    return Counter(dict((m.row.pk, m.cause.kind) for m in done.moved).values())


def said(moved: Counter) -> str:
    """Return how many verdicts moved and why, "" for none."""
    why = "、".join(f"{kind.label}{n}个" for kind, n in moved.items())
    return f"，其中变动{moved.total()}个（{why}）" if why else ""


def within(code: str | None) -> dict:
    """Return the filter for one region's plans; a sentence if there is no such one."""
    if code is None:
        return {}
    if not Region.objects.filter(code=code).exists():
        raise CommandError(f"没有代码为“{code}”的地区。")
    return {"plan__region__code": code}


def as_object(verdict) -> dict:
    """Return a verdict as JSON types."""
    row = assessing.to_row(verdict)
    return {
        "region": verdict.row.plan.region.code,
        "plan": verdict.row.plan.code,
        "row": verdict.row.key,
        "indicator": verdict.row.indicator.code,
        "as_of": row.as_of,
        "status": row.code,
        "reason": row.reason,
        "flags": row.flags,
        "figures": row.figures,
        "sentence": row.sentence,
    }
