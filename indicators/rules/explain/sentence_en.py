"""The sentence of an assessment in English, with the contents of the Chinese one."""

from indicators.rules.assessment import vocabulary
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.final_en import direction, final
from indicators.rules.explain.limit_en import limit
from indicators.rules.explain.missing_en import missing
from indicators.rules.explain.path_en import improvement
from indicators.rules.explain.standing import is_constant, is_early, is_told
from indicators.rules.explain.values_en import goal
from indicators.rules.explain.words import flag_words, headline

OUTLOOKS = {code: words.english for code, words in vocabulary.OUTLOOKS.items()}
KEEPING = {
    "likely": "can be expected to stay met",
    "possible": "may well stay met",
    "uncertain": "will be hard to keep",
    "unlikely": "is unlikely to stay met",
    "lean_yes": "may well stay met",
    "lean_no": "is unlikely to stay met",
}
WARNINGS = ("part_unconfirmed", "stale", "has_demo")  # flags that end the sentence


def sentence(f: Facts) -> str:
    """Return the sentence of one assessment."""
    if f.status == "no_data":
        if is_told(f):
            return f"{missing(f)}.{_forecast(f)}{_warnings(f)}"
        return f"{missing(f)}.{_warnings(f, WARNINGS[:1])}"
    if f.latest is None or f.year is None:
        return f"{headline(f.status, 'english')}."
    return f"{_standing(f)}.{_forecast(f)}{_warnings(f)}"


def _standing(f: Facts) -> str:
    """Return where the latest value stands, by the rule that decided."""
    if f.final:
        return final(f)
    if f.target is None:
        return direction(f)
    if f.result.limit_in_force is not None or "maintenance" in f.flags:
        return limit(f)
    return improvement(f)


def _forecast(f: Facts) -> str:
    outlook = OUTLOOKS.get(f.result.outlook)
    if not outlook or f.final or f.pooled or f.target is None or is_constant(f):
        return ""
    note = ""
    if f.result.projection is None or f.result.projection.lo is None:
        note = " (few data, indicative only)"
    if is_early(f):
        return f" On the recent trend it {KEEPING[f.result.outlook]}{note}."
    if "weakening" in f.flags:
        now = headline(f.schedule, "english").lower()
        note = f" (now {now}, but the recent trend is too weak)"
    return f" On the recent trend {goal(f)} {outlook}{note}."


def _warnings(f: Facts, flags=WARNINGS) -> str:
    said = (flag_words(flag, "en") for flag in flags if flag in f.flags)
    return "".join(f" {words[0].upper()}{words[1:]}." for words in said)
