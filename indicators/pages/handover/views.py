"""工作交接: between whom, what goes over, done in one step."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.entry import handing_over
from indicators.entry.problems import EntryError
from indicators.pages.handover.forms import HandoverForm, PairForm
from regions.people.problems import PeopleError
from regions.views import permissions

SECTION = {"section": "people", "page": "handover"}


@require_http_methods(["GET", "POST"])
@permissions.administrators
def handover(request):
    pair = PairForm(request.GET or None, request.user)
    giver = named(pair, request.GET.get("from"))
    taker = named(pair, request.GET.get("to"))
    context = SECTION | {"pair": pair, "giver": giver, "taker": taker}
    if giver:
        offer = handing_over.offer(giver, request.user)
        form = HandoverForm(request.POST if request.method == "POST" else None, offer)
        context |= {"offer": offer, "form": form}
        if request.method == "POST" and form.is_valid():
            if answer := carry_out(request, giver, taker, form):
                return answer
    context["recent"] = handing_over.recent(request.user)
    return render(request, "owners/handover.html", context)


def named(pair, username):
    """Return the person; 404 alike for nobody and for who works elsewhere."""
    if username and username not in pair.people:
        raise Http404
    return pair.people.get(username)


def carry_out(request, giver, taker, form):
    """Hand over; return the answer, or None with the reason in the form."""
    if taker is None:
        form.add_error(None, _("请先选择接收人。"))
        return None
    stop = form.cleaned_data["stop"]
    try:
        done = handing_over.hand_over(
            giver,
            taker,
            form.given,
            form.handed,
            by=request.user,
            note=form.cleaned_data["note"],
            stop=stop,
        )
    except (EntryError, PeopleError) as why:
        form.add_error(None, str(why))
        return None
    said = _("已由%(giver)s交给%(taker)s：权限%(roles)s项，经办指标%(duties)s项。") % {
        "giver": giver,
        "taker": taker,
        "roles": len(done.counts["roles"]),
        "duties": len(done.counts["duties"]),
    }
    if stop:
        said += _("%(giver)s的账号已停用。") % {"giver": giver}
    messages.success(request, said)
    return redirect(reverse("indicators:handover"))
