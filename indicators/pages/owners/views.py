"""数据提供部门: who supplies each indicator of a region, many edited at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.entry import owners as supply
from indicators.entry import owners_pasted
from indicators.entry.problems import EntryError
from indicators.models import DataOwner
from indicators.pages.owners.forms import AssignForm, OwnersFilter, OwnersPasteForm
from regions.views import permissions

SECTION = {"section": "people", "page": "owners"}


@require_http_methods(["GET", "POST"])
@permissions.administrators
def owners(request):
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    rows = supply.rows(region)
    choice = OwnersFilter(request.GET, region, rows)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    form = AssignForm(request.POST or None, region, rows)
    if request.method == "POST" and form.is_valid():
        try:
            said = assign(request, region, form)
        except EntryError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, said)
            return redirect(f"{reverse('indicators:owners')}?{request.GET.urlencode()}")
    context = SECTION | {
        "regions": regions,
        "region": region,
        "choice": choice,
        "form": form,
        "rows": by_domain(choice.keep(rows)),
        "all": len(rows),
        "unnamed": sum(row.owner is None for row in rows),
        "ticked": request.POST.getlist("indicator"),
        "unmanned": unmanned(region, rows),
    }
    return render(request, "owners/owners.html", context)


def assign(request, region, form) -> str:
    """Write what the form says; return the sentence about it."""
    if form.is_cancelling:
        done = supply.unassign(region, form.indicators, by=request.user)
        said = _("已取消%(n)s项指标的数据提供部门。") % {"n": done.rows}
    else:
        fields = form.changes
        changes = dict.fromkeys(form.indicators, fields)
        done = supply.assign(region, changes, by=request.user)
        said = _("已保存%(n)s项指标的数据提供部门。") % {"n": done.rows}
    return said + moved(done)


def moved(done) -> str:
    if not done.moved:
        return ""
    return _("%(n)s项未提交的指标随之移到新的填报表。") % {"n": done.moved}


def by_domain(rows):
    """Return [(domain, rows)] in the order of the domains."""
    found = {}
    for row in rows:
        found.setdefault(row.indicator.domain, []).append(row)
    return list(found.items())


def unmanned(region, rows) -> list:
    """Return departments that should fill in themselves and have nobody to do it."""
    manned = supply.departments_that_fill(region)
    alone = {
        row.owner.department
        for row in rows
        if row.owner
        and row.owner.department
        and row.owner.channel == DataOwner.Channel.SELF
        and row.owner.department_id not in manned
    }
    return sorted(alone, key=str)


@require_http_methods(["GET", "POST"])
@permissions.administrators
def owners_paste(request):
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    form = OwnersPasteForm(request.POST or None)
    context = SECTION | {"form": form, "region": region, "regions": regions}
    if request.method == "POST" and form.is_valid():
        try:
            drafts = owners_pasted.read(form.cleaned_data["text"], region)
            if request.POST.get("action") == "apply":
                done = owners_pasted.apply(drafts, region, by=request.user)
                said = _("已导入%(n)s项指标的数据提供部门。") % {"n": done.rows}
                messages.success(request, said + moved(done))
                address = reverse("indicators:owners")
                return redirect(f"{address}?region={region.code}")
        except EntryError as why:
            form.add_error(None, str(why))
        else:
            context["drafts"] = drafts
            context["wrong"] = sum(bool(draft.problems) for draft in drafts)
    return render(request, "owners/paste.html", context)
