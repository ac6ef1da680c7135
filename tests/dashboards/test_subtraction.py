"""Who subtracts what a row prints finds the distance it prints: every row of every
list, sheet and answer of the six plans and of 300 plans made up."""

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest

from dashboards import queries, summaries
from dashboards.queries import export, workbook
from dashboards.queries.plan_rows import rows_of_scope
from dashboards.reports import progress_main
from dashboards.rows import Point
from dashboards.selection import Selection
from dashboards.templatetags import plans as show
from indicators.models import Indicator, Plan
from indicators.pages.review import positions
from indicators.rules import explain
from regions import access
from regions.models import Membership, Region, User
from tests.dashboards import random_plans
from tests.dashboards.subtraction import (
    NUMBER,
    PrintedRow,
    digits,
    number,
    read,
    wrong,
)
from tests.worlds import world

pytestmark = pytest.mark.django_db
GOOD = ("achieved", "maintained", "ahead", "on_path")
MISSED = ("not_met", "breached", "far_behind", "reversed")
TABLE = re.compile(r"<table.*?</table>", re.S)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.S)


@world(on="mapped")
def plans_of_dice():
    """300 plans made up, with series, references and verdicts."""
    random_plans.fill()


def plain(markup) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def split(markup) -> tuple[str, str]:
    """Return what stands before the small print, and the first of it."""
    first, _, rest = str(markup).partition("<small>")
    return plain(first), plain(rest.partition("</small>")[0])


def printed(row) -> PrintedRow | None:
    """Return what a list prints of a row, None where nothing is due."""
    asked, note = split(show.due(row))
    value, year = split(show.latest(row))
    if asked == "—":
        return None
    return PrintedRow(value, year.split()[0], asked, note)


def rows_of(plan, counts=True):
    code = plan.region.code
    own = [code] if counts else []
    return queries.plan_rows(plan, own, own, table=True, prose=True)


def problems(row) -> list[str]:
    """Return what is wrong with what a list prints of a row."""
    shown = printed(row)
    if shown is None:
        return []
    found = [wrong(shown, row.sign), *_coherent(row, shown), *_digits(row, shown)]
    return [f"{row.key} {row.label}: {why}; {shown}" for why in found if why]


def _coherent(row, shown):
    """Yield where year, side and verdict do not belong together."""
    made, result = read(shown), row.result
    state = next((m for m in result.milestones if m.year == result.focus_year), None)
    final = row.code == "not_met" or (
        row.code == "achieved" and state.state == "met" and row.reason != "early"
    )
    year = result.latest_year
    if final:
        year = result.record_year or result.focus_year
        if "proxy_year" in state.flags:
            year = made.year
    if made.year != year:
        yield f"the value is of {made.year}, judged was {year}"
    tolerated = "在允许幅度内" in made.words or "early" in row.flags
    pooled = "small_numbers" in row.flags or "short_pool" in row.flags
    if row.code in GOOD and made.words.startswith("差") and not (tolerated or pooled):
        yield f"{row.code} and {made.words}"
    if row.code in MISSED and made.words.startswith("优"):
        yield f"{row.code} and {made.words}"
    if made.aim_year and made.aim_year not in {m.year for m in result.milestones}:
        yield f"no milestone of {made.aim_year}"


def _digits(row, shown):
    """Yield figures with more digits than the indicator's and one."""
    made = read(shown)
    most = max([row.decimals + 1, *(digits(a.printed) for a in row.goals)])
    for text in (shown.value, made.words):
        numbers = re.findall(r"\d+(?:\.\d+)?", text)
        if any(digits(n) > most for n in numbers):
            yield f"too many digits: {text}"
    is_whole = row.decimals == 0 and "." not in f"{shown.asked}{shown.note}"
    if is_whole and "." in made.words:
        yield f"a count with decimals: {made.words}"


def partition(rows) -> list[str]:
    """Return what does not add up in the counts of rows."""
    found = summaries.summary(summaries.tallies(rows))
    kept = {
        part.code: sum(summaries.matches(row, part.code) for row in rows)
        for part in (*found.tiles, *found.categories)
    }
    shown = {p.code: p.count for p in (*found.tiles, *found.categories)}
    sums = [
        (sum(p.count for p in found.tiles), found.total),
        (found.total, found.assessable + found.unassessable),
        (found.assessable, found.closed + found.in_force),
        (sum(p.count for p in found.groups), found.in_force),
        (found.on_course + found.stale + found.watch + found.bad, found.in_force),
        (len(rows), found.total + found.not_applicable),
    ]
    return [f"{a} ≠ {b}" for a, b in sums if a != b] + [
        f"{code}: {kept[code]} kept, {shown[code]} counted"
        for code in shown
        if kept[code] != shown[code]
    ]


def lines_of(selection):
    asked = export.scope(selection, None)
    known, where = workbook.concepts(), workbook.places(asked)
    return workbook.lines(asked, known, where, workbook.figures(asked, known))


SHEET = ("评价用值", "应达到", "差距（优为正）")


def sheet_problems(line) -> list[str]:
    """Return what is wrong in the columns of the sheet 指标进展."""
    columns = {c.heading: c for c in progress_main.main_columns()}
    value, asked, gap = (columns[name].say(line) for name in SHEET)
    if gap is None or value is None or isinstance(asked, str):
        return []
    better = line.row.sign * (value - asked)
    half = 0.5 * 10.0 ** min(value.as_tuple().exponent, gap.as_tuple().exponent)
    if abs(float(better - gap)) > half * 1.000001:
        return [f"{line.row.key}: {value} − {asked} ≠ {gap}"]
    return []


@pytest.mark.usefixtures("plans_with_demo")
@pytest.mark.parametrize("counts", [True, False])
def test_lists_of_the_six_plans_add_up(counts):
    rows = [
        r for p in Plan.objects.select_related("region") for r in rows_of(p, counts)
    ]

    assert [why for row in rows for why in problems(row)] == []
    assert sum(printed(row) is not None for row in rows) > 150


@pytest.mark.usefixtures("plans_with_demo")
def test_the_sheet_of_the_six_plans_adds_up():
    lines = lines_of(Selection())

    assert [why for line in lines for why in sheet_problems(line)] == []
    assert sum(line.shown is not None for line in lines) > 150


def printed_on(page):
    """Yield (name, row) of each row of a page's tables that says what is due."""
    for table in TABLE.findall(page):
        place = []
        for line in re.findall(r"<tr.*?</tr>", table, re.S):
            cells = CELL.findall(line)
            heads = [plain(cell) for cell in cells]
            if "应达到" in heads:
                place = [heads.index(name) for name in ("指标", "最新值", "应达到")]
                continue
            if not place or len(cells) <= max(place):
                continue  # the name of a domain, or of the paper
            name, latest, due = (cells[n] for n in place)
            (value, year), (asked, note) = split(latest), split(due)
            if asked != "—":
                yield plain(name), PrintedRow(value, year.split()[0], asked, note)


@pytest.fixture
def everywhere(client, db):
    """The client signed in as an official of the nation, on the six plans."""
    person = User.objects.create_user("official", password="一个够长的口令-2026")
    nation = Region.objects.get(code="100000")
    Membership.objects.create(user=person, region=nation, role=access.OFFICIAL)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.usefixtures("plans_with_demo")
def test_pages_of_the_six_plans_print_rows_that_add_up(everywhere):
    walked, wrong_rows = 0, []
    signs = {
        f"{row.label} {row.unit}": row.sign
        for plan in Plan.objects.select_related("region")
        for row in rows_of(plan, counts=False)
    }
    places = [f"/regions/{p.region.code}/?prose=1" for p in Plan.objects.all()]
    for place in ["/", *places]:
        page = everywhere.get(place).content.decode()
        for name, row in printed_on(page):
            walked += 1
            label = next(label for label in signs if name.startswith(label.strip()))
            why = wrong(row, signs[label])
            wrong_rows += [f"{place} {name}: {why}"] if why else []
    assert wrong_rows == []
    assert walked > 150


@pytest.mark.usefixtures("plans_with_demo")
def test_counts_of_the_six_plans_add_up_and_filters_keep_what_they_count():
    for plan in Plan.objects.select_related("region"):
        rows = [row for row in rows_of(plan) if row.goals]
        for in_table in (True, False):
            assert partition([r for r in rows if r.in_table == in_table]) == []


@pytest.mark.usefixtures("plans_with_demo")
def test_the_interface_tells_verdicts_that_add_up(everywhere):
    items, page = [], 1
    while page:
        answer = everywhere.get(f"/api/v1/assessments?page={page}&page_size=200").json()
        items += answer["items"]
        page = page + 1 if len(items) < answer["count"] else 0
    directions = dict(Indicator.objects.values_list("code", "direction"))
    told = [item for item in items if item["distance"] is not None]
    for item in told:
        sign = -1 if directions[item["indicator"]] == "down" else 1
        if item["due_value"] is not None:
            better = sign * (item["judged_value"] - item["due_value"])
            assert abs(better - item["distance"]) < 0.051, item
        if item["latest_value"] is None:
            assert item["latest_year"] is None
    assert len(told) > 150


@pytest.mark.usefixtures("plans_of_dice")
def test_lists_of_plans_made_up_add_up():
    plans = Plan.objects.select_related("region").order_by("code")[::6]
    rows = [row for plan in plans for row in rows_of(plan)]

    assert [why for row in rows for why in problems(row)] == []
    assert partition([row for row in rows if row.goals]) == []
    assert sum(printed(row) is not None for row in rows) > 30


@pytest.mark.usefixtures("plans_of_dice")
def test_all_plans_made_up_add_up():
    lines = lines_of(Selection())
    rows = [listed(line) for line in lines]

    assert [why for row in rows for why in problems(row)] == []
    assert partition([row for row in rows if row.goals]) == []
    assert [why for line in lines for why in sheet_problems(line)] == []
    assert len({line.row.plan for line in lines}) == random_plans.PLANS
    assert sum(printed(row) is not None for row in rows) > 200


AGAINST = re.compile(
    rf"年[^；。]*?(?P<value>{NUMBER})(?:/1?0?万|[^\d；。，（]*)，(?:[^；。]*按合并率)?"
    rf"(?P<side>高于|低于)序时目标(?P<gap>{NUMBER})"
)


def sentence_problems(row) -> list[str]:
    """Return what is wrong in the sentence at the head of an indicator page, beside
    the value due that stands under it."""
    if row.case is None or row.result.scale != "value":
        return []
    text = row.sentence.replace(row.case.indicator.measure.name, "")
    found = AGAINST.search(text)
    if found is None or "但在随机波动范围内" in text:  # there it names what is due
        return []
    value = number(found["value"])
    if pooled := re.search(rf"合并率({NUMBER})", row.sentence):
        value = number(pooled[1])
    lines = explain.arithmetic(row.case, row.result)
    due = next(n.result for n in lines if n.title.startswith("序时目标值"))
    moved = value - number(due)
    least = min(digits(found["gap"]), -value.as_tuple().exponent)  # of a pooled rate
    is_right = (moved > 0) == (found["side"] == "高于")
    if is_right and abs(abs(moved) - number(found["gap"])) <= Decimal(1).scaleb(-least):
        return []
    return [f"{row.key}: {row.sentence} {due}"]


def review_problems(row) -> list[str]:
    """Return what is wrong in the cell of a review page that says what is due."""
    last = max((y for y, _ in row.result.path or ()), default=None)
    rows = [o for o in row.case.observations if o.value is not None]
    if not rows or last is None or rows[-1].year > last:
        return []
    due, value = dict(row.result.path).get(rows[-1].year), rows[-1].value
    goal = SimpleNamespace(due=due)
    entry = SimpleNamespace(value=value)
    concept = SimpleNamespace(decimals=row.decimals, unit="")
    cell = SimpleNamespace(goal=goal, entry=entry, indicator=concept)
    place = positions.due(cell, row.sign)
    if place is None:
        return []
    told = number(positions.printed(value, concept))
    moved = told - number(place.figure)
    size = number(place.size or "0")
    side = {1: "高于", -1: "低于"}.get((moved > 0) - (moved < 0), "持平")
    is_right = abs(moved) == size and place.words.startswith(side)
    return [] if is_right else [f"{row.key}: {told} {place}"]


@pytest.mark.usefixtures("plans_of_dice")
def test_sentences_and_review_rows_of_plans_made_up_add_up():
    rows = [row for _r, _i, row in rows_of_scope(export.scope(Selection(), None))]

    assert [why for row in rows for why in sentence_problems(row)] == []
    assert [why for row in rows if row.case for why in review_problems(row)] == []
    assert sum(AGAINST.search(row.sentence) is not None for row in rows) > 40


@pytest.mark.usefixtures("plans_with_demo")
def test_sentences_and_review_rows_of_the_six_plans_add_up():
    rows = [row for _r, _i, row in rows_of_scope(export.scope(Selection(), None))]

    assert [why for row in rows for why in sentence_problems(row)] == []
    assert [why for row in rows if row.case for why in review_problems(row)] == []
    assert sum(AGAINST.search(row.sentence) is not None for row in rows) > 40


def listed(line):
    """Return the row of a sheet with its series, as a list has it."""
    points = tuple(
        Point(r.year, None if r.value is None else Decimal(repr(r.value)))
        for r in line.series
    )
    last = line.last
    year, value = (last.year, last.value) if last else (None, None)
    return replace(line.row, series=points, latest_year=year, latest_value=value)
