"""How the lines of a batch say figures and fields, and keep what was stored before."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import drafts, texts
from indicators.entry.batches.lines import CHANGED, NEW, OTHER, BatchLine
from indicators.layouts.figures import CellPlace, FileFigure
from indicators.models import Entry

COUNTS = ("events", "denominator")  # for the region's own people only (§ Access)
ABOUT_FIGURE = {"value", "missing_reason"}
# What the readers call otherwise than the columns.
COLUMNS = {"substitute": "substitute_region", "supplier_id": "supplier"}
COLUMNS["substitute_region_id"] = "substitute_region"


def landed(counts: Mapping[str, int]) -> str:
    """Return what is new, what changes and what is kept beside (另有数), naming no
    zero: 新增3项、修改2项."""
    parts = []
    if counts[NEW]:
        parts.append(_("新增%(n)s项") % {"n": counts[NEW]})
    if counts[CHANGED]:
        parts.append(_("修改%(n)s项") % {"n": counts[CHANGED]})
    if beside := counts.get(OTHER, 0):
        parts.append(_("登记另有数%(n)s项") % {"n": beside})
    return _("、").join(parts)


def label(name: str) -> str:
    """Return a field's name as people read it: 来源."""
    return str(Entry._meta.get_field(COLUMNS.get(name, name)).verbose_name)


def figure(cell) -> str:
    """Return the figure of a cell (or an observation), or why there is none; ""."""
    if cell.value is not None:
        return texts.value_text(cell.value, cell.indicator.decimals)
    return listed("missing_reason", cell.missing_reason)


def listed(name: str, code: str) -> str:
    """Return the word of a list for its code: 尚未公布."""
    if not code:
        return ""
    return str(dict(Entry._meta.get_field(name).flatchoices).get(code, code))


def details(old: Entry, new: Entry, touched) -> list[list[str]]:
    """Return [field, old, new] of what else changes of a cell, in the form's order."""
    return [
        [name, shown(old, name), shown(new, name)]
        for name in drafts.STORED
        if name in touched and name not in ABOUT_FIGURE
    ]


def shown(cell, name: str) -> str:
    """Return what a field of a cell says, as people read it; "" for nothing."""
    column = COLUMNS.get(name, name)
    value = getattr(cell, column)
    if value is None or value == "":
        return ""
    if column in ("grade", "supply_channel"):
        return listed(column, value)
    if isinstance(value, bool):
        return _("是") if value else ""
    if column == "expected_on":
        return f"{value:%Y-%m}"
    return str(value)


def as_figure(line: BatchLine) -> FileFigure:
    """Return the figure that a line was made of, over the version it was
    compared to."""
    return FileFigure(
        CellPlace(line.sheet, line.row, line.column),
        line.region,
        line.indicator,
        line.year,
        line.fields,
        line.text,
        line.version,
    )


def when(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def changed_since(entry: Entry, by) -> str:
    """Return that a cell was changed after the form had been made, and by whom."""
    if entry.entered_by is None or entry.entered_at is None:
        return _("下载之后系统中有修改，勾选“覆盖”才导入。")
    if entry.entered_by_id == by.pk:
        return _("下载之后本人有修改（%(when)s），勾选“覆盖”才导入。") % {
            "when": when(entry.entered_at)
        }
    return _("下载之后%(who)s有修改（%(when)s），勾选“覆盖”才导入。") % {
        "who": entry.entered_by,
        "when": when(entry.entered_at),
    }


def changed_since_preview(entry: Entry, by) -> str:
    """Return that a cell was changed between preview and applying."""
    who = str(entry.entered_by or "")
    if not who or entry.entered_by_id == by.pk:
        return _("核对之后系统中又有修改，未覆盖，请重新上传核对。")
    return _("核对之后%(who)s又有修改，未覆盖，请重新上传核对。") % {"who": who}


# ------------------------------------------------- what was before, kept as JSON


def kept(entry: Entry) -> dict:
    """Return the stored fields of a cell as JSON."""
    found = drafts.state_of(entry)
    found |= {"entered_by_id": entry.entered_by_id, "entered_at": entry.entered_at}
    return {name: drafts.plain(value) for name, value in found.items()}


def unkept(before: dict) -> dict:
    """Return field → value of what `kept` made."""
    return drafts.unplain({n: value for n, value in before.items() if n != "entry"})


def touched(entry: Entry | None, code: str) -> str:
    """Return which cell was touched after a batch, and by whom, when."""
    if entry is None:
        return code
    who, at = entry.entered_by, entry.entered_at
    if entry.submitted_at and not entry.is_open:
        who, at = entry.submitted_by, entry.submitted_at
    return _touched(str(entry.indicator), who, at)


def touched_year(names: dict[int, str], key, change) -> str:
    """Return which observation was touched after a batch; `change` is the line."""
    _region, indicator, year = key
    name = _("“%(name)s”%(year)s年") % {"name": names[indicator], "year": year}
    return _touched(name, change.by if change else None, change.at if change else None)


def _touched(name: str, who, at) -> str:
    if who is None or at is None:
        return name
    return _("%(name)s（%(who)s，%(when)s）") % {
        "name": name,
        "who": who,
        "when": when(at),
    }
