"""Finds which indicator or region a file means: by exact name, never by
likeness. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping

from indicators.layouts import brackets, columns
from indicators.layouts.known import KnownNames

NUMBERED = re.compile(
    r"^(?:\(?[0-9]{1,3}\)|[0-9]{1,3}[.、)](?![0-9])|[一二三四五六七八九十]+、|[①-⑳★●▲◆*])+"
)
LAST = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
MARKS = re.compile("[★●▲◆*#†①-⑳]+$")
DIVIDED_CODE = re.compile(r"([1-9][0-9]{5})(?:0{3}|0{6})?")
NEAREST, LOOKED_UP = 3, 60  # suggestions; how many unknown names get any
WHOLE = {"全省": 1, "全市": 2, "全州": 2, "全县": 3, "全区": 3}  # region's own level
SUMS = {"合计", "总计", "小计", "总和", "平均", "均值", "平均值", "中位数"}


class NameIndex:
    """Names → what they mean, after evening out width, blanks and closing marks."""

    def __init__(self, spellings: Iterable[tuple[str, str]], titles: Mapping[str, str]):
        """`spellings` are (name, code); `titles` are the names that are suggested."""
        self.codes: dict[str, set[str]] = {}
        for name, code in spellings:
            if plain := columns.normalised(name):
                self.codes.setdefault(plain, set()).add(code)
        self.titles = titles
        self._found: dict[str, frozenset[str]] = {}
        self._near: dict[str, list[str]] = {}

    def find(self, name: str) -> frozenset[str]:
        """Return the codes a name stands for: one, none, or several."""
        if name not in self._found:
            self._found[name] = frozenset(self._look(columns.normalised(name)))
        return self._found[name]

    def _look(self, plain: str) -> set[str]:
        bare = MARKS.sub("", NUMBERED.sub("", plain))
        spellings = [plain, bare]
        while (last := LAST.search(bare)) and brackets.says_nothing(last[1]):
            bare = bare[: last.start()]  # …（助理）医师数（人）
            spellings.append(bare)
        if brackets.harmless(bare):  # （农村） makes another indicator of it
            spellings.append(columns.without_brackets(bare))
        for words in spellings:
            if found := self.codes.get(words):
                return found
        return set()

    def nearest(self, name: str) -> list[str]:
        """Return known names that look alike, to be suggested, never taken."""
        if name not in self._near and len(self._near) < LOOKED_UP:
            plain = columns.normalised(name)[:60]
            found = difflib.get_close_matches(plain, self.codes, NEAREST, 0.6)
            codes = [code for words in found for code in sorted(self.codes[words])]
            self._near[name] = [self.titles[c] for c in dict.fromkeys(codes)][:NEAREST]
        return self._near.get(name, [])

    def refusal(self, name: str, what: str) -> str:
        """Return why a name is not taken: unknown, or of several."""
        codes = self.find(name)
        if len(codes) > 1:
            named = "、".join(f"{self.titles[c]}（{c}）" for c in sorted(codes)[:4])
            return f"{what}“{name[:40]}”不止一个：{named}，请写全名或代码。"
        near = "、".join(f"“{title}”" for title in self.nearest(name))
        hint = f"是否为{near}？" if near else ""
        return f"系统中没有{what}“{name[:40]}”，{hint}请改为系统名称或代码。"


def indicators(known: KnownNames) -> NameIndex:
    """Return the names of the indicators: code, name, and what plans print."""
    spellings = []
    for code, one in known.indicators.items():
        spellings += [(code, code), (one.name, code)]
    spelled = {columns.normalised(name) for name, _ in spellings}
    for code in known.indicators:
        spellings += [
            (label, code)
            for label in known.labels.get(code, ())
            if columns.normalised(label) not in spelled
        ]
    titles = {code: one.name for code, one in known.indicators.items()}
    return NameIndex(spellings, titles)


def regions(known: KnownNames) -> NameIndex:
    """Return the names of the regions: code, name, short names."""
    spellings = [(code, code) for code in known.regions]
    spellings += [(n, code) for code, all_ in known.regions.items() for n in all_]
    return NameIndex(spellings, {c: (n or (c,))[0] for c, n in known.regions.items()})


def region_code(text: str) -> str:
    """Return a region's six digits where a text is one: 511700, 511700000000."""
    match = DIVIDED_CODE.fullmatch(columns.normalised(text).removesuffix(".0"))
    return match[1] if match else ""
