"""What every template may name: the site's name, its notice, its palette."""

from django.conf import settings


def site(request):
    """Return the settings that pages print; runs no query."""
    return {
        "site_name": settings.SITE_NAME,
        "notice": settings.NOTICE,
        "status_palette": settings.STATUS_PALETTE,
    }
