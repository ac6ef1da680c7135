"""Asks for jobs and cancels them."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry.access import require
from indicators.entry.jobs import kinds, working
from indicators.entry.problems import EntryError
from indicators.models import Job
from regions.models import Region

LARGE = 200  # regions that are laid out in a request; more are a job


def ask(kind: str, region: Region, title: str, what: dict, *, by) -> Job:
    """Store a job over the regions (codes) of `what`, to be done by a worker.

    Raises EntryError while another one writes rounds: two would lay out the same cells.
    """
    if kind != Job.Kind.PREVIEW_ROUND:
        _require_alone()
    job = Job.objects.create(
        kind=kind,
        region=region,
        title=title,
        what=what,
        steps=kinds.steps(what["regions"]),
        by=by,
    )
    if settings.JOBS_INLINE:
        working.Worker("inline").finish(job)
    return job


def _require_alone() -> None:
    """Raise EntryError while a job lays out a round."""
    busy = Job.objects.filter(
        kind__in=[Job.Kind.OPEN_ROUND, Job.Kind.EXTEND_ROUND], state__in=Job.UNFINISHED
    )
    if other := busy.first():
        raise EntryError(
            _("“%(title)s”正在下发，请待完成后再下发。") % {"title": other.title}
        )


@transaction.atomic
def cancel(job: Job, *, by) -> Job:
    """Let a job be taken back. Raises NotAllowed; EntryError for a finished one."""
    require("change_round", job.region, by)
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not job.is_unfinished:
        raise EntryError(_("这一任务已经结束，不能取消。"))
    job.state = Job.State.UNDOING
    job.save(update_fields=["state"])
    if settings.JOBS_INLINE:
        working.Worker("inline").finish(job)
    return job
