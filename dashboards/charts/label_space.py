"""Where a label may stand without covering what is drawn. Pure.

Everything is measured in pixels of the paper that the chart is drawn on, so what is
free here is free in the drawing.
"""

from dataclasses import replace

from dashboards.charts.frame import Frame, tick_texts
from dashboards.charts.paper import PHONE, SCREEN, Paper
from dashboards.charts.taken import TakenPixels

__all__ = ["PHONE", "SCREEN", "LabelSpace", "Paper", "width", "wrapped"]
LINE_BREAK = 8  # widths of a Chinese character on one line of a label
LATIN = 0.6  # width of a digit in widths of a Chinese character
WIDE = "%‰％"
CLEAR = 2.5  # pixels kept free around the letters of a label
LEADER = 26  # pixels from which on a label is tied to its point by a thin line
# Where else a label may go, nearest first: anchors and the direction from the point.
AROUND = [
    ("center", "bottom", 0, 1),
    ("center", "top", 0, -1),
    ("left", "middle", 1, 0),
    ("right", "middle", -1, 0),
    ("left", "bottom", 0.7, 0.7),
    ("right", "bottom", -0.7, 0.7),
    ("left", "top", 0.7, -0.7),
    ("right", "top", -0.7, -0.7),
]
FARTHER = (8, 16, 26, 38, 52, 68, 86, 106, 130)


def width(text: str) -> float:
    """Return the width of one line of a label in widths of a Chinese character."""
    return sum(1 if ord(c) > 0x2E80 or c in WIDE else LATIN for c in text)


def wrapped(text: str) -> str:
    """Return a printed notation on lines of about eight characters, numbers whole."""
    lines, atom = [""], ""
    for char in text:
        if atom and not (_in_number(atom[-1]) and _in_number(char)):
            lines, atom = _added(lines, atom), ""
        atom += char
    lines = _added(lines, atom)
    return "<br>".join(lines[:3]) + ("…" if len(lines) > 3 else "")


def _in_number(char: str) -> bool:
    return char.isdigit() or char in ".%％‰/-—"


def _added(lines: list[str], atom: str) -> list[str]:
    if lines[-1] and width(lines[-1] + atom) > LINE_BREAK and atom not in "，。；）":
        return [*lines, atom]
    return [*lines[:-1], lines[-1] + atom]


def size(text: str, letter: float) -> tuple[float, float]:
    """Return width and height of a label of one or several lines, in pixels."""
    lines = text.replace("<b>", "").replace("</b>", "").split("<br>")
    return max(map(width, lines)) * letter, len(lines) * letter * 1.3


def fitted(paper: Paper, frame: Frame, traces: list[dict]) -> Paper:
    """Return the paper with margins that hold the figures of the axis at the left
    and, at the right, the names of lines that end there."""
    figures = max(map(width, tick_texts(frame))) * paper.letter
    paper = replace(paper, left=max(paper.left, int(figures) + 16))
    per_year = paper.width / (frame.right - frame.left)
    needed = [
        width(t["name"]) * paper.letter + 14 - (frame.right - t["x"][-1]) * per_year
        for t in traces
        if t.get("meta") in ("upper", "reference")
    ]
    most = paper.total * 0.3
    return replace(paper, right=int(max(paper.right, min(most, max([0, *needed])))))


class LabelSpace:
    """The chart's pixels that are taken, and the best place left for each label."""

    def __init__(self, frame: Frame, traces: list[dict], paper: Paper = SCREEN):
        self.frame, self.paper = frame, paper
        self.per_year = paper.width / (frame.right - frame.left)
        self.per_unit = paper.plot / (frame.high - frame.low)
        self.lines = TakenPixels(paper)  # what no label may touch
        self.labels = TakenPixels(paper)  # what no leader may cross, either
        self.dots: list[tuple[float, float]] = []
        for trace in traces:
            if trace.get("meta") not in ("wedge", "edge", "hover"):
                self._draw(trace)
        self._take_ticks()

    @property
    def half(self) -> float:
        """Half the width of a target bar, in years."""
        return self.paper.half / self.per_year

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return pixels from the left and from the bottom of the plot."""
        return (
            (x - self.frame.left) * self.per_year,
            (y - self.frame.low) * self.per_unit,
        )

    def _draw(self, trace: dict) -> None:
        points = list(zip(trace["x"], trace["y"], strict=True))
        if "markers" in trace["mode"]:
            reach = trace["marker"]["size"] / 2 + 1
            for x, y in points:
                if x is None or y is None:
                    continue
                left, bottom = self.at(x, y)
                if trace.get("meta") != "upper":
                    self.dots.append((left, bottom))
                box = left - reach, bottom - reach, left + reach, bottom + reach
                self.lines.fill(box)
        if "lines" in trace["mode"]:
            for one, two in zip(points, points[1:], strict=False):
                if None not in (*one, *two):
                    self.line(self.at(*one), self.at(*two))

    def _take_ticks(self) -> None:
        """Take the figures at both axes."""
        letter = self.paper.letter
        levels = self.frame.ticks
        for text, level in zip(tick_texts(self.frame), levels, strict=True):
            _, bottom = self.at(self.frame.left, level)
            left = -8 - width(text) * letter
            self.labels.fill((left, bottom - letter / 2, -6, bottom + letter / 2))
        self.labels.fill((0, -self.paper.bottom, self.paper.width, -6))

    def vertical(self, year: float) -> None:
        """Take the line over the whole height at a year."""
        x, _ = self.at(year, self.frame.low)
        self.line((x, 0), (x, self.paper.plot))

    def line(self, one: tuple[float, float], two: tuple[float, float]) -> None:
        """Take the pixels along a straight line."""
        self.lines.line(one, two)

    def place(self, x: float, y: float, text: str, places, *, far=True) -> dict:
        """Return anchors and shifts of the first place that covers nothing, else of
        the one that covers least; a label that went far is tied to its point.

        `places` are (xanchor, yanchor, xshift, yshift) as Plotly reads them, the best
        first; with `far` the whole neighbourhood is searched after them.
        """
        extent = size(text, self.paper.letter)
        tried = [*places, *(_around() if far else ())]
        best, least = tried[0], None
        for place in tried:
            cost = self._cost(x, y, extent, place)
            if least is None or cost < least:
                best, least = place, cost
            if not cost:
                break
        box = self._box(x, y, extent, best)
        self.labels.fill(box)
        return self._tied(x, y, box, best)

    def cost(self, x: float, y: float, text: str, place) -> float:
        """Return how much a label would cover in one place."""
        return self._cost(x, y, size(text, self.paper.letter), place)

    def _tied(self, x, y, box, place) -> dict:
        across, up, xshift, yshift = place
        found = {"xanchor": across, "yanchor": up}
        if not _is_far(xshift, yshift):
            return found | {"xshift": xshift, "yshift": yshift}
        start = self.at(x, y)
        self.labels.line(start, (start[0] + xshift, start[1] + yshift))
        return found | {
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": "var(--line-2)",
            "standoff": 5,
            "ax": xshift,
            "ay": -yshift,
        }

    def _box(self, x, y, extent, place):
        across, up, xshift, yshift = place
        left, bottom = self.at(x, y)
        left += xshift - {"left": 0, "center": 0.5, "right": 1}[across] * extent[0]
        bottom += yshift - {"bottom": 0, "middle": 0.5, "top": 1}[up] * extent[1]
        return left, bottom, left + extent[0], bottom + extent[1]

    def _cost(self, x, y, extent, place) -> float:
        left, bottom, right, top = self._box(x, y, extent, place)
        box = left - CLEAR, bottom - CLEAR / 2, right + CLEAR, top + CLEAR / 2
        cost = self.lines.covered(box) + 3 * self.labels.covered(box)
        cost += 40 * self.lines.outside(box)
        if _is_far(place[2], place[3]):
            start = self.at(x, y)
            end = start[0] + place[2], start[1] + place[3]
            cost += 4 * self.labels.crossed(start, end)
        return cost


def _is_far(xshift: float, yshift: float) -> bool:
    return max(abs(xshift), abs(yshift)) >= LEADER


def _around():
    for far in FARTHER:
        for across, up, right, above in AROUND:
            yield across, up, round(right * far), round(above * far)
