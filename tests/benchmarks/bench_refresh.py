"""Queries, rows and time of one approval's verdicts among thousands of plan rows.

    python -m tests.benchmarks.bench_refresh [--counties 100] [--runs 30] [--explain]

Makes counties with plans of fifty rows each in a throwaway SQLite file (or in the empty
PostgreSQL database of BENCH_DATABASE_URL), publishes one figure of one county in
different states, and one of 全国 that a row of every county is compared with. Prints,
for each, the rows refreshed, the queries (by table) and the median of the runs; then
what a verdict costs by itself, and of that the verdict of the year before. By hand
only: shared machines are noisy, no test is timed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections import Counter

ROWS = 50  # of a plan


def prepare():
    """Set Django up on an empty database."""
    os.environ["DATA_DIR"] = tempfile.mkdtemp()
    os.environ.pop("DATABASE_URL", None)
    if server := os.environ.get("BENCH_DATABASE_URL"):
        os.environ["DATABASE_URL"] = server
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "0123456789" * 5)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(counties):
    """Make counties with plans of ROWS rows, the first compared with 全国, and values;
    return (nation, county, indicator)."""
    from django.db import connection

    from indicators.models import Domain, Indicator, Plan, PlanIndicator, Target
    from regions.models import Region

    domain = Domain.objects.create(code="d", name="领域", order=1)
    concepts = Indicator.objects.bulk_create(
        Indicator(
            code=f"c{n}",
            name=f"指标{n}",
            unit="岁",
            direction="up",
            decimals=1,
            domain=domain,
        )
        for n in range(ROWS)
    )
    nation = Region.objects.create(
        code="100000", name="全国", short_name="全国", level=0
    )
    names = [f"51{n // 90:02}{n % 90 + 1:02}" for n in range(100, 100 + counties)]
    places = Region.objects.bulk_create(
        Region(code=code, name=code, short_name=code, level=3, parent=nation)
        for code in names
    )
    plans = Plan.objects.bulk_create(
        Plan(
            code=f"p{r.code}", region=r, title="规划", status="formal", period_end=2030
        )
        for r in places
    )
    rows = PlanIndicator.objects.bulk_create(
        PlanIndicator(
            plan=plan,
            key=str(n),
            order=n,
            indicator=concept,
            label=concept.name,
            factor=1,
            in_table=True,
            baseline_raw="70",
            baseline_value=70,
            baseline_year=2015,
        )
        for plan in plans
        for n, concept in enumerate(concepts)
    )
    Target.objects.bulk_create(_target(row, nation) for row in rows)
    _values(nation, places, concepts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return nation, places[counties // 2], concepts[0]


def _target(row, nation):
    from indicators.models import Target

    asked = {"kind": "value", "op": "=", "value": 80}
    if row.key == "0":
        asked = {"kind": "reference", "op": ">=", "change": 0, "reference": nation}
    return Target(
        plan_indicator=row,
        year=2030,
        issuer_id=row.plan.region_id,
        raw="80",
        in_table=True,
        **asked,
    )


def _values(nation, places, concepts):
    from indicators import entry

    entry.publish(
        [
            _figure(place, concept, year, 70 + (year - 2015) / 2)
            for place in (nation, *places)
            for concept in concepts
            for year in range(2016, 2025)
        ],
        origin="import",
        refresh=False,
    )


def _figure(place, concept, year, value):
    from decimal import Decimal

    from indicators import entry

    about = {"value": Decimal(str(value)), "source": "性能测量"}
    return entry.NewValue(place, concept, year, **about)


def measured(act, runs):
    """Return (rows refreshed, queries by table, median ms) of act(n)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from indicators.verdicts import refreshing

    refreshed, through = [], refreshing.refresh_each

    def counted(*given):
        refreshed.append(through(*given))
        return refreshed[-1]

    refreshing.refresh_each = counted
    with CaptureQueriesContext(connection) as captured:
        act(0)
    refreshing.refresh_each = through
    times = []
    for n in range(1, runs + 1):
        start = time.perf_counter()
        act(n)
        times.append((time.perf_counter() - start) * 1000)
    tables = Counter(
        f"{sql.split()[0]} {sql.partition('indicators_')[2].partition(chr(34))[0]}"
        for sql in (query["sql"] for query in captured.captured_queries)
    )
    return sum(done.rows for done in refreshed), tables, statistics.median(times)


def verdicts_alone(county, runs=3):
    """Return (ms a verdict, of that the year before's) over the county's rows."""
    from indicators.verdicts import assessing

    rows = list(assessing.rows_to_assess(plan__region=county))
    found = list(assessing.verdicts(rows, 2026))

    def each(act):
        times = []
        for _run in range(runs):
            start = time.process_time()
            for verdict in found:
                act(verdict)
            times.append((time.process_time() - start) * 1000 / len(found))
        return statistics.median(times)

    return each(assessing.to_row), each(assessing.year_before)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--explain", action="store_true")
    asked = parser.parse_args()
    prepare()
    from indicators import entry
    from indicators.models import PlanIndicator
    from indicators.verdicts import using

    nation, county, concept = fill(asked.counties)
    print(f"plan rows: {PlanIndicator.objects.count()}")

    def publish(place, **how):
        def act(n):
            figure = _figure(place, concept, 2025, 75 + n / 10)
            entry.publish([figure], origin="entry", **how)

        return act

    acts = {
        "approving one figure (held)": publish(county, held=True),
        "publishing one figure": publish(county),
        "publishing one of 全国": publish(nation),
    }
    for name, act in acts.items():
        rows, tables, ms = measured(act, asked.runs)
        said = ", ".join(f"{table} {n}" for table, n in tables.items())
        print(f"{name}: {rows} rows, {tables.total()} queries, {ms:.1f} ms\n  {said}")
    whole, before = verdicts_alone(county)
    print(
        f"a verdict as stored: {whole:.2f} ms, the year before's {before:.2f} ms of it"
    )
    if asked.explain:
        one = {(county.pk, concept.pk)}
        print(using.following(one).values_list(*using.FOLLOWED).explain())
        of_all = {(nation.pk, concept.pk)}
        print(using.referring(of_all).values_list(*using.REFERRED).explain())


if __name__ == "__main__":
    main()
