"""The page 数据 as an analyst uses it: choose, see how much, take it away."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

LOOKS = [(1440, "light"), (390, "dark")]
PAGE = "/data/"


def counts(page):
    """Return the numbers of regions, plan indicators and values as the page says."""
    words = page.locator("#holds").inner_text()
    return [int(n) for n in re.findall(r"(\d+) [个项]", words)[:3]]


def tick(page, name, value):
    with page.expect_response(lambda r: "/data/?" in r.url and r.status == 200):
        page.locator(f"input[name={name}][value='{value}']").check()


def settled(page, query):
    page.wait_for_function("query => location.search.includes(query)", arg=query)


def taken(page, words):
    with page.expect_download() as found:
        page.get_by_role("button", name=words).click()
    return found.value


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_a_choice_is_counted_then_taken_away(visit, width, scheme):
    person = visit(width, scheme).sign_in().open(PAGE)
    page = person.page
    whole = counts(page)

    tick(page, "region", "511700")
    settled(page, "region=511700")
    city = counts(page)
    page.locator("details summary").click()
    tick(page, "indicator", "life-expectancy")
    tick(page, "indicator", "infant-mortality")
    settled(page, "infant-mortality")
    person.check()
    some = counts(page)

    assert whole[0] > city[0] == some[0] == 1
    assert whole[2] > city[2] > some[2] > 0
    assert page.locator("[data-tally=indicator]").inner_text() == "已选2项"

    file = taken(page, "下载CSV")
    data = Path(file.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len([r for r in rows if r["数值"]]) == some[2]
    assert {r["指标代码"] for r in rows} == {"life-expectancy", "infant-mortality"}
    assert re.fullmatch(
        r"健康规划指标数据-达州市?-\d{4}-\d\d-\d\d\.csv", file.suggested_filename
    )

    file = taken(page, "下载Excel工作簿")
    book = openpyxl.load_workbook(io.BytesIO(Path(file.path()).read_bytes()))
    assert {"说明", "数据"} <= set(book.sheetnames)
    assert file.suggested_filename.endswith(".xlsx")
    assert person.problems == []


def test_the_address_brings_the_choice_back(visit):
    person = visit().sign_in().open(PAGE)
    page = person.page
    tick(page, "region", "511700")
    settled(page, "region=511700")

    page.reload()

    assert page.locator("input[name=region]:checked").count() == 1
    page.get_by_role("link", name="清除所选").click()
    page.wait_for_url("**" + PAGE)
    assert page.locator("input:checked").count() == 0
    assert person.problems == []


def test_long_lists_are_searched_and_ticked_in_groups(visit):
    person = visit().sign_in().open(PAGE)
    page = person.page
    page.locator("details summary").click()
    group = page.locator("#indicator-picks .heading").first

    group.get_by_role("button").click()
    code = group.get_attribute("data-domain")
    of = page.locator(f"[data-of='{code}']")
    assert of.locator("input:checked").count() == of.count() > 1
    group.get_by_role("button").click()
    assert of.locator("input:checked").count() == 0

    page.get_by_label("查找指标").fill("婴儿")
    shown = page.locator("#indicator-picks li:visible")
    assert 0 < shown.count() < 20
    assert all("婴儿" in words for words in shown.all_inner_texts())

    page.get_by_role("button", name="四川省 510000 含下级").click()
    codes = page.locator("input[name=region]:checked").evaluate_all(
        "boxes => boxes.map(box => box.value)"
    )
    assert len(codes) > 2 and all(code.startswith("51") for code in codes)


def test_a_year_that_cannot_be_is_told_beside_the_buttons(visit):
    person = visit().sign_in().open(PAGE)
    page = person.page

    page.locator("input[name=first]").fill("2024")
    page.locator("input[name=last]").fill("2020")
    page.locator("input[name=last]").press("Tab")
    page.get_by_text("起始年份2024晚于结束年份2020").wait_for()

    assert person.check().problems == []
    assert "last=" not in page.url  # the address stays that of the last good choice


def test_without_scripts_the_form_counts_and_sends(visit):
    person = visit(java_script_enabled=False)
    page = person.page
    page.goto(person.site + "/login/")
    page.fill("#id_username", "li")
    page.fill("#id_password", "long-enough-2026")
    page.get_by_role("button", name="登录").click()
    page.goto(person.site + PAGE)

    page.locator("input[name=region][value='511700']").check()
    page.get_by_role("button", name="统计数量").click()

    assert counts(page)[0] == 1 and "region=511700" in page.url
    assert taken(page, "下载CSV").suggested_filename.endswith(".csv")
