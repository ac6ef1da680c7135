"""使用帮助: how to read the pages, bring in a plan, keep the data safe."""

from django.db import connection
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboards import method
from dashboards.pages import help_tables


@require_GET
def help(request):
    context = {
        "section": "help",
        "codes": [row["code"] for row in method.category_rows()],
        "columns": help_tables.COLUMNS,
        "sqlite": connection.vendor == "sqlite",
    }
    return render(request, "dashboards/help.html", context)
