"""What a target relative to another region asks for, in own figures. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
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


def asked(section) -> list[Asked]:
    """Return one Asked per different amount, from the section's first year on."""
    case = section.inputs.get("indicator") or {}
    series = case.get("reference") or {}
    own = [o["year"] for o in section.inputs.get("observations") or []]
    first = min([*own, section.baseline_year or 9999])
    found = {}
    for row in case.get("milestones") or []:
        for part in row.get("parts") or [row]:
            change = part.get("change")
            if part.get("kind") != "reference" or change is None or change in found:
                continue
            points = sorted((int(y), v + change) for y, v in series.items())
            kept = tuple(p for p in points if p[0] >= first)
            if kept:
                found[change] = Asked(part.get("reference") or "", change, kept)
    return list(found.values())


def asked_by(section, aim) -> Asked | None:
    """Return the line that one target of kind reference asks for."""
    for row in (section.inputs.get("indicator") or {}).get("milestones") or []:
        if row.get("kind") == "reference" and row.get("year") == aim.year:
            lines = asked(section)
            return next((a for a in lines if a.change == row.get("change")), None)
    return None
