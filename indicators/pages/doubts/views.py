"""The open questions on plans, answered by the administrators of their regions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry import EntryError, NotAllowed
from indicators.pages import permissions
from indicators.pages.doubts import rows
from indicators.pages.doubts.forms import SHOWN, AnswerForm, ListQuery
from indicators.plans.loading import answering


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def doubts(request):
    """List what is open, or what has been answered; take an answer to one of them."""
    permissions.require_anywhere(request, "answer_doubts")
    query = ListQuery(request.GET)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    show = query.cleaned_data["show"]
    if request.method == "POST":
        return _answer(request, show)
    return _page(request, show)


def _answer(request, show: str):
    """Store an answer; refused, the list is shown again with what was typed."""
    text = request.POST.get("doubt", "")
    pk = int(text) if text.isdecimal() and len(text) < 19 else 0
    doubt = rows.listed(request.user.grants, show).filter(pk=pk).first()
    form = AnswerForm(request.POST, doubt=doubt) if doubt else None
    if form is not None and not form.is_valid():
        return _page(request, show, form, status=422)
    revises = show == "answered"
    try:
        if form is None:
            raise EntryError(answering.why_gone(pk, request.user))
        answering.answer(pk, form.given, by=request.user, revises=revises)
    except NotAllowed:
        raise
    except EntryError as why:
        return _page(request, show, form, problem=str(why), status=422)
    messages.success(request, _("已答复，评价已随之更新。"))
    address = reverse("indicators:doubts")
    return HttpResponseRedirect(f"{address}?show=answered" if revises else address)


def _page(request, show: str, form=None, *, problem: str = "", status: int = 200):
    found = rows.listed(request.user.grants, show)
    page = Paginator(found, rows.PER_PAGE).get_page(request.GET.get("page"))
    lines = rows.lines(page, form, problem)
    context = {
        "section": "doubts",
        "show": show,
        "tabs": [(code, label, code == show) for code, label in SHOWN.items()],
        "page": page,
        "lines": lines,
        # Of a doubt that is not on the page any more.
        "problem": "" if any(line.problem for line in lines) else problem,
    }
    return render(request, "plans/doubts.html", context, status=status)
