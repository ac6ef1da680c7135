"""The drawing of a chart: complete, well formed, escaped, its labels free of lines.

Measured on the figures of the six plans and of the worked examples, on a screen and
on a phone.
"""

import math
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from dashboards import queries
from dashboards.charts import indicator_chart, markup, picture, svg
from dashboards.charts.label_space import size
from dashboards.charts.paper import PICTURE, SCREEN
from dashboards.pages.indicator import SeenIndicator
from dashboards.rows import Aim
from dashboards.values import LevelSeries, YearValue
from indicators.models import Indicator, Plan
from tests.dashboards.test_charts import CASES, drawn, observed, plan_row

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [False, True]


@pytest.fixture
def figures(plans_with_demo, db):
    """The figure of each plan row of the six plans, by plan and label."""
    found = {}
    for plan in Plan.objects.select_related("region"):
        ids = plan.rows.values_list("indicator", flat=True)
        for concept in Indicator.objects.filter(pk__in=ids):
            asked = [plan], plan.region, concept, (), ()
            rows = queries.rows_of_indicator(*asked)
            values = queries.values(*asked[1:])
            levels = queries.levels_above(*asked[1:])
            about = plan.region, concept, [plan], rows, values, levels, (), ()
            for row in rows:
                for paper in (SCREEN, PICTURE):
                    figure = SeenIndicator(*about).trend(row, paper)
                    if figure is not None:
                        found[f"{plan.code}/{row.key} {paper.total}"] = figure
    return found


def elements(root, name):
    return list(root.iter(SVG + name))


def numbers_of(node):
    """Every number in the geometry of an element."""
    names = ("d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height")
    text = " ".join(node.get(name, "") for name in (*names, "points"))
    return [float(n) for n in re.findall(r"-?[\d.]+", text)]


# ---------------------------------------------------------------- boxes and lines


def label_boxes(root):
    """(words, left, top, right, bottom) of each label, by the widths of its letters."""
    letter = float(root.get("font-size"))
    found = []
    for label in root.iter(SVG + "text"):
        if label.get("class") != "label":
            continue
        spans = list(label)
        across, high = size("<br>".join(s.text or "" for s in spans), letter)
        x, first = float(spans[0].get("x")), float(spans[0].get("y"))
        share = {"start": 0, "middle": 0.5, "end": 1}[label.get("text-anchor")]
        top = first - 0.36 * letter - high / len(spans) / 2
        left = x - share * across
        words = " ".join(s.text or "" for s in spans)
        found.append((words, left, top, left + across, top + high))
    return found


def segments(root):
    """(what, x0, y0, x1, y1) of everything straight that no label may touch."""
    found = []
    for group in root.iter(SVG + "g"):
        if group.get("data-meta") in (None, "wedge", "edge"):
            continue
        for path in group.iter(SVG + "path"):
            if path.get("fill") != "none":
                continue
            for run in path.get("d").split("M")[1:]:
                points = [tuple(map(float, p.split())) for p in run.split("L")]
                found += [
                    (group.get("data-meta"), *one, *two)
                    for one, two in zip(points, points[1:], strict=False)
                ]
    for line in root.findall(SVG + "line"):
        if line.get("class") != "leader":
            ends = (float(line.get(name)) for name in ("x1", "y1", "x2", "y2"))
            found.append((line.get("class") or "shape", *ends))
    return found


def touches(box, segment):
    """Whether a straight line passes through a box (Liang and Barsky)."""
    left, top, right, bottom = box
    x0, y0, x1, y1 = segment
    enter, leave = 0.0, 1.0
    for step, low, high in (
        (x1 - x0, left - x0, right - x0),
        (y1 - y0, top - y0, bottom - y0),
    ):  # noqa: E501
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        near, far = sorted((low / step, high / step))
        enter, leave = max(enter, near), min(leave, far)
    return enter <= leave


def overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def covered(root):
    """What the labels of a drawing touch, as sentences; labels that leave it, too."""
    boxes, found = label_boxes(root), []
    _, _, width, height = map(float, root.get("viewBox").split())
    for number, (words, *box) in enumerate(boxes):
        found += [f"{words} on {s[0]}" for s in segments(root) if touches(box, s[1:])]
        found += [f"{words} on {o[0]}" for o in boxes[:number] if overlap(box, o[1:])]
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            found.append(f"{words} leaves the drawing")
    return found


def test_the_measure_finds_a_line_through_a_box():
    assert touches((0, 0, 10, 10), (-5, 5, 15, 6))
    assert touches((0, 0, 10, 10), (2, 2, 3, 3))
    assert not touches((0, 0, 10, 10), (-5, 5, 5, 16))
    assert overlap((0, 0, 2, 2), (1, 1, 3, 3))
    assert not overlap((0, 0, 2, 2), (2, 0, 3, 3))


# -------------------------------------------------------------------- every figure


def test_each_row_of_the_six_plans_is_drawn_whole_and_legible(figures):
    assert len({name.split("/")[0] for name in figures}) == 6
    problems = []
    for name, figure in figures.items():
        for narrow in SIZES:
            text = svg.drawing(figure, name, narrow=narrow)
            root = ElementTree.fromstring(text)
            problems += [f"{name} {narrow}: {what}" for what in covered(root)]
            assert all(
                math.isfinite(n) for node in root.iter() for n in numbers_of(node)
            )
            assert "nan" not in text.lower() and "None" not in text
            groups = [g for g in elements(root, "g") if g.get("data-trace")]
            shown = [t["meta"] for t in figure["data"] if t["meta"] != "hover"]
            assert [g.get("data-meta") for g in groups] == shown
            # an edge has no mark of its own: the band of the limit after it ends there
            assert all(len(g) for g in groups if g.get("data-meta") != "edge")
    assert "\n".join(problems) == ""


@pytest.mark.parametrize("narrow", SIZES)
@pytest.mark.parametrize("name", sorted(CASES))
def test_each_worked_example_is_drawn_legibly(name, narrow):
    level = LevelSeries("全国", tuple((y, Decimal("60")) for y in (2018, 2019, 2021)))
    for levels in ((), (level,)):
        figure = drawn(name, levels)
        if figure is None:
            continue

        root = ElementTree.fromstring(svg.drawing(figure, name, narrow=narrow))

        assert covered(root) == []


# ------------------------------------------------------------------- what is drawn


def root_of(figure, **options):
    return ElementTree.fromstring(svg.drawing(figure, "名称", "说明", **options))


def test_it_says_to_a_screen_reader_what_it_is():
    root = root_of(drawn("E01"), key="figure-3")

    ids = {node.get("id"): node.text for node in root if node.get("id")}
    assert root.get("role") == "img"
    assert [ids[i] for i in root.get("aria-labelledby").split()] == ["名称", "说明"]


def test_the_two_sizes_share_no_id():
    both = [svg.drawing(drawn("E09"), "x", narrow=narrow) for narrow in SIZES]

    found = [set(re.findall(r' id="([^"]+)"', text)) for text in both]
    assert found[0] and not found[0] & found[1]


def test_the_last_value_and_its_gap_stand_at_the_end_of_the_line():
    words = [box[0] for box in label_boxes(root_of(drawn("E01")))]

    assert "77.9 +0.06" in words  # 77.9 − 77.84 of the worked example


def test_real_values_are_filled_and_demo_values_hatched():
    values = [YearValue(2020, Decimal(1), demo=True), YearValue(2021, Decimal(2))]
    figure = indicator_chart.trend(None, values, [], "达州", "岁")

    dots = [g for g in root_of(figure).iter(SVG + "g") if "dots" in str(g.attrib)]

    fills = {g.get("data-meta"): list(g)[0].get("fill") for g in dots}
    assert fills["dots"] == "var(--ink)"
    assert fills["demo-dots"].startswith("url(#")


def test_a_gap_stays_a_gap():
    values = [YearValue(y, Decimal(y - 2000)) for y in (2018, 2019, 2021, 2022)]
    figure = indicator_chart.trend(None, values, [], "达州", "岁")

    (line,) = [s for s in root_of(figure).iter(SVG + "path")]

    assert line.get("d").count("M") == 2


def test_a_target_without_a_year_has_no_place_and_no_mark():
    aims = (Aim(None, "持续提高到80", "", "value", value=80.0),)

    root = root_of(drawn("E01", aims=aims))

    assert not [box for box in label_boxes(root) if "80" in box[0]]


@pytest.mark.parametrize("narrow", SIZES)
def test_names_from_the_database_stay_letters(narrow):
    hostile = '<script>alert(1)</script><a href="//x">&"\x00\ufffe]]>'
    level = LevelSeries(hostile, ((2022, Decimal(78)), (2023, Decimal(79))))
    aims = (Aim(2030, hostile, "", "value", value=80.0),)
    row = plan_row("E01", aims=aims, baseline=hostile)
    figure = indicator_chart.trend(
        row, observed("E01"), [level], hostile, hostile, decimals=1
    )

    text = svg.drawing(figure, hostile, hostile, narrow=narrow)

    root = ElementTree.fromstring(text)
    assert not [n for n in root.iter() if n.tag in (SVG + "script", SVG + "a")]
    assert "<script" not in text and "<a " not in text
    assert root.find(SVG + "title").text == hostile.replace("\x00\ufffe", "")


def test_colours_are_tokens_and_there_is_no_inline_style():
    text = svg.drawing(drawn("E09"), "x")

    assert "var(--ink)" in text and "style=" not in text
    assert not re.search(r"#[0-9a-f]{3}", text)


def test_a_picture_has_no_tokens_left():
    text = svg.drawing(drawn("E09"), "x", colours=picture.PAPER)

    assert not markup.TOKEN.search(text) and picture.PAPER["--accent"] in text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: f["data"][0].update(type="bar"),
        lambda f: f["data"][0].update(fill="tozeroy"),
        lambda f: f["data"][-1].update(
            marker={"symbol": "star", "size": 3, "color": ""}
        ),  # noqa: E501
        lambda f: f["layout"]["shapes"][0].update(type="path"),
        lambda f: f["data"][0].update(x=[float("nan"), 1], y=[1, 2]),
    ],
)
def test_what_it_cannot_draw_is_an_error_and_not_left_out(spoil):
    figure = drawn("E01")
    figure["data"] = [t for t in figure["data"] if t["meta"] != "hover"]
    spoil(figure)

    with pytest.raises(ValueError):
        svg.drawing(figure, "x")


@pytest.mark.parametrize(
    "value, expected",
    [
        (0, "0"),
        (-0.001, "0"),
        (-0.5, "-0.5"),
        (10, "10"),
        (1.006, "1.01"),
        (-20, "-20"),
    ],
)
def test_a_coordinate_is_short_and_exact(value, expected):
    assert markup.number(value) == expected
