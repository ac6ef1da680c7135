"""The entry grid as the clerk uses it: keyboard, pasting, 代填, lost lines, two people."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators import entry
from indicators.models import DataOwner, Indicator
from indicators.models.observations import Origin
from regions.models import User
from tests.browser.desks import (
    AIR,
    FIRST,
    LOOKS,
    SCHOOLS,
    SECOND,
    codes_of,
    field,
    paste,
    plausible,
    saved,
    values_of,
)
from tests.conftest import PASSWORD

PDF = {"name": "盖章.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 scan"}


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_the_grid_is_quiet_accessible_and_fits(desk, width, scheme):
    person = desk.sit(width=width, scheme=scheme)
    page = person.page

    person.check()
    page.get_by_text("大字").click()
    person.check()

    assert person.problems == []
    assert page.locator("tr[data-row]").count() == 24


def test_the_table_indicators_are_filled_by_keyboard_alone(desk):
    person = desk.sit()
    page = person.page
    codes = codes_of(page)
    values = {code: plausible(code) for code in codes}

    field(page, FIRST).focus()
    for code in codes:
        page.keyboard.type(values[code])
        page.keyboard.press("Enter")
    saved(page)

    assert values_of(desk) == {code: Decimal(text) for code, text in values.items()}
    assert page.locator("[data-count=filled]").inner_text() == "24"
    assert person.problems == []


def test_the_arrows_escape_and_f2_work_as_in_excel(desk):
    page = desk.sit().page

    field(page, FIRST).focus()
    page.keyboard.type("77.5")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    saved(page)  # as it is stored: 77.50
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("6")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.name")
    field(page, FIRST, "grade").select_option("preliminary")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("年报")
    page.keyboard.press("Enter")
    saved(page)

    cell = desk.cell(FIRST)
    assert focused == f"grade-{FIRST}"
    assert (cell.value, cell.grade, cell.source) == (
        Decimal("77.56"),
        "preliminary",
        "年报",
    )
    assert desk.cell(SECOND).value is None


def test_a_column_of_24_figures_is_pasted_in_one_request(desk):
    person = desk.sit()
    page = person.page
    codes = codes_of(page)
    texts = [plausible(code) for code in codes]
    texts[0] = "７８．２ 岁"  # full-width digits, a unit behind
    requests = []
    page.on("request", lambda r: r.method == "POST" and requests.append(r.url))

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "\r\n".join(texts) + "\r\n")
    page.get_by_text("填入24个单元格").first.wait_for()

    values = values_of(desk)
    assert values[FIRST] == Decimal("78.2")
    assert [values[c] for c in codes[1:]] == [Decimal(t) for t in texts[1:]]
    assert len(requests) == 1
    assert person.problems == []


def test_a_block_with_five_bad_cells_loses_nothing(desk):
    person = desk.sit()
    page = person.page
    codes = codes_of(page)[:10]
    lines = [[plausible(code), "年报数", ""] for code in codes]
    lines[1][0], lines[2][0] = "约5", "1,23"
    lines[3][0], lines[4][1] = "#DIV/0!", "年鉴数"
    lines[5][0] = "5-6"
    lines[6] = ["", "", "尚未公布"]
    text = "\n".join("\t".join(line) for line in lines)

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), text)
    panel = page.locator("#pasted")
    panel.get_by_text("填入14个单元格，5个未保存").wait_for()

    values = values_of(desk)
    assert [values[c] is not None for c in codes] == [
        *(True, False, False, False, True, False, False, True, True, True)
    ]
    assert field(page, codes[1]).input_value() == "约5"
    assert page.locator(f'td[data-mark=refused] [name="value-{codes[1]}"]').count()
    assert panel.locator("li").count() == 5
    assert "年鉴数" in panel.inner_text()
    assert desk.cell(codes[6]).missing_reason == "not_published"
    panel.locator("li a").first.click()
    assert page.evaluate("document.activeElement.name") == f"value-{codes[1]}"
    person.check()
    assert person.problems == []

    page.keyboard.press("Control+z")
    saved(page)

    assert not any(values_of(desk).values())
    assert field(page, codes[1]).input_value() == ""


def test_a_block_is_copied_as_excel_reads_it_and_filled_down(desk):
    page = desk.sit().page
    source = field(page, FIRST, "source")

    source.focus()
    page.keyboard.type("统计年鉴")
    page.keyboard.press("Tab")
    page.keyboard.type("甲")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+d")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    copied = page.evaluate(
        """() => {
          const data = new DataTransfer();
          const event = new ClipboardEvent("copy",
            {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
          return data.getData("text/plain");
        }"""
    )
    saved(page)

    assert copied == "统计年鉴\t甲\r\n统计年鉴\t"
    assert desk.cell(SECOND).source == "统计年鉴"


def test_two_departments_are_filled_for_with_one_scan(desk):
    person = desk.sit()
    page = person.page
    page.locator("#supply summary").click()

    for department, code in ((SCHOOLS, "school-health-class-rate"), (AIR, "pm25")):
        page.locator("[name=supply-supplier]").select_option(department)
        page.locator("[name=supply-supplier_contact]").fill("刘老师")
        page.locator("[name=supply-supply_channel]").select_option("letter")
        page.locator("#supplying").check()
        field(page, code).fill(plausible(code))
        field(page, code).press("Enter")
        page.locator(f'[name=row][value="{code}"]').check()
    page.locator("#file").set_input_files(PDF)
    page.get_by_role("button", name="附在所选各行").click()
    page.get_by_text("已附在2行").wait_for()
    saved(page)

    schools, air = desk.cell("school-health-class-rate"), desk.cell("pm25")
    assert schools.supplier.name == SCHOOLS and air.supplier.name == AIR
    assert air.supplier_contact == "刘老师" and air.supply_channel == "letter"
    assert air.supplied_on == timezone.localdate()
    assert air.attachments.get() == schools.attachments.get()
    assert "非涉密" in page.locator("#supply").inner_text()
    assert person.check().problems == []


def test_five_rows_of_a_department_take_three_clicks_and_one_scan(desk):
    """Before: open the bar, choose the department, tick, tick five rows, choose the
    file, attach: ten clicks. Now: the department, the file, attach."""
    schools = desk.region.departments.get(name=SCHOOLS)
    five = list(
        Indicator.objects.filter(
            entries__submission__region=desk.region,
            entries__submission__year=desk.year,
            per=None,
        ).order_by("code")[:5]
    )
    for indicator in five:
        DataOwner.objects.create(
            region=desk.region,
            indicator=indicator,
            department=schools,
            contact="刘老师",
        )
    entry.follow_owners(desk.region, by=User.objects.get(username="grid-administrator"))
    page = desk.sit().page

    page.get_by_role("link", name=SCHOOLS).first.click()  # one
    assert codes_of(page) and set(codes_of(page)) == {i.code for i in five}
    for indicator in five:
        field(page, indicator.code).fill(plausible(indicator.code))
        field(page, indicator.code).press("Enter")
    page.locator("#file").set_input_files(PDF)  # two
    page.get_by_role("button", name="附在所选各行").click()  # three
    page.get_by_text("已附在5行").wait_for()
    saved(page)

    cells = [desk.cell(indicator.code) for indicator in five]
    assert {cell.supplier for cell in cells} == {schools}
    assert {cell.supplier_contact for cell in cells} == {"刘老师"}
    assert len({cell.attachments.get() for cell in cells}) == 1

    page.locator("[name=supply-source]").fill("全市教育统计")
    page.get_by_role("button", name="用于所选行").click()
    saved(page)
    assert {desk.cell(i.code).source for i in five} == {"全市教育统计"}


def test_a_file_of_a_foreign_kind_is_refused_with_a_sentence(desk):
    person = desk.sit()
    page = person.page
    page.locator("#supply summary").click()

    page.locator(f'[name=row][value="{FIRST}"]').check()
    page.locator("#file").set_input_files(PDF | {"name": "宏.exe"})
    page.get_by_role("button", name="附在所选各行").click()
    page.get_by_text("格式不能接收").wait_for()

    assert not desk.cell(FIRST).attachments.exists()


def test_two_people_at_one_cell_see_both_values_and_choose(desk):
    one, two = desk.sit(), desk.sit("grid-other")

    field(one.page, FIRST).fill("77.1")
    field(one.page, FIRST).press("Enter")
    saved(one.page)
    field(two.page, FIRST).fill("77.2")
    field(two.page, FIRST).press("Enter")
    says = two.page.locator(f"#says-{FIRST}")
    says.get_by_role("button", name="用我填的").wait_for()

    assert desk.cell(FIRST).value == Decimal("77.1")
    assert "77.10" in says.inner_text() and "77.2" in says.inner_text()
    assert "grid-clerk" in says.inner_text()
    two.check()

    says.get_by_role("button", name="用我填的").click()
    saved(two.page)
    assert desk.cell(FIRST).value == Decimal("77.2")

    field(one.page, FIRST).fill("77.3")
    field(one.page, FIRST).press("Enter")
    one.page.get_by_role("button", name="用对方的").click()
    saved(one.page)

    assert field(one.page, FIRST).input_value() == "77.20"
    assert desk.cell(FIRST).value == Decimal("77.2")
    assert one.problems == two.problems == []


def test_two_people_in_different_columns_of_a_row_do_not_collide(desk):
    one, two = desk.sit(), desk.sit("grid-other")

    field(one.page, FIRST, "source").fill("统计年鉴")
    field(one.page, FIRST, "source").press("Enter")
    saved(one.page)
    field(two.page, FIRST).fill("77.2")
    field(two.page, FIRST).press("Enter")
    saved(two.page)

    cell = desk.cell(FIRST)
    assert (cell.source, cell.value) == ("统计年鉴", Decimal("77.2"))
    assert field(two.page, FIRST, "source").input_value() == "统计年鉴"


def test_what_is_typed_while_the_line_is_down_is_sent_when_it_is_back(desk):
    person = desk.sit()
    page, context = person.page, person.page.context

    context.set_offline(True)
    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    field(page, SECOND).fill("4.1")
    field(page, SECOND).press("Enter")
    page.get_by_text("网络断开，2个单元格未保存").wait_for()
    asked = []
    page.once("dialog", lambda d: (asked.append(d.type), d.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    context.set_offline(False)
    saved(page)

    assert asked == ["beforeunload"]
    assert desk.cell(FIRST).value == Decimal("77.4")
    assert desk.cell(SECOND).value == Decimal("4.1")
    assert page.locator("#trouble").is_hidden()


def test_a_server_that_is_down_is_tried_again(desk):
    person = desk.sit()
    page = person.page
    page.route("**/cells/", lambda route: route.fulfill(status=502, body="<h1>"))

    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    page.get_by_text("服务器暂时不能保存，1个单元格未保存").wait_for()
    page.unroute("**/cells/")
    saved(page)

    assert desk.cell(FIRST).value == Decimal("77.4")


def test_an_ended_session_says_so_and_keeps_the_text(desk):
    person = desk.sit()
    page = person.page

    page.context.clear_cookies()
    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    page.get_by_text("登录已过期，1个单元格未保存").wait_for()
    assert field(page, FIRST).input_value() == "77.4"
    other = page.context.new_page()
    desk.sign_in(person, "grid-clerk")
    other.goto(desk.site + "/method/")  # brings the new token, as signing in does
    saved(page)

    assert desk.cell(FIRST).value == Decimal("77.4")


def test_one_signs_in_again_over_the_grid_and_what_waited_is_saved(desk):
    person = desk.sit()
    page = person.page
    clerk = User.objects.get(username="grid-clerk")
    clerk.set_password(PASSWORD)
    clerk.save()  # which ends the session too

    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    asked = page.get_by_role("dialog", name="重新登录")
    asked.get_by_label("密码").fill("错的口令")
    asked.get_by_role("button", name="登录", exact=True).click()
    asked.get_by_text("用户名或密码不正确").wait_for()
    person.check()
    asked.get_by_label("密码").fill(PASSWORD)
    asked.get_by_label("密码").press("Enter")
    saved(page)

    assert not asked.is_visible()
    assert desk.cell(FIRST).value == Decimal("77.4")
    told = ("400:", "401:", "console: Failed to load resource")
    assert [p for p in person.problems if not p.startswith(told)] == []


def test_signing_in_may_wait(desk):
    person = desk.sit()
    page = person.page
    User.objects.filter(username="grid-clerk").update(password="!")

    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    asked = page.get_by_role("dialog", name="重新登录")
    asked.get_by_role("button", name="稍后登录").click()
    field(page, FIRST).fill("77.5")
    field(page, FIRST).press("Enter")
    page.get_by_text("登录已过期，1个单元格未保存").wait_for()

    assert not asked.is_visible()
    page.locator("#trouble").get_by_role("button", name="重新登录").click()
    asked.wait_for()
    page.evaluate("document.getElementById('signing').close()")


def test_another_account_in_the_same_browser_saves_nothing(desk):
    person = desk.sit()
    page = person.page

    desk.sign_in(person, "grid-other")
    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    page.locator(f"#says-{FIRST}").get_by_text("浏览器现登录的是").wait_for()

    assert desk.cell(FIRST).value is None
    assert field(page, FIRST).input_value() == "77.4"


def test_nothing_typed_stays_in_the_browser(desk):
    person = desk.sit()
    page = person.page

    field(page, FIRST).fill("77.123")
    field(page, FIRST).press("Enter")
    saved(page)
    page.get_by_text("大字").click()
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.reload()

    assert "77.123" not in kept and "healthplan-large" in kept
    assert page.locator("body.large").count() == 1


def test_a_late_cell_of_a_submitted_form_is_refused_and_stays(desk):
    person = desk.sit()
    page = person.page
    desk.save(FIRST, value="77.5", source="年报", note="已核实")
    other = User.objects.get(username="grid-other")
    entry.submit(desk.region, desk.year, [FIRST], by=other)

    field(page, FIRST).fill("77.9")
    field(page, FIRST).press("Enter")
    page.locator(f"#says-{FIRST}").get_by_text("此项待审核").wait_for()

    assert field(page, FIRST).input_value() == "77.9"
    assert desk.cell(FIRST).value == Decimal("77.5")


def test_an_error_blocks_submitting_and_a_remark_lets_a_warning_through(desk):
    person = desk.sit()
    page = person.page
    region = desk.region
    for year in range(desk.year - 3, desk.year):
        value = entry.NewValue(
            region,
            Indicator.objects.get(code=FIRST),
            year,
            Decimal("77.5"),
            source="年鉴",
        )
        entry.publish([value], origin=Origin.IMPORT)
    page.reload()

    field(page, FIRST).fill("775")
    field(page, FIRST).press("Enter")
    page.locator(f"#says-{FIRST} li.error").first.wait_for()
    field(page, FIRST, "source").fill("年报")
    field(page, FIRST, "source").press("Enter")
    page.locator(f'[name=row][value="{FIRST}"]').check()
    page.get_by_role("button", name="提交所选").click()
    page.get_by_text("1项未通过检查").wait_for()
    assert desk.cell(FIRST).state == "draft"

    field(page, FIRST).fill("51.5")
    field(page, FIRST).press("Enter")
    saved(page)
    page.locator(f"#says-{FIRST} li.warning").first.wait_for()
    page.get_by_role("button", name="提交所选").click()
    page.locator("#acts-says").get_by_text("1项未通过检查").wait_for()
    assert desk.cell(FIRST).state == "draft"

    field(page, FIRST, "note").fill("行政区划调整，已核实")
    page.get_by_role("button", name="提交所选").click()
    page.get_by_text("已提交1项").wait_for()

    assert desk.cell(FIRST).state == "submitted"
    assert page.locator(f"tr#{FIRST} td.state").inner_text().startswith("待审核")
    wrong = [p for p in person.problems if "422" not in p]
    assert wrong == []


def test_what_can_go_of_all_is_ticked_when_some_cannot(desk):
    desk.save(FIRST, value="77.5", source="年报", note="已核实")
    desk.save("infant-mortality", value="4.1", source="")
    person = desk.sit()
    page = person.page

    page.get_by_role("button", name=re.compile("提交已填的")).click()
    page.get_by_text("已勾选其余1项").wait_for()
    assert page.locator("#chosen").inner_text() == "已选1项"
    page.get_by_role("button", name="提交所选").click()
    page.get_by_text("已提交1项").wait_for()

    assert desk.cell(FIRST).state == "submitted"
    assert desk.cell("infant-mortality").state == "draft"


def test_a_returned_cell_is_answered_with_one_key(desk):
    desk.save(FIRST, value="77.5", source="年报", note="已核实")
    clerk = User.objects.get(username="grid-other")
    reviewer = User.objects.get(username="grid-reviewer")
    entry.submit(desk.region, desk.year, [FIRST], by=clerk)
    entry.send_back(
        desk.region,
        desk.year,
        {FIRST: "与公报不符"},
        {FIRST: Decimal("77.8")},
        by=reviewer,
    )
    person = desk.sit()
    page = person.page
    says = page.locator(f"#says-{FIRST}")

    assert "与公报不符" in says.inner_text() and "77.80" in says.inner_text()
    field(page, FIRST).focus()
    page.keyboard.press("Control+Enter")
    saved(page)

    assert desk.cell(FIRST).value == Decimal("77.8")
    page.keyboard.press("Control+z")
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.5")
    page.keyboard.press("Control+y")
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.8")
    assert person.check().problems == []


def test_what_is_known_already_is_confirmed_with_one_key(desk):
    indicator = Indicator.objects.get(code=FIRST)
    known = entry.NewValue(
        desk.region, indicator, desk.year, Decimal("77.6"), source="统计公报"
    )
    entry.publish([known], origin=Origin.IMPORT)
    page = desk.sit().page

    assert "已有数据77.60岁（统计公报）" in page.locator(f"#says-{FIRST}").inner_text()
    field(page, FIRST).focus()
    page.keyboard.press("Control+Enter")
    saved(page)

    cell = desk.cell(FIRST)
    assert (cell.value, cell.source) == (Decimal("77.6"), "统计公报")


def test_two_counts_give_the_rate(desk):
    page = desk.sit().page

    field(page, SECOND, "events").fill("21")
    field(page, SECOND, "denominator").fill("5,120")
    field(page, SECOND, "denominator").press("Tab")
    saved(page)

    assert field(page, SECOND).input_value() == "4.10"
    cell = desk.cell(SECOND)
    assert (cell.events, cell.denominator) == (21, 5120)
    assert cell.value == Decimal("4.1015625")


def test_a_click_on_the_cell_that_enter_led_to_still_replaces_its_figure(desk):
    desk.save(SECOND, value="4.2", source="年报")
    page = desk.sit().page

    field(page, FIRST).click()
    page.keyboard.press("Enter")
    field(page, SECOND).click()
    page.keyboard.type("4.1")
    page.keyboard.press("Enter")
    saved(page)

    assert desk.cell(SECOND).value == Decimal("4.1")


def test_a_source_not_yet_typed_is_asked_for_in_its_cell_not_under_the_row(desk):
    page = desk.sit().page

    field(page, FIRST).fill("78.2")
    field(page, FIRST).press("Enter")
    saved(page)

    assert page.locator('[data-count="sourceless"]').inner_text() == "1"
    assert page.locator('[data-count="errors"]').inner_text() == "0"
    assert field(page, FIRST, "source").get_attribute("placeholder") == "必填"
    assert page.locator(f"#says-{FIRST} li").count() == 0


def test_fourteen_rows_stand_on_an_office_screen(desk):
    page = desk.sit(width=1366).page
    page.set_viewport_size({"width": 1366, "height": 768})

    floor = page.locator("#acts").bounding_box()["y"]
    boxes = [row.bounding_box() for row in page.locator("tr[data-row]").all()]

    assert sum(box["y"] + box["height"] <= floor for box in boxes) >= 14


def test_a_base_figure_is_typed_once_and_every_rate_follows(desk):
    births = Indicator.objects.get(code=SECOND).base
    assert births, "the catalogue names no base figure"
    person = desk.sit()
    page = person.page

    field(page, SECOND, "events").fill("21")
    field(page, SECOND, "events").press("Enter")
    page.locator("#bases summary").click()
    page.locator(f"[name=base-value-{births}]").fill("5,120")
    page.locator(f"[name=base-source-{births}]").fill("妇幼年报")
    page.locator(f"[name=base-source-{births}]").press("Tab")
    page.locator(f"#base-says-{births}").get_by_text("已保存").wait_for()
    assert page.locator(f"[data-base-shown={births}]").inner_text() == "5120"

    assert field(page, SECOND, "denominator").input_value() == "5120"
    assert field(page, SECOND).input_value() == "4.10"
    assert desk.cell(SECOND).value == Decimal("4.1015625")
    assert person.problems == []


def test_the_month_of_what_is_not_yet_published_is_asked_at_once(desk):
    page = desk.sit().page
    reason, month = (
        field(page, FIRST, "missing_reason"),
        field(page, FIRST, "expected_on"),
    )

    hidden = month.is_hidden()
    reason.select_option("not_published")
    month.focus()
    page.keyboard.type(f"{desk.year + 1}年9月")
    page.keyboard.press("Enter")
    saved(page)

    cell = desk.cell(FIRST)
    assert hidden and month.input_value() == f"{desk.year + 1}-09"
    assert (cell.missing_reason, cell.expected_on.month) == ("not_published", 9)


def test_the_definition_is_read_on_focus(desk):
    page = desk.sit().page

    field(page, SECOND, "events").focus()
    page.keyboard.press("ArrowLeft")
    panel = page.locator(f"#about-{SECOND}")

    assert panel.is_visible()
    assert "年内活产数" in panel.inner_text()


def test_filters_hide_rows_without_asking_the_server(desk):
    page = desk.sit().page
    field(page, FIRST).fill("77.4")
    field(page, FIRST).press("Enter")
    saved(page)

    page.get_by_role("link", name="只看未填").click()

    assert page.locator(f"tr#{FIRST}").is_hidden()
    assert page.locator(f"tr#{SECOND}").is_visible()


def test_the_grid_is_a_plain_form_without_scripts(desk):
    person = desk.sit(java_script_enabled=False)
    page = person.page

    field(page, FIRST).fill("77.4")
    field(page, SECOND).fill("约5")
    page.get_by_role("button", name="保存", exact=True).click()

    assert desk.cell(FIRST).value == Decimal("77.4")
    assert desk.cell(SECOND).value is None
    assert field(page, SECOND).input_value() == "约5"
    assert "约5" in page.locator(f"#says-{SECOND}").inner_text()

    field(page, SECOND).fill("4.5")
    field(page, SECOND, "source").fill("年报")
    field(page, SECOND, "note").fill("已核实")
    page.locator(f'[name=row][value="{SECOND}"]').press("Space")
    page.get_by_role("button", name="提交所选").click()

    assert desk.cell(SECOND).state == "submitted"
