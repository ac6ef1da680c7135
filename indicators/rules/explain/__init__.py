"""An assessment in words: the sentence, its arithmetic, and the words of a verdict.

Everything here is pure: a case (assessment README B6.1) and the result that
indicators.rules.assessment returned for it go in, plain strings come out. Nothing
raises for a result the assessment can return, and no sentence tells an event count.
"""

from indicators.rules.explain import detail_en, detail_zh, sentence_en, sentence_zh
from indicators.rules.explain.arithmetic import ExplainedLine, arithmetic
from indicators.rules.explain.facts import facts
from indicators.rules.explain.words import (
    breached_words,
    chip,
    flag_words,
    headline_words,
    reason_words,
)

__all__ = [
    "ExplainedLine",
    "arithmetic",
    "breached_words",
    "chip",
    "detail",
    "explain",
    "flag_words",
    "headline_words",
    "reason_words",
]


def explain(case, result, lang="zh") -> str:
    """Return the sentence an official reads aloud, in Chinese or English."""
    language = sentence_en if lang == "en" else sentence_zh
    return language.sentence(facts(case, result))


def detail(case, result, lang="zh") -> str:
    """Return path, forecast and required change in one sentence; "" if there is
    none."""
    language = detail_en if lang == "en" else detail_zh
    return language.detail(facts(case, result))
