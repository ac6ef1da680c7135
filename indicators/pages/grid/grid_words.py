"""The words of the grid: its columns, its panel of 口径, what its scripts say.

Kept per language: a page of forty rows asks for them forty times.
"""

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def columns() -> dict[str, str]:
    """Return field → the heading of its column."""
    return _columns(get_language())


def headings() -> dict[str, str]:
    """Return what the panel of 口径 calls the parts of a definition."""
    return _headings(get_language())


@lru_cache
def _headings(language: str) -> dict[str, str]:
    return {
        "unit": _("计量单位"),
        "definition": _("指标解释"),
        "numerator": _("分子"),
        "denominator": _("分母"),
        "population": _("人口口径"),
        "statistical_year": _("统计年度"),
        "report": _("来源报表"),
        "direction": _("方向"),
        "decimals": _("小数位"),
        "bounds": _("上下限"),
        "remark": _("口径备注"),
        "asking": _("采集地区"),
        "due_on": _("应报日期"),
        "standing": _("更正前（审定值）"),
    }


@lru_cache
def _columns(language: str) -> dict[str, str]:
    return {
        "events": _("分子"),
        "denominator": _("分母"),
        "value": _("数值"),
        "grade": _("数据性质"),
        "missing_reason": _("无数据原因"),
        "expected_on": _("预计公布月份"),
        "source": _("来源"),
        "note": _("备注"),
        "supplier": _("提供部门"),
        "supplier_contact": _("提供人"),
        "supply_channel": _("提供方式"),
        "supplied_on": _("提供日期"),
        "substitute": _("以上级数据代替"),
        "definition_break": _("口径变更"),
    }


def scripts(fields: list[str]) -> dict:
    """Return what the grid's scripts know of the page: words, headings of columns, the
    fields that the keyboard goes through, from left to right."""
    return {"words": said(), "labels": columns(), "fields": fields}


def said() -> dict[str, str]:
    """Return the words that the grid's scripts say, translated here."""
    pasting = _said_of_pasting() | _said_of_named_pasting()
    return _said_of_saving() | pasting | _said_of_steps() | _said_of_acts()


def _said_of_saving() -> dict[str, str]:
    return {
        "saving": _("保存中"),
        "saved": _("已保存"),
        "refused": _("未保存"),
        "conflict": _("冲突"),
        "unsaved": _("未保存"),
        "not_submitted": _("未提交"),
        "all_saved": _("全部已保存"),
        "n_unsaved": _("{n}个单元格未保存"),
        "offline": _("网络断开，{n}个单元格未保存，恢复后自动发送。"),
        "server": _("服务器暂时不能保存，{n}个单元格未保存，稍后自动重试。"),
        "expired": _("登录已过期，{n}个单元格未保存；登录后自动保存。"),
        "sign_in": _("重新登录"),
        "sign_in_locked": _("密码多次错误，账号已锁定，请15分钟后再登录。"),
        "sign_in_failed": _("暂时不能登录，请检查网络后再试。"),
        "other_user": _("浏览器已登录其他账号，未保存。"),
        "mine": _("本人填报"),
        "theirs": _("对方填报"),
        "use_mine": _("用我填的"),
        "use_theirs": _("用对方的"),
        "conflict_says": _("{who}刚修改了此项，您填的尚未保存。请选择："),
        "empty": _("空"),
    }


def _said_of_pasting() -> dict[str, str]:
    return {
        "pasted": _("填入{n}个单元格[，{m}个未保存]"),
        "beyond_rows": _("超出了表格最后一行。"),
        "beyond_columns": _("超出了表格最后一列。"),
        "no_counts": _("该指标没有分子、分母，请直接填数值。"),
        "not_in_list": _("不在列表中，请从列表中选择。"),
        "has_figure": _("已有数值，未改为无数据：请先清空数值，再选原因。"),
        "row_n": _("第{n}行"),
    }


def _said_of_named_pasting() -> dict[str, str]:
    return {
        "paste_reading": _("正在读取…"),
        "paste_too_long": _("粘贴的内容超过{n}个字，请分几次粘贴。"),
        "paste_offline": _("网络断开，未读取，请恢复后再试。"),
        "paste_server": _("服务器暂时不能读取，请稍后再试。"),
        "paste_expired": _("登录已过期，请重新登录后再粘贴。"),
        "paste_choose": _("请先勾选要填入的指标。"),
        "too_many_lines": _("粘贴了{n}行，比表格多得多，请只复制需要的行。"),
        "lines_rows": _("粘贴了{n}行，从这里往下有{m}项指标。"),
        "lines_blank": _("其中{n}行是空行。"),
        "lines_heading": _("其中{n}行像是标题。"),
        "lines_ask": _("请确认各行对应哪项指标。"),
        "way_figures": _("只取有数的行，依次填入"),
        "way_blanks": _("空行也占一项，标题不算"),
        "way_all": _("每行对应一项，标题也算"),
        "way_last": _("只取最后{n}行"),
        "line_n": _("第{n}行"),
        "line_none": _("不填"),
        "line_twice": _("有一项指标选了两次，请改正。"),
    }


def _said_of_steps() -> dict[str, str]:
    return {
        "undo": _("撤销"),
        "cleared": _("已清除{n}个已保存的单元格。"),
        "overwritten": _("已覆盖{n}个已保存的单元格。"),
        "stepped_back": _("已撤销，恢复{n}个单元格。"),
        "stepped_forth": _("已重做，改动{n}个单元格。"),
        "overtaken": _("{names}之后已改为其他内容，未撤销。"),
        "overtaken_forth": _("{names}之后已改为其他内容，未重做。"),
        "nothing_to_step": _("没有可以撤销或重做的操作。"),
        "kept_figures": _("{n}行已有数值，未改为无数据。"),
        "confirm": _("请确认"),
        "reason_asks": _("已有数值{value}，选“{reason}”会清除它。"),
        "keep_figure": _("保留{value}"),
        "erase_figure": _("清除数值，改为{reason}"),
        "history": _("填报历史"),
    }


def _said_of_acts() -> dict[str, str]:
    return {
        "choose_rows": _("请先勾选指标。"),
        "rest": _("已勾选其余{n}项，点“提交所选”可先行提交。"),
        "choose_supplier": _("请先选择提供部门。"),
        "choose_file": _("请选择要上传的文件。"),
        "too_large": _("文件超过20MB，请压缩或分成几个文件。"),
        "base_source": _("填写来源后保存"),
        "base_value": _("填写数值后保存"),
        "uploading": _("正在上传{n}%"),
        "uploaded": _("“{name}”已附在{n}行。"),
        "upload_failed": _("上传失败，请检查网络后重试。"),
        "applied": _("已填入{n}行。"),
        "unsaved_first": _("{n}个单元格未保存，请按红字改正后提交。"),
        "chosen": _("已选{n}项"),
        "nothing_last": _("这一行没有可沿用的往年来源。"),
        "supplying": _("正在代填：{name}"),
        "remove_file": _("删除附件“{name}”？"),
        "change_to": _("改为{value}"),
        "error": _("错误"),
        "warning": _("需核实"),
        "counts": _("共{asked}项，已填{filled}项"),
    }
