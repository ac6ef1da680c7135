"""What is refused about people and departments, each in one sentence."""


class PeopleError(ValueError):
    """Something that cannot be done to a person or department: what, and what to do."""
