"""The chart of one indicator as a Plotly figure: rows → plain dict. Pure.

Plain dicts, not go.Figure: a hundred times cheaper. Colours are the
names of the page's tokens, "var(--ink)"; static/js/figures.js fills in what they
are in the theme at hand, so that one figure serves light, dark and paper. Every
trace and shape says in `meta` or `name` what it is: the caption names what is drawn.
"""

from collections.abc import Sequence

from dashboards.charts import marks, names, target_marks
from dashboards.charts.aims import limits, plan_path, reference_lines
from dashboards.charts.frame import (
    INK,
    INK2,
    LINE,
    SURFACE,
    Frame,
    axes,
)
from dashboards.charts.label_space import PHONE, SCREEN, LabelSpace, width
from dashboards.charts.series import forecast, own_line, upper
from dashboards.charts.words import Words
from dashboards.rows import PlanRow
from dashboards.values import LevelSeries, YearValue

# No boxes, no legend, nothing to drag.
CALM = {
    "showlegend": False,
    "hovermode": "x unified",
    "dragmode": False,
    "paper_bgcolor": SURFACE,
    "plot_bgcolor": SURFACE,
    "hoverlabel": {"bgcolor": SURFACE, "bordercolor": LINE, "font": {"color": INK}},
}


def trend(
    row: PlanRow | None,
    values: Sequence[YearValue],
    levels: Sequence[LevelSeries],
    name: str,
    unit: str,
    *,
    decimals: int = 1,
    period: int = 1,
    words: Words | None = None,
) -> dict | None:
    """Return the figure of one plan row, None with nothing to draw: {data, layout,
    phone}, the last being what replaces parts of the layout on a narrow screen.

    `values` are the region's own, `levels` those above; `row` None draws the
    values alone. Everything is in the indicator's unit, x in years.
    """
    words = words or Words()
    points = [v for v in values if v.value is not None]
    frame = Frame.around(row, points, levels, decimals)
    if frame is None:
        return None
    data: list[dict] = []
    if row is not None:
        data += limits(row, frame)
        data += plan_path(row, frame, words)
        data += reference_lines(row)
        data += forecast(row)
    data += upper(row, levels, frame)
    data += own_line(row, values, period, name, words)
    about = row, values, levels, name, words
    screen, phone = (
        _sheet(frame, unit, paper, _marks(frame, data, paper, *about))
        for paper in (SCREEN, PHONE)
    )
    return {"data": data, "layout": CALM | screen, "phone": phone}


def _marks(frame, data, paper, row, values, levels, name, words) -> dict:
    """Return shapes and annotations, placed for one size of paper."""
    space = LabelSpace(frame, data, paper)
    parts = [names.of_day(row, frame, words), names.of_breaks(values, words)]
    if row is not None:
        parts.append(target_marks.of_targets(row, space))
    notes = [n for part in parts for n in part["annotations"]]
    notes += names.of_baseline(row, space, words) + names.at_the_ends(data, space)
    if levels:  # alone in its chart the line needs no name
        notes += names.of_region(values, name, space)
    return {
        "shapes": [s for part in parts for s in part["shapes"]],
        "annotations": notes,
    }


def _sheet(frame, unit, paper, drawn) -> dict:
    """Return what of the layout depends on the size of the paper."""
    of_unit = {"xanchor": "left", "yanchor": "bottom", "xref": "paper"}
    name = marks.note(0, 1.03, unit, yref="paper", name="unit") | of_unit
    margin = {"l": paper.left, "t": paper.top, "b": paper.bottom}
    return {
        "height": paper.height,
        "margin": margin | {"r": _right(frame, drawn["annotations"], paper)},
        "font": {"family": "var(--sans)", "size": paper.letter, "color": INK2},
        **axes(frame, is_narrow=paper is PHONE),
        "shapes": drawn["shapes"],
        "annotations": [*drawn["annotations"], name],
    }


def _right(frame, notes, paper) -> int:
    """Return the right margin: room for a name at the end of a line that ends there."""
    ends = [n for n in notes if n.get("name") == "level" and n["xanchor"] == "left"]
    late = [width(n["text"]) for n in ends if n["x"] >= frame.last]
    return max(32, int(max(late, default=0) * paper.letter) + 12)
