"""Who gets past the door of a page: 404 outside one's reach, 403 within it.

Every view of the yearly reporting begins here (CONTRIBUTING § Access).
"""

from functools import wraps

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import Round, Submission
from indicators.pages import reach
from regions import access, permits
from regions.models import Region


def reachable(request, code: str) -> Region:
    """Return the region; 404 alike for what does not exist and is out of reach.

    A reviewer reaches the regions directly below, whose reported forms come to them.
    """
    grants = request.user.grants
    if not (access.may_see(grants, code) or access.may_return_reported(grants, code)):
        raise Http404
    return get_object_or_404(Region, code=code)


def require(allowed: bool, sentence: str) -> None:
    """Answer 403 with the sentence, one of permits, unless allowed."""
    if not allowed:
        raise PermissionDenied(sentence)


def require_anywhere(request, act: str) -> None:
    """Answer 403 unless there is any region where the person may do the act."""
    if sentence := permits.refusal_anywhere(act, request.user.grants):
        raise PermissionDenied(sentence)


def require_act(request, act: str, region: Region) -> None:
    """Answer 403 unless the person may do the act of PERMITS in the region."""
    if sentence := permits.refusal(act, request.user.grants, region):
        raise PermissionDenied(sentence)


def require_on(request, act: str, form: Submission) -> None:
    """Answer 403 unless the person may do the act of FORM_PERMITS on the form."""
    if sentence := permits.form_refusal(act, request.user.grants, form):
        raise PermissionDenied(sentence)


def named_form(region: Region, year: int, name: str | None) -> Submission | None:
    """Return the form of a department by its name ("" is the bureau's own), None when
    no form is named; 404 when there is none."""
    if name is None:
        return None
    forms = Submission.objects.select_related("region", "department", "locked_by")
    chosen = {"department__name": name} if name else {"department": None}
    return get_object_or_404(forms, region=region, year=year, **chosen)


def require_same_person(request, by: str | None) -> None:
    """Refuse what another account's page sends.

    Someone may have signed in in another tab since: what this page holds was
    typed by the person it was made for, and must not be stored under another name.
    """
    if by not in (None, request.user.username):
        raise EntryError(
            _("未保存：浏览器现登录的是%(who)s，请用原账号重新登录。")
            % {"who": request.user}
        )


def answers_json(view):
    """Let a view that answers scripts say its refusals as JSON: {"error": sentence}."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (NotAllowed, PermissionDenied) as why:
            return JsonResponse({"error": str(why)}, status=403)
        except EntryError as why:
            return JsonResponse({"error": str(why)}, status=422)
        except BadRequest as why:
            return JsonResponse({"error": str(why)}, status=400)

    return answer


def followed_regions(request, call: Round) -> list[Region]:
    """Return the regions of a round whose forms one follows.

    404 where the round asks no region within one's reach, 403 where it asks some
    but one follows none of them.
    """
    grants = request.user.grants
    if found := reach.regions_of(call, grants):
        return found
    if not call.regions.filter(pk__in=Region.objects.visible_to(grants)).exists():
        raise Http404
    raise PermissionDenied(permits.sentence("follow", _("各地区")))


def bad_query(request, query):
    """Answer 400 with every sentence of the query's errors."""
    sentences = [text for errors in query.errors.values() for text in errors]
    return render(request, "400.html", {"sentences": sentences}, status=400)
