"""The marks that are not series: notes, arrows, bars, verticals. Pure."""

from dashboards.charts.frame import ACCENT, INK2


def note(x, y, *, color=INK2, **more) -> dict:
    """Return the text in `more` at a point of the chart, without an arrow."""
    return {
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"color": color},
    } | more


def vertical(x, color, dash, name) -> dict:
    """Return a line over the whole height at a year."""
    return {
        "type": "line",
        "name": name,
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": color, "width": 1, "dash": dash},
    }


def bar(year, value, half, *, certain=True) -> dict:
    """Return the bar of a target; dashed where its value follows from what is known."""
    line = {"color": ACCENT, "width": 3}
    return {
        "type": "line",
        "name": "target" if certain else "target-open",
        "x0": year - half,
        "x1": year + half,
        "y0": value,
        "y1": value,
        "line": line if certain else line | {"width": 2, "dash": "3px,2px"},
    }


def between(year, low, high, half) -> dict:
    """Return the pale field of a target range."""
    return {
        "type": "rect",
        "name": "target-range",
        "x0": year - half,
        "x1": year + half,
        "y0": low,
        "y1": high,
        "line": {"width": 0},
        "fillcolor": ACCENT,
        "opacity": 0.15,
    }


def arrow(x, value, up: bool) -> dict:
    """Return the arrow from a bar to the side where the target is met."""
    sign = 1 if up else -1
    return {
        "x": x,
        "y": value,
        "yshift": sign * 15,
        "ax": 0,
        "ay": sign * 15,
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1,
        "arrowwidth": 1.75,
        "arrowcolor": ACCENT,
    }
