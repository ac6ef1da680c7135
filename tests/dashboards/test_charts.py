"""The indicator chart: what is drawn of a plan row, as data and layout of a figure."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.charts import indicator_chart
from dashboards.charts.frame import Frame
from dashboards.charts.label_space import LabelSpace, width, wrapped
from dashboards.pages import captions
from dashboards.rows import Aim, PlanRow
from dashboards.values import LevelSeries, YearValue
from indicators.rules.assessment import Case, Result
from tests.tables import every

CASES = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "data" / "assessment_examples.json").read_text(
            "utf-8"
        )
    )["examples"]
}


def plan_row(name, **fields):
    """The PlanRow of a worked example of assessment README B10."""
    case = CASES[name]
    indicator, result = case["indicator"], case["result"]
    baseline = indicator.get("baseline") or {}
    resolved = {m["year"]: m for m in result["milestones"]}
    aims = tuple(
        Aim(
            year=m["year"],
            printed=m.get("raw") or str(m.get("value", m["kind"])),
            kind=m["kind"],
            value=None if m["kind"] == "range" else resolved[m["year"]]["target"],
            lo=m.get("lo"),
            hi=m.get("hi"),
        )
        for m in indicator["milestones"]
    )
    about = {
        "region_code": "511700",
        "region_name": "达州市",
        "key": "1",
        "order": 1,
        "indicator": "x",
        "unit": indicator["unit"],
        "label": indicator["name"],
        "in_table": True,
        "domain": "",
        "unit_label": indicator["unit"],
        "direction": indicator["direction"],
        "decimals": indicator["decimals"],
        "baseline_raw": str(baseline.get("value", "")),
        "baseline": str(baseline.get("value", "")),
        "baseline_year": baseline.get("year"),
        "baseline_value": baseline.get("value"),
        "aims": aims,
        "code": result["status"],
        "flags": tuple(result["flags"]),
        "result": Result.from_dict(result),
        "case": Case.from_dict(case),
        "as_of": case["as_of"],
    }
    return PlanRow(**about | fields)


def observed(name, **marks):
    return [
        YearValue(
            o["year"],
            None if o.get("value") is None else Decimal(str(o["value"])),
            missing=o.get("missing_reason", ""),
            breaks=o.get("break", False),
            **marks,
        )
        for o in CASES[name]["observations"]
    ]


def drawn(name, levels=(), values=None, **fields):
    row = plan_row(name, **fields)
    values = observed(name) if values is None else values
    return indicator_chart.trend(
        row, values, levels, "达州", row.unit_label, decimals=1
    )


def traces(figure, meta):
    return [t for t in figure["data"] if t["meta"] == meta]


def segments(trace):
    """The years that a line with gaps joins."""
    return list(zip(trace["x"][::3], trace["x"][1::3], strict=True))


def shapes(figure, name):
    return [s for s in figure["layout"]["shapes"] if s["name"] == name]


def texts(figure, name=""):
    notes = figure["layout"]["annotations"]
    return [n["text"] for n in notes if n.get("name", "").startswith(name)]


# ------------------------------------------------------------------ own values


def test_baseline_opens_the_line_and_is_a_square():
    figure = drawn("E01")

    (line,) = traces(figure, "own")
    (square,) = traces(figure, "baseline")
    assert segments(line)[0] == (2015, 2016)
    assert (square["x"], square["y"]) == ([2015], [75.0])
    assert texts(figure, "baseline") == ["基期 75.0"]


def test_a_year_without_a_value_is_a_gap_in_the_line():
    values = [YearValue(y, Decimal(v)) for y, v in ((2018, 1), (2019, 2), (2021, 3))]

    figure = indicator_chart.trend(None, values, [], "达州", "岁")

    assert segments(*traces(figure, "own")) == [(2018, 2019)]


def test_a_year_missing_on_purpose_is_a_gap_and_no_dot():
    values = [YearValue(y, Decimal(1)) for y in (2018, 2019, 2021, 2022)]
    values.insert(2, YearValue(2020, None, missing="尚未公布"))

    figure = indicator_chart.trend(None, values, [], "达州", "岁")

    assert segments(*traces(figure, "own")) == [(2018, 2019), (2021, 2022)]
    assert 2020 not in traces(figure, "dots")[0]["x"]


def test_a_survey_every_five_years_is_joined():
    values = [YearValue(y, Decimal(1)) for y in (2010, 2015, 2020)]

    figure = indicator_chart.trend(None, values, [], "达州", "%", period=5)

    assert segments(*traces(figure, "own")) == [(2010, 2015), (2015, 2020)]


def test_demo_values_are_thin_and_hatched_real_ones_filled():
    values = [
        YearValue(2019, Decimal(1), demo=True),
        YearValue(2020, Decimal(2), demo=True),
        YearValue(2021, Decimal(3)),
        YearValue(2022, Decimal(4)),
    ]

    figure = indicator_chart.trend(None, values, [], "达州", "岁")

    (thin,), (thick,) = traces(figure, "demo"), traces(figure, "own")
    assert segments(thin) == [(2019, 2020), (2020, 2021)]
    assert segments(thick) == [(2021, 2022)]
    assert thin["line"]["width"] < thick["line"]["width"]
    assert not any("dash" in trace["line"] for trace in (thin, thick))
    (hatched,), (filled,) = traces(figure, "demo-dots"), traces(figure, "dots")
    assert (hatched["x"], filled["x"]) == ([2019, 2020], [2021, 2022])
    assert hatched["marker"]["symbol"] == "circle-x-open"
    assert "symbol" not in filled["marker"]


def test_a_definition_break_breaks_the_line_and_is_marked():
    values = [
        YearValue(y, Decimal(y - 2000), breaks=y == 2021) for y in range(2019, 2023)
    ]

    figure = indicator_chart.trend(None, values, [], "达州", "%")

    assert segments(*traces(figure, "own")) == [(2019, 2020), (2021, 2022)]
    assert shapes(figure, "break")[0]["x0"] == 2020.5
    assert "口径变更" in texts(figure)


def test_nothing_to_draw_is_no_figure():
    nothing = [YearValue(2020, None, missing="本级不统计")]

    assert indicator_chart.trend(None, nothing, [], "达州", "岁") is None


# --------------------------------------------------------------------- targets


def test_a_bar_stands_at_each_target_with_its_words():
    figure = drawn("E01")

    assert [s["y0"] for s in shapes(figure, "target")] == [77.3, 78.2, 79.0]
    assert texts(figure, "aim") == ["77.3", "78.2", "79.0"]


@pytest.mark.parametrize("name, side", [("E01", 1), ("E06", -1)])
def test_the_arrow_points_to_where_the_target_is_met(name, side):
    arrows = [n for n in drawn(name)["layout"]["annotations"] if n["showarrow"]]

    assert arrows and all(n["yshift"] * side > 0 for n in arrows)


def test_a_relative_target_is_drawn_at_what_it_resolves_to():
    levels = [s["y0"] for s in shapes(drawn("E06"), "target")]

    assert levels == pytest.approx([17.586, 15.632, 13.678])


def test_a_relative_target_without_a_base_is_words_alone():
    aim = Aim(2030, "降低20%", "", "relative")

    figure = drawn("E01", aims=(aim,))

    assert not shapes(figure, "target") and texts(figure, "aim") == ["降低20%"]


def test_targets_of_other_levels_and_superseded_ones_are_not_drawn():
    aims = (
        Aim(2030, "80", "", "value", value=80.0),
        Aim(2030, "81", "", "value", value=81.0, issuer="四川省"),
        Aim(2030, "82", "", "value", value=82.0, superseded=True),
    )

    figure = drawn("E01", aims=aims)

    assert texts(figure, "aim") == ["80"]


def test_a_target_is_drawn_as_printed():
    aims = (Aim(2030, ">0.008万亿元", "", "value", value=80.0),)

    figure = drawn("E01", aims=aims)

    assert texts(figure, "aim") == [">0.008万亿元"]


def test_a_direction_is_measured_by_the_milestone_year_before_it():
    figure = drawn("E13")

    bars = [(round(s["x0"]), s["y0"]) for s in shapes(figure, "target-open")]
    assert bars == [(2025, 79.0), (2030, 82.2)]  # 2020's value, then the newest


def test_a_reference_target_is_drawn_as_the_reference_and_the_amount():
    figure = drawn("E25")

    (line,) = traces(figure, "reference")
    (bar,) = shapes(figure, "target-open")
    assert line["name"].endswith("+5")
    assert line["y"][-1] == bar["y0"] == pytest.approx(31.87 + 5)


def test_a_level_that_is_itself_the_target_is_drawn_once():
    case = CASES["E25"]
    milestone = case["indicator"]["milestones"][0] | {"change": 0, "reference": "全国"}
    indicator = case["indicator"] | {"milestones": [milestone]}
    level = LevelSeries("全国", ((2022, Decimal("27.78")), (2023, Decimal("29.7"))))

    figure = drawn(
        "E25", levels=[level], case=Case.from_dict(case | {"indicator": indicator})
    )

    assert not traces(figure, "upper")
    assert [t["name"] for t in traces(figure, "reference")] == ["全国"]


def test_a_range_is_two_bars_and_the_field_between():
    figure = drawn("E37")

    assert [s["y0"] for s in shapes(figure, "target")] == [103, 107]
    (field,) = shapes(figure, "target-range")
    assert (field["y0"], field["y1"]) == (103, 107)


def test_a_limit_is_a_stair_with_a_hatched_far_side():
    figure = drawn("E09")

    (far,), (stair,) = traces(figure, "edge"), traces(figure, "limit")
    assert stair["y"] == [5.3, 5.3, 5.3, 5.3, 5.2, 5.2, 4.8, 4.8]
    assert all(b > a for a, b in zip(stair["y"], far["y"], strict=True))
    assert stair["fillpattern"]["shape"] == "/"
    assert not traces(figure, "path")


def test_the_path_is_dashed():
    points = [[2015, 75.0], [2016, 75.46], [2017, 75.92]]

    result = Result.from_dict(CASES["E01"]["result"] | {"path": points})
    figure = drawn("E01", result=result)

    (path,) = traces(figure, "path")
    assert path["x"] == [2015, 2016, 2017] and path["line"]["dash"]


# -------------------------------------------------------------------- forecast


def test_the_wedge_opens_from_the_latest_value_to_the_next_milestone():
    ahead = CASES["E01"]["result"]["projection"]

    figure = drawn("E01")

    (wedge,), (middle,) = traces(figure, "wedge"), traces(figure, "forecast")
    assert wedge["x"] == [2023, 2025, 2025, 2023]
    assert wedge["y"] == [77.9, ahead["hi"], ahead["lo"], 77.9]
    assert middle["y"] == [77.9, ahead["point"]]


def test_without_an_interval_there_is_no_wedge():
    figure = drawn("E53")

    assert traces(figure, "forecast") and not traces(figure, "wedge")


@pytest.mark.parametrize("end", ["hi", "lo", "point"])
def test_at_a_natural_bound_there_is_no_wedge(end):
    bound = CASES["E01"]["result"]["projection"][end]
    bounds = [bound, None] if end == "lo" else [None, bound]
    measure = CASES["E01"]["indicator"] | {"bounds": bounds}
    at_limit = Case.from_dict(CASES["E01"] | {"indicator": measure})

    figure = drawn("E01", case=at_limit)

    assert traces(figure, "forecast") and not traces(figure, "wedge")


def test_a_limit_at_a_natural_bound_has_no_band():
    case = CASES["E09"]
    bounded = Case.from_dict(
        case | {"indicator": case["indicator"] | {"bounds": [4.8, None]}}
    )

    figure = drawn("E09", case=bounded)

    (stair,) = traces(figure, "limit-end")
    assert "fill" not in stair and not traces(figure, "edge")


def test_the_year_of_a_target_says_target_and_forecast_when_pointed_at():
    figure = drawn("E01")

    target, ahead = traces(figure, "hover")
    assert (target["name"], ahead["name"]) == ("目标", "预计")
    assert target["x"] == [2020, 2025, 2030] and ahead["x"] == [2025]
    assert target["customdata"] == ["77.3", "78.2", "79.0"]
    assert ahead["customdata"][0].startswith("78.")


@pytest.mark.parametrize(
    "name, words",
    [
        ("E01", "77.9 +0.06"),  # on the path
        ("E02", "77.0 −0.84"),
        ("E10", "5.0 −0.20"),  # under a limit
        ("E25", "35.5"),  # judged against the nation: no distance in own figures
        ("E37", "110.5"),  # a range
    ],
)
def test_the_last_value_stands_with_its_distance_from_what_is_due(name, words):
    notes = drawn(name)["layout"]["annotations"]

    (last,) = [n["text"] for n in notes if n.get("name") in ("last", "gap")]
    assert last.replace("<br>", " ").replace("<b>", "").replace("</b>", "") == words


def test_the_forecast_of_a_difference_is_not_drawn_among_values():
    assert not traces(drawn("E26"), "forecast")


# ------------------------------------------------------- levels, day, the frame


def test_levels_above_are_named_at_their_ends_with_their_gaps():
    level = LevelSeries("全国", tuple((y, Decimal("78")) for y in (2018, 2019, 2021)))

    figure = drawn("E01", levels=[level])

    (line,) = traces(figure, "upper")
    assert line["x"] == [2018, 2019, None, 2021]
    assert texts(figure, "level") == ["全国"]
    assert texts(figure, "region") == ["达州"]


def test_the_year_of_assessment_is_a_dotted_vertical():
    (day,) = shapes(drawn("E01"), "day")

    assert (day["x0"], day["line"]["dash"]) == (2024, "dot")


def test_the_axis_follows_what_is_drawn_not_zero():
    low, high = drawn("E01")["layout"]["yaxis"]["range"]

    assert 73 < low < 75 and 79 < high < 81


def test_the_axis_does_not_run_past_a_natural_bound():
    low, _ = drawn("E27")["layout"]["yaxis"]["range"]
    _, high = drawn("E34")["layout"]["yaxis"]["range"]

    assert -2 < low <= 0 and 100 <= high < 101


def test_counts_have_whole_ticks():
    values = [YearValue(y, Decimal(2)) for y in (2018, 2019)]

    axis = indicator_chart.trend(None, values, [], "达州", "家", decimals=0)["layout"][
        "yaxis"
    ]

    assert axis["dtick"] >= 1 and axis["tickformat"] == ",.0f"


def test_colours_are_tokens_that_the_page_resolves():
    printed = json.dumps(drawn("E06"))

    assert "var(--ink)" in printed and "#" not in printed


def test_the_labels_come_placed_for_a_phone_too():
    figure = drawn("E01")

    names = [
        [n.get("name") for n in figure[k]["annotations"]] for k in ("layout", "phone")
    ]
    assert names[0] == names[1]
    assert figure["phone"]["height"] < figure["layout"]["height"]


@every("name", sorted(CASES))
def test_every_worked_example_is_drawn_in_json(name):
    figure = drawn(name)

    assert figure is None or json.dumps(figure, allow_nan=False)


# What its own label in the chart names, or belongs to something that is explained.
NAMED = {"own", "day", "edge", "hover"}


def test_whatever_is_drawn_is_explained_under_the_chart():
    figures = [figure for name in CASES if (figure := drawn(name))]
    kinds = {trace["meta"] for figure in figures for trace in figure["data"]}
    kinds |= {s["name"] for figure in figures for s in figure["layout"]["shapes"]}

    alone = {
        kind: captions.shapes({"data": [{"meta": kind}], "layout": {"shapes": []}})
        for kind in kinds - NAMED
    }

    assert kinds > NAMED and [kind for kind, said in alone.items() if not said] == []


# ---------------------------------------------------------------------- labels


@pytest.mark.parametrize(
    "printed, lines",
    [
        ("77.3", ["77.3"]),
        ("较2015年下降10%", ["较2015年下降", "10%"]),
        ("比全国平均水平高5个百分点", ["比全国平均水平高", "5个百分点"]),
        ("控制在14.5/10万及以下", ["控制在", "14.5/10万", "及以下"]),
    ],
)
def test_a_printed_notation_breaks_between_words_and_never_in_a_number(printed, lines):
    assert wrapped(printed).split("<br>") == lines


def test_a_label_moves_to_the_side_that_is_free():
    frame = Frame(2015, 2030, 70, 80, 1)
    line = {"mode": "lines", "x": [2015, 2030], "y": [74.6, 74.6], "meta": "own"}
    space = LabelSpace(frame, [line])
    below, above = ("center", "top", 0, -5), ("center", "bottom", 0, 5)

    found = space.place(2020, 75, "77.3", [below, above])

    assert found["yanchor"] == "bottom"


def test_two_labels_never_take_one_place():
    space = LabelSpace(Frame(2015, 2030, 70, 80, 1), [])
    places = [("center", "top", 0, -5), ("center", "bottom", 0, 5)]

    found = [space.place(2020, 75, "持续改善", places)["yanchor"] for _ in range(2)]

    assert found == ["top", "bottom"]


def test_width_counts_a_digit_as_half_a_character():
    assert width("基期") == 2 and width("75") < 1.3
