"""How many slips of the decimal point are caught, and how many true values are doubted.

    python -m tests.benchmarks.slips

Loads the real plans without demo values into a throwaway SQLite file. For every row of
the local plans with a number, its next target is typed as the year's value: as it
is, a fifth more and less (nothing should be said), and 10, 100, 1000 times too large
and too small (something should). Prints the counts, and the slips that pass.
"""

import os
import tempfile
from decimal import Decimal

YEAR = 2024
SLIPS = [Decimal(10) ** n for n in (1, 2, 3, -1, -2, -3)]
TRUE = [Decimal(1), Decimal("0.8"), Decimal("1.2")]
NATION = "100000"


def prepare():
    """Set Django up on an empty folder and load the real plans, no demo values."""
    os.environ["DATA_DIR"] = tempfile.mkdtemp()
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0, stdout=open(os.devnull, "w"))


def aims():
    """Yield (row, next target in the indicator's unit) of the local plans."""
    from indicators.verdicts import assessing

    rows = assessing.rows_to_assess(plan__retired_on=None)
    for verdict in assessing.verdicts(rows, YEAR + 1):
        row, result = verdict.row, verdict.result
        if row.plan.region.code == NATION:
            continue
        ahead = [v for y, v in result.anchors if y >= YEAR and result.scale == "value"]
        if ahead and ahead[0]:
            yield row, Decimal(str(ahead[0])).quantize(Decimal("1e-8"))


def said(row, value, past, sticks):
    """Return the codes of what is said of a value typed for the row."""
    from indicators.rules import checks
    from indicators.rules.figure import Figure

    figure = Figure(YEAR, value)
    series = past.get(row.indicator_id, {})
    known = sticks.get(row.indicator_id, ())
    cell = checks.CheckedFigure(row.indicator.measure, figure, None, series, known)
    return {finding.code for finding in checks.check_cell(cell)} - {"decimals"}


def measured(rows):
    """Return (slips typed, slips nothing was said of, true typed, true doubted)."""
    from indicators.entry import checking, yardsticks

    caught, passed, doubted, true = 0, [], [], 0
    grounds = {}
    for row, aim in rows:
        region = row.plan.region
        if region.pk not in grounds:
            concepts = {r.indicator_id: r.indicator for r, _ in rows}
            past = checking.series(region, concepts)
            known = {pk for pk in concepts if any(y < YEAR for y in past.get(pk, ()))}
            grounds[region.pk] = past, yardsticks.of(region, YEAR, concepts, known)
        for factor in SLIPS:
            found = said(row, aim * factor, *grounds[region.pk])
            caught += bool(found)
            passed += [] if found else [(row, aim * factor, factor)]
        for factor in TRUE:
            true += 1
            found = said(row, aim * factor, *grounds[region.pk]) - {"bounds"}
            doubted += [(row, aim * factor, found)] if found else []
    return caught, passed, true, doubted


def main():
    prepare()
    rows = list(aims())
    caught, passed, true, doubted = measured(rows)
    typed = caught + len(passed)
    print(f"{len(rows)} rows, {typed} slips typed")
    print(f"silent: {len(passed)} ({len(passed) / typed:.1%}; limit 3%)")
    print(f"true values doubted: {len(doubted)} of {true} ({len(doubted) / true:.1%})")
    for row, value, factor in passed:
        print("  passed", row.plan.region, row, f"{value:f}", f"×{factor:f}")
    for row, value, found in doubted:
        print("  doubted", row.plan.region, row, f"{value:f}", *found)


if __name__ == "__main__":
    main()
