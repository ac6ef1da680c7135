"""The thread of remarks and the log of a region's forms."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators import entry
from indicators.pages import permissions, year_forms
from indicators.pages.log import form_log
from indicators.pages.unit_forms import UnitQuery
from regions import access, permits


@never_cache
@require_safe
def log(request, code, year):
    region, forms = year_forms.readable_forms(request, code, year)
    choice = UnitQuery(request.GET, forms)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    kept = [f for f in forms if not choice.unit or f.unit_key == choice.unit]
    counts = access.may_see_counts(request.user.grants, region.code)
    context = {
        "section": "entry",
        "region": region,
        "year": year,
        "forms": forms,
        "choice": choice,
        "events": form_log.of(kept, counts=counts),
        "most": form_log.MOST_SAVES,
        "kept": kept,
        "reviews": access.may_lock(request.user.grants, region.code),
        "text": "",
    }
    return render(request, "entry/log.html", context)


@require_POST
def remark(request, code, year):
    """Add a remark to one form's thread; where none is named, to the first one's."""
    region, forms = year_forms.readable_forms(request, code, year)
    unit = request.POST.get("department", "") or forms[0].unit_key
    found = next((f for f in forms if f.unit_key == unit), None)
    permissions.require(found is not None, permits.sentence("read_forms", region))
    try:
        entry.remark(found, request.POST.get("text", ""), by=request.user)
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("留言已发出。"))
    path = reverse("indicators:log", args=[region.code, year])
    query = f"?{urlencode({'department': unit})}" if len(forms) > 1 else ""
    return HttpResponseRedirect(path + query)
