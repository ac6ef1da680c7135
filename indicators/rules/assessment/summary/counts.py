"""F11 summarise: counts per category with their denominator (assessment README B9)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ..vocabulary import ACHIEVED_EARLY, CATEGORIES, evaluation

RISKY = CATEGORIES["at_risk"].evaluation
EVALUATIONS = (
    ACHIEVED_EARLY,
    *("如期实现", "快于预期", "基本符合预期", "进度略慢", "滞后", "未完成"),
)


def summarise(assessments: Iterable[Mapping]) -> dict:
    """Return the counts of a plan over dicts with status, reason, and maybe flags,
    closed and count (how many rows it stands for, 1).

    Rows are `total` and `not_applicable`, which is in no denominator; `total` is
    `assessable` and `no_data` by reason; `assessable` is `closed_met`,
    `closed_not_met` (a final verdict on a year that is over) and `in_force`; this is
    the sum over `status`. `groups` (good, watch, bad) and `on_track`, which leaves out
    verdicts on stale values, are of what is in force; `evaluation` are all that are
    assessable in 评估用语, 基本符合预期 with the `at_risk`. Progress shares are never
    averaged.
    """
    rows = list(assessments)
    applicable = [r for r in rows if not _is_inapplicable(r)]
    judged = [r for r in applicable if r["status"] != "no_data"]
    closed = _counted((r["status"], r) for r in judged if r.get("closed"))
    in_force = [r for r in judged if not r.get("closed")]
    status = _counted((r["status"], r) for r in in_force)
    unjudged = (r for r in applicable if r["status"] == "no_data")
    reasons = _counted((r.get("reason"), r) for r in unjudged)
    groups = _counted((CATEGORIES[r["status"]].group, r) for r in in_force)
    return {
        "total": _rows(applicable),
        "not_applicable": _rows(rows) - _rows(applicable),
        "assessable": _rows(judged),
        "closed_met": closed["achieved"],
        "closed_not_met": closed["not_met"],
        "in_force": _rows(in_force),
        "status": {code: status[code] for code in CATEGORIES if status[code]},
        "no_data": dict(sorted(reasons.items(), key=lambda x: (-x[1], str(x[0])))),
        "groups": {group: groups[group] for group in ("good", "watch", "bad")},
        "on_track": _rows(r for r in in_force if _is_on_track(r)),
        "evaluation": _evaluation(judged),
        "at_risk": status["at_risk"],
    }


def _rows(found: Iterable[Mapping]) -> int:
    return sum(r.get("count", 1) for r in found)


def _counted(found: Iterable[tuple]) -> Counter:
    """Return how many rows each key has, of (key, row)."""
    counts = Counter()
    for key, row in found:
        counts[key] += row.get("count", 1)
    return counts


def _is_inapplicable(row: Mapping) -> bool:
    return row["status"] == "no_data" and row.get("reason") == "not_applicable"


def _is_on_track(row: Mapping) -> bool:
    is_stale = "stale" in (row.get("flags") or ())
    return CATEGORIES[row["status"]].group == "good" and not is_stale


def _evaluation(judged: list) -> dict:
    found = _counted((evaluation(r["status"], r.get("reason")), r) for r in judged)
    found["基本符合预期"] += found.pop(RISKY, 0)
    return {word: found[word] for word in EVALUATIONS}
