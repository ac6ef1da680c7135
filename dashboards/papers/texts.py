"""A plan row in plain words, as papers and reports say it."""

from collections.abc import Iterable, Sequence
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from dashboards import summaries
from dashboards.rows import PlanRow
from dashboards.templatetags.plans import words
from indicators.models.leads import PUBLIC, LeadRole
from indicators.rules import numbers, shown_words

NAMED = 8  # rows that a paragraph names; the rest is a number


def verdict(row: PlanRow) -> str:
    """Return the verdict's words: 明显滞后."""
    return words(row.status, row.result, row.direction)


def figure(value, row: PlanRow) -> str:
    """Return a figure with the row's unit: 78.42岁, 14.83/10万."""
    unit = numbers.shown_unit(row.unit)
    return f"{numbers.plain(value, row.decimals)}{unit}"


def value(row: PlanRow) -> str:
    """Return the newest value with unit and year, and whether it is a demo one."""
    if row.latest_value is None:
        return numbers.MISSING
    last = next(p for p in reversed(row.series) if p.value is not None)
    mark = _("演示") if last.demo else ""
    said = _("%(value)s（%(year)s年%(mark)s）")
    about = {"value": figure(row.latest_value, row), "year": row.latest_year}
    return said % (about | {"mark": mark})


def value_in_two(row: PlanRow) -> str:
    """Return the newest value, and under it its year and whether it is a demo one."""
    if row.latest_value is None:
        return numbers.MISSING
    last = next(p for p in reversed(row.series) if p.value is not None)
    mark = _("演示") if last.demo else ""
    year = _("%(year)s年%(mark)s") % {"year": row.latest_year, "mark": mark}
    return f"{figure(row.latest_value, row)}\n{year}"


def asked(row: PlanRow) -> str:
    """Return what is due by now: 78.6, ≤5.2."""
    return shown_words.asked(row.shown, row.direction) if row.shown else ""


def distance(row: PlanRow) -> str:
    """Return how the value stands to what is due: 差1.40; what was judged is named
    where it is not the newest value."""
    return shown_words.note(row.shown, row.latest_year) if row.shown else ""


def against(row: PlanRow) -> str:
    """Return the upper level's value, named, of another year with it: 全国79.3."""
    if row.upper is None:
        return ""
    value = f"{row.upper.name}{numbers.plain(row.upper.value, row.decimals)}"
    if row.upper.year == row.latest_year:
        return value
    return "\n".join([value, _("%(year)s年") % {"year": row.upper.year}])


def responsible(row: PlanRow) -> str:
    """Return who is asked for the row on paper: who leads it or answers for it; who
    only supports it where there is nobody else. What is 拟定 or 有异议 does not leave
    the bureau."""
    told = [lead for lead in row.leads if lead.state in PUBLIC]
    first = [lead for lead in told if lead.role != LeadRole.SUPPORT]
    return _("、").join(dict.fromkeys(lead.name for lead in first or told))


def answering(row: PlanRow) -> str:
    """Return who answers for the row, as far as it has left the bureau:
    市教育局（牵头）、市民政局（配合）."""
    parts = []
    for lead in row.leads:
        if lead.state not in PUBLIC:
            continue
        role = LeadRole(lead.role)
        said = lead.name
        if role != LeadRole.NAMED:
            said = _("%(name)s（%(role)s）") % {"name": lead.name, "role": role.label}
        parts.append(said)
    return _("、").join(dict.fromkeys(parts))


def next_step(row: PlanRow) -> str:
    """Return what comes next, by when, by whom."""
    if row.note is None:
        return ""
    tail = [row.note.deadline, row.note.office]
    said = _("，").join(part for part in tail if part)
    if row.note.measure and said:
        return _("%(measure)s（%(tail)s）") % {
            "measure": row.note.measure,
            "tail": said,
        }
    return row.note.measure or said


def is_behind(row: PlanRow) -> bool:
    """Whether a row is asked about: behind, at risk, broken, or due and not met."""
    return summaries.row_tile(row) in ("bad", "watch", "closed_not_met")


def behind(rows: Iterable[PlanRow]) -> list[PlanRow]:
    """Return the rows that are asked about, the worst first."""
    return sorted(filter(is_behind, rows), key=lambda row: row.urgency)


def sentence(summary: summaries.SummaryCounts, what: str) -> str:
    """Return the headline of a plan or department as plain text."""
    said = {"summary": summary, "what": what}
    text = strip_tags(render_to_string("dashboards/_sentence.html", said))
    return unescape("".join(text.split("\n"))).strip()


def paragraph(
    title: str, summary, what: str, rows: Sequence[PlanRow], demo: bool = False
) -> str:
    """Return a paragraph fit for a report: the counts with their denominators, what is
    behind of `rows` with its figures, how far the data are; `demo`: demo values are in
    it besides."""
    latest = max((row.latest_year for row in rows if row.latest_year), default=None)
    as_of = max((row.as_of for row in rows if row.as_of), default=None)
    parts = [title, sentence(summary, what)]
    if found := behind(rows):
        named = _("；").join(map(_named, found[:NAMED]))
        left = len(found) - NAMED
        more = _("；另有%(n)s项") % {"n": left} if left > 0 else ""
        about = {"n": len(found), "named": named, "more": more}
        parts.append(_("其中%(n)s项须关注：%(named)s%(more)s。") % about)
    if latest and as_of:
        about = {"latest": latest, "as_of": as_of}
        parts.append(_("数据截至%(latest)s年，按%(as_of)s年度评价。") % about)
    if demo or any(row.has_demo for row in rows):
        parts.append(_("含演示数据，不得引用。"))
    return "".join(parts)


def _named(row: PlanRow) -> str:
    about = [value(row), verdict(row), distance(row), answering(row)]
    said = _("，").join(part for part in about if part and part != numbers.MISSING)
    text = f"{row.label}{said}"
    if row.note:
        text += _("，原因：%(reason)s") % {"reason": row.note.reason.rstrip("。；")}
    return text
