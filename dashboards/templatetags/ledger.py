"""What the ledger says of a figure that differs since it was given out."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop

from indicators.models import Outgoing
from indicators.outgoing import Differing
from indicators.rules import numbers

register = template.Library()
SAYS_HOW = (
    gettext_noop("报"),
    gettext_noop("送"),
    gettext_noop("供"),
    gettext_noop("用于"),
)


@register.simple_tag
def differs(outgoing: Outgoing, found: Differing):
    """Return the sentence: 人均预期寿命2025年：6月3日报市卫健委为78.40岁，现为78.42岁."""
    at = timezone.localtime(outgoing.at)
    day = gettext("%(month)s月%(day)s日") % {"month": at.month, "day": at.day}
    if at.year != timezone.localdate().year:
        day = gettext("%(year)s年%(day)s") % {"year": at.year, "day": day}
    said = gettext("%(day)s%(purpose)s为%(old)s") if outgoing.purpose else ""
    said = said or gettext("%(day)s导出时为%(old)s")
    now = gettext("现为%(new)s") % {"new": _figure(found.new, found)}
    if found.new is None:
        now = gettext("现无数值")
    words = said % {
        "day": day,
        "purpose": _given(outgoing.purpose),
        "old": _figure(found.old, found),
    }
    return format_html(
        gettext("{}{}年：{}，<b>{}</b>。"),
        found.label if found.is_home else f"{found.place}{found.label}",
        found.year,
        words,
        now,
    )


def _given(purpose: str) -> str:
    """Return to whom it went, behind 报 unless the words say how it went."""
    if purpose.startswith(SAYS_HOW):
        return purpose
    return gettext("报%(purpose)s") % {"purpose": purpose}


def _figure(value, found: Differing) -> str:
    if value is None:
        return ""
    places = max(found.decimals, -value.normalize().as_tuple().exponent)
    return f"{numbers.plain(value, places)}{numbers.shown_unit(found.unit)}"
