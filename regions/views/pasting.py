"""Many accounts from a pasted list: look first, then make them all."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regions.forms.people import PeoplePasteForm
from regions.people import pasting
from regions.people.problems import PeopleError
from regions.views import permissions
from regions.views.people import SECTION, slips


@require_http_methods(["GET", "POST"])
@permissions.administrators
@never_cache
def people_paste(request):
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    form = PeoplePasteForm(request.POST or None)
    context = SECTION | {"form": form, "region": region, "regions": regions}
    if request.method == "POST" and form.is_valid():
        try:
            drafts = pasting.read(form.cleaned_data["text"], region)
            if request.POST.get("action") == "create":
                made = pasting.create(drafts, by=request.user)
                heading = _("已新建%(n)s个账号") % {"n": len(made)}
                return slips(request, made, heading, region)
        except PeopleError as why:
            form.add_error(None, str(why))
        else:
            context["drafts"] = drafts
            context["wrong"] = sum(bool(draft.problems) for draft in drafts)
    return render(request, "people/paste.html", context)
