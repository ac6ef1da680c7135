"""The bureau that collects a region's figures: how it is called and reached."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regions.forms.bureau import BureauForm
from regions.views import permissions


@require_http_methods(["GET", "POST"])
@permissions.administrators
def people_bureau(request):
    """Show and keep the names of one region's bureau; 422 with what is wrong."""
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    form = BureauForm(request.POST or None, instance=region)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(
            request, _("已保存%(region)s的单位信息。") % {"region": region}
        )
        query = urlencode({"region": region.code})
        return redirect(f"{reverse('people_bureau')}?{query}")
    context = {"section": "people", "page": "bureau", "regions": regions}
    context |= {"region": region, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/bureau.html", context, status=status)
