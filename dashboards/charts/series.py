"""Lines of the chart: the region's own values, the levels above, the forecast. Pure."""

from dashboards.charts.aims import gapped
from dashboards.charts.frame import ACCENT, INK, INK2, SURFACE, at_bound
from dashboards.charts.references import asked


def own_line(row, values, period, name, words) -> list[dict]:
    """Return the region's values: ink line with filled dots, demo values thin and
    hatched.

    A missing year is a gap in the line, and so is a definition break; the dated
    baseline is a square and opens the line where its year has no value.
    """
    points = [
        (v.year, float(v.value), v.demo, v.breaks)
        for v in values
        if v.value is not None
    ]
    base = baseline(row)
    line = list(points)
    if base and base[0] not in {p[0] for p in points}:
        line = sorted([(*base, False, False), *points])
    data = [
        _segments(line, period, demo=False),
        _segments(line, period, demo=True),
        _dots([p for p in points if p[2]], name, words, demo=True),
        _dots([p for p in points if not p[2]], name, words, demo=False),
        _square(base, words) if base else None,
    ]
    return [trace for trace in data if trace]


def baseline(row) -> tuple[int, float] | None:
    """Return year and value of a dated baseline with a number."""
    if row is None or row.baseline_value is None or not row.baseline_year:
        return None
    return row.baseline_year, row.baseline_value


def _segments(points, period, *, demo) -> dict | None:
    """Return the line between neighbouring years; thin where either is a demo."""
    xs, ys = [], []
    for one, two in zip(points, points[1:], strict=False):
        is_gap = two[0] - one[0] > period or two[3]
        if is_gap or (one[2] or two[2]) != demo:
            continue
        xs += [one[0], two[0], None]
        ys += [one[1], two[1], None]
    if not xs:
        return None
    line = {"color": INK, "width": 1 if demo else 2.25}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": line,
        "hoverinfo": "skip",
        "meta": "demo" if demo else "own",
    }


def _dots(points, name, words, *, demo) -> dict | None:
    """Return the dots of values: real ones filled, demo ones hatched."""
    if not points:
        return None
    hatched = {"symbol": "circle-x-open", "size": 8, "color": INK, "line": {"width": 1}}
    filled = {"size": 7, "color": INK, "line": {"color": SURFACE, "width": 1}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [p[0] for p in points],
        "y": [p[1] for p in points],
        "name": name,
        "marker": hatched if demo else filled,
        "cliponaxis": False,
        "hovertemplate": f"%{{y}}{words.demo if demo else ''}",
        "meta": "demo-dots" if demo else "dots",
    }


def _square(base, words) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [base[0]],
        "y": [base[1]],
        "marker": {"symbol": "square", "size": 10, "color": INK},
        "cliponaxis": False,
        "name": words.baseline,
        "hovertemplate": "%{y}",
        "meta": "baseline",
    }


def upper(row, levels, frame) -> list[dict]:
    """Return the levels above as thin grey lines, from the first year shown on.

    A level that is itself the target (达到全国平均水平) is drawn as the target.
    """
    targets = {a.name for a in asked(row) if not a.change} if row else set()
    found = []
    for level in levels:
        shown = [(y, float(v)) for y, v in level.values if y >= frame.first]
        if not shown or level.name in targets:
            continue
        found.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                **gapped(shown),
                "name": level.name,
                "line": {"color": INK2, "width": 1.25},
                "marker": {"size": 4, "color": INK2},
                "opacity": 0.8,
                "hovertemplate": "%{y}",
                "meta": "upper",
            }
        )
    return found


def is_ahead(row) -> bool:
    """Whether the row has a forecast in the indicator's own unit to be drawn."""
    result, ahead = row.result, row.result.projection
    year, start = result.focus_year, result.latest_year
    if result.scale != "value" or ahead is None or ahead.point is None:
        return False
    return bool(year and start and year > start and result.latest is not None)


def forecast(row) -> list[dict]:
    """Return the pale wedge of the 80 % forecast and its middle, plain scale only.

    No wedge at a natural bound: the band of a share that cannot pass 100 % would be
    cut off there, and tell nothing.
    """
    if not is_ahead(row):
        return []
    result, ahead = row.result, row.result.projection
    year, start, latest = result.focus_year, result.latest_year, result.latest
    found = []
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}
    ends = (latest, ahead.point, ahead.lo, ahead.hi)
    if None not in ends and not any(at_bound(row, end) for end in ends):
        wedge = {
            "x": [start, year, year, start],
            "y": [latest, ahead.hi, ahead.lo, latest],
            "fill": "toself",
            "fillcolor": ACCENT,
            "opacity": 0.18,
            "line": {"width": 0},
            "meta": "wedge",
        }
        found.append(shared | wedge)
    middle = {
        "x": [start, year],
        "y": [latest, ahead.point],
        "line": {"color": ACCENT, "width": 1.75},
        "meta": "forecast",
    }
    return [*found, shared | middle]
