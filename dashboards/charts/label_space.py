"""Where a label may stand without covering what is drawn. Pure.

Everything is measured in pixels of the paper that the chart is drawn on, so what is
free here is free in the drawing.
"""

import re
from dataclasses import replace
from math import cos, pi, sin

from dashboards.charts.frame import Frame, tick_texts
from dashboards.charts.paper import PHONE, SCREEN, Paper
from dashboards.charts.taken import TakenPixels

__all__ = ["PHONE", "SCREEN", "LabelSpace", "Paper", "width", "wrapped"]
LINE_BREAK = 8  # widths of a Chinese character on one line of a label
LATIN = 0.6  # width of a digit in widths of a Chinese character
WIDE = "%‰％"
# What stays on one line: numbers, the words that bound them, brackets round a few.
ATOM = re.compile(
    r"（[^（）]{1,3}）|[\d.%％‰/—-]+万?|及?以[上下内外]|左右|[（“《]?.", re.DOTALL
)
CLEAR = 2.5  # pixels kept free around the letters of a label
LEADER = 26  # pixels from which on a label is tied to its point by a thin line
FARTHER = (8, 16, 26, 38, 52, 68, 86, 106, 130, 160)


def _around() -> list[tuple]:
    """Return where else a label may go, the nearest first, in sixteen directions."""
    found = []
    for far in FARTHER:
        for n in (4, 12, 0, 8, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15):
            right, above = cos(n * pi / 8), sin(n * pi / 8)
            across = "left" if right > 0.5 else "right" if right < -0.5 else "center"
            up = "bottom" if above > 0.5 else "top" if above < -0.5 else "middle"
            found.append((across, up, round(right * far), round(above * far)))
    return found


AROUND = _around()


def width(text: str) -> float:
    """Return the width of one line of a label in widths of a Chinese character."""
    return sum(1 if ord(c) > 0x2E80 or c in WIDE else LATIN for c in text)


def broken(text: str) -> tuple[str, ...]:
    """Return a printed notation on lines of about eight characters, five, three."""
    return tuple(wrapped(text, most) for most in (LINE_BREAK, 5, 3))


def wrapped(text: str, most: int = LINE_BREAK) -> str:
    """Return a printed notation on lines of so many characters; numbers and the words
    that bound them stay whole."""
    lines = [""]
    for atom in ATOM.findall(text):
        lines = _added(lines, atom, most)
    return "<br>".join(lines[:3]) + ("…" if len(lines) > 3 else "")


def _added(lines: list[str], atom: str, most: int) -> list[str]:
    if lines[-1] and width(lines[-1] + atom) > most and atom not in "，。；）":
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
            kind = trace.get("meta")
            if kind == "wedge":
                self._fill(trace["x"], trace["y"])
            elif kind not in ("edge", "hover"):
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

    def _fill(self, xs, ys) -> None:
        """Take the field of a wedge: its point, upper end, lower end."""
        point, *ends = (self.at(x, y) for x, y in zip(xs[:3], ys[:3], strict=True))
        (across, upper), (_, lower) = ends
        for n in range(1, 101):
            share = n / 100
            x = point[0] + (across - point[0]) * share
            heights = (point[1] + (end - point[1]) * share for end in (upper, lower))
            self.line(*((x, y) for y in heights))

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

    def place(self, x: float, y: float, texts, places, *, far=True) -> dict:
        """Return text, anchors and shifts of the first place that covers nothing, else
        of the one that covers least; a label that went far is tied to its point.

        `texts` is a label, or the same one broken in several ways, the best first;
        `places` are (xanchor, yanchor, xshift, yshift) as Plotly reads them, likewise.
        With `far` the whole neighbourhood is searched after them.
        """
        texts = (texts,) if isinstance(texts, str) else texts
        tried = [(text, place) for text in texts for place in places]
        if far:
            tried += [(text, place) for text in texts for place in AROUND]
        best, least = tried[0], None
        for text, place in tried:
            cost = self.cost(x, y, text, place)
            if least is None or cost < least:
                best, least = (text, place), cost
            if not cost:
                break
        text, place = best
        self.labels.fill(self._box(x, y, size(text, self.paper.letter), place))
        if far and _is_far(place[2], place[3]):
            return self._tied(x, y, place) | {"text": text}
        across, up, xshift, yshift = place
        where = {"xanchor": across, "yanchor": up, "xshift": xshift, "yshift": yshift}
        return where | {"text": text}

    def cost(self, x: float, y: float, text: str, place) -> float:
        """Return how much a label would cover in one place."""
        return self._cost(x, y, size(text, self.paper.letter), place)

    def _tied(self, x, y, place) -> dict:
        """Return a label at the end of a thin line from its point."""
        across, up, xshift, yshift = place
        start = self.at(x, y)
        self.labels.line(start, (start[0] + xshift, start[1] + yshift))
        return {
            "xanchor": across,
            "yanchor": up,
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
