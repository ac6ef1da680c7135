"""Approves a form again and again in a process that is killed ever later.

Run by test_killed.py on a database of its own that holds the plans (DATABASE_URL,
DATA_DIR). The n-th child is killed (SIGKILL) just before its n-th SQL statement,
until one lives to the end. Prints a JSON list: what the database holds after each.
"""

import json
import os
import signal
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
django.setup()

from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from indicators import entry  # noqa: E402
from indicators.models import (  # noqa: E402
    Assessment,
    Entry,
    FormEvent,
    Observation,
    ObservationChange,
    Round,
)
from regions import access  # noqa: E402
from regions.models import Membership, Region, User  # noqa: E402

YEAR = 2024
AT_MOST = 300  # statements; approving takes far fewer


def prepare():
    """Submit every row of 达州's table; return versions by code."""
    region = Region.objects.get(code="511700")
    people = {}
    for role in (access.STAFF, access.REVIEWER, access.ADMINISTRATOR):
        people[role] = User.objects.create_user(role)
        Membership.objects.create(user=people[role], region=region, role=role)
    today = timezone.localdate()
    call = Round(
        issuer=region,
        title="年度监测",
        year=YEAR,
        opens_on=today - timedelta(days=1),
        due_on=today,
    )
    entry.open_round(call, [region], by=people[access.ADMINISTRATOR])
    codes = list(Entry.objects.values_list("indicator__code", flat=True))
    reason = {"missing_reason": "not_applicable", "note": "x"}
    value = {"value": "50", "source": "年报", "note": "x"}
    halves = [
        entry.CellChange(c, 1, [value, reason][n % 2]) for n, c in enumerate(codes)
    ]
    entry.save(region, YEAR, halves, by=people[access.STAFF])
    entry.submit(region, YEAR, codes, by=people[access.STAFF])
    return dict(Entry.objects.values_list("indicator__code", "version"))


def approve(versions, kill_at):
    """Approve everything, killed before the kill_at-th statement."""
    done = 0

    def count(execute, *call):
        nonlocal done
        done += 1
        if done == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)

    region = Region.objects.get(code="511700")
    reviewer = User.objects.get(username=access.REVIEWER)
    with connection.execute_wrapper(count):
        entry.approve(region, YEAR, versions, by=reviewer)


def held():
    """Return what the database holds of the approval."""
    return {
        "approved": Entry.objects.filter(state="approved").count(),
        "observations": Observation.objects.filter(year=YEAR, origin="entry").count(),
        "changes": ObservationChange.objects.filter(entry__isnull=False).count(),
        "verdicts": Assessment.objects.filter(
            region__code="511700", latest_year=YEAR
        ).exists(),
        "events": FormEvent.objects.filter(kind="approved").count(),
    }


def main():
    versions, found = prepare(), []
    for kill_at in range(1, AT_MOST):
        connections.close_all()  # a child must not share the parent's connection
        child = os.fork()
        if child == 0:
            approve(versions, kill_at)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        found.append(held() | {"killed": os.WIFSIGNALED(status)})
        if not os.WIFSIGNALED(status):
            break
    json.dump({"cells": len(versions), "runs": found}, sys.stdout)


if __name__ == "__main__":
    main()
