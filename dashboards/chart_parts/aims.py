"""What the plan asks: its path, the limits to be kept, a gate for each target."""

from dashboards.chart_parts.frame import ACCENT, INK, INK2

HALF = 0.32  # half the width of a gate, in years
LINE_BREAK = 9  # characters of a printed notation on one line


def plan_path(section) -> list[dict]:
    """Return the dashed path of the plan, a point a year; none for limits."""
    points = section.figures.get("path") or []
    if not points or "maintenance" in section.flags:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [p[0] for p in points],
            "y": [p[1] for p in points],
            "name": "规划路径",
            "line": {"color": ACCENT, "width": 1.5, "dash": "5px,4px"},
            "hovertemplate": "%{y:.4~g}",
            "meta": "path",
        }
    ]


def limits(section, frame) -> list[dict]:
    """Return the limit to be kept as a stair, its far side a hatched band."""
    if "maintenance" not in section.flags:
        return []
    marks = [(a.year, a.value) for a in section.own if a.value is not None]
    if not marks:
        return []
    xs, ys = [frame.first - 0.7], [marks[0][1]]
    for year, value in marks:
        xs += [year, year]
        ys += [ys[-1], value]
    xs.append(frame.last + 0.9)
    ys.append(ys[-1])
    band = (frame.high - frame.low) * (0.08 if section.direction == "down" else -0.08)
    far = {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": [y + band for y in ys],
        "line": {"width": 0},
        "hoverinfo": "skip",
        "meta": "edge",
    }
    stair = {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": ACCENT, "width": 1.5},
        "fill": "tonexty",
        "fillpattern": {
            "shape": "/",
            "size": 9,
            "solidity": 0.12,
            "fgcolor": ACCENT,
            "fgopacity": 0.55,
            "bgcolor": "rgba(0,0,0,0)",
        },
        "hoverinfo": "skip",
        "meta": "limit",
    }
    return [far, stair]


def reference_lines(section) -> list[dict]:
    """Return, for a target relative to another region, that region's series with the
    amount asked for: where the own value would have to be."""
    series = (section.inputs.get("indicator") or {}).get("reference") or {}
    asked = {
        row["change"]: row
        for row in (section.inputs.get("indicator") or {}).get("milestones") or []
        if row.get("kind") == "reference" and row.get("change") is not None
    }
    own_years = [o["year"] for o in section.inputs.get("observations") or []]
    first = min([*own_years, section.baseline_year or 9999])
    found = []
    for change, row in asked.items():
        points = sorted((int(y), v + change) for y, v in series.items())
        points = [p for p in points if p[0] >= first]
        if points:
            sign = "+" if change >= 0 else "−"
            name = f"{row.get('reference', '')}{sign}{abs(change):g}"
            found.append(_reference_line(points, name))
    return found


def _reference_line(points, name) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+text",
        "x": [p[0] for p in points],
        "y": [p[1] for p in points],
        "text": [""] * (len(points) - 1) + [name],
        "textposition": "middle right",
        "textfont": {"color": ACCENT, "size": 13},
        "cliponaxis": False,
        "name": name,
        "line": {"color": ACCENT, "width": 1.5, "dash": "2px,3px"},
        "hovertemplate": "%{y}",
        "meta": "reference",
    }


def gates(section, frame) -> dict:
    """Return shapes and annotations of the targets: a bar, an arrow to the good
    side, the printed words; of words without a number only the words."""
    shapes, notes = [], []
    up = section.direction != "down"
    for n, aim in enumerate(section.own):
        if aim.kind == "range" and aim.lo is not None:
            shapes += [_bar(aim.year, aim.lo), _bar(aim.year, aim.hi)]
            shapes.append(_between(aim))
            notes.append(_words(aim, aim.hi, True, frame, n, below=False))
        elif aim.kind == "reference" or aim.value is None:
            if aim.kind in ("direction", "reference"):
                notes.append(_words(aim, _level(section, aim), up, frame, n))
        else:
            shapes.append(_bar(aim.year, aim.value))
            notes.append(_arrow(aim.year, aim.value, up))
            notes.append(_words(aim, aim.value, up, frame, n))
    return {"shapes": shapes, "annotations": notes}


def _level(section, aim) -> float:
    """Return where the words of a target without a number stand: at what is known."""
    known = [a.value for a in section.own if a.value is not None and a.year < aim.year]
    known = [
        v for v, a in zip(known, section.own, strict=False) if a.kind != "reference"
    ]
    series = [
        o["value"]
        for o in section.inputs.get("observations") or []
        if o.get("value") is not None
    ]
    for found in (series[-1:], known[-1:], [section.baseline_value]):
        if found and found[0] is not None:
            return found[0]
    return 0.0


def _bar(year, value) -> dict:
    return {
        "type": "line",
        "x0": year - HALF,
        "x1": year + HALF,
        "y0": value,
        "y1": value,
        "line": {"color": ACCENT, "width": 3},
    }


def _between(aim) -> dict:
    return {
        "type": "rect",
        "x0": aim.year - HALF,
        "x1": aim.year + HALF,
        "y0": aim.lo,
        "y1": aim.hi,
        "line": {"width": 0},
        "fillcolor": ACCENT,
        "opacity": 0.15,
    }


def _arrow(year, value, up) -> dict:
    """Return the arrow from the bar to the side where the target is met."""
    sign = 1 if up else -1
    return {
        "x": year,
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


def _wrapped(text: str) -> str:
    lines = [text[i : i + LINE_BREAK] for i in range(0, len(text), LINE_BREAK)]
    return "<br>".join(lines[:3])


def _words(aim, level, up, frame, n, below=None) -> dict:
    """Return the printed notation beside a gate, on the side away from the arrow."""
    below = up if below is None else below
    with_number = aim.value is not None or aim.lo is not None
    return {
        "x": aim.year,
        "y": level,
        "text": _wrapped(aim.raw),
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "top" if below else "bottom",
        "yshift": -5 if below else 5,
        "font": {"size": 13, "color": INK if with_number else INK2},
        "bgcolor": "var(--surface)",
        "opacity": 0.92,
        "borderpad": 1,
        "name": f"aim{n}",
    }
