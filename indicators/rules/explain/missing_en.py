"""Sentences on what cannot be assessed, in English."""

from indicators.rules.explain.english import reference
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.limit_en import EXCLUDED
from indicators.rules.explain.path_en import short_pool
from indicators.rules.explain.standing import (
    base_year,
    is_excluded,
    is_told,
    missing_start,
)
from indicators.rules.explain.values_en import aim, judged_lead, lag, value
from indicators.rules.explain.words import reason_words

CAUSES = {
    "none": "the plan states no baseline",
    "undated": "the baseline states no year",
    "bound": "the baseline is a bound only",
    "older": "the data are older than the baseline of {year}",
    "reference": "{reference} of {year} is missing",
    "unusable": "the baseline cannot be compared",
}


def missing(f: Facts) -> str:
    """Return why there is no verdict, with what is known all the same."""
    if is_told(f):
        return _without_start(f)
    cause = f"ot assessable: {_cause(f)}"
    if f.reason == "total_incomplete" and None not in (f.latest, f.year):
        return f"{value(f, f.latest)} (some years are missing); n{cause}"
    return f"N{cause}"


def _without_start(f: Facts) -> str:
    base = f.case.indicator.baseline
    year = base.year if base is not None else None
    cause = CAUSES[missing_start(f)].format(year=year, reference=reference(f))
    if "short_pool" in f.flags and f.pooled:
        where = short_pool(f)
    elif is_excluded(f, f.judged, f.target):
        where = f"{judged_lead(f, ', ')}exactly {aim(f)}, {EXCLUDED}"
    else:
        where = f"{judged_lead(f, ', ')}{lag(f, f.target)} of {aim(f)}"
    return f"{where}; {cause}, so progress is not judged"


def _cause(f: Facts) -> str:
    if f.reason == "unconfirmed_target" and f.focus_year:
        return f"how to read the {f.focus_year} target is an open question"
    if f.reason == "no_base_value":
        year = base_year(f)
        if year is None:
            return "the target states no year to compare with, and there is no baseline"
        return f"the value of {year} that the target refers to is missing"
    return reason_words(f.reason, "en")
