"""The sentence of an assessment in English, with the contents of the Chinese one."""

from indicators.rules.assessment import vocabulary
from indicators.rules.explain.detail_en import change_words
from indicators.rules.explain.english import amount, gap_amount, reference
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.words import flag_words, headline, reason_words
from indicators.rules.numbers import figure, plain

OUTLOOKS = {code: words.english for code, words in vocabulary.OUTLOOKS.items()}
BOUNDS = {"at_least": "at least ", "at_most": "at most "}
WARNINGS = ("stale", "has_demo")  # flags that end the sentence


def sentence(f: Facts) -> str:
    """Return the sentence of one assessment."""
    if f.status == "no_data":
        return f"Not assessable: {reason_words(f.reason, 'en')}."
    if f.latest is None or f.year is None:
        return f"{headline(f.status, 'english')}."
    return f"{_standing(f)}.{_forecast(f)}{_warnings(f)}"


def value(f: Facts, observed, year=None, places=None) -> str:
    """Return year and value: "In 2023 the value was 77.9 years"."""
    subject = f.name_en if f.named and f.name_en else "the value"
    start = f"In {year or f.year} {subject} was"
    places = f.decimals if places is None else places
    if f.scale == "reference":
        return f"{start} {_against(f, observed, plain(abs(observed), places))}"
    if f.scale == "range":
        if f.nothing(observed, places):
            return f"{start} inside the target range of {_range(f)}"
        outside = gap_amount(f, plain(observed, places))
        return f"{start} {outside} outside the target range"
    return f"{start} {amount(f, plain(observed, places))}"


def target(f: Facts, stated=None) -> str:
    """Return the target's figure: "79 years", "5 percentage points above …"."""
    stated = f.target if stated is None else stated
    if stated is None:
        return "continued improvement"
    if f.scale == "reference":
        if f.nothing(stated, f.decimals):
            return f"parity with {reference(f)}"
        return _against(f, stated, f.stated(abs(stated)))
    if f.scale == "range":
        return _range(f)
    return amount(f, f.stated(stated))


def _against(f: Facts, difference, printed) -> str:
    if f.nothing(difference, f.decimals):
        return f"on a level with {reference(f)}"
    side = "above" if difference > 0 else "below"
    return f"{gap_amount(f, printed)} {side} {reference(f)}"


def _range(f: Facts) -> str:
    low, high = f.ends
    if None not in (low, high):
        return amount(f, f"{f.stated(low)}–{f.stated(high)}")
    if high is None:
        return f"at least {amount(f, f.stated(low))}"
    return f"at most {amount(f, f.stated(high))}"


def _goal(f: Facts) -> str:
    return f"the {f.focus_year} {'aspirational ' if f.effort else ''}target"


def _standing(f: Facts) -> str:
    """Return where the latest value stands, by the rule that decided."""
    if f.final:
        return _final(f)
    if f.target is None:
        return _direction(f)
    if f.result.limit_in_force is not None or "maintenance" in f.flags:
        return _small_limit(f) if f.pooled else _limit(f)
    if f.schedule == "achieved" or f.status == "achieved":
        done = f"{_goal(f)} of {target(f)} is already met"
        pooled = f"; {_pooled_rate(f)}, and by that rate " if f.pooled else ": "
        return f"{value(f, f.latest)}{pooled}{done}"
    if "zero_planned_change" in f.flags:
        return _zero_planned(f)
    if f.result.path_value is None:
        return f"{value(f, f.latest)}: {headline(f.status, 'english').lower()}"
    return _on_path(f)


def _final(f: Facts) -> str:
    observed = f.final_value
    year = f.final_year
    text = value(f, observed, year, f.places(observed, f.target))
    text = f"{text}: {_goal(f)} of {target(f)} was"
    if f.status == "achieved":
        return f"{text} met"
    if f.target is not None and "borderline" not in f.marks:
        missing = gap_amount(f, f.stated(abs(observed - f.target)))
        return f"{text} missed by {missing}"
    text += " not met"
    if f.target is None:
        return text
    if near(observed, f.target) and f.strict:
        return f"{text} (exactly the target, which excludes the number itself)"
    return f"{text} (short by rounding only; unrounded values are compared)"


def _direction(f: Facts) -> str:
    start = value(f, f.latest)
    if f.reason == "below_earlier_milestone":
        return f"{start}, worse than the earlier numeric target"
    if f.reason == "at_natural_limit":
        return f"{start}, the natural limit of this indicator"
    change = f.result.direction_change
    if change is None or change.average is None or change.last is None:
        return f"{start}: {headline(f.status, 'english').lower()}"
    average = change_words(f, change.average, f.path_places, "a year")
    last = change_words(f, change.last, f.decimals)
    since = change.from_year
    since = f"since {since}" if since else "in recent years"
    return f"{start}; {since} it has {average}, and at the last step it {last}"


def _beyond(f: Facts, better=False) -> str:
    return "above" if (f.sign > 0) is better else "below"


def _limit(f: Facts) -> str:
    limit, headroom = f.result.limit_in_force, f.result.headroom
    aim = f"the {f.focus_year} limit of {target(f)}"
    if f.status == "breached":
        start = value(f, f.latest, places=f.places(f.latest, limit))
        if near(f.latest, limit) and f.strict:
            excluded = "which excludes the number itself"
            return f"{start}, exactly the limit of {target(f, limit)}, {excluded}"
        return f"{start}, {_beyond(f)} the limit of {target(f, limit)}"
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    if headroom is None:
        return f"{start}: {headline(f.status, 'english').lower()}"
    if f.reason == "slipping" or headroom < -1e-9:
        now = f"within the limit in force of {target(f, limit)}"
        return f"{start}, {now} but already {_beyond(f)} {aim}"
    if near(headroom, 0):
        return f"{start}, {'within' if f.scale == 'range' else 'on the edge of'} {aim}"
    spare = gap_amount(f, f.stated(headroom))
    text = f"{start}, {_beyond(f, better=True)} {aim}, with {spare} to spare"
    if f.reason == "allowance_nearly_used" and f.result.erosion is not None:
        text += f"; {f.share(f.result.erosion)} of the allowance is used"
    return text


def _pooled_rate(f: Facts) -> str:
    pooled = f.pooled
    rate, low, high = (
        figure(value, f.decimals) for value in (pooled.rate, pooled.lo, pooled.hi)
    )
    years = pooled.years or 1
    span = f"the rate of the last {years:.0f} years" if years > 1 else "the year's rate"
    return f"{span} is {amount(f, rate)} (95% interval {low} to {high})"


def _budget(f: Facts, kept: bool) -> str:
    if f.result.event_budget != 0:
        return ""
    none = "deaths" if "死亡" in f.name else "events"
    return f". The target {'stays' if kept else 'will be'} met only with zero {none}"


def _small_limit(f: Facts) -> str:
    limit = f.result.limit_in_force
    limit = f.target if limit is None else limit
    met = f.status == "maintained"
    is_equal = near(f.latest, limit) and (met or f.strict)
    side = "exactly" if is_equal else _beyond(f, better=met)
    places = f.places(f.latest, limit)
    text = f"{value(f, f.latest, places=places)}, {side} the limit of "
    text += target(f, limit)
    if not met:
        text += {
            "within_random_variation": ", but within random variation",
            "pooled_interval_beyond_limit": ", even with several years pooled",
        }.get(f.reason, "")
    text += f"; {_pooled_rate(f)}"
    if "pooled_beyond_limit" in f.flags:
        text += f", still {_beyond(f)} the limit"
    return text + _budget(f, kept=met)


def _zero_planned(f: Facts) -> str:
    start = "start" if "path_from_first_milestone" in f.flags else "baseline"
    text = f"{value(f, f.latest)}; {_goal(f)} asks to be better than the {start}"
    if f.status == "reversed":
        return f"{text}, and it has moved the wrong way"
    return f"{text}, and there is no improvement yet"


def _on_path(f: Facts) -> str:
    where = _against_path(f)
    if f.pooled:
        where = f"{_pooled_rate(f)}, {where} by that rate"
    text = f"{value(f, f.latest)}, {where}; {_share_done(f)}"
    return text + (_budget(f, kept=False) if f.pooled else "")


def _against_path(f: Facts) -> str:
    gap = f.gap
    if gap is None or f.nothing(gap, f.path_places):
        return "level with the scheduled value"
    side = "above" if f.sign * gap > 0 else "below"
    distance = gap_amount(f, figure(abs(gap), f.path_places))
    text = f"{distance} {side} the scheduled value"
    if gap < 0 and f.tolerated:
        text += " (within tolerance)"
    return text


def _share_done(f: Facts) -> str:
    done, due = f.result.progress, f.result.expected
    if done is None:
        return headline(f.status, "english").lower()
    if done < -1e-9:
        return f"it has {'fallen' if f.sign > 0 else 'risen'} since the start instead"
    way = "rise" if f.sign > 0 else "reduction"
    bound = BOUNDS.get(f.result.progress_bound, "")
    due = "" if due is None else f" ({f.share(due)} was due)"
    goal = f"the {way} towards {_goal(f)}"
    return f"{bound}{f.share(done)} of {goal} is done{due}"


def _forecast(f: Facts) -> str:
    outlook = OUTLOOKS.get(f.result.outlook)
    if not outlook or f.final or f.pooled or f.target is None:
        return ""
    note = ""
    if "weakening" in f.flags:
        now = headline(f.schedule, "english").lower()
        note = f" (now {now}, but the recent trend is too weak)"
    elif f.result.projection is None or f.result.projection.lo is None:
        note = " (few data, indicative only)"
    return f" On the recent trend {_goal(f)} {outlook}{note}."


def _warnings(f: Facts) -> str:
    said = (flag_words(flag, "en") for flag in WARNINGS if flag in f.flags)
    return "".join(f" {words[0].upper()}{words[1:]}." for words in said)
