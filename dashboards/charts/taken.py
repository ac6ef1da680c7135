"""Which pixels of a paper are taken: a bitmap, a whole number a row. Pure."""

CELL = 2  # pixels across and down that one bit stands for


class TakenPixels:
    """A bitmap of one paper; boxes and lines in pixels from the plot's lower left."""

    def __init__(self, paper):
        self.left, self.bottom = paper.left, paper.bottom
        self.across, self.up = paper.total // CELL, paper.height // CELL
        self.rows = [0] * self.up

    def _column(self, x: float) -> int:
        return min(max(int((x + self.left) // CELL), 0), self.across)

    def _row(self, y: float) -> int:
        return min(max(int((y + self.bottom) // CELL), 0), self.up - 1)

    def _span(self, box) -> tuple[range, int]:
        """Return the rows of a box (left, bottom, right, top) and its bits in each."""
        first, last = self._column(box[0]), self._column(box[2])
        bits = ((1 << (last - first + 1)) - 1) << first
        return range(self._row(box[1]), self._row(box[3]) + 1), bits

    def fill(self, box) -> None:
        """Take a box."""
        rows, bits = self._span(box)
        for row in rows:
            self.rows[row] |= bits

    def line(self, one, two) -> None:
        """Take the pixels along a straight line."""
        for x, y in _along(one, two):
            self.rows[self._row(y)] |= 1 << self._column(x)

    def covered(self, box) -> int:
        """Return how many taken cells lie in a box."""
        rows, bits = self._span(box)
        return sum((self.rows[row] & bits).bit_count() for row in rows)

    def crossed(self, one, two) -> int:
        """Return how many taken cells lie along a straight line."""
        return sum(
            self.rows[self._row(y)] >> self._column(x) & 1 for x, y in _along(one, two)
        )

    def outside(self, box) -> float:
        """Return by how many pixels a box leaves the paper."""
        left, bottom, right, top = box
        across, up = self.across * CELL, self.up * CELL
        return (
            max(0, -self.left - left)
            + max(0, -self.bottom - bottom)
            + max(0, right + self.left - across)
            + max(0, top + self.bottom - up)
        )


def _along(one, two):
    across, up = two[0] - one[0], two[1] - one[1]
    count = max(1, int(max(abs(across), abs(up)) / CELL * 2))
    for n in range(count + 1):
        yield one[0] + across * n / count, one[1] + up * n / count
