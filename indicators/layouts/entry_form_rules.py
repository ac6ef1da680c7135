"""What a form lets be typed into its open cells, and what it says beside them. Pure."""

from decimal import Decimal

from indicators.layouts import columns
from indicators.layouts.entry_form_columns import Slot
from indicators.layouts.form_sheet import FormRow, FormSheet
from indicators.rules.reasons import MISSING_ON_PURPOSE

UNPUBLISHED = MISSING_ON_PURPOSE["not_published"].label
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # of a validation's texts in a workbook
LARGEST = 999_999_999_999  # twelve digits before the point: FigureField
MOST_EVENTS = 2**31 - 1
LONGEST = {"source": 300, "note": 2000, "supplier_contact": 60}


def cut(text: str, longest: int) -> str:
    """Return the text, shortened with an ellipsis where it is longer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def add_rules(sheet, form: FormSheet, shown: list[Slot], first: int, lists: dict):
    """Write the rules of the open cells; `first` is the row of the first indicator.

    `lists` holds, per column key, where its list stands on the hidden sheet.
    """
    for place, slot in enumerate(shown):
        if not slot.open:
            continue
        for number, row in enumerate(form.rows):
            if not row.locked and (rule := _rule(slot.key, row, form, lists)):
                sheet.data_validation(
                    first + number, place, first + number, place, rule
                )


def _rule(key: str, row: FormRow, form: FormSheet, lists: dict) -> dict | None:
    if key in ("events", "denominator"):
        return _count(key, row) if row.has_counts else None
    if key == "value":
        return _value(row)
    if key in lists:
        return _choice(key, lists[key])
    if key == "expected_on":
        return {
            "validate": "any",
            "input_title": "预计公布月份",
            "input_message": f"只在“{UNPUBLISHED}”时填写，格式如2026-06。",
        }
    return _words(key, row) if key in LONGEST else None


def _value(row: FormRow) -> dict:
    """Return the rule of this year's cell: a number between the indicator's bounds."""
    lower = -LARGEST if row.lower is None else row.lower
    upper = LARGEST if row.upper is None else row.upper
    unit = f"（单位：{row.unit}）" if row.unit else ""
    bounds = _bounds(row)
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": _plain(lower),
        "maximum": _plain(upper),
        "input_title": cut(row.name, LONGEST_TITLE),
        "input_message": cut(_about(row), LONGEST_MESSAGE),
        "error_title": "数值有误",
        "error_message": cut(
            f"请填数值{unit}{bounds and '，' + bounds}，只填数字，不写单位和文字。"
            "没有数据的，请清空本单元格，选择“无数据原因”。",
            LONGEST_MESSAGE,
        ),
    }


def _about(row: FormRow) -> str:
    """Return the prompt of this year's cell: unit, decimals, bounds, 口径, report."""
    lines = [
        "；".join(
            filter(
                None,
                [
                    f"单位：{row.unit}" if row.unit else "",
                    f"保留{row.decimals}位小数" if row.decimals else "填整数",
                    _bounds(row),
                ],
            )
        )
    ]
    if row.has_counts:
        lines.append("已填分子、分母的可不填，上传后由系统计算。")
    if row.report:
        lines.append(f"来源报表：{row.report}")
    if row.definition:
        lines.append(f"口径：{row.definition}")
    return "\n".join(lines)


def _bounds(row: FormRow) -> str:
    if row.lower is None and row.upper is None:
        return ""
    if row.upper is None:
        return f"不小于{_plain(row.lower)}"
    if row.lower is None:
        return f"不大于{_plain(row.upper)}"
    return f"在{_plain(row.lower)}到{_plain(row.upper)}之间"


def _plain(number: Decimal | int) -> str:
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _count(key: str, row: FormRow) -> dict:
    name = columns.EVENTS.heading if key == "events" else columns.DENOMINATOR.heading
    least, most = (0, MOST_EVENTS) if key == "events" else (1, LARGEST)
    said = f"填{name}的人数、例数，整数。"
    if key == "denominator" and row.base_name:
        said += f"留空则采用系统中的{row.base_name}"
        said += f"（{row.base}）。" if row.base else "。"
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        "input_title": name,
        "input_message": said,
        "error_title": f"{name}有误",
        "error_message": f"{name}请填整数，不小于{least}，只填数字。",
    }


def _choice(key: str, where: str) -> dict:
    said = {
        "grade": "请选择预计数、快报数、初步数或年报数。",
        "missing_reason": "没有数据的，选择原因，本年值留空。",
        "supplier": "代填的，从列表中选择提供部门。",
    }[key]
    return {
        "validate": "list",
        "source": where,
        "input_message": said,
        "error_title": "不在列表中",
        "error_message": "请从列表中选择，或留空。",
    }


def _words(key: str, row: FormRow) -> dict:
    said = {
        "source": "填数值的须写明来源：报表、调查或单位。",
        "note": "填写须说明的情况，如与最近值相差较大的原因。",
        "supplier_contact": "提供部门的联系人。",
    }[key]
    if key == "source" and row.report:
        said += f"通常是：{row.report}"
    return {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST[key],
        "input_message": cut(said, LONGEST_MESSAGE),
        "error_title": "文字过长",
        "error_message": f"最多{LONGEST[key]}字，请缩短。",
    }
