"""What the grid says of a row: its state, its supplier, its findings; and the JSON that
its scripts get after a save."""

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import access, checking, texts
from indicators.models import Entry
from indicators.rules import numbers
from indicators.rules.checks.nouns import PLACES


def said(findings) -> list[dict]:
    """Return findings as scripts and template read them; `meant` is the figure that
    one key puts in place of a slip."""
    return [
        {"level": f.level, "code": f.code, "sentence": f.sentence}
        | (
            {}
            if f.suggested is None
            else {"meant": numbers.trimmed(f.suggested, PLACES)}
        )
        for f in findings
    ]


def supplier_line(entry: Entry) -> str:
    """Return 提供部门 with contact, channel and day in one line."""
    if not entry.supplier_id:
        return ""
    parts = [
        entry.supplier.name,
        entry.supplier_contact,
        entry.get_supply_channel_display() if entry.supply_channel else "",
        f"{entry.supplied_on:%Y-%m-%d}" if entry.supplied_on else "",
    ]
    return " · ".join(filter(None, map(str, parts)))


def source_hint(entry: Entry) -> str:
    """Return the source that stands if nothing is typed, or that one is needed."""
    if entry.source:
        return ""
    needed = _("必填") if entry.value is not None else ""
    return checking.source_of(entry) or needed


def state_words(entry: Entry, late=False, supplement=False) -> list[str]:
    """Return what stands in the state column: the state, and what hastens it."""
    words = [str(entry.get_state_display())]
    if entry.substitute_region_id:
        words.append(_("采用%(region)s数据") % {"region": entry.substitute_region})
    if supplement:
        words.append(_("待定报") if entry.is_provisional else _("待补报"))
    if late:
        words.append(_("逾期"))
    return words


def answer(entry: Entry, findings, outcome=None) -> dict:
    """Return a row after a save as JSON for the grid's scripts."""
    found = {
        "indicator": entry.indicator.code,
        "version": entry.version,
        "texts": texts.whole(entry),
        "filled": entry.is_filled,
        "findings": said(findings),
        "state": entry.state,
        "words": state_words(entry),
        "editable": not access.obstacle(entry),
        "supplier": supplier_line(entry),
        "hint": source_hint(entry),
        "substitute": bool(entry.substitute_region_id),
    }
    if outcome:
        found["status"] = outcome.status
        found["refused"] = outcome.refused
        found["who"] = _who(entry) if outcome.status == "conflict" else ""
    return found


def _who(entry: Entry) -> str:
    """Return who entered the figure that stands, and when."""
    if not entry.entered_by:
        return ""
    when = timezone.localtime(entry.entered_at)
    return _("%(who)s，%(when)s") % {"who": entry.entered_by, "when": f"{when:%H:%M}"}
