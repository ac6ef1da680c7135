"""Pages of the yearly reporting."""

from django.urls import path

from indicators.pages.amend.views import amend
from indicators.pages.cell_history.views import cell_history
from indicators.pages.doubts.views import doubts
from indicators.pages.downloads.views import (
    collection_files,
    form_file,
    history_template,
    letter_files,
)
from indicators.pages.grid import acts, attachments, saving
from indicators.pages.grid.views import grid
from indicators.pages.handover.views import handover
from indicators.pages.leads import views as leads
from indicators.pages.log.views import log, remark
from indicators.pages.milestone.views import milestone, milestone_file
from indicators.pages.note.views import note
from indicators.pages.others.views import others
from indicators.pages.owners.views import owners, owners_paste
from indicators.pages.paste.views import paste
from indicators.pages.proposals import views as proposals
from indicators.pages.retire.views import retire
from indicators.pages.review import decisions, locking
from indicators.pages.review.views import review
from indicators.pages.revise.views import revise
from indicators.pages.rounds import follow_up, large, notice
from indicators.pages.rounds.views import round_edit, round_extend, round_new, rounds
from indicators.pages.sheet.views import sheet
from indicators.pages.tasks.views import tasks
from indicators.pages.uploads import batch
from indicators.pages.uploads.views import history, upload

app_name = "indicators"

urlpatterns = [
    path("entry/", tasks, name="tasks"),
    path("entry/<code>/<int:year>/", grid, name="grid"),
    path("entry/<code>/<int:year>/cells/", saving.cells, name="cells"),
    path(
        "entry/<code>/<int:year>/cells/<slug:indicator>/history/",
        cell_history,
        name="cell_history",
    ),
    path(
        "entry/<code>/<int:year>/cells/<slug:indicator>/amend/",
        amend,
        name="amend",
    ),
    path("entry/<code>/<int:year>/paste/", paste, name="paste"),
    path(
        "entry/<code>/<int:year>/cells/<slug:indicator>/others/",
        others,
        name="others",
    ),
    path("entry/<code>/<int:year>/base/", saving.base, name="base"),
    path(
        "entry/<code>/<int:year>/base/history/",
        saving.base_history,
        name="base_history",
    ),
    *(
        path(f"entry/<code>/<int:year>/{verb}/", acts.act, {"verb": verb}, name=verb)
        for verb in acts.ACTS
    ),
    path("entry/<code>/<int:year>/attachments/", attachments.attach, name="attach"),
    path("entry/attachments/<uuid:token>/", attachments.attachment, name="attachment"),
    path("people/owners/", owners, name="owners"),
    path("people/owners/paste/", owners_paste, name="owners_paste"),
    path("people/handover/", handover, name="handover"),
    path("entry/<code>/<int:year>/review/", review, name="review"),
    path("entry/<code>/<int:year>/approve/", decisions.approve, name="approve"),
    path("entry/<code>/<int:year>/return/", decisions.send_back, name="send_back"),
    path("entry/<code>/<int:year>/report/", decisions.report, name="report"),
    path(
        "entry/<code>/<int:year>/return-reported/",
        decisions.return_reported,
        name="return_reported",
    ),
    path("entry/<code>/<int:year>/lock/", locking.lock, name="lock"),
    path("entry/<code>/<int:year>/reopen/", locking.reopen, name="reopen"),
    path("entry/<code>/<int:year>/sheet/", sheet, name="sheet"),
    path("entry/<code>/<int:year>/form.xlsx", form_file, name="form_file"),
    path(
        "entry/<code>/<int:year>/collection.zip",
        collection_files,
        name="collection_files",
    ),
    path("entry/<code>/<int:year>/letters.zip", letter_files, name="letter_files"),
    path(
        "entry/<code>/history/template.xlsx",
        history_template,
        name="history_template",
    ),
    path("entry/<code>/<int:year>/upload/", upload, name="upload"),
    path("entry/<code>/history/", history, name="history"),
    path("entry/imports/<uuid:token>/", batch.batch, name="batch"),
    path("entry/imports/<uuid:token>/file/", batch.batch_file, name="batch_file"),
    *(
        path(
            f"entry/imports/<uuid:token>/{verb}/",
            batch.act,
            {"verb": verb},
            name=f"batch_{verb}",
        )
        for verb in batch.ACTS
    ),
    path("entry/<code>/<int:year>/log/", log, name="log"),
    path("entry/<code>/<int:year>/remark/", remark, name="remark"),
    path("plans/doubts/", doubts, name="doubts"),
    path("plans/<slug:plan>/leads/", leads.leads, name="leads"),
    path("plans/<slug:plan>/leads/paste/", leads.leads_paste, name="leads_paste"),
    path("plans/<slug:plan>/leads/tasks/", leads.leads_tasks, name="leads_tasks"),
    path("regions/<code>/leads/answer/", leads.leads_answer, name="leads_answer"),
    path("plans/<slug:plan>/retire/", retire, name="retire"),
    path("plans/<slug:plan>/<str:key>/notes/<int:year>/", note, name="note"),
    path("plans/<slug:plan>/<str:key>/revise/", revise, name="revise"),
    path("proposals/<uuid:token>/", proposals.proposal, name="proposal"),
    *(
        path(
            f"proposals/<uuid:token>/{verb}/",
            proposals.act,
            {"verb": verb},
            name=f"proposal_{verb}",
        )
        for verb in proposals.ACTS
    ),
    path(
        "regions/<code>/milestones/<slug:plan>/<str:key>/<int:year>/",
        milestone,
        name="milestone",
    ),
    path(
        "regions/<code>/milestones/<slug:plan>/<str:key>/undated/",
        milestone,
        {"year": None},
        name="milestone",
    ),
    path("milestones/<uuid:token>/", milestone_file, name="milestone_file"),
    path("rounds/", rounds, name="rounds"),
    path("rounds/new/", round_new, name="round_new"),
    path("rounds/jobs/<uuid:token>/", large.job, name="job"),
    path("rounds/jobs/<uuid:token>/cancel/", large.job_cancel, name="job_cancel"),
    path("rounds/<slug:code>/", follow_up.round, name="round"),
    path("rounds/<slug:code>/edit/", round_edit, name="round_edit"),
    path("rounds/<slug:code>/extend/", round_extend, name="round_extend"),
    path("rounds/<slug:code>/remind/", follow_up.remind, name="remind"),
    path("rounds/<slug:code>/notice/", notice.notice, name="notice"),
    path("rounds/<slug:code>/lock/", follow_up.round_lock, name="round_lock"),
]
