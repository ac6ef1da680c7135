"""Verdicts judged anew, as after an upgrade of the program."""

from indicators.models import CauseKind
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause


def assess_anew(**rows) -> refreshing.Refreshed:
    """Refresh the stored verdicts of the plan rows that the filters keep."""
    found = assessing.rows_to_assess(**rows)
    return refreshing.refresh(found, Cause(CauseKind.RULE, None))
