"""Nothing typed into the grid is lost: undo, former values, digits in lists, reasons."""

from decimal import Decimal

import pytest

from indicators import entry
from indicators.models import Entry, EntryChange, Indicator, Observation
from indicators.models.observations import Origin
from regions.models import User
from tests.browser.desks import (
    FIRST,
    SECOND,
    field,
    paste,
    plausible,
    saved,
    values_of,
)


def press(page, keys, times=1):
    for _n in range(times):
        page.keyboard.press(keys)
        page.wait_for_timeout(30)


def filled(desk, by="grid-other"):
    """Fill in every cell of the year in the database; return code → value."""
    codes = list(values_of(desk))
    person = User.objects.get(username=by)
    changes = [
        entry.CellChange(code, desk.cell(code).version, {"value": plausible(code)})
        for code in codes
    ]
    entry.save(desk.region, desk.year, changes, by=person)
    return values_of(desk)


def test_a_whole_column_deleted_comes_back_with_one_click_beside_it(desk):
    before = filled(desk)
    person = desk.sit()
    page = person.page

    field(page, FIRST).click()
    press(page, "Shift+ArrowDown", len(before) - 1)
    press(page, "Delete")
    page.locator("#beside").get_by_text(f"已清除{len(before)}个").wait_for()
    saved(page)
    assert not any(values_of(desk).values())
    page.locator("#beside").get_by_role("button", name="撤销").click()
    saved(page)

    assert values_of(desk) == before
    hows = EntryChange.objects.filter(entry__submission__year=desk.year)
    kept = list(hows.order_by("pk").values_list("how", flat=True))
    assert kept.count("cleared") == kept.count("undone") == len(before)
    assert person.problems == []


def test_paste_retype_type_are_three_steps_back_and_forth(desk):
    person = desk.sit()
    page = person.page
    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "77.1\n4.1")
    saved(page)
    page.keyboard.type("77.5")
    press(page, "Enter")
    page.keyboard.type("4.5")
    press(page, "Enter")
    saved(page)
    states = []

    def look():
        saved(page)
        now = values_of(desk)
        states.append((now[FIRST], now[SECOND]))

    for keys in (*["Control+z"] * 3, *["Control+y"] * 3):
        press(page, keys)
        look()

    a, b, c, d = Decimal("77.1"), Decimal("77.5"), Decimal("4.1"), Decimal("4.5")
    assert states == [(b, c), (a, c), (None, None), (a, c), (b, c), (b, d)]
    assert person.problems == []


def test_cut_fill_down_supply_and_a_suggestion_are_steps_too(desk):
    person = desk.sit()
    page = person.page
    source, below = field(page, FIRST, "source"), field(page, SECOND, "source")

    source.click()
    page.keyboard.type("年鉴")
    press(page, "Enter")
    press(page, "Control+d")
    saved(page)
    assert desk.cell(SECOND).source == "年鉴"
    press(page, "Control+z")
    saved(page)
    assert (desk.cell(FIRST).source, desk.cell(SECOND).source) == ("年鉴", "")
    assert below.evaluate("cell => cell === document.activeElement")

    source.focus()
    source.evaluate(
        """cell => cell.dispatchEvent(new ClipboardEvent("cut",
          {clipboardData: new DataTransfer(), bubbles: true, cancelable: true}))"""
    )
    saved(page)
    assert desk.cell(FIRST).source == ""
    press(page, "Control+z")
    saved(page)
    assert desk.cell(FIRST).source == "年鉴"

    page.locator("#supply summary").click()
    page.locator("[name=supply-supplier]").select_option("市教育局")
    page.locator(f'[name=row][value="{FIRST}"]').check()
    page.get_by_role("button", name="用于所选行").click()
    saved(page)
    assert desk.cell(FIRST).supplier.name == "市教育局"
    page.locator("#undo").click()
    saved(page)
    assert desk.cell(FIRST).supplier is None
    page.locator("#redo").click()
    saved(page)
    assert desk.cell(FIRST).supplier.name == "市教育局"
    assert person.problems == []


def test_what_another_has_saved_since_is_not_undone(desk):
    person = desk.sit()
    page = person.page
    field(page, FIRST).click()
    page.keyboard.type("77.1")
    press(page, "Enter")
    saved(page)
    desk.save(FIRST, value="79.9")

    press(page, "Control+z")
    page.locator("#beside").get_by_text("未撤销").wait_for()
    saved(page)

    assert desk.cell(FIRST).value == Decimal("79.9")
    assert field(page, FIRST).input_value() == "79.90"
    assert person.problems == []


def test_what_another_has_saved_since_is_not_redone_and_said_so(desk):
    page = desk.sit().page
    field(page, SECOND).click()
    paste(page, field(page, SECOND), "4.2\n5.2")
    saved(page)
    desk.save(SECOND, value="4.9")

    press(page, "Control+z")
    page.locator("#beside").get_by_text("未撤销").wait_for()
    press(page, "Control+y")
    page.locator("#beside").get_by_text("未重做").wait_for()
    saved(page)

    assert desk.cell(SECOND).value == Decimal("4.9")


def test_another_column_of_the_row_changed_since_hinders_no_step(desk):
    page = desk.sit().page
    field(page, FIRST).click()
    page.keyboard.type("77.1")
    press(page, "Enter")
    saved(page)
    desk.save(FIRST, note="行政区划调整")

    press(page, "Control+z")
    saved(page)

    cell = desk.cell(FIRST)
    assert (cell.value, cell.note) == (None, "行政区划调整")
    how = EntryChange.objects.filter(entry=cell).first().how
    assert how == "undone"


def test_a_click_on_the_blocks_first_cell_ends_the_block(desk):
    before = filled(desk)
    page = desk.sit().page

    field(page, FIRST).click()
    press(page, "Shift+ArrowDown", 5)
    field(page, FIRST).click()
    press(page, "Delete")
    saved(page)

    now = values_of(desk)
    assert [code for code in before if now[code] is None] == [FIRST]


def test_former_values_stand_at_the_cell_and_come_back_tomorrow(desk):
    desk.save(FIRST, value="77.1", source="年报")
    desk.save(FIRST, value="78.8")
    person = desk.sit()
    page = person.page

    page.locator(f"tr#{FIRST} a.history").click()
    panel = page.locator("#history")
    panel.get_by_text("数值 77.10 → 78.80").wait_for()
    person.check()
    panel.get_by_role("button", name="恢复到改动前").first.click()
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.1")

    page.goto(desk.site + desk.path + "log/")
    person.check()
    page.get_by_text("填写").first.click()
    page.get_by_role("link", name="人均预期寿命").first.click()
    person.check()
    page.get_by_role("button", name="恢复到改动前").first.click()
    page.wait_for_url(f"**{desk.path}#{FIRST}")
    assert desk.cell(FIRST).value == Decimal("78.8")
    assert person.problems == []


def test_a_digit_in_a_list_column_chooses_nothing(desk):
    desk.save(FIRST, value="77.1", grade="annual")
    page = desk.sit().page

    for name in ("grade", "missing_reason"):
        field(page, FIRST, name).focus()
        press(page, "2")
        press(page, "Escape")
        press(page, "Tab")
    saved(page)

    cell = desk.cell(FIRST)
    assert (cell.value, cell.grade) == (Decimal("77.1"), "annual")
    assert cell.missing_reason == ""


def test_escape_keeps_what_was_taken_over_since_the_cell_was_entered(desk):
    desk.save(FIRST, value="77.1", grade="annual")
    page = desk.sit().page
    value = field(page, FIRST)

    value.focus()
    press(page, "Delete")
    saved(page)
    press(page, "Control+z")
    saved(page)
    page.keyboard.type("9")
    press(page, "Escape")
    assert value.input_value() == "77.10"
    press(page, "Delete")
    press(page, "Escape")
    assert value.input_value() == ""
    saved(page)
    assert desk.cell(FIRST).value is None

    field(page, FIRST, "grade").focus()
    press(page, "2")
    press(page, "Escape")
    press(page, "Control+z")  # a list that was opened has no letters to take back
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.1")


def test_a_reason_where_a_value_stands_asks_first(desk):
    desk.save(FIRST, value="77.1", grade="annual")
    person = desk.sit()
    page = person.page
    reason, says = field(page, FIRST, "missing_reason"), page.locator(f"#says-{FIRST}")

    reason.select_option("not_collected")
    says.get_by_text("已有数值77.10").wait_for()
    person.check()
    says.get_by_role("button", name="保留").click()
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.1")
    assert reason.input_value() == ""

    reason.select_option("not_collected")
    says.get_by_role("button", name="清除数值").click()
    saved(page)
    cell = desk.cell(FIRST)
    assert (cell.value, cell.missing_reason) == (None, "not_collected")

    press(page, "Control+z")
    saved(page)
    cell = desk.cell(FIRST)
    assert (cell.value, cell.missing_reason, cell.grade) == (
        *(Decimal("77.1"), "", "annual"),
    )
    assert person.problems == []


def test_a_reason_pasted_over_a_value_leaves_it(desk):
    desk.save(FIRST, value="77.1")
    page = desk.sit().page

    field(page, FIRST, "missing_reason").focus()
    paste(page, field(page, FIRST, "missing_reason"), "本级不统计\n本级不统计")
    page.locator("#pasted").get_by_text("填入1个单元格，1个未保存").wait_for()

    assert desk.cell(FIRST).value == Decimal("77.1")
    assert desk.cell(SECOND).missing_reason == "not_collected"


def test_opening_puts_the_focus_on_the_first_empty_cell(desk):
    desk.save(FIRST, value="77.1")
    page = desk.sit().page
    saved(page)

    assert page.evaluate("document.activeElement.name") == f"value-{SECOND}"
    assert Entry.objects.current().of(desk.region, desk.year).exists()


def test_last_years_figure_is_corrected_from_its_cell_and_reviewed(desk):
    last = desk.year - 1
    known = entry.NewValue(
        *(desk.region, Indicator.objects.get(code=FIRST), last, Decimal("77.1")),
        source="统计公报",
    )
    entry.publish([known], origin=Origin.IMPORT)
    person = desk.sit()
    page = person.page

    field(page, FIRST).focus()
    press(page, "Control+ArrowLeft")
    press(page, "Enter")
    page.wait_for_url("**/amend/**")
    person.check()
    page.get_by_label("更正为").fill("77.4")
    page.get_by_label("数据性质").select_option("annual")
    page.get_by_label("更正原因").fill("年报修订")
    page.get_by_role("button", name="提交审核").click()
    page.get_by_text(f"{last}年的更正已提交").wait_for()
    person.check()

    reviewer = desk.sit("grid-reviewer")
    reviewer.page.goto(f"{desk.site}/entry/511700/{last}/review/")
    reviewer.check()
    reviewer.page.locator("input[name=choose]").first.check()
    reviewer.page.get_by_role("button", name="审定").first.click()
    reviewer.page.get_by_role("button", name="确认审定").click()
    reviewer.page.get_by_text("已审定1项").first.wait_for()

    now = Observation.objects.get(region=desk.region, indicator__code=FIRST, year=last)
    assert (now.value, now.grade, now.source) == (
        *(Decimal("77.4"), "annual", "统计公报"),
    )
    assert person.problems == reviewer.problems == []


@pytest.mark.parametrize("width", [1440, 390])
def test_long_numbers_are_never_cut(desk, width):
    desk.save(SECOND, events="5384600", denominator="83680000123")
    page = desk.sit(width=width).page
    saved(page)
    counted = [field(page, SECOND, name) for name in ("events", "denominator", "value")]

    hidden = "cell => cell.scrollWidth - cell.clientWidth"
    assert [cell.evaluate(hidden) for cell in counted] == [0, 0, 0]
    counted[0].fill("12345678901234")
    assert counted[0].evaluate(hidden) == 0


def test_what_blocks_a_saved_row_says_not_submitted(desk):
    desk.save(FIRST, value="775", source="年报")
    page = desk.sit().page

    page.locator(f'[name=row][value="{FIRST}"]').check()
    page.get_by_role("button", name="提交所选").click()
    says = page.locator(f"#says-{FIRST}")
    says.get_by_text("未提交").first.wait_for()

    assert "未保存" not in says.inner_text()
    assert says.inner_text().count("775岁高于") == 1  # said once, as what stopped it


def test_one_source_for_all_rows_takes_two_keys(desk):
    before = filled(desk)
    page = desk.sit().page

    field(page, FIRST, "source").click()
    page.keyboard.type("年报")
    press(page, "Control+Shift+ArrowDown")
    press(page, "Control+d")
    saved(page)

    rows = Entry.objects.current().of(desk.region, desk.year)
    assert set(rows.values_list("source", flat=True)) == {"年报"}
    assert values_of(desk) == before
    press(page, "Control+z")
    saved(page)
    assert rows.exclude(source="").count() == 1


def test_a_denominator_taken_back_leaves_the_events(desk):
    page = desk.sit().page

    for name, text in (("events", "21"), ("denominator", "5120")):
        field(page, SECOND, name).click()
        page.keyboard.type(text)
        press(page, "Enter")
        saved(page)
    assert desk.cell(SECOND).value == Decimal("4.1015625")
    press(page, "Control+z")
    saved(page)
    cell = desk.cell(SECOND)
    assert (cell.events, cell.denominator, cell.value) == (21, None, None)
    press(page, "Control+y")
    saved(page)

    assert desk.cell(SECOND).value == Decimal("4.1015625")


def test_a_form_that_is_all_submitted_runs_without_a_problem(desk):
    desk.save(FIRST, value="77.5", source="年报", note="已核实")
    other = User.objects.get(username="grid-other")
    rows = Entry.objects.current().of(desk.region, desk.year)
    entry.submit(desk.region, desk.year, [FIRST], by=other)
    rows.exclude(indicator__code=FIRST).update(current=False)
    person = desk.sit()

    assert person.page.locator("tr[data-row]").count() == 1
    assert person.page.locator("#undo").is_disabled()
    assert person.check().problems == []
