"""Sends browsers older than the baseline to a page that says what to switch to.

Baseline: Chromium 90 (奇安信, 360), Firefox 90, Safari 14.1. The check reads the
User-Agent; one that names none of these engines is let through.
"""

import re

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

BASELINE = {"Chrome": 90, "Firefox": 90, "Version": 14}
COOKIE = "browser-anyway"
ENGINE = re.compile(r"(Chrome|Firefox|Version)/(\d+)")


def is_unsupported(agent: str) -> bool:
    """Return whether the User-Agent names an engine older than the baseline."""
    if "MSIE " in agent or "Trident/" in agent:
        return True
    found = dict(ENGINE.findall(agent))
    if "Chrome" in found:
        found.pop("Version", None)  # Android WebView prints both
    elif "Safari/" not in agent:
        found.pop("Version", None)
    return any(int(version) < BASELINE[name] for name, version in found.items())


class UnsupportedBrowserMiddleware:
    """Answers an unsupported browser with one plain page instead of a broken one.

    The reader may go on regardless: `?browser=anyway` sets a session cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        agent = request.headers.get("User-Agent", "")
        if not is_unsupported(agent) or COOKIE in request.COOKIES:
            return self.get_response(request)
        if request.GET.get("browser") == "anyway":
            response = self.get_response(request)
            response.set_cookie(COOKIE, "1", httponly=True, samesite="Lax")
            return response
        response = render(request, "unsupported.html", {"baseline": BASELINE})
        add_never_cache_headers(response)
        return response
