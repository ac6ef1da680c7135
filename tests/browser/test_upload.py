"""A form filled in offline: downloaded, five cells typed, uploaded, applied, undone."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from indicators.models import Alias, ImportBatch
from tests.browser.desks import LOOKS, Desk, field

LIFE, INFANTS, CHILDREN = "life-expectancy", "infant-mortality", "under5-mortality"
LITERACY = "health-literacy"
YEAR = "1919年"  # no other journey's year
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
    assert "超过100%" in "".join(lines)
    assert desk.cell(LIFE).value is None

    page.get_by_role("button", name="导入3项").click()
    page.get_by_text("已导入填报表：").wait_for()
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

    assert page.get_by_text("已导入填报表：").count() == 1


def asking(desk: Desk, person):  # noqa: F811
    """Upload history that leaves a region and a name open, as the reviewer."""
    book, target = Workbook(), BytesIO()
    for row in (
        ["地区：四川省"],
        ["指标", "计量单位", YEAR],
        ["婴幼儿死亡比例", "‰", 4.1],
    ):
        book.active.append(row)
    book.save(target)
    page = person.page
    page.goto(f"{desk.site}/entry/{desk.region.code}/history/")
    file = {"name": "历年.xlsx", "mimeType": XLSX, "buffer": target.getvalue()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    page.locator("table.diff").wait_for()
    return page


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_which_indicator_a_row_is_is_asked_once(desk, width, scheme):  # noqa: F811
    Alias.objects.filter(region=desk.region).delete()
    person = desk.sit("grid-reviewer", width=width, scheme=scheme)
    page = asking(desk, person)
    person.check()
    page.get_by_role("heading", name="这一行是哪个指标？").wait_for()
    assert page.get_by_label("达州市的数").count() == 1
    page.get_by_label("婴幼儿死亡比例").select_option(INFANTS)
    page.get_by_role("button", name="按所选重新读取").click()
    page.get_by_text("已按所选重新读取").wait_for()
    kept = Alias.objects.get(region=desk.region)
    assert (kept.name, kept.unit, kept.indicator.code) == (
        "婴幼儿死亡比例",
        "‰",
        INFANTS,
    )
    batch = ImportBatch.objects.latest("at")
    assert batch.counts["new"] == 0  # 四川省 is still to be answered

    page.get_by_label("达州市的数").check()
    page.get_by_role("button", name="按所选重新读取").click()
    page.get_by_text("将新增1项").wait_for()
    person.check()
    batch.refresh_from_db()
    (line,) = batch.lines
    assert (line["region"], line["indicator"]) == (desk.region.code, INFANTS)

    page = asking(desk, person)  # the name is known by now
    assert page.get_by_text("这一行是哪个指标？").count() == 0
    assert person.problems == []
    Alias.objects.filter(region=desk.region).delete()


def test_without_scripts_the_questions_are_answered_as_well(desk):  # noqa: F811
    Alias.objects.filter(region=desk.region).delete()
    person = desk.sit("grid-reviewer", java_script_enabled=False)
    page = asking(desk, person)
    page.get_by_label("达州市的数").check()
    page.get_by_label("或写指标全名").fill("婴儿死亡率")
    page.get_by_role("button", name="按所选重新读取").click()

    page.get_by_text("将新增1项").wait_for()
    assert page.get_by_text("将新增1项").count() == 1
    Alias.objects.filter(region=desk.region).delete()
