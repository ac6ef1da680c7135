"""Reads the texts of a row's fields into its cell; each refusal is one sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.problems import EntryError
from indicators.models import BaseFigure, Entry, Observation
from indicators.models.observations import Grade, MissingReason
from indicators.rules import checks, disclosure, numbers, typed
from regions.models import Department, Region

PLACES = Decimal(1).scaleb(-8)  # of FigureField
MOST_EVENTS = 2**31 - 1  # of the column
LONGEST_NOTE = 2000


@dataclass
class Aids:
    """What reading a row may need beside the row: base figures, names of others."""

    bases: dict[str, int] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    above: dict[str, Region] = field(default_factory=dict)


def aids(region: Region, year: int, changes: Iterable) -> Aids:
    """Return what the changes need, asking only for what they mention."""
    names = {name for change in changes for name in change.fields}
    found = Aids()
    if names & {"events", "denominator", "value"}:
        rows = BaseFigure.objects.filter(region=region, year=year)
        found.bases = dict(rows.values_list("kind", "value"))
    if "supplier" in names:
        found.departments = {d.name: d for d in region.departments.all()}
    if "substitute" in names:
        found.above = {r.code: r for r in Region.objects.above(region)}
    return found


def base_value(text: str) -> int:
    """Return a base figure as a whole number; raises EntryError."""
    read = typed.whole(text)
    if read.refusal or not read.value:
        raise EntryError(read.refusal or _("请填大于0的整数。"))
    return int(read.value)


def base_source(text: str) -> str:
    """Return where a base figure was taken from; raises EntryError."""
    source = words.clean(text)
    longest = BaseFigure._meta.get_field("source").max_length
    if not source:
        raise EntryError(_("请填写来源，如统计公报、年报表名。"))
    words.require_short(source, longest)
    return source


def compute(entry: Entry) -> None:
    """Set the value from the two counts, unrounded to eight places."""
    entry.value = checks.rate(entry.events, entry.denominator, entry.indicator.per)


# --------------------------------------------------------------- one function a field


def _value(entry: Entry, text: str, aids: Aids) -> None:
    read = typed.read(text, unit=entry.indicator.unit, per=entry.indicator.per)
    if read.refusal:
        raise EntryError(read.refusal)
    if read.dash:
        raise EntryError(_("没有数据的，请选择“无数据原因”。") % {"text": text.strip()})
    if read.value is None:
        entry.value = entry.events = None
        return
    _require_agreement(entry, read.value)
    if entry.events is None or entry.denominator is None:
        entry.value = read.value
    entry.substitute_region = None
    _is_a_figure(entry)


def _require_agreement(entry: Entry, given: Decimal) -> None:
    """Refuse a typed value that is not the rate of the two counts typed beside it."""
    if entry.events is None or not entry.denominator or not entry.indicator.has_counts:
        return
    exact = checks.rate(entry.events, entry.denominator, entry.indicator.per)
    places = max(-given.as_tuple().exponent, 0)
    if abs(exact - given) * 2 > Decimal(1).scaleb(-places) + PLACES:
        raise EntryError(
            _(
                "与分子、分母不符：%(events)s÷%(denominator)s=%(exact)s%(unit)s。"
                "请核对，或清空分子后填数值。"
            )
            % {
                "events": entry.events,
                "denominator": entry.denominator,
                "exact": numbers.plain(exact, entry.indicator.decimals),
                "unit": numbers.shown_unit(entry.indicator.unit),
            }
        )


def _is_a_figure(entry: Entry) -> None:
    """A cell with a value has no reason for having none."""
    entry.missing_reason, entry.expected_on = "", None


def _count(name: str) -> Callable:
    def read_count(entry: Entry, text: str, aids: Aids) -> None:
        if not entry.indicator.has_counts:
            raise EntryError(_("该指标没有分子、分母，请直接填数值。"))
        read = typed.whole(text)
        if read.refusal:
            raise EntryError(read.refusal)
        number = None if read.value is None else int(read.value)
        if name == "events" and number and number > MOST_EVENTS:
            raise EntryError(_("分子过大，请核对数值和单位。"))
        if name == "denominator" and number == 0:
            raise EntryError(_("分母不能为0；没有数据的，请选择无数据原因。"))
        was_computed = entry.events is not None and entry.denominator is not None
        setattr(entry, name, number)
        if entry.denominator is None and entry.indicator.base:
            entry.denominator = aids.bases.get(entry.indicator.base)
        if entry.events is None or not entry.denominator:
            if was_computed:  # a rate does not outlive the counts it was computed of
                entry.value = None
            return
        compute(entry)
        entry.substitute_region = None
        _is_a_figure(entry)

    return read_count


def _reason(entry: Entry, text: str, aids: Aids) -> None:
    if text not in ("", *MissingReason.values):
        raise EntryError(_("请从列表中选择无数据原因。"))
    entry.missing_reason = text
    if text:
        entry.value = entry.events = entry.substitute_region = None
        entry.grade = ""
    if text != MissingReason.NOT_PUBLISHED:
        entry.expected_on = None


def _grade(entry: Entry, text: str, aids: Aids) -> None:
    if text not in ("", *Grade.values):
        raise EntryError(_("请从列表中选择数据性质。"))
    entry.grade = text


def _channel(entry: Entry, text: str, aids: Aids) -> None:
    if text not in ("", *Entry.Channel.values):
        raise EntryError(_("请从列表中选择提供方式。"))
    entry.supply_channel = text


def _day(text: str) -> date | None:
    """Return 2025-03-02, 2025/3/2 or 2025年3月2日 as a day; raises EntryError."""
    plain = text.strip().replace("/", "-").replace(".", "-")
    plain = plain.replace("年", "-").replace("月", "-").replace("日", "").rstrip("-")
    if not plain:
        return None
    for shape in ("%Y-%m-%d", "%Y-%m"):
        try:
            return datetime.strptime(plain, shape).date()
        except ValueError:
            continue
    raise EntryError(
        _("“%(text)s”不是日期，请按“2025-03-02”的格式填写。") % {"text": text.strip()}
    )


def _expected(entry: Entry, text: str, aids: Aids) -> None:
    day = _day(text)
    if day and entry.missing_reason != MissingReason.NOT_PUBLISHED:
        raise EntryError(
            _("预计公布月份只在“%(reason)s”时填写。")
            % {"reason": MissingReason.NOT_PUBLISHED.label}
        )
    if day and not entry.submission.year <= day.year <= entry.submission.year + 10:
        raise EntryError(_("预计公布月份应在数据年度之后、十年之内。"))
    entry.expected_on = day.replace(day=1) if day else None


def _supplied_on(entry: Entry, text: str, aids: Aids) -> None:
    entry.supplied_on = _day(text)


def _break(entry: Entry, text: str, aids: Aids) -> None:
    entry.definition_break = text in ("1", "on", "true")


def _words(name: str) -> Callable:
    limit = Entry._meta.get_field(name).max_length or LONGEST_NOTE

    def read_words(entry: Entry, text: str, aids: Aids) -> None:
        text = words.clean(text)
        words.require_short(text, limit)
        setattr(entry, name, text)

    return read_words


def _supplier(entry: Entry, text: str, aids: Aids) -> None:
    name = text.strip()
    if name and name not in aids.departments:
        raise EntryError(
            _("本地区没有名为“%(name)s”的部门，请从列表中选择，或请本地区管理员添加。")
            % {"name": name}
        )
    entry.supplier = aids.departments.get(name)


def _substitute(entry: Entry, text: str, aids: Aids) -> None:
    """Take the figure of a level above for this cell, marked as such."""
    if not text:
        if entry.substitute_region:
            entry.value = entry.substitute_region = None
        return
    region = aids.above.get(text)
    if region is None:
        raise EntryError(_("只能以上级地区的数值代替。"))
    year, indicator = entry.submission.year, entry.indicator
    if indicator.additive:
        raise EntryError(_("合计量不能以上级数据代替。"))
    rows = Observation.objects.filter(region=region, indicator=indicator, year=year)
    shown = next((o for o in rows.seen(()) if o.is_real and o.is_comparable), None)
    if shown is None:
        raise EntryError(
            _("%(region)s%(year)s年此项没有数值，请直接填写，或继续等待反馈。")
            % {"region": region, "year": year}
        )
    about = {"per": indicator.per}  # another region's exact rate tells its count
    entry.value = disclosure.told(shown.value, indicator.decimals, **about)
    entry.events = entry.denominator = None
    entry.substitute_region = region
    entry.source = entry.source or shown.source
    _is_a_figure(entry)


# The reason first and the value last: a value typed in the same breath wins.
READERS: dict[str, Callable] = {
    "missing_reason": _reason,
    "substitute": _substitute,
    "denominator": _count("denominator"),
    "events": _count("events"),
    "value": _value,
    "expected_on": _expected,
    "grade": _grade,
    "definition_break": _break,
    "own_definition": _words("own_definition"),
    "source": _words("source"),
    "note": _words("note"),
    "supplier": _supplier,
    "supplier_contact": _words("supplier_contact"),
    "supply_channel": _channel,
    "supplied_on": _supplied_on,
}


def _agreeing(entry: Entry, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out of fields typed in one breath what another of them says already: an
    upper level's figure brings its value; an emptied one says nothing beside counts."""
    left_out = set()
    events = fields.get("events", "" if entry.events is None else str(entry.events))
    counted = {"events", "denominator"} & fields.keys() and events.strip()
    if fields.get("substitute"):
        left_out = {"events", "denominator", "value", "missing_reason"}
    elif counted and not fields.get("value", "?").strip():
        left_out = {"value"}
    return {name: text for name, text in fields.items() if name not in left_out}


def apply(entry: Entry, fields: Mapping[str, str], aids: Aids) -> dict[str, str]:
    """Read the texts into the row; return field → sentence for what was refused."""
    refused = {}
    fields = _agreeing(entry, fields)
    for name, reader in READERS.items():
        if name in fields:
            try:
                reader(entry, str(fields[name]), aids)
            except EntryError as why:
                refused[name] = str(why)
    for name in set(fields) - set(READERS):
        raise EntryError(_("没有“%(name)s”栏目。") % {"name": name})
    return refused
