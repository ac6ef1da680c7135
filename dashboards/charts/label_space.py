"""Where a label may stand without covering what is drawn. Pure.

Everything is measured in pixels, once for a small laptop and once for a phone: what
is free there is free on wider screens.
"""

from dataclasses import dataclass

from dashboards.charts.frame import BOTTOM, HEIGHT, LEFT, TOP, Frame

STEP = 5  # pixels between the points by which a line is felt
LINE_BREAK = 8  # widths of a Chinese character on one line of a label
LATIN = 0.58  # width of a digit in widths of a Chinese character


@dataclass(frozen=True, slots=True)
class Paper:
    """The size of a plot and of its letters in pixels, its margins and half a bar."""

    width: int
    height: int
    letter: int
    left: int
    top: int
    bottom: int
    half: float

    @property
    def plot(self) -> int:
        return self.height - self.top - self.bottom


SCREEN = Paper(820, HEIGHT, 13, LEFT, TOP, BOTTOM, 17)
PHONE = Paper(276, 320, 11, 44, 40, 32, 9)


def width(text: str) -> float:
    """Return the width of one line of a label in widths of a Chinese character."""
    return sum(1 if ord(c) > 0x2E80 else LATIN for c in text)


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


class LabelSpace:
    """The chart's pixels that are taken, and the best place left for each label."""

    def __init__(self, frame: Frame, traces: list[dict], paper: Paper = SCREEN):
        self.frame, self.paper = frame, paper
        self.per_year = paper.width / (frame.right - frame.left)
        self.per_unit = paper.plot / (frame.high - frame.low)
        self.taken: list[tuple[float, float]] = []
        self.dots: list[tuple[float, float]] = []
        for trace in traces:
            if trace.get("meta") not in ("wedge", "edge"):
                self._draw(trace)

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
        if "markers" in trace["mode"] and trace.get("meta") != "upper":
            for x, y in points:
                left, bottom = self.at(x, y)
                self.dots.append((left, bottom))
                # a dot weighs more than a line: it is the datum
                self.taken += [(left + d, bottom + e) for d in (-4, 4) for e in (-4, 4)]
        if "lines" in trace["mode"]:
            for one, two in zip(points, points[1:], strict=False):
                if None not in (*one, *two):
                    self.line(self.at(*one), self.at(*two))

    def line(self, one: tuple[float, float], two: tuple[float, float]) -> None:
        """Take the pixels along a straight line."""
        across, up = two[0] - one[0], two[1] - one[1]
        count = max(1, int(max(abs(across), abs(up)) / STEP))
        self.taken += [
            (one[0] + across * n / count, one[1] + up * n / count)
            for n in range(count + 1)
        ]

    def place(self, x: float, y: float, text: str, places) -> dict:
        """Return the anchors and shifts of the first place that covers least.

        `places` are (xanchor, yanchor, xshift, yshift) as Plotly reads them.
        """
        lines = text.split("<br>")
        size = self._size(lines)
        boxes = [self._box(x, y, size, place) for place in places]
        costs = [self._cost(box) for box in boxes]
        best = costs.index(min(costs))
        self._take(boxes[best])
        across, up, xshift, yshift = places[best]
        return {"xanchor": across, "yanchor": up, "xshift": xshift, "yshift": yshift}

    def cost(self, x: float, y: float, text: str, place) -> float:
        """Return how much a label would cover in one place."""
        return self._cost(self._box(x, y, self._size([text]), place))

    def _size(self, lines: list[str]) -> tuple[float, float]:
        letter = self.paper.letter
        return max(map(width, lines)) * letter, len(lines) * letter * 1.4

    def _box(self, x, y, size, place):
        across, up, xshift, yshift = place
        left, bottom = self.at(x, y)
        left += xshift - {"left": 0, "center": 0.5, "right": 1}[across] * size[0]
        bottom += yshift - {"bottom": 0, "middle": 0.5, "top": 1}[up] * size[1]
        return left, bottom, left + size[0], bottom + size[1]

    def _cost(self, box) -> float:
        left, bottom, right, top = box
        covered = sum(left <= x <= right and bottom <= y <= top for x, y in self.taken)
        outside = (
            max(0, -left - 12) + max(0, -bottom) + max(0, right - self.paper.width - 28)
        )
        return covered + 3 * outside

    def _take(self, box) -> None:
        left, bottom, right, top = box
        for height in (bottom, (bottom + top) / 2, top):
            self.line((left, height), (right, height))
