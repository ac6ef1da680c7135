"""Loads what must or should hold between two indicators of one region and year."""

from django.db import transaction

from indicators.models import Indicator, Relation
from indicators.plans import rows
from indicators.plans.loading.outcome import LoadingOutcome, Record, require, store
from indicators.plans.rows import ReadSheet, SheetRow
from indicators.rules import units

LEFT, RIGHT = "左指标代码", "右指标代码"
COLUMNS = ("类型", LEFT, RIGHT, "说明")
KINDS = {"部分": "part", "次序": "order"}


@transaction.atomic
def load_relations(path) -> LoadingOutcome:
    """Create and update relations; one that the file no longer has stays."""
    sheet, outcome = rows.read(path, COLUMNS), LoadingOutcome("指标间关系")
    sheet.once(LEFT, RIGHT)
    catalogue = Indicator.objects.in_bulk(field_name="code")
    records = [_relation(sheet, row, catalogue) for row in sheet.rows]
    _not_both_ways(sheet)
    require(sheet)
    within = Relation.objects.select_related("left", "right")
    store(Relation, sheet, records, outcome, within)
    return outcome


def _relation(
    sheet: ReadSheet, row: SheetRow, catalogue: dict[str, Indicator]
) -> Record:
    """Return the relation of a row; complain where the two cannot be compared."""
    left, right = (_indicator(sheet, row, name, catalogue) for name in (LEFT, RIGHT))
    if left and right:
        reason = incomparable(left, right)
        if reason:
            sheet.complain(row, RIGHT, reason)
    key = {"kind": sheet.choice(row, "类型", KINDS), "left": left, "right": right}
    columns = {"reason": "说明"}
    return Record(row, key, {"reason": sheet.text(row, "说明")}, columns)


def _indicator(
    sheet: ReadSheet, row: SheetRow, column: str, catalogue
) -> Indicator | None:
    code = sheet.text(row, column)
    if code and code not in catalogue:
        sheet.complain(row, column, f"目录中没有“{code}”。")
    return catalogue.get(code)


def incomparable(left: Indicator, right: Indicator) -> str:
    """Return why no order can hold between two indicators, or ""."""
    if left == right:
        return "左右是同一个指标，请删去一行或改正代码。"
    try:
        units.factor(left.unit, right.unit)
    except units.UnitError as error:
        return str(error)
    if left.per != right.per and units.kind(left.unit) != "ratio":
        return (
            f"“{left.name}”按每{left.per or 1}计，“{right.name}”按每{right.per or 1}计，"
            "不能比较大小。"
        )
    return ""


def _not_both_ways(sheet: ReadSheet) -> None:
    """Complain about A ≤ B and B ≤ A: then both would have to be equal."""
    first: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        pair = row[LEFT], row[RIGHT]
        if pair[0] != pair[1] and pair[::-1] in first:
            sentence = f"与第{first[pair[::-1]]}行左右相反，请删去一行。"
            sheet.complain(row, LEFT, sentence)
        first.setdefault(pair, row.number)
