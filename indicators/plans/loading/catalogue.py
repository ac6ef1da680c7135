"""Loads the domains and the catalogue of indicators."""

from django.db import transaction

from indicators.models import Domain, Indicator
from indicators.plans import rows
from indicators.plans.loading.outcome import LoadingOutcome, Record, require, store
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
}


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
def load_catalogue(paths) -> LoadingOutcome:
    """Create and update indicators; all files together are one catalogue."""
    outcome = LoadingOutcome("指标目录")
    sheets = [rows.read(path, INDICATOR) for path in paths]
    domains = {domain.name: domain for domain in Domain.objects.all()}
    for sheet in sheets:
        sheet.once("指标代码")
        sheet.once("指标")
    _once_over_files(sheets)
    records = [
        [_indicator(sheet, row, domains) for row in sheet.rows] for sheet in sheets
    ]
    require(*sheets)
    for sheet, own in zip(sheets, records, strict=True):
        store(Indicator, sheet, own, outcome)
    return outcome


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
        "available_month": sheet.integer(row, "公布月份"),
    }
    fields["period"] = 1 if fields["period"] is None else fields["period"]
    if fields["domain"] is None:
        sheet.complain(row, "领域", f"没有“{row['领域']}”这个领域。")
    if fields["decimals"] is None or fields["decimals"] > 8:
        sheet.complain(row, "小数位", "须填 0 到 8 的整数。")
    if fields["period"] < 1:
        sheet.complain(row, "周期", "须为 1 以上的整数。")
    if fields["available_month"] not in (None, *range(1, 13)):
        sheet.complain(row, "公布月份", "须为 1 到 12。")
    low, high = fields["lower"], fields["upper"]
    if low is not None and high is not None and low >= high:
        sheet.complain(row, "下限", "下限应小于上限。")
    columns = TEXTS | NUMBERS | {"code": "指标代码", "base": "分母基数"}
    return Record(row, {"code": sheet.text(row, "指标代码")}, fields, columns)


def _base(sheet: ReadSheet, row) -> str | None:
    """Return which base figure is the denominator, "" for none."""
    if row["分母基数"] and not row["分母"]:
        sheet.complain(row, "分母基数", "没有写分母，请先填“分母”一列。")
    bases = {str(base.label): base.value for base in Indicator.Base}
    return sheet.choice(row, "分母基数", {"": ""} | bases)
