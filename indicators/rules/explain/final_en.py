"""Sentences on final years, 持续改善 and 减缓, in English."""

from indicators.rules.explain.detail_en import change_words
from indicators.rules.explain.english import amount, gap_amount
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_random, momentum, pace_places
from indicators.rules.explain.values_en import aim, pooled_value, told, value
from indicators.rules.explain.words import headline

MOMENTUM = {
    "none": "it never {}",
    "stopped": "it no longer {}",
    "slowed": "it {} more slowly",
    "same": "it {} no more slowly",
    "started": "it {} now",
    "faster": "it {} faster",
}


def final(f: Facts) -> str:
    """Return the verdict of record: value of the due year, met or not."""
    observed = f.final_value
    places = f.places(observed, f.target)
    if f.final_year == f.focus_year:
        text = value(f, observed, f.focus_year, places)
    else:
        proxy = f"There is no value for {f.focus_year}; that of {f.final_year} was"
        text = f"{proxy} {told(f, observed, places)}"
    if f.reason == "below_earlier_milestone":
        text = f"{text}, {_below_earlier(f, observed)}"
    text = f"{text}: {aim(f)} was"
    if f.status == "achieved":
        return f"{text} met"
    return f"{text} not met" if f.target is None else text + _missed(f, observed)


def _missed(f: Facts, observed) -> str:
    """Return by how much a final target was missed, or since when it is met."""
    if "borderline" in f.marks and near(observed, f.target) and f.strict:
        return " not met (exactly the target, which excludes the number itself)"
    if "borderline" in f.marks:
        return " not met (short by rounding only; unrounded values are compared)"
    since = f.result.met_since
    if since is not None and f.latest is not None:
        text = f" not met in time; met since {since} ({f.year}: {told(f, f.latest)})"
    elif f.scale == "range":  # there the value itself is the distance
        text = " not met"
    else:
        text = f" missed by {gap_amount(f, f.distance(abs(observed - f.target)))}"
    if is_random(f):
        text += ". The number of events is small and the miss within random variation"
        text += f" ({pooled_value(f)})"
    return text


def _below_earlier(f: Facts, observed) -> str:
    floor = f.result.floor
    if floor is None or None in (floor.year, floor.target):
        return "worse than the earlier numeric target"
    of_year = f"the {floor.year} target of {amount(f, f.stated(floor.target))}"
    if near(observed, floor.target):
        return f"exactly {of_year}, which excludes the number itself"
    distance = gap_amount(f, f.distance(abs(observed - floor.target)))
    return f"{distance} {'above' if observed > floor.target else 'below'} {of_year}"


def direction(f: Facts) -> str:
    """Return how a value moves that has no number to reach."""
    start = value(f, f.latest)
    if f.reason == "below_earlier_milestone":
        return f"{start}, {_below_earlier(f, f.latest)}"
    if f.reason == "at_natural_limit":
        return f"{start}, the {'highest' if f.sign > 0 else 'lowest'} value there is"
    if f.result.pace_change is not None:
        return _slow(f)
    change = f.result.direction_change
    if change is None or None in (change.average, change.last):
        return f"{start}: {headline(f.status, 'english').lower()}"
    average = change_words(f, change.average, f.path_places, "a year")
    last = change_words(f, change.last, f.decimals)
    since = f"since {change.from_year}" if change.from_year else "in recent years"
    better = ", so it keeps improving" if f.reason == "improving" else ""
    return f"{start}; {since} it has {average}, and at the last step it {last}{better}"


def _slow(f: Facts) -> str:
    pace, start = f.result.pace_change, value(f, f.latest)
    if None in (pace.before, pace.after):
        return f"{start}: {headline(f.status, 'english').lower()}"
    places = pace_places(f)
    since = f"since {pace.base_year}" if pace.base_year else "in recent years"
    after = change_words(f, pace.after, places, "a year")
    before = change_words(f, pace.before, places, "a year")
    text = f"{start}; {since} it has {after}, before that it had {before}"
    verdict = MOMENTUM.get(momentum(f))
    if verdict is None:
        return text
    text += f", so {verdict.format('falls' if f.sign > 0 else 'rises')}"
    if f.reason in ("recent_setback", "recent_turn") and pace.last is not None:
        text += f", but at the last step it {change_words(f, pace.last, places)}"
    return text
