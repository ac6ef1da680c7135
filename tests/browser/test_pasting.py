"""Pasting by name, asking about lines, and the mouse on the entry grid."""

from decimal import Decimal

import pytest

from indicators.models import Alias, Entry, EntryChange, Indicator
from tests.browser.desks import (
    FIRST,
    LOOKS,
    SECOND,
    codes_of,
    field,
    paste,
    plausible,
    saved,
    values_of,
)

MERGED = """<html><body><!--StartFragment--><table>
<tr><td>指标</td><td>计量单位</td><td>本年值</td><td>数据来源</td></tr>
<tr><td>婴儿死亡率</td><td>‰</td><td>4.1</td><td rowspan=2>妇幼
  年报</td></tr>
<tr><td>5岁以下儿童死亡率</td><td>‰</td><td>5.6</td></tr>
</table><!--EndFragment--></body></html>"""
UNDER5 = "under5-mortality"


def names_of(codes):
    found = Indicator.objects.in_bulk(codes, field_name="code")
    return [found[code].name for code in codes]


def paste_both(page, locator, text, html):
    """Paste as Excel does: the plain text and the same as a table."""
    locator.evaluate(
        """(cell, [text, html]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          data.setData("text/html", html);
          cell.dispatchEvent(new ClipboardEvent("paste",
            {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [text, html],
    )


def step_back(page):
    page.keyboard.press("Control+z")
    page.locator("#beside").get_by_text("已撤销").wait_for()
    saved(page)


def nothing_stands(desk):
    rows = Entry.objects.current().of(desk.region, desk.year)
    return not rows.exclude(value=None, source="").exists()


def test_24_named_values_in_another_order_are_one_paste_and_one_key(desk):
    person = desk.sit()
    page = person.page
    codes = codes_of(page)
    values = {code: plausible(code) for code in codes}
    turned = list(reversed(codes))
    lines = [
        f"{name}\t{values[code]}\t年报"
        for code, name in zip(turned, names_of(turned), strict=True)
    ]
    posts = []
    page.on("request", lambda r: r.method == "POST" and posts.append(r.url))

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "\r\n".join(lines) + "\r\n")
    dialog = page.locator("#paste")
    dialog.get_by_text("可填入24项").wait_for()
    assert nothing_stands(desk)
    person.check()
    page.keyboard.press("Enter")  # the focus is on the button
    page.get_by_text("填入48个单元格").first.wait_for()
    saved(page)

    assert values_of(desk) == {code: Decimal(text) for code, text in values.items()}
    assert set(Entry.objects.of(desk.region, desk.year).values_list("source")) == {
        ("年报",)
    }
    assert [url.rsplit("/", 2)[1] for url in posts] == ["paste", "cells"]
    hows = EntryChange.objects.filter(entry__submission__year=desk.year)
    assert set(hows.values_list("how", flat=True)) == {"pasted"}
    step_back(page)
    assert nothing_stands(desk)
    assert person.problems == []


def test_merged_cells_are_read_from_the_clipboards_table(desk):
    person = desk.sit()
    page = person.page
    text = (
        "指标\t计量单位\t本年值\t数据来源\r\n婴儿死亡率\t‰\t4.1\t妇幼年报\r\n"
        "5岁以下儿童死亡率\t‰\t5.6\t\r\n"
    )

    field(page, FIRST).focus()
    paste_both(page, field(page, FIRST), text, MERGED)
    page.locator("#paste").get_by_role("button", name="填入所选").click()
    page.get_by_text("填入4个单元格").first.wait_for()
    saved(page)

    for code, value in ((SECOND, "4.1"), (UNDER5, "5.6")):
        cell = desk.cell(code)
        assert (cell.value, cell.source) == (Decimal(value), "妇幼年报")
    step_back(page)
    assert nothing_stands(desk)
    assert person.problems == []


def test_a_merged_source_goes_into_all_its_rows_by_place_too(desk):
    page = desk.sit().page
    source = field(page, FIRST, "source")
    table = "<table><tr><td rowspan=3>年报</td></tr><tr></tr><tr></tr></table>"

    source.focus()
    paste_both(page, source, "年报\r\n\r\n\r\n", table)
    page.get_by_text("填入3个单元格").first.wait_for()
    saved(page)

    rows = Entry.objects.current().of(desk.region, desk.year)
    assert rows.filter(source="年报").count() == 3


def test_more_lines_than_rows_ask_which_is_which(desk):
    person = desk.sit()
    page = person.page
    codes = codes_of(page)
    texts = [plausible(code) for code in codes]

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "\n".join(["2025年", *texts[:2], "", *texts[2:]]))
    dialog = page.locator("#arrange")
    dialog.get_by_text("粘贴了26行，从这里往下有24项指标").wait_for()
    assert dialog.get_by_label("只取有数的行，依次填入").is_checked()
    person.check()
    assert nothing_stands(desk)
    page.keyboard.press("Enter")
    page.get_by_text("填入24个单元格").first.wait_for()
    saved(page)

    assert values_of(desk) == {
        code: Decimal(text) for code, text in zip(codes, texts, strict=True)
    }
    step_back(page)
    assert nothing_stands(desk)
    assert person.problems == []


def test_surplus_lines_wait_for_a_choice_and_escape_leaves_all_as_it_is(desk):
    page = desk.sit().page
    codes = codes_of(page)
    last = field(page, codes[-2])

    last.focus()
    paste(page, last, "11\n12\n13")
    dialog = page.locator("#arrange")
    dialog.get_by_text("粘贴了3行，从这里往下有2项指标").wait_for()
    assert dialog.get_by_role("button", name="填入").is_disabled()
    page.keyboard.press("Escape")
    assert nothing_stands(desk) and last.evaluate("it => it === document.activeElement")

    paste(page, last, "11\n12\n13")
    dialog.get_by_label("只取最后2行").check()
    dialog.get_by_role("button", name="填入").click()
    saved(page)
    values = values_of(desk)
    assert (values[codes[-2]], values[codes[-1]]) == (Decimal(12), Decimal(13))
    assert page.locator("#pasted").get_by_text("填入2个单元格").count()


def test_a_sheet_far_longer_than_the_table_is_not_taken(desk):
    page = desk.sit().page

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "1\n" * 3000)
    page.locator("#beside").get_by_text("粘贴了3000行").wait_for()

    assert nothing_stands(desk)


def test_steps_taken_faster_than_the_line_end_where_they_should(desk):
    person = desk.sit()
    page = person.page
    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "人均预期寿命\t78.2\t年报\n婴儿死亡率\t4.1\t年报")
    page.locator("#paste [value=take]").click()
    page.get_by_text("填入4个单元格").first.wait_for()

    for _n in range(5):
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    saved(page)

    assert nothing_stands(desk)
    page.keyboard.press("Control+y")
    saved(page)
    assert (desk.cell(FIRST).value, desk.cell(SECOND).source) == (
        *(Decimal("78.2"), "年报"),
    )
    assert person.problems == []


def test_a_line_is_given_to_a_row_by_hand_and_twice_is_refused(desk):
    page = desk.sit().page

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "77.1\n\n4.1")
    dialog = page.locator("#arrange")
    dialog.get_by_label("第1行").select_option(label="婴儿死亡率")
    dialog.get_by_text("有一项指标选了两次").wait_for()
    assert dialog.get_by_role("button", name="填入").is_disabled()
    dialog.get_by_label("第3行").select_option(label="人均预期寿命")
    dialog.get_by_role("button", name="填入").click()
    saved(page)

    values = values_of(desk)
    assert (values[FIRST], values[SECOND]) == (Decimal("4.1"), Decimal("77.1"))


def test_a_paragraph_becomes_rows_and_is_their_source(desk):
    person = desk.sit()
    page = person.page
    letter = (
        f"{desk.year}年，全市人均预期寿命78.2岁，比上年提高0.3岁；婴儿死亡率、"
        "5岁以下儿童死亡率分别为4.1‰和5.6‰。1—9月，孕产妇死亡率12.5/10万。"
    )

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), letter)
    dialog = page.locator("#paste")
    dialog.get_by_text("可填入3项，未读取2处").wait_for()
    dialog.locator("summary").first.click()
    dialog.get_by_text("是变化的幅度，不是数值").wait_for()
    dialog.get_by_text("写着“1—9月”").wait_for()
    person.check()
    dialog.get_by_role("button", name="填入所选").focus()
    page.keyboard.press("Enter")
    saved(page)

    found = {code: desk.cell(code) for code in (FIRST, SECOND, UNDER5)}
    assert [cell.value for cell in found.values()] == [
        *(Decimal("78.2"), Decimal("4.1"), Decimal("5.6"))
    ]
    assert {cell.source for cell in found.values()} == {letter}
    step_back(page)
    assert nothing_stands(desk)
    assert person.problems == []


def test_what_another_has_saved_since_the_preview_is_chosen_as_in_any_paste(desk):
    page = desk.sit().page

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "人均预期寿命\t77.1\n婴儿死亡率\t4.1")
    page.locator("#paste").get_by_text("可填入2项").wait_for()
    desk.save(FIRST, value="79.9")
    page.locator("#paste").get_by_role("button", name="填入所选").click()
    page.locator(f"#says-{FIRST}").get_by_text("用对方的").wait_for()

    assert desk.cell(FIRST).value == Decimal("79.9")
    assert desk.cell(SECOND).value == Decimal("4.1")
    page.locator(f"#says-{FIRST}").get_by_text("用我填的").click()
    saved(page)
    assert desk.cell(FIRST).value == Decimal("77.1")


def test_an_unknown_name_is_answered_and_known_the_next_time(desk):
    person = desk.sit()
    page = person.page
    block = "全民平均寿命\t77.1\n婴儿死亡率\t4.1"

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), block)
    dialog = page.locator("#paste")
    dialog.get_by_label("全民平均寿命").select_option(FIRST)
    dialog.get_by_role("button", name="按回答重新读取").click()
    dialog.get_by_text("可填入2项").wait_for()
    dialog.get_by_role("button", name="填入所选").click()
    saved(page)

    assert desk.cell(FIRST).value == Decimal("77.1")
    kept = Alias.objects.filter(region=desk.region, name="全民平均寿命")
    assert kept.delete()[0] == 1
    assert person.problems == []


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_the_button_opens_the_same_without_a_clipboard(desk, width, scheme):
    person = desk.sit(width=width, scheme=scheme)
    page = person.page

    page.get_by_role("link", name="按名称粘贴").click()
    dialog = page.locator("#paste")
    person.check()
    dialog.get_by_label("粘贴表格或一段话").fill(
        "留守儿童婴儿死亡率4.1‰，人均预期寿命78.2岁，同比上升0.3岁。"
    )
    dialog.get_by_role("button", name="读取").click()
    dialog.get_by_text("可填入1项，需核对1项，未读取1处").wait_for()
    person.check()
    fits = "it => it.scrollWidth <= it.clientWidth"
    assert dialog.evaluate(fits)
    dialog.get_by_label("婴儿死亡率").check()
    dialog.get_by_role("button", name="填入所选").click()
    saved(page)

    assert desk.cell(FIRST).value == Decimal("78.2")
    assert desk.cell(SECOND).value == Decimal("4.1")
    assert person.problems == []


def test_the_dialog_keeps_the_focus_and_gives_it_back(desk):
    page = desk.sit().page

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "人均预期寿命\t77.1")
    page.locator("#paste").get_by_text("可填入1项").wait_for()
    inside = "document.activeElement === document.body || document.activeElement.closest('#paste') !== null"
    for _n in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == f"value-{FIRST}"
    assert nothing_stands(desk)


def test_a_named_block_goes_by_place_where_one_wants_that(desk):
    page = desk.sit().page
    grade = field(page, FIRST)

    grade.focus()
    paste(page, grade, "某某\t4.1")
    page.locator("#paste").get_by_role("button", name="改为按位置粘贴").click()
    page.get_by_text("填入0个单元格，2个未保存").first.wait_for()

    assert grade.input_value() == "某某"


@pytest.mark.parametrize("by_button", [True, False])
def test_a_lost_line_says_so_and_keeps_what_was_pasted(desk, by_button):
    page = desk.sit().page
    dialog = page.locator("#paste")
    text = dialog.get_by_label("粘贴表格或一段话")
    page.context.set_offline(True)

    if by_button:
        page.get_by_role("link", name="按名称粘贴").click()
        text.fill("人均预期寿命78.2岁")
        dialog.get_by_role("button", name="读取").click()
    else:
        field(page, FIRST).focus()
        paste(page, field(page, FIRST), "人均预期寿命78.2岁")
    dialog.get_by_text("网络断开").wait_for()
    page.context.set_offline(False)
    assert text.input_value() == "人均预期寿命78.2岁"
    dialog.get_by_role("button", name="读取").click()

    dialog.get_by_text("可填入1项").wait_for()


def test_what_cannot_be_read_may_be_mended_in_place(desk):
    page = desk.sit().page
    dialog = page.locator("#paste")

    field(page, FIRST).focus()
    paste(page, field(page, FIRST), "人均预期寿命\t78.2\t77.9")
    dialog.get_by_text("哪一列是本年值").wait_for()
    text = dialog.get_by_label("粘贴表格或一段话")
    assert text.input_value() == "人均预期寿命\t78.2\t77.9"
    text.fill("人均预期寿命\t78.2")
    dialog.get_by_role("button", name="读取").click()
    dialog.get_by_text("可填入1项").wait_for()
    page.keyboard.press("Enter")
    saved(page)

    assert desk.cell(FIRST).value == Decimal("78.2")


def test_without_scripts_the_page_itself_saves(desk):
    person = desk.sit(java_script_enabled=False)
    page = person.page

    page.get_by_role("link", name="按名称粘贴").click()
    page.get_by_label("粘贴表格或一段话").fill("人均预期寿命78.2岁，婴儿死亡率4.1‰。")
    page.get_by_role("button", name="读取").click()
    page.get_by_label("婴儿死亡率").uncheck()
    page.get_by_role("button", name="填入所选").click()
    page.get_by_text("已填入1项").wait_for()

    assert desk.cell(FIRST).value == Decimal("78.2")
    assert desk.cell(SECOND).value is None


# ------------------------------------------------------------------------- the mouse


def test_dragging_chooses_a_block_that_delete_clears(desk):
    for code in (FIRST, SECOND, UNDER5):
        desk.save(code, value=plausible(code), grade="annual")
    person = desk.sit()
    page = person.page
    codes = codes_of(page)

    field(page, codes[0]).hover()
    page.mouse.down()
    field(page, codes[1]).hover()
    field(page, codes[1], "grade").hover()
    page.mouse.up()
    assert page.locator("td.in-block").count() == 4
    page.keyboard.press("Delete")
    saved(page)

    kept = Entry.objects.current().of(desk.region, desk.year).exclude(grade="")
    assert not set(codes[:2]) & set(kept.values_list("indicator__code", flat=True))
    step_back(page)
    assert desk.cell(codes[0]).grade == "annual"
    assert person.problems == []


def test_a_double_click_on_the_handle_fills_down_to_the_end(desk):
    person = desk.sit()
    page = person.page
    source = field(page, FIRST, "source")

    source.click()
    page.keyboard.type("年报")
    page.locator(".handle").dblclick()
    saved(page)
    rows = Entry.objects.current().of(desk.region, desk.year)
    assert set(rows.values_list("source", flat=True)) == {"年报"}
    person.check()

    step_back(page)
    assert rows.exclude(source="").count() == 1
    assert person.problems == []


def test_the_handle_is_dragged_to_the_row_one_wants(desk):
    page = desk.sit().page
    codes = codes_of(page)

    field(page, FIRST, "source").click()
    page.keyboard.type("年报")
    page.locator(".handle").hover()
    page.mouse.down()
    for code in codes[1:4]:
        field(page, code, "source").hover()
    page.mouse.up()
    saved(page)

    rows = Entry.objects.current().of(desk.region, desk.year).filter(source="年报")
    assert set(rows.values_list("indicator__code", flat=True)) == set(codes[:4])


def test_figures_have_no_handle_and_a_heading_chooses_its_column(desk):
    for code in (FIRST, SECOND):
        desk.save(code, value=plausible(code), source="年报")
    page = desk.sit().page

    field(page, FIRST).click()
    assert page.locator(".handle").count() == 0
    page.locator("th[data-column=source]").click()
    assert page.locator("td.in-block").count() == 24
    page.keyboard.press("Delete")
    saved(page)

    assert not Entry.objects.of(desk.region, desk.year).exclude(source="").exists()
    assert desk.cell(FIRST).value is not None
    step_back(page)
    assert desk.cell(SECOND).source == "年报"


def test_a_click_inside_a_text_that_is_edited_drags_no_block(desk):
    desk.save(FIRST, source="统计年鉴2024")
    page = desk.sit().page
    source = field(page, FIRST, "source")

    source.dblclick()
    box = source.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.up()

    assert page.locator("td.in-block").count() == 0
