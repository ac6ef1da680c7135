"""What a year says when it is pointed at beside its values: the target, the forecast.

Traces without a mark of their own, for the page's script alone. Pure.
"""

from dashboards.charts.frame import ACCENT
from dashboards.charts.series import is_ahead
from dashboards.charts.target_marks import found_marks
from indicators.rules import numbers


def of_years(row, words) -> list[dict]:
    """Return a trace for the targets and one for the forecast, where there are."""
    marks = [m for m in found_marks(row) if m.level is not None]
    targets = [(m.year, m.level, m.words) for m in marks]
    found = [_trace(words.target, targets)] if targets else []
    if is_ahead(row):
        year, ahead = row.result.focus_year, row.result.projection
        text = numbers.figure(ahead.point, row.places)
        if None not in (ahead.lo, ahead.hi):
            low, high = (numbers.figure(v, row.places) for v in (ahead.lo, ahead.hi))
            text = words.between % {"value": text, "low": low, "high": high}
        found.append(_trace(words.forecast, [(year, ahead.point, text)]))
    return found


def _trace(name, points) -> dict:
    years, levels, texts = zip(*points, strict=True)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(years),
        "y": list(levels),
        "name": name,
        "customdata": list(texts),
        "marker": {"size": 8, "color": ACCENT, "opacity": 0},
        "hovertemplate": "%{customdata}",
        "meta": "hover",
    }
