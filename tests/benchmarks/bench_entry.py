"""Server time and queries of entering, looking at and approving a year's form.

    python -m tests.benchmarks.bench_entry [--runs 30]

Loads the real plans into a throwaway SQLite file, opens a round of forty
cells for 曲靖市, and prints medians with their ratio to the
limits of the project. By hand only: shared machines are noisy, no test is timed.
"""

import argparse
import json
import statistics
import time
from datetime import timedelta

from tests.benchmarks.bench_pages import prepare

YEAR = 2024
CELLS = 40
LIMITS = {"cell save": 50, "grid": 150, "approving 40 entries": 1000}


def forty_cells():
    """Open a round of exactly forty cells; return (region, codes, people)."""
    from django.utils import timezone

    from indicators import entry
    from indicators.models import Indicator, Round
    from regions import access
    from regions.models import Membership, Region, User

    region = Region.objects.get(code="530300")
    people = {}
    for role in (access.STAFF, access.REVIEWER, access.ADMINISTRATOR):
        people[role] = User.objects.create_user(f"bench-{role}")
        Membership.objects.create(user=people[role], region=region, role=role)
    rows = Indicator.objects.filter(period=1, plan_rows__plan__in=region.plans.all())
    own = list(rows.distinct().order_by("code"))
    others = Indicator.objects.filter(period=1).exclude(pk__in=[i.pk for i in own])
    wanted = [*own, *others.order_by("code")][:CELLS]
    assert len(wanted) == CELLS
    today = timezone.localdate()
    call = Round(
        issuer=region,
        title="年度监测",
        year=YEAR,
        opens_on=today,
        due_on=today + timedelta(days=30),
        own_plans=False,
    )
    entry.open_round(call, [region], indicators=wanted, by=people[access.ADMINISTRATOR])
    return region, [i.code for i in wanted], people


def browser_of(person):
    from django.test import Client

    found = Client(headers={"accept-encoding": "identity"})
    found.force_login(person)
    return found


def timed(act, runs):
    """Return the median of the runs in milliseconds, one warm-up before."""
    act(0)
    times = []
    for n in range(1, runs + 1):
        start = time.perf_counter()
        act(n)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def queries_of(act):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def fill(region, codes, person):
    """Give every cell a value within its bounds."""
    from indicators import entry
    from indicators.models import Entry

    rows = Entry.objects.of(region, YEAR).select_related("indicator")
    changes = []
    for row in rows:
        low, high = row.indicator.lower or 0, row.indicator.upper or 100
        value = low + (min(high, low + 100) - low) / 2
        fields = {"value": str(value), "source": "年报", "note": "x"}
        changes.append(entry.CellChange(row.indicator.code, row.version, fields))
    entry.save(region, YEAR, changes, by=person)
    entry.submit(region, YEAR, codes, by=person)


def approve_once(region, codes, people):
    """Approve all cells in a transaction that is rolled back; return milliseconds."""
    from django.db import transaction

    from indicators import entry
    from indicators.models import Entry

    rows = Entry.objects.of(region, YEAR).values_list("indicator__code", "version")
    versions = dict(rows)
    with transaction.atomic():
        start = time.perf_counter()
        entry.approve(region, YEAR, versions, by=people["reviewer"])
        took = (time.perf_counter() - start) * 1000
        transaction.set_rollback(True)
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    prepare()
    from indicators.models import Entry

    region, codes, people = forty_cells()
    clerk = browser_of(people["staff"])
    address = f"/entry/{region.code}/{YEAR}/"
    assert clerk.get(address).status_code == 200

    def save(n):
        cell = Entry.objects.of(region, YEAR).get(indicator__code=codes[0])
        row = {"indicator": codes[0], "version": cell.version}
        body = json.dumps({"cells": [row | {"fields": {"note": f"第{n}次"}}]})
        answer = clerk.post(f"{address}cells/", body, content_type="application/json")
        assert answer.status_code == 200, answer.content.decode()

    found = {
        "cell save": (timed(save, runs), queries_of(lambda: save(-1))),
        "grid": (
            timed(lambda n: clerk.get(address), runs),
            queries_of(lambda: clerk.get(address)),
        ),
    }
    fill(region, codes, people["staff"])
    times = [approve_once(region, codes, people) for _ in range(max(runs // 3, 3))]
    counted = queries_of(lambda: approve_once(region, codes, people))
    found["approving 40 entries"] = (statistics.median(times), counted)
    print(f"{'act':22} {'ms':>8} {'/ limit':>8} {'queries':>8}")
    for name, (ms, queries) in found.items():
        print(f"{name:22} {ms:8.1f} {ms / LIMITS[name]:8.2f} {queries:8}")
    print("limits:", ", ".join(f"{name} {ms} ms" for name, ms in LIMITS.items()))


if __name__ == "__main__":
    main()
