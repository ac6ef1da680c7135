"""The help's texts as HTML: names that stand on pages are marked, and lead there."""

import re

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from indicators.rules import reasons

NAME = re.compile(r"\[([^\]]+)\](?:\(([\w:]+)\))?")


def names(text: str) -> list[str]:
    """Return the names of buttons, titles and links that a text mentions."""
    return [_said(found[1]) for found in NAME.finditer(text)]


def _said(name: str) -> str:
    """Return a name as it stands on pages; `=not_published` is a reason's label."""
    if name.startswith("="):
        return gettext(reasons.REASONS[name[1:]].label)
    return name


def marked_up(text: str) -> SafeString:
    """Return a text with its names in <b class="ui">, those with a view as links."""

    def mark(found):
        name, view = escape(_said(found[1])), found[2]
        if view:
            return f'<a class="ui" href="{escape(reverse(view))}">{name}</a>'
        return f'<b class="ui">{name}</b>'

    parts, last = [], 0
    for found in NAME.finditer(text):
        parts += [escape(text[last : found.start()]), mark(found)]
        last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]))
