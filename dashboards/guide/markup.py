"""The help's texts as HTML: names that stand on pages are marked, and lead there."""

import re

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

NAME = re.compile(r"\[([^\]]+)\](?:\(([\w:]+)\))?")


def names(text: str) -> list[str]:
    """Return the names of buttons, titles and links that a text mentions."""
    return [found[1] for found in NAME.finditer(text)]


def marked_up(text: str) -> SafeString:
    """Return a text with its names in <b class="ui">, those with a view as links."""

    def mark(found):
        name, view = found.groups()
        if view:
            return f'<a class="ui" href="{escape(reverse(view))}">{name}</a>'
        return f'<b class="ui">{name}</b>'

    return mark_safe(NAME.sub(mark, escape(text)))
