"""The only writer of observations, of their history and of entries.

Plan loading, reference series, demo values, imports and approvals all call
`publish`; the grid, uploads and the API all become entries here and meet the
same checks (CONTRIBUTING § Workflow). Nothing else in the program writes these rows.
"""

from indicators.entry.amending import amend
from indicators.entry.cells import CellChange, CellOutcome, save, save_base
from indicators.entry.events import LEVELS, lock, remark, remind, reopen
from indicators.entry.files import attach, detach
from indicators.entry.filling import CellsRefused, correct, submit, supplement, withdraw
from indicators.entry.opening import Opened, extend_round, open_round
from indicators.entry.problems import EntryError, NotAllowed
from indicators.entry.publishing import (
    STRENGTH,
    NewValue,
    PublishError,
    Report,
    publish,
    refusal,
    release,
    remove_demo,
)
from indicators.entry.reviewing import (
    approve,
    report,
    return_reported,
    send_back,
    title,
)
from indicators.entry.rounds import change_days, describe_round, follow_owners

__all__ = [
    "LEVELS",
    "STRENGTH",
    "CellChange",
    "CellOutcome",
    "CellsRefused",
    "EntryError",
    "NewValue",
    "NotAllowed",
    "Opened",
    "PublishError",
    "Report",
    "amend",
    "approve",
    "attach",
    "change_days",
    "correct",
    "describe_round",
    "detach",
    "extend_round",
    "follow_owners",
    "lock",
    "open_round",
    "publish",
    "refusal",
    "release",
    "remark",
    "remind",
    "remove_demo",
    "reopen",
    "report",
    "return_reported",
    "save",
    "save_base",
    "send_back",
    "submit",
    "supplement",
    "title",
    "withdraw",
]
