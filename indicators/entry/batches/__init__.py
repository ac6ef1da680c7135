"""导入: an uploaded spreadsheet becomes a difference, and then cells or history.

Nothing is written before somebody has looked at the difference; a form is applied by
its uploader, history by a second person; a batch is undone as a whole, or not at all.
"""

from indicators.entry.batches.acts import ALL, apply, cancel, undo
from indicators.entry.batches.answering import (
    UnknownName,
    asked,
    called,
    unknown_names,
)
from indicators.entry.batches.asides import may_stand_aside
from indicators.entry.batches.lines import (
    CHANGED,
    CONFLICT,
    NEW,
    OTHER,
    REFUSED,
    SAME,
    STATUSES,
    BatchLine,
    loaded,
)
from indicators.entry.batches.locking import already
from indicators.entry.batches.pasting import (
    PastedReading,
    PastedText,
    is_unsure,
    mean,
    read,
    said_of,
    take,
)
from indicators.entry.batches.proposing import confirm, propose, waits
from indicators.entry.batches.receiving import answer, compare, receive, shown_name
from indicators.entry.batches.rights import (
    may_have_file,
    may_look,
    may_undo,
)
from indicators.entry.batches.words import landed

__all__ = [
    "ALL",
    "CHANGED",
    "CONFLICT",
    "NEW",
    "OTHER",
    "REFUSED",
    "SAME",
    "STATUSES",
    "BatchLine",
    "PastedReading",
    "PastedText",
    "UnknownName",
    "already",
    "answer",
    "apply",
    "asked",
    "called",
    "cancel",
    "compare",
    "confirm",
    "landed",
    "is_unsure",
    "loaded",
    "may_have_file",
    "may_look",
    "may_stand_aside",
    "may_undo",
    "mean",
    "propose",
    "read",
    "receive",
    "said_of",
    "shown_name",
    "take",
    "undo",
    "unknown_names",
    "waits",
]
