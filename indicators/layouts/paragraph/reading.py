"""Reads a paragraph into figures; every number that is not taken is listed. Pure."""

from indicators.layouts import reading_cells
from indicators.layouts.collected import Collected
from indicators.layouts.figures import CellPlace, FileFigure, Found, UnreadCell
from indicators.layouts.known import KnownNames
from indicators.layouts.paragraph import judging, marks, saying
from indicators.layouts.paragraph.judging import Leading, SaidNumber, Walk
from indicators.layouts.reading_cells import CellRefused
from indicators.layouts.reading_keys import FileNames
from indicators.rules import typed
from indicators.spreadsheets.refusal import FileRefused

LAYOUT = "paragraph"
LONGEST = 5_000  # characters of a paragraph
MOST_NUMBERS = 400
LONGEST_SOURCE = 300  # of the column
PLACE = "文字"
WHY = {
    judging.CHANGE: "是变化的幅度，不是数值，未读取。",
    judging.FORMER: "是变化之前的数，未读取。",
    judging.AIM: "是目标，不是实际值，未读取。",
    judging.PART: "写着“{word}”，不是全体的数，未读取。",
    judging.PLACE: "写着“{word}”，不是{region}的数，未读取。",
}


def read(text: str, known: KnownNames) -> Found:
    """Return what a paragraph says of the region's year; `known.year` is the form's.

    A figure of another year is a figure of that year, which the form then refuses.
    Raises FileRefused for a paragraph that is too long, or says no number.
    """
    if len(text) > LONGEST:
        raise FileRefused(f"文字超过{LONGEST}个字，请分几次粘贴。")
    names = FileNames.of(known)
    finder = marks.MarkFinder(names.indicators, names.places, known.region, known.year)
    reader = Reader(known, names, source_of(text))
    leading = Leading()
    for n, plain in enumerate(marks.sentences(text), start=1):
        sentence = finder.marks(plain)
        reader.count(sentence)
        leading.take(sentence)
        walk = Walk(sentence, leading)
        for said in walk.read():
            reader.take(said, n, saying.grade(plain))
        reader.silent(walk.silent(), n)
    return reader.found()


def source_of(text: str) -> str:
    """Return a paragraph as the source of its figures: on one line, as long as the
    column holds."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SOURCE else line[: LONGEST_SOURCE - 1] + "…"


class Reader:
    """Makes figures and doubts of what is said; `source` is kept with each figure."""

    def __init__(self, known: KnownNames, names: FileNames, source: str):
        self.known, self.names, self.source = known, names, source
        self.out = Collected()
        self.quiet: dict[str, tuple[str, int]] = {}  # named, without a number
        self.called: dict[str, str] = {}  # names that are not the catalogue's
        self.numbers = 0

    def count(self, sentence: marks.Sentence) -> None:
        """Count the numbers and names of a sentence; raises FileRefused for more than
        anybody looks at, before they are read."""
        self.numbers += len(sentence.of(marks.NUMBER))
        if max(self.numbers, len(sentence.marks)) > MOST_NUMBERS:
            raise FileRefused(f"文字里的数超过{MOST_NUMBERS}个，请分几次粘贴。")

    def take(self, said: SaidNumber, n: int, grade: str) -> None:
        """Add one number: a figure, or a doubt that says why it is none; `grade` is how
        final its sentence (of place n) says it is."""
        place = CellPlace(PLACE, n, "")
        if refused := self._refused(said):
            self._doubt(said, place, refused)
            return
        (code,) = said.name.codes
        own = self.known.indicators[code]
        try:
            value = self._value(said, own)
        except CellRefused as why:
            self._doubt(said, place, str(why))
            return
        if self.names.indicators.is_alias(said.name.text, code):
            self.called[said.name.text] = code
        year = said.year.year if said.year else self.known.year
        fields = {"value": value, "source": self.source}
        if grade in self.known.grades:
            fields["grade"] = self.known.grades[grade]
        about = (place, self.known.region, code, year, fields, said.snippet)
        self.out.take(FileFigure(*about, None, tuple(dict.fromkeys(said.doubts))))

    def _refused(self, said: SaidNumber) -> str:
        """Return why a number is not read as a figure, "" where it is."""
        if said.kind in WHY:
            region = self.known.title(self.known.region)
            return WHY[said.kind].format(word=said.word, region=region)
        if said.why:
            return said.why
        if said.period:
            return f"写着“{said.period.text}”，不是全年的数，未读取：请填全年的数。"
        if said.year and said.year.year is None:
            return f"写着“{said.year.text}”，不知是哪一年的数，未读取：请写明年份。"
        if said.name is None:
            return self._nameless(said)
        if len(said.name.codes) > 1:
            return self.names.indicators.refusal(said.name.text, "指标")
        return ""

    def _nameless(self, said: SaidNumber) -> str:
        if len(said.unnamed) > 2:
            return self.names.indicators.refusal(said.unnamed[:40], "指标")
        return "前面没有指标名称，未读取。"

    def _value(self, said: SaidNumber, own) -> str:
        """Return a number as typed into the cell, with its unit where it differs."""
        number = said.number
        if number.rough:
            raise CellRefused(f"写着“{number.rough}”，不是确切数值，未读取。")
        text = reading_cells.value(number.text, "", number.unit or said.name.unit, own)
        read = typed.read(text, unit=own.unit, per=own.per)
        if read.value is None:
            raise CellRefused(read.refusal or "没有数，未读取。")
        return text

    def _doubt(self, said: SaidNumber, place: CellPlace, sentence: str) -> None:
        one = said.name and len(said.name.codes) == 1
        code = next(iter(said.name.codes)) if one else ""
        unknown = ""
        if (
            said.name is None
            and len(said.unnamed) > 2
            and sentence.startswith("系统中")
        ):
            unknown = said.unnamed[:40]
        about = (code, unknown, said.number.unit if unknown else "", self.known.region)
        self.out.doubt(UnreadCell(place, said.snippet, sentence, *about))

    def _clashes(self) -> None:
        """List figures of which several are said."""
        why = "这项指标写了几个不同的数，未读取：请只留一个。"
        for key, figures in self.out.clashes.items():
            del self.out.figures[key]
            for f in figures:
                self.out.doubt(UnreadCell(f.at, f.text, why, f.indicator))
        self.out.clashes = {}

    def silent(self, names: list, n: int) -> None:
        """Note the names that a sentence says no number of."""
        for name in names:
            for code in name.codes:
                self.quiet.setdefault(code, (name.text, n))

    def found(self) -> Found:
        """Return all that was read; raises FileRefused where there was no number."""
        self._clashes()
        found = Found(LAYOUT, self.out.settle(), self.out.doubts)
        told = {f.indicator for f in found.figures} | {
            d.indicator for d in found.doubts
        }
        for code, (text, n) in self.quiet.items():
            if code not in told:
                place = CellPlace(PLACE, n, "")
                why = "后面没有写数，未读取。"
                found.doubts.append(UnreadCell(place, text, why, code))
        if not self.numbers and not found.doubts:
            raise FileRefused("文字里没有指标和数，请粘贴写有指标名称和数值的文字。")
        found.called = self.called
        return found
