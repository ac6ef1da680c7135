"""The sheet 总览: counts by status per region and plan; every row adds up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards import balances, summaries
from dashboards.reports.book import ReportBook, cell_name, put
from dashboards.workbook_lines import UNSET, PlanLine
from indicators.layouts import looks
from indicators.rules import assessment

COUNT = '0;-0;"–"'
CLOSED = tuple(summaries.CLOSED.values())
ABOUT = 5  # columns before the counts


def where(in_table: bool) -> str:
    """Return where in its plan a row stands."""
    return _("指标表") if in_table else _("正文")


def tile_of(line: PlanLine) -> str:
    """Return what a line is counted as: a tile, not_applicable or unset."""
    if line.state in (UNSET, summaries.INAPPLICABLE):
        return line.state
    return summaries.row_tile(line.row)


def state_of(line: PlanLine) -> str:
    """Return what a line is counted as by status: closed verdicts apart."""
    return summaries.CLOSED[line.state] if line.row.is_closed else line.state


def tiles() -> dict[str, tuple[str, str]]:
    """Return code → (words, tone) of the counts of the pages and what is apart."""
    found = {
        c: (_(words), tone) for c, (tone, words, _codes) in summaries.TILES.items()
    }
    return found | _apart()


def categories() -> dict[str, tuple[str, str]]:
    """Return code → (words, tone) of the statuses: what is closed, then what is in
    force, the best first."""
    codes = [*summaries.READ_OUT, "no_data"]
    known = assessment.CATEGORIES
    found = {c: (_(summaries.TILES[c][1]), summaries.TILES[c][0]) for c in CLOSED}
    found |= {code: (_(known[code].counted), known[code].group) for code in codes}
    return found | _apart()


def _apart() -> dict[str, tuple[str, str]]:
    return {
        summaries.INAPPLICABLE: (_(summaries.REASONS[summaries.INAPPLICABLE]), "none"),
        UNSET: (_("未设目标"), "none"),
    }


def counts(lines: Iterable[PlanLine], key) -> dict[tuple, Counter]:
    """Return (code, region, plan, draft, in_table) → how many lines of each `key`."""
    found: dict[tuple, Counter] = {}
    for line in lines:
        found.setdefault(_about(line), Counter())[key(line)] += 1
    return found


def _about(line: PlanLine) -> tuple:
    """Return what a row of a table here is of."""
    s = line.row
    return line.place.code, line.place.name, s.plan, s.is_draft, s.in_table


@dataclass(frozen=True)
class BalanceBlock:
    """One of the balances by plan: which parts in words, how many lines of each, and
    the year that each plan's speaks of."""

    kinds: dict[str, tuple[str, str]]
    counted: dict[tuple, Counter]
    years: dict[tuple, int | None]


def balance_block(lines: Sequence[PlanLine], name: str) -> BalanceBlock:
    """Return a balance of the lines: each place of a plan by the years of its own."""
    groups: dict[tuple, list[PlanLine]] = {}
    for line in lines:
        groups.setdefault(_about(line), []).append(line)
    counted, years = {}, {}
    for about, found in groups.items():
        aimed = [line.row for line in found if line.state != UNSET]
        balance = balances.of_rows(aimed)[name]
        counted[about] = Counter(balance.parts) + Counter(
            {UNSET: len(found) - len(aimed)}
        )
        years[about] = balance.year
    kinds = {c: (_(words), tone) for c, (tone, words) in balances.WORDS[name].items()}
    kinds[UNSET] = _apart()[UNSET]
    return BalanceBlock(kinds, counted, years)


def write(book: ReportBook, lines: Sequence[PlanLine], notes: Sequence[str]):
    """Write tables of the same lines: by the counts of the pages, what was due, what is
    expected, by status."""
    sheet = book.sheet(_("总览"), tab=looks.ACCENT)
    for column, width in enumerate([9, 17, 32, 11, 8, *[8.5] * 15]):
        sheet.set_column(column, column, width)
    row = _titles(book, sheet, notes)
    row = _block(book, sheet, row, _("按类"), tiles(), counts(lines, tile_of), True)
    for name, title in (
        ("due", _("到期目标（各规划最近到期年）")),
        ("ahead", _("趋势研判（各规划最后目标年，供内部参考）")),
    ):
        found = balance_block(lines, name)
        about = (found.kinds, found.counted, False, found.years)
        row = _block(book, sheet, row + 1, title, *about)
    by_state = counts(lines, state_of)
    row = _block(book, sheet, row + 1, _("按具体状态"), categories(), by_state, False)
    _reasons(book, sheet, row + 1, lines)


def _titles(book: ReportBook, sheet, notes) -> int:
    put(sheet, 0, 0, _("总览"), book.style(bold=True, font_size=16))
    sheet.set_row(0, 28)
    grey = book.style(font_color=looks.INK2)
    for row, note in enumerate(notes, 1):
        put(sheet, row, 0, note, grey)
    return len(notes) + 2


def _block(book, sheet, top, title, kinds, counted, shares, years=None) -> int:
    """Write one table with its sums, and the year that each row speaks of where
    `years` tell it; return the row below it."""
    put(sheet, top, 0, title, book.style(bold=True, font_size=12))
    heads = [_("地区代码"), _("地区"), _("规划"), _("规划状态"), _("位置")]
    heads += [words for words, _tone in kinds.values()] + [_("合计")]
    heads += [_("达到进度占比")] if shares else []
    heads += [_("目标年")] if years else []
    head = top + 1
    sheet.set_row(head, 50)
    tones = ["left"] * ABOUT + [tone for _words, tone in kinds.values()]
    styles = [_head(book, tone) for tone in tones + ["", ""][: len(heads) - len(tones)]]
    for column, (text, style) in enumerate(zip(heads, styles, strict=True)):
        put(sheet, head, column, text, style)
    for row, (about, found) in enumerate(counted.items(), head + 1):
        _row(book, sheet, row, about, found, kinds, shares)
        if years:
            year = book.cell(align="right")
            put(sheet, row, ABOUT + len(kinds) + 1, years[about], year)
    last = head + len(counted)
    book.table(sheet, head, last, heads, name="overview", styles=styles)
    last = max(last, head + 1)
    _totals(book, sheet, head + 1, last, counted, kinds, shares)
    return last + 2


def _head(book: ReportBook, tone: str):
    """Return the format of a heading: of a count in its colour, of a text at the
    left."""
    if tone not in looks.TONES:
        return book.heading(align=tone or "right")
    ink, paper = looks.TONES[tone]
    return book.heading(align="right", font_color=ink, bg_color=paper)


def _row(book, sheet, row, about, found, kinds, shares):
    code, name, plan, is_draft, in_table = about
    words = _("征求意见稿") if is_draft else _("正式")
    text = book.cell(text_wrap=True)
    for column, value in enumerate((code, name, plan, words, where(in_table))):
        put(sheet, row, column, value, text)
    sheet.set_row(row, looks.height_of([(plan, 32), (name, 17)]))
    for column, code in enumerate(kinds, ABOUT):
        put(
            sheet,
            row,
            column,
            found[code],
            book.cell(num_format=COUNT, align="right"),
        )
    _sums(book, sheet, row, found, kinds, shares, book.cell)


def _sums(book, sheet, row, found, kinds, shares, style):
    """Write the sum of a row and, of what is in force, the share on schedule."""
    end = ABOUT + len(kinds)
    place = f"{cell_name(row, ABOUT)}:{cell_name(row, end - 1)}"
    bold = style(bold=True, align="right")
    sheet.write_formula(row, end, f"=SUM({place})", bold, found.total())
    if shares:
        good, judged = found["done"] + found["moving"], _judged(found)
        at = [list(kinds).index(code) + ABOUT for code in ("done", "moving", "bad")]
        first, second, last = (cell_name(row, column) for column in at)
        formula = (
            f'=IF(SUM({first}:{last})=0,"",({first}+{second})/SUM({first}:{last}))'
        )
        share = style(num_format="0%", align="right")
        value = good / judged if judged else ""
        sheet.write_formula(row, end + 1, formula, share, value)


def _judged(found: Counter) -> int:
    return sum(found[c] for c in ("done", "moving", "stale", "watch", "bad"))


def _totals(book, sheet, first, last, counted, kinds, shares):
    total = sum(counted.values(), Counter())
    row = last + 1

    def style(**properties):
        properties = {"bold": True, "top": 1, "top_color": looks.ACCENT} | properties
        return book.style(bg_color=looks.RAISED, **properties)

    for column in range(ABOUT):
        put(sheet, row, column, _("合计") if column == 0 else None, style())
    for column, code in enumerate(kinds, ABOUT):
        formula = f"=SUM({cell_name(first, column)}:{cell_name(last, column)})"
        sheet.write_formula(
            row, column, formula, style(align="right", num_format=COUNT), total[code]
        )
    _sums(book, sheet, row, total, kinds, shares, style)


def _reasons(book: ReportBook, sheet, top: int, lines):
    """Write why rows could not be judged, with counts."""
    found = Counter(line.row.reason for line in lines if tile_of(line) == "none")
    if not found:
        return
    put(sheet, top, 0, _("暂无法评价的原因"), book.style(bold=True, font_size=12))
    for row, (reason, count) in enumerate(found.most_common(), top + 1):
        words = _(summaries.REASONS.get(reason, reason))
        put(sheet, row, 0, count, book.style(align="right", indent=1))
        put(sheet, row, 1, words, book.style())
