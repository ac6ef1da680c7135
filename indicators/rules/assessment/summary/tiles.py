"""The tiles of a plan: where each of its verdicts is counted, once. Pure."""

INAPPLICABLE = "not_applicable"
ON_COURSE = "on_course"  # two tiles together: what is in force and as the plan wants it
CLOSED = {"achieved": "closed_met", "not_met": "closed_not_met"}
# tile → categories; closed verdicts go to the first two, of the others good ones on
# stale values to "stale", what does not apply to the last
TILES = {
    "closed_met": (),
    "closed_not_met": (),
    "done": ("achieved", "maintained"),
    "moving": ("ahead", "on_path"),
    "stale": (),
    "watch": ("behind", "at_risk"),
    "bad": ("far_behind", "reversed", "breached", "not_met"),
    "none": ("no_data",),
    INAPPLICABLE: (),
}
GOOD = ("done", "moving")
TILE_OF = {code: name for name, codes in TILES.items() for code in codes}


def tile(code: str, reason: str, stale: bool, closed: bool = False) -> str:
    """Return the tile that a verdict is counted in."""
    if code == "no_data" and reason == INAPPLICABLE:
        return INAPPLICABLE
    if closed:
        return CLOSED[code]
    found = TILE_OF[code]
    return "stale" if stale and found in GOOD else found
