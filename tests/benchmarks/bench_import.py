"""Check and write 10,000 values with their history: our import against its peer.

    python -m tests.benchmarks.bench_import [--cells 10000]

One xlsx of five regions and as many years as it takes, half of its values new and half changed, is brought in by
each contender in a process and a throwaway database of its own (SQLite, or
PostgreSQL with BENCH_SERVER=postgres://user@host:port): ours (read, compare, keep the
difference, propose, confirm), django-import-export as its manual begins (dry run,
then import, as its admin does) and tuned as far as its options go. Assessments are
measured apart. By hand only: shared machines are noisy, no test is timed.
"""

import argparse
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time

LIMITS = {"peer_tuned": 5, "peer_defaults": 15}  # how much faster ours must be
LONGEST = 15_000  # values that a sheet of one value a row takes: 20,000 rows at most
MANY, MANY_MB = 50_000, 250  # values in one file, and what importing them may take
REGIONS, YEARS = 5, range(1960, 2020)  # as many of the years as the values need


def setup():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "0123456789" * 5)
    import django

    django.setup()


def places():
    """Return the regions of the file: counties and cities with a plan."""
    from regions.models import Region

    rows = Region.objects.filter(plans__isnull=False).exclude(code="100000")
    return list(rows.distinct().order_by("code")[:REGIONS])


def values(count):
    """Yield (region, indicator, year, value) of a file: within bounds, all
    different."""
    from decimal import Decimal
    from itertools import islice, product

    from indicators.models import Indicator

    concepts = list(Indicator.objects.order_by("code"))
    cells = product(reversed(YEARS), places(), concepts)
    for n, (year, region, concept) in enumerate(islice(cells, count)):
        low = concept.lower if concept.lower is not None else Decimal(0)
        yield region, concept, year, low + Decimal(n % 97 + 1) / 100


def prepare(count, file):
    """Load the plans, store half of the values otherwise, write the file."""
    from decimal import Decimal

    from django.core.management import call_command
    from openpyxl import Workbook

    from indicators import entry
    from regions import access
    from regions.models import Membership, User

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", stdout=io.StringIO())
    for name in ("one", "two"):
        person = User.objects.create_user(name)
        for region in places():
            Membership.objects.create(user=person, region=region, role=access.REVIEWER)
    book = Workbook()
    sheet = book.active
    made = list(values(count))
    for row in (wide if count > LONGEST else long)(made):
        sheet.append(row)
    stored = []
    for n, (region, concept, year, value) in enumerate(made):
        if n % 2:
            about = {"value": value + Decimal("0.001"), "source": "性能测量（旧）"}
            stored.append(entry.NewValue(region, concept, year, **about))
    book.save(file)
    entry.publish(stored, origin="import", refresh=False)


def long(made):
    """Yield the rows of a sheet with one value a row."""
    yield ["地区代码", "指标代码", "年份", "数值", "来源"]
    for region, concept, year, value in made:
        yield [region.code, concept.code, year, float(value), "性能测量"]


def wide(made):
    """Yield the rows of a sheet with a column a year: what more values are sent in."""
    years = sorted({year for _region, _concept, year, _value in made})
    rows = {}
    for region, concept, year, value in made:
        rows.setdefault((region.code, concept.code), {})[year] = float(value)
    yield ["地区代码", "指标代码", *(f"{year}年" for year in years), "来源"]
    for key, found in rows.items():
        yield [*key, *map(found.get, years), "性能测量"]


def ours(file):
    """Upload, propose, confirm. Return the seconds of the assessments apart."""
    from django.core.files import File

    from indicators.entry import batches
    from indicators.models import CauseKind
    from indicators.verdicts import refreshing
    from indicators.verdicts.causes import Cause
    from regions.models import User

    one, two = User.objects.get(username="one"), User.objects.get(username="two")
    with open(file, "rb") as data:
        batch = batches.receive(places()[0], None, File(data, "bench.xlsx"), by=one)
    batch = batches.propose(batch, "性能测量", by=one)
    batches.confirm(batch, two, refresh=False)
    start = time.perf_counter()
    keys = {(change.region_id, change.indicator_id) for change in batch.changes.all()}
    refreshing.refresh_series(dict.fromkeys(keys, Cause(CauseKind.REVISED_VALUE, two)))
    return time.perf_counter() - start


def _peer(resource, file):
    import tablib

    with open(file, "rb") as data:
        dataset = tablib.Dataset().load(data.read(), format="xlsx")
    for dry_run in (True, False):
        result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True)
    assert not result.has_errors()
    return 0


def peer_tuned(file):
    from tests.benchmarks.peer_import import Tuned

    return _peer(Tuned, file)


def peer_prefetched(file):
    from tests.benchmarks.peer_import import Prefetched

    return _peer(Prefetched, file)


def peer_defaults(file):
    from tests.benchmarks.peer_import import Defaults

    return _peer(Defaults, file)


CONTENDERS = {f.__name__: f for f in (ours, peer_tuned, peer_prefetched, peer_defaults)}


def child(name, count):
    """Run one contender; print {"seconds", "assessing", "mb", "stored", "lines"}."""
    setup()
    from indicators.models import Observation, ObservationChange

    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "history.xlsx")
        made = os.fork()  # what it takes to make the file is not part of the peak
        if not made:
            prepare(count, file)
            os._exit(0)
        assert os.waitpid(made, 0)[1] == 0
        before = ObservationChange.objects.count()
        begin_peak()
        start = time.perf_counter()
        apart = CONTENDERS[name](file)
        seconds = time.perf_counter() - start - apart
    status = open("/proc/self/status").read()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    stored = Observation.objects.filter(source="性能测量").count()
    lines = ObservationChange.objects.count() - before
    found = {"seconds": seconds, "assessing": apart, "mb": peak}
    print(json.dumps(found | {"stored": stored, "lines": lines}))


def begin_peak():
    """Count the peak of memory from here."""
    gc.collect()
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")


def measured(name, count):
    """Run a contender in a process and a database of its own."""
    folder = tempfile.mkdtemp()
    environment = os.environ | {"DATA_DIR": folder}
    environment.pop("DATABASE_URL", None)
    if server := os.environ.get("BENCH_SERVER"):
        database = f"healthplan_bench_{os.getpid()}_{name}"
        create = ["psql", "-q", f"{server}/postgres", "-c"]
        subprocess.run([*create, f"CREATE DATABASE {database}"], check=True)
        environment["DATABASE_URL"] = f"{server}/{database}"
    run = [sys.executable, "-m", "tests.benchmarks.bench_import"]
    run += ["--child", name, "--cells", str(count)]
    done = subprocess.run(
        run, capture_output=True, text=True, check=False, env=environment
    )
    if server:
        drop = f"DROP DATABASE {database} WITH (FORCE)"
        subprocess.run([*create, drop], check=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--child", choices=CONTENDERS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.cells)
        return
    found = {}
    print("contender\tseconds\tcells/s\tpeak MB\tstored\tlines of history")
    for name in CONTENDERS:
        found[name] = f = measured(name, asked.cells)
        rate = f"{f['seconds']:.2f}\t{asked.cells / f['seconds']:,.0f}\t{f['mb']:.0f}"
        print(f"{name}\t{rate}\t{f['stored']}\t{f['lines']}")
    print(
        f"assessments of what ours changed, apart: {found['ours']['assessing']:.2f} s"
    )
    many = measured("ours", MANY)
    print(
        f"ours, {MANY} values: {many['seconds']:.1f} s, {many['mb']:.0f} MB "
        f"(limit {MANY_MB} MB), {many['stored']} stored"
    )
    for name, limit in LIMITS.items():
        ratio = found[name]["seconds"] / found["ours"]["seconds"]
        print(f"{name}: ours is {ratio:.1f}x faster (limit {limit}x)")


if __name__ == "__main__":
    main()
