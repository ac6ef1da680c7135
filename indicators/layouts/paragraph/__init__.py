"""A paragraph of a letter or a chat: which figures of which indicators it says. Pure.

Reading is in `reading`, what a sentence is made of in `marks`, which words say that a
number is a change, a target, or of something else in `saying`.
"""

from indicators.layouts.paragraph.reading import (
    LAYOUT,
    LONGEST,
    read,
    source_of,
)

__all__ = ["LAYOUT", "LONGEST", "read", "source_of"]
