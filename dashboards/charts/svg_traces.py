"""The traces of a figure as SVG: lines, bands, markers. Pure."""

from dashboards.charts.markup import element, group, number

HATCH = 4  # pixels between the strokes of a hatched dot


def trace(found: dict, before: list[dict], plane) -> str:
    """Return the markup of one scatter trace; `before` are the traces under it, whose
    last one a "tonexty" fills to. Raises ValueError for any other kind of trace."""
    if found["type"] != "scatter":
        raise ValueError(f"no drawing for a trace of type {found['type']}")
    parts = []
    if found.get("fill"):
        parts.append(_band(found, before, plane))
    if "lines" in found["mode"] and found["line"]["width"]:
        parts.append(_line(found, plane))
    if "markers" in found["mode"]:
        parts += _markers(found, plane)
    return "".join(parts)


def runs(found: dict) -> list[list[tuple[float, float]]]:
    """Return the points of a trace, parted at its gaps."""
    parts = [[]]
    for point in zip(found["x"], found["y"], strict=True):
        if None in point:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if part]


def _steps(points, plane) -> str:
    spots = (plane.at(*point) for point in points)
    return "L".join(f"{number(x)} {number(y)}" for x, y in spots)


def _line(found, plane) -> str:
    path = "".join(f"M{_steps(run, plane)}" for run in runs(found) if len(run) > 1)
    about = {"d": path or "M0 0", "fill": "none"} | plane.stroke(found["line"])
    about |= {"stroke-linejoin": "round", "clip-path": f"url(#{plane.key}-plot)"}
    return element("path", about)


def _band(found, before, plane) -> str:
    """Return the field inside a closed line, or between a line and the one below."""
    points = list(zip(found["x"], found["y"], strict=True))
    if found["fill"] == "tonexty":
        other = before[-1]
        points += list(zip(other["x"], other["y"], strict=True))[::-1]
    elif found["fill"] != "toself":
        raise ValueError(f"no drawing for the fill {found['fill']}")
    fill = found.get("fillcolor") or f"url(#{plane.key}-hatch)"
    window = f"url(#{plane.key}-plot)"
    path = f"M{_steps(points, plane)}Z"
    return element("path", {"d": path, "fill": fill, "clip-path": window})


def _markers(found, plane):
    marker = found["marker"]
    for run in runs(found):
        for point in run:
            x, y = plane.at(*point)
            yield _mark(marker, x, y, plane)


def _mark(marker, x, y, plane) -> str:
    symbol, half = marker.get("symbol", "circle"), marker["size"] / 2
    line = marker.get("line", {})
    paint = {"fill": marker["color"]}
    if line.get("color"):
        paint |= plane.stroke(line)
    if symbol == "square":
        box = {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half}
        return element("rect", box | paint)
    if symbol == "circle-x-open":  # hatched: what Plotly has nearest is a cross
        paint = {"fill": f"url(#{plane.key}-dots)"}
        paint |= plane.stroke({"color": marker["color"], **line})
    elif symbol != "circle":
        raise ValueError(f"no drawing for the marker {symbol}")
    return element("circle", {"cx": x, "cy": y, "r": half} | paint)


def hatchings(data, plane) -> str:
    """Return the patterns that the traces of a figure fill with."""
    found = ""
    for one in data:
        if "fillpattern" in one and 'id="' + f"{plane.key}-hatch" not in found:
            pattern = one["fillpattern"]
            about = {"color": pattern["fgcolor"], "opacity": pattern["fgopacity"]}
            found += _hatching("hatch", pattern["size"], 1, about, plane)
    dotted = [t for t in data if t.get("marker", {}).get("symbol") == "circle-x-open"]
    if dotted:
        about = {"color": dotted[0]["marker"]["color"], "ground": "var(--surface)"}
        found += _hatching("dots", HATCH, 1.1, about, plane)
    return found


def _hatching(name, size, width, about, plane) -> str:
    """Return a pattern of strokes from lower left to upper right."""
    stroke = {"stroke": about["color"], "stroke-width": width}
    if "opacity" in about:
        stroke["stroke-opacity"] = about["opacity"]
    ground = ""
    if "ground" in about:
        whole = {"width": size, "height": size, "fill": about["ground"]}
        ground = element("rect", whole)
    line = {"x1": 0, "y1": 0, "x2": 0, "y2": size} | stroke
    box = {"id": f"{plane.key}-{name}", "patternUnits": "userSpaceOnUse"}
    box |= {"width": size, "height": size, "patternTransform": "rotate(45)"}
    return group("pattern", box, ground + element("line", line))
