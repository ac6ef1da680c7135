"""A form filled in offline: downloaded, five cells typed, uploaded, applied, undone."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.browser.desks import LOOKS, Desk, field

LIFE, INFANTS, CHILDREN = "life-expectancy", "infant-mortality", "under5-mortality"
LITERACY = "health-literacy"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def download(page) -> BytesIO:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="填报表", exact=True).click()
    with open(waiting.value.path(), "rb") as file:
        return BytesIO(file.read())


def fill(data: BytesIO, values: dict) -> bytes:
    """Type values into this year's cells of the rows of these indicator codes."""
    book = load_workbook(data)
    sheet = book.worksheets[0]
    (heads,) = [r for r in sheet.iter_rows() if r[0].value == "序号"]
    at = {str(c.value).split("\n")[0]: c.column for c in heads if c.value}
    rows = {sheet.cell(r, at["指标代码"]).value: r for r in range(1, sheet.max_row + 1)}
    for code, value in values.items():
        sheet.cell(rows[code], at["本年值"], value)
        sheet.cell(rows[code], at["数据来源"], "年报")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def uploaded(desk: Desk, person):  # noqa: F811
    page = person.page
    page.goto(f"{desk.site}{desk.path}upload/")
    typed = {LIFE: 77.5, INFANTS: date(2025, 3, 2), CHILDREN: "三成"}
    typed |= {LITERACY: 130, "tb-incidence": 45.9}
    data = fill(download(page), typed)
    file = {"name": "填好的表.xlsx", "mimeType": XLSX, "buffer": data}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    page.locator("table.diff").wait_for()
    return page


def test_a_form_filled_in_offline_comes_back(desk):  # noqa: F811
    person = desk.sit()
    page = uploaded(desk, person)
    person.check()

    counts = page.locator(".kinds b").all_inner_texts()
    assert counts == ["5", "2", "0", "0", "3", "0", "1"]
    lines = page.locator("tr.line").all_inner_texts()
    assert "日期" in "".join(lines) and "不是数" in "".join(lines)
    assert "超过了100%" in "".join(lines)
    assert desk.cell(LIFE).value is None

    page.get_by_role("button", name="导入3项").click()
    page.get_by_text("已写入填报表").wait_for()
    person.check()
    page.goto(desk.site + desk.path)
    assert field(page, LIFE).input_value() == "77.50"

    page.go_back()
    page.get_by_role("button", name="撤销整批").click()
    page.get_by_text("已撤销，恢复到导入之前").wait_for()
    assert desk.cell(LIFE).value is None and not desk.cell(LITERACY).is_filled
    assert person.problems == []


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_the_pages_are_quiet_accessible_and_fit(desk, width, scheme):  # noqa: F811
    person = desk.sit(width=width, scheme=scheme)
    person.open(f"{desk.path}upload/")
    uploaded(desk, person)
    person.check()

    assert person.problems == []


def test_without_scripts_it_works_as_well(desk):  # noqa: F811
    person = desk.sit(java_script_enabled=False)
    page = uploaded(desk, person)
    page.get_by_role("button", name="导入3项").click()

    assert page.get_by_text("已写入填报表").count() == 1
