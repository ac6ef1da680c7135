"""How long one stays signed in: until nothing is done for a while, and a day at most.

SESSION_IDLE_MINUTES and SESSION_HOURS of the settings; 等保 8.1.4.1 身份鉴别 b) asks
for the first. When something was last done is written at most once a minute.
"""

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from django.utils.translation import gettext as _

BEGAN, SEEN = "began", "seen"  # seconds since 1970, in the session
OVER = "over"  # of a request: why its session has ended just now
MINUTE = 60


def listen() -> None:
    """Let each sign-in note when it was; called once at the start."""
    user_logged_in.connect(_begin, dispatch_uid="regions.sessions")


def _now() -> int:
    return int(timezone.now().timestamp())


def _begin(sender, request, user, **kwargs) -> None:
    if request is not None:
        request.session[BEGAN] = request.session[SEEN] = _now()


class SessionLimitsMiddleware:
    """Ends a session that lay idle or is too old, before anything is answered.

    What a page asks for by itself (a job's progress) is sent with `X-Unattended` and
    does not count as something done.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            self._limit(request)
        return self.get_response(request)

    def _limit(self, request) -> None:
        session, now = request.session, _now()
        # A session from before this rule begins with its first request under it.
        began, seen = session.get(BEGAN, now), session.get(SEEN, now)
        if now - seen >= settings.SESSION_IDLE_MINUTES * MINUTE:
            return self._end(request, "idle")
        if now - began >= settings.SESSION_HOURS * 60 * MINUTE:
            return self._end(request, "old")
        attended = "X-Unattended" not in request.headers
        if SEEN not in session or (attended and now - seen >= MINUTE):
            session[BEGAN], session[SEEN] = began, now

    def _end(self, request, why: str) -> None:
        logout(request)
        setattr(request, OVER, why)


def asks_for_json(request) -> bool:
    """Return whether a script of ours, or a program, waits for JSON."""
    sent = request.content_type == "application/json"
    return sent or request.headers.get("Accept", "").startswith("application/json")


def sentence(request) -> str:
    """Return why one has to sign in, and that one may go on afterwards."""
    return reason(getattr(request, OVER, "")) or _("请先登录。")


def reason(why: str) -> str:
    """Return what is said of a session that has ended, "" of any other word."""
    if why == "idle":
        minutes = settings.SESSION_IDLE_MINUTES
        return _("%(n)d分钟没有操作，已自动退出，请重新登录。") % {"n": minutes}
    if why == "old":
        hours = settings.SESSION_HOURS
        return _("登录已满%(n)d小时，请重新登录。") % {"n": hours}
    return ""
