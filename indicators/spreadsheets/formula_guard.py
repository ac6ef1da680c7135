"""Keeps texts texts in CSV: Excel takes what begins with = + - @ for a formula. Pure.

An apostrophe before such a text keeps it; readers of ours take it away again. A text
that itself begins with an apostrophe and such a sign gets another one, so that what
was written is always what is read back.
"""

import re

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
GUARDED = re.compile("'(?='*[" + re.escape("".join(SIGNS)) + "].)", re.DOTALL)
RISKY = re.compile("'*[" + re.escape("".join(SIGNS)) + "].", re.DOTALL)


def guard(text: str) -> str:
    """Return the text as a CSV cell holds it; a sign alone is no formula."""
    return f"'{text}" if RISKY.match(text) else text


def unguard(text: str) -> str:
    """Return the text that `guard` was given."""
    return text[1:] if GUARDED.match(text) else text
