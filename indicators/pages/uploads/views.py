"""Uploading a year's filled-in forms, or the history of a region."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry import EntryError, NotAllowed, batches
from indicators.models import Submission
from indicators.pages import permissions
from indicators.pages.uploads import batch_lines
from indicators.pages.uploads.forms import MOST_FILES, HistoryUploadForm, UploadForm
from indicators.spreadsheets import guard
from indicators.spreadsheets.refusal import FileRefused

LIMITS = {"largest": guard.LARGEST // 2**20, "most": MOST_FILES}


@never_cache
@require_http_methods(["GET", "POST"])
def upload(request, code, year):
    """Take filled-in forms of a year; each becomes a batch to be looked at."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    if not Submission.objects.asked().filter(region=region, year=year).exists():
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"region": region, "year": year}
    return _page(request, form, "entry/upload.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def history(request, code):
    """Take the history of a region; each file becomes a batch to be looked at."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "import", region)
    form = HistoryUploadForm(request.POST or None, request.FILES or None)
    context = {"region": region, "year": None}
    return _page(request, form, "entry/history.html", context)


def _page(request, form, template: str, context: dict):
    """Show the page; after a post, the difference, or why files were not taken."""
    refused, status = [], 200
    region, year = context["region"], context["year"]
    if request.method == "POST":
        made, refused, status = [], [], 422
        form.is_bound = True
        if form.is_valid():
            made, refused = _received(request, region, year, form.cleaned_data)
        if made and not refused:
            return _next(request, made)
        if made:
            messages.success(request, _said(made))
    context |= LIMITS | {
        "section": "entry",
        "form": form,
        "refused": refused,
        "batches": batch_lines.recent(region, year, request.user),
    }
    return render(request, template, context, status=status)


def _received(request, region, year, cleaned: dict) -> tuple[list, list]:
    """Return the batches made, and (file name, sentence) of what was not taken."""
    made, refused = [], []
    for file in cleaned["file"]:
        about = {"source": cleaned.get("source", ""), "by": request.user}
        try:
            made.append(batches.receive(region, year, file, **about))
        except NotAllowed:
            raise
        except (FileRefused, EntryError) as why:
            refused.append((batches.shown_name(str(file.name)), str(why)))
    return made, refused


def _next(request, made: list):
    """Lead on to the difference, or to the list where there are several."""
    if len(made) == 1:
        return redirect("indicators:batch", made[0].token)
    messages.success(request, _said(made))
    batch = made[0]
    if batch.year is None:
        return redirect("indicators:history", batch.region.code)
    return redirect("indicators:upload", batch.region.code, batch.year)


def _said(made: list) -> str:
    return _("已读取%(n)s个文件，请逐个核对差异后导入。") % {"n": len(made)}
