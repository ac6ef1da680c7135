"""原因和措施: asked of the 牵头部门 after a figure is approved; nothing waits for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import PlanIndicator
from indicators.models.fields import FIRST_YEAR, LAST_YEAR
from indicators.pages import permissions
from indicators.pages.note.forms import NoteForm
from indicators.plans import notes

FIELDS = tuple(notes.LONGEST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, plan, key, year):
    """Show a row's notes for a year, and take the next version."""
    row = _row(request, plan, key, year)
    versions = notes.versions(row, year)
    newest = versions[0] if versions else None
    first = {name: getattr(newest, name) for name in FIELDS} if newest else {}
    first["seen"] = newest.version if newest else 0
    form = NoteForm(request.POST or None, initial=first)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            notes.write(
                row, year, form.said, form.cleaned_data["seen"], by=request.user
            )
        except EntryError as why:
            problem = str(why)
        else:
            messages.success(request, _("已保存，原有的各次填写仍可查看。"))
            return redirect(request.path)
    context = {
        "section": "overview",
        "region": row.plan.region,
        "plan": row.plan,
        "row": row,
        "year": year,
        "form": form,
        "versions": versions,
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/note.html", context, status=status)


def _row(request, plan, key, year) -> PlanIndicator:
    """Return the row; 404 outside one's reach and for a year that is none, 403 for who
    writes no notes of it."""
    rows = PlanIndicator.objects.assessable()
    rows = rows.select_related("plan__region", "indicator")
    row = get_object_or_404(rows, plan__code=plan, key=key)
    permissions.reachable(request, row.plan.region.code)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    try:
        notes.require_writing(row, request.user)
    except NotAllowed as why:
        raise PermissionDenied(str(why)) from why
    return row
