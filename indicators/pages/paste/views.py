"""The page of pasting by name: a text is read, looked at, and then saved.

With scripts the grid shows the same preview over its table (`panel`) and fills its own
rows, so that every cell can be stepped back; without them this page saves.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry import EntryError, batches
from indicators.models import Submission
from indicators.pages import permissions
from indicators.pages.paste import forms, preview
from regions.models import Region


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, code, year):
    """Show the page; after a post what the text says, or save what was chosen of it."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    if not Submission.objects.asked().filter(region=region, year=year).exists():
        raise Http404
    if request.method != "POST":
        return _page(request, region, year, forms.PasteForm(label_suffix=""))
    form = forms.PasteForm(request.POST, label_suffix="")
    if not form.is_valid():
        (why, *_rest) = [text for texts in form.errors.values() for text in texts]
        return _page(request, region, year, form, problem=why)
    try:
        return _posted(request, region, year, form)
    except EntryError as why:
        return _page(request, region, year, form, problem=str(why))


def _posted(request, region: Region, year: int, form: forms.PasteForm):
    """Read the text, and save of it what was chosen where that is asked."""
    permissions.require_same_person(request, request.POST.get("by"))
    post = request.POST
    if post.get("do") == "answer":
        meant, dropped = forms.meant(post), forms.dropped(post)
        batches.mean(region, meant, dropped, by=request.user)
    said = forms.answers(post)
    reading = batches.read(region, year, form.given, said, by=request.user)
    rows = post.get("rows")
    shown = preview.of(reading, region, said, rows.split() if rows else None)
    if post.get("do") == "take":
        return _take(request, region, year, form, shown)
    return _page(request, region, year, form, shown)


def _take(request, region, year, form, shown: preview.Preview):
    """Save the chosen lines; what another has changed meanwhile is not saved and is
    shown again with what it is now."""
    chosen = set(request.POST.getlist("take"))
    lines = [one.line for one in shown.taken if one.code in chosen]
    if not lines:
        return _page(
            request, region, year, form, shown, problem=_("请先勾选要填入的指标。")
        )
    seen = forms.versions(request.POST)
    done = batches.take(region, year, lines, seen, by=request.user)
    saved = [one for one in done if one.status == "saved"]
    if saved:
        messages.success(request, _("已填入%(n)s项。") % {"n": len(saved)})
    if late := [o.entry.indicator.name for o in done if o.status == "conflict"]:
        said = _("%(names)s刚被他人修改，未保存，请重新粘贴。")
        messages.error(request, said % {"names": _("、").join(late)})
    for one in done:
        for why in one.refused.values():
            about = {"figure": one.entry.indicator.name, "why": why}
            messages.error(request, _("%(figure)s：%(why)s") % about)
    return redirect("indicators:grid", region.code, year)


def _page(request, region, year, form, shown=None, problem: str = ""):
    """Answer with the page, or with the preview alone for the grid's scripts."""
    panel = request.POST.get("panel")
    context = {
        "section": "entry",
        "region": region,
        "year": year,
        "form": form,
        "preview": shown,
        "problem": problem,
        "panel": panel,
    }
    template = "entry/_paste_preview.html" if panel else "entry/paste.html"
    return render(request, template, context, status=422 if problem else 200)
