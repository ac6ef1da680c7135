"""Cleans the sentences that people write with an act: reasons and remarks."""

import re

from django.utils.translation import gettext as _

from indicators.entry.problems import EntryError

# No database or file holds these: NUL, and halves of a character.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text without what no database holds and without outer blanks."""
    return UNSTORABLE.sub("", text).strip()


def require_short(text: str, longest: int) -> None:
    """Raise EntryError for a text that its column does not hold: nothing is cut."""
    if len(text) > longest:
        raise EntryError(
            _("最多%(limit)s字，现有%(n)s字，请缩短。")
            % {"limit": longest, "n": len(text)}
        )


def sentence(text: str, longest: int, missing: str) -> str:
    """Return a reason or remark as it is stored.

    Raises EntryError with `missing` where nothing is written, or when it is too long.
    """
    found = clean(text)
    if not found:
        raise EntryError(missing)
    require_short(found, longest)
    return found
