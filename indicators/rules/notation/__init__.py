"""Printed targets ⇄ rules. Pure.

read() returns what a printed target means and never raises; what it is not sure of
comes back with `certain` False and a question. words() writes a rule back.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from indicators.rules.notation.clause import clause, opposed
from indicators.rules.notation.compound import compound
from indicators.rules.notation.normal import LONGEST, is_nothing, normalised
from indicators.rules.notation.phrases import MILESTONE
from indicators.rules.notation.rule import KINDS, TargetRule
from indicators.rules.notation.wording import wording
from indicators.rules.notation.words import words

__all__ = [
    "KINDS",
    "TargetRule",
    "opposed",
    "printed_decimals",
    "read",
    "to_json",
    "words",
]

RATIO = re.compile(r"\d:\d")
NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def read(
    text: str, unit: str | None = None, direction: str | None = None
) -> TargetRule:
    """Return the meaning of a printed target.

    `unit` is the indicator's (used where the text prints none), `direction` "up" or
    "down" (a target that points the other way is asked about). Never raises; what
    is not understood as a whole is kind "text", never a number out of a sentence.
    """
    if len(text) > LONGEST:
        return unread(text, unit, "文字过长，没有自动读取，请人工填写目标值。")
    plain = normalised(text)
    if is_nothing(plain):
        return TargetRule(text, "none", unit=unit or None)
    unit = unit or None
    rule = clause(plain, unit, direction) or compound(plain, unit, direction)
    rule = rule or wording(plain, unit)
    if rule is None:
        return unread(text, unit, why_unread(plain), milestone(plain))
    return replace(rule, raw=text)


def unread(
    text: str, unit: str | None, question: str, year: int | None = None
) -> TargetRule:
    """Return a target in words only, with the question for a person."""
    return TargetRule(text, "text", unit=unit or None, year=year).asking(question)


def why_unread(plain: str) -> str:
    """Return what to ask about a text that was not understood."""
    if RATIO.search(plain):
        return "这是两个数的比，请确认用哪一个数、按什么单位评价，例如1:1.25填1.25。"
    if re.search(r"\d", plain):
        return "写法未能理解，可能有笔误或不止一个意思，请核对后填写目标值。"
    return "这是定性目标，没有可计算的数值，请确认由人工评定。"


def milestone(plain: str) -> int | None:
    """Return the milestone year a text in words begins with."""
    match = MILESTONE.match(plain)
    return int(match["year"]) if match else None


def to_json(rule: TargetRule) -> dict:
    """Return a rule as JSON types, the keys in the order of the contract."""
    return rule.as_json()


@lru_cache(maxsize=4096)
def printed_decimals(raw: str, unit: str | None = None) -> int | None:
    """Return how many decimals the target's number is printed with: 28.0 → 1.

    None when there is no number, or several targets. Kept per text: every verdict
    asks, and a database holds a few hundred different targets.
    """
    rule = read(raw, unit)
    wanted = rule.value if rule.value is not None else rule.change
    for printed in reversed(NUMERAL.findall(normalised(raw)) if wanted else []):
        number = Decimal(printed.replace(",", ""))
        if number == abs(wanted):
            return len(printed.partition(".")[2])
    return None
