"""What one key takes over into a row of the grid: the reviewer's suggestion, a figure
known already, an upper level's, last year's source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.entry import texts
from indicators.models import Entry, Indicator, Observation
from indicators.models.observations import MissingReason
from indicators.pages.grid.form_rows import EntryRow
from indicators.rules import disclosure, numbers


@dataclass(frozen=True)
class Take:
    """A text that one key takes over into the row: the reviewer's, a known one …"""

    kind: str
    words: str
    fields: Mapping[str, str]
    about: str = ""
    offered: bool = True  # else hidden until the row's reason asks for it


def takes(row: EntryRow, above: Observation | None) -> Iterator[Take]:
    """Yield what one key may take over, the reviewer's suggestion first."""
    entry, indicator = row.entry, row.indicator
    unit = numbers.shown_unit(indicator.unit)
    if entry.state == Entry.State.RETURNED and entry.suggested is not None:
        value = texts.value_text(entry.suggested, indicator.decimals)
        words = _("采用建议值%(value)s") % {"value": value + unit}
        yield Take("suggested", words, texts.taken_value(indicator, entry.suggested))
    if known := row.known:
        yield Take(
            "known",
            _("采用"),
            texts.taken_known(known, indicator),
            _known_about(known, indicator, unit),
        )
    if above is not None:
        figure = disclosure.told(above.value, indicator.decimals, per=indicator.per)
        value = texts.value_text(figure, indicator.decimals)
        words = _("采用%(region)s数据%(value)s") % {
            "region": above.region,
            "value": value + unit,
        }
        waits = entry.missing_reason == MissingReason.AWAITING_UPPER
        fields = {"substitute": above.region.code}
        yield Take("above", words, fields, offered=waits)
    if above is not None or entry.substitute_region_id:
        stands_in = bool(entry.substitute_region_id)
        words = _("不采用上级数据")
        yield Take("own", words, {"substitute": ""}, offered=stands_in)


def _known_about(known: Observation, indicator: Indicator, unit: str) -> str:
    if known.value is None:
        what = known.get_missing_reason_display()
    else:
        what = texts.value_text(known.value, indicator.decimals) + unit
    return _("系统已有数据%(value)s（%(source)s）") % {
        "value": what,
        "source": known.source,
    }


def last(row: EntryRow) -> Take | None:
    """Return last year's source and note, for one key to take over."""
    if not row.last:
        return None
    fields = {"source": row.last.source} if row.last.source else {}
    if row.last.note and not row.entry.note:
        fields["note"] = row.last.note
    words = _("沿用%(year)s年的来源") % {"year": row.last.year}
    return Take("last", words, fields) if fields else None


def wants_above(entry: Entry) -> bool:
    """Whether an upper level's figure may stand in for the cell."""
    return not entry.indicator.additive and entry.value is None
