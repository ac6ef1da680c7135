"""One spelling for signs, digits and spaces, before anything is read."""

import re
import unicodedata

from indicators.rules.notation.traditional import SIMPLIFIED

LONGEST = 300
SIGNS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord(printed): plain
    for plain, all_ in {
        "%": "﹪٪",
        ">": "﹥＞〉›",
        "<": "﹤＜〈‹",
        "≥": "≧⩾≽≮",
        "≤": "≦⩽≼≯",
        "≈": "≒≌",
        "~": "～〜∼˜∽",
        "-": "－−﹣‐‑‒",
        "—": "–―─━",
        "/": "／∕⁄",
        "*": "﹡∗✱",
        ",": "，﹐",
        ";": "；﹔",
        ":": "：∶",
        "(": "（﹙",
        ")": "）﹚",
        "[": "〔【〖",
        "]": "〕】〗",
        "·": "•・‧",
        "μ": "µ",
        "\\": "＼",
        "“": '「『"＂',
        "”": "」』",
    }.items()
    for printed in all_
}
SIGNS |= SIMPLIFIED
TOGETHER = [
    (re.compile(r">=|=>|>或="), "≥"),
    (re.compile(r"<=|=<|<或="), "≤"),
    (re.compile(r"(?<=[上下内])\(含[^()]{0,8}\)|\(含(?:本数|本级)?\)(?=[以及])"), ""),
    (re.compile(r"^[“”]+|[“”]+$"), ""),
    (re.compile(r"\[([^\[\]]*[\u4e00-\u9fff][^\[\]]*)\]"), r"(\1)"),
    (re.compile(r"[。;,、]+$"), ""),
]
NEW_LINE = re.compile(
    r"(?:\s*[\r\n]\s*|(?<=[\d%％‰上下右内岁])\s+)(?=(?:到|至)?20\d\d年)"
)
APART = re.compile(r"(?<=[0-9０-９.．])\s+(?=[0-9０-９.．])")
NOTHING = {
    *("", "/", "//", "-", "--", "—", "——", "———", "\\", "空", "无", "暂无", "没有"),
    *(
        "n/a",
        "na",
        "none",
        "null",
        "nan",
        "无数据",
        "暂无数据",
        "不详",
        "缺",
        "缺失",
        "不适用",
    ),
    *("(空)", "(无)", "(暂无)", "空白", "(空白)", "…", "……", "/-", "-/-"),
    *("[-]", "[—]", "(-)", "(—)"),
}


def normalised(text: str) -> str:
    """Return the text in half-width signs and simplified characters, without spaces.

    A space between two digits stays ("5 3" is not 53) and a line that begins with a
    year starts a new part (";"). Words in square brackets stand in round ones; only
    figures keep them ([18], by custom a total). Never longer than the text.
    """
    text = NEW_LINE.sub(";", text.strip())
    shown = (c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Cs"))
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in shown)
    text = APART.sub("\x00", text.strip()).translate(SIGNS)
    text = re.sub(r"\s+", "", text).replace("\x00", " ")
    for pattern, plain in TOGETHER:
        text = pattern.sub(plain, text)
    return text


def is_nothing(text: str) -> bool:
    """Return whether a normalised text stands for "no figure"."""
    return text.lower() in NOTHING
