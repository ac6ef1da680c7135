"""What templates print of the balances, and of rows to ask about."""

from django import template
from django.utils.translation import gettext

from dashboards.balances import TITLES, AskedRow, BalanceLine
from dashboards.templatetags.plans import words

register = template.Library()
FILTERS = ("status", "domain", "department", "nature", "page")


@register.simple_tag
def balance_title(line: BalanceLine):
    """Return what a balance is of, with its year."""
    return gettext(line.title) % {"year": line.year}


@register.simple_tag(takes_context=True)
def balance_query(context, code, part):
    """Return the query string of the page that shows the rows a number counts: only
    them, in the same plan and order."""
    query = _unfiltered(context["request"])
    query[code] = part
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def unfiltered_query(context):
    """Return the query string of the page that shows all rows."""
    return f"?{_unfiltered(context['request']).urlencode()}"


def _unfiltered(request):
    query = request.GET.copy()
    for name in (*FILTERS, *TITLES):
        query.pop(name, None)
    return query


@register.filter
def chosen(query, name):
    """Return what a query string says of a name, "" for nothing."""
    return query.get(name, "")


@register.simple_tag
def asked_about(found: AskedRow):
    """Return how a row stands: "明显滞后，差13个百分点，牵头：市教育局"."""
    row = found.row
    parts = [words(row.status, row.result, row.direction), found.gap]
    if found.lead:
        parts.append(gettext("牵头：%(lead)s") % {"lead": found.lead})
    return gettext("，").join(part for part in parts if part)
