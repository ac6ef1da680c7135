"""The papers that a chart is drawn on, in pixels: a wide one and a phone. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """The size of a drawing and of its letters in pixels, its margins and half the
    width of a target's bar."""

    total: int
    height: int
    letter: int
    half: float
    left: int
    right: int
    top: int
    bottom: int

    @property
    def width(self) -> int:
        """The width of the plot between the margins."""
        return self.total - self.left - self.right

    @property
    def plot(self) -> int:
        """The height of the plot between the margins."""
        return self.height - self.top - self.bottom


SCREEN = Paper(1100, 420, 14, 17, left=52, right=32, top=46, bottom=34)
PHONE = Paper(345, 340, 12, 9, left=40, right=18, top=46, bottom=30)
# 16 cm across in a document: letters of nine points.
PICTURE = Paper(720, 400, 14, 15, left=48, right=28, top=46, bottom=34)
