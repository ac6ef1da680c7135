"""Series and path as a small SVG; counts as a bar. Pure, plain strings, no style.

A light picture for lists: the figure pages draw the real charts. Colours come from
base.css (.spark, .bar); gaps in a series stay gaps.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from dashboards.rows import Point
from dashboards.summaries import SummaryCounts

WIDTH, HEIGHT, PAD = 128, 32, 4


def sparkline(
    series: Sequence[Point],
    path: Sequence[tuple[int, float]] = (),
    period: int = 1,
    stale: bool = False,
    label: str = "",
    years: tuple[int, int] | None = None,
) -> str:
    """Return the svg of a series with its plan path, or "" with nothing to draw.

    Shape: points by year, path points by year. `years` is the first and last year of
    the axis, which the pictures of one table share; without, those drawn. Neighbours
    further apart than `period` years, or parted by a change of definition, are not
    joined.
    """
    return _drawn(tuple(series), tuple(path), period, stale, label, years)


@lru_cache(maxsize=4096)
def _drawn(series, path, period, stale, label, years) -> str:
    """Return the svg; kept, for every reader of a plan is shown the same."""
    points = [p for p in series if p.value is not None]
    place = _scale(
        _years(points, path),
        [float(p.value) for p in points] + [float(value) for _, value in path],
        years,
    )
    if place is None:
        return ""
    parts = []
    if len(path) > 1:
        parts.append(_line("path", [place(year, value) for year, value in path]))
    for run in _runs(points, period):
        parts.extend(_run(run, place))
    if points:
        x, y = place(points[-1].year, float(points[-1].value))
        kind = "last stale" if stale else "last"
        parts.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="2.8"/>')
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def span(rows: Iterable) -> tuple[int, int] | None:
    """Return the first and last year that the sparklines of rows draw, None without
    any: the axis that they share."""
    found = [year for row in rows for year in _years(row.series, row.steps)]
    return (min(found), max(found)) if found else None


def _years(points, path) -> list[int]:
    return [p.year for p in points if p.value is not None] + [year for year, _ in path]


def _scale(drawn: list[int], values: list[float], years):
    """Return (year, value) → (x, y), rounded to a tenth; None without anything."""
    if not drawn:
        return None
    first, last = years or (min(drawn), max(drawn))
    low = min(values)
    across, rise = last - first or 1, max(values) - low

    def place(year: int, value: float) -> tuple[float, float]:
        x = PAD + (year - first) / across * (WIDTH - 2 * PAD)
        share = (float(value) - low) / rise if rise else 0.5
        return round(x, 1), round(HEIGHT - PAD - share * (HEIGHT - 2 * PAD), 1)

    return place


def _runs(points: list[Point], period: int) -> list[list[Point]]:
    runs: list[list[Point]] = []
    for point in points:
        last = runs[-1][-1] if runs else None
        if last and point.year - last.year <= period and not point.breaks:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _run(run: list[Point], place) -> list[str]:
    """Return the strokes of one unbroken run; a lone point is a dot."""
    spots = [place(p.year, float(p.value)) for p in run]
    if len(run) == 1:
        return [f'<circle cx="{spots[0][0]}" cy="{spots[0][1]}" r="1.4"/>']
    parts, start = [], 0
    for end in range(1, len(run)):
        demo = run[end].demo
        if end + 1 == len(run) or run[end + 1].demo != demo:
            parts.append(_line("demo" if demo else "line", spots[start : end + 1]))
            start = end
    return parts


def _line(kind: str, spots: list[tuple[float, float]]) -> str:
    steps = "L".join(f"{x:g} {y:g}" for x, y in spots)
    return f'<path class="{kind}" d="M{steps}"/>'


def bar(counts: SummaryCounts, label: str = "") -> str:
    """Return the counts as one proportional bar, a slim gap between its parts."""
    parts, x = [], 0.0
    total = counts.total or 1
    shown = [part for part in counts.tiles if part.count]
    for part in shown:
        width = part.count / total * 1000
        cut = 0 if part is shown[-1] else 3
        kind = f"{part.group} stale" if part.code == "stale" else part.group
        parts.append(
            f'<rect class="{kind}" x="{x:.1f}" width="{max(width - cut, 1):.1f}" '
            'height="10"/>'
        )
        x += width
    return (
        '<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
