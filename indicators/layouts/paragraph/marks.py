"""What a sentence is made of: names, numbers with their units, years, places. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.layouts import brackets, columns, naming_places, partial
from indicators.layouts.matching import NameIndex
from indicators.layouts.naming_places import Places
from indicators.rules import units
from regions import codes

NAME, NUMBER, YEAR, VAGUE = "name", "number", "year", "vague"
PERIOD, WHOLE_YEAR, PLACE, OWN = "period", "whole_year", "place", "own"

SENTENCE = re.compile(r"[！？!?\n]+|(?<!\d)。|。(?!\d)")
ENUMERATED = re.compile(
    r"^(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、)"
)
MARKED = re.compile("[①-⑳★●▲◆■□·•]")
YEAR_WORD = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年(?:末|底|度)?|(?<!\d)((?:19|20)\d\d)(?![\d.])"
)
YEARS = re.compile(
    r"(?<!\d)(?:19|20)\d\d年?[-—–~至到]+(?:(?:19|20)\d\d|\d\d)年|近[一二两三四五十\d]+年"
    r"|[一二两三四五十\d]+年(?:累计|来|间|平均)|“?十[二三四五]五”?(?:期间|以来|时期)"
)
AGO = {"上年": 1, "上一年": 1, "上年度": 1, "前年": 2, "前一年": 1}
AGO_WORD = re.compile(rf"(?:{'|'.join(sorted(AGO, key=len, reverse=True))})(?:同期)?")
VAGUE_WORD = re.compile("去年|今年|本年度?|当年|同期|往年|历年")
UNTIL = re.compile(
    r"截[至止]到?(?:(?:19|20)\d\d年)?(?!12月)\d{1,2}月(?:[底末份]|\d{1,2}日)*"
)
ALL_YEAR = re.compile("全年|(?:年末|年底)|12月31日")
# Digits that are no figure: dates, places in a row, numbers of papers and telephones.
NO_FIGURE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}月(?:份|底|末)?|\d{1,2}[:]\d\d|第\d+[名位项条批届期次]?"
    r"|[〔\[(]?(?:19|20)\d\d[〕\])]\d+号|\d{1,6}号|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.。]\d+)*"
FIGURE = re.compile(rf"(?<![\d.A-Za-z])[+\-−]?{DIGITS}(?:%?[-—–~～至到]+{DIGITS})?")
PARTS = re.compile("(百|千|十?万)分之$")
PART_UNITS = {"百": "%", "千": "‰", "万": "1/万", "十万": "1/10万"}
WRITTEN = re.compile("[百千万]分之[零〇一二两三四五六七八九十百点]+")
UNIT_BEHIND = re.compile(r"[(\[]([^()\[\]]{1,16})[)\]]")
POINTS = re.compile("个?(?:百分点|千分点|万分点)|倍|个?位次|个名次")
STOPS = re.compile(
    '[，,。；;、()（）:：“”"《》和及与的同比较高低增减提升降上下了居位其为是左余多并且但而均也又，]|以[上下内及]'
)
ABOUT_BEHIND = re.compile("余|多|几|左右|上下|以[上下内]|之内")
ABOUT_BEFORE = re.compile("(?:大?约|将?近|超过?|突破|不足|逾|大于|小于|[<>≥≤＞＜]=?)$")


def _unit_words() -> list[str]:
    words = {
        *units.ONE_SPELLING,
        *brackets.COUNTING,
        "元",
        "例",
        "支",
        "项",
        "人次",
        "床",
    }
    words |= {unit for scale in units.SCALES.values() for unit in scale}
    return sorted(words, key=len, reverse=True)


UNIT = re.compile(
    rf"(?:{'|'.join(sorted(units.MULTIPLIERS, key=len, reverse=True))})?个?"
    rf"(?:{'|'.join(map(re.escape, _unit_words()))})"
    r"(?:/(?:每)?\d*[百千万亿]{0,2}(?:人口|人|名|平方米)?)?"
    rf"|(?:{'|'.join(sorted(units.MULTIPLIERS, key=len, reverse=True))})"
)


@dataclass(frozen=True)
class Mark:
    """A word of a sentence that means something, with its place.

    `text` is what stands there; `codes` of a name, `year` of a year (None for several
    years at once), `unit` and `rough` (约, 以上) of a number.
    """

    kind: str
    start: int
    end: int
    text: str
    codes: frozenset[str] = frozenset()
    year: int | None = None
    unit: str = ""
    rough: str = ""


@dataclass
class Sentence:
    """A flat sentence (no blanks, width evened out), its marks from left to right."""

    text: str
    marks: list[Mark] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind in kinds]


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, flat: a blank between digits stays a comma."""
    plain = re.sub(r"(?<=\d)[^\S\n]+(?=[\d+\-−])|\t", "，", text)
    plain = MARKED.sub("", plain)
    for part in SENTENCE.split(flat(plain)):
        if part := ENUMERATED.sub("", part):
            yield part


def flat(text: str) -> str:
    """Return a text in half width without blanks; commas and lines stay as they are."""
    kept = {"，", "\n"}
    evened = (c if c in kept else unicodedata.normalize("NFKC", c) for c in text)
    return "".join(c for c in "".join(evened) if c == "\n" or not c.isspace())


class MarkFinder:
    """Finds the marks of sentences with the names that a file may use."""

    def __init__(self, names: NameIndex, places: Places, region: str, year: int):
        self.names, self.places, self.year = names, places, year
        self.begins: dict[str, list[str]] = {}
        for name in names.codes:
            if len(name) > 2 or (len(name) == 2 and columns.HAN.search(name)):
                self.begins.setdefault(name[:2], []).append(name)
        for found in self.begins.values():
            found.sort(key=len, reverse=True)
        self.own = self._own(region)

    def _own(self, region: str) -> re.Pattern:
        """Return what names the region itself: 我市, 全市, 达州市."""
        level = {1: "省", 2: "[市州]", 3: "[县区市旗]"}.get(codes.level(region), "国")
        named = [n for n, c in self.places.full.items() if region in c]
        named += [n for n, c in self.places.short.items() if region in c]
        words = sorted(map(re.escape, named), key=len, reverse=True)
        return re.compile("|".join([*words, f"[我全本]{level}", "本地区?"]))

    def marks(self, text: str) -> Sentence:
        """Return a flat sentence with what stands in it."""
        found = Sentence(text)
        hidden = list(text)
        for take in (self._names, self._years, self._places, self._numbers):
            for mark in take("".join(hidden), text):
                found.marks.append(mark)
                hidden[mark.start : mark.end] = "\0" * (mark.end - mark.start)
            if take == self._years:
                self._hide_no_figures(hidden)
        found.marks.sort(key=lambda mark: mark.start)
        return found

    def _names(self, text: str, _whole: str) -> Iterator[Mark]:
        lower, at = text.lower(), 0
        if len(lower) != len(text):
            lower = text
        while at < len(lower):
            name = self._longest(lower, at)
            if name:
                end = at + len(name)
                meant = frozenset(self.names.codes[name])
                unit, last = _unit_in_brackets(text, end)
                yield Mark(NAME, at, last, text[at:end], meant, unit=unit)
                for year in YEAR_WORD.finditer(text, end, last):
                    own = int(year[1] or year[2])
                    yield Mark(YEAR, year.start(), year.end(), year[0], year=own)
                at = last
            else:
                at += 1

    def _longest(self, lower: str, at: int) -> str:
        for name in self.begins.get(lower[at : at + 2], ()):
            if lower.startswith(name, at):
                return name
        return ""

    def _years(self, text: str, _whole: str) -> Iterator[Mark]:
        """Yield parts of a year first, then years: 2025年1—9月 is both."""
        hidden = text
        for mark in self._periods(text):
            yield mark
            hidden = hidden[: mark.start] + "\0" * len(mark.text) + hidden[mark.end :]
        for match in YEARS.finditer(hidden):
            yield Mark(YEAR, match.start(), match.end(), match[0])
            hidden = _without(hidden, match)
        for match in YEAR_WORD.finditer(hidden):
            if match[1] or not UNIT.match(hidden, match.end()):
                year = int(match[1] or match[2])
                yield Mark(YEAR, match.start(), match.end(), match[0], year=year)
        for match in AGO_WORD.finditer(hidden):
            year = self.year - AGO[match[0].removesuffix("同期")]
            yield Mark(YEAR, match.start(), match.end(), match[0], year=year)
            hidden = _without(hidden, match)
        for match in VAGUE_WORD.finditer(hidden):
            yield Mark(VAGUE, match.start(), match.end(), match[0])

    def _periods(self, text: str) -> Iterator[Mark]:
        whole = [*ALL_YEAR.finditer(text), *partial.WHOLE_YEAR.finditer(text)]
        hidden = text
        for match in whole:
            if "\0" not in hidden[match.start() : match.end()]:
                yield Mark(WHOLE_YEAR, match.start(), match.end(), match[0])
                hidden = _without(hidden, match)
        for words in (UNTIL, partial.PART_OF_YEAR):
            for match in words.finditer(hidden):
                yield Mark(PERIOD, match.start(), match.end(), match[0])
            hidden = words.sub(lambda m: "\0" * len(m[0]), hidden)

    @staticmethod
    def _hide_no_figures(hidden: list[str]) -> None:
        for match in NO_FIGURE.finditer("".join(hidden)):
            hidden[match.start() : match.end()] = "\0" * len(match[0])

    def _places(self, text: str, whole: str) -> Iterator[Mark]:
        hidden = text
        for match in self.own.finditer(text):
            yield Mark(OWN, match.start(), match.end(), match[0])
            hidden = _without(hidden, match)
        for part in re.split("[，,；;]", whole):
            for word, _code in naming_places.others(part, self.places):
                at = hidden.find(word)
                if at >= 0:
                    yield Mark(PLACE, at, at + len(word), word)
                    hidden = hidden[:at] + "\0" * len(word) + hidden[at + len(word) :]

    def _numbers(self, text: str, _whole: str) -> Iterator[Mark]:
        end = 0
        for match in FIGURE.finditer(text):
            if match.start() < end:  # the 10 of 12.5/10万
                continue
            start, end, unit = match.start(), match.end(), ""
            before = text[max(start - 4, 0) : start]
            if parts := PARTS.search(before):
                start, unit = start - len(parts[0]), PART_UNITS[parts[1]]
            if not unit:
                unit, end = _unit_behind(text, end)
            behind = ABOUT_BEHIND.match(text, end)
            before = ABOUT_BEFORE.search(text[max(start - 4, 0) : start])
            rough = (before[0] if before else "") + (behind[0] if behind else "")
            figure = match[0].replace("−", "-")
            yield Mark(NUMBER, start, end, figure, unit=unit, rough=rough)
        for match in WRITTEN.finditer(text):
            yield Mark(NUMBER, match.start(), match.end(), match[0])


def _unit_in_brackets(text: str, at: int) -> tuple[str, int]:
    """Return the unit that brackets behind a name hold, and where they end:
    婴儿死亡率(‰), 婴儿死亡率(2025年,‰)."""
    match = UNIT_BEHIND.match(text, at)
    if match is None or not brackets.says_nothing(match[1]):
        return "", at
    words = [word for word in re.split("[,，、;；:]", match[1]) if word]
    units_ = [word for word in words if not brackets.YEAR.fullmatch(word)]
    return (units_[0], match.end()) if len(units_) == 1 else ("", at)


def _without(text: str, match: re.Match) -> str:
    return text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]


def _unit_behind(text: str, at: int) -> tuple[str, int]:
    """Return the unit behind a number, and where it ends; what is no unit that we know
    but stands as one comes back as it is."""
    if points := POINTS.match(text, at):
        return points[0], points.end()
    if ABOUT_BEHIND.match(text, at):  # 300多人
        return "", at
    if match := UNIT.match(text, at):
        return match[0].removeprefix("个") or match[0], match.end()
    end = at
    while end < len(text) and end < at + 4 and text[end] != "\0":
        if STOPS.match(text, end) or text[end].isdigit():
            break
        end += 1
    return text[at:end], end
