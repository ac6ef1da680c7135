"""Server time, queries and weight of the pages, against the limits of the project.

    python -m tests.benchmarks.bench_pages [--runs 30]

Loads the real plans and demo values into a throwaway SQLite file, warms each page
once, then prints the median of the runs with its ratio to the limit. By hand only:
shared machines are noisy, and no test is timed.
"""

import argparse
import gzip
import os
import statistics
import tempfile
import time

LIMIT_MS = 100  # the region page's server time
LIMIT_KB = 150  # compressed, plotly.js apart
PAGES = [
    "/",
    "/regions/511700/",
    "/regions/511700/?prose=1",
    "/regions/511102/",
    "/regions/511700/milestones/",
    "/regions/511700/life-expectancy/",
    "/method/",
    "/help/",
]


def prepare():
    """Set Django up on an empty folder and load everything."""
    os.environ["DATA_DIR"] = tempfile.mkdtemp()
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("quickstart", "--no-server", verbosity=0)


def client():
    from django.test import Client

    from regions.models import User

    found = Client(headers={"accept-encoding": "identity"})
    found.force_login(User.objects.get(username="official"))
    return found


def measure(browser, address, runs):
    """Return (median ms, queries, gzipped kB) of one page, warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        body = browser.get(address).content
    queries = len(captured)  # now: the next request empties the log
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        browser.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), queries, len(gzip.compress(body, 6)) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    prepare()
    browser = client()
    print(f"{'page':40} {'ms':>7} {'/ limit':>8} {'queries':>8} {'kB gz':>7}")
    for address in PAGES:
        ms, queries, weight = measure(browser, address, runs)
        print(f"{address:40} {ms:7.1f} {ms / LIMIT_MS:8.2f} {queries:8} {weight:7.1f}")
    print(f"limits: {LIMIT_MS} ms, {LIMIT_KB} kB compressed")


if __name__ == "__main__":
    main()
