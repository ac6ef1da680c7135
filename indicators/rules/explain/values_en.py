"""Values, targets and distances in English, as the sentences print them."""

from indicators.rules.explain.english import amount, gap_amount, reference
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.standing import counted_from
from indicators.rules.numbers import figure, plain


def value(f: Facts, observed, year=None, places=None) -> str:
    """Return year and value: "In 2023 the value was 77.9 years"."""
    year = year or f.year
    first = counted_from(f) if f.scale == "total" else None
    places = f.decimals if places is None else places
    if first and first < year:
        total = amount(f, plain(observed, places))
        return f"From {first} to {year} the total was {total}"
    subject = f.name_en if f.named and f.name_en else "the value"
    return f"In {year} {subject} was {told(f, observed, places)}"


def told(f: Facts, observed, places=None) -> str:
    """Return a value without its year: "77.9 years", "inside the target range of …"."""
    places = f.decimals if places is None else places
    if f.scale == "reference":
        return against(f, observed, plain(abs(observed), places))
    if f.scale == "range":
        kept = f.asked.kind == "keep"
        if f.nothing(observed, places):
            return "inside the range to keep" if kept else f"inside {_target_range(f)}"
        outside = gap_amount(f, plain(observed, places))
        return f"{outside} outside the {'range to keep' if kept else 'target range'}"
    return amount(f, plain(observed, places))


def target(f: Facts, stated=None) -> str:
    """Return the target's figure: "79 years", "5 percentage points above …"."""
    stated = f.target if stated is None else stated
    if stated is None:
        return "slower worsening" if f.asked.kind == "slow" else "continued improvement"
    if f.scale == "reference":
        if f.nothing(stated, f.decimals):
            return f"parity with {reference(f)}"
        return against(f, stated, f.stated(abs(stated)))
    if f.scale == "range":
        return "the range to keep" if f.asked.kind == "keep" else _range(f)
    about = "about " if f.asked.kind == "keep" else ""
    return about + amount(f, f.stated(stated))


def against(f: Facts, difference, printed) -> str:
    """Return a difference: "5.00 percentage points above the national average"."""
    if f.nothing(difference, f.decimals):
        return f"on a level with {reference(f)}"
    side = "above" if difference > 0 else "below"
    return f"{gap_amount(f, printed)} {side} {reference(f)}"


def _target_range(f: Facts) -> str:
    return f"the target range of {_range(f)}"


def _range(f: Facts) -> str:
    low, high = f.ends
    if None not in (low, high):
        return amount(f, f"{f.stated(low)}–{f.stated(high)}")
    if high is None:
        return f"at least {amount(f, f.stated(low))}"
    return f"at most {amount(f, f.stated(high))}"


def goal(f: Facts) -> str:
    """Return "the 2025 target", "the 2025 aspirational target"."""
    return f"the {f.focus_year} {'aspirational ' if f.effort else ''}target"


def aim(f: Facts, stated=None) -> str:
    """Return the focus with its figure: "the 2025 target of 79 years"."""
    return f"{goal(f)} of {target(f, stated)}"


def beyond(f: Facts, better=False) -> str:
    """Return the word for the bad (or the better) side of a limit."""
    if f.scale == "range":
        return "inside" if better else "outside"
    return "above" if (f.sign > 0) is better else "below"


def lag(f: Facts, limit) -> str:
    """Return how far the judged value falls short: "0.40 percentage points short"."""
    return f"{gap_amount(f, f.short_of(limit))} short"


def pooled_rate(f: Facts) -> str:
    """Return the pooled rate with its interval."""
    low, high = (figure(end, f.decimals) for end in (f.pooled.lo, f.pooled.hi))
    return f"{pooled_value(f)} (95% interval {low} to {high})"


def pooled_value(f: Facts) -> str:
    """Return the pooled rate alone."""
    years = f.pooled.years or 1
    span = f"the rate of the last {years:.0f} years" if years > 1 else "the year's rate"
    return f"{span} is {amount(f, figure(f.pooled.rate, f.decimals))}"


def budget(f: Facts, kept: bool) -> str:
    """Return the sentence on a target that allows no event at all."""
    if f.result.event_budget != 0:
        return ""
    none = "deaths" if "死亡" in f.name else "events"
    return f". The target {'stays' if kept else 'will be'} met only with zero {none}"


def judged_lead(f: Facts, mark=": ") -> str:
    """Return the value and, on small numbers, the pooled rate that is judged."""
    if f.pooled:
        return f"{value(f, f.latest)}; {pooled_rate(f)}, and by that rate "
    return value(f, f.latest) + mark
