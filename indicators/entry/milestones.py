"""Sets the state of a target in words: by a person, on evidence, with all states
kept."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import files, words
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import Doubt, MilestoneStatus, Plan, Target
from indicators.models.milestones import STATES

EVIDENCE = 2000


def require_setting(region, by) -> None:
    """Raise NotAllowed unless the person administers the region's plans."""
    require("set_milestone", region, by)


def require_listed(plan: Plan) -> None:
    """Raise EntryError for a retired plan: its states stay as they are."""
    if plan.retired_on:
        raise EntryError(_("这一规划已停用，不再认定。"))


def require_read(target: Target) -> None:
    """Raise EntryError while a question on the target's words is open."""
    if Doubt.objects.open().filter(target=target).exists():
        raise EntryError(_("该目标的读法待确认，请先在“待确认”页答复。"))


@transaction.atomic
def set_state(
    target: Target,
    state: str,
    evidence: str,
    day: date,
    file=None,
    *,
    seen: int | None = None,
    by,
) -> MilestoneStatus:
    """Add a state to a target in words; what was set before stays.

    `seen` is the pk of the state it was set over: EntryError where somebody has set
    another meanwhile, for a retired plan, and for a day to come, no evidence or a file
    that is not taken.
    """
    target = _locked(target)
    require_setting(target.plan_indicator.plan.region, by)
    require_listed(target.plan_indicator.plan)
    require_read(target)
    if state not in STATES:
        raise EntryError(_("请选择完成情况。"))
    if day > timezone.localdate():
        raise EntryError(_("认定日期不应晚于今天。"))
    text = words.sentence(evidence, EVIDENCE, _("请写明依据。"))
    newest = target.statuses.select_related("by").first()
    if newest is not None and newest.pk != seen:
        raise EntryError(
            _("%(who)s刚认定为“%(state)s”，您填的未保存，请核对后重新提交。")
            % {"who": newest.by, "state": newest.get_state_display()}
        )
    columns = files.kept(file) if file else {}
    return MilestoneStatus.objects.create(
        target=target, state=state, evidence=text, date=day, by=by, **columns
    )


def before_revision(target: Target) -> QuerySet[MilestoneStatus]:
    """Return the states of the words that a target replaced, the newest first."""
    found = MilestoneStatus.objects.with_year().filter(
        target__plan_indicator=target.plan_indicator_id,
        target__issuer=target.issuer_id,
        target__revision__lt=target.revision,
        year=target.year,
    )
    return found.select_related("by", "target")


def _locked(target: Target) -> Target:
    rows = Target.objects.select_related("plan_indicator__plan__region")
    return rows.select_for_update(of=("self",)).get(pk=target.pk)
