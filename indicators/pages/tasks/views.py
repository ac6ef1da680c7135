"""待办: what a person has to fill in, review and look over."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.pages.tasks import task_lines
from regions import access
from regions.models import Region


@require_safe
def tasks(request):
    today = timezone.localdate()
    found = task_lines.of(request.user, today)
    latest = max((t.year for t in [*found.fill, *found.review]), default=0)
    context = {
        "section": "entry",
        "today": today,
        "tasks": found,
        "fill": [t for t in found.fill if not t.is_done or t.year == latest],
        "review": [t for t in found.review if not t.is_done or t.year == latest],
        "old": [
            t for t in [*found.fill, *found.review] if t.is_done and t.year != latest
        ],
        "imports": _imports(request.user),
        "follows": access.follows_any(request.user.grants),
    }
    return render(request, "entry/tasks.html", context)


def _imports(user) -> list[Region]:
    """Return the regions whose history the person imports. At most one query."""
    codes = {g.region for g in user.grants if access.may_import(user.grants, g.region)}
    return list(Region.objects.filter(code__in=codes)) if codes else []
