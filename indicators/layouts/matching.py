"""Finds which indicator or region a file means: by exact name, never by
likeness. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping

from indicators.layouts import brackets, columns
from indicators.layouts.known import KnownAlias, KnownNames

NUMBERED = re.compile(
    r"^(?:\(?[0-9]{1,3}\)|[0-9]{1,3}[.、)](?![0-9])|[一二三四五六七八九十]+、|[①-⑳★●▲◆*])+"
)
LAST = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
MARKS = re.compile("[★●▲◆*#†①-⑳]+$")
DIVIDED_CODE = re.compile(r"([1-9][0-9]{5})(?:0{3}|0{6})?")
OF_ONE_UNIT = 0.1
LEAST_LIKE = 0.3  # of likeness, to be asked about
NEAREST, LOOKED_UP = 3, 60  # suggestions; how many unknown names get any
WHOLE = {"全省": 1, "全市": 2, "全州": 2, "全县": 3, "全区": 3}  # region's own level
SUMS = {"合计", "总计", "小计", "总和", "平均", "均值", "平均值", "中位数"}


class NameIndex:
    """Names → what they mean, after evening out width, blanks and closing marks."""

    def __init__(self, titles: Mapping[str, str], *tiers: Iterable[tuple[str, str]]):
        """Each tier holds (name, code); what an earlier one knows the later ones do not
        change. `titles` are the names that are suggested."""
        self.codes: dict[str, set[str]] = {}
        for tier in tiers:
            own: dict[str, set[str]] = {}
            for name, code in tier:
                plain = columns.normalised(name)
                if plain and plain not in self.codes and code in titles:
                    own.setdefault(plain, set()).add(code)
            self.codes |= own
        self.titles = titles
        self._found: dict[str, frozenset[str]] = {}
        self._near: dict[str, list[str]] = {}

    def find(self, name: str, unit: str = "") -> frozenset[str]:
        """Return the codes a name stands for: one, none, or several; with the unit
        that is printed for it."""
        if unit and (found := self.codes.get(_with_unit(name, unit))):
            return frozenset(found)
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
        spellings += [columns.without_english(words) for words in spellings]
        for words in spellings:
            if found := self.codes.get(words):
                return found
        return set()

    def is_alias(self, name: str, code: str) -> bool:
        """Say whether a name is another than the indicator's own, as it is printed."""
        title = columns.normalised(self.titles[code])
        return title not in columns.normalised(name)

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
            return f"{what}“{name[:40]}”不止一项：{named}，请写全名或代码。"
        near = "、".join(f"“{title}”" for title in self.nearest(name))
        hint = f"是否为{near}？" if near else ""
        return f"系统中没有{what}“{name[:40]}”，{hint}请改为系统名称或代码。"

    def ranked(self, name: str, most: int, like: Iterable[str] = ()) -> list[str]:
        """Return the codes that a name may mean, likeliest first: those it stands for,
        then by likeness of spelling, with something for those in `like` (of the same
        unit). To be asked, never taken."""
        plain = columns.without_brackets(columns.normalised(name))[:60]
        scores: dict[str, float] = {}
        for words, codes_ in self.codes.items():
            score = _likeness(plain, words)
            for code in codes_:
                scores[code] = max(score, scores.get(code, 0.0))
        for code in set(like) & scores.keys():
            scores[code] += OF_ONE_UNIT
        sure = sorted(self.find(name))
        likely = sorted(scores, key=lambda code: (-scores[code], code))
        likely = [code for code in likely if scores[code] >= LEAST_LIKE]
        return list(dict.fromkeys([*sure, *likely]))[:most]


def bare(name: str) -> str:
    """Return a name as it is kept: without its number, closing marks, and brackets that
    change nothing (a unit, a year)."""
    plain = columns.normalised(name)
    found = MARKS.sub("", NUMBERED.sub("", plain))
    while (last := LAST.search(found)) and brackets.says_nothing(last[1]):
        found = found[: last.start()]
    return found or plain


def _with_unit(name: str, unit: str) -> str:
    return columns.normalised(f"{name}({unit})")


def _likeness(one: str, other: str) -> float:
    """Return the share of two letters in a row that two names have in common."""
    here, there = _pairs(one), _pairs(other)
    return 2 * len(here & there) / ((len(here) + len(there)) or 1)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def indicators(known: KnownNames) -> NameIndex:
    """Return the names of the indicators: exact ones before those that offices gave,
    the nearest first, then what plans print, then the catalogue's other names."""
    exact = [(code, code) for code in known.indicators]
    exact += [(one.name, code) for code, one in known.indicators.items()]
    printed = [(n, code) for code, names in known.labels.items() for n in names]
    offices = [[(_spelled(a), a.code) for a in tier] for tier in known.aliases]
    titles = {code: one.name for code, one in known.indicators.items()}
    return NameIndex(titles, exact, *offices[:-1], printed, *offices[-1:])


def _spelled(alias: KnownAlias) -> str:
    return f"{alias.name}({alias.unit})" if alias.unit else alias.name


def regions(known: KnownNames) -> NameIndex:
    """Return the names of the regions: code, name, short names."""
    spellings = [(code, code) for code in known.regions]
    spellings += [(n, code) for code, all_ in known.regions.items() for n in all_]
    return NameIndex({c: (n or (c,))[0] for c, n in known.regions.items()}, spellings)


def region_code(text: str) -> str:
    """Return a region's six digits where a text is one: 511700, 511700000000."""
    match = DIVIDED_CODE.fullmatch(columns.normalised(text).removesuffix(".0"))
    return match[1] if match else ""
