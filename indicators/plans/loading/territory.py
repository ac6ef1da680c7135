"""Loads regions with all their levels, and departments as plans name them."""

from django.db import transaction

from indicators.plans import rows
from indicators.plans.loading.outcome import (
    LoadingOutcome,
    Record,
    require,
    store,
    update,
)
from indicators.plans.rows import ReadSheet
from regions import codes
from regions.models import Department, Region

LEVELS = {"国家": 0, "省": 1, "市": 2, "县": 3}
REGION = ("代码", "名称", "简称", "英文名", "层级", "上级代码")
DEPARTMENT = ("地区代码", "部门", "撤销日期", "继任部门")


@transaction.atomic
def load_regions(path) -> LoadingOutcome:
    """Create and update regions; every one needs all its levels above."""
    sheet, outcome = rows.read(path, REGION), LoadingOutcome("地区")
    sheet.once("代码")
    known = {row["代码"] for row in sheet.rows}
    known |= set(Region.objects.values_list("code", flat=True))
    records = [_region(sheet, row, known) for row in sheet.rows]
    require(sheet)
    records.sort(key=lambda record: record.fields["level"])
    parents = {region.code: region for region in Region.objects.all()}
    for level in LEVELS.values():
        own = [r for r in records if r.fields["level"] == level]
        for record in own:
            above = codes.ancestors(record.key["code"])
            record.fields["parent"] = parents[above[-1]] if above else None
        found = store(Region, sheet, own, outcome)
        parents |= {region.code: region for region in found.values()}
    return outcome


def _region(sheet: ReadSheet, row, known: set[str]) -> Record:
    code = sheet.text(row, "代码")
    if not (code.isdecimal() and len(code) == 6 and code[0] != "0"):
        sheet.complain(row, "代码", f"“{code}”不是六位数字的地区代码。")
        code = codes.NATION
    level = sheet.choice(row, "层级", LEVELS)
    above = codes.ancestors(code)
    if level is not None and level != codes.level(code):
        sheet.complain(row, "层级", f"代码{code}按国标不是“{row['层级']}”级。")
    if row["上级代码"] != (above[-1] if above else ""):
        sheet.complain(row, "上级代码", f"应为“{above[-1] if above else '空'}”。")
    for missing in [c for c in above if c not in known]:
        sheet.complain(row, "上级代码", f"没有它的上级地区{missing}，请补上一行。")
    fields = {
        "name": sheet.text(row, "名称"),
        "short_name": row["简称"] or row["名称"],
        "name_en": row["英文名"],
        "level": level,
    }
    columns = {"name": "名称", "short_name": "简称", "name_en": "英文名"}
    return Record(row, {"code": code}, fields, columns)


@transaction.atomic
def load_departments(path) -> LoadingOutcome:
    """Create and update the departments of one or more regions."""
    sheet, outcome = rows.read(path, DEPARTMENT), LoadingOutcome("部门")
    sheet.once("地区代码", "部门")
    regions = {region.code: region for region in Region.objects.all()}
    for row in sheet.rows:
        if row["地区代码"] not in regions:
            sheet.complain(row, "地区代码", f"没有代码为“{row['地区代码']}”的地区。")
    records = [
        Record(
            row,
            {"region": regions.get(row["地区代码"]), "name": sheet.text(row, "部门")},
            {"valid_to": sheet.day(row, "撤销日期")},
            {"name": "部门", "valid_to": "撤销日期"},
        )
        for row in sheet.rows
    ]
    require(sheet)
    own = Department.objects.select_related("region").filter(
        region__in=[record.key["region"] for record in records]
    )
    before = {(d.region, d.name): d.successor_id for d in own}
    found = store(Department, sheet, records, outcome, within=own)
    _succeed(sheet, records, {(d.region, d.name): d for d in own.all()} | found)
    moved = [
        key
        for key, item in found.items()
        if key in before and before[key] != item.successor_id
    ]
    Department.objects.bulk_update(found.values(), ["successor"], batch_size=200)
    outcome.changed, outcome.same = (
        outcome.changed + len(moved),
        outcome.same - len(moved),
    )
    return outcome


def _succeed(sheet: ReadSheet, records: list[Record], known: dict) -> None:
    """Set the successor of each department of the records."""
    for record in records:
        region, name = record.key.values()
        heir = record.line["继任部门"]
        successor = known.get((region, heir))
        if heir and (successor is None or heir == name):
            sheet.complain(
                record.line, "继任部门", f"部门表中没有“{heir}”，请补上一行。"
            )
        update(known[region, name], {"successor": successor})
    require(sheet)
