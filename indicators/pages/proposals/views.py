"""One proposal: what would change and why; confirmed, returned or withdrawn here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators.entry import EntryError, NotAllowed, second_person
from indicators.models import Proposal
from indicators.pages import permissions
from indicators.pages.proposals import rows
from regions import permits

ACTS = ("confirm", "return", "withdraw")


def _proposal(request, token) -> Proposal:
    """Return the proposal; 404 out of reach, 403 for who has no say in it."""
    people = ("region", "by", "closed_by")
    found = get_object_or_404(Proposal.objects.select_related(*people), token=token)
    permissions.reachable(request, found.region.code)
    permissions.require(
        second_person.may_look(found, request.user),
        permits.on_rows("look_at_proposal", region=found.region),
    )
    return found


@never_cache
@require_safe
def proposal(request, token):
    """Show the proposal; a history import is looked at line by line on its own page."""
    found = _proposal(request, token)
    if found.kind == Proposal.Kind.HISTORY:
        return redirect("indicators:batch", found.subject)
    return _page(request, found)


def _page(request, found: Proposal, problem: str = "", why: str = "", status=200):
    may = rows.may(found, request.user)
    context = {
        "section": "entry",
        "proposal": found,
        "region": found.region,
        "verdicts": rows.verdicts(found, request.user),
        "may": may,
        "who": second_person.who_confirms(found) if found.is_open else "",
        "already": "" if found.is_open else second_person.already(found),
        "problem": problem,
        "why": why,
    }
    return render(request, "proposals/proposal.html", context, status=status)


@never_cache
@require_POST
def act(request, token, verb):
    """Do one thing with the proposal; refused, the page says why and nothing is
    done."""
    found = _proposal(request, token)
    why = request.POST.get("why", "")
    try:
        said = DONE[verb](found, request.user, why)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except EntryError as refused:
        found = _proposal(request, token)
        return _page(request, found, str(refused), why, status=422)
    messages.success(request, said)
    return redirect("indicators:proposal", token)


CONFIRMED = {
    Proposal.Kind.HISTORY: gettext_lazy("已复核，历年数据已导入。"),
    Proposal.Kind.RETIREMENT: gettext_lazy("已复核，规划停用。"),
}


def _confirm(found, user, _why) -> str:
    second_person.confirm(found, user)
    return CONFIRMED.get(found.kind) or _("已复核，修订生效，评价已更新。")


def _send_back(found, user, why) -> str:
    second_person.send_back(found, user, why)
    return _("已退回，%(who)s会看到原因。") % {"who": found.by}


def _withdraw(found, user, _why) -> str:
    second_person.withdraw(found, user)
    return _("已撤回，没有改变任何数据。")


DONE = {"confirm": _confirm, "return": _send_back, "withdraw": _withdraw}
