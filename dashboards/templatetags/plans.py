"""What templates and tables print of a plan row: status, figures, sparkline."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from dashboards import summaries
from dashboards.answering import Lead
from dashboards.charts import sparklines, svg
from dashboards.rows import PlanRow
from indicators.models import PlanIndicator
from indicators.models.leads import PUBLIC, LeadRole, LeadState
from indicators.models.target_years import said_year
from indicators.rules import assessment, numbers, shown_words
from indicators.rules.assessment import Result
from indicators.rules.explain import chip

register = template.Library()

MARKED = (
    "met",
    "not_met",
    "awaiting",
    "met_early",
    "unconfirmed",
)  # attainments said in a cell


def words(code: str, result: Result | None = None, direction: str = "") -> str:
    """Return the verdict's 调度用语 (a floor that is broken reads 低于控制目标)."""
    return gettext(chip(code, result, direction))


def shape(code: str, text: str, tone: str, stale: bool = False):
    """Return a status as shape, word and colour; stale ones are drawn hollow."""
    return format_html(
        '<span class="status {}{}"><svg aria-hidden="true"><use href="#s-{}"/></svg>'
        "<span>{}</span></span>",
        tone,
        " stale" if stale else "",
        code,
        text,
    )


@register.filter
def nature(code: str) -> str:
    """Return 约束性 or 预期性, "" of a row that says neither."""
    return str(PlanIndicator.Nature(code).label) if code else ""


@register.simple_tag
def status(verdict):
    """Print the status of a PlanRow or a stored Assessment, word and shape."""
    code = getattr(verdict, "status", None) or getattr(verdict, "code", "") or "no_data"
    reason = getattr(verdict, "reason", "")
    tone = getattr(verdict, "tone", assessment.CATEGORIES[code].group)
    direction = getattr(verdict, "direction", "")
    text = words(code, getattr(verdict, "result", None), direction)
    if code == "no_data" and reason == summaries.INAPPLICABLE:
        text = gettext(summaries.REASONS[reason])
    return shape(code, text, tone, "stale" in (getattr(verdict, "flags", None) or ()))


@register.simple_tag
def status_word(code):
    """Print a category by its code alone: word and shape."""
    return shape(code, words(code), assessment.CATEGORIES[code].group)


@register.simple_tag
def status_why(row: PlanRow):
    """Print the short reason under a status: why not assessed, why at risk, stale."""
    parts = []
    if row.is_closed:
        parts.append(gettext("已到期"))
    if row.reason and row.reason != summaries.INAPPLICABLE and row.group != "good":
        parts.append(gettext(summaries.REASONS.get(row.reason, row.reason)))
    if row.is_stale:
        parts.append(gettext("数据偏旧"))
    if row.group in ("bad", "watch") and row.is_effort:
        parts.append(gettext("力争目标"))
    said = format_html("<small>{}</small>", gettext("；").join(parts)) if parts else ""
    return format_html("{}{}{}", said, why_behind(row), asked(row))


def why_behind(row: PlanRow):
    """Print the reason noted for a row that is behind, with its year where the row
    shows another; "" for one that is not."""
    if row.note is None or row.group not in ("bad", "watch"):
        return ""
    words = gettext("原因：%(text)s") % {"text": row.note.reason}
    if row.note.year != row.latest_year:
        words = gettext("%(year)s年原因：%(text)s") % {
            "year": row.note.year,
            "text": row.note.reason,
        }
    return format_html('<small class="why-behind">{}</small>', words)


def asked(row: PlanRow):
    """Print the open questions of a row, a line each."""
    words = gettext("待确认：%(question)s")
    lines = ((words % {"question": question},) for question in row.questions)
    return format_html_join("", '<small class="asked">{}</small>', lines)


def aligned(text: str):
    """Return a number with room for the decimals it lacks, so that points align."""
    lacking = 2 - len(text.partition(".")[2])
    if lacking <= 0 or not text[-1:].isdigit():
        return text
    return format_html('<span class="lack{}">{}</span>', lacking, text)


@register.simple_tag
def latest(row: PlanRow):
    """Print the newest value, its year under it, and whether it is a demo value."""
    if row.latest_value is None:
        return mark_safe(f'<span class="nil">{numbers.MISSING}</span>')
    last = next(p for p in reversed(row.series) if p.value is not None)
    value = numbers.plain(row.latest_value, row.decimals)
    return format_html(
        "<b>{}</b><small>{}{}</small>",
        aligned(value),
        row.latest_year,
        _marks(last),
    )


def _marks(point):
    """Print what a reader has to know of a value: that it is made up, another
    level's, not final yet, or by another 口径."""
    marks = []
    if point.demo:
        marks.append(("demo-value", gettext("演示")))
    elif point.substitute:
        marks.append(("tag", gettext("上级数据代替")))
    if point.grade in assessment.PROVISIONAL:
        marks.append(("tag", gettext(assessment.PROVISIONAL[point.grade])))
    if point.own_definition:
        words = gettext("口径：%(own)s") % {"own": point.own_definition}
        marks.append(("tag", words))
    return format_html_join("", ' <span class="{}">{}</span>', marks)


@register.simple_tag
def due(row: PlanRow):
    """Print what is due by now and how far the value lies from it; what was judged is
    named where it is not the newest value."""
    found = row.shown
    if found is None:
        return mark_safe(f'<span class="nil">{numbers.MISSING}</span>')
    asked = shown_words.asked(found, row.direction)
    note = shown_words.note(found, row.latest_year)
    small = format_html("<small>{}</small>", note) if note else ""
    return format_html("{}{}", aligned(asked), small)


@register.simple_tag
def goal(row: PlanRow, year: int | None):
    """Print the target of one milestone year as printed, with its attainment."""
    found = row.goal(year)
    if found is None:
        return mark_safe(f'<span class="nil">{numbers.MISSING}</span>')
    mark = ""
    if found.state in MARKED:
        said = gettext(assessment.ATTAINMENTS[found.state].label)
        mark = format_html("<small>{}</small>", said)
    return format_html("{}{}", found.printed, mark)


@register.simple_tag
def goals(row: PlanRow):
    """Print all targets of a row as printed, each behind its year."""
    lines = []
    for found in row.goals:
        line = '<li><span class="year">{}</span> {}</li>'
        lines.append(format_html(line, said_year(found.year), found.printed))
    return format_html('<ul class="goals">{}</ul>', mark_safe("".join(lines)))


@register.simple_tag
def upper(row: PlanRow):
    """Print the upper level's value, named, of another year than the own with it."""
    if row.upper is None:
        return mark_safe(f'<span class="nil">{numbers.MISSING}</span>')
    value = numbers.plain(row.upper.value, row.decimals)
    said = row.upper.name
    if row.upper.year != row.latest_year:
        said = gettext("%(name)s%(year)s年") % {"name": said, "year": row.upper.year}
    return format_html("{}<small>{}</small>", aligned(value), said)


@register.simple_tag
def leads(row: PlanRow):
    """Print who answers for a row, each with a link to its page: its role where the
    document makes a difference, its state where it has not left the bureau."""
    lines = (
        (_lead_address(row, lead), lead.name, _lead_marks(lead)) for lead in row.leads
    )
    found = format_html_join(
        "", '<span class="lead-of"><a href="{}">{}</a>{}</span>', lines
    )
    return found or mark_safe(f'<span class="nil">{numbers.MISSING}</span>')


def _lead_address(row: PlanRow, lead: Lead) -> str:
    return reverse("dashboards:department", args=[row.region_code, lead.name])


def role_of(row: PlanRow, department: str):
    """Print what a department is for a row, by whose word, and under which name the
    document has it."""
    lines = []
    for lead in row.leads:
        if lead.name == department:
            said = [str(LeadState(lead.state).label), lead.source]
            if lead.printed_as:
                said.append(gettext("原为%(name)s") % {"name": lead.printed_as})
            role = LeadRole(lead.role).label
            lines.append((role, gettext("，").join(filter(None, said))))
    return format_html_join("", "{}<small>{}</small>", lines)


def _lead_marks(lead: Lead):
    """Print a department's role, unless the document makes no difference, and what the
    bureau alone knows."""
    marks = []
    if lead.role != LeadRole.NAMED:
        marks.append((LeadRole(lead.role).label,))
    if lead.state not in PUBLIC:
        marks.append((LeadState(lead.state).label,))
    return format_html_join("", ' <span class="tag">{}</span>', marks)


@register.filter
def lead_role(code: str) -> str:
    """Return 牵头, 配合 or 责任."""
    return str(LeadRole(code).label)


@register.filter
def lead_state(code: str) -> str:
    """Return 拟定, 部门已确认, 有异议 or 文件明确."""
    return str(LeadState(code).label)


@register.simple_tag
def spark(row: PlanRow, years=None):
    """Print the sparkline of a row with the plan's path; `years` is the axis of its
    table."""
    points = [p for p in row.series if p.value is not None]
    label = gettext("暂无数据")
    if points:
        first, last = points[0], points[-1]
        label = gettext("%(first)s年%(start)s，%(last)s年%(end)s") % {
            "first": first.year,
            "start": numbers.plain(first.value, row.decimals),
            "last": last.year,
            "end": numbers.plain(last.value, row.decimals),
        }
    drawn = sparklines.sparkline(
        row.series, row.steps, row.period, row.is_stale, label, years
    )
    return format_html('<div class="{}">{}</div>', row.tone, mark_safe(drawn))


@register.simple_tag
def drawing(figure, label, sentence, key):
    """Print a chart drawn for a screen and for a phone; the stylesheet shows one."""
    title = gettext("%(name)s：历年数据与规划目标") % {"name": label}
    return mark_safe(
        "".join(
            svg.drawing(figure, title, sentence, key=key, narrow=narrow)
            for narrow in (False, True)
        )
    )


@register.simple_tag
def reasons(summary):
    """Return why rows are not assessed, with counts: 尚无监测数据3项，缺基期值1项."""
    return gettext("，").join(
        gettext("%(why)s%(count)s项") % {"why": gettext(p.words), "count": p.count}
        for p in summary.reasons
    )


@register.simple_tag
def reason_label(code):
    """Return the label of a reason: not_applicable → 不适用."""
    return gettext(assessment.REASONS[code].label)


@register.simple_tag
def missing_reasons():
    """Return why there may be on purpose no value: 尚未公布、待上级反馈……"""
    found = assessment.MISSING_ON_PURPOSE.values()
    return gettext("、").join(gettext(reason.label) for reason in found)


@register.simple_tag
def bar(summary):
    """Print the counts of a summary as a proportional bar."""
    label = gettext("，").join(
        f"{gettext(part.words)}{part.count}" for part in summary.tiles if part.count
    )
    return mark_safe(sparklines.bar(summary, label))


@register.simple_tag
def query_of(plan: str, department: str) -> str:
    """Return the query string of a page about a department's rows of a plan."""
    return urlencode({"plan": plan, "department": department})


@register.filter
def said(text):
    """Return a stored Chinese phrase in the reader's language."""
    return gettext(text) if text else ""
