"""Exports of 100,000 long rows: workbook sheet against pandas with openpyxl and with
xlsxwriter, and the CSV stream.

    python -m tests.benchmarks.bench_export [--rows 100000]

Fills a throwaway SQLite file (or DATABASE_URL's, which must be empty) with values
marked as demo, then runs every contender in a process of its own, one after the
other, and prints CPU seconds, rows a second, peak memory (VmHWM) and the ratios to
their limits. By hand only: shared machines are noisy, no test is timed.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time

CSV_PER_SECOND, MB = 50_000, 100
FASTER, FAIRER = 2, 1  # than pandas with openpyxl; than pandas with xlsxwriter


def setup():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    import django

    django.setup()


def fill(rows):
    """Store as many demo values as asked for, years 1900 to 2100 of every indicator."""
    from decimal import Decimal

    from django.core.management import call_command

    from indicators import entry
    from indicators.models import Indicator
    from regions.models import Region

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", stdout=io.StringIO())
    regions, concepts = list(Region.objects.all()), list(Indicator.objects.all())
    values = (
        entry.NewValue(
            region=region,
            indicator=concept,
            year=year,
            value=(concept.lower or Decimal(0)) + Decimal(year % 50) / 100,
            source="演示数据（性能测量）",
        )
        for year in range(1900, 2101)
        for region in regions
        for concept in concepts
    )
    made = [v for v, _ in zip(values, range(rows), strict=False)]
    for start in range(0, rows, 10_000):
        some = made[start : start + 10_000]
        entry.publish(some, origin="demo", refresh=False)


def long_sheet(target):
    """Write the sheet 数据 of the analyst's workbook alone."""
    from dashboards.queries import long_rows
    from dashboards.selection import Selection
    from tests.dashboards import long_alone

    return long_alone.write(target, long_rows(Selection(), None))


def pandas_openpyxl(target):
    """Write the same rows as an analyst would with pandas."""
    import pandas

    from dashboards.queries import LONG_COLUMNS, long_rows
    from dashboards.selection import Selection

    names = [heading for _key, heading in LONG_COLUMNS]
    frame = pandas.DataFrame(long_rows(Selection(), None), columns=names)
    frame.to_excel(target, index=False, engine="openpyxl")
    return len(frame)


def pandas_xlsxwriter(target):
    """Write them with pandas and the writer that we use, in its streaming mode: the
    fairer peer."""
    import pandas

    from dashboards.queries import LONG_COLUMNS, long_rows
    from dashboards.selection import Selection

    names = [heading for _key, heading in LONG_COLUMNS]
    frame = pandas.DataFrame(long_rows(Selection(), None), columns=names)
    options = {"options": {"constant_memory": True, "strings_to_formulas": False}}
    with pandas.ExcelWriter(
        target, engine="xlsxwriter", engine_kwargs=options
    ) as writer:
        frame.to_excel(writer, index=False)
    return len(frame)


def csv_stream(target):
    """Stream the CSV as the page sends it."""
    from dashboards.queries import long_rows
    from dashboards.reports import long_csv
    from dashboards.selection import Selection

    lines = 0
    with open(target, "w", encoding="utf-8", newline="") as file:
        for piece in long_csv.stream(long_rows(Selection(), None)):
            lines += piece.count("\n")
            file.write(piece)
    return lines - 1


PEERS = (pandas_openpyxl, pandas_xlsxwriter)
CONTENDERS = {f.__name__: f for f in (long_sheet, *PEERS, csv_stream)}


def child(name):
    """Run one contender; print {"seconds", "rows", "mb"}."""
    setup()
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()  # what others do on the machine does not count
        rows = CONTENDERS[name](
            os.path.join(folder, "out" + (".csv" if name == "csv_stream" else ".xlsx"))
        )
        seconds = time.process_time() - start
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(
        json.dumps(
            {"seconds": seconds, "rows": rows, "mb": int(peak.split()[1]) / 1024}
        )
    )


def measured(name):
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_export", "--child", name],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--child", choices=CONTENDERS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child)
        return
    if "DATABASE_URL" not in os.environ:
        os.environ["DATA_DIR"] = tempfile.mkdtemp()
    setup()
    fill(asked.rows)
    writer = csv.writer(sys.stdout, delimiter="\t")
    writer.writerow(["contender", "CPU seconds", "rows/s", "peak MB"])
    found = {}
    for name in CONTENDERS:
        found[name] = f = measured(name)
        writer.writerow(
            [
                name,
                f"{f['seconds']:.2f}",
                f"{f['rows'] / f['seconds']:,.0f}",
                f"{f['mb']:.0f}",
            ]
        )
    own = found["long_sheet"]
    for peer, limit in zip(PEERS, (FASTER, FAIRER), strict=True):
        ratio = found[peer.__name__]["seconds"] / own["seconds"]
        print(
            f"workbook sheet: {ratio:.1f}x faster than {peer.__name__} (limit {limit}x)"
        )
    print(f"workbook sheet: {own['mb']:.0f} MB (limit {MB})")
    rate = found["csv_stream"]["rows"] / found["csv_stream"]["seconds"]
    print(
        f"CSV stream: {rate:,.0f} rows/s (limit {CSV_PER_SECOND:,}), {found['csv_stream']['mb']:.0f} MB (limit {MB})"
    )


if __name__ == "__main__":
    main()
