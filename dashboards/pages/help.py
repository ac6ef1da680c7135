"""使用帮助: the table of tasks, and a page for each."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import guide, method
from regions.people import contacts


@require_safe
def help(request):
    """The table of tasks, those of the reader's own roles first."""
    roles = {grant.role for grant in request.user.grants}
    context = {"section": "help", "groups": guide.for_roles(roles)}
    return render(request, "help/index.html", context)


@require_safe
def topic(request, slug):
    """One task: its steps, its picture, what may go wrong."""
    found = guide.TOPICS.get(slug)
    if found is None:
        raise Http404(_("帮助中没有这一页。"))
    context = {
        "section": "help",
        "topic": found,
        "group": next(g for g in guide.GROUPS if found in g.topics),
        **EXTRAS.get(slug, lambda request: {})(request),
    }
    return render(request, "help/topic.html", context)


def _shapes(request):
    return {"codes": [row["code"] for row in method.category_rows()]}


def _contact(request):
    return {
        "contact": settings.CONTACT,
        "administrators": contacts.administrators(request.user),
    }


# What the templates of `Topic.extra` print besides.
EXTRAS = {"reading": _shapes, "contact": _contact}
