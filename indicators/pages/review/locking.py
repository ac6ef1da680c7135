"""Locking and reopening forms, each with a reason (CONTRIBUTING § Workflow)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators import entry
from indicators.pages import permissions, year_forms
from indicators.pages.review import review_page


def _chosen(request, code, year):
    """Return (region, the chosen forms); 403 for who may not lock there."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "lock", region)
    wanted = request.POST.getlist("form")
    forms = year_forms.forms_of(region, year)
    return region, [f for f in forms if {f.unit_key, review_page.ALL_FORMS} & {*wanted}]


def _do(request, code, year, act, said):
    """Do one of the two to the chosen forms and say what became of it."""
    region, forms = _chosen(request, code, year)
    if not forms:
        messages.error(request, _("请先勾选填报表。"))
        return redirect("indicators:review", region.code, year)
    try:
        done = act(forms, request.POST.get("reason", ""))
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said % {"n": done})
    return redirect("indicators:review", region.code, year)


@require_POST
def lock(request, code, year):
    def act(forms, reason):
        return entry.lock(forms, reason, now=timezone.now(), by=request.user)

    said = _("已锁定%(n)s张填报表，原因对填报人员可见。")
    return _do(request, code, year, act, said)


@require_POST
def reopen(request, code, year):
    def act(forms, reason):
        return entry.reopen(forms, reason, by=request.user)

    return _do(request, code, year, act, _("已解锁%(n)s张填报表。"))
