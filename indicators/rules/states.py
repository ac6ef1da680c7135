"""Where a cell of a form stands, and a target in words: each state once, with all that
is said of it. Plain Chinese, callers mark it for translation. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellState:
    """A state of 数据项: its label, and why the clerk cannot write it now, if so."""

    label: str
    obstacle: str = ""


CELL = {
    "draft": CellState("填报中"),
    "submitted": CellState(
        "待审核", "此项待审核：填报人员可以撤回，审核人员可以退回。"
    ),
    "returned": CellState("已退回"),
    "approved": CellState(
        "已审定", "此项已审定：需修改的，填写更正原因，点“更正所选”。"
    ),
    "reported": CellState(
        "已报送", "此项已报送：需修改的，填写更正原因，点“更正所选”。"
    ),
}


@dataclass(frozen=True, slots=True)
class FoundState:
    """What a person found of a target in words: label, group of hues, and the verdict
    whose shape stands for it."""

    label: str
    group: str
    shape: str


MILESTONE = {
    "met": FoundState("完成", "good", "achieved"),
    "mostly": FoundState("基本完成", "good", "maintained"),
    "under_way": FoundState("推进中", "watch", "on_path"),
    "not_met": FoundState("未完成", "bad", "not_met"),
    # Set in earlier versions; not offered any more.
    "pending": FoundState("未到期", "none", "no_data"),
    "unverifiable": FoundState("不可判定", "none", "no_data"),
}
UNSET = FoundState("未认定", "none", "no_data")  # nobody has said yet
DOUBTED = FoundState("待确认", "none", "no_data")  # what the words mean is asked
