"""Access tokens: one's own, and those of people one administers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regions import access
from regions.forms.tokens import TokenForm
from regions.people import standing
from regions.people import tokens as service
from regions.people.problems import PeopleError
from regions.views import permissions

RECENT = 20  # revoked and expired ones that are still listed


@require_http_methods(["GET", "POST"])
@never_cache
def tokens(request):
    """One's own tokens; a new one is shown in the answer to the POST, this once."""
    form, made = TokenForm(), None
    if request.POST.get("action") == "revoke":
        return revoke(request, request.user, redirect("tokens"))
    if request.method == "POST":
        form = TokenForm(request.POST)
        made = make(request.user, form)
    context = listing(request.user) | {
        "form": TokenForm() if made else form,
        "made": made,
        "most": service.MOST,
        "may_make": access.may_export_anything(request.user.grants),
        "section": "tokens",
    }
    status = 422 if form.is_bound and not made else 200
    return render(request, "people/tokens.html", context, status=status)


def make(person, form):
    """Return the new token with its text; None when the form says why not."""
    if not form.is_valid():
        return None
    try:
        token, text = service.make(person, form.cleaned_data["name"], form.expires_on)
    except PeopleError as why:
        form.add_error(None, str(why))
        return None
    return {"token": token, "text": text}


def listing(person) -> dict:
    """Return a person's valid tokens and the latest of the others."""
    rows = list(person.tokens.select_related("revoked_by"))
    return {
        "valid": [row for row in rows if row.is_valid],
        "ended": [row for row in rows if not row.is_valid][:RECENT],
    }


def revoke(request, person, answer):
    """End the named token and answer."""
    prefix = request.POST.get("token", "")
    token = person.tokens.filter(prefix=prefix[:8]).select_related("user").first()
    if token is None:
        raise Http404
    try:
        service.revoke(token, by=request.user)
    except PeopleError as why:
        messages.error(request, str(why))
    else:
        words = _("已撤销“%(name)s”，使用该令牌的程序不能再读取数据。")
        messages.success(request, words % {"name": token.name})
    return answer


@require_http_methods(["GET", "POST"])
@permissions.administrators
@never_cache
def people_tokens(request, username):
    """The tokens of a person one administers: to look at and to revoke."""
    person = permissions.person_within_reach(request, username)
    if request.method == "POST":
        answer = redirect("people_tokens", username=person.username)
        return revoke(request, person, answer)
    context = listing(person) | {
        "person": person,
        "stands": standing.standing(person, request.user),
        "section": "people",
        "page": "people",
    }
    return render(request, "people/tokens_of.html", context)
