"""What is refused about people and departments, each in one sentence."""

from regions import permits


class PeopleError(ValueError):
    """Something that cannot be done to a person or department: what, and what to do."""


def require_administering(region, by) -> None:
    """Raise PeopleError unless the person administers the region."""
    if refused := permits.refusal("administer", by.grants, region):
        raise PeopleError(refused)
