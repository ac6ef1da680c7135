"""What the page of a revision shows: what is in force, what it was, what waits."""

from django.http import Http404
from django.utils.translation import gettext as _

from indicators.models import Audience, PlanIndicator, Proposal
from indicators.models.target_years import said_year
from indicators.pages.proposals.rows import judged
from indicators.pages.revise.forms import BASELINE, UNDATED
from indicators.plans.loading import revising
from indicators.verdicts import cases
from regions import access


def row(plan, key: str) -> PlanIndicator:
    """Return the plan's row; 404 where there is none. One query."""
    try:
        return revising.row_of(plan.code, key)
    except PlanIndicator.DoesNotExist:
        raise Http404 from None


def choices(row: PlanIndicator) -> list[tuple[str, str]]:
    """Return what can be revised of a row: (what, in words with what is in force)."""
    found = [
        (
            str(target.year or UNDATED),
            _("%(when)s目标值（现为：%(raw)s）")
            % {"when": said_year(target.year), "raw": target.raw},
        )
        for target in cases.current_targets(row)
    ]
    if row.indicator is not None:
        now = row.baseline_raw or _("无")
        found.append((BASELINE, _("基期值（现为：%(raw)s）") % {"raw": now}))
    return found


def waiting(row: PlanIndicator) -> list[Proposal]:
    """Return what waits for a second person on the row. One query."""
    found = Proposal.objects.waiting().filter(
        subject__startswith=f"{row.plan.code}/{row.key}/"
    )
    return list(found.select_related("by"))


def shown(preview: revising.RevisionPreview, row: PlanIndicator, user) -> dict:
    """Return a preview as the template prints it, with the verdict of the viewer's
    audience."""
    own = row.plan.region.code in access.own_regions(user.grants)
    audience = Audience.OWN if own else Audience.OTHERS
    before, after = preview.verdicts.get(audience, [None, None])
    return {
        "before": preview.before,
        "after": preview.after,
        "reads_before": preview.reads_before,
        "reads": preview.reads_after,
        "questions": preview.questions,
        "against": preview.against,
        "unit": revising.unit_beside(row, preview.after),
        "verdicts": [judged(before), judged(after)],
        "moved": before != after,
    }
