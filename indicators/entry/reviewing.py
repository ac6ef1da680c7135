"""What the reviewer does with cells: return, approve, report; and the level above.

Every act is one transaction: all chosen cells move or none does (§ Workflow).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import checking, events, others, publishing, words
from indicators.entry.access import require, require_unlocked
from indicators.entry.problems import EntryError
from indicators.entry.rounds import follow_owner
from indicators.entry.transitions import CellsRefused, chosen, revise, stamp
from indicators.models import BaseFigure, Entry, FormEvent
from indicators.models.observations import Origin
from indicators.models.others import Stage
from indicators.verdicts import causes, refreshing
from indicators.verdicts.causes import Touched
from regions.models import Region

State, Kind = Entry.State, FormEvent.Kind


@transaction.atomic
def send_back(
    region: Region,
    year: int,
    remarks: Mapping[str, str],
    suggestions: Mapping[str, Decimal] | None = None,
    *,
    by,
) -> list[Entry]:
    """Return submitted cells, each with its remark and, if wished, a value to take
    over."""
    require("review", region, by)
    entries = chosen(region, year, remarks)
    said = _remarks(entries, remarks)
    for entry in entries:
        code = entry.indicator.code
        require_unlocked(entry.submission)
        if entry.state != State.SUBMITTED:
            raise EntryError(
                _("“%(name)s”已不在待审核状态，未退回。") % {"name": entry.indicator}
            )
        entry.remark = said[code]
        entry.suggested = (suggestions or {}).get(code)
        entry.returns += 1
    Entry.objects.bulk_update(entries, ["remark", "suggested", "returns"])
    stamp(entries, state=State.RETURNED, returned_by=by, returned_at=timezone.now())
    events.note(Kind.RETURNED, entries, by, remarks=said)
    follow_owner(entries, by)
    return entries


def _remarks(entries: list[Entry], remarks: Mapping[str, str]) -> dict[str, str]:
    """Return indicator code → the remark as stored; EntryError for none or too long."""
    longest = Entry._meta.get_field("remark").max_length
    found = {}
    for entry in entries:
        about = {"name": entry.indicator}
        missing = _("“%(name)s”：请填写退回意见。") % about
        code = entry.indicator.code
        found[code] = words.sentence(remarks[code], longest, missing)
    return found


@transaction.atomic
def approve(
    region: Region,
    year: int,
    versions: Mapping[str, int | None],
    *,
    by,
) -> list[Entry]:
    """Approve submitted cells: observation, history and verdicts in one transaction.

    `versions` maps each indicator code to the version the reviewer looked at; a
    cell that has changed since is refused with the rest, nothing is written.
    Nobody approves a figure they entered, nor a rate whose base figure they entered.
    """
    require("review", region, by)
    entries = chosen(region, year, versions)
    if refused := _unapproved(region, year, entries, versions, by):
        raise CellsRefused(
            _("未审定：%(n)s项不能审定，见各项下方。") % {"n": len(refused)},
            refused,
        )
    touched: Touched = {}
    for form, rows in _by_form(entries).items():
        done = publishing.publish(
            [_value(entry) for entry in rows],
            origin=Origin.ENTRY,
            by=by,
            document=title(form),
            held=True,
            refresh=False,
        )
        causes.note_all(touched, done.touched)
    refreshing.refresh_series(touched, held=True)
    others.advance(region, year, [e.indicator_id for e in entries], Stage.APPROVED)
    stamp(entries, state=State.APPROVED, approved_by=by, approved_at=timezone.now())
    events.note(Kind.APPROVED, entries, by)
    return entries


def _unapproved(region: Region, year: int, entries, versions, by) -> dict:
    """Return code → why the person cannot approve the cell, of those that they
    cannot."""
    bases = _bases_of(region, year, entries, by)
    return {
        e.indicator.code: [why]
        for e in entries
        if (
            why := _approve_refusal(e, versions[e.indicator.code], by)
            or _own_base(e, bases)
        )
    }


def _approve_refusal(entry: Entry, version: int | None, by) -> str:
    """Return why the person cannot approve the cell, or ""."""
    if entry.submission.locked_at:
        try:
            require_unlocked(entry.submission)
        except EntryError as locked:
            return str(locked)
    if entry.state != State.SUBMITTED:
        return _("已不在待审核状态，未审定。")
    if entry.version != version:
        return _("您查看之后有改动，未审定：请查看最新数值，核对后再审定。")
    if entry.entered_by_id == by.pk:
        return _("本人填报的数值，须由另一位审核人员审定。")
    return publishing.refusal(_value(entry))


def _bases_of(region: Region, year: int, entries: list[Entry], by) -> dict[str, int]:
    """Return kind → value of the base figures among the cells' denominators that the
    person entered last. At most one query."""
    kinds = {e.indicator.base for e in entries if e.events is not None} - {""}
    if not kinds:
        return {}
    own = BaseFigure.objects.filter(region=region, year=year, kind__in=kinds, by=by)
    return dict(own.values_list("kind", "value"))


def _own_base(entry: Entry, bases: Mapping[str, int]) -> str:
    """Return that the rate's denominator is the approver's own figure, or ""."""
    own = bases.get(entry.indicator.base)
    if own is None or entry.events is None or entry.denominator != own:
        return ""
    return _("分母用的%(figure)s由本人填报，须由另一位审核人员审定。") % {
        "figure": entry.indicator.get_base_display()
    }


def _by_form(entries: Iterable[Entry]) -> dict:
    forms: dict = {}
    for entry in entries:
        forms.setdefault(entry.submission, []).append(entry)
    return forms


def title(form) -> str:
    """Return a form's title as history and paper print it."""
    return _("%(year)s年数据采集表·%(region)s·%(unit)s") % {
        "year": form.year,
        "region": form.region,
        "unit": form.unit_name,
    }


def _value(entry: Entry) -> publishing.NewValue:
    return publishing.NewValue(
        region=entry.submission.region,
        indicator=entry.indicator,
        year=entry.submission.year,
        value=entry.value,
        missing_reason=entry.missing_reason,
        grade=entry.grade,
        events=entry.events,
        denominator=entry.denominator if entry.events is not None else None,
        definition_break=entry.definition_break,
        source=checking.source_of(entry),
        note=entry.note,
        substitute_region=entry.substitute_region,
        own_definition=entry.own_definition,
        entry=entry.pk,
        why=entry.why,
    )


@transaction.atomic
def report(region: Region, year: int, *, by) -> list[Entry]:
    """Report everything approved to the level above (报送): from now on others see it."""
    require("review", region, by)
    codes = list(
        Entry.objects.current()
        .of(region, year)
        .filter(state=State.APPROVED)
        .values_list("indicator__code", flat=True)
    )
    if not codes:
        raise EntryError(_("没有已审定、未报送的指标。"))
    entries = [e for e in chosen(region, year, codes) if e.state == State.APPROVED]
    if not entries:  # reported or reopened by somebody else while this one waited
        raise EntryError(_("没有已审定、未报送的指标。"))
    for entry in entries:
        require_unlocked(entry.submission)
    shown = [entry.indicator_id for entry in entries]
    publishing.release(region, year, shown, by=by)
    others.advance(region, year, shown, Stage.REPORTED)
    stamp(entries, state=State.REPORTED, reported_at=timezone.now())
    events.note(Kind.REPORTED, entries, by)
    return entries


@transaction.atomic
def return_reported(
    region: Region, year: int, remarks: Mapping[str, str], *, by
) -> list[Entry]:
    """Send reported cells back from the level directly above, each with a remark.

    The approved figure stands; the clerk gets a new revision to correct.
    """
    require("return_reported", region, by)
    entries = chosen(region, year, remarks)
    said = _remarks(entries, remarks)
    for entry in entries:
        if entry.state != State.REPORTED:
            raise EntryError(
                _("“%(name)s”正在更正或已退回，无须重复退回。")
                % {"name": entry.indicator}
            )
        entry.remark = said[entry.indicator.code]
        entry.suggested = None
        entry.returns += 1
    made = revise(
        entries,
        state=State.RETURNED,
        returned_by=by,
        returned_at=timezone.now(),
        why=_("上级退回"),
    )
    events.note(Kind.RETURNED_ABOVE, made, by, remarks=said)
    follow_owner(made, by)
    return made
