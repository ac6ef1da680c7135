"""Opening and following a round to every county of a country, made up.

    python -m tests.benchmarks.bench_rounds [--regions 3200]

Loads the real plans into a throwaway SQLite file, makes provinces, prefectures and
counties, opens a round to all of them by a job, and prints queries, CPU and the longest
step; then what the pages and a reminder take. By hand only.
"""

import argparse
import time
from datetime import timedelta

from tests.benchmarks.bench_pages import prepare

YEAR = 2024
PROVINCES, PREFECTURES = 30, 11  # to a province; the rest are counties


def a_country(number: int):
    """Make regions until there are `number`; return those that are to be asked."""
    from indicators.models import DataOwner, Indicator
    from regions.models import Department, Region

    nation = Region.objects.get(code="100000")
    taken = set(Region.objects.values_list("code", flat=True))
    codes = [f"{p}0000" for p in range(12, 12 + PROVINCES)]
    codes += [f"{p[:2]}{n:02}00" for p in codes for n in range(1, 1 + PREFECTURES)]
    counties = number - len(codes)
    above = codes[PROVINCES:]
    each = -(-counties // len(above))
    codes += [f"{c[:4]}{n:02}" for c in above for n in range(1, 1 + each)][:counties]
    found = {r.code: r for r in Region.objects.all()}
    for level in (1, 2, 3):
        fresh = [c for c in codes if c not in taken and depth(c) == level]
        made = Region.objects.bulk_create(
            Region(
                code=c, name=f"试{c}", short_name=f"试{c}", level=level,
                parent=found[(c[: level * 2 - 2]).ljust(6, "0")] if level > 1
                else nation,
            )
            for c in fresh
        )  # fmt: skip
        found |= {r.code: r for r in made}
    asked = [found[c] for c in codes]
    supplied = Indicator.objects.filter(period=1).first()
    places = Department.objects.bulk_create(
        Department(region=r, name="试部门") for r in asked[:10]
    )
    DataOwner.objects.bulk_create(
        DataOwner(region=p.region, indicator=supplied, department=p) for p in places
    )
    return asked


def depth(code: str) -> int:
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def measured(name, act):
    """Do the act and print what it took; return what it returned."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, wall = time.process_time(), time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        found = act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{name:<44}{len(seen):>6} queries{cpu:>8.2f} s CPU{wall:>8.2f} s")
    return found


def steps_of(job):
    """Do a job step by step; print how long its longest steps took."""
    from indicators.entry import jobs

    worker, times = jobs.Worker("bench"), []
    worker.claim()
    while True:
        start = time.perf_counter()
        more = worker.step(job)
        times.append(time.perf_counter() - start)
        if not more:
            break
    *steps, last = times
    print(f"  {len(steps)} steps, longest {max(steps):.2f} s; the last {last:.2f} s")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--regions", type=int, default=3200)
    number = options.parse_args().regions
    prepare()
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    settings.ALLOWED_HOSTS = ["*"]
    from indicators.entry import asked as asking
    from indicators.entry import jobs, opening
    from indicators.models import Entry, Indicator, Job, Round
    from regions import access
    from regions.models import Membership, Region, User

    nation, regions = Region.objects.get(code="100000"), a_country(number)
    chief = User.objects.create_user("bench-chief")
    Membership.objects.create(user=chief, region=nation, role=access.ADMINISTRATOR)
    wanted = list(Indicator.objects.filter(period=1).order_by("code")[:24])
    today = timezone.localdate()
    call = Round(
        issuer=nation, title="全国", year=YEAR, opens_on=today,
        due_on=today + timedelta(days=9), own_plans=False,
    )  # fmt: skip
    asks = asking.Catalogue(
        YEAR, True, False, frozenset(), frozenset(i.pk for i in wanted)
    )
    measured(f"preview of {number} at once", lambda: asking.previews(asks, regions))
    measured(
        "storing the round, in the request",
        lambda: opening.store(call, regions, [], wanted, by=chief, hidden=True),
    )
    what = {"round": call.pk, "regions": [r.code for r in regions]}
    job = jobs.ask(Job.Kind.OPEN_ROUND, nation, call.title, what, by=chief)
    measured("opening, by the job", lambda: steps_of(job))
    call = Round.objects.get(pk=call.pk)
    print(f"  {Entry.objects.current().count()} cells")
    browser = Client()
    browser.force_login(chief)
    path = f"/rounds/{call.code}/"
    province, county = regions[0].code, regions[-1].code
    for name, query in (
        ("the nation's page", ""),
        ("a province's page", f"?within={province}"),
        ("a county's page", f"?within={county}"),
    ):
        measured(name, lambda q=query: browser.get(path + q, secure=settings.HTTPS))
    measured(
        "reminding one form",
        lambda: browser.post(f"{path}remind/", {"unit": f"{county}:"}),
    )


if __name__ == "__main__":
    main()
