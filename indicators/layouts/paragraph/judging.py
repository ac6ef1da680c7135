"""What each number of a sentence is: a level, a change, a target; of when, of whom.
Pure.

A sentence is walked from left to right. A number stands for the nearest name before
it, “分别” for several; what stands between has to be words that change nothing.
"""

import re
from dataclasses import dataclass, field

from indicators.layouts import brackets, partial
from indicators.layouts.paragraph import marks, saying
from indicators.layouts.paragraph.marks import Mark, Sentence

LEVEL, CHANGE, FORMER, AIM = "level", "change", "former", "aim"
PART, PLACE, NAMELESS = "part", "place", "nameless"
SHOWN = 60  # characters of a snippet


@dataclass
class SaidNumber:
    """One number of a sentence: what it is, of which name and when.

    `names` are the names it may be of: one, or the whole list of a “分别” that does not
    come out even. `word` is what makes it less than the figure, `doubt` a sentence for
    who looks at it, `why` one for who has to leave it.
    """

    number: Mark
    kind: str
    snippet: str
    name: Mark | None = None
    year: Mark | None = None
    period: Mark | None = None
    word: str = ""
    unnamed: str = ""  # what stands where a name would
    why: str = ""
    doubts: list[str] = field(default_factory=list)


@dataclass
class Leading:
    """What the heads of sentences said last: it holds until another one says more."""

    year: Mark | None = None
    period: Mark | None = None
    place: Mark | None = None

    def take(self, sentence: Sentence) -> None:
        """Take in what stands at the head of a sentence, before name and number."""
        first = next(iter(sentence.of(marks.NAME, marks.NUMBER)), None)
        head = [m for m in sentence.marks if first is None or m.start < first.start]
        head = [m for m in head if not _compared(sentence, m)]
        years = [m for m in head if m.kind in (marks.YEAR, marks.VAGUE)]
        periods = [m for m in head if m.kind in (marks.PERIOD, marks.WHOLE_YEAR)]
        places = [m for m in head if m.kind in (marks.PLACE, marks.OWN)]
        if years:
            self.year, self.period = years[-1], None
        if periods:
            self.period = periods[-1] if periods[-1].kind == marks.PERIOD else None
        if places:
            self.place = places[-1] if places[-1].kind == marks.PLACE else None


def _compared(sentence: Sentence, mark: Mark) -> bool:
    """Say whether a year or place is only compared with: 比2024年, 自2020年以来."""
    before = saying.segment(sentence.text[: mark.start])
    behind = saying.BEHIND_COMPARED.match(sentence.text, mark.end)
    return bool(saying.COMPARED.search(before[-6:]) or behind)


class Walk:
    """Reads one sentence; `leading` is what heads say, its own and those before."""

    def __init__(self, sentence: Sentence, leading: Leading):
        self.sentence, self.text, self.leading = sentence, sentence.text, leading
        self.group: list[Mark] = []
        self.apart = False  # 分别 was said of the group
        self.used: set[Mark] = set()  # names that got a number, or were asked about

    def read(self) -> list[SaidNumber]:
        """Return what the numbers of the sentence are."""
        numbers = self.sentence.of(marks.NUMBER)
        found: list[SaidNumber] = []
        run: list[SaidNumber] = []
        for at, number in enumerate(numbers):
            before = numbers[at - 1] if at else None
            start = before.end if before else 0
            lead = self.text[start : number.start]
            names = [
                m
                for m in self.sentence.of(marks.NAME)
                if start <= m.start < number.start
            ]
            joined = bool(before) and not names and saying.JOINED.fullmatch(lead)
            if not joined:
                found += self._bound(run)
                run = []
                self._names(names, lead, start)
            run.append(
                self._said(number, lead, start, run[-1] if joined and run else None)
            )
        return found + self._bound(run)

    def silent(self) -> list[Mark]:
        """Return the names that no number was said of."""
        return [m for m in self.sentence.of(marks.NAME) if m not in self.used]

    # ------------------------------------------------------------------ of whom

    def _names(self, names: list[Mark], lead: str, start: int) -> None:
        """Take the names before a number: a list joined by commas is one group."""
        for mark in names:
            last = self.group[-1] if self.group else None
            between = self.text[last.end : mark.start] if last else ""
            fresh = last is None or last.end < start or last in self.used
            if fresh or not saying.JOINED.fullmatch(_without_brackets(between)):
                self.group, self.apart = [], False
            self.group.append(mark)
        if self.group:
            behind = self.text[max(self.group[-1].end, start) : start + len(lead)]
            self.apart = self.apart or bool(saying.APART.search(behind))

    def _said(
        self, number: Mark, lead: str, start: int, before: SaidNumber | None
    ) -> SaidNumber:
        """Return what a number is, before it is known whose."""
        segment = saying.segment(lead)
        said = SaidNumber(number, LEVEL, self._snippet(number))
        said.kind, said.word = self._kind(number, lead, segment)
        if before and said.kind == LEVEL:
            said.kind, said.word = before.kind, before.word
        said.year, said.period = self._when(number)
        return said

    def _kind(self, number: Mark, lead: str, segment: str) -> tuple[str, str]:
        visible = self._visible(segment, number.start - len(segment))
        signed = number.text[0] == "+" or (number.text[0] == "-" and lead[-1:] == "(")
        if marks.POINTS.fullmatch(number.unit) or signed or saying.is_change(visible):
            return CHANGE, ""
        bare = self._visible(segment, number.start - len(segment), names=True)
        if saying.is_former(bare):
            return FORMER, ""
        clause = lead.rsplit("，", 1)[-1].rsplit("；", 1)[-1]
        aimed = saying.AIMED_AT.match(self.text, number.end)
        if aimed or saying.is_aim(self._visible(clause, number.start - len(clause))):
            return AIM, ""
        if parts := [w for kind, w in partial.said(bare) if kind == partial.PART]:
            return PART, parts[-1]
        places = self._inside(number.start - len(segment), number.start)
        if places and places[-1].kind == marks.PLACE:
            return PLACE, places[-1].text
        return LEVEL, ""

    def _visible(self, text: str, start: int, names: bool = False) -> str:
        """Return a part of the sentence with names (and years) made invisible, so that
        no word inside them speaks."""
        shown = list(text)
        kinds = (marks.NAME,) if names else (marks.NAME, marks.YEAR, marks.VAGUE)
        for mark in self.sentence.of(*kinds):
            for at in range(
                max(mark.start - start, 0), min(mark.end - start, len(shown))
            ):
                shown[at] = "\0"
        return "".join(shown)

    def _inside(self, start: int, end: int) -> list[Mark]:
        places = self.sentence.of(marks.PLACE, marks.OWN)
        return [m for m in places if start <= m.start < end]

    # ---------------------------------------------------------------------- when

    def _when(self, number: Mark) -> tuple[Mark | None, Mark | None]:
        """Return the year and the part of a year that a number is of."""
        before = [m for m in self.sentence.marks if m.start < number.start]
        years = [
            m for m in before
            if m.kind in (marks.YEAR, marks.VAGUE) and not _compared(self.sentence, m)
        ]  # fmt: skip
        periods = [m for m in before if m.kind in (marks.PERIOD, marks.WHOLE_YEAR)]
        year = years[-1] if years else self.leading.year
        period = periods[-1] if periods else self.leading.period
        return year, period if period and period.kind == marks.PERIOD else None

    def _years_listed(self, count: int, end: int) -> list[Mark]:
        """Return as many years in a row as there are numbers: 2024年、2025年分别为."""
        years = [m for m in self.sentence.of(marks.YEAR) if m.end <= end]
        listed = years[-1:]
        for year in reversed(years[:-1]):
            if not saying.JOINED.fullmatch(self.text[year.end : listed[0].start]):
                break
            listed.insert(0, year)
        return listed if len(listed) == count else []

    # ------------------------------------------------------------------- binding

    def _bound(self, run: list[SaidNumber]) -> list[SaidNumber]:
        """Give the numbers of a list their names."""
        if not run:
            return []
        levels = [said for said in run if said.kind == LEVEL]
        if levels != run:
            for said in run:
                said.name = self.group[-1] if self.group else None
            self.used |= set(self.group)
            return run
        self._look_before(run[0])
        if run[0].unnamed or not self.group:
            return self._nameless(run)
        self._share_out(run)
        self.used |= set(self.group) if run[0].why or self.apart else {self.group[-1]}
        return run

    def _share_out(self, run: list[SaidNumber]) -> None:
        names, n, k = self.group, len(self.group), len(run)
        if self.apart and n == k:
            for said, name in zip(run, names, strict=True):
                said.name = name
        elif (
            self.apart
            and n == 1
            and (years := self._years_listed(k, run[0].number.start))
        ):
            for said, year in zip(run, years, strict=True):
                said.name, said.year = names[0], year
        elif k == 1 and not (self.apart and n > 1):
            run[0].name = names[-1]
        else:
            for said in run:
                said.name = names[0] if n == 1 else None
                said.why = f"前面有{n}项指标，后面有{k}个数，对不上，未读取：请写“分别为”或分开写。"
        self._doubt_between(run[0])
        for said in run[1:]:
            said.doubts = said.doubts or list(run[0].doubts)

    def _nameless(self, run: list[SaidNumber]) -> list[SaidNumber]:
        for said in run:
            said.kind, said.unnamed = NAMELESS, run[0].unnamed
        return run

    def _look_before(self, said: SaidNumber) -> None:
        """Look at what stands right before a number: a name of its own, or nothing."""
        start = self._from(said.number)
        lead = self.text[start : said.number.start]
        segment = saying.segment(lead)
        left = said.number.start - len(segment)
        inside = [m for m in self.group if m.start >= left]
        after = max([left, *(m.end for m in inside)])
        rest = saying.rest(self._cleared(after, said.number.start))
        if rest:
            self.used |= set(inside)
            behind = self.text[after : after + 1]
            attached = inside and not (behind and saying.JOINED.fullmatch(behind))
            begin = inside[-1].start if attached else after
            named = self._cleared(begin, said.number.start, keep_names=True)
            said.unnamed = saying.rest(named) or rest

    def _doubt_between(self, said: SaidNumber) -> None:
        """Add a doubt where other words stand before the name, or between the name and
        the clause of its number."""
        first, number = self.group[0], said.number
        if first.start >= self._from(number) or not self.used & set(self.group):
            head = saying.HEADS.split(self.text[: first.start])[-1]
            start = max(first.start - len(head), self._from(first))
            rest = saying.rest(self._cleared(start, first.start))
            words = partial.said(rest)
            if any(kind == partial.PART for kind, _word in words):
                said.kind, said.word = (
                    PART,
                    next(w for k, w in words if k == partial.PART),
                )
            elif places := [
                m for m in self._inside(start, first.start) if m.kind == marks.PLACE
            ]:
                said.kind, said.word = PLACE, places[-1].text
            elif rest:
                said.doubts.append(f"名称前写着“{rest[:20]}”，请核对是否这项指标。")
        left = number.start - len(saying.segment(self.text[: number.start]))
        between = self._cleared(max(self.group[-1].end, self._from(number)), left)
        if rest := saying.rest(between, trends=True):
            said.doubts.append(f"名称与数之间写着“{rest[:20]}”，请核对。")
        if place := self.leading.place:
            own = [m for m in self.sentence.of(marks.OWN) if m.start < number.start]
            if not own and said.kind == LEVEL:
                said.doubts.append(f"句首写着“{place.text}”，请核对是否本地区的数。")

    def _from(self, mark: Mark) -> int:
        """Return where the number before a mark ends."""
        ends = [m.end for m in self.sentence.of(marks.NUMBER) if m.end <= mark.start]
        return max(ends, default=0)

    def _cleared(self, start: int, end: int, keep_names: bool = False) -> str:
        """Return a part of the sentence without its marks."""
        shown = list(self.text[start:end])
        for mark in self.sentence.marks:
            if keep_names and mark.kind == marks.NAME:
                continue
            for at in range(
                max(mark.start - start, 0), min(mark.end - start, len(shown))
            ):
                shown[at] = ""
        return _without_brackets("".join(shown))

    def _snippet(self, number: Mark) -> str:
        """Return the clause around a number, as it is shown."""
        before = saying.BREAKS.split(self.text[: number.start])[-1]
        behind = re.split("[，、；;)]", self.text[number.end :])[0]
        end = number.end + len(behind)
        return self.text[max(number.start - len(before), end - SHOWN) : end]


def _without_brackets(text: str) -> str:
    """Return a text without brackets that say only a unit or a year."""
    return brackets.CONTENT.sub(
        lambda m: "" if brackets.says_nothing(m[1]) else m[0], text
    )
