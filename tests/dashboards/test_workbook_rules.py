"""What the workbook must never do: cut, leak, run a text as a formula, rank
unfairly."""

import io
import os
import re
import tempfile
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from xml.etree import ElementTree

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards import queries, reports
from dashboards.queries.export import OutOfReach
from dashboards.reports import book as book_module
from dashboards.reports import comparison, long_sheet, workbook
from dashboards.selection import Selection
from indicators import entry
from indicators.models import Indicator, PlanIndicator
from indicators.models.observations import Origin
from regions.models import Region

from . import long_alone
from .conftest import YEAR, publish

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
CITY, PROVINCE, COUNTY, OTHER = "511700", "510000", "511702", "530300"
LAST = YEAR - 1
HELD = Decimal("66.6")
EVIL = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "{=1}", "http://a.b"]


def made(selection=None, grants=None):
    target = io.BytesIO()
    workbook.write(target, selection or Selection(), grants, by="甲", at=AT)
    return openpyxl.load_workbook(target, data_only=True)


def rows(book, name, head=1):
    """Return the rows of a sheet below its headings as dicts."""
    found = book[name].iter_rows(min_row=head, values_only=True)
    heads = next(found)
    return [dict(zip(heads, row, strict=True)) for row in found]


def progress(book):
    """Return the rows of 指标进展 with what 指标明细 says of them."""
    sides = rows(book, "指标进展", 2), rows(book, "指标明细", 2)
    return [one | other for one, other in zip(*sides, strict=True)]


def everything(book):
    return {
        str(value)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    }


@pytest.fixture
def other_city(regions):
    """曲靖市, of the level of 达州市."""
    return regions[OTHER]


# ------------------------------------------------------------------- texts stay texts


@pytest.mark.parametrize("evil", EVIL)
def test_what_looks_like_a_formula_stays_text(plan, evil):
    Indicator.objects.filter(code="life-expectancy").update(name=evil, definition=evil)
    PlanIndicator.objects.filter(key="1").update(label=evil, remark=evil)
    Region.objects.filter(code=CITY).update(name=evil, short_name=evil)
    plan.title = evil
    plan.save()

    target = io.BytesIO()
    workbook.write(target, Selection(), None, by=evil, at=AT)
    found = openpyxl.load_workbook(target)

    cells = [cell for sheet in found for row in sheet for cell in row]
    kept = evil.strip()
    assert len([c for c in cells if str(c.value).strip() == kept]) > 5
    formulas = [c for c in cells if c.data_type == "f"]
    assert {c.parent.title for c in formulas} == {"总览", "指标进展"}
    parts = {part for c in formulas for part in re.split(r"[^A-Za-z0-9.]+", c.value)}
    parts = {p for p in parts if not re.fullmatch(r"[A-Z]{1,3}\d+|[\d.]*", p)}
    assert parts <= {"SUM", "IF", "ROUND", "MIN"}
    assert not any('"' in c.value.replace('""', "") for c in formulas)
    links = [c.hyperlink for c in cells if c.hyperlink]
    assert all(link.location and not link.target for link in links)


# ------------------------------------------------------------------------- who sees it


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        ("staff", CITY, True),
        ("reviewer", CITY, True),
        ("official", CITY, True),
        ("analyst", CITY, True),
        ("administrator", CITY, True),
        ("official", PROVINCE, False),
        ("analyst", PROVINCE, False),
        ("administrator", PROVINCE, False),
    ],
)
def test_what_is_not_reported_stays_in_its_region(
    plan, person, indicators, role, code, sees
):
    life = indicators["life-expectancy"]
    value = entry.NewValue(plan.region, life, LAST, HELD, source="未报送的来源")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    found = made(Selection(regions=(CITY,)), person(role, code).grants)

    texts = everything(found)
    assert ("66.6" in texts) == sees and ("未报送的来源" in texts) == sees
    shown = next(r for r in progress(found) if r["行号"] == "1")
    assert (shown["最新值"] == 66.6) == sees
    assert ("66.6" in shown["评价语"]) == sees


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        ("staff", CITY, True),
        ("reviewer", CITY, True),
        ("official", CITY, False),
        ("analyst", CITY, False),
        ("administrator", CITY, False),
        ("analyst", PROVINCE, False),
    ],
)
def test_counts_are_for_the_own_staff_and_reviewers(
    plan, person, indicators, role, code, sees
):
    value = entry.NewValue(
        plan.region,
        indicators["infant-mortality"],
        LAST - 1,
        Decimal("7.77"),
        source="年报",
        events=4711,
        denominator=99991,
    )
    entry.publish([value], origin=Origin.ENTRY)

    texts = everything(made(Selection(regions=(CITY,)), person(role, code).grants))

    assert {"4711" in texts, "99991" in texts} == {sees}


@pytest.mark.parametrize("wrong", [{"regions": (OTHER,)}, {"plans": ("no-plan",)}])
def test_nothing_outside_the_reach(plan, person, wrong):
    with pytest.raises(OutOfReach):
        made(Selection(**wrong), person("analyst", CITY).grants)


def test_levels_above_only_stand_in_the_comparison(plan, person, indicators):
    found = made(grants=person("analyst", CITY).grants)

    assert {r["地区代码"] for r in rows(found, "数据")} == {CITY}
    sheet = found[f"分地区对比{LAST}"]
    heads = [cell.value for cell in sheet[5]]
    assert heads == ["地区代码", "地区", "层级", "数值"]  # no 位次, no 备注: all empty
    shown = {r[0]: r[3] for r in sheet.iter_rows(min_row=6, values_only=True)}
    assert list(shown) == ["100000", PROVINCE, CITY, COUNTY][: len(shown)]
    assert shown["100000"] == 79.3 and shown[PROVINCE] == 78.4
    assert shown[CITY] == 79.2  # nobody of its level beside it


# --------------------------------------------------------------------------- too large


@pytest.mark.parametrize("limit", [3, 4])
def test_more_than_a_sheet_holds_is_refused_before_writing(plan, monkeypatch, limit):
    monkeypatch.setattr(book_module, "MOST_ROWS", limit)
    monkeypatch.setattr(long_sheet, "MOST_ROWS", limit)
    target = io.BytesIO()

    with pytest.raises(reports.TooLarge, match="CSV"):
        workbook.write(target, Selection(), None, by="甲", at=AT)

    assert target.getvalue() == b""


def test_a_text_that_excel_would_cut_is_refused(plan, indicators):
    indicators["beds"].definition = "长" * 32_768
    indicators["beds"].save()
    target = io.BytesIO()

    with pytest.raises(reports.TooLarge, match="32767"):
        workbook.write(target, Selection(), None, by="甲", at=AT)

    assert target.getvalue() == b""


def test_more_columns_than_excel_has_are_refused():
    with pytest.raises(reports.TooLarge, match="16384"):
        book_module.columns_fit(16_385, "指标进展")


def test_no_temporary_file_is_left(plan, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(book_module, "TABLE_ROWS", 1)  # every sheet streamed
    made()
    monkeypatch.setattr(long_sheet, "MOST_ROWS", 2)

    with pytest.raises(reports.TooLarge):
        made()

    assert os.listdir(tmp_path) == []


# ------------------------------------------------------------------ little and nothing


@pytest.mark.parametrize("code", [OTHER, COUNTY])
def test_a_region_without_plan_and_values_has_a_whole_workbook(plan, other_city, code):
    found = made(Selection(regions=(code,)))

    assert found.sheetnames == [
        "说明",
        "总览",
        "指标进展",
        "图表",
        "口径与备注",
        "指标明细",
        "数据",
    ]
    assert found["数据"].max_row == 1


def test_the_years_chosen_limit_values_and_not_verdicts(plan):
    found = made(Selection(regions=(CITY,), first=LAST, last=LAST))

    assert {r["年份"] for r in rows(found, "数据")} == {LAST}
    shown = progress(found)
    assert [h for h in shown[0] if h.endswith("年值")] == [f"{LAST}年值"]
    assert all(r["评价年度"] for r in shown if r["评价语"])


def test_chosen_indicators_only(plan):
    found = made(Selection(indicators=("infant-mortality",)))

    assert {r["指标代码"] for r in progress(found)} == {"infant-mortality"}
    assert {r["指标代码"] for r in rows(found, "数据")} == {"infant-mortality"}


def test_a_streamed_workbook_holds_the_same(plan, monkeypatch):
    whole = made()
    monkeypatch.setattr(book_module, "TABLE_ROWS", 1)

    streamed = made()

    for sheet in whole:
        same = streamed[sheet.title]
        assert list(same.values) == list(sheet.values), sheet.title
    assert streamed["数据"].auto_filter.ref and not streamed["数据"].tables


def test_the_number_of_queries_is_the_same_for_one_region_and_all(
    plan, regions, indicators, other_city
):
    def counted(selection):
        with CaptureQueriesContext(connection) as found:
            made(selection)
        return len(found)

    counted(Selection())  # what the database can do is asked once a process
    few = counted(Selection(regions=(CITY,)))
    for region in (regions[COUNTY], other_city):
        publish(region, indicators["beds"], {LAST: 5, LAST - 1: 4})

    assert counted(Selection(regions=(CITY, COUNTY, OTHER))) == few <= 29
    assert counted(Selection()) <= few


# -------------------------------------------------------------------------- 分地区对比


@pytest.mark.parametrize(
    ("values", "direction", "wanted"),
    [
        ({"a": 3, "b": 2, "c": 2, "d": 1}, "up", {"a": 1, "b": 2, "c": 2, "d": 4}),
        ({"a": 3, "b": 2, "c": 2, "d": 1}, "down", {"a": 4, "b": 2, "c": 2, "d": 1}),
        ({"a": 1, "b": 1}, "up", {"a": 1, "b": 1}),
        ({"a": 1}, "up", {}),
        ({"a": 1, "b": 2}, "none", {}),
        ({}, "down", {}),
    ],
)
def test_ranks_are_shared_by_equal_values(values, direction, wanted):
    assert comparison.ranks(values, direction) == wanted


@pytest.fixture
def two_cities(plan, other_city, indicators):
    publish(other_city, indicators["life-expectancy"], {LAST - 1: 80, LAST: 80})
    return plan


def compared(book, year=LAST, name="人均预期寿命"):
    """Return region → (value, rank, remark) of one indicator of one year; the ranks are
    None where the sheet has no column of them."""
    sheet = book[f"分地区对比{year}"]
    column = [cell.value for cell in sheet[3]].index(name)
    heads = [cell.value for cell in sheet[5]]
    has_rank = heads[column + 1 : column + 2] == ["位次"]
    return {
        r[0]: (r[column], r[column + 1] if has_rank else None, r[-1])
        for r in sheet.iter_rows(min_row=6, values_only=True)
    }


def test_regions_of_a_level_are_ranked_and_levels_above_are_not(two_cities):
    found = compared(made(Selection(regions=(CITY, OTHER))))

    assert found[OTHER][:2] == (80, 1) and found[CITY][:2] == (79.2, 2)
    assert found["100000"][:2] == (79.3, None)


def test_another_definition_is_left_blank_with_a_remark(
    two_cities, regions, other_city, indicators
):
    life = indicators["life-expectancy"]
    publish(other_city, life, {LAST: 80.1}, definition_break=True)
    publish(regions["100000"], life, {LAST - 1: 79.0})

    found = made(Selection(regions=(CITY, OTHER)))

    before = compared(found, LAST - 1)
    assert compared(found)[OTHER][:2] == (80.1, 1)
    assert before[OTHER][:2] == (None, None) and "口径" in before[OTHER][2]
    assert before[CITY][:2] == (79, None)  # nobody left to be ranked with


def test_a_value_standing_in_is_shown_and_not_ranked(two_cities, regions, indicators):
    life, province = indicators["life-expectancy"], regions[PROVINCE]
    publish(two_cities.region, life, {LAST: 78.4}, substitute_region=province)

    found = compared(made(Selection(regions=(CITY, OTHER))))

    assert found[CITY][:2] == (78.4, None) and "代替" in found[CITY][2]
    assert found[OTHER][:2] == (80, None)


def test_a_value_by_a_definition_of_its_own_is_shown_and_not_ranked(
    two_cities, indicators
):
    life = indicators["life-expectancy"]
    publish(two_cities.region, life, {LAST: 78.4}, own_definition="户籍人口")

    found = compared(made(Selection(regions=(CITY, OTHER))))

    assert found[CITY][:2] == (78.4, None) and "口径为户籍人口" in found[CITY][2]
    assert found[OTHER][:2] == (80, None)


# ------------------------------------------------------------------------ the command


def test_the_command_writes_a_file(plan, tmp_path):
    target, out = tmp_path / "甲.xlsx", StringIO()

    call_command("export_workbook", target, "--region", CITY, stdout=out)

    assert "甲.xlsx" in out.getvalue() and os.listdir(tmp_path) == ["甲.xlsx"]
    assert openpyxl.load_workbook(target).sheetnames[0] == "说明"


def test_a_full_disk_leaves_the_file_as_it_was(plan, tmp_path, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _data):
            raise OSError(28, "No space left on device")

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")
    with pytest.raises(OSError, match="space"):
        workbook.write(Full(), Selection(), None, by="甲", at=AT)

    assert target.read_bytes() == b"before"


def test_the_command_honours_the_reach_of_a_person(plan, person, tmp_path):
    user = person("analyst", CITY)
    with pytest.raises(CommandError, match=OTHER):
        call_command(
            *("export_workbook", tmp_path / "a.xlsx", "--region", OTHER),
            *("--user", user.username),
        )

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--region", "999999"], "999999"),
        (["--plan", "x"], "x"),
        (["--indicator", "x"], "x"),
        (["--user", "谁"], "谁"),
        (["--from", "2025", "--to", "2020"], "对调"),
        (["--from", "25"], "25"),
    ],
)
def test_the_command_refuses_in_chinese(plan, tmp_path, wrong, says):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")

    with pytest.raises(CommandError, match=says):
        call_command("export_workbook", target, *wrong)

    assert target.read_bytes() == b"before" and os.listdir(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize("name", ["a.csv", "无此文件夹/a.xlsx"])
def test_the_command_refuses_a_place_it_cannot_write(plan, tmp_path, name):
    with pytest.raises(CommandError):
        call_command("export_workbook", tmp_path / name)


def test_long_rows_alone_make_a_file(plan):
    target = io.BytesIO()

    count = long_alone.write(target, queries.long_rows(Selection(), None))

    found = openpyxl.load_workbook(target)["数据"]
    assert found.max_row == count + 1


def test_a_control_sign_in_a_name_breaks_no_file(plans_with_demo, tmp_path):
    """Word's line break, pasted into a name, would make the drawings unreadable."""
    row = PlanIndicator.objects.filter(plan__region__code="511700").first()
    PlanIndicator.objects.filter(pk=row.pk).update(label="人均\x0b寿命\x07")
    path = tmp_path / "book.xlsx"
    choice = Selection(regions=("511700",), first=2023)

    workbook.write(str(path), choice, None, by="王\x0b分析", at=AT)

    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
