"""Time and memory of reading an uploaded long list of ten thousand rows.

    python -m tests.benchmarks.bench_reading [--rows 10000] [--runs 5]

Guard, opening, recognising and reading together, beside what the libraries need for
the bare cells of the same file. The figures are made up. By hand only: shared
machines are noisy, no test is timed.
"""

import argparse
import io
import statistics
import time
from functools import partial
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from indicators.layouts import columns, recognising
from indicators.layouts.known import HISTORY, KnownNames
from indicators.rules.measure import Measure
from indicators.spreadsheets import guard, opening

LIMIT = 0.4  # seconds for ten thousand rows
INDICATORS = {
    f"bench-{n:03}": Measure(name=f"测试指标{n:03}（合计）", unit="%")
    for n in range(170)
}
REGIONS = {f"9901{n:02}": (f"测试{n:02}区",) for n in range(1, 40)}
KNOWN = KnownNames(layouts=HISTORY, indicators=INDICATORS, regions=REGIONS)


def long_list(rows: int) -> bytes:
    """Return a workbook of so many values, one a row, as the program exports them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, [column.heading for column in columns.LONG])
        keys = (
            (region, code, year)
            for year in range(2000, 2024)
            for code in INDICATORS
            for region in REGIONS
        )
        for row, (region, code, year) in zip(range(1, rows + 1), keys, strict=False):
            name = (
                REGIONS[region][0],
                code,
                INDICATORS[code].name,
                "健康水平",
                "%",
                year,
            )
            sheet.write_row(row, 0, [region, *name, row / 8, "", "", "年鉴", "见附表"])
    return file.getvalue()


def bare_openpyxl(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for _ in book.active.iter_rows(values_only=True):
        pass


def bare_calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    book.get_sheet_by_index(0).to_python()


def seconds(work, runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def peak() -> int:
    """Return the process's peak memory in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    data = long_list(options.rows)
    before = peak()
    found = recognising.read(data, "长表.xlsx", KNOWN)
    assert len(found.figures) == options.rows and not found.doubts
    print(f"{options.rows} rows, {len(data) // 1024} kB, peak {before} → {peak()} MB")
    ours = seconds(partial(recognising.read, data, "长表.xlsx", KNOWN), options.runs)
    limit = LIMIT * options.rows / 10_000
    print(f"read            {ours:.3f} s  limit {limit:.1f}  {ours / limit:.2f}")
    for name, work in (
        ("opened only", lambda: opening.open_grids(data, guard.check(data, "a.xlsx"))),
        ("bare calamine", partial(bare_calamine, data)),
        ("bare openpyxl", partial(bare_openpyxl, data)),
    ):
        print(f"{name:15} {seconds(work, options.runs):.3f} s")


if __name__ == "__main__":
    main()
