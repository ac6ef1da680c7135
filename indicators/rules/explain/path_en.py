"""Sentences on improvement and its path, in English."""

from indicators.rules.explain.english import amount, gap_amount, reference
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.limit_en import EXCLUDED
from indicators.rules.explain.standing import (
    is_early,
    is_excluded,
    is_overdue,
    is_start_kept,
    start,
)
from indicators.rules.explain.values_en import (
    aim,
    budget,
    goal,
    judged_lead,
    lag,
    pooled_rate,
    target,
    value,
)
from indicators.rules.explain.words import headline
from indicators.rules.numbers import figure, plain, trimmed

BOUNDS = {"at_least": "at least ", "at_most": "at most "}


def improvement(f: Facts) -> str:
    """Return where a value stands that has to improve."""
    if "short_pool" in f.flags and f.pooled:
        return short_pool(f)
    if f.pooled and f.reason == "within_random_variation":
        return _by_chance(f)
    if f.schedule == "achieved" or f.status == "achieved":
        return _achieved(f)
    if f.status == "reversed" and f.scale == "reference":
        return f"{value(f, f.latest)}; {_gap_moved(f)}"
    if "zero_planned_change" in f.flags:
        return _zero_planned(f)
    if f.result.path_value is None:
        return f"{value(f, f.latest)}: {_bare(f)}"
    return _on_path(f)


def _bare(f: Facts) -> str:
    if f.status == "reversed":
        return moved_away(f)
    return headline(f.status, "english").lower()


def short_pool(f: Facts) -> str:
    """Return that so few years are no proof of a target met."""
    years = f.pooled.years or 1
    data = f"data of {years} year{'s' if years > 1 else ''} only"
    text = f"{value(f, f.latest)}; {data}, too few to tell whether {aim(f)} is met"
    return text + budget(f, kept=False)


def _by_chance(f: Facts) -> str:
    path, mark = f.result.path_value, aim(f)
    if path is not None:
        printed = trimmed(path, f.path_places)
        mark = f"the scheduled value of {amount(f, printed)}"
    side = "below" if f.sign > 0 else "above"
    text = f"{value(f, f.latest)}; {pooled_rate(f)}, {side} {mark}"
    return f"{text}, but within random variation{budget(f, kept=False)}"


def _achieved(f: Facts) -> str:
    text = f"{judged_lead(f)}{aim(f)} is already met"
    late = None not in (f.year, f.focus_year) and f.year > f.focus_year
    if late and not is_early(f):
        text += f" (the value for {f.focus_year} is not yet in)"
    return text


def _zero_planned(f: Facts) -> str:
    """Return where a value stands whose target asks for no more than its start."""
    lead = judged_lead(f, ", ")
    if is_excluded(f, f.judged, f.target):
        return f"{lead}exactly {aim(f)}, {EXCLUDED}: there is no improvement yet"
    text = f"{lead}{lag(f, f.target)} of {aim(f)}"
    if f.status == "reversed":
        return f"{text}; {moved_away(f)}"
    return f"{text}; {_since_start(f)}" if start(f) else text


def _since_start(f: Facts) -> str:
    """Return what became of the value since the year in which the path starts."""
    year, first = start(f)
    if f.scale == "reference":
        return _gap_moved(f)
    then = f"{year} ({amount(f, f.own(first))})"
    if f.sign * (f.judged - first) > 0 and f.own(f.judged) != f.own(first):
        return f"it has improved since {then}"
    return f"there is no improvement since {then}"


def _gap_moved(f: Facts) -> str:
    """Return how a difference moved since the start."""
    found = start(f)
    if found is None:
        year, first = next(iter(f.result.anchors), (f.focus_year, f.target))
        return f"that is worse than the {year} target of {target(f, first)}"
    year, first = found
    then = f"since {year} ({_side(f, first)})"
    if f.own(f.judged) == f.own(first):
        return f"it is much the same {then}"
    better = f.sign * (f.latest - first) > 0
    if f.sign * first < 0 and f.sign * f.latest < 0:
        return f"the gap has {'narrowed' if better else 'widened'} {then}"
    if f.sign * first > 0 and f.sign * f.latest > 0:
        return f"the lead has {'grown' if better else 'shrunk'} {then}"
    return f"it has {'improved' if better else 'worsened'} {then}"


def _side(f: Facts, difference) -> str:
    if f.nothing(difference, f.decimals):
        return f"on a level with {reference(f)}"
    printed = gap_amount(f, plain(abs(difference), f.decimals))
    return f"{printed} {'above' if difference > 0 else 'below'}"


def moved_away(f: Facts) -> str:
    """Return that a value is worse than its start."""
    if f.scale == "reference":
        return _gap_moved(f)
    if f.scale == "total":  # it starts at nothing
        return "it moves against the target"
    first = "the start" if "path_from_first_milestone" in f.flags else "the baseline"
    if f.result.start_observed is not None and start(f):
        year, observed = start(f)
        first = f"{year} ({amount(f, f.own(observed))})"
    elif is_start_kept(f):
        return f"it is where {first} was"
    if f.scale == "range":
        return f"it is farther from the range than {first}"
    return f"it has {'fallen' if f.sign > 0 else 'risen'} since {first} instead"


def _on_path(f: Facts) -> str:
    if is_overdue(f):
        text = judged_lead(f, ", ") + _overdue(f)
        if f.result.progress is not None and f.result.progress < -1e-9:
            text += f"; {moved_away(f)}"
    else:
        text = f"{judged_lead(f, ', ')}{_against_path(f)}; {_share_done(f)}"
    return text + (budget(f, kept=False) if f.pooled else "")


def _overdue(f: Facts) -> str:
    path = f.result.path_value
    due = f"the target of {target(f, path)} that is already due"
    if is_excluded(f, f.judged, path):
        return f"exactly {due}, {EXCLUDED}"
    room = " (within tolerance)" if f.tolerated else ""
    return f"{lag(f, path)} of {due}{room}"


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
        return _bare(f)
    if done < -1e-9:
        return moved_away(f)
    way = "rise" if f.sign > 0 else "reduction"
    bound = BOUNDS.get(f.result.progress_bound, "")
    due = "" if due is None else f" ({f.share(due)} was due)"
    return f"{bound}{f.share(done)} of the {way} towards {goal(f)} is done{due}"
