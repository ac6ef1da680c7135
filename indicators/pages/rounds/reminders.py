"""催报: which step comes next, and the message a department is sent. Pure but for words.

提醒 before the day, 催办 after it, 督办 when that has not helped; a bureau that asks
its equals sends a 工作提示 instead. A message is a few sentences for WeChat or SMS: who,
what is missing, by when, where to fill it in or whom the figures go to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from indicators.rules.reasons import MISSING_ON_PURPOSE

REMIND, URGE, PROMPT, SUPERVISE = "remind", "urge", "prompt", "supervise"
ON_PAPER = PROMPT, SUPERVISE  # the third step: a paper of its own
# An 催办 that has brought nothing for a week is followed by 督办; a month past the
# day nobody needs to be asked politely first.
URGE_RESTS = timedelta(days=7)
LONG_OVERDUE = timedelta(days=30)
# A department that was written to is left in peace for so long.
REST = timedelta(days=3)
NAMED = 8  # indicators spelled out in a message; the rest is a number
TIME_TO_ANSWER = timedelta(days=5)  # what a 督办单 gives


@dataclass(frozen=True)
class Reminder:
    """One message sent before: its step, day and sender."""

    level: str
    day: date
    by: str = ""


@dataclass(frozen=True)
class Ask:
    """What a message says to whom; names of indicators, remarks where they may
    be told."""

    title: str
    region: str
    unit: str
    year: int
    missing: Sequence[str]
    due_on: date
    link: str
    contacts: Sequence[str] = ()
    returned: Sequence[tuple[str, str]] = ()
    to: str = ""  # whom the figures go to, where the unit has no account


def next_level(
    today: date, due_on: date, former: Sequence[Reminder], last: str = SUPERVISE
) -> str:
    """Return the step that comes next for what is due on a day; `last` is what the
    issuer may send in the end, 督办 or 工作提示."""
    if today <= due_on:
        return REMIND
    urged = [r.day for r in former if r.level == URGE and r.day > due_on]
    if any(r.level in ON_PAPER and r.day > due_on for r in former):
        return last
    if today - due_on > LONG_OVERDUE or (urged and today - min(urged) >= URGE_RESTS):
        return last
    return URGE


def rests_until(today: date, former: Sequence[Reminder]) -> date | None:
    """Return until when the department is better left in peace, None when it is not."""
    last = max((r.day for r in former), default=None)
    return last + REST if last and today < last + REST else None


def day(when: date) -> str:
    return _("%(month)s月%(day)s日") % {"month": when.month, "day": when.day}


def listed(names: Sequence[str]) -> str:
    """Return names in one line, the first few spelled out; their number is said
    before."""
    shown = _("、").join(names[:NAMED])
    return _("%(names)s等") % {"names": shown} if len(names) > NAMED else shown


def message(ask: Ask, level: str, today: date, former: Sequence[Reminder] = ()) -> str:
    """Return the message of one step, ready to be sent."""
    parts = [
        _("【%(title)s】") % {"title": ask.title},
        _greeting(ask),
        OPENINGS[level](ask, today, former),
        _missing(ask),
        _returned(ask),
        CLOSINGS[level](ask, today),
        _("数据请报送至%(to)s。") % {"to": ask.to}
        if ask.to
        else _("填报地址：%(link)s") % {"link": ask.link},
    ]
    return "".join(parts)


def _greeting(ask: Ask) -> str:
    contacts = _("、").join(ask.contacts)
    contacts = _("（%(names)s）") % {"names": contacts} if contacts else ""
    return _("%(unit)s%(contacts)s：") % {"unit": ask.unit, "contacts": contacts}


def _about(ask: Ask) -> dict:
    return {"region": ask.region, "year": ask.year, "day": day(ask.due_on)}


def _before(ask: Ask, today: date, former) -> str:
    """Open a 提醒: the day is still to come."""
    left = (ask.due_on - today).days
    text = (
        _("%(region)s%(year)s年数据请于今天（%(day)s）提交。")
        if left == 0
        else _("%(region)s%(year)s年数据请于%(day)s前（含当日）提交，还有%(left)s天。")
    )
    if left < 0:
        return _after(ask, today, former)
    return text % (_about(ask) | {"left": left})


def _after(ask: Ask, today: date, former) -> str:
    """Open a 催办: the day is past."""
    if today <= ask.due_on:
        return _before(ask, today, former)
    return _(
        "%(region)s%(year)s年数据应于%(day)s前（含当日）提交，现已逾期%(days)s天。"
    ) % (_about(ask) | {"days": (today - ask.due_on).days})


def _supervising(ask: Ask, today: date, former: Sequence[Reminder]) -> str:
    """Open a 督办: the day is past and asking has not helped."""
    return _before_now(ask, today, former) + _("现予督办。")


def _prompting(ask: Ask, today: date, former: Sequence[Reminder]) -> str:
    """Open a 工作提示: what a bureau sends its equals instead."""
    return _before_now(ask, today, former) + _("现予提示。")


def _before_now(ask: Ask, today: date, former: Sequence[Reminder]) -> str:
    """Return how late it is, and how often that was said."""
    text = _after(ask, today, former)
    if former:
        last = max(r.day for r in former)
        text += _("此前已催报%(n)s次（最近一次%(day)s），") % {
            "n": len(former),
            "day": day(last),
        }
    return text


def _missing(ask: Ask) -> str:
    return _("未提交%(n)s项：%(names)s。") % {
        "n": len(ask.missing),
        "names": listed(ask.missing),
    }


def _returned(ask: Ask) -> str:
    if not ask.returned:
        return ""
    said = [
        _("%(name)s（%(remark)s）") % {"name": name, "remark": remark.rstrip("。")}
        if remark
        else name
        for name, remark in ask.returned
    ]
    return _("其中退回修改%(n)s项：%(names)s。") % {
        "n": len(said),
        "names": listed(said),
    }


def _please(ask: Ask, today: date) -> str:
    return _("请按时填报，已有数据可先行提交。")


def _urge(ask: Ask, today: date) -> str:
    return _("请尽快提交；暂无数据的，请选择原因（如%(reason)s）后提交。") % {
        "reason": _(MISSING_ON_PURPOSE["not_published"].label)
    }


def _order(ask: Ask, today: date) -> str:
    return _("请于%(day)s前（含当日）提交，或书面说明原因。") % {
        "day": day(answer_day(today, ask.due_on))
    }


def answer_day(today: date, due_on: date | None) -> date:
    """Return the new day that a paper gives: some days on, and never before the day
    that was due."""
    later = today + TIME_TO_ANSWER
    return max(later, due_on + timedelta(days=1)) if due_on else later


OPENINGS = {
    REMIND: _before,
    URGE: _after,
    PROMPT: _prompting,
    SUPERVISE: _supervising,
}
CLOSINGS = {REMIND: _please, URGE: _urge, PROMPT: _order, SUPERVISE: _order}


def sending(issuer, regions) -> str:
    """Return how a bureau gives its round to the units of regions: 下发 where it may
    command any of them, 发送 where all are its equals."""
    down = any(issuer.commands(region) for region in regions)
    return _("下发") if down else _("发送")
