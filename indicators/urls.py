"""Pages of the yearly reporting (design.md §7)."""

from django.urls import path

from indicators.views import (
    acts,
    attachments,
    batches,
    cells,
    chase,
    deciding,
    forms_out,
    grid,
    handover,
    locking,
    log,
    owners,
    review,
    rounds,
    sheet,
    tasks,
    uploads,
)

app_name = "indicators"

urlpatterns = [
    path("entry/", tasks.tasks, name="tasks"),
    path("entry/<code>/<int:year>/", grid.grid, name="grid"),
    path("entry/<code>/<int:year>/cells/", cells.cells, name="cells"),
    path("entry/<code>/<int:year>/base/", cells.base, name="base"),
    *(
        path(f"entry/<code>/<int:year>/{verb}/", acts.act, {"verb": verb}, name=verb)
        for verb in acts.ACTS
    ),
    path("entry/<code>/<int:year>/attachments/", attachments.attach, name="attach"),
    path("entry/attachments/<uuid:token>/", attachments.attachment, name="attachment"),
    path("people/owners/", owners.owners, name="owners"),
    path("people/owners/paste/", owners.owners_paste, name="owners_paste"),
    path("people/handover/", handover.handover, name="handover"),
    path("entry/<code>/<int:year>/review/", review.review, name="review"),
    path("entry/<code>/<int:year>/approve/", deciding.approve, name="approve"),
    path("entry/<code>/<int:year>/return/", deciding.send_back, name="send_back"),
    path("entry/<code>/<int:year>/report/", deciding.report, name="report"),
    path(
        "entry/<code>/<int:year>/return-reported/",
        deciding.return_reported,
        name="return_reported",
    ),
    path("entry/<code>/<int:year>/lock/", locking.lock, name="lock"),
    path("entry/<code>/<int:year>/reopen/", locking.reopen, name="reopen"),
    path("entry/<code>/<int:year>/sheet/", sheet.sheet, name="sheet"),
    path("entry/<code>/<int:year>/form.xlsx", forms_out.form_file, name="form_file"),
    path(
        "entry/<code>/<int:year>/collection.zip",
        forms_out.collection_files,
        name="collection_files",
    ),
    path(
        "entry/<code>/history/template.xlsx",
        forms_out.history_template,
        name="history_template",
    ),
    path("entry/<code>/<int:year>/upload/", uploads.upload, name="upload"),
    path("entry/<code>/history/", uploads.history, name="history"),
    path("entry/imports/<uuid:token>/", batches.batch, name="batch"),
    path("entry/imports/<uuid:token>/file/", batches.batch_file, name="batch_file"),
    *(
        path(
            f"entry/imports/<uuid:token>/{verb}/",
            batches.act,
            {"verb": verb},
            name=f"batch_{verb}",
        )
        for verb in batches.ACTS
    ),
    path("entry/<code>/<int:year>/log/", log.log, name="log"),
    path("entry/<code>/<int:year>/remark/", log.remark, name="remark"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<slug:code>/", chase.round, name="round"),
    path("rounds/<slug:code>/edit/", rounds.round_edit, name="round_edit"),
    path("rounds/<slug:code>/extend/", rounds.round_extend, name="round_extend"),
    path("rounds/<slug:code>/remind/", chase.remind, name="remind"),
    path("rounds/<slug:code>/notice/", chase.notice, name="notice"),
    path("rounds/<slug:code>/lock/", chase.round_lock, name="round_lock"),
]
