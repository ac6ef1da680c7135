"""The columns of 指标明细, heading, width, what it says of a line; those that it shares
with 指标进展 (progress_main)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards import summaries
from dashboards.reports.overview_sheet import where
from dashboards.templatetags.plans import nature
from dashboards.workbook_lines import UNSET, PlanLine
from indicators.layouts import looks
from indicators.models.target_years import said_year
from indicators.rules import assessment, explain, shown_words
from indicators.rules.assessment import Forecast, Required, Result
from indicators.rules.explain import chip
from indicators.rules.explain.sentence_zh import OUTLOOKS
from indicators.rules.shown import Shown

TEXT, WRAP, STATUS, NUMBER = "text", "wrap", "status", "number"
EXACT = "exact"
VALUE, FIGURE, GAP, SHARE, WHOLE = "value", "figure", "gap", "share", "whole"
LEFT = {TEXT, WRAP, STATUS}


@dataclass(frozen=True)
class SheetColumn:
    """One column: `say` returns text, number or None; `kind` says how it is written."""

    heading: str
    width: float
    say: Callable[[PlanLine], object]
    kind: str = TEXT
    band: str = ""
    name: str = ""  # by which formulas name its cells
    is_printed: bool = True


def status(line: PlanLine) -> str:
    """Return the word of a line's status, as the pages print it."""
    if line.state == UNSET:
        return _("未设目标")
    if line.state == summaries.INAPPLICABLE:
        return _(summaries.REASONS[line.state])
    return _(chip(line.row.status, line.row.result, line.row.direction))


def provisos(line: PlanLine) -> str:
    """Return what is to be known of the newest value: not final, another 口径."""
    said = []
    if line.row.grade in assessment.PROVISIONAL:
        said.append(_(assessment.PROVISIONAL[line.row.grade]))
    if line.last and line.last.own_definition:
        said.append(_("口径：%(own)s") % {"own": line.last.own_definition})
    return "；".join(said)


def term(line: PlanLine) -> str:
    """Return whether the verdict is closed or in force; "" without a verdict."""
    if line.row.status == "no_data":
        return ""
    return _("已到期") if line.row.is_closed else _("在期")


def reason(line: PlanLine) -> str:
    """Return why there is no verdict or why it is at risk, in words."""
    found = line.row.reason
    return _(summaries.REASONS.get(found, found)) if found else ""


def judged(line: PlanLine) -> Result:
    """Return the figures of the verdict, none where nothing is judged."""
    return line.row.result if line.row.status != "no_data" else Result()


def shown(read: Callable[[Shown], object]):
    """Return a question for what the row shows: value, asked value, distance on one
    basis, as the pages print them."""
    return lambda line: None if line.shown is None else read(line.shown)


def basis(line: PlanLine) -> str | None:
    """Return what the judged value is: 2020年值, 近4年合并, 2024年与全国之差."""
    return line.shown and shown_words.basis(line.shown)


def asked_now(line: PlanLine) -> Decimal | str | None:
    """Return what is due: a point of the path, a target or limit, a range."""
    found = line.shown
    if found is None or found.asked is not None:
        return found and found.asked
    return shown_words.asked(found, line.row.direction)


def asked_basis(line: PlanLine) -> str | None:
    """Return which figure is due: 序时目标值, or the target of a year."""
    found = line.shown
    if found is None:
        return None
    if found.asked_kind == "path":
        return _("%(y)s年序时目标") % {"y": found.year}
    year = found.asked_year or found.year
    return _("%(y)s年目标") % {"y": year}


def forecast(read: Callable[[Forecast], float | None]):
    """Return a question for one figure of the forecast, asked only where the verdict
    is on the value itself, not on a difference."""

    def say(line: PlanLine) -> float | None:
        ahead = line.row.result.projection
        return read(ahead) if ahead is not None and line.scale == "value" else None

    return say


def required(read: Callable[[Required], float | None]):
    """Return a question for one figure of the required change."""

    def say(line: PlanLine) -> float | None:
        change = line.row.result.required
        return None if change is None else read(change)

    return say


def focus_year(line: PlanLine) -> int | None:
    return line.row.result.focus_year


def outlook(line: PlanLine) -> str:
    return _(OUTLOOKS.get(line.row.result.outlook, ""))


def flags(line: PlanLine) -> str:
    return "；".join(explain.flag_words(flag) for flag in line.row.flags)


def at(year: int):
    """Return a question for the value of a year."""
    return lambda line: next((r for r in line.series if r.year == year), None)


def aims(line: PlanLine, year: int | None) -> str:
    """Return the target of a year (None: the undated one) as printed, with its unit."""
    return "；".join(a.printed for a in line.row.goals if a.year == year)


def upper_aims(line: PlanLine) -> str:
    """Return what other levels ask, as printed beside the plan's own targets."""
    return "；".join(
        f"{a.issuer}{said_year(a.year)} {a.printed}"
        for a in line.row.aims
        if a.issuer and not a.superseded
    )


def asked(line: PlanLine, year: int | None) -> Decimal | float | str | None:
    """Return the target of a year as a number; a range as its two ends."""
    found = line.numbers.get(year)
    return "～".join(f"{end:g}" for end in found) if isinstance(found, tuple) else found


def said_from(line: PlanLine) -> str:
    """Return where the row and its targets are printed, each place once."""
    places = [s.place for s in line.row.sources]
    places += [s.place for a in line.row.goals for s in a.sources]
    return "；".join(dict.fromkeys(places))


def remarks(line: PlanLine) -> str:
    texts = [line.row.remark, *(a.remark for a in line.row.goals)]
    return "；".join(dict.fromkeys(text for text in texts if text))


FROZEN = 5  # columns that stay in sight, and stand on every page


def numbered(line: PlanLine) -> None:
    """Stand for the number of the row, by which the two sheets belong together."""


def who() -> list[SheetColumn]:
    """Return the columns of both sheets by which a line is known."""
    return [
        SheetColumn(_("序号"), 5, numbered, NUMBER),
        SheetColumn(_("地区"), 11, lambda n: n.place.name, WRAP),
        SheetColumn(_("指标"), 28, lambda n: n.row.label, WRAP),
        SheetColumn(_("计量单位"), 8, lambda n: n.concept.unit, WRAP),
        SheetColumn(_("状态"), 14, status, STATUS),
    ]


# ------------------------------------------------- 指标明细: the rest, to analyse


def unprinted(column: SheetColumn) -> SheetColumn:
    """Return a column that is to be read and filtered, not to be printed."""
    return replace(column, is_printed=False)


def more_columns(
    milestones: Sequence[int | None], years: Sequence[int], has_upper: bool = True
) -> list[SheetColumn]:
    """Return the columns of 指标明细.

    `has_upper` says that targets of other levels are printed beside the own ones.
    """
    return [
        *who(),
        *_plan(milestones, has_upper),
        *_values(years),
        *map(unprinted, (*_verdict(), *_outlook(), *_about())),
    ]


def _plan(milestones, has_upper) -> list[SheetColumn]:
    band = _("规划所列")
    found = [
        SheetColumn(_("领域"), 13, lambda n: n.concept.domain, WRAP, band),
        SheetColumn(_("性质"), 8, lambda n: nature(n.row.nature), TEXT, band),
        SheetColumn(_("位置"), 8, lambda n: where(n.row.in_table), TEXT, band),
        SheetColumn(_("基期值（原文）"), 17, lambda n: n.row.baseline_raw, WRAP, band),
    ]
    for year in milestones:
        raw, number = _("%(when)s目标（原文）"), _("%(when)s目标")
        when = {"when": said_year(year)}
        found += [
            SheetColumn(raw % when, 19, lambda n, y=year: aims(n, y), WRAP, band),
            SheetColumn(number % when, 10, lambda n, y=year: asked(n, y), VALUE, band),
        ]
    if has_upper:
        found.append(SheetColumn(_("上级目标（原文）"), 18, upper_aims, WRAP, band))
    return found


def _values(years) -> list[SheetColumn]:
    heading, band = _("%(y)s年值"), _("历年值（指标单位）")
    return [SheetColumn(heading % {"y": y}, 9, at(y), VALUE, band) for y in years]


def _verdict() -> list[SheetColumn]:
    band = _("评价")
    return [
        SheetColumn(_("期限"), 8, term, TEXT, band),
        SheetColumn(_("数值说明"), 12, provisos, WRAP, band),
        SheetColumn(_("原因"), 18, reason, WRAP, band),
        SheetColumn(_("待确认"), 34, lambda n: "；".join(n.row.questions), WRAP, band),
        SheetColumn(_("评价语"), 76, lambda n: n.row.sentence, WRAP, band),
    ]


def _outlook() -> list[SheetColumn]:
    band = _("预测与所需变化")
    point, low = forecast(lambda f: f.point), forecast(lambda f: f.lo)
    high = forecast(lambda f: f.hi)
    need, pace = required(lambda r: r.per_year), required(lambda r: r.pace)
    return [
        SheetColumn(_("评价目标年"), 9, focus_year, WHOLE, band),
        SheetColumn(_("目标年预计值"), 11, point, FIGURE, band),
        SheetColumn(_("预计区间下限"), 11, low, FIGURE, band),
        SheetColumn(_("预计区间上限"), 11, high, FIGURE, band),
        SheetColumn(_("展望"), 18, outlook, WRAP, band),
        SheetColumn(_("今后年均所需变化"), 12, need, GAP, band),
        SheetColumn(_("近年年均变化"), 11, pace, GAP, band),
        SheetColumn(_("预测说明"), 56, lambda n: n.detail, WRAP, band),
        SheetColumn(_("评价提示"), 48, flags, WRAP, band),
    ]


def _about() -> list[SheetColumn]:
    band = _("出处")

    return [
        SheetColumn(_("出处"), 52, said_from, WRAP, band),
        SheetColumn(_("备注"), 52, remarks, WRAP, band),
        SheetColumn(_("演示数据"), 9, demo, TEXT, band),
        SheetColumn(_("评价年度"), 9, lambda n: n.row.as_of, WHOLE, band),
        SheetColumn(_("统一指标名"), 28, lambda n: n.concept.name, WRAP, band),
        SheetColumn(_("指标代码"), 24, lambda n: n.concept.code, TEXT, band),
        SheetColumn(_("地区代码"), 10, lambda n: n.place.code, TEXT, band),
        SheetColumn(_("规划"), 32, lambda n: n.row.plan, WRAP, band),
        SheetColumn(_("行号"), 8, lambda n: n.row.key, TEXT, band),
    ]


def demo(line: PlanLine) -> str:
    """Say whether demo values are in the verdict or, without one, in the series."""
    used = line.row.has_demo or any(r.demo for r in line.series)
    return _("含") if used else ""


def printed_places(line: PlanLine) -> int:
    """Return the decimals of value, asked value and distance as the pages print them:
    the same for all three."""
    found = line.shown
    figures = (found.value, found.asked, found.gap) if found else ()
    own = [-f.as_tuple().exponent for f in figures if f is not None]
    return max([line.concept.decimals, *own])


def format_of(column: SheetColumn, line: PlanLine) -> dict:
    """Return the properties of a cell's format."""
    decimals = line.concept.decimals
    if column.kind == VALUE:
        return {"num_format": looks.number_format(decimals), "align": "right"}
    if column.name in ("value", "due", "gap"):
        made = looks.signed_format if column.kind == GAP else looks.number_format
        return {"num_format": made(printed_places(line)), "align": "right"}
    if column.kind == FIGURE:
        return {
            "num_format": looks.number_format(line.row.places),
            "align": "right",
        }
    if column.kind == GAP:
        return {
            "num_format": looks.signed_format(line.row.places),
            "align": "right",
        }
    if column.kind == SHARE:
        return {"num_format": "0%", "align": "right"}
    if column.kind == EXACT:
        return {"num_format": "0.########", "align": "right"}
    if column.kind in (WHOLE, NUMBER):
        return {"num_format": "0", "align": "right"}
    return {"align": "left", "indent": 1, "text_wrap": column.kind == WRAP}
