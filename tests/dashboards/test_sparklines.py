"""Sparklines: gaps stay gaps, nothing is styled inline, numbers only."""

import re
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from dashboards import summaries
from dashboards.charts import sparklines
from dashboards.rows import Point


def points(**values):
    return [
        Point(int(y[1:]), None if v is None else Decimal(v)) for y, v in values.items()
    ]


def strokes(svg, kind):
    return re.findall(rf'class="{kind}" d="([^"]*)"', svg)


def test_neighbours_are_joined():
    svg = sparklines.sparkline(points(y2018=1, y2019=2, y2020=3))

    assert len(strokes(svg, "line")) == 1
    assert strokes(svg, "line")[0].count("L") == 2


@pytest.mark.parametrize(
    "series",
    [
        points(y2015=1, y2016=2, y2019=3, y2020=4),  # years missing
        points(y2017=1, y2018=2, y2019=None, y2020=3, y2021=4),  # missing on purpose
    ],
)
def test_a_gap_in_the_data_is_a_gap_in_the_line(series):
    assert len(strokes(sparklines.sparkline(series), "line")) == 2


def test_a_survey_every_five_years_is_joined():
    svg = sparklines.sparkline(points(y2015=1, y2020=2), period=5)

    assert len(strokes(svg, "line")) == 1


def test_a_change_of_definition_breaks_the_line():
    series = [*points(y2019=1, y2020=2), Point(2021, Decimal(3), breaks=True)]

    svg = sparklines.sparkline(series)

    assert strokes(svg, "line")[0].count("L") == 1


def test_demo_values_are_drawn_apart():
    series = [*points(y2019=1, y2020=2), Point(2021, Decimal(3), demo=True)]

    svg = sparklines.sparkline(series)

    assert (len(strokes(svg, "line")), len(strokes(svg, "demo"))) == (1, 1)


def test_the_path_is_drawn_and_the_last_value_marked():
    svg = sparklines.sparkline(points(y2020=1), [(2015, 1.0), (2030, 2.0)], stale=True)

    assert len(strokes(svg, "path")) == 1
    assert 'class="last stale"' in svg


def test_nothing_to_draw_is_no_picture():
    assert sparklines.sparkline([]) == ""
    assert sparklines.sparkline(points(y2020=None)) == ""


def test_a_flat_series_stays_inside_the_picture():
    svg = sparklines.sparkline(points(y2019=5, y2020=5))

    numbers = [float(n) for n in re.findall(r"[\d.]+", strokes(svg, "line")[0])]
    assert all(0 <= n <= sparklines.WIDTH for n in numbers)


def test_the_sparklines_of_a_table_share_one_axis_of_years():
    short, long = points(y2024=1, y2025=2), points(y2015=1, y2020=2, y2025=3)
    rows = [SimpleNamespace(series=s, steps=[]) for s in (short, long)]
    rows.append(SimpleNamespace(series=[], steps=[(2015, 1.0), (2030, 2.0)]))

    years = sparklines.span(rows)
    one, two = (sparklines.sparkline(s, years=years) for s in (short, long))

    assert years == (2015, 2030)
    last = [re.findall(r'class="last" cx="([^"]+)"', svg) for svg in (one, two)]
    assert last[0] == last[1] and float(last[0][0]) < sparklines.WIDTH * 0.75
    assert sparklines.span([]) is None


def test_the_svg_is_well_formed_and_carries_no_style():
    svg = sparklines.sparkline(points(y2019=1, y2020=2), label='<a & "b">')

    assert ElementTree.fromstring(svg).get("aria-label") == '<a & "b">'
    assert "style" not in svg


def test_bar_fills_its_width():
    found = summaries.summary(
        [summaries.Tally("achieved"), summaries.Tally("behind", count=3)]
    )

    svg = ElementTree.fromstring(sparklines.bar(found))

    last = svg.findall("rect")[-1]
    assert float(last.get("x")) + float(last.get("width")) == pytest.approx(1000)
