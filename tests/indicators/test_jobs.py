"""Jobs: who does one, what is seen of it meanwhile, cancelling, failing, forgetting."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import entry
from indicators.entry import jobs, opening
from indicators.entry.jobs import kinds
from indicators.models import Entry, FormEvent, Job, JobWorker, Round, Submission
from indicators.pages.rounds import large
from tests.indicators.conftest import YEAR
from tests.indicators.test_opening_sets import counties
from tests.indicators.test_rounds_views import BACKEND, new_round
from tests.pages import text

pytestmark = pytest.mark.django_db
ALONE = override_settings(JOBS_INLINE=False)


@pytest.fixture
def steps(monkeypatch):
    """More than one region is large, and a step is a region."""
    monkeypatch.setattr(jobs, "LARGE", 1)
    monkeypatch.setattr(kinds, "REGIONS", 1)


@pytest.fixture
def desk(client, people, steps):
    """达州's administrator, with three counties to ask."""
    counties(3)
    client.force_login(people["administrator"], backend=BACKEND)
    return client


def wanted(**more):
    codes = ["511700", "511730", "511731", "511732"]
    return new_round(year=YEAR, regions=codes, indicators=["pm25"], **more)


def stored():
    """All there is of rounds, hidden or not."""
    kinds_of = (Round.everything, Entry.objects, Submission.objects, FormEvent.objects)
    return [rows.count() for rows in kinds_of]


def test_a_large_round_is_previewed_and_opened_by_jobs(desk):
    seen = desk.post("/rounds/new/", wanted(step="preview"), follow=True)
    preview = Job.objects.get()

    assert (preview.kind, preview.state) == ("preview_round", "done")
    assert not Round.everything.exists()
    lines = {g.region.code: g.counts for g in seen.context["groups"]}
    assert set(lines) == {"511700", "511730", "511731", "511732"}
    assert "将向4个地区下发" in text(seen)

    posted = {"job": preview.token, "step": "open"}
    made = desk.post("/rounds/new/", posted, follow=True)

    call = Round.objects.get()
    cells = Entry.objects.current().filter(rounds=call)
    assert cells.count() == sum(line["asked"] for line in lines.values())
    assert cells.count() == Entry.objects.count()
    assert made.context["job"].result["cells"] == cells.count()
    assert f"指标{cells.count()}项" in text(made) and "查看填报任务" in text(made)
    forms = Submission.objects.asked().count()
    assert FormEvent.objects.filter(kind="opened").count() == forms == 4


def test_a_job_makes_what_a_request_makes(desk, people):
    desk.post("/rounds/new/", wanted(step="open"))
    by_job = set(
        Entry.objects.values_list(*"submission__region indicator due_on".split())
    )
    call = Round.objects.get()
    opening.take_back(call, [])
    FormEvent.objects.all().delete()
    Entry.objects.all().delete()
    Submission.objects.all().delete()
    again = Round(
        issuer=call.issuer, title="同样", year=YEAR, opens_on=call.opens_on,
        due_on=call.due_on,
    )  # fmt: skip

    entry.open_round(
        *(again, call.regions.all(), call.plans.all(), call.indicators.all()),
        by=people["administrator"],
    )

    in_one = set(
        Entry.objects.values_list(*"submission__region indicator due_on".split())
    )
    assert by_job == in_one


@ALONE
def test_nobody_sees_a_round_before_its_last_step(desk):
    answer = desk.post("/rounds/new/", wanted(step="open"), follow=True)
    job, worker = Job.objects.get(), jobs.Worker("w")
    assert "后台任务进程没有启动" in text(answer)
    assert "manage.py work" in text(answer)

    worker.beat()
    assert worker.claim() == job
    for done in range(job.steps - 1):
        page = desk.get(f"/rounds/jobs/{job.token}/")
        assert f"共5步，已完成{done}步" in text(page) and "没有启动" not in text(page)
        worker.step(job)
        assert not Entry.objects.current().exists()
        assert not Submission.objects.asked().exists()
        assert "暂无填报任务" in text(desk.get("/rounds/"))

    worker.step(job)
    assert Round.objects.exists() and Entry.objects.current().exists()
    job.refresh_from_db()
    assert job.state == "done" and not worker.claim()


@ALONE
def test_a_cancelled_job_leaves_nothing(desk):
    desk.post("/rounds/new/", wanted(step="open"))
    job, worker = Job.objects.get(), jobs.Worker("w")
    worker.claim()
    worker.step(job)
    worker.step(job)

    answer = desk.post(f"/rounds/jobs/{job.token}/cancel/", follow=True)
    assert "正在取消" in text(answer)
    while worker.step(job):
        pass

    assert Job.objects.get().state == "cancelled" and stored() == [0, 0, 0, 0]
    again = desk.post(f"/rounds/jobs/{job.token}/cancel/", follow=True)
    assert "已经结束，不能取消" in text(again)


@ALONE
def test_a_cancelled_extension_leaves_the_round_as_it_was(desk, people):
    desk.post("/rounds/new/", wanted(step="open"))
    jobs.Worker("w").work_off()
    call, before = Round.objects.get(), stored()
    fresh = call.issuer.plans.get().rows.filter(in_table=False).exclude(indicator=None)
    fresh.update(in_table=True)
    desk.post(f"/rounds/{call.code}/extend/")
    job = Job.objects.get(kind="extend_round")
    worker = jobs.Worker("w")
    worker.claim()
    worker.step(job)
    assert stored() > before

    jobs.cancel(job, by=people["administrator"])
    while worker.step(job):
        pass

    assert stored() == before and Round.objects.get() == call


@ALONE
def test_two_rounds_are_not_laid_out_at_once(desk):
    desk.post("/rounds/new/", wanted(step="open", title="甲"))

    answer = desk.post("/rounds/new/", wanted(step="open", title="乙"))

    assert answer.status_code == 422 and "“甲”正在下发" in text(answer)
    assert Round.everything.count() == 1 and Job.objects.count() == 1


def test_what_asks_nothing_fails_with_its_sentence_and_leaves_nothing(desk):
    nothing = wanted(step="open") | {"indicators": [], "regions": ["511730", "511731"]}

    answer = desk.post("/rounds/new/", nothing, follow=True)

    assert Job.objects.get().state == "failed" and stored() == [0, 0, 0, 0]
    assert "没有应采集的指标" in text(answer)


@ALONE
def test_a_job_that_breaks_is_taken_back_and_says_so(desk, monkeypatch):
    desk.post("/rounds/new/", wanted(step="open"))
    job, worker = Job.objects.get(), jobs.Worker("w")
    worker.claim()
    worker.step(job)
    monkeypatch.setattr(opening, "lay_out", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        worker.step(job)
    while worker.step(job):
        pass

    job.refresh_from_db()
    assert job.state == "failed" and "请联系运维人员查看日志" in job.refusal
    assert stored() == [0, 0, 0, 0]


@ALONE
def test_a_silent_workers_job_goes_to_another_who_does_no_step_twice(desk):
    desk.post("/rounds/new/", wanted(step="open"))
    job, first, second = Job.objects.get(), jobs.Worker("a"), jobs.Worker("b")
    first.claim()
    first.step(job)
    assert second.claim() is None

    Job.objects.update(seen_at=timezone.now() - 2 * jobs.SILENT)
    assert second.claim() == job
    assert first.step(job) is False  # it is no longer the first one's
    while second.step(job):
        pass

    job.refresh_from_db()
    assert (job.state, job.worker, job.step) == ("done", "b", job.steps)


@ALONE
def test_results_and_silent_workers_are_forgotten_after_a_week(desk):
    desk.post("/rounds/new/", wanted(step="preview"))
    call_command("work", "--once")
    job = Job.objects.get()
    page = desk.get(f"/rounds/jobs/{job.token}/")
    assert "结果保留至" in text(page)
    long_ago = timezone.now() - jobs.KEPT - timedelta(hours=1)
    Job.objects.update(ended_at=long_ago)
    JobWorker.objects.create(name="old", seen_at=long_ago)

    call_command("work", "--once")

    assert not Job.objects.exists() and not JobWorker.objects.exists()


def test_another_persons_preview_is_not_opened(desk, people):
    desk.post("/rounds/new/", wanted(step="preview"))
    Job.objects.update(by=people["clerk"])
    job = Job.objects.get()

    assert (
        desk.post("/rounds/new/", {"job": job.token, "step": "open"}).status_code == 404
    )
    assert desk.post("/rounds/new/", {"job": "x", "step": "open"}).status_code == 404


@ALONE
def test_a_job_page_asks_as_much_for_many_regions_as_for_few(desk):
    counts = []
    for codes in (["511700", "511730"], ["511730", "511731", "511732"]):
        data = wanted(step="preview") | {"regions": codes}
        desk.post("/rounds/new/", data)
        jobs.Worker("w").work_off()
        job = Job.objects.order_by("pk").last()
        with CaptureQueriesContext(connection) as seen:
            desk.get(f"/rounds/jobs/{job.token}/")
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert large.is_large(["511700", "511730"])
