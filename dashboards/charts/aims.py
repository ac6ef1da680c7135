"""What the plan asks: its path, the limits to be kept, the reference to be met.
Pure."""

from dashboards.charts.frame import ACCENT, at_bound
from dashboards.charts.references import asked

HATCHED = {
    "shape": "/",
    "size": 9,
    "solidity": 0.12,
    "fgcolor": ACCENT,
    "fgopacity": 0.55,
    "bgcolor": "rgba(0,0,0,0)",
}


def plan_path(row, words) -> list[dict]:
    """Return the dashed path of the plan, a point a year; none for limits."""
    points = row.result.path
    if not points or "maintenance" in row.flags:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [p[0] for p in points],
            "y": [p[1] for p in points],
            "name": words.path,
            "line": {"color": ACCENT, "width": 1.5, "dash": "5px,4px"},
            "hovertemplate": f"%{{y:,.{row.places}f}}",
            "meta": "path",
        }
    ]


def limits(row, frame) -> list[dict]:
    """Return the limit to be kept as a stair, its far side a hatched band.

    No band beside a limit that is the indicator's natural bound: 100 % coverage.
    """
    if "maintenance" not in row.flags:
        return []
    marks = [(a.year, a.value) for a in row.goals if None not in (a.year, a.value)]
    if not marks:
        return []
    xs, ys = [frame.left], [marks[0][1]]
    for year, value in marks:
        xs += [year, year]
        ys += [ys[-1], value]
    xs.append(frame.right)
    ys.append(ys[-1])
    band = (frame.high - frame.low) * (0.08 if row.direction == "down" else -0.08)
    shared = {"type": "scatter", "mode": "lines", "x": xs, "hoverinfo": "skip"}
    stair = {"y": ys, "line": {"color": ACCENT, "width": 1.5}}
    if any(at_bound(row, y) for y in ys):
        return [shared | stair | {"meta": "limit-end"}]
    far = {"y": [y + band for y in ys], "line": {"width": 0}, "meta": "edge"}
    stair |= {"fill": "tonexty", "fillpattern": HATCHED, "meta": "limit"}
    return [shared | far, shared | stair]


def reference_lines(row) -> list[dict]:
    """Return where the own value would have to be for targets relative to another
    region: that region's series with the amount asked for."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            **gapped(line.points),
            "name": reference_name(line),
            "line": {"color": ACCENT, "width": 1.5, "dash": "2px,3px"},
            "hovertemplate": "%{y}",
            "meta": "reference",
        }
        for line in asked(row)
    ]


def reference_name(line) -> str:
    """Return 全国＋5, 全国−2, or the region alone where its level itself is asked."""
    if not line.change:
        return line.name
    return f"{line.name}{'+' if line.change > 0 else '−'}{abs(line.change):g}"


def gapped(points) -> dict:
    """Return x and y of yearly points with None where a year is missing."""
    xs, ys = [], []
    for year, value in points:
        if xs and year - xs[-1] > 1:
            xs.append(None)
            ys.append(None)
        xs.append(year)
        ys.append(value)
    return {"x": xs, "y": ys}
