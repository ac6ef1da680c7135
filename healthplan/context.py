"""What every template may name: the site's name, its notice, its palette, what
waits."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from indicators.pages.doubts import rows


def site(request):
    """Return the settings that pages print; runs no query."""
    return {
        "site_name": settings.SITE_NAME,
        "notice": settings.NOTICE,
        "status_palette": settings.STATUS_PALETTE,
    }


def waiting(request):
    """Return how many doubts wait for an administrator, "" for others; one query, once
    a page names it."""
    user = getattr(request, "user", None)
    if user is None or not getattr(user, "administers", False):
        return {"open_doubts": ""}
    return {"open_doubts": SimpleLazyObject(lambda: rows.count_open(user.grants))}
