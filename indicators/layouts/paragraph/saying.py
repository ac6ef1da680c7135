"""Which words before a number say that it is not the figure itself. Pure."""

import re

APART = re.compile("分别|依次|各为|各自")
JOINED = re.compile("(?:[、，,和及与]|以及)*")
BREAKS = re.compile("[，,；;]")
BRACKETED = re.compile(r"\([^()]*\)")
HEADS = re.compile("[，,；;:()]")
COMPARED = re.compile("比|较|相比|于(?!20|19)|自|从|由|与.*(?:相比|持平)")
UP_OR_DOWN = "上升|提高|提升|增长|增加|上涨|下降|降低|减少|回落|下滑|缩短|延长|扩大|收窄|改善|变化|变|增|升|降|减"
LEVEL_WORD = re.compile(
    rf"(?:{UP_OR_DOWN}|控制|稳定|保持|维持|达)[了]?(?:到|至|在|为|成)[了]?$"
)
CHANGE_WORD = re.compile(
    rf"(?:{UP_OR_DOWN}|高于|低于|高出|低出|优于|好于|快于|慢于|超出|少于|多于|相差|高|低|快|少|↑|↓"
    r")(?:了|约|近|达|近|分别|同比|各|也|均)*$"
)
AMOUNT = re.compile(
    r"(?:增幅|降幅|升幅|涨幅|增速|增长率|下降率|上升率|变化率|幅度|差距)(?:为|达到?|约|是|分别|[:：])*$"
)
FORMER = re.compile("(?:由|从)(?![于而])[^，,\0]*$")
BEHIND_COMPARED = re.compile("(?:同期)?(?:相比|以来|持平)")
AIM = re.compile(
    "目标|规划|力争|争取|计划|任务|要求|不低于|不高于|不少于|不超过|拟|预期(?!寿)|预计"
)
AIMED_AT = re.compile("的?(?:规划|预期|年度)?(?:目标|要求)(?!完成)")
DONE = re.compile("完成|实际|已达")
# Words that may stand around a name and its number and change nothing.
FILLERS = re.compile(
    r"其中|同时|此外|另外|据(?:初步)?(?:统计|测算)|初步(?:统计|核算)|统计|数据显示|经(?:核算|统计|测算)"
    r"|截[至止]到?|年[末底]|年度|全年|已经|已|达到|达|完成|实现|上升|提高|提升|增长|增加|下降|降低|变化|变|降|升|增"
    r"|控制|稳定|保持|维持|分别|依次|各为|各自|仍|继续|进一步|实际|总体|平均?水平|左右|大?约|将?近|超过?|突破|逾"
    r"|不足|本地区?|地区|指标值?|数值|结果|情况|如下|报告|主要|健康指标|方面"
    r"|[为是的了在到至由从有约均也共计:：；;、，,和及与以其并且“”\"'《》()\-—=等达我全市县区州省该本]"
)
TRENDS = re.compile(
    r"持续|稳步|逐年|逐步|不断|明显|显著|大幅|有所|进一步|改善|向好|平稳|稳中有[升降进]|较快|连续|多年|良好|居|位|名?列|前列"
)
GRADES = {
    "初步数": re.compile("初步(?:统计|核算|测算|数据|数)"),
    "快报数": re.compile("快报"),
}


def segment(lead: str) -> str:
    """Return what stands before a number since the last comma."""
    return BREAKS.split(lead)[-1]


def is_change(before: str) -> bool:
    """Say whether the words before a number make it an amount of change."""
    before = BRACKETED.sub("", before)
    if LEVEL_WORD.search(before):
        return False
    if CHANGE_WORD.search(before) or AMOUNT.search(before):
        return True
    return bool(re.search("(?:比|较|高于|低于|优于|好于|相比)[^，,]*$", before))


def is_former(before: str) -> bool:
    """Say whether a number is what something rose or fell from: 由77.1岁提高到…"""
    return bool(FORMER.search(before)) and before[-1] not in "到至为"


def is_aim(before: str) -> bool:
    """Say whether the words before a number make it a target."""
    return bool(AIM.search(before)) and not DONE.search(before)


def rest(text: str, trends: bool = False) -> str:
    """Return what is left of words that should change nothing."""
    left = TRENDS.sub("", text) if trends else text
    return FILLERS.sub("", left).strip("\0").replace("\0", "")


def grade(text: str) -> str:
    """Return how final a sentence says its figures are: 初步数, 快报数; "" for nothing."""
    return next((word for word, said in GRADES.items() if said.search(text)), "")
