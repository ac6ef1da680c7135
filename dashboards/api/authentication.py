"""Who gets in, and how every refusal reads: JSON with one Chinese sentence."""

import logging
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from regions import permits
from regions.people import tokens

log = logging.getLogger(__name__)
ALLOWED = "GET, HEAD, OPTIONS"


def let_in(user):
    """Return the person if there is anything they may take away, else refuse."""
    if refused := permits.refusal_anywhere("take_away", user.grants):
        raise HttpError(403, refused)
    return user


class Token(HttpBearer):
    """A personal token: `Authorization: Bearer hp_…`."""

    def __call__(self, request):
        if "Authorization" in request.headers:
            # A wrong token is refused even beside a good session.
            return super().__call__(request) or _refuse()
        return None

    def authenticate(self, request, token):
        user = tokens.owner(token)
        return user and let_in(user)


class Session(SessionAuth):
    """The signed-in browser: for trying an address out."""

    def authenticate(self, request, key):
        user = super().authenticate(request, key)
        if user is None or user.must_change_password:
            return None
        return let_in(user)


def _refuse():
    raise AuthenticationError


def problem(status: int, sentence: str) -> JsonResponse:
    """Return the one shape of every refusal."""
    body = {"detail": sentence}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def answers_programs(view):
    """Return the view as programs need it: nobody is sent to a page for signing in,
    HEAD is GET without its body, other methods are refused as JSON."""

    @login_not_required
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method in ("GET", "HEAD"):
            request.method = "GET"  # the server leaves the body of a HEAD out
            response = view(request, *args, **kwargs)
        else:
            response = problem(405, _("数据接口只供读取，请用GET。"))
        if response.status_code in (204, 405):
            response["Allow"] = ALLOWED
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Authorization", "Accept"])
        return response

    answer.csrf_exempt = True  # nothing is written
    answer.answers_programs = True
    return answer


def nowhere(request, **_kwargs):
    """Answer an address that does not exist."""
    return problem(
        404, _("没有这个地址：接口说明见网页 /data/api/，地址末尾不带斜杠。")
    )


# ------------------------------------------------------------------ refusals


def _unauthorized(request, exc):
    response = problem(
        401, _("请带上有效的访问令牌：它可能写错、过期、被撤销，或账号已停用。")
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def _refused(request, exc):
    return problem(exc.status_code, exc.message)


def _absent(request, exc):
    return problem(404, str(exc) or _("没有找到，或不在您的权限之内。"))


def _failed(request, exc):
    log.exception("api %s", request.path)
    return problem(
        500, _("服务器出错，已记入日志：请稍后重试，仍出错的请联系运维人员。")
    )


def _misread(request, exc):
    return problem(422, wrong(exc.errors[0], request.GET))


def wrong(error: dict, query) -> str:
    """Return one sentence on the first wrong parameter of a query."""
    name = next((p for p in error["loc"] if isinstance(p, str) and p != "query"), "")
    which = next((p for p in error["loc"] if isinstance(p, int)), -1)
    value = [*query.getlist(name), ""][which if which >= 0 else 0]
    about = error.get("ctx") or {}
    words = {"name": name, "value": value[:40]} | about
    kind = error["type"]
    if name == "page":
        return _("参数page应为从1到1000000的页码，或（取CSV时）写all。")
    if kind == "greater_than_equal":
        return _("参数%(name)s不应小于%(ge)s，现为“%(value)s”。") % words
    if kind == "less_than_equal":
        return _("参数%(name)s不应大于%(le)s，现为“%(value)s”。") % words
    if kind == "literal_error":
        words["expected"] = about["expected"].replace("'", "").replace(" or ", ", ")
        return _("参数%(name)s应为%(expected)s之一，现为“%(value)s”。") % words
    if kind == "int_parsing":
        return _("参数%(name)s应为整数，现为“%(value)s”。") % words
    if kind == "moment":
        return _("参数since应为日期或时刻，如2026-01-31T08:00:00+08:00。")
    return _("参数%(name)s的值“%(value)s”不对，请看接口说明。") % words


def guard(api) -> None:
    """Give the API these refusals."""
    api.add_exception_handler(Exception, _failed)
    api.add_exception_handler(Http404, _absent)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(AuthenticationError, _unauthorized)
    api.add_exception_handler(ValidationError, _misread)
