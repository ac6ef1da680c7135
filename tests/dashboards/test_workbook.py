"""The analyst's workbook of the six plans, read back and compared with the database."""

import io
import os
import shutil
import subprocess
from collections import Counter, defaultdict
from datetime import UTC, datetime

import openpyxl
import pytest

from dashboards import balances
from dashboards.queries import LONG_COLUMNS
from dashboards.reports import workbook
from dashboards.selection import Selection
from indicators.models import (
    Assessment,
    Observation,
    PlanIndicator,
    Summary,
    Target,
)
from indicators.rules import assessment
from indicators.rules.digits import path_places
from indicators.rules.printed import of_year
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans_with_demo")]
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
HEAD = 2  # the row of headings of 指标进展, as Excel counts
CELLS = 1e-9


@pytest.fixture(scope="module")
def file(worlds, django_db_blocker):
    target = io.BytesIO()
    with django_db_blocker.unblock():
        worlds.put("plans_with_demo")
        workbook.write(target, Selection(), None, by="王分析", at=AT)
    return target.getvalue()


@pytest.fixture(scope="module")
def book(file):
    return openpyxl.load_workbook(io.BytesIO(file), data_only=True)


@pytest.fixture(scope="module")
def progress(book):
    """The rows of 指标进展 and 指标明细 together by (plan, key), each a dict by
    heading."""
    main, more = (sheet_rows(book[name]) for name in ("指标进展", "指标明细"))
    assert [row["序号"] for row in main] == [row["序号"] for row in more]
    assert [row["序号"] for row in main] == list(range(1, len(main) + 1))
    found = [one | other for one, other in zip(main, more, strict=True)]
    return {(row["规划"], row["行号"]): row for row in found}


def sheet_rows(sheet):
    heads = [cell.value for cell in sheet[HEAD]]
    assert len(heads) == len(set(heads))
    rows = sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def near(shown, stored):
    if stored is None or shown is None:
        return shown is None and stored is None
    return abs(shown - float(stored)) < CELLS * max(1, abs(float(stored)))


def rows_of_plans():
    return PlanIndicator.objects.filter(indicator__isnull=False).select_related(
        "plan__region__parent", "indicator__domain"
    )


# ------------------------------------------------------------------------- the whole


def test_the_sheets_stand_in_order(book):
    names = book.sheetnames

    assert names[:5] == ["说明", "总览", "指标进展", "定性目标", "图表"]
    to_analyse = ["指标明细", "数据", "图表数据"]
    assert names[-5:] == ["口径与备注", "规划备注", *to_analyse]
    years = [int(name.removeprefix("分地区对比")) for name in names[5:-5]]
    assert years == sorted(years, reverse=True) and len(years) > 5
    assert all(len(name) <= 31 for name in names)


def test_properties_say_who_and_when(book):
    found = book.properties

    assert found.creator == "王分析"
    assert found.created.replace(tzinfo=UTC) == AT
    assert "健康规划指标分析" in found.title and found.subject


def test_sheets_are_ready_to_print(book):
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, str(page.paperSize)) == ("landscape", "9"), (
            sheet.title
        )
        assert "&P" in sheet.oddFooter.right.text and "&N" in sheet.oddFooter.right.text
        assert sheet.title in sheet.oddHeader.left.text
    for name in (
        *("指标进展", "指标明细", "定性目标", "数据"),
        *("口径与备注", "图表数据", "分地区对比2024"),
    ):
        assert book[name].print_title_rows, name
        assert book[name].freeze_panes, name
    assert book["指标明细"].print_title_cols == "$A:$E"


def test_tables_have_the_headings_of_their_cells(book):
    seen, names = [], []
    for sheet in book:
        for table in sheet.tables.values():
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert heads == [column.name for column in table.tableColumns]
            assert len(set(heads)) == len(heads)
            names.append(table.displayName)
            seen.append(sheet.title)
    assert Counter(seen) == {
        "总览": 4,
        "指标进展": 1,
        "指标明细": 1,
        "定性目标": 1,
        "数据": 1,
        "口径与备注": 1,
        "规划备注": 1,
    }
    assert len(set(names)) == len(names)


def test_the_cover_says_what_it_is(book):
    text = "\n".join(
        str(value) for row in book["说明"].iter_rows(values_only=True) for value in row
    )

    for part in (
        "王分析",
        "系统测算，供内部参考，以正式印发的监测评估报告为准",
        "不得引用",
    ):
        assert part in text
    demo = Observation.objects.filter(origin="demo", value__isnull=False).count()
    assert f"含{demo}个演示数值" in text
    assert all(c.dispatch in text for c in assessment.CATEGORIES.values())
    assert all(row.plan.title in text for row in rows_of_plans())


def test_links_of_the_cover_lead_to_sheets(file):
    sheet = openpyxl.load_workbook(io.BytesIO(file))["说明"]
    links = [c.hyperlink.location for row in sheet for c in row if c.hyperlink]

    names = {link.split("!")[0].strip("'") for link in links}
    assert names == set(sheet.parent.sheetnames) - {"说明"}


# -------------------------------------------------------------------------- 指标进展


def test_progress_has_every_row_with_an_indicator(progress):
    wanted = {(row.plan.title, row.key) for row in rows_of_plans()}

    assert set(progress) == wanted


def test_progress_says_what_the_plans_print(progress):
    targets = defaultdict(dict)
    for target in Target.objects.order_by("revision").select_related("plan_indicator"):
        row = target.plan_indicator
        if target.issuer_id == row.plan.region_id:
            targets[row.pk][target.year] = target
    for row in rows_of_plans().prefetch_related("leads__department__successor"):
        shown = progress[row.plan.title, row.key]
        assert shown["指标"] == row.label
        assert shown["计量单位"] == (row.indicator.unit or None)
        assert shown["位置"] == ("指标表" if row.in_table else "正文")
        assert shown["性质"] == (row.get_nature_display() if row.nature else None)
        assert shown["基期值（原文）"] == (row.baseline_raw or None)
        assert shown["基期年份"] == row.baseline_year
        has_figure = None not in (row.baseline_value, row.factor)
        base = row.baseline_value * row.factor if has_figure else None
        assert near(shown["基期值"], base)
        answering = sorted(row.leads.all(), key=lambda lead: lead.department_id)
        names = "、".join(
            str(x.department.successor or x.department) for x in answering
        )
        assert shown["责任部门"] == (names or None)
        for year, target in targets[row.pk].items():
            assert shown[f"{of_year(year)}目标（原文）"].startswith(target.raw)
            if target.kind == "value" and row.factor is not None:
                assert near(shown[f"{of_year(year)}目标"], target.value * row.factor)
        said = {k for k, v in shown.items() if v is not None and "目标（原文" in k}
        said -= {"上级目标（原文）", "目标（原文）"}
        assert said == {f"{of_year(year)}目标（原文）" for year in targets[row.pk]}


def test_a_difference_to_another_region_is_no_target_value(progress):
    targets = Target.objects.filter(
        kind="reference", plan_indicator__indicator__isnull=False
    )
    for target in targets.select_related("plan_indicator__plan"):
        row = target.plan_indicator
        if target.issuer_id == row.plan.region_id:
            shown = progress[row.plan.title, row.key]
            assert shown[f"{target.year}年目标"] is None


def test_progress_repeats_the_stored_verdicts(progress):
    verdicts = {a.plan_indicator_id: a for a in Assessment.objects.read_by("own")}
    own = Target.objects.values_list("plan_indicator", "issuer")
    with_target = set(own)
    for row in rows_of_plans():
        shown, verdict = progress[row.plan.title, row.key], verdicts.get(row.pk)
        if (row.pk, row.plan.region_id) not in with_target:
            assert shown["状态"] == "未设目标"
            continue
        if verdict is None:
            assert shown["状态"] == "暂无法评价" and shown["原因"]
            continue
        word = assessment.CATEGORIES[verdict.code].dispatch
        special = {"超过控制目标": "低于控制目标", "暂无法评价": "不适用"}
        special |= {"较基期变差": "较起点变差"}
        assert shown["状态"] in (word, special.get(word))
        assert shown["评价语"] == (verdict.sentence or None)
        assert shown["评价年度"] == verdict.as_of
        judged = verdict.figures if verdict.code != "no_data" else {}
        for heading, stored in (("实际进度", "progress"), ("序时进度", "expected")):
            share = judged.get(stored)  # with six decimals; the sheet computes anew
            assert (shown[heading] is None) == (share is None)
            assert share is None or abs(shown[heading] - share) <= 1e-6
        if verdict.gap is not None and verdict.code != "no_data":
            half = 0.5 / 10 ** path_places(row.indicator.decimals)
            if shown["应达到值是"].endswith("序时目标"):
                assert abs(shown["差距（优为正）"] - verdict.gap) <= 2 * half + CELLS


def test_progress_has_the_values_of_every_year(progress):
    values = defaultdict(dict)
    for o in Observation.objects.filter(value__isnull=False):
        values[o.region_id, o.indicator_id][o.year] = o.value
    for row in rows_of_plans():
        shown = progress[row.plan.title, row.key]
        own = values[row.plan.region_id, row.indicator_id]
        columns = {
            k: v for k, v in shown.items() if k[:4].isdigit() and k[4:] == "年值"
        }
        assert {int(k[:4]) for k, v in columns.items() if v is not None} == set(own)
        assert all(near(shown[f"{year}年值"], value) for year, value in own.items())
        last = max(own, default=None)
        assert shown["最新年份"] == last and near(shown["最新值"], own.get(last))


# ------------------------------------------------------------------------- the counts


def test_the_overview_adds_up(book, progress):
    rows = list(book["总览"].iter_rows(values_only=True))
    heads = [n for n, row in enumerate(rows) if row[0] == "地区代码"]
    closed = {"已完成目标": "已到期完成", "未如期完成": "已到期未完成"}
    shown = Counter(
        closed[row["状态"]] if row["期限"] == "已到期" else row["状态"]
        for row in progress.values()
    )
    for head in heads:
        names, end = rows[head], rows[head].index("合计")
        total = next(r for r in rows[head:] if r[0] == "合计")
        lines = rows[head + 1 : rows.index(total, head)]
        assert sum(line[end] for line in lines) == total[end] == len(progress)
        for line in [*lines, total]:
            assert sum(line[5:end]) == line[end]
        for column in range(5, end):
            assert sum(line[column] for line in lines) == total[column]
    counted = dict(zip(names[5:end], total[5:end], strict=True))
    counted["较基期变差"] -= shown.pop("较起点变差", 0)
    for one in ("超过控制目标", "低于控制目标", "超出控制范围"):  # together
        counted["未守住控制目标"] -= shown.pop(one, 0)
    assert {k: v for k, v in counted.items() if v} == shown


def test_the_overview_holds_the_balances_of_the_pages(book):
    rows = [list(row) for row in book["总览"].iter_rows(values_only=True)]
    stored = {s.plan.title: s for s in Summary.objects.select_related("plan")}
    seen = set()
    for name, title in (("due", "到期目标"), ("ahead", "趋势研判")):
        top = next(n for n, row in enumerate(rows) if str(row[0]).startswith(title))
        heads = rows[top + 1]
        end = heads.index("合计")
        for row in rows[top + 2 :]:
            if row[0] == "合计":
                break
            found = stored[row[2]]
            if (row[4] == "指标表") != found.has_table:
                continue  # prose beside a table
            parts = dict(zip(heads[5:end], row[5:end], strict=True))
            words = balances.WORDS[name]
            expected = found.balances[name]
            parts.pop("未设目标")
            assert parts == {words[p][1]: n for p, n in expected.parts.items()}
            assert row[end + 1] == expected.year
            seen.add((name, row[2]))
    assert len(seen) == 2 * len(stored)


def test_sums_are_formulas(file):
    sheet = openpyxl.load_workbook(io.BytesIO(file))["总览"]
    formulas = [c.value for row in sheet for c in row if c.data_type == "f"]

    assert formulas and all(f.startswith(("=SUM(", "=IF(SUM(")) for f in formulas)


# ----------------------------------------------------------------- 数据, 图表, 口径


def test_the_long_sheet_holds_every_value(book):
    rows = list(book["数据"].iter_rows(values_only=True))
    heads = [heading for _key, heading in LONG_COLUMNS]
    shown = {}
    for row in rows[1:]:
        line = dict(zip(heads, row, strict=True))
        shown[line["地区代码"], line["指标代码"], line["年份"]] = line
    stored = Observation.objects.select_related("region", "indicator")

    assert list(rows[0]) == heads and len(shown) == len(rows) - 1 == stored.count()
    for o in stored:
        line = shown[o.region.code, o.indicator.code, o.year]
        assert near(line["数值"], o.value) and line["来源"] == o.source
        assert line["数据途径"] == o.get_origin_display()
        assert line["演示数据"] == ("是" if o.origin == "demo" else None)


def test_long_values_have_the_decimals_of_their_indicator(book):
    sheet = book["数据"]
    heads = [cell.value for cell in sheet[1]]
    code, value = heads.index("指标代码"), heads.index("数值")
    decimals = dict(
        Observation.objects.values_list("indicator__code", "indicator__decimals")
    )
    for row in sheet.iter_rows(min_row=2, max_row=400):
        if row[value].value is None:
            continue
        places = decimals[row[code].value]
        assert row[value].number_format == ("0." + "0" * places if places else "0")


def test_each_chart_draws_its_rows(book, progress):
    charts, data = book["图表"]._charts, book["图表数据"]
    shown = list(data.iter_rows(min_row=2, values_only=True))

    assert len(charts) * 3 == len(shown)
    for place, chart in enumerate(charts):
        rows = {s.val.numRef.f.split("$")[-1] for s in chart.series}
        assert rows <= {str(2 + place * 3 + n) for n in range(3)}


def test_chart_numbers_are_the_stored_ones(book):
    rows = list(book["图表数据"].iter_rows(values_only=True))
    years = rows[0][5:]
    names = {o.label: o.indicator_id for o in rows_of_plans()}
    values = defaultdict(dict)
    for o in Observation.objects.select_related("region__parent"):
        place = (
            o.region.parent.name + o.region.name
            if o.region.level == 3
            else o.region.name
        )
        values[place, o.indicator_id][o.year] = o.value
    by_row = {(r.plan.region.name, r.label): r.indicator_id for r in rows_of_plans()}
    for row in rows[1::3]:
        indicator = next(
            i
            for (region, label), i in by_row.items()
            if row[0].endswith(region) and label == row[1]
        )
        drawn = {y: v for y, v in zip(years, row[5:], strict=True) if v is not None}
        stored = {y: v for y, v in values[row[0], indicator].items() if v is not None}
        assert drawn.keys() == stored.keys() and names
        assert all(near(v, stored[y]) for y, v in drawn.items())


def test_definitions_are_those_of_the_catalogue(book):
    sheet = book["口径与备注"]
    rows = list(sheet.iter_rows(values_only=True))
    shown = {row[-1]: row for row in rows[1:] if row[-1]}

    used = {
        o.indicator for o in Observation.objects.select_related("indicator__domain")
    }
    used |= {row.indicator for row in rows_of_plans()}
    assert set(shown) == {i.code for i in used}
    for i in used:
        assert shown[i.code][:3] == (i.name, i.domain.name, i.unit or None)
        assert shown[i.code][4] == (i.definition or None)

    text = "\n".join(
        str(row[4]) for row in book["规划备注"].iter_rows(values_only=True)
    )
    assert all(row.remark in text for row in PlanIndicator.objects.exclude(remark=""))


# -------------------------------------------------------------------------- 分地区对比


def test_comparison_shows_values_and_ranks_of_the_year(book):
    sheet = book["分地区对比2024"]
    heads = [c.value for c in sheet[3]]
    concepts = {i.name: i for i in {r.indicator for r in rows_of_plans()}}
    regions = {r.code: r for r in Region.objects.all()}
    stored = defaultdict(dict)
    for o in Observation.objects.filter(
        year=2024, value__isnull=False, substitute_region=None
    ):
        stored[o.indicator_id][o.region.code] = o.value
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    assert [r[0] for r in rows] == sorted(
        (r[0] for r in rows), key=lambda c: (regions[c].level, c)
    )
    for column in range(3, len(heads) - 1, 2):
        concept = concepts[heads[column]]
        values = stored[concept.pk]
        for row in rows:
            assert near(row[column], values.get(row[0]))
            same = [
                v
                for c, v in values.items()
                if regions[c].level == regions[row[0]].level
            ]
            ranked = (
                row[column] is not None
                and len(same) > 1
                and concept.direction != "none"
            )
            up = concept.direction == "up"
            better = [
                v for v in same if row[column] is not None and v != values[row[0]]
            ]
            better = [v for v in better if (v > values[row[0]]) == up]
            assert row[column + 1] == (len(better) + 1 if ranked else None)


# ------------------------------------------------------------------------ LibreOffice


@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"),
    reason="LibreOffice is not installed",
)
def test_libreoffice_makes_a_pdf_of_it(tmp_path):
    path = tmp_path / "book.xlsx"
    chosen = Selection(regions=("360202",), first=2022)
    workbook.write(str(path), chosen, None, by="王分析", at=AT)

    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/home"]
    done = subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        capture_output=True,
        timeout=180,
    )

    assert done.returncode == 0 and b"rror" not in done.stderr
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")
