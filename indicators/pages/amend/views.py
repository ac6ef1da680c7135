"""Corrects a former year's figure, from its cell in the grid."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import entry
from indicators.entry import amending, texts
from indicators.models import Indicator
from indicators.pages import permissions
from indicators.pages.amend.forms import AmendForm
from regions.models import Region

STATED = ("grade", "source")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request, code, year, indicator):
    """Show the figure that stands beside a form for another one; a POST submits it."""
    region = permissions.reachable(request, code)
    concept = get_object_or_404(Indicator, code=indicator)
    form = amending.form_of(region, year, concept)
    permissions.require_on(request, "enter", form)
    known = amending.standing(region, year, concept)
    begins = _texts(known) if known else {}
    given = request.POST if request.method == "POST" else None
    choice = AmendForm(given, initial=begins, has_counts=concept.has_counts)
    problem = ""
    if given and choice.is_valid():
        problem = _submitted(request, region, year, concept, choice)
        if not problem:
            return HttpResponseRedirect(_back(request, region, year))
    context = {
        "section": "entry",
        "region": region,
        "year": year,
        "indicator": concept,
        "known": known,
        "stands": begins,
        "choice": choice,
        "problem": problem,
        "back": _back(request, region, year),
    }
    status = 422 if problem or choice.errors else 200
    return render(request, "entry/amend.html", context, status=status)


def _texts(known) -> dict[str, str]:
    """Return the texts of the figure that stands, as a cell shows them."""
    decimals = known.indicator.decimals
    counted = texts.is_computed(known)
    as_text = texts.rate_text if counted else texts.value_text
    return {name: getattr(known, name) for name in STATED} | {
        "value": "" if counted else as_text(known.value, decimals),
        "shown": as_text(known.value, decimals),
        "events": known.events if known.events is not None else "",
        "denominator": known.denominator or "",
    }


def _submitted(request, region: Region, year: int, concept, choice) -> str:
    """Submit the correction and say so; return why not, "" when it is done."""
    why = choice.cleaned_data["why"]
    about = (region, year, concept, choice.texts(), why)
    try:
        entry.amend(*about, by=request.user)
    except entry.NotAllowed:
        raise
    except entry.CellsRefused as refused:
        return "".join(s for said in refused.cells.values() for s in said)
    except entry.EntryError as refused:
        return str(refused)
    said = _("“%(name)s”%(year)s年的更正已提交，待审核；审定之前原值有效。")
    messages.success(request, said % {"name": concept, "year": year})
    return ""


def _back(request, region: Region, year: int) -> str:
    """Return the grid that one came from: its year stands in the address."""
    asked = request.GET.get("from", "")
    there = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else year
    )
    return reverse("indicators:grid", args=[region.code, there])
