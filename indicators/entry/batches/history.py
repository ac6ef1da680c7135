"""Several years at once beside the observations they would become.

The readers of the grid read each figure into a light cell, so a text means the same
here; what a round collects stays with its form. Nothing is asked per line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entry import publishing, reading, yardsticks
from indicators.entry.batches import lines as of
from indicators.entry.batches import words
from indicators.entry.batches.known import (
    BLANK,
    STORED,
    TAKEN,
    HistoryCell,
    Key,
    KnownSeries,
    known,
)
from indicators.entry.batches.lines import CHANGED, NEW, SAME, BatchLine
from indicators.layouts.figures import FileFigure
from indicators.rules import checks
from indicators.rules.checks.nouns import WARNING
from regions import permits

SHOWN = ("grade", "events", "denominator", "definition_break", "own_definition")
SHOWN += ("source", "note")
FIGURE = {"value", "missing_reason", "events", "denominator"}
APART = {"jump", "outlier", "unit_slip"}  # what a change may be found too large by
ANY_SOURCE = "—"  # stands for the batch's source while a line is compared
Compared = list[tuple[BatchLine, publishing.NewValue | None]]


def compare(figures: Iterable[FileFigure], by, *, again: bool = False) -> Compared:
    """Return for each figure its line and what it would publish, None for refused or
    same. A source of the batch, where a line has none, is not in it yet.

    `again` is for writing at once: what is stored is locked, and the lines say only
    what is needed to write them.
    """
    figures = list(figures)
    known_series = known(figures, by, again)
    found: Compared = []
    seen: set = set()
    for figure in figures:
        line = of.of_figure(figure)
        key = _key(figure, known_series)
        if why := _foreign(figure, key, known_series, seen):
            found.append((line.refuse(why), None))
            continue
        seen.add(key)
        found.append((line, _judged(line, key, known_series, again)))
    if not again:
        _check(found, known_series)
    return found


def _key(figure: FileFigure, known_series: KnownSeries) -> Key | None:
    region = known_series.regions.get(figure.region)
    indicator = known_series.indicators.get(figure.indicator)
    return (region.id, indicator.id, figure.year) if region and indicator else None


def _foreign(figure: FileFigure, key, known_series: KnownSeries, seen: set) -> str:
    """Return why a figure may not be brought in at all, or ""."""
    if key is None:
        return _("系统中没有此地区或指标。")
    if figure.region not in known_series.open_to:
        return permits.sentence("import", known_series.regions[figure.region])
    if figure.year > known_series.this_year:
        return _("%(year)s年尚未到，请核对年份。") % {"year": figure.year}
    if key in seen:
        return _("同一地区、指标和年份在文件中出现两次，请保留一处。")
    return ""


def _judged(
    line: BatchLine, key: Key, known_series: KnownSeries, again: bool
) -> publishing.NewValue | None:
    """Say on the line what it would change; return what it would publish."""
    old = known_series.stored.get(key)
    before = old.state() if old else BLANK
    cell = HistoryCell(known_series.indicators[line.indicator], *before)
    lent = line.fields.get("substitute", "")
    fields = line.fields = {n: t for n, t in line.fields.items() if n in TAKEN}
    counted = key[0] in known_series.counted
    refused = _read(cell, fields, old, known_series)
    if old and not counted:
        _keep_what_is_withheld(cell, fields, old)
    if old:
        line.before = snapshot(old, known_series)
    if not again:
        _show(line, old, cell, bool(refused))
    if refused:
        line.refuse("".join(dict.fromkeys(refused.values())))
        return None
    if lent and lent != _level(cell, known_series):
        line.refuse(_lent())
        return None
    after = cell.state()
    guessed = not counted and {"events", "denominator"} & fields.keys()
    if after == before and not guessed:  # who guesses counts is not told it is right
        line.status = SAME
        return None
    if key in known_series.collected:
        line.refuse(_collected(line.year))
        return None
    line.status = CHANGED if old else NEW
    if line.year == known_series.this_year and not again:
        said = _running(line.year)
        line.warn([checks.Finding(WARNING, "running", said, checks.NOTHING)])
    touched = {n for n, a, b in zip(STORED, before, after, strict=True) if a != b}
    if touched & FIGURE and not fields.get("source"):
        cell.source = ""  # what was known came from elsewhere
    return _value(line, cell, known_series)


def _show(
    line: BatchLine, old: HistoryCell | None, cell: HistoryCell, refused: bool
) -> None:
    """Say on the line what is stored, what it becomes, and what else changes."""
    line.old = words.figure(old) if old else ""
    if refused:
        return
    line.new = words.figure(cell)
    for name in SHOWN:
        is_there, was_there = getattr(cell, name), getattr(old, name) if old else ""
        if is_there != was_there and (is_there or was_there):
            was = words.shown(old, name) if old else ""
            line.details.append([name, was, words.shown(cell, name)])


def _read(
    cell: HistoryCell, fields, old: HistoryCell | None, known_series: KnownSeries
) -> dict[str, str]:
    """Read the texts into the cell; return field → sentence for what is refused."""
    alone = cell.events is not None and "events" not in fields
    if alone and "value" in fields:
        cell.events = cell.denominator = None  # counts do not outlive their rate
    refused = reading.apply(cell, fields, known_series.aids)
    if alone and not cell.missing_reason and cell.value == old.value:
        cell.events, cell.denominator = old.events, old.denominator
    if old and cell.value is not None and cell.value == old.value:
        cell.substitute_region = old.substitute_region  # an export read back
    return refused


def _keep_what_is_withheld(cell: HistoryCell, fields, old: HistoryCell) -> None:
    """Take a rate that prints as the stored one for it, where the person may not have
    that exactly: an export read back loses no digit, and a guess is not confirmed."""
    if cell.value is None or cell.value == old.value or "events" in fields:
        return
    if cell.told == old.told:
        cell.value, cell.events, cell.denominator = (
            *(old.value, old.events, old.denominator),
        )
        cell.substitute_region = old.substitute_region


def _level(cell: HistoryCell, known_series: KnownSeries) -> str:
    """Return the code of the level whose figure stands in, ""."""
    level = known_series.levels.get(cell.substitute_region)
    return level.code if level else ""


def _lent() -> str:
    return _("此行为以上级数据代替的数值，不作本地区历年数据，请删去。")


def _collected(year: int) -> str:
    return _("%(year)s年此项由填报表采集，请在填报表中填写或更正。") % {"year": year}


def _running(year: int) -> str:
    return _("%(year)s年尚未结束，请核实是否为全年数值。") % {"year": year}


def _value(
    line: BatchLine, cell: HistoryCell, known_series: KnownSeries
) -> publishing.NewValue | None:
    """Return what the cell would publish; refuse the line where that cannot stand."""
    value = publishing.NewValue(
        known_series.regions[line.region],
        cell.indicator,
        line.year,
        *(cell.value, cell.missing_reason, cell.grade, cell.events),
        *(cell.denominator, cell.definition_break, cell.source, cell.note),
        known_series.levels.get(cell.substitute_region),
        cell.own_definition,
    )
    if why := refusal(value):
        line.refuse(why)
        return None
    return value


def refusal(value: publishing.NewValue) -> str:
    """Return why a value cannot stand, whatever its source; "" where it can."""
    indicator, figure = value.indicator, value.value
    if figure is None:
        none = _("此行没有数值，也没有无数据原因。")
        return "" if value.missing_reason else none
    low, high = indicator.lower, indicator.upper
    if (low is None or figure >= low) and (high is None or figure <= high):
        return ""
    return publishing.refusal(with_source(value, ANY_SOURCE))


def with_source(value: publishing.NewValue, source: str) -> publishing.NewValue:
    """Return the value with the batch's source where its line names none."""
    if value.source:
        return value
    stored = {name: getattr(value, name) for name in publishing.STORED}
    about = value.region, value.indicator, value.year
    return publishing.NewValue(*about, **(stored | {"source": source}))


def snapshot(old: HistoryCell, known_series: KnownSeries) -> dict:
    """Return what is stored of an observation as JSON; what is blank is left out."""
    found = {"origin": old.origin}
    for name, value, blank in zip(STORED, old.state(), BLANK, strict=True):
        if value != blank:
            found[name] = value
    if old.value is not None:
        found["value"] = f"{old.value.normalize():f}"
    if old.substitute_region:
        found["substitute_region"] = known_series.levels[old.substitute_region].code
    return found


def _check(found: Compared, known_series: KnownSeries) -> None:
    """Add what the checks say of each figure against its series: the file's own years
    beside those that are stored, and what is stored alone, which a file that is wrong
    throughout does not explain away."""
    stored: dict[tuple[int, int], dict[int, Decimal]] = {}
    for (region, indicator, year), row in known_series.stored.items():
        if row.is_comparable:
            known = row.value if region in known_series.counted else row.told
            stored.setdefault((region, indicator), {})[year] = known
    series = {key: dict(years) for key, years in stored.items()}
    landing = []
    for line, value in found:
        if value is not None and value.value is not None:
            key = value.region.id, value.indicator.id
            own = series.setdefault(key, {})
            own[value.year] = value.value
            landing.append((line, value, own, stored.get(key, {})))
    planned = _planned([value for _line, value, _own, _stored in landing])
    for line, value, own, before in landing:
        about = known_series.measures[line.indicator], value.figure
        if value.definition_break:
            line.warn(checks.check_cell(checks.CheckedFigure(*about)))
            continue
        yardsticks = planned[value.region.pk, value.indicator.pk]
        cell = checks.CheckedFigure(*about, series=own, yardsticks=yardsticks)
        line.warn(checks.check_cell(cell))
        line.warn(_against_stored(cell, before, {f.code for f in line.findings}))


def _against_stored(
    cell: checks.CheckedFigure, before: Mapping[int, Decimal], said: set[str]
) -> Iterable[checks.Finding]:
    """Yield what the stored values alone say of a figure: of another year's, and of
    the one that it replaces, by as much as a year may change."""
    year, old = cell.figure.year, before.get(cell.figure.year)
    others = {y: value for y, value in before.items() if y != year}
    apart = checks.check_cell(replace(cell, series=others, yardsticks=()))
    yield from (f for f in apart if f.code in APART and f.code not in said)
    if old is None or old == cell.figure.value:
        return
    step = checks.check_cell(replace(cell, series={year - 1: old}, yardsticks=()))
    if any(finding.code in APART for finding in step):
        yield checks.Finding(WARNING, "revised", _revised(old, cell), checks.SERIES)


def _revised(old: Decimal, cell: checks.CheckedFigure) -> str:
    return _("系统中%(year)s年为%(old)s，改动较大，请核实来源。") % {
        "year": cell.figure.year,
        "old": checks.printed(old, cell.measure.unit),
    }


def _planned(values: list[publishing.NewValue]) -> Mapping[tuple[int, int], tuple]:
    """Return what the plans say of the size of figures, by (region pk, indicator
    pk)."""
    if not values:
        return {}
    regions = {value.region.pk for value in values}
    indicators = {value.indicator.pk for value in values}
    found = yardsticks.planned(regions, indicators, max(value.year for value in values))
    return defaultdict(tuple, found)


def again(lines: list[BatchLine], by) -> list[tuple[BatchLine, publishing.NewValue]]:
    """Compare what is to land with what is stored now; return what lands, with values.

    What changed since the preview is refused and says so.
    """
    wanted = [line for line in lines if line.lands]
    now = compare(map(words.as_figure, wanted), by, again=True)
    landing = []
    for line, (found, value) in zip(wanted, now, strict=True):
        if found.status == SAME:
            line.status = SAME
        elif value is None:
            line.refuse(found.sentence)
        elif found.before != line.before:
            line.refuse(_("提交之后此数值又有修改，未覆盖，请重新上传核对。"))
        else:
            landing.append((line, value))
    return landing
