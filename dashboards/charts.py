"""The chart of one indicator as a Plotly figure (look.md): rows → plain dict. Pure.

Plain dicts, not go.Figure: a hundred times cheaper (stack.md §7). Colours are the
names of the page's tokens, "var(--ink)"; static/js/figures.js fills in what they
are in the theme at hand, so that one figure serves light, dark and paper.
"""

from collections.abc import Sequence

from dashboards.chart_parts import (
    forecast,
    gates,
    limits,
    own_line,
    plan_path,
    reference_lines,
    upper,
)
from dashboards.chart_parts.frame import Frame, layout
from dashboards.sections import Level, Section, Value


def trend(
    section: Section | None,
    values: Sequence[Value],
    levels: Sequence[Level],
    name: str,
    unit: str,
    period: int = 1,
) -> dict | None:
    """Return the figure {data, layout} of one plan row, None with nothing to draw.

    `values` are the region's own, `levels` those above; `section` None draws the
    values alone. Everything is in the indicator's unit, x in years.
    """
    points = [v for v in values if v.value is not None]
    frame = Frame.around(section, points, levels)
    if frame is None:
        return None
    data: list[dict] = []
    if section is not None:
        data += limits(section, frame)
        data += plan_path(section)
        data += reference_lines(section)
        data += forecast(section)
    data += upper(levels, frame)
    data += own_line(section, values, period, name)
    marks = gates(section, frame) if section is not None else {}
    return {
        "data": data,
        "layout": layout(frame, unit, marks, section, values, levels, name),
    }
