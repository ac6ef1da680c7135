"""Rounds to more regions than a request lays out: asked for as jobs, and their page."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators import entry
from indicators.entry import jobs, opening
from indicators.models import Job, Round
from indicators.pages import permissions
from regions.models import Region

STORED = "csrfmiddlewaretoken", "step", "job"  # not kept with a preview


def is_large(regions) -> bool:
    return len(regions) > jobs.LARGE


def posted(request) -> QueryDict:
    """Return what was posted, or what the preview job named in it was asked with."""
    if "job" not in request.POST:
        return request.POST
    own = Job.objects.filter(kind=Job.Kind.PREVIEW_ROUND, by=request.user)
    try:
        job = get_object_or_404(own, token=request.POST["job"])
    except ValidationError:  # no token at all
        raise Http404 from None
    kept = QueryDict(mutable=True)
    for name, values in job.what["posted"].items():
        kept.setlist(name, values)
    return kept


def ask_preview(request, form) -> HttpResponseRedirect:
    """Ask for a preview of the valid form, and go where it will be seen."""
    found, asks = form.cleaned_data, form.catalogue
    what = {
        "regions": [region.code for region in found["regions"]],
        "asks": {
            "year": asks.year,
            "own_plans": asks.own_plans,
            "with_prose": asks.with_prose,
            "plans": sorted(asks.plans),
            "indicators": sorted(asks.indicators),
        },
        "posted": {k: v for k, v in form.data.lists() if k not in STORED},
    }
    kind, title = Job.Kind.PREVIEW_ROUND, found["title"]
    job = jobs.ask(kind, found["issuer"], title, what, by=request.user)
    return redirect("indicators:job", job.token)


def ask_opening(form, by) -> Job:
    """Store the round, hidden, and ask for its laying out. Raises EntryError."""
    found, call = form.cleaned_data, form.instance
    regions = list(found["regions"])
    with transaction.atomic():
        opening.store(
            *(call, regions, found["plans"], found["indicators"]), by=by, hidden=True
        )
        return _ask(Job.Kind.OPEN_ROUND, call, regions, by)


def ask_extending(call: Round, regions, by) -> Job:
    """Ask for laying out again what a round asks. Raises EntryError."""
    return _ask(Job.Kind.EXTEND_ROUND, call, regions, by)


def _ask(kind, call: Round, regions, by) -> Job:
    what = {"round": call.pk, "regions": [region.code for region in regions]}
    return jobs.ask(kind, call.issuer, call.title, what, by=by)


@dataclass(frozen=True)
class GroupLine:
    """What a preview found in one region below the issuer, and in all below it."""

    region: Region
    counts: dict[str, int]


def _groups(job: Job) -> list[GroupLine]:
    """Return the lines of a preview. One query."""
    rows = Region.objects.filter(code__in=job.result).order_by("code")
    return [GroupLine(region, job.result[region.code]) for region in rows]


def _total(groups: list[GroupLine], name: str) -> int:
    return sum(group.counts.get(name, 0) for group in groups)


def _reached(request, token) -> Job:
    """Return a job; 404 outside one's reach, 403 for who may not change rounds."""
    jobs_of = Job.objects.select_related("region", "by")
    job = get_object_or_404(jobs_of, token=token)
    permissions.reachable(request, job.region.code)
    permissions.require_act(request, "change_round", job.region)
    return job


@require_safe
def job(request, token):
    """How far a job is, and what came of it; the page asks again by itself."""
    job = _reached(request, token)
    seen, now = jobs.worker_seen(), timezone.now()
    groups = []
    if job.kind == Job.Kind.PREVIEW_ROUND and job.state == Job.State.DONE:
        groups = _groups(job)
    call = None
    if job.state == Job.State.DONE and "round" in job.what:
        call = Round.objects.filter(pk=job.what["round"]).first()
    context = {
        "section": "rounds",
        "job": job,
        "call": call,
        "groups": groups,
        "regions": len(job.what["regions"]),
        "total": _total(groups, "asked"),
        "empty": _total(groups, "empty"),
        "mine": job.by_id == request.user.pk,
        "worker_seen": seen,
        "unattended": job.is_unfinished and (not seen or now - seen > jobs.SILENT),
        "kept_until": job.ended_at and job.ended_at + jobs.KEPT,
    }
    return render(request, "rounds/job.html", context)


@require_POST
def job_cancel(request, token):
    job = _reached(request, token)
    try:
        jobs.cancel(job, by=request.user)
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("正在取消，已写入的部分全部撤回。"))
    return redirect("indicators:job", job.token)
