"""The sentence of an assessment in Chinese (assessment README B8, B8.1).

Order: value and year, against the path or the limit, forecast, data warning. Event
counts never appear; a person may read every sentence aloud.
"""

from indicators.rules.assessment import vocabulary
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.final_zh import direction, final
from indicators.rules.explain.limit_zh import limit
from indicators.rules.explain.missing_zh import missing
from indicators.rules.explain.path_zh import improvement
from indicators.rules.explain.standing import is_constant, is_early, is_told
from indicators.rules.explain.words import flag_words, headline

OUTLOOKS = {code: words.phrase for code, words in vocabulary.OUTLOOKS.items()}
KEEPING = {
    "likely": "预计能够保持",
    "possible": "有望保持",
    "uncertain": "保持有难度",
    "unlikely": "预计难以保持",
    "lean_yes": "有望保持",
    "lean_no": "预计难以保持",
}
WARNINGS = ("part_unconfirmed", "stale", "has_demo")  # flags that end the sentence


def sentence(f: Facts) -> str:
    """Return the sentence of one assessment."""
    if f.status == "no_data":
        if is_told(f):
            return f"{missing(f)}。{_forecast(f)}{_warnings(f)}"
        return f"{missing(f)}。{_warnings(f, WARNINGS[:1])}"
    if f.latest is None or f.year is None:
        return f"{headline(f.status)}。"
    return f"{_standing(f)}。{_forecast(f)}{_warnings(f)}"


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
        note = "（数据较少，仅供参考）"
    if is_early(f):
        return f"按近年趋势，{KEEPING[f.result.outlook]}{note}。"
    if "weakening" in f.flags:
        note = f"（目前{headline(f.schedule)}，但近年势头不足）"
    return f"按近年趋势，{f.focus_year}年{outlook}{note}。"


def _warnings(f: Facts, flags=WARNINGS) -> str:
    return "".join(f"{flag_words(flag)}。" for flag in flags if flag in f.flags)
