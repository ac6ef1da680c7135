"""CPU, queries and weight of the pages: against the limits, and against nothing.

    python -m tests.benchmarks.bench_pages [--runs 15]

Loads the real plans and demo values into a throwaway SQLite file and opens a year,
warms each page, then asks for all pages in turn, run after run, so that a busy machine
slows all alike. Prints of each page the median CPU time, its ratio to the limit and to
a page that shows nothing but its frame to somebody signed in, and the share that
django_tables2 takes. By hand only: shared machines are noisy, and no test is timed.
"""

import argparse
import datetime
import gzip
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field

LIMIT_MS = 100  # the region page's server time
LIMIT_KB = 150  # compressed, plotly.js apart
FRAME = "/nothing/"
CITY, YEAR = "511700", datetime.date.today().year - 1  # the round of quickstart
GRID = f"/entry/{CITY}/{YEAR}/"
# page → who looks at it
PAGES = {
    FRAME: "official",
    "/": "official",
    "/regions/511700/": "official",
    "/regions/511700/?prose=1": "official",
    "/regions/511102/": "official",
    "/regions/511700/milestones/": "official",
    "/regions/511700/life-expectancy/": "official",
    "/method/": "official",
    "/help/": "official",
    GRID: "dazhou-staff",
    f"{GRID}review/": "dazhou-reviewer",
}


@dataclass
class Measured:
    """What one page took: CPU in ms of each run, of which its tables."""

    queries: int
    kilobytes: float
    ms: list[float] = field(default_factory=list)
    tables: list[float] = field(default_factory=list)


class Tables:
    """CPU seconds spent in {% render_table %} so far."""

    spent = 0.0

    @classmethod
    def count(cls):
        from django_tables2.templatetags.django_tables2 import RenderTableNode

        plain = RenderTableNode.render

        def counted(node, context):
            start = time.process_time()
            try:
                return plain(node, context)
            finally:
                cls.spent += time.process_time() - start

        RenderTableNode.render = counted


def prepare():
    """Set Django up on an empty folder, load everything, add the empty page."""
    os.environ["DATA_DIR"] = tempfile.mkdtemp()
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.core.management import call_command
    from django.shortcuts import render
    from django.urls import path

    from healthplan import urls

    call_command("quickstart", "--no-server", verbosity=0)
    frame = path(FRAME.lstrip("/"), lambda request: render(request, "base.html"))
    urls.urlpatterns.insert(0, frame)
    Tables.count()


def clients():
    """Return a signed-in client for each who looks at a page."""
    from django.test import Client

    from regions.models import User

    found = {}
    for name in set(PAGES.values()):
        found[name] = Client(headers={"accept-encoding": "identity"})
        found[name].force_login(User.objects.get(username=name))
    return found


def warm(browser, address) -> Measured:
    """Ask for a page until it is warm; return its queries and gzipped kB."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        body = browser.get(address).content
    queries = len(captured)  # now: the next request empties the log
    return Measured(queries, len(gzip.compress(body, 6)) / 1024)


def measure(browser, address, found: Measured):
    """Add what one more run takes."""
    tables, start = Tables.spent, time.process_time()
    browser.get(address)
    found.ms.append((time.process_time() - start) * 1000)
    found.tables.append((Tables.spent - tables) * 1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    prepare()
    browsers = clients()
    found = {page: warm(browsers[who], page) for page, who in PAGES.items()}
    for _ in range(runs):
        for page, who in PAGES.items():
            measure(browsers[who], page, found[page])
    frame = statistics.median(found[FRAME].ms)
    print(
        f"{'page':34} {'CPU ms':>7} {'/ limit':>8} {'/ frame':>8} {'tables':>7} "
        f"{'queries':>8} {'kB gz':>7}"
    )
    for page, of in found.items():
        ms = statistics.median(of.ms)
        share = sum(of.tables) / sum(of.ms)
        print(
            f"{page:34} {ms:7.1f} {ms / LIMIT_MS:8.2f} {ms / frame:8.1f} {share:7.0%} "
            f"{of.queries:8} {of.kilobytes:7.1f}"
        )
    print(f"limits: {LIMIT_MS} ms, {LIMIT_KB} kB compressed")


if __name__ == "__main__":
    main()
