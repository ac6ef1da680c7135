"""Sheets that officials file: upright, nothing folded, shares told without colour."""

import re

import pytest

SHEET = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
UPRIGHT = ["/", "/changes/", "/regions/511700/", "/regions/511700/health-literacy/"]


def sheets(page):
    """Return width and height, in points, of each sheet that the browser prints."""
    printed = page.pdf(prefer_css_page_size=True)
    return [(float(wide), float(high)) for wide, high in SHEET.findall(printed)]


def test_pages_that_are_filed_print_upright_and_others_as_they_need(visit):
    person = visit().sign_in()

    for path in UPRIGHT:
        person.open(path)
        assert all(high > wide for wide, high in sheets(person.page)), path
    person.open("/data/")
    assert all(wide > high for wide, high in sheets(person.page))
    assert person.problems == []


def test_what_is_folded_prints_unfolded_and_is_folded_again(visit):
    person = visit().sign_in()
    person.open("/regions/511700/health-literacy/")
    page = person.page
    quotes = page.locator("main details")
    assert quotes.count() and not page.locator("main details[open]").count()
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          document.body.dataset.unfolded =
            document.querySelectorAll("main details[open]").length;
        })"""
    )

    page.pdf()

    seen = page.locator("body").get_attribute("data-unfolded")
    assert int(seen) == quotes.count()
    assert not page.locator("main details[open]").count()
    assert person.problems == []


def test_a_printed_table_is_no_phone_list_and_keeps_its_columns(visit):
    person = visit().sign_in()
    person.open("/regions/511700/")
    page = person.page
    page.set_viewport_size({"width": 690, "height": 1000})  # the sheet's own width
    page.emulate_media(media="print")

    upper = page.locator("td.c-upper").first
    assert upper.is_visible()
    assert upper.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    fits = "() => document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)


def test_the_worst_row_is_on_the_first_screen_of_the_overview(visit):
    person = visit().sign_in()
    person.open("/")
    page = person.page
    page.set_viewport_size({"width": 1440, "height": 900})

    worst = page.locator("table.attention tbody tr").first.bounding_box()

    assert worst["y"] + worst["height"] <= 900


def test_tiles_are_of_one_width_and_the_bar_true_to_the_counts(visit):
    person = visit().sign_in()
    person.open("/regions/511700/")
    page = person.page
    tiles = page.locator(".counts li")
    widths = {round(tile.bounding_box()["width"]) for tile in tiles.all()}
    counts = [int(n) for n in page.locator(".counts b").all_inner_texts()]
    drawn = page.locator(".counts + .bar rect").evaluate_all(
        "parts => parts.map(part => part.width.baseVal.value)"
    )

    assert max(widths) - min(widths) <= 1
    whole = [n / sum(counts) * 1000 for n in counts if n]
    assert drawn == pytest.approx(whole, abs=3.5)
    assert person.problems == []


def test_on_paper_the_parts_of_a_bar_differ_without_their_hues(visit):
    person = visit().sign_in()
    person.open("/regions/511700/")
    page = person.page
    page.emulate_media(media="print")

    fills = {
        kind: page.locator(f".counts + .bar .{kind}").first.evaluate(
            "part => getComputedStyle(part).fill"
        )
        for kind in ("good", "watch", "bad")
    }

    assert len(set(fills.values())) == 3 and "#p-watch" in fills["watch"], fills


def test_what_stands_on_every_page_heads_the_sheet_and_is_never_alone(visit):
    person = visit().sign_in()
    person.open("/regions/511700/")
    page = person.page
    page.emulate_media(media="print")

    notice = page.locator(".site-foot").bounding_box()
    title = page.locator("h1").bounding_box()

    assert notice["height"] and notice["y"] + notice["height"] <= title["y"]
    last = page.locator("main > section").last.bounding_box()
    end = page.evaluate("document.documentElement.scrollHeight")
    assert last["y"] + last["height"] == pytest.approx(end, abs=40)
