"""Loads who supplies which figure, for a demonstration (owners.csv)."""

from pathlib import Path

from django.db import transaction

from indicators.models import DataOwner, Indicator
from indicators.plans import rows
from indicators.plans.loading.outcome import LoadingOutcome, require
from regions.models import Department, Region

COLUMNS = ("地区代码", "指标代码", "提供部门", "方式")


@transaction.atomic
def load_owners(path) -> tuple[list[Region], LoadingOutcome]:
    """Make the data owners that are not there yet; those that are, stay.

    Returns the regions of the file and what was done; LoadError for what is wrong.
    """
    sheet, outcome = rows.read(path, COLUMNS), LoadingOutcome(Path(path).stem)
    sheet.once("地区代码", "指标代码")
    channels = {str(choice.label): choice.value for choice in DataOwner.Channel}
    regions = {region.code: region for region in Region.objects.all()}
    indicators = {row.code: row for row in Indicator.objects.all()}
    departments = {(d.region.code, d.name): d for d in _departments()}
    wanted = []
    for row in sheet.rows:
        place = (row["地区代码"], row["提供部门"])
        fields = {
            "region": sheet.choice(row, "地区代码", regions),
            "indicator": _known(sheet, row, "指标代码", indicators),
            "department": departments.get(place),
            "channel": sheet.choice(row, "方式", channels),
        }
        if fields["department"] is None:
            sheet.complain(row, "提供部门", f"这个地区没有“{place[1]}”。")
        wanted.append(fields)
    require(sheet)
    for fields in wanted:
        key = {name: fields.pop(name) for name in ("region", "indicator")}
        _owner, made = DataOwner.objects.get_or_create(**key, defaults=fields)
        outcome.count(None if made else _owner, differs=False)
    codes = dict.fromkeys(row["地区代码"] for row in sheet.rows)
    return [regions[code] for code in codes], outcome


def _departments():
    return Department.objects.filter(valid_to=None).select_related("region")


def _known(sheet, row, column: str, known: dict):
    """Return what a code stands for; a problem if it is unknown."""
    if row[column] not in known:
        sheet.complain(row, column, f"目录中没有“{row[column]}”。")
    return known.get(row[column])
