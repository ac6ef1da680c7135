"""评价方法: how verdicts are reached, with the parameters in force."""

from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dashboards import method as content
from indicators.rules import checks


@require_safe
def method(request):
    context = {
        "section": "method",
        "p": content.thresholds(),
        "readings": content.READINGS,
        "categories": content.category_rows(),
        "parameters": content.parameter_rows(),
        "checks": checks.described(),
        "errors": [gettext(label) for label in checks.named("error")],
        "warnings": [gettext(label) for label in checks.named("warning")],
        "path": content.example("path"),
        "limit": content.example("limit"),
        "small": content.example("small"),
    }
    return render(request, "dashboards/method.html", context)
