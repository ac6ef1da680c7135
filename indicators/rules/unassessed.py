"""Why a plan row has no stored verdict at all; the words stand in reasons.py. Pure."""

UNIT_DOUBTFUL = "unit_doubtful"
NO_DIRECTION = "no_direction"
NO_TARGET = "no_target"
UNCONFIRMED = "unconfirmed"
NOT_ASSESSED = "not_assessed"


def unassessed(
    *, has_target: bool, in_doubt: bool, has_factor: bool, direction: str
) -> str:
    """Return why a plan row has no stored verdict; `in_doubt`: a question is open."""
    if not has_target:
        return NO_TARGET
    if in_doubt:
        return UNCONFIRMED
    if not has_factor:
        return UNIT_DOUBTFUL
    return NO_DIRECTION if direction == "none" else NOT_ASSESSED
