"""Loads the catalogue's other names of indicators: its column 别名, parted by “|”.

They define nothing: they follow the file, without being asked for.
"""

from collections.abc import Iterable, Mapping

from indicators.models import Alias, Indicator
from indicators.plans.rows import ReadSheet

COLUMN, PARTED = "别名", "|"
LONGEST = 200


def read(sheets: Iterable[ReadSheet]) -> dict[str, list[str]]:
    """Return the names by indicator code, of the files that have the column; complain
    of one that is another indicator's own name or stands twice."""
    sheets = [sheet for sheet in sheets if COLUMN in sheet.columns]
    own = {row["指标"]: row["指标代码"] for sheet in sheets for row in sheet.rows}
    found, first = {}, {}
    for sheet in sheets:
        for row in sheet.rows:
            code = row["指标代码"]
            names = [n.strip() for n in row[COLUMN].split(PARTED) if n.strip()]
            found[code] = names
            for name in names:
                if why := _refusal(name, code, own, first):
                    sheet.complain(row, COLUMN, why)
                first.setdefault(name, code)
    return found


def _refusal(name: str, code: str, own: Mapping, first: Mapping) -> str:
    if own.get(name, code) != code:
        return f"“{name}”是另一项指标的名称，请删去。"
    if name in first:
        return f"“{name}”写了两处，一个别名只属于一项指标。"
    return f"别名最多{LONGEST}个字。" if len(name) > LONGEST else ""


def store(names: Mapping[str, list[str]]) -> None:
    """Make the catalogue's aliases of these indicators what the file says. Up to four
    queries."""
    wanted = {(code, name) for code, all_ in names.items() for name in all_}
    rows = Alias.objects.filter(region=None, indicator__code__in=names)
    stored = {
        (code, name): pk
        for pk, code, name in rows.values_list("pk", "indicator__code", "name")
    }
    gone = [pk for key, pk in stored.items() if key not in wanted]
    if gone:
        Alias.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - stored.keys())
    if new:
        indicators = Indicator.objects.in_bulk(
            {code for code, _name in new}, field_name="code"
        )
        Alias.objects.bulk_create(
            Alias(indicator=indicators[code], name=name) for code, name in new
        )
