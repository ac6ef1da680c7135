"""The chart of one indicator as a Plotly figure: rows → plain dict. Pure.

Plain dicts, not go.Figure: a hundred times cheaper. Colours are the
names of the page's tokens, "var(--ink)", so that one figure serves light, dark and
paper: svg.py draws it for all of them, static/js/figures.js makes it answer to the
pointer. Every
trace and shape says in `meta` or `name` what it is: the caption names what is drawn.
"""

from collections.abc import Sequence

from dashboards.charts import hover, names, target_marks
from dashboards.charts.aims import limits, plan_path, reference_lines
from dashboards.charts.frame import (
    INK,
    INK2,
    LINE,
    SURFACE,
    Frame,
    axes,
)
from dashboards.charts.label_space import LabelSpace, fitted
from dashboards.charts.paper import PHONE, SCREEN, Paper
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
    screen: Paper = SCREEN,
) -> dict | None:
    """Return the figure of one plan row, None with nothing to draw: {data, layout,
    phone}, the last being what replaces parts of the layout on a narrow screen.

    `values` are the region's own, `levels` those above; `row` None draws the
    values alone; `screen` is the wide paper. Everything is in the indicator's unit, x
    in years.
    """
    words = words or Words()
    points = [v for v in values if v.value is not None]
    frame = Frame.around(row, points, levels, decimals)
    if frame is None:
        return None
    data: list[dict] = []
    if row is not None:
        data += [*limits(row, frame), *plan_path(row, words)]
        data += [*reference_lines(row), *forecast(row)]
    data += upper(row, levels, frame)
    data += own_line(row, values, period, name, words)
    if row is not None:
        data += hover.of_years(row, words)
    about = row, values, levels, name, words
    sheets = [fitted(paper, frame, data) for paper in (screen, PHONE)]
    wide, narrow = (
        _sheet(frame, paper, _marks(LabelSpace(frame, data, paper), data, unit, *about))
        for paper in sheets
    )
    return {"data": data, "layout": CALM | wide, "phone": narrow}


def _marks(space, data, unit, row, values, levels, name, words) -> dict:
    """Return shapes and annotations, placed for one size of paper."""
    notes = [names.of_unit(unit, space)]
    parts = [names.of_day(row, space, words), names.of_breaks(values, space, words)]
    if row is not None:
        parts.append(target_marks.of_targets(row, space))
    notes += [n for part in parts for n in part["annotations"]]
    notes += names.of_last(row, values, space, words)
    notes += names.of_baseline(row, space, words) + names.at_the_ends(data, space)
    if levels:  # alone in its chart the line needs no name
        notes += names.of_region(values, name, space)
    return {
        "shapes": [s for part in parts for s in part["shapes"]],
        "annotations": notes,
    }


def _sheet(frame, paper, drawn) -> dict:
    """Return what of the layout depends on the size of the paper."""
    return {
        "width": paper.total,
        "height": paper.height,
        "margin": {
            "l": paper.left,
            "r": paper.right,
            "t": paper.top,
            "b": paper.bottom,
        },
        "font": {"family": "var(--sans)", "size": paper.letter, "color": INK2},
        **axes(frame, paper.width / (frame.right - frame.left), paper.letter),
        "shapes": drawn["shapes"],
        "annotations": drawn["annotations"],
    }
