"""What the pages of rounds and tasks print of counts: bars, days left, names."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from indicators.entry import LEVELS
from indicators.models import Round
from indicators.pages.progress import FormProgress
from indicators.pages.rounds.reminders import sending

register = template.Library()


@register.simple_tag
def progress_bar(progress: FormProgress):
    """Print the counts of a form as a bar; its label says them in words."""
    parts = [
        ("done", progress.approved_or_more),
        ("sent", progress.submitted),
        ("filled", max(progress.filled - progress.answered, 0)),
    ]
    rects, at = [], 0
    for name, count in parts:
        if count:
            rects.append((name, at, count))
        at += count
    label = _("共%(asked)s项，已填%(filled)s项，已提交%(sent)s项，已审定%(done)s项") % {
        "asked": progress.asked,
        "filled": progress.filled,
        "sent": progress.answered,
        "done": progress.approved_or_more,
    }
    return format_html(
        '<svg class="meter" viewBox="0 0 {} 1" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        max(progress.asked, 1),
        label,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="1"/>', rects),
    )


@register.simple_tag
def days(due, today):
    """Return how far a day is: 还有12天, 今天截止, 已逾期3天; empty without a day."""
    if due is None:
        return ""
    left = (due - today).days
    if left < 0:
        return _("已逾期%(n)s天") % {"n": -left}
    return _("还有%(n)s天") % {"n": left} if left else _("今天截止")


@register.filter
def names(regions, most=4):
    """Return regions' names in one line, the first few spelled out."""
    shown = _("、").join(region.short_name for region in regions[:most])
    if len(regions) <= most:
        return shown
    return _("%(names)s等%(n)s个地区") % {"names": shown, "n": len(regions)}


@register.filter
def catalogue(call: Round) -> str:
    """Return what a round asks for in words; two queries."""
    parts = []
    if call.own_plans:
        parts.append(_("各地区自己的规划"))
        parts[0] += _("（含正文指标）") if call.with_prose else _("（主要指标表）")
    parts += [_("《%(title)s》") % {"title": p.title} for p in call.plans.all()]
    if extra := call.indicators.count():
        parts.append(_("另加指标%(n)s项") % {"n": extra})
    return _("，").join(parts)


@register.filter
def level(code: str) -> str:
    """Return 提醒, 催办 or 督办."""
    return LEVELS.get(code, "")


@register.filter
def rates_text(rates, today) -> str:
    """Return the 上报率 of regions as text that goes with a reminder, and that pastes
    into a sheet: a line a region, columns by tabs."""
    heading = "\t".join((_("地区"), _("应报"), _("已报"), "%")) + "\n"
    rows = [
        "\t".join(
            str(part)
            for part in (
                *(line.region.name, line.asked, line.answered),
                "—" if line.percent is None else line.percent,
            )
        )
        for line in rates
    ]
    day = _("上报率（截至%(day)s）\n") % {"day": f"{today:%Y-%m-%d}"}
    return day + heading + "\n".join(rows)


@register.filter
def sent_as(regions, issuer) -> str:
    """Return how an issuer gives a round to regions: 下发 where it may command, 发送
    among equals."""
    return sending(issuer, regions)
