"""Where a figure's years and levels lie on the drawing, in pixels. Pure."""

import math
from dataclasses import dataclass

DASHES = {"dot": "1.5 3", "dash": "5 4", "dashdot": "6 3 1.5 3"}


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot inside its margins, y downwards as SVG counts; `key` names its ids."""

    key: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]

    @classmethod
    def of(cls, layout: dict, key: str) -> "Plane":
        """Return the plane of a layout with width, height, margin and both ranges."""
        margin, width, height = layout["margin"], layout["width"], layout["height"]
        return cls(
            key,
            width,
            height,
            margin["l"],
            width - margin["r"],
            margin["t"],
            height - margin["b"],
            tuple(layout["xaxis"]["range"]),
            tuple(layout["yaxis"]["range"]),
        )

    def x(self, year: float) -> float:
        first, last = self.across
        return self.left + (year - first) / (last - first) * (self.right - self.left)

    def y(self, level: float) -> float:
        low, high = self.up
        return self.bottom - (level - low) / (high - low) * (self.bottom - self.top)

    def from_top(self, share: float) -> float:
        """Return the height of a share of the plot: 0 its foot, 1 its top."""
        return self.bottom - share * (self.bottom - self.top)

    def at(self, year: float, level: float) -> tuple[float, float]:
        return self.x(year), self.y(level)

    @property
    def window(self) -> dict:
        """The plot as a rectangle."""
        size = {"width": self.right - self.left, "height": self.bottom - self.top}
        return {"x": self.left, "y": self.top} | size

    def levels(self, step: float) -> list[float]:
        """Return the levels of the gridlines."""
        return _multiples(*self.up, step)

    def years(self, step: int) -> list[int]:
        """Return the years that are named below the plot."""
        return [int(round(year)) for year in _multiples(*self.across, step)]

    def stroke(self, line: dict) -> dict:
        """Return colour, width and dashes of a figure's line as attributes."""
        found = {"stroke": line["color"], "stroke-width": line["width"]}
        dash = line.get("dash")
        if dash:
            found["stroke-dasharray"] = DASHES.get(dash) or _plain(dash)
        return found


def _multiples(low, high, step) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def _plain(dash: str) -> str:
    """Return "5 4" of Plotly's "5px,4px"; ValueError for what is no list of widths."""
    return " ".join(f"{float(part.removesuffix('px')):g}" for part in dash.split(","))
