"""What the reader of a plan's table asks a person, and the answers a file brings. Pure.

A file answers in its column 确认: `按原文读法`, its reason in brackets behind it where
备注 does not say it, or the words to be read instead; with `2030年：` (a target's
column), `基期值：` or `计量单位：` before it for one question of the line alone; several
are separated by `；`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from indicators.plans.rows import ReadSheet, RowProblem, SheetRow

ANSWERS = "确认"
AS_PRINTED = "按原文读法"
TARGET, BASELINE, UNIT, DIRECTION = "target", "baseline", "unit", "direction"
COLUMNS = {BASELINE: "基期值", UNIT: "计量单位"}
REASONED = re.compile(rf"{AS_PRINTED}（(.+)）")
ENTRY = re.compile(
    r"(?:(?P<column>(?:19|20)\d\d年(?:@\d{6})?|未注明年份|基期值|计量单位)[：:])?(?P<words>.+)"
)


@dataclass(frozen=True)
class PlanQuestion(RowProblem):
    """A question on what a plan prints: what is asked, and about which words.

    `key` is the plan row's; `issuer` (region code) and `year` say which target, both
    None for a baseline or a unit. `readings` are the possible readings in words, the
    first the one that is stored. `answer` is what the file says, `note` why.
    """

    key: str = ""
    field: str = TARGET
    raw: str = ""
    question: str = ""
    year: int | None = None
    issuer: str | None = None
    readings: tuple[str, ...] = ()
    answer: str = ""
    note: str = ""

    def __str__(self):
        return super().__str__()

    @property
    def read_as(self) -> str:
        """The words to be read in place of the printed ones, "" for none."""
        kept = ("", AS_PRINTED, *self.readings[:1])
        return "" if self.answer in kept else self.answer


@dataclass
class FileAnswer:
    """One entry of the column 确认; `column` "" answers all questions of its line."""

    key: str
    line: SheetRow
    column: str
    words: str
    is_used: bool = False


def answers_of(line: SheetRow) -> list[FileAnswer]:
    """Return the entries of a line's column 确认."""
    found = []
    for entry in re.split("[；;\n]", line[ANSWERS]):
        if match := ENTRY.fullmatch(entry.strip()):
            said = match["column"] or "", match["words"].strip()
            found.append(FileAnswer(line["行号"], line, *said))
    return found


def answered(
    sheet: ReadSheet, asked: Iterable[PlanQuestion], answers: list[FileAnswer]
) -> list[PlanQuestion]:
    """Return the questions with the file's answers; complain about an answer to what
    nobody asks. Call it once, when every question is known."""
    found = [_answered(question, answers) for question in asked]
    for answer in answers:
        if not answer.is_used:
            about = f"{answer.column}：" if answer.column else ""
            sheet.complain(
                answer.line,
                ANSWERS,
                f"“{about}{answer.words}”没有对应的待确认问题，请核对列名，或删去。",
            )
    return found


def _answered(question: PlanQuestion, answers: list[FileAnswer]) -> PlanQuestion:
    """Return a question with the answer for its column, else that for its line."""
    own = [
        a
        for a in answers
        if a.line.number == question.row and a.column in ("", question.column)
    ]
    own.sort(key=lambda a: not a.column)
    if not own:
        return question
    own[0].is_used = True
    words, why = own[0].words, own[0].line["备注"]
    if reasoned := REASONED.fullmatch(words):
        words, why = AS_PRINTED, reasoned[1]
    return replace(question, answer=words, note=why)
