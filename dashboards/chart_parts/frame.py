"""The frame of the chart: its span, its axes, the marks that are not series."""

import math
from dataclasses import dataclass

INK, INK2, LINE = "var(--ink)", "var(--ink-2)", "var(--line)"
ACCENT, SURFACE, WATCH = "var(--accent)", "var(--surface)", "var(--watch)"
WIDE = 12  # points of a series from which single years are not labelled


@dataclass(frozen=True, slots=True)
class Frame:
    """The span of the chart in years and in the indicator's unit."""

    first: int
    last: int
    low: float
    high: float
    step: float

    @classmethod
    def around(cls, section, points, levels):
        """Return the frame that holds everything drawn, None with nothing to draw."""
        years, figures = _extent(section, points, levels)
        if not figures or not years:
            return None
        low, high = min(figures), max(figures)
        if high - low < 1e-9:
            room = abs(high) * 0.05 or 1.0
            low, high = low - room, high + room
        room = (high - low) * 0.14
        low, high = low - room, high + room
        bounds = _bounds(section)
        if bounds[0] is not None and low < bounds[0] <= min(figures):
            low = bounds[0] - room * 0.6
        return cls(min(years), max(years), low, high, _step(high - low))


def _bounds(section):
    found = (section.inputs.get("indicator") or {}).get("bounds") if section else None
    return found or [None, None]


def _extent(section, points, levels):
    years = [p.year for p in points]
    figures = [float(p.value) for p in points]
    if section is not None:
        for aim in section.own:
            years.append(aim.year)
            if _on_plain_scale(section, aim):
                figures += [v for v in (aim.value, aim.lo, aim.hi) if v is not None]
        if section.baseline_value is not None:
            figures.append(section.baseline_value)
            if section.baseline_year:
                years.append(section.baseline_year)
        ahead = section.figures.get("projection") or {}
        if section.figures.get("scale", "value") == "value":
            figures += [ahead[k] for k in ("lo", "point", "hi") if ahead.get(k)]
        if section.as_of and years:
            years.append(min(section.as_of, max(years) + 1))
        figures += _asked_of_reference(section)
    if years:
        first = min(years)
        figures += [float(v) for s in levels for y, v in s.values if y >= first]
    else:
        years = [y for s in levels for y, _ in s.values]
        figures = [float(v) for s in levels for _, v in s.values]
    return years, figures


def _asked_of_reference(section) -> list[float]:
    """Return the figures of the line that a reference target asks for, recent years."""
    case = section.inputs.get("indicator") or {}
    changes = [
        m["change"]
        for m in case.get("milestones") or []
        if m.get("kind") == "reference" and m.get("change") is not None
    ]
    own = [o["year"] for o in section.inputs.get("observations") or []]
    first = min([*own, section.baseline_year or 9999])
    series = case.get("reference") or {}
    return [v + c for y, v in series.items() for c in changes if int(y) >= first]


def _on_plain_scale(section, aim) -> bool:
    return aim.kind not in ("reference", "text", "none", "direction")


def _step(span: float) -> float:
    """Return the distance of gridlines that gives four to seven of them."""
    rough = span / 7
    magnitude = 10 ** math.floor(math.log10(rough))
    return next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough)


def layout(frame, unit, marks, section, values, levels, name) -> dict:
    """Return the Plotly layout: axes without boxes, names at the lines' ends."""
    notes = list(marks.get("annotations", []))
    shapes = list(marks.get("shapes", []))
    notes += _end_names(levels, frame)
    if section is not None and section.as_of:
        day, note = _today(section.as_of, frame)
        shapes += day
        notes += note
    for value in values:
        if value.breaks:
            shapes.append(_vertical(value.year - 0.5, WATCH, "dashdot"))
            notes.append(_note(value.year - 0.5, "口径变更", y=1, yref="paper"))
    notes.append(_own_name(values, section, name, levels))
    return {
        "height": 400,
        "margin": {"l": 58, "r": 96, "t": 40, "b": 36},
        "showlegend": False,
        "hovermode": "x unified",
        "dragmode": False,
        "paper_bgcolor": SURFACE,
        "plot_bgcolor": SURFACE,
        "font": {"family": "var(--sans)", "size": 13, "color": INK2},
        "hoverlabel": {"bgcolor": SURFACE, "bordercolor": LINE, "font": {"color": INK}},
        "xaxis": {
            "range": [frame.first - 0.7, frame.last + 0.9],
            "tick0": 2000,
            "dtick": 5 if frame.last - frame.first > 8 else 1,
            "tickformat": "d",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "hoverformat": "d",
        },
        "yaxis": {
            "range": [frame.low, frame.high],
            "dtick": frame.step,
            "gridcolor": LINE,
            "zeroline": False,
            "fixedrange": True,
            "tickformat": f",.{_places(frame.step)}f",
        },
        "shapes": shapes,
        "annotations": [
            *(n for n in notes if n),
            _note(0, unit, x_ref="paper", y=1.03, yref="paper", anchor="left"),
        ],
    }


def _places(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9)) + (
        1 if f"{step:e}".startswith("2.5") else 0
    )


def _note(x, text, *, y, yref="y", x_ref="x", anchor="center", color=INK2, **more):
    return {
        "x": x,
        "y": y,
        "xref": x_ref,
        "yref": yref,
        "text": text,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": "bottom",
        "font": {"size": 13, "color": color},
    } | more


def _vertical(x, color, dash):
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": color, "width": 1, "dash": dash},
    }


def _today(as_of, frame):
    if not frame.first <= as_of <= frame.last + 0.9:
        return [], []
    note = _note(as_of, f"{as_of}年评价", y=1, yref="paper")
    return [_vertical(as_of, INK2, "dot")], [note]


def _end_names(levels, frame):
    """Return the names of the upper levels at the ends of their lines."""
    notes, taken = [], []
    for level in levels:
        shown = [(y, float(v)) for y, v in level.values if y >= frame.first]
        if not shown:
            continue
        year, value = shown[-1]
        crowded = any(abs(value - v) < (frame.high - frame.low) * 0.06 for v in taken)
        taken.append(value)
        notes.append(
            _note(
                year,
                level.name,
                y=value,
                anchor="left",
                xshift=5,
                yanchor="top" if crowded else "middle",
            )
        )
    return notes


def _own_name(values, section, name, levels):
    """Return the region's name beside its own line, away from gates and upper lines."""
    points = [(v.year, float(v.value)) for v in values if v.value is not None]
    gates = {aim.year for aim in section.own} if section is not None else set()
    free = [p for p in points if not gates & {p[0] - 1, p[0], p[0] + 1}]
    free = free or [p for p in points if p[0] not in gates]
    if len(points) < 3 or not levels or not free:
        return None
    year, value = free[len(free) // 2]
    other = [dict(s.values).get(year) for s in levels]
    above = any(o is not None and float(o) > value for o in other)
    return _note(
        year,
        name,
        y=value,
        color=INK,
        yanchor="top" if above else "bottom",
        yshift=-8 if above else 8,
    )
