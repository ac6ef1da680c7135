"""Whether a cell may be written now and by this person; why not, and who can help."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import Entry, Indicator, Submission
from indicators.rules import states
from regions import access, permits


def today() -> date:
    """Return the day it is at the bureau."""
    return timezone.localdate()


def require_entering(form: Submission, by) -> None:
    """Raise NotAllowed unless the person may fill in the form."""
    require_on("enter", form, by)


def base_kinds(region, year: int, grants) -> set[str]:
    """Return the base figures that rows use which the grants may fill in. One query.

    Whoever fills no row that uses a figure may neither write nor read it: it is the
    denominator of other people's rates.
    """
    used = (
        Entry.objects.current()
        .of(region, year)
        .exclude(indicator__base="")
        .values_list("indicator__base", "submission__department")
        .distinct()
        .order_by()
    )
    return {
        kind
        for kind, department in used
        if access.may_enter(grants, region.code, department)
    }


def require_base(region, year: int, kind: str, by) -> None:
    """Raise NotAllowed unless the person fills in a row that uses the base figure."""
    if kind not in base_kinds(region, year, by.grants):
        figure = Indicator.Base(kind).label
        raise NotAllowed(permits.on_rows("enter_base", figure=figure))


def require(act: str, region, by) -> None:
    """Raise NotAllowed unless the person may do the act of PERMITS in the region."""
    if sentence := permits.refusal(act, by.grants, region):
        raise NotAllowed(sentence)


def require_on(act: str, form: Submission, by) -> None:
    """Raise NotAllowed unless the person may do the act of FORM_PERMITS on the form."""
    if sentence := permits.form_refusal(act, by.grants, form):
        raise NotAllowed(sentence)


def require_unlocked(form: Submission) -> None:
    """Raise EntryError when the form is locked: since when, by whom, why, who can lift
    it."""
    if form.locked_at:
        raise EntryError(locked([form]))


def locked(forms: Iterable[Submission]) -> str:
    """Return in one sentence which forms of a region are locked: since when, by whom,
    why, and who can lift it; "" for none that is."""
    alike: dict[tuple, list[Submission]] = {}
    for form in forms:
        if form.locked_at:
            day = f"{timezone.localtime(form.locked_at):%Y-%m-%d}"
            about = (day, str(form.locked_by or ""), form.lock_reason)
            alike.setdefault(about, []).append(form)
    parts = [
        _("%(units)s的填报表已于%(day)s由%(who)s锁定（%(why)s）")
        % {
            "units": _("、").join(form.unit_name for form in those),
            "day": day,
            "who": who,
            "why": why,
        }
        for (day, who, why), those in alike.items()
    ]
    if not parts:
        return ""
    region = next(iter(alike.values()))[0].region
    return _("%(locked)s，可由%(region)s的审核人员或管理员解锁。") % {
        "locked": _("；").join(parts),
        "region": region,
    }


def obstacle(entry: Entry) -> str:
    """Return why the cell cannot be written now, as one sentence, or "".

    The entry needs its submission with region, department and locked_by loaded.
    """
    form = entry.submission
    if form.opens_on > today():
        return _("填报自%(day)s开始。") % {"day": f"{form.opens_on:%Y-%m-%d}"}
    try:
        require_unlocked(form)
    except EntryError as locked:
        return str(locked)
    says = states.CELL[entry.state].obstacle
    return _(says) if says else ""
