"""What a target relative to another region asks for, in own figures. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A reference region's series moved by the amount a plan asks above or below it."""

    name: str
    change: float
    points: tuple[tuple[int, float], ...]

    def at(self, year: int) -> tuple[float, bool] | None:
        """Return the figure asked for in a year and whether that year is known; else
        that of the newest year before it, None without any."""
        known = dict(self.points)
        if year in known:
            return known[year], True
        before = [v for y, v in self.points if y <= year]
        return (before[-1], False) if before else None


def asked(row) -> list[AskedChange]:
    """Return one AskedChange per different amount, from the row's first year on."""
    if row.case is None:
        return []
    indicator, found = row.case.indicator, {}
    own = [o.year for o in row.case.observations]
    first = min([*own, row.baseline_year or 9999])
    for m in indicator.split:
        if m.kind != "reference" or m.change is None or m.change in found:
            continue
        change = float(m.change)
        points = sorted((y, float(v) + change) for y, v in indicator.reference.items())
        kept = tuple(p for p in points if p[0] >= first)
        if kept:
            found[m.change] = AskedChange(m.reference, change, kept)
    return list(found.values())


def asked_by(row, aim) -> AskedChange | None:
    """Return the line that one target of kind reference asks for."""
    for m in row.case.indicator.milestones if row.case else ():
        if m.kind == "reference" and m.year == aim.year and m.change is not None:
            lines = asked(row)
            return next((a for a in lines if a.change == float(m.change)), None)
    return None
