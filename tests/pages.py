"""How tests read a page: its markup without regard to how the template is laid out."""

import re


def text(response) -> str:
    """Return the markup of an answer, each run of white space as one space and none
    before the end of a tag."""
    one_line = " ".join(response.content.decode().split())
    return re.sub(r" (/?>)", r"\1", one_line)
