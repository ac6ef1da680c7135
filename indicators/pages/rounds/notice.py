"""督办单 and 工作提示单: the papers of the last step of reminding."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from indicators import entry
from indicators.pages import permissions
from indicators.pages.rounds import follow_up, outstanding, reminders
from indicators.pages.rounds.forms import NoticeForm

PAPERS = {
    reminders.PROMPT: gettext_lazy("工作提示单"),
    reminders.SUPERVISE: gettext_lazy("督办单"),
}


@require_safe
def notice(request, code):
    """督办单, or 工作提示单 to an equal: one form's missing rows on a sheet of paper."""
    call, regions = follow_up.followed_round(request, code)
    choice = NoticeForm(request.GET)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    asked, today = choice.cleaned_data, timezone.localdate()
    wanted = f"{asked['region']}:{asked['department']}"
    (line,) = follow_up.named_lines(request, call, regions, [wanted])
    due = line.progress.due_on
    if sentence := _wrong_day(asked["answer_on"], today, due):
        choice.add_error("answer_on", sentence)
        return permissions.bad_query(request, choice)
    answer_on = asked["answer_on"] or reminders.answer_day(today, due)
    context = _paper(call, line, request.user.grants, today)
    context |= {"section": "rounds", "call": call, "line": line, "today": today}
    return render(request, "rounds/notice.html", context | {"answer_on": answer_on})


def _paper(call, line, grants, today) -> dict:
    """Return which paper it is, of whom, and its number where it has been entered."""
    event = next(
        (e for e in line.events if e.details.get("level") in reminders.ON_PAPER), None
    )
    level = reminders.SUPERVISE if line.commanded else reminders.PROMPT
    issuer = outstanding.issuer_for(call, line.form, grants)
    if event:
        issuer = outstanding.issuer_of(event, line.form, call.issuer)
    printed = event.details["level"] if event else level
    waits = line.progress.due_on is not None and today <= line.progress.due_on
    return {
        "level": level,
        "paper": PAPERS[printed],
        "lateness": _("未提交") if waits else _("逾期未提交"),
        "event": event,
        "issuer": issuer,
        "early": line.commanded and waits,
        "number": outstanding.supervision_number(event, issuer) if event else "",
        "past": [
            (e, entry.LEVELS.get(e.details.get("level"), "")) for e in line.events
        ],
    }


def _wrong_day(answer_on, today, due) -> str:
    """Return why a day cannot be the new one: it must lie ahead, and after the day
    that was due; "" where it can."""
    if answer_on and answer_on < today:
        return _("完成时限已过，请填今天或以后的日期。")
    if answer_on and due and answer_on <= due:
        day = reminders.day(due)
        return _("完成时限应晚于应报日期（%(day)s），请重填。") % {"day": day}
    return ""
