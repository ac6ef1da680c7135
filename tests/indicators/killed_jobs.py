"""Opens a round by a job again and again in a worker that is killed ever later.

Run by test_killed.py on a database of its own that holds the plans (DATABASE_URL,
DATA_DIR). The n-th worker is killed (SIGKILL) just before its n-th SQL statement of
the job; another one goes on, until one lives to the end unkilled. Prints as JSON what
the database shows after each kill, and what the next worker made of it.
"""

import json
import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
django.setup()

from django.db import connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from indicators.entry import jobs, opening  # noqa: E402
from indicators.entry.jobs import kinds  # noqa: E402
from indicators.models import Entry, FormEvent, Job, Round, Submission  # noqa: E402
from regions import access  # noqa: E402
from regions.models import Membership, Region, User  # noqa: E402

YEAR = 2024
AT_MOST = 300  # statements of a job over three regions; it takes far fewer
kinds.REGIONS = 1  # a step a region


def prepare():
    """Three counties below 达州, and who may ask them."""
    city = Region.objects.get(code="511700")
    for n in range(3):
        Region.objects.create(
            code=f"51173{n}", name=f"试{n}县", short_name=f"试{n}", level=3, parent=city
        )
    chief = User.objects.create_user("chief")
    Membership.objects.create(user=chief, region=city, role=access.ADMINISTRATOR)


def asked_job(title) -> Job:
    """Ask for a round in the three counties as a job; return it."""
    chief = User.objects.get(username="chief")
    city = Region.objects.get(code="511700")
    regions = list(Region.objects.filter(parent=city))
    today = timezone.localdate()
    call = Round(
        issuer=city, title=title, year=YEAR, opens_on=today, due_on=today
    )  # fmt: skip
    with transaction.atomic():
        opening.store(call, regions, city.plans.all(), [], by=chief, hidden=True)
        what = {"round": call.pk, "regions": [r.code for r in regions]}
        return jobs.ask(Job.Kind.OPEN_ROUND, city, title, what, by=chief)


def work(kill_at):
    """Do the job, killed before the kill_at-th statement."""
    done = 0

    def count(execute, *call):
        nonlocal done
        done += 1
        if done == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)

    with connection.execute_wrapper(count):
        jobs.Worker().work_off()


def shown():
    """Return what anybody sees of rounds."""
    return {
        "rounds": Round.objects.count(),
        "cells": Entry.objects.current().count(),
        "forms": Submission.objects.asked().count(),
        "events": FormEvent.objects.count(),
    }


def stored():
    """Return all there is of rounds, hidden or not."""
    return {
        "rounds": Round.everything.count(),
        "cells": Entry.objects.count(),
        "forms": Submission.objects.count(),
        "events": FormEvent.objects.count(),
        "links": Entry.rounds.through.objects.count(),
    }


def go_on(cancel):
    """Let a second worker find the job, a minute later, or cancel it first."""
    Job.objects.update(seen_at=timezone.now() - 2 * jobs.SILENT)
    job = Job.objects.get()
    if cancel and job.is_unfinished:
        jobs.cancel(job, by=User.objects.get(username="chief"))
    jobs.Worker("second").work_off()
    return Job.objects.get().state


def clear():
    """Take away what a finished job has made, for the next."""
    FormEvent.objects.all().delete()
    Entry.objects.all().delete()
    Submission.objects.all().delete()
    for call in Round.everything.all():
        for links in (call.regions, call.plans, call.indicators):
            links.clear()
    Round.everything.all().delete()
    Job.objects.all().delete()


def main():
    prepare()
    found = []
    for kill_at in range(1, AT_MOST):
        asked_job(f"第{kill_at}次")
        connections.close_all()  # a child must not share the parent's connection
        child = os.fork()
        if child == 0:
            work(kill_at)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        run = {"killed": killed, "shown": shown(), "step": Job.objects.get().step}
        run["state"] = go_on(cancel=kill_at % 3 == 0)
        run["after"] = {"shown": shown(), "stored": stored()}
        found.append(run)
        if not killed:
            break
        clear()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
