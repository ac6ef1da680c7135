"""Departments of a region: list, add, rename, close, delete."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regions import open_work
from regions.forms.departments import DissolveForm, NameForm
from regions.people import departments
from regions.people.problems import PeopleError
from regions.views import permissions

SECTION = {"section": "people", "page": "departments"}


@require_http_methods(["GET", "POST"])
@permissions.administrators
def people_departments(request):
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    chosen = None
    if name := request.GET.get("department"):
        chosen = get_object_or_404(region.departments, name=name)
    wrong = {}
    if request.method == "POST":
        answer = act(request, region, chosen)
        if not isinstance(answer, dict):
            return answer
        wrong = answer
    context = SECTION | {"regions": regions, "region": region, "chosen": chosen}
    context |= one_department(chosen) if chosen else a_region(region)
    return render(request, "people/departments.html", context | wrong)


def a_region(region):
    """Return the region's departments with their members counted, closed ones last."""
    rows = region.departments.select_related("successor").annotate(
        members=Count("membership__user", distinct=True)
    )
    rows = sorted(rows, key=lambda row: not row.is_present)
    return {
        "rows": rows,
        "present": sum(row.is_present for row in rows),
        "new": NameForm(),
    }


def one_department(chosen):
    """Return the forms of one department, and what stands in their way."""
    return {
        "rename": NameForm(initial={"name": chosen.name}),
        "dissolve": DissolveForm(department=chosen),
        "uses": departments.uses(chosen),
        "burdens": open_work.burdens_of(chosen),
        "members": chosen.membership_set.select_related("user"),
    }


def act(request, region, chosen):
    """Do what the pressed button says; return the answer, or forms with errors."""
    action = request.POST.get("action")
    needs_one = {"rename": rename, "dissolve": dissolve, "delete": delete}
    try:
        if action == "add":
            return add(request, region)
        if action in needs_one and chosen:
            return needs_one[action](request, chosen)
    except PeopleError as why:
        messages.error(request, str(why))
        return back_to(region, chosen)
    return HttpResponseBadRequest(_("操作无效，请从页面上的按钮重新操作。"))


def back_to(region, department=None):
    query = {"region": region.code}
    if department:
        query["department"] = department.name
    return redirect(f"{reverse('people_departments')}?{urlencode(query)}")


def add(request, region):
    form = NameForm(request.POST)
    if not form.is_valid():
        return {"new": form}
    made = departments.add(region, form.cleaned_data["name"], by=request.user)
    messages.success(request, _("已添加“%(name)s”。") % {"name": made})
    return back_to(region)


def rename(request, chosen):
    form = NameForm(request.POST)
    if not form.is_valid():
        return {"rename": form}
    old = chosen.name
    departments.rename(chosen, form.cleaned_data["name"], by=request.user)
    messages.success(
        request, _("“%(old)s”已改名为“%(new)s”。") % {"old": old, "new": chosen}
    )
    return back_to(chosen.region)


def dissolve(request, chosen):
    form = DissolveForm(request.POST, department=chosen)
    if not form.is_valid():
        return {"dissolve": form}
    day, heir = form.cleaned_data["valid_to"], form.heir
    moved = departments.dissolve(chosen, day, heir, by=request.user)
    said = _("“%(name)s”已撤销。") % {"name": chosen}
    if moved:
        said += _("移到“%(heir)s”的有：%(what)s。") % {
            "heir": heir,
            "what": _("、").join(moved),
        }
    messages.success(request, said)
    return back_to(chosen.region)


def delete(request, chosen):
    departments.delete(chosen, by=request.user)
    messages.success(request, _("“%(name)s”已删除。") % {"name": chosen})
    return back_to(chosen.region)
