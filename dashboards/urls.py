"""Pages for looking at the plans."""

from django.urls import path

from dashboards.pages import (
    api_page,
    changes,
    chart_files,
    checkup,
    data,
    department,
    help,
    indicator,
    ledger,
    method,
    milestones,
    onepage,
    overview,
    region,
    slips,
)

app_name = "dashboards"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("regions/<str:code>/", region.region, name="region"),
    path("regions/<str:code>/milestones/", milestones.milestones, name="milestones"),
    path("regions/<str:code>/changes/", changes.changes, name="changes"),
    path("regions/<str:code>/ledger/", ledger.ledger, name="ledger"),
    path("changes/", changes.changes_overview, name="changes_overview"),
    path("regions/<str:code>/onepage/", onepage.onepage, name="onepage"),
    path(
        "regions/<str:code>/onepage.docx",
        onepage.onepage_docx_file,
        name="onepage_docx",
    ),
    path("regions/<str:code>/onepage/matters/", onepage.matters, name="matters"),
    path("regions/<str:code>/slips/", slips.slips, name="slips"),
    path("regions/<str:code>/slips/new/", slips.slip_new, name="slip_new"),
    path("regions/<str:code>/slips/<uuid:token>/", slips.slip, name="slip"),
    path(
        "regions/<str:code>/department-letter.docx",
        department.department_letter,
        name="department_letter",
    ),
    path(
        "regions/<str:code>/departments/<path:name>/",
        department.department,
        name="department",
    ),
    path("regions/<str:code>/<slug:indicator>/", indicator.indicator, name="indicator"),
    path(
        "regions/<str:code>/<slug:indicator>/chart.png",
        chart_files.chart_png,
        name="chart_png",
    ),
    path(
        "regions/<str:code>/<slug:indicator>/chart.csv",
        chart_files.chart_csv,
        name="chart_csv",
    ),
    path("data/", data.data, name="data"),
    path("data/values.csv", data.values_csv, name="values_csv"),
    path("data/workbook.xlsx", data.workbook_xlsx, name="workbook_xlsx"),
    path("data/checkup/", checkup.checkup, name="checkup"),
    path("data/checkup.csv", checkup.checkup_file, name="checkup_csv"),
    path("data/api/", api_page.api_docs, name="api_docs"),
    path("method/", method.method, name="method"),
    path("help/", help.help, name="help"),
    path("help/<slug:slug>/", help.topic, name="help_topic"),
]
