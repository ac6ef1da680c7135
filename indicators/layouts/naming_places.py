"""Which regions a text names, other than the one that a file is read for. Pure.

“四川省达州市” names 达州市 only, “四川省统计局” an office; 全省 in a city's file is the
province. What no list knows is still a region behind “地区：”.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.layouts import columns
from indicators.layouts.known import KnownNames
from regions import codes

LINE = re.compile(
    r"(?:填报|所属|所在|统计|数据)?"
    r"(?:地区|区域|行政区划?|省份|辖区|市州|县区|范围)(?:名称|代码)?[:：]([^:：]+)"
)
FILLED_BY = re.compile(r"(?:填报|上报|报送|报表)?单位(?:名称)?[:：]([^:：]+)")
CODE = re.compile(r"[1-9]\d{5}")
NATION = "中国"  # a title's first word; 健康中国 is none
BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
WIDER = re.compile(
    "[东中西]部(?:地区|省份)|东北(?:地区|三省)|川东北|成渝|长三角|珠三角|京津冀|经济圈"
)
OFFICE = re.compile(
    r"(?:人民)?政府|[\u4e00-\u9fff]{0,10}?(?:[局厅]|委|委员会|中心|院|队|办公室|处|科)"
    r"(?![\u4e00-\u9fff])|[\u4e00-\u9fff]{0,6}(?:年鉴|公报)"
)
NATIONAL = re.compile(
    r"(?:人口)?普查|第.次|妇幼卫生|文明|卫生(?:城|县|乡|区)|重点|爱卫|健康素养|死因监测"
    r"|统计报表|监测|城市|制度|域"
)
WHOLE = {
    "本省": 1,
    "本市": 2,
    "本州": 2,
    "本县": 3,
    "本区": 3,
    "全国": 0,
    "全省": 1,
    "全市": 2,
    "全州": 2,
    "全县": 3,
    "全区": 3,
}
OF_PROVINCE = {"全区": {"15", "45", "54", "64", "65"}}  # autonomous regions
ALL = {"", "全部", "所有", "各地区", "分地区", "分省", "各省", "各市州", "各县区"}
APART = re.compile(r"[、,，;；/\s和与及]+")
DIGITS = re.compile(r"^(?:\d{2,4}年?[-—–~至到]*)+")
LONGEST = 15
# Provinces (GB/T 2260): a file may name one that this system does not hold.
PROVINCES = {
    f"{code}0000": (short + kind, short)
    for code, short, kind in (
        *(("11", "北京", "市"), ("12", "天津", "市"), ("13", "河北", "省")),
        *(("14", "山西", "省"), ("15", "内蒙古", "自治区"), ("21", "辽宁", "省")),
        *(("22", "吉林", "省"), ("23", "黑龙江", "省"), ("31", "上海", "市")),
        *(("32", "江苏", "省"), ("33", "浙江", "省"), ("34", "安徽", "省")),
        *(("35", "福建", "省"), ("36", "江西", "省"), ("37", "山东", "省")),
        *(("41", "河南", "省"), ("42", "湖北", "省"), ("43", "湖南", "省")),
        *(("44", "广东", "省"), ("45", "广西", "壮族自治区"), ("46", "海南", "省")),
        *(("50", "重庆", "市"), ("51", "四川", "省"), ("52", "贵州", "省")),
        *(("53", "云南", "省"), ("54", "西藏", "自治区"), ("61", "陕西", "省")),
        *(("62", "甘肃", "省"), ("63", "青海", "省"), ("64", "宁夏", "回族自治区")),
        ("65", "新疆", "维吾尔自治区"),
    )
}
# A city or county that no list knows, where a title or path begins with it: 绵阳市.
UNLISTED = re.compile(
    r"([\u4e00-\u9fff]{2,7}?(?:自治州|自治县|[市州县区旗盟]))"
    r"(?![级辖域属民政场委直外内镇乡城中长区市县])"
)
NO_NAME = re.compile(
    "^[各全分本每所部重试监样主城农乡国健卫文地省市县区居妇儿空群]"
    "|(?:地|社|城|辖|市|园|灾|山|牧|校|小|片|景|院|中心|病)区$|城市$|[的和与及年]"
)


@dataclass(frozen=True)
class Places:
    """The regions that a file may name: their names, and the one it is read for."""

    region: str
    full: Mapping[str, frozenset[str]]
    short: Mapping[str, frozenset[str]]
    begins: frozenset[str]  # the first two letters of all names
    codes: frozenset[str]

    @classmethod
    def of(cls, known: KnownNames) -> "Places":
        """Return the regions of what is known; made once for a file."""
        full: dict[str, set[str]] = {}
        short: dict[str, set[str]] = {}
        names = PROVINCES | dict(known.places or known.regions)
        for code, all_ in names.items():
            for name in all_[:1]:
                full.setdefault(columns.flat(name), set()).add(code)
        for code, all_ in names.items():
            for name in all_[1:]:
                if columns.flat(name) not in full:
                    short.setdefault(columns.flat(name), set()).add(code)
        begins = frozenset(name[:2] for name in (*full, *short))
        return cls(
            known.region, _frozen(full), _frozen(short), begins, frozenset(names)
        )

    def one(self, found: frozenset[str]) -> str:
        """Return the code of a name: the chosen region's where it is one of several,
        "" where it stays open."""
        near = {c for c in found if _related(c, self.region)}
        near = {self.region} & found or near or found
        return next(iter(near)) if len(near) == 1 else ""


def _frozen(names: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in names.items() if len(name) > 1}


def _related(one: str, other: str) -> bool:
    return codes.contains(one, other) or codes.contains(other, one)


def others(text: str, places: Places) -> list[tuple[str, str]]:
    """Return (word, code) of the regions that a flat text names beside the chosen one;
    the code is "" where it is not known which region that is."""
    if not places.region:
        return []
    found = dict(_told(text, places))
    for word, code in [*_inside(text, places), *_begun(text, places)]:
        found.setdefault(word, code)
    for word, code in _besides(text, places):
        found.setdefault(word, code)
    parent, word = _unlisted(text, places)
    if word and not LINE.fullmatch(text):  # 行政区划代码：…
        found.pop(parent, None)
        found[word] = ""
    found |= _whole(text, places)
    return [(w, c) for w, c in found.items() if c != places.region]


def _told(text: str, places: Places) -> list[tuple[str, str]]:
    """Return what stands behind 地区：, known or not."""
    line = LINE.fullmatch(text)
    if line is None:
        return []
    found = []
    for word in APART.split(line[1]):
        if CODE.fullmatch(word):
            found.append((word, word if word in places.codes else ""))
            continue
        if word in ALL or word in WHOLE or _inside(word, places):
            continue
        codes_ = places.short.get(word, frozenset())
        if not (known := bool(codes_)) and columns.is_figure(word):
            continue
        found.append((word, places.one(codes_) if known else ""))
    return found


def _besides(text: str, places: Places) -> list[tuple[str, str]]:
    """Return what names a region otherwise: its code alone, its short name in brackets,
    中国 as a title's first word, several provinces at once, an office that fills in."""
    found = []
    if text in places.codes:
        found.append((text, text))
    for inner in BRACKETED.findall(text):
        if inner in places.short:
            found.append((inner, places.one(places.short[inner])))
    bare = DIGITS.sub("", text)
    rest = bare.removeprefix(NATION)
    if rest != bare and not (OFFICE.match(rest) or NATIONAL.match(rest)):
        found.append((NATION, codes.NATION))
    if match := WIDER.search(text):
        found.append((match[0], ""))
    if match := FILLED_BY.fullmatch(text):
        found += _of_office(match[1], places)
    return found


def _of_office(name: str, places: Places) -> list[tuple[str, str]]:
    """Return the region of an office that fills in a form: 绵阳市 of its 卫生健康委."""
    word, code, rest = "", "", name
    while known := _longest(rest, 0, places.full):
        word, code = known, places.one(places.full[known])
        rest = rest[len(known) :]
    match = UNLISTED.match(rest)
    if match and not NO_NAME.search(match[1]):
        return [(match[1], "")]
    return [(word, code)] if word else []


def _inside(text: str, places: Places) -> list[tuple[str, str]]:
    """Return the regions whose full names stand in a text, paths at their end."""
    found, at = [], 0
    while at < len(text):
        begins = text[at : at + 2] in places.begins
        word = _longest(text, at, places.full) if begins else ""
        if not word:
            at += 1
            continue
        at += len(word)
        rest, code = text[at:], places.one(places.full[word])
        if OFFICE.match(rest) or (word in WHOLE and NATIONAL.match(rest)):
            continue
        further = _longest(text, at, places.full)
        below = places.one(places.full[further]) if further else ""
        if not (code and below and codes.contains(code, below)):
            found.append((word, code))
    return found


def _longest(text: str, at: int, names: Mapping) -> str:
    for end in range(min(at + LONGEST, len(text)), at + 1, -1):
        if text[at:end] in names:
            return text[at:end]
    return ""


def _begun(text: str, places: Places) -> list[tuple[str, str]]:
    """Return the region whose short name a title begins with: 四川2020年."""
    bare = DIGITS.sub("", text)
    word = _longest(bare, 0, places.short)
    if not word or _longest(bare, 0, places.full) or OFFICE.match(bare[len(word) :]):
        return []
    code = places.one(places.short[word])
    county = any(codes.level(c) == 3 for c in places.short[word])
    if county and not _related(code or "0", places.region) and bare != word:
        return []  # 城区, 东区: words as well
    return [(word, code)]


def _unlisted(text: str, places: Places) -> tuple[str, str]:
    """Return the listed region before it, and a city or county that is not listed,
    where a text begins with them; "", "" for none."""
    bare, parent = DIGITS.sub("", text), ""
    while known := _longest(bare, 0, places.full):
        parent, bare = known, bare[len(known) :]
    match = UNLISTED.match(bare)
    if match is None or NO_NAME.search(match[1]) or OFFICE.match(bare[match.end() :]):
        return "", ""
    return parent, match[1]


def _whole(text: str, places: Places) -> dict[str, str]:
    """Return 全省 and the like where they speak of a level above the chosen one."""
    found = {}
    for word, level in WHOLE.items():
        at = text.find(word)
        if word[0] == "本" and text[max(at - 1, 0) : at] in set("样标基"):  # 样本县
            continue
        if at < 0 or word in places.full or NATIONAL.match(text[at + len(word) :]):
            continue
        if places.region[:2] in OF_PROVINCE.get(word, ()):
            level = 1
        if level != codes.level(places.region):
            above = [*codes.ancestors(places.region)]
            found[word] = next((c for c in above if codes.level(c) == level), "")
    return found
