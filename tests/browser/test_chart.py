"""The indicator's chart in a real browser: there without script, alive when asked."""

import pytest

PAGE = "/regions/511700/life-expectancy/"
# A limit with its hatched side, a reference, many words: what is hard to place.
CROWDED = [
    "/regions/511700/infant-mortality/",
    "/regions/360202/oop-share/",
    "/regions/445122/health-literacy/",
]
COVERED = """() => {
  const shown = Array.from(document.querySelectorAll(".drawing .label"))
    .filter((label) => label.getClientRects().length)
    .map((label) => [label.textContent, label.getBoundingClientRect()]);
  const cross = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 4 && b.top < a.bottom - 4;
  const found = [];
  shown.forEach(([one, a], n) => shown.slice(0, n).forEach(([two, b]) => {
    if (cross(a, b)) found.push(`${one} / ${two}`);
  }));
  return [shown.length, found];
}"""


def plotly(requests):
    return [address for address in requests if "plotly" in address]


def watched(person):
    """The addresses that the page asks for from now on."""
    found = []
    person.page.on("request", lambda request: found.append(request.url))
    return found


@pytest.mark.parametrize("width, kind", [(1440, "wide"), (390, "narrow")])
def test_the_chart_is_there_without_script(visit, width, kind):
    page = visit(width, java_script_enabled=False).sign_in().page

    page.goto(page.url.rstrip("/") + PAGE)

    assert page.locator(f".drawing.{kind} .label").first.is_visible()
    assert page.locator(".drawing:visible").count() == 1
    assert page.locator(".values tbody tr").count() > 5


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_plotly_comes_when_the_chart_is_focused_and_not_before(visit, width, scheme):
    person = visit(width, scheme).sign_in()
    page, asked = person.page, watched(person)
    person.open(PAGE)
    chart = page.locator(".chart")
    chart.scroll_into_view_if_needed()
    before, drawn = chart.bounding_box(), list(asked)

    chart.focus()
    page.locator(".chart.awake .hoverlayer").wait_for(state="attached")
    page.keyboard.press("ArrowRight")
    said = page.locator(".chart-box [role=status]")
    said.filter(has_text="2030").wait_for(state="attached")

    assert plotly(drawn) == [] and len(plotly(asked)) == 1
    assert chart.bounding_box() == before
    assert "目标 79岁" in said.text_content() and "预计 79." in said.text_content()
    person.check()
    assert person.problems == []


def test_pointing_at_the_chart_wakes_it_and_escape_gives_the_drawing_back(visit):
    person = visit().sign_in()
    page, asked = person.page, watched(person)
    person.open(PAGE)
    assert plotly(asked) == []

    page.locator(".chart").hover()
    page.locator(".chart.awake").wait_for()
    page.locator(".chart").focus()
    page.keyboard.press("+")
    page.keyboard.press("0")
    page.keyboard.press("Escape")
    page.locator(".chart:not(.awake)").wait_for()

    assert page.locator(".drawing.wide").is_visible()
    assert person.problems == []


def test_a_chart_whose_program_does_not_come_stays_and_says_so(visit):
    person = visit().sign_in()
    person.page.route("**/plotly*", lambda route: route.abort())
    person.open(PAGE)

    person.page.locator(".chart").focus()
    person.page.get_by_text("逐年查看功能未加载").wait_for()

    assert person.page.locator(".drawing.wide").is_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_no_label_lies_on_another_in_the_fonts_of_the_browser(visit, width):
    person = visit(width).sign_in()

    for path in [PAGE, *CROWDED]:
        person.open(path)
        count, found = person.page.evaluate(COVERED)
        assert count > 3 and found == [], path

    assert person.problems == []


def test_the_chart_is_on_paper_and_grows_with_the_letters(visit):
    person = visit(1440).sign_in()
    page = person.page
    person.open(PAGE)
    page.locator(".chart").focus()
    page.locator(".chart.awake").wait_for()

    page.emulate_media(media="print")
    assert page.locator(".drawing.wide").is_visible()
    assert not page.locator(".chart .live").is_visible()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    page.locator(".chart:not(.awake)").wait_for()
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.locator(".drawing.wide").is_visible()
    overflow = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(overflow) <= 0
