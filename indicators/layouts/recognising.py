"""Reads a spreadsheet that nobody here wrote: which tables, which layout, which
figures. Pure.

What is not taken is a doubt with its place, or, for whole sheets and columns, a note:
nothing in a table vanishes silently.
"""

from indicators.layouts import brackets, columns, surroundings, tables
from indicators.layouts.collected import Collected
from indicators.layouts.figures import (
    COLLECTION,
    ENTRY_FORM,
    LONG,
    REGION_YEARS,
    REGIONS,
    SERIES,
    CellPlace,
    Found,
    UnreadCell,
)
from indicators.layouts.known import FORMS, KnownNames
from indicators.layouts.reading_keys import (
    FileNames,
    titled_indicator,
    titled_year,
)
from indicators.layouts.reading_rows import RowReader
from indicators.layouts.tables import FoundTable
from indicators.spreadsheets import cells, guard, opening
from indicators.spreadsheets.cells import Grid, stamp_of
from indicators.spreadsheets.refusal import FileRefused

STAMP = columns.STAMP_SHEET
WORDS = {
    ENTRY_FORM: "填报表",
    COLLECTION: "数据采集表",
    SERIES: "指标×年份",
    REGIONS: "地区×指标",
    LONG: "长表（一行一个数）",
    REGION_YEARS: "地区×年份",
}
LONG_HEADINGS = [column.heading for column in columns.LONG]
OURS_HIDDEN = ("code", "version")  # that our own forms hide
NAMED_COLUMNS = 12  # in one note
INFORMING = ("target", "due", "baseline")  # numbers that a note says are not read


def read(data: bytes, name: str, known: KnownNames) -> Found:
    """Return what a file says; raises FileRefused where nothing in it can be read."""
    grids = opening.open_grids(data, guard.check(data, name))
    return recognise(grids, name, known)


def recognise(grids: list[Grid], name: str, known: KnownNames) -> Found:
    """Return the figures of opened sheets, the doubts, and what was understood."""
    found = Found(layout="")
    for grid in grids:
        if grid.name == STAMP:
            found.stamp = stamp_of(grid)
    names, out, sizes = FileNames.of(known), Collected(), {}
    finder, seen = tables.Finder(names.indicators, names.regions, known.year), False
    for grid in _exported(grids, known, found):
        if grid.name == STAMP or not _is_read(grid, found):
            continue
        whole = finder.find(grid)
        if not whole and any(map(any, grid.rows)):
            found.notes.append(f"工作表“{grid.name}”未读取：没有可识别的表。")
        _hidden(grid, whole, found)
        for before, table in zip([None, *whole], whole, strict=False):
            if table.foreign:
                _foreign(table, found)
                continue
            layout = _layout(table, known, found)
            around = surroundings.of_table(table, before, name, known, names.places)
            rows = _table(table, layout, name, names, known, found, out, around)
            seen = seen or layout in known.layouts
            sizes[layout] = sizes.get(layout, 0) + rows
    if not seen:
        raise _nothing(sizes, known)
    found.layout = max(sizes, key=lambda one: (one in known.layouts, sizes[one]))
    return _settled(found, out, known)


def _settled(found: Found, out: Collected, known: KnownNames) -> Found:
    """Put the figures and what was counted into what was found."""
    found.figures = out.settle()
    said = [
        f"“{n[:30]}”读作{known.indicators[c].name}" for n, c in found.called.items()
    ]
    if said:
        found.notes.append(f"{'，'.join(said[:NAMED_COLUMNS])}。")
    found.doubts += out.doubts
    if out.repeated:
        found.notes.append(f"{out.repeated}个数值与前面重复且相同，只读取一次。")
    if out.dashes:
        found.notes.append(f"{out.dashes}个单元格为“—”等记号，按没有数据处理，未读取。")
    return found


def _exported(grids: list[Grid], known: KnownNames, found: Found) -> list[Grid]:
    """Return the long list alone where the file is a workbook that we exported: its
    other sheets say the same values in another way."""
    if LONG not in known.layouts or len(grids) == 1:
        return grids
    ours = [g for g in grids if g.rows and g.rows[0] == LONG_HEADINGS]
    if ours and len(ours) < len(grids):
        found.notes.append(f"本系统导出的工作簿，只读取工作表“{ours[0].name}”。")
    return ours or grids


def _is_read(grid: Grid, found: Found) -> bool:
    if grid.hidden:
        if any(map(any, grid.rows)) and not grid.name.startswith("_"):
            found.notes.append(f"工作表“{grid.name}”为隐藏，未读取。")
        return False
    return True


def _layout(table: FoundTable, known: KnownNames, found: Found) -> str:
    """Return which layout a table has, by its columns and what the page takes."""
    if any(b.indicator for b in table.bound):
        return REGIONS if table.one(*tables.PLACES) else SERIES
    this_year = any(b.column.key == "value" for b in table.values)
    other_years = any(b.column.year for b in table.values)
    forms = [layout for layout in known.layouts if layout in FORMS]
    if not table.one(*tables.ABOUT):
        return REGION_YEARS
    if table.one("year") and (LONG in known.layouts or not forms):
        return LONG
    if other_years and not (this_year and forms):
        return SERIES
    kind = found.stamp.get("kind", "")
    return kind if kind in FORMS else (*forms, ENTRY_FORM)[0]


def _table(
    table, layout, name, names, known: KnownNames, found: Found, out, around
) -> int:
    """Read one table where the page takes its layout; return its rows."""
    where = f"工作表“{table.grid.name}”第{table.top + 1}行起的表"
    if layout not in known.layouts:
        found.notes.append(f"{where}为“{WORDS[layout]}”，不属本页导入的版式，未读取。")
        return 0
    year = known.year or titled_year(table, name)
    titled = titled_year(table, "") if layout in FORMS else None
    if titled not in (None, year) and not any(b.column.year for b in table.values):
        found.notes.append(f"{where}的标题为{titled}年，按{year}年读取，请核对。")
    repeated = tables.without_repeats(table)
    reader = RowReader(table, layout, names, known, year, around)
    if layout == REGION_YEARS and not _gives_indicator(reader, names):
        found.doubts.append(_no_indicator(table))
        return 0
    found.notes.append(_understood(table, layout, reader, year))
    _unread(table, reader, repeated, names, found)
    rows = reader.read(out)
    known_keys = {asked.key for asked in found.questions}
    found.questions += [q for k, q in reader.asked.items() if k not in known_keys]
    found.called |= reader.keys.called
    for spot in surroundings.notes_below(table):
        found.notes.append(f"{where}，{spot.where}：{spot.text[:80]}")
    for word in sorted(reader.keys.wholes):
        found.notes.append(f"“{word}”读作{known.title(reader.keys.chosen)}。")
    return rows


def _gives_indicator(reader: RowReader, names: FileNames) -> bool:
    """Take the indicator that the texts above a table name; say whether one does."""
    table = reader.table
    above = [text for row in table.grid.rows[: table.top] for text in row if text]
    places = [n for n in reader.known.regions.get(reader.known.region, ())]
    code, unit = titled_indicator([*above, table.grid.name], names, places)
    reader.keys.given = code
    if brackets.is_unit_word(unit):
        reader.units.above = unit
    return bool(code)


def _no_indicator(table: FoundTable) -> UnreadCell:
    place = CellPlace(table.grid.name, table.top + 1, tables.letter(table.bound[0]))
    sentence = "未读取：表的上方未写明指标，请写一行“指标：…”。"
    return UnreadCell(place, table.bound[0].heading, sentence)


def _foreign(table: FoundTable, found: Found) -> None:
    """List a table whose headings name nothing that is known."""
    line = table.grid.rows[table.top]
    at = next(at for at, text in enumerate(line) if text)
    place = CellPlace(table.grid.name, table.top + 1, cells.letters(at))
    said = "、".join(text[:20] for text in line if text)[:60]
    found.doubts.append(
        UnreadCell(
            place,
            said,
            f"另一张表的表头，没有系统中的指标，至第{table.last}行未读取。",
        )
    )


def _hidden(grid: Grid, whole: list[FoundTable], found: Found) -> None:
    """Name the hidden rows and columns of the tables: they are read, and looked at."""
    keys = {b.at for t in whole for b in t.bound if b.column and not b.is_value
            and b.column.key in OURS_HIDDEN}  # fmt: skip
    rows = [
        row + 1
        for row in sorted(grid.hidden_rows)
        if whole and row < len(grid.rows) and any(grid.rows[row])
    ]
    filled = {at for line in grid.rows for at, text in enumerate(line) if text}
    across = [cells.letters(at) for at in sorted(grid.hidden_columns & filled - keys)]
    if whole and across:
        found.notes.append(f"工作表“{grid.name}”的{_few(across)}列为隐藏，请核对。")
    if rows:
        found.notes.append(f"工作表“{grid.name}”的第{_few(rows)}行为隐藏，请核对。")


def _few(items: list) -> str:
    listed = "、".join(map(str, items[:NAMED_COLUMNS]))
    return f"{listed}等{len(items)}个" if len(items) > NAMED_COLUMNS else listed


def _understood(table: FoundTable, layout: str, reader: RowReader, year) -> str:
    """Return what is read as what, in one sentence."""
    said = []
    for bound in [*filter(None, reader_keys(reader)), *reader.values, *reader.fields]:
        heading = bound.heading[:20]
        if bound.indicator:
            meaning = reader.known.indicators[bound.indicator].name
        elif bound.column.year:
            meaning = f"{bound.column.year}年的值"
        elif bound.column.key == "value" and year and not table.one("year"):
            meaning = f"{year}年的值"
        else:
            meaning = bound.column.heading
        same = columns.normalised(heading) == columns.normalised(meaning)
        said.append(f"“{heading}”" if same else f"“{heading}”读作{meaning}")
    more = f"等{len(said)}列" if len(said) > NAMED_COLUMNS else ""
    return (
        f"工作表“{table.grid.name}”第{table.first}行为表头，按“{WORDS[layout]}”读取："
        f"{'，'.join(said[:NAMED_COLUMNS])}{more}。"
    )


def reader_keys(reader: RowReader):
    """Return the columns that say what the rows are about."""
    keys = reader.keys
    return (
        keys.region_code,
        keys.region,
        keys.code,
        keys.name,
        keys.year,
        reader.units.column,
    )


def _unread(
    table: FoundTable, reader: RowReader, repeated, names, found: Found
) -> None:
    """Name the columns that are not read; headings that may be indicators are
    doubts."""
    across = any(b.indicator for b in table.bound)
    unread = {b.at: "" for b in reader.unread_values}
    unread |= {b.at: "（与前面的列重复）" for b in repeated}
    named = []
    for bound in table.bound:
        foreign = bound.column is None and not bound.indicator
        if bound.column and bound.column.key in INFORMING:
            unread[bound.at] = ""
        if bound.at in unread:
            named.append(
                f"{tables.letter(bound)}列“{bound.heading[:20]}”{unread[bound.at]}"
            )
        elif foreign and not columns.is_group(bound.heading):
            if across and _has_numbers(table, bound.at):
                place = CellPlace(table.grid.name, table.first, tables.letter(bound))
                sentence = names.indicators.refusal(bound.heading, "指标")
                about = ("", bound.heading, bound.unit)
                sentence += "此列未读取。"
                found.doubts.append(UnreadCell(place, bound.heading, sentence, *about))
            else:
                named.append(f"{tables.letter(bound)}列“{bound.heading[:20]}”")
    if named:
        listed = "、".join(named[:NAMED_COLUMNS])
        more = f"等{len(named)}列" if len(named) > NAMED_COLUMNS else ""
        found.notes.append(
            f"工作表“{table.grid.name}”的{listed}{more}只供参考，未读取。"
        )


def _has_numbers(table: FoundTable, at: int) -> bool:
    rows = range(table.first, min(table.last, table.first + 50))
    return any(c.isdigit() for row in rows for c in table.grid.text(row, at)[:20])


def _nothing(sizes: dict[str, int], known: KnownNames) -> FileRefused:
    """Return why a file is not read at all."""
    wanted = "、".join(dict.fromkeys(WORDS[layout] for layout in known.layouts))
    if sizes:
        got = "、".join(WORDS[layout] for layout in sizes)
        return FileRefused(f"该文件为“{got}”，本页导入：{wanted}，请在相应页面上传。")
    return FileRefused(
        f"未读取：文件中没有可识别的表，表头须有“指标”列和数值列（或地区列、各指标列）。本页导入：{wanted}，可下载空表填写。"
    )
