"""数据采集表: a sheet for every data owner in one zip; the empty templates for history."""

import io
import zipfile
from dataclasses import replace
from urllib.parse import unquote

import pytest

from indicators import entry
from indicators.entry import stamp
from indicators.layouts import columns, recognising
from indicators.layouts.figures import COLLECTION
from indicators.layouts.known import HISTORY
from indicators.models import DataOwner, Entry, Indicator
from indicators.pages.downloads import views
from regions.models import Department
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.indicators.test_entry_form import (
    BACKEND,
    INFANTS,
    LIFE,
    SCHOOL,
    UNDER5,
    form_row,
    hidden,
    known,
    opened,
    rows_of,
    table,
    written,
)
from tests.tables import every

ADDRESS = f"/entry/511700/{YEAR}/collection.zip"
TEMPLATE = "/entry/511700/history/template.xlsx"


def got(client, reporting, who="clerk", address=ADDRESS, **query):
    client.force_login(reporting.people[who], backend=BACKEND)
    return client.get(address, query)


def body(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def workbooks(client, reporting, who="clerk"):
    """Return file name → workbook of the zip."""
    archive = zipfile.ZipFile(io.BytesIO(body(got(client, reporting, who))))
    with archive:
        return {name: opened(archive.read(name)) for name in archive.namelist()}


# ------------------------------------------------------------------------- the zip


@pytest.mark.django_db
def test_every_data_owner_has_a_workbook_of_its_own_rows(client, reporting):
    found = workbooks(client, reporting)

    own, schools = (
        f"数据采集表-达州市-{YEAR}-{unit}.xlsx" for unit in ("汇总单位", SCHOOLS)
    )
    assert list(found) == [own, schools]
    assert list(rows_of(found[schools])) == [SCHOOL]
    codes = [code for book in found.values() for code in rows_of(book)]
    asked = Entry.objects.values_list("indicator__code", flat=True)
    assert sorted(codes) == sorted(asked)
    assert [hidden(book)["units"] for book in found.values()] == ["汇总单位", SCHOOLS]
    assert all(hidden(book)["kind"] == COLLECTION for book in found.values())
    assert all(stamp.holds(hidden(book)) for book in found.values())


@pytest.mark.django_db
def test_a_collection_sheet_has_the_columns_of_the_paper(client, reporting):
    reporting.known(LIFE, 2023, "77.10")

    book = next(iter(workbooks(client, reporting).values()))
    sheet, _line, places = table(book)

    asked = ["name", "unit", "year_value-2022", "year_value-2023", "value"]
    asked += ["definition", "source", "note"]
    assert [key for key in places if key in asked] == asked
    assert rows_of(book)[LIFE]["year_value-2023"].value == 77.1
    assert "平均可能存活的年数" in rows_of(book)[LIFE]["definition"].value
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    for words in ("填报单位（盖章）", "应报日期", "单位负责人", "审核人", "报出日期"):
        assert any(words in text for text in texts)


@pytest.mark.parametrize(("rows", "tall"), [(1, None), (15, None), (60, 0)])
def test_up_to_fifteen_rows_stand_on_one_page(rows, tall):
    made = [form_row(f"c{n}", definition="口径" * 60) for n in range(rows)]

    sheet, _line, _places = table(opened(written(*made, kind=COLLECTION)))

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == tall  # None where it is 1
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.django_db
def test_names_that_no_file_system_takes_are_made_safe(client, reporting):
    department = Department.objects.get(region__code="511700", name=SCHOOLS)
    Department.objects.filter(pk=department.pk).update(name='市教育/体育局<"?>')

    names = list(workbooks(client, reporting))

    assert names[1] == f"数据采集表-达州市-{YEAR}-市教育_体育局____.xlsx"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("  市医保局. ", "市医保局"),
        ("\u202excod.", "_xcod"),
        ("...", "_"),
        ("长" * 80, "长" * 60),
    ],
)
def test_a_safe_name(text, safe):
    assert views.safe_name(text) == safe


def test_two_owners_of_the_same_name_get_two_files():
    taken = set()

    found = [views._free(name, taken) for name in ("A", "a", "A", "b")]

    assert found == ["A", "a（2）", "A（3）", "b"]


@pytest.mark.django_db
def test_a_departments_clerk_gets_the_own_sheet_only(client, reporting):
    assert list(workbooks(client, reporting, "teacher")) == [
        f"数据采集表-达州市-{YEAR}-{SCHOOLS}.xlsx"
    ]
    assert got(client, reporting, "official").status_code == 403
    assert got(client, reporting, "neighbour").status_code == 404
    name = unquote(got(client, reporting).headers["Content-Disposition"])
    assert name.endswith(f"数据采集表-达州市-{YEAR}.zip")


@pytest.mark.django_db
def test_a_submitted_row_is_shut_and_says_so(client, reporting):
    reporting.submitted(INFANTS, "4.2")

    row = rows_of(next(iter(workbooks(client, reporting).values())))[INFANTS]

    assert row["state"].value == "待审核" and row["value"].protection.locked


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_departments(
    client, reporting, django_assert_num_queries
):
    client.force_login(reporting.people["clerk"], backend=BACKEND)
    with django_assert_num_queries(22):
        b"".join(client.get(ADDRESS).streaming_content)

    give_away(reporting, [LIFE, INFANTS, UNDER5])

    with django_assert_num_queries(22):
        archive = zipfile.ZipFile(io.BytesIO(body(client.get(ADDRESS))))
    assert len(archive.namelist()) == 5


def give_away(reporting, codes):
    """Let each of the indicators be supplied by a department of its own."""
    for number, code in enumerate(codes):
        office = Department.objects.create(region=reporting.region, name=f"局{number}")
        DataOwner.objects.create(
            region=reporting.region,
            indicator=Indicator.objects.get(code=code),
            department=office,
        )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])


# ----------------------------------------------------------------- empty templates


@pytest.mark.django_db
def test_the_template_of_years_has_a_row_per_indicator(client, reporting):
    query = {"layout": "series", "year": "2023"}
    answer = got(client, reporting, "reviewer", TEMPLATE, **query)

    sheet = opened(body(answer)).worksheets[0]

    headings = [cell.value for cell in sheet[2]]
    found = [columns.recognise(text) for text in headings]
    years = [c.year for c in found if c.key == "year_value"]
    assert years == list(range(2014, 2024))
    codes = {row[0].value for row in sheet.iter_rows(min_row=3)}
    assert set(Entry.objects.values_list("indicator__code", flat=True)) <= codes
    assert sheet.title == "指标×年份"


@pytest.mark.django_db
def test_the_template_of_regions_has_a_column_per_indicator(client, reporting):
    query = {"layout": "regions", "year": "2023"}
    answer = got(client, reporting, "administrator", TEMPLATE, **query)

    sheet = opened(body(answer)).worksheets[0]

    headings = [cell.value for cell in sheet[2]]
    assert headings[:2] == ["地区代码", "地区"] and "人均预期寿命（岁）" in headings
    assert [c.value for c in sheet[3]][:2] == ["511700", "达州市"]
    assert "2023年" in sheet["A1"].value


@pytest.mark.django_db
def test_the_template_of_the_long_list_has_the_headings_of_the_export(
    client, reporting
):
    answer = got(client, reporting, "reviewer", TEMPLATE, layout="long")

    sheet = opened(body(answer)).worksheets[0]

    headings = [cell.value for cell in sheet[1]]
    exported = [column.heading for column in columns.LONG]
    assert set(headings) - {"数据来源"} <= set(exported)
    assert all(columns.recognise(text) for text in headings)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "请选择版式"),
        ({"layout": "wide"}, "没有“wide”这种版式"),
        ({"layout": "series", "year": "x"}, "年份应是四位数字"),
        ({"layout": "series", "year": "1900"}, "年份应在1990到"),
    ],
)
def test_a_template_that_is_not_known_is_refused(client, reporting, query, sentence):
    answer = got(client, reporting, "reviewer", TEMPLATE, **query)

    assert answer.status_code == 400 and sentence in answer.content.decode()


@pytest.mark.django_db
def test_templates_are_for_who_may_import(client, reporting):
    for who, status in (("clerk", 403), ("official", 403), ("neighbour", 404)):
        answer = got(client, reporting, who, TEMPLATE, layout="long")
        assert answer.status_code == status


# ---------------------------------------------------------------------- the headings


@every(
    "text, year, key, of",
    [
        ("2025年值", 2025, "value", 2025),
        ("２０２５年 实际值", 2025, "value", 2025),
        ("2025", 2025, "value", 2025),
        ("本年值（%）", 2025, "value", None),
        ("本年值\n（2025年）", 2025, "value", 2025),
        ("实际值（2024年）", 2025, "year_value", 2024),
        ("本年\n实际值", 2025, "value", None),
        ("完成值", 2025, "value", None),
        ("2023年值", 2025, "year_value", 2023),
        ("2019.0", None, "year_value", 2019),
        ("2019年末", None, "year_value", 2019),
        ("上年值", 2025, "year_value", 2024),
        ("2025年目标值", 2025, "target", 2025),
        ("计量\u3000单位", None, "unit", None),
        ("单位", None, "unit", None),
        ("县（市、区）", None, "region", None),
        ("数据来源及说明", None, "source", None),
        ("指标名称*", None, "name", None),
        ("填报单位", None, "supplier", None),
        ("口径变更", None, "definition_break", None),
    ],
)
def test_headings_that_people_write(text, year, key, of):
    found = columns.recognise(text, year)

    assert (found.key, found.year) == (key, of)


@pytest.mark.parametrize("text", ["", "同比", "婴儿死亡率（‰）", "上年值", "近两年值"])
def test_headings_that_mean_nothing_known(text):
    assert columns.recognise(text) is None


def test_no_heading_has_two_meanings():
    seen = {}
    for column in columns.ALL:
        for words in (column.heading, *column.synonyms):
            other = seen.setdefault(columns.normalised(words), column.key)
            assert other == column.key, words
    assert columns.is_group("近 两 年 值") and not columns.is_group("本年值")


# ------------------------------------------------------- templates filled, read back


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("layout", "cells"),
    [
        ("series", {"{life}:2022年": 76.85, "{life}:2023年": "77.10"}),
        ("regions", {"511700:人均预期寿命（岁）": 77.1}),
        ("long", {}),
    ],
)
def test_a_filled_template_is_read_back(client, reporting, layout, cells):
    query = {"layout": layout, "year": "2023"}
    book = opened(body(got(client, reporting, "reviewer", TEMPLATE, **query)))
    sheet = book.worksheets[0]
    if layout == "long":
        texts = ["511700", "达州市", LIFE, None, None, 2023, 77.1, None, None, "公报"]
        for place, text in enumerate(texts, 1):
            sheet.cell(2, place, text)
    else:
        rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=3)}
        places = {cell.value: cell.column for cell in sheet[2]}
        for at, value in cells.items():
            code, heading = at.format(life=LIFE).split(":")
            sheet.cell(rows[code], places[heading], value)
    target = io.BytesIO()
    book.save(target)
    place = known(reporting.region)

    found = recognising.read(
        target.getvalue(), "历年.xlsx", replace(place, year=None, layouts=HISTORY)
    )

    assert (found.layout, found.doubts) == (layout, [])
    newest = max(found.figures, key=lambda figure: figure.year)
    assert (newest.region, newest.indicator, newest.year) == ("511700", LIFE, 2023)
    assert float(newest.fields["value"]) == 77.1
