"""Loads the domains and the catalogue of indicators.

A stored definition is judged by: it changes only where that is asked for. What an
indicator usually is (典型值, 年际波动) judges nothing and follows the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.db import transaction

from indicators.models import Domain, Indicator
from indicators.models.catalogue import LEVELS
from indicators.plans import rows
from indicators.plans.loading import aliases
from indicators.plans.loading.outcome import (
    DefinitionChange,
    LoadingOutcome,
    Record,
    require,
    store,
)
from indicators.plans.rows import ReadSheet

DOMAIN = ("代码", "名称", "英文名", "次序")
INDICATOR = (
    *(
        "指标代码",
        "指标",
        "英文名",
        "领域",
        "计量单位",
        "方向",
        "小数位",
        "下限",
        "上限",
    ),
    *("周期", "每", "合计量", "公布月份", "公布层级", "指标解释", "分子", "分母"),
    *("分母基数", "人口口径", "统计年度", "来源报表", "备注"),
)
DIRECTIONS = {"升": "up", "降": "down", "无": "none"}
TEXTS = {
    "name": "指标",
    "name_en": "英文名",
    "unit": "计量单位",
    "available_level": "公布层级",
    "definition": "指标解释",
    "numerator": "分子",
    "denominator": "分母",
    "population": "人口口径",
    "statistical_year": "统计年度",
    "report": "来源报表",
    "remark": "备注",
}
NUMBERS = {
    "decimals": "小数位",
    "lower": "下限",
    "upper": "上限",
    "period": "周期",
    "per": "每",
    "available_month": "公布月份",
    "available_same_year": "公布月份",
    "final_month": "公布月份",
}
USUAL = {"typical": "典型值", "spread": "年际波动"}
OPTIONAL = ("当年量", *USUAL.values())  # columns that may be absent
COLUMNS = {"code": "指标代码", "base": "分母基数"} | TEXTS | NUMBERS | USUAL
# What the changes of a definition are called besides.
CALLED = COLUMNS | {
    "domain": "领域",
    "direction": "方向",
    "additive": "合计量",
    "flow": "当年量",
}
SAME_YEAR = "当年"  # before a 公布月份 that lies in the data year itself


@transaction.atomic
def load_domains(path) -> LoadingOutcome:
    """Create and update the domains."""
    sheet, outcome = rows.read(path, DOMAIN), LoadingOutcome("领域")
    sheet.once("代码")
    sheet.once("名称")
    columns = {"name": "名称", "name_en": "英文名", "order": "次序"}
    records = [
        Record(
            row,
            {"code": sheet.text(row, "代码")},
            {
                "name": sheet.text(row, "名称"),
                "name_en": row["英文名"],
                "order": sheet.integer(row, "次序"),
            },
            columns,
        )
        for row in sheet.rows
    ]
    require(sheet)
    store(Domain, sheet, records, outcome)
    return outcome


@transaction.atomic
def load_catalogue(paths, replace_stored: bool = False) -> LoadingOutcome:
    """Create indicators; all files together are one catalogue.

    Where a file defines a stored indicator otherwise, the outcome lists what would
    change from what to what; only `replace_stored` changes it.
    """
    outcome = LoadingOutcome("指标目录")
    optional = [*OPTIONAL, aliases.COLUMN]
    sheets = [rows.read(path, INDICATOR, optional=optional) for path in paths]
    domains = {domain.name: domain for domain in Domain.objects.all()}
    for sheet in sheets:
        sheet.once("指标代码")
        sheet.once("指标")
    _once_over_files(sheets)
    records = [
        [_indicator(sheet, row, domains) for row in sheet.rows] for sheet in sheets
    ]
    named = aliases.read(sheets)
    require(*sheets)
    stored = Indicator.objects.select_related("domain").in_bulk(field_name="code")
    for sheet, own in zip(sheets, records, strict=True):
        changes = list(_changes(own, stored))
        outcome.definitions += changes
        if not replace_stored:
            own = _without(own, {change.code for change in changes})
        store(Indicator, sheet, own, outcome)
    aliases.store(named)
    outcome.refused = bool(outcome.definitions) and not replace_stored
    outcome.indicators = {code for (code,) in outcome.altered}
    return outcome


def _changes(
    records: Iterable[Record], stored: Mapping[str, Indicator]
) -> Iterable[DefinitionChange]:
    """Yield every column of a stored definition that the records have otherwise."""
    for record in records:
        item = stored.get(record.key["code"])
        for name, new in record.fields.items() if item else ():
            old = getattr(item, name)
            if name not in USUAL and old != new:
                yield DefinitionChange(
                    item.code, item.name, CALLED[name], _said(old), _said(new)
                )


def _said(value) -> str:
    """Return a column's value as the file writes it, "" where it is empty."""
    if value is None or isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    words = {code: word for word, code in DIRECTIONS.items()}
    words |= {base.value: str(base.label) for base in Indicator.Base}
    return words.get(value, str(value))


def _without(records: Iterable[Record], codes: set[str]) -> list[Record]:
    """Return the records, those of `codes` without what defines the indicator."""
    return [
        replace(record, fields={n: v for n, v in record.fields.items() if n in USUAL})
        if record.key["code"] in codes
        else record
        for record in records
    ]


def _once_over_files(sheets: list[ReadSheet]) -> None:
    """Complain about a code or name that stands in two files."""
    for column in ("指标代码", "指标"):
        first: dict[str, str] = {}
        for sheet in sheets:
            for row in sheet.rows:
                if first.setdefault(row[column], sheet.file) != sheet.file:
                    sheet.complain(
                        row,
                        column,
                        f"“{row[column]}”在{first[row[column]]}中已有，请删去一行。",
                    )


def _indicator(sheet: ReadSheet, row, domains) -> Record:
    fields = {name: row[column] for name, column in TEXTS.items()}
    sheet.text(row, "指标")
    fields |= {
        "domain": domains.get(row["领域"]),
        "direction": sheet.choice(row, "方向", DIRECTIONS),
        "decimals": sheet.integer(row, "小数位"),
        "lower": sheet.decimal(row, "下限"),
        "upper": sheet.decimal(row, "上限"),
        "period": sheet.integer(row, "周期"),
        "per": sheet.integer(row, "每"),
        "base": _base(sheet, row),
        "additive": sheet.choice(row, "合计量", {"": False, "是": True}),
        "flow": sheet.choice(row, "当年量", {"": False, "是": True}),
    } | _months(sheet, row)
    fields["period"] = 1 if fields["period"] is None else fields["period"]
    if fields["domain"] is None:
        sheet.complain(row, "领域", f"没有“{row['领域']}”这个领域。")
    if fields["decimals"] is None or fields["decimals"] > 8:
        sheet.complain(row, "小数位", "须填0到8的整数。")
    if fields["period"] < 1:
        sheet.complain(row, "周期", "须为1以上的整数。")
    if row["公布层级"] not in ("", *LEVELS):
        sheet.complain(row, "公布层级", "须为国家、省、市或县。")
    low, high = fields["lower"], fields["upper"]
    if low is not None and high is not None and low >= high:
        sheet.complain(row, "下限", "下限应小于上限。")
    fields |= _usual(sheet, row, low, high)
    return Record(row, {"code": sheet.text(row, "指标代码")}, fields, COLUMNS)


def _usual(sheet: ReadSheet, row, low, high) -> dict:
    """Return what the indicator usually is; {} where the file has no such columns."""
    found = {name: sheet.decimal(row, column) for name, column in USUAL.items()}
    typical, spread = found["typical"], found["spread"]
    if (typical is None) != (spread is None):
        sheet.complain(row, "典型值", "典型值和年际波动须一起填写。")
    elif typical is not None:
        beyond = (
            low is not None and typical < low,
            high is not None and typical > high,
        )
        if any(beyond):
            sheet.complain(row, "典型值", "典型值应在上下限之内。")
        if spread < 0:
            sheet.complain(row, "年际波动", "年际波动不应小于0。")
    return {n: v for n, v in found.items() if USUAL[n] in sheet.columns}


def _months(sheet: ReadSheet, row) -> dict:
    """Return when figures are there: 5, 当年10, or 1/6 where a quick figure comes first
    and the final one later."""
    quick, _slash, final = row["公布月份"].partition("/")
    month = quick.removeprefix(SAME_YEAR)
    known = {"", *map(str, range(1, 13))}
    if not {month, final} <= known:
        sheet.complain(
            row, "公布月份", "须为1到12，如“5”；当年的写“当年10”，先快报的写“1/6”。"
        )
        month = final = ""
    return {
        "available_same_year": quick.startswith(SAME_YEAR),
        "available_month": int(month) if month else None,
        "final_month": int(final) if final else None,
    }


def _base(sheet: ReadSheet, row) -> str | None:
    """Return which base figure is the denominator, "" for none."""
    if row["分母基数"] and not row["分母"]:
        sheet.complain(row, "分母基数", "没有写分母，请先填“分母”一列。")
    bases = {str(base.label): base.value for base in Indicator.Base}
    return sheet.choice(row, "分母基数", {"": ""} | bases)
