"""The pictures of the help: who opens what, what is done there, what is kept of it.

`pytest tests/browser/test_help_pictures.py --update-help-pictures` makes them anew:
static/help/<slug>.webp, and beside it <slug>.json with its size and the names that it
shows. Without the option the test walks the same way and looks for each of those names
on the page, as often as the picture has it. Names and not pixels: fonts and dates
differ from machine to machine and day to day, and what makes a picture mislead is a
button that is called otherwise or no longer there.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client

from indicators.models import Round
from regions.models import User
from tests.browser.help_year import (
    CHILDREN,
    CHRONIC,
    CODE,
    FITNESS,
    INFANTS,
    LIFE,
    LITERACY,
    SOURCE,
    YEAR,
)
from tests.indicators import spreadsheets

FOLDER = Path(settings.BASE_DIR) / "static" / "help"
PLAN = "360202-changjiang"
FORM = f"/entry/{CODE}/{YEAR}/"
PLACE = f"/regions/{CODE}/"
# What a picture names: what one presses and what stands over things.
NAMED = (
    "h1, h2, h3, button, summary, label, legend, dt, caption, thead th, nav a, "
    "a.button, option:checked, .tally li, .said b, .says b, .take button, .doc a"
)
READ = """({area, named}) => {
  const middle = (from, size, low, high) =>
    from + size / 2 >= low && from + size / 2 <= high;
  const shown = one => {
    const box = one.getBoundingClientRect();
    if (one.closest(".visually-hidden, .site") || !one.checkVisibility()) return false;
    return !area || (middle(box.left, box.width, area.x, area.x + area.width)
      && middle(box.top, box.height, area.y, area.y + area.height));
  };
  const text = one => {
    const copy = one.cloneNode(true);
    const silent = "select, textarea, script, .visually-hidden, [hidden]";
    copy.querySelectorAll(silent).forEach(part => part.remove());
    return copy.textContent.replace(/\\s+/g, " ").trim().replace(/[\\d.,]+/g, "N");
  };
  return [...document.querySelectorAll(named)].filter(shown).map(text).filter(Boolean);
}"""


@dataclass(frozen=True)
class Shot:
    """One picture: who opens which page in what window, does what, and its frame.

    The frame holds all the elements it names, as far as the window shows them.
    """

    who: str
    path: str | Callable[[], str]
    frame: tuple[str, ...] = ()
    do: Callable = lambda page: None
    window: tuple[int, int] = (820, 440)


# ------------------------------------------------------------- what is done


# The rows that a step is about, without the years before.
ONLY = """codes => {
  for (const row of document.querySelectorAll("#cells tr[data-row]")) {
    const kept = codes.includes(row.dataset.row);
    row.hidden = !kept;
    if (!kept) row.nextElementSibling.hidden = true;
  }
  for (const body of document.querySelectorAll("#cells tbody"))
    body.hidden = !body.querySelector("tr[data-row]:not([hidden])");
  for (const cell of document.querySelectorAll("#cells .year, #cells col.w-year"))
    cell.style.display = "none";
  const years = document.querySelectorAll("#cells col.w-year").length;
  for (const cell of document.querySelectorAll("#cells [colspan]"))
    cell.colSpan -= years;
  document.querySelector("#cells col.w-goal").style.width = "7em";
  document.querySelector("#cells").style.minWidth = "0";
}"""


def only(*codes):
    """Return an act: leave these rows of the grid."""

    def act(page):
        page.evaluate(ONLY, list(codes))

    return act


def unfold(selector):
    """Return an act: open a <details>."""

    def act(page):
        page.locator(f"{selector} > summary").first.click()

    return act


def scroll_to(selector):
    """Return an act: put an element at the top of the window."""

    def act(page):
        page.locator(selector).first.evaluate("one => one.scrollIntoView()")

    return act


def the_round() -> str:
    """Return the address of the year's round."""
    return f"/rounds/{Round.objects.get(year=YEAR, issuer__code=CODE).code}/"


def unfold_chase(page):
    page.locator("tr.more summary").first.click()
    page.locator("tr.more").first.evaluate("row => row.scrollIntoView()")


# A Chinese browser says this itself; the one here has no Chinese of its own.
CHINESE = """() => {
  for (const one of document.querySelectorAll("input[type=file]")) {
    const seen = document.createElement("span");
    seen.textContent = "选择文件　未选择任何文件";
    one.before(seen);
    Object.assign(seen.style, {border: "1px solid", padding: ".35rem .6rem"});
    one.style.display = "none";
  }
  for (const one of document.querySelectorAll("input[type=date]")) {
    const day = one.value.replaceAll("-", "/");
    one.type = "text";
    one.value = day;
  }
}"""


def upload(page):
    """Send a form of two figures and one that is none; see the differences."""
    file = spreadsheets.form(
        ("居民健康素养水平", "24.6", "", SOURCE, ""),
        ("人均预期寿命", "77.8", "", SOURCE, ""),
        ("重大慢性病过早死亡率", "约15", "", SOURCE, ""),
        name="填报表（演示）.xlsx",
    )
    kind = file.content_type or "application/octet-stream"
    sent = {"name": file.name, "mimeType": kind, "buffer": file.read()}
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="上传并核对").click()
    page.locator("table.diff").wait_for()
    page.locator(".kinds").evaluate("one => one.scrollIntoView()")


GRID = (".grid-wrap", "#acts")
SHOTS = {
    "fill": Shot("clerk", FORM, do=only(LIFE, CHRONIC), window=(1060, 370)),
    "no-data": Shot("clerk", FORM, GRID, only(FITNESS, CHRONIC), (1060, 560)),
    "errors": Shot(
        "clerk", FORM, (".grid-tools", "#acts"), only(INFANTS, LITERACY), (1060, 620)
    ),
    "for-others": Shot("clerk", FORM, (".aids",), unfold("#supply"), (820, 700)),
    "excel": Shot(
        "clerk", f"{FORM}upload/", (".kinds", "#diff"), upload, window=(820, 600)
    ),
    "returned": Shot("clerk", FORM, GRID, only(CHILDREN), (1060, 620)),
    "approve": Shot(
        "reviewer",
        f"{FORM}review/",
        ("form.decide",),
        scroll_to(".review-head"),
        (1180, 500),
    ),
    "sheet": Shot(
        "reviewer", f"{FORM}sheet/", ("nav.tabs", ".sign-off"), window=(820, 600)
    ),
    "report": Shot(
        "reviewer",
        f"{FORM}review/",
        ("section[aria-labelledby=report]",),
        scroll_to("#report"),
    ),
    "history": Shot(
        "reviewer",
        f"/entry/{CODE}/history/",
        ("form.upload", ".steps"),
        window=(820, 620),
    ),
    "reading": Shot("official", PLACE, ("section.lead", "#rows"), window=(900, 720)),
    "printing": Shot("official", PLACE, ("#rows",), scroll_to("#rows"), (900, 380)),
    "export": Shot("analyst", "/data/", ("main",), window=(820, 560)),
    "rounds": Shot(
        "administrator", "/rounds/new/", ("form.new-round",), window=(820, 560)
    ),
    "chasing": Shot(
        "administrator", the_round, ("tr.more details",), unfold_chase, (1000, 420)
    ),
    "locking": Shot(
        "reviewer",
        f"{FORM}review/",
        ("section[aria-labelledby=lock]",),
        scroll_to("#lock"),
        (820, 500),
    ),
    "people": Shot("administrator", "/people/", ("main",), window=(820, 480)),
    "plans": Shot(
        "administrator",
        f"/plans/{PLAN}/1/revise/?what=2030",
        ("main",),
        window=(820, 460),
    ),
    "password": Shot("clerk", "/password/", ("main > *",), window=(820, 600)),
    "browser": Shot("official", PLACE, ("#rows",), scroll_to("#rows"), (390, 420)),
}


# ------------------------------------------------------------- making one


def sign_in(page, site, name):
    client = Client()
    client.force_login(User.objects.get(username=f"yanshi-{name}"))
    cookie = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": cookie, "value": client.cookies[cookie].value, "url": site}]
    )


def walk(shot: Shot, page, site):
    """Open the page and do what the picture shows; return its frame in the window."""
    sign_in(page, site, shot.who)
    path = shot.path() if callable(shot.path) else shot.path
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    shot.do(page)
    page.evaluate(CHINESE)
    return frame(shot, page)


def frame(shot: Shot, page) -> dict:
    """Return the rectangle around what the shot frames, within the window."""
    width, height = shot.window
    boxes = [page.locator(one).first.bounding_box() for one in shot.frame]
    if not boxes:
        top = int(page.locator(".site").bounding_box()["height"]) + 1
        return {"x": 0, "y": top, "width": width, "height": height - top}
    left = max(0, min(box["x"] for box in boxes) - 4)
    top = max(0, min(box["y"] for box in boxes) - 4)
    right = min(width, max(box["x"] + box["width"] for box in boxes) + 4)
    bottom = min(height, max(box["y"] + box["height"] for box in boxes) + 4)
    x, y = int(left), int(top)
    return {"x": x, "y": y, "width": int(right) - x, "height": int(bottom) - y}


def read(page, area=None) -> list[str]:
    """Return the names on the page, or within an area of the window, in reading
    order, each number as N."""
    return page.evaluate(READ, {"area": area, "named": NAMED})


def keep(slug: str, page, area, names: list[str]) -> None:
    """Write a picture and what it shows."""
    session = page.context.new_cdp_session(page)
    scroll = page.evaluate("({x: scrollX, y: scrollY})")
    clip = {**area, "x": area["x"] + scroll["x"], "y": area["y"] + scroll["y"]}
    taken = session.send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": 82, "clip": {**clip, "scale": 1}},
    )
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{slug}.webp").write_bytes(base64.b64decode(taken["data"]))
    about = {"width": area["width"], "height": area["height"], "names": names}
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (FOLDER / f"{slug}.json").write_text(text + "\n", "utf-8")


def kept(slug: str) -> list[str]:
    """Return the names that the picture of a topic was made from."""
    return json.loads((FOLDER / f"{slug}.json").read_text("utf-8"))["names"]
