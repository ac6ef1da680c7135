"""The workbook as one would hand it over: its pages, its marks, what it computes itself."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from dashboards.queries import export, in_words, workbook
from dashboards.reports import compare_sheets, progress_sheet
from dashboards.reports import workbook as reports
from dashboards.reports.book import writing
from dashboards.selection import Selection
from indicators.models import MilestoneStatus, Plan, PlanIndicator, Target
from indicators.models.target_years import said_year
from regions.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans_with_demo")]
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
HEAD = 2
LIVE = ("应达到", "差距（优为正）", "实际进度", "序时进度")
needs_office = pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"),
    reason="LibreOffice is not installed",
)
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""


@pytest.fixture(scope="module")
def file(worlds, django_db_blocker):
    target = io.BytesIO()
    with django_db_blocker.unblock():
        worlds.put("plans_with_demo")
        reports.write(target, Selection(), None, by="王分析", at=AT)
    return target.getvalue()


def parts(file):
    """Return name of the sheet → its XML."""
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        names = openpyxl.load_workbook(io.BytesIO(file), read_only=True).sheetnames
        return {
            name: packed.read(f"xl/worksheets/sheet{n}.xml").decode()
            for n, name in enumerate(names, 1)
        }


def office(path, kind, folder):
    """Let LibreOffice open a file, compute everything anew and save it as `kind`."""
    home = folder / "home"
    (home / "user").mkdir(parents=True, exist_ok=True)
    (home / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    done = subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{home}"),
            *("--convert-to", kind, "--outdir", str(folder / "made"), str(path)),
        ],
        capture_output=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return folder / "made" / f"{Path(path).stem}.{kind}"


def lines_of(selection):
    asked = export.scope(selection, None)
    known, where = workbook.concepts(), workbook.places(asked)
    return workbook.lines(asked, known, where, workbook.figures(asked, known))


# ----------------------------------------------------------------------- the pages


@needs_office
def test_the_longest_plan_is_on_four_pages(tmp_path):
    plans = Plan.objects.all()
    lines = max((lines_of(Selection(plans=(p.code,))) for p in plans), key=len)
    path = tmp_path / "progress.xlsx"
    with writing(str(path), title="指标进展", by="", at=AT) as book:
        progress_sheet.write(book, lines)

    pdf = office(path, "pdf", tmp_path).read_bytes()

    assert len(lines) > 90
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= progress_sheet.PAGES
    boxes = set(re.findall(rb"/MediaBox\s*\[([^]]*)\]", pdf))
    for box in boxes:
        width, height = map(float, box.split()[2:])
        assert width > height and round(width) == 842  # A4, landscape


def test_what_is_computed_from_is_not_printed(file):
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book["指标进展"]
    heads = [cell.value for cell in sheet[HEAD]]
    last = re.search(r"\$([A-Z]+)\$\d+$", sheet.print_area)[1]
    printed = heads[: openpyxl.utils.column_index_from_string(last)]

    assert printed[-1] in ("责任部门", "序时进度")
    assert set(LIVE) < set(printed) and "路径起点值" not in printed
    more = book["指标明细"]
    kept = re.search(r"\$([A-Z]+)\$\d+$", more.print_area)[1]
    names = [cell.value for cell in more[HEAD]]
    shown = names[: openpyxl.utils.column_index_from_string(kept)]
    assert "评价语" not in shown and any(n.endswith("年值") for n in shown)


def test_more_plans_take_more_pages_and_stay_legible(file, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(file))
    assert book["指标进展"].page_setup.fitToHeight == 0  # all six: as many as it takes

    target = io.BytesIO()
    reports.write(target, Selection(regions=("511700",)), None, by="甲", at=AT)
    one = openpyxl.load_workbook(target)["指标进展"].page_setup
    assert one.fitToHeight == progress_sheet.PAGES
    assert one.fitToWidth in (1, None)  # one is what a file need not say


@pytest.mark.parametrize("ranks", [True, False])
@pytest.mark.parametrize("notes", [True, False])
def test_no_page_of_the_comparison_has_one_indicator_alone(ranks, notes):
    for count in range(1, 120):
        has = compare_sheets.CompareColumns(count, ranks, notes)
        edges = [compare_sheets.ABOUT, *compare_sheets.pages(has), has.last]
        pairs = zip(edges, edges[1:], strict=False)
        sizes = [(b - a) // has.each for a, b in pairs]
        most, beside = compare_sheets.room(has)

        assert edges == sorted(set(edges)) and sum(sizes) == count
        assert count == 1 or min(sizes) > 1
        assert max(sizes) <= most and sizes[-1] + beside <= most
        assert len(sizes) <= -(-count // most) + 1


# ----------------------------------------------------------------------- the marks


def test_digits_kept_as_text_are_no_errors(file):
    """Codes have no green corner in Excel: every sheet says so, streamed or not."""
    for name, xml in parts(file).items():
        mark = re.search(r"<ignoredErrors>(.*?)</ignoredErrors>", xml, re.S)
        assert mark, name
        assert 'sqref="A1:XFD1048576" numberStoredAsText="1"' in mark[1], name


# ----------------------------------------------------------------------- rows in words


def test_rows_in_words_have_their_sheet(file):
    book = openpyxl.load_workbook(io.BytesIO(file))
    found = list(book["定性目标"].iter_rows(values_only=True))
    heads, rows = found[0], [dict(zip(found[0], r, strict=True)) for r in found[1:]]
    words = PlanIndicator.objects.filter(indicator=None).select_related("plan")
    own = Target.objects.in_force().select_related("plan_indicator__plan")
    shown = {(r["规划"], r["行号"], r["年份"]): r for r in rows}

    assert len(heads) == len(set(heads)) and len(shown) == len(rows) > 60
    for row in words:
        assert any(key[:2] == (row.plan.title, row.key) for key in shown), row
    for target in own.filter(plan_indicator__indicator=None):
        row = target.plan_indicator
        if target.issuer_id != row.plan.region_id:
            continue
        line = shown[row.plan.title, row.key, target.year or said_year(None)]
        assert line["定性目标（原文）"] == row.label
        said = line["年份目标（原文）"] or row.label
        assert said == target.raw and line["完成情况"] == "未认定"


def test_what_was_found_of_a_row_in_words_stands_beside_it():
    target = Target.objects.in_force().filter(plan_indicator__indicator=None).first()
    person = User.objects.create_user("finder")
    for state, day in (("under_way", "2025-01-02"), ("met", "2026-01-02")):
        MilestoneStatus.objects.create(
            target=target, state=state, evidence=f"文件{day}", date=day, by=person
        )
    asked = export.scope(Selection(), None)
    row = target.plan_indicator

    (line,) = (
        n
        for n in in_words.lines(asked)
        if (n.plan, n.key, n.year)
        == (row.plan.title, row.key, target.year or said_year(None))
    )

    assert (line.state, line.evidence) == ("完成", "文件2026-01-02")
    assert f"{line.day:%Y-%m-%d}" == "2026-01-02"


def test_a_choice_of_indicators_has_no_rows_in_words(django_assert_num_queries):
    asked = export.scope(Selection(indicators=("infant-mortality",)), None)

    with django_assert_num_queries(0):
        assert in_words.lines(asked) == []
    every_plan = export.scope(Selection(), None)
    with django_assert_num_queries(3):
        in_words.lines(every_plan)


# ----------------------------------------------------------------------- live figures


def figures(file, values):
    """Return row → heading → the cell of 指标进展, as value or as formula."""
    book = openpyxl.load_workbook(io.BytesIO(file), data_only=values)
    rows = list(book["指标进展"].iter_rows(min_row=HEAD, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def is_live(cell):
    return isinstance(cell, str) and cell.startswith("=")


def test_most_figures_are_formulas_and_none_stands_without_its_value(file):
    formulas, cached = figures(file, False), figures(file, True)
    for heading in LIVE:
        numbers = [r[heading] for r in cached if isinstance(r[heading], int | float)]
        live = [r for r in formulas if is_live(r[heading])]

        assert len(live) >= 0.8 * len(numbers) > 0, (heading, len(live), len(numbers))
    for made, shown in zip(formulas, cached, strict=True):
        for heading in LIVE:
            if is_live(made[heading]):
                assert isinstance(shown[heading], int | float)
                assert re.fullmatch(r"=[A-Z0-9()+*/,.-]+", made[heading])


@needs_office
def test_libreoffice_comes_to_the_same_figures(file, tmp_path):
    """What the file says beforehand is wiped: what comes back is computed."""
    blank = tmp_path / "blank.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(file)) as packed,
        zipfile.ZipFile(blank, "w", zipfile.ZIP_DEFLATED) as emptied,
    ):
        for item in packed.infolist():
            data = packed.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>-999\2", data)
            emptied.writestr(item, data)
    emptied = blank.read_bytes()
    computed = figures(office(blank, "xlsx", tmp_path).read_bytes(), True)
    formulas, wanted = figures(file, False), figures(file, True)
    wiped = figures(emptied, True)
    seen = 0
    for made, before, now, gone in zip(formulas, wanted, computed, wiped, strict=True):
        for heading in LIVE:
            if is_live(made[heading]):
                seen += 1
                assert gone[heading] == -999
                assert now[heading] == pytest.approx(before[heading], abs=1e-9), made
    assert seen > 400


@needs_office
def test_who_changes_a_value_sees_the_distance_change(file, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book["指标进展"]
    heads = {cell.value: cell.column for cell in sheet[HEAD]}
    row = next(
        n
        for n in range(HEAD + 1, sheet.max_row)
        if all(is_live(sheet.cell(n, heads[h]).value) for h in LIVE)
    )
    sheet.cell(row, heads["评价用值"]).value += 1
    sheet.cell(row, heads["评价用值（未舍入）"]).value += 1
    changed = tmp_path / "changed.xlsx"
    book.save(changed)

    after = figures(office(changed, "xlsx", tmp_path).read_bytes(), True)
    before = figures(file, True)
    old, new = before[row - HEAD - 1], after[row - HEAD - 1]
    sign = old["方向（越高越好为1）"]
    assert new["差距（优为正）"] == pytest.approx(old["差距（优为正）"] + sign)
    assert new["应达到"] == pytest.approx(old["应达到"])
    assert new["实际进度"] != pytest.approx(old["实际进度"])
