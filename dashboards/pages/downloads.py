"""How a file that is taken away is named, and that nobody in between keeps it."""

from urllib.parse import quote

from django.utils import timezone


def named(response, title, plain, ending):
    """Give a download its Chinese name with the day, and a plain one for what cannot
    read it."""
    day = f"{timezone.localdate():%Y-%m-%d}"
    name = quote(f"{title}-{day}.{ending}", safe="")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}-{day}.{ending}\"; filename*=UTF-8''{name}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
