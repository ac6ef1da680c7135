"""What the pages of an upload print of its counts; a count of zero is not said."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from indicators.entry import batches

register = template.Library()
register.filter("landed", batches.landed)


@register.filter
def differences(counts: Mapping[str, int]) -> list[str]:
    """Return the differences of an upload by kind: 新增3, 未读取1."""
    named = {
        batches.NEW: _("新增%(n)s"),
        batches.CHANGED: _("修改%(n)s"),
        batches.SAME: _("相同%(n)s"),
        batches.CONFLICT: _("双方均有修改%(n)s"),
        batches.REFUSED: _("未读取%(n)s"),
    }
    return [said % {"n": counts[kind]} for kind, said in named.items() if counts[kind]]
