"""Does jobs: claims one, works it off step by step, says that it is there.

On PostgreSQL several workers claim with SKIP LOCKED; on SQLite, where writers wait for
each other anyway, one job is done at a time. A worker that is killed leaves whole
steps, and after SILENT another one goes on where it stopped.
"""

import os
import socket
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry.jobs import kinds
from indicators.entry.problems import EntryError
from indicators.models import Job, JobWorker

SILENT = timedelta(minutes=1)  # a worker not heard of for so long is gone
KEPT = timedelta(days=7)  # how long results can be looked at
BEAT = timedelta(seconds=10)
ACTIVE = (Job.State.RUNNING, Job.State.UNDOING)


def own_name() -> str:
    """Return what this process is called among the workers."""
    return f"{socket.gethostname()}:{os.getpid()}"


def worker_seen() -> datetime | None:
    """Return when a worker was last there, None when there never was one."""
    newest = JobWorker.objects.order_by("-seen_at").first()
    return newest.seen_at if newest else None


class Worker:
    """One process that does jobs."""

    def __init__(self, name: str = ""):
        self.name = name or own_name()
        self.beaten: datetime | None = None

    def beat(self) -> None:
        """Say that this worker is there, and forget what is over a week old."""
        now = timezone.now()
        if self.beaten and now - self.beaten < BEAT:
            return
        JobWorker.objects.update_or_create(name=self.name, defaults={"seen_at": now})
        JobWorker.objects.filter(seen_at__lt=now - KEPT).delete()
        Job.objects.filter(ended_at__lt=now - KEPT).delete()
        self.beaten = now

    def leave(self) -> None:
        """Say that this worker is gone, so that pages need not wait to know it."""
        JobWorker.objects.filter(name=self.name).delete()

    @transaction.atomic
    def claim(self) -> Job | None:
        """Take the next job that nobody does, None without any."""
        silent = timezone.now() - SILENT
        free = Q(worker="") | Q(seen_at__lt=silent)
        rows = Job.objects.filter(free, state__in=Job.UNFINISHED)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        elif (
            Job.objects.filter(state__in=ACTIVE, seen_at__gte=silent)
            .exclude(worker="")
            .exists()
        ):
            return None
        if (job := rows.order_by("at", "pk").first()) is None:
            return None
        self._take(job)
        return job

    def _take(self, job: Job) -> None:
        job.worker, job.seen_at = self.name, timezone.now()
        if job.state == Job.State.WAITING:
            job.state = Job.State.RUNNING
        job.save(update_fields=["worker", "seen_at", "state"])

    def finish(self, job: Job) -> Job:
        """Do a job to its end, unless another worker has taken it over."""
        self._take(job)
        while self.step(job):
            self.beat()
        job.refresh_from_db()
        return job

    def work_off(self) -> int:
        """Do every job there is; return how many."""
        done = 0
        while job := self.claim():
            self.finish(job)
            done += 1
        return done

    def step(self, job: Job) -> bool:
        """Do one step and count it, both or neither; False when there is none left."""
        try:
            with transaction.atomic():
                here = self._mine(job)
                if here is None:
                    return False
                _forward(here) if here.state == Job.State.RUNNING else _back(here)
                here.seen_at = timezone.now()
                here.save()
        except EntryError as why:
            self._give_up(job, str(why))
            return True
        except OperationalError:  # the database is away or busy: later, from here
            raise
        except Exception:
            self._give_up(job, _("处理中出错，请联系运维人员查看日志。"))
            raise
        return here.state in ACTIVE

    def _mine(self, job: Job) -> Job | None:
        rows = Job.objects.select_for_update(of=("self",))
        here = rows.select_related("region").get(pk=job.pk)
        return here if here.worker == self.name and here.state in ACTIVE else None

    def _give_up(self, job: Job, why: str) -> None:
        """Let a job that cannot be done be taken back, with the sentence why."""
        mine = Job.objects.filter(pk=job.pk, worker=self.name)
        mine.filter(state=Job.State.RUNNING).update(
            state=Job.State.UNDOING, refusal=why[:500]
        )


def _forward(job: Job) -> None:
    kind = kinds.KINDS[job.kind]
    if job.step < job.steps - 1:
        kind.do(job, kinds.regions_of(job, job.step))
    else:
        kind.end(job)
        job.state, job.ended_at = Job.State.DONE, timezone.now()
    job.step += 1


def _back(job: Job) -> None:
    kind = kinds.KINDS[job.kind]
    if job.step:
        job.step -= 1
        kind.undo(job, kinds.regions_of(job, job.step))
        return
    kind.gone(job)
    ended = Job.State.FAILED if job.refusal else Job.State.CANCELLED
    job.state, job.ended_at = ended, timezone.now()
