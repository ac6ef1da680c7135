"""What every template may name: the site's name, its notice, its palette, what
waits."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from indicators.pages.doubts import rows
from indicators.pages.tasks import waiting_cells


def site(request):
    """Return the settings that pages print; runs no query."""
    return {
        "site_name": settings.SITE_NAME,
        "notice": settings.NOTICE,
        "status_palette": settings.STATUS_PALETTE,
    }


def waiting(request):
    """Return what waits for the person, each counted by one query once a page names it:
    doubts for an administrator, cells for who fills in or reviews."""
    user = getattr(request, "user", None)
    found = {"open_doubts": "", "waiting_cells": ()}
    if user is None or not user.is_authenticated:
        return found
    if user.administers:
        found["open_doubts"] = SimpleLazyObject(lambda: rows.count_open(user.grants))
    if user.reports:
        found["waiting_cells"] = SimpleLazyObject(lambda: waiting_cells.said(user))
    return found
