"""我的任务: what a person has to fill in, review and look over."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators.reporting import tasks as my
from regions import access


@require_GET
def tasks(request):
    today = timezone.localdate()
    found = my.of(request.user, today)
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
        "follows": access.follows_any(request.user.grants),
    }
    return render(request, "entry/tasks.html", context)
