"""F11 summarise: counts per category with their denominator (README B9)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from .vocabulary import CATEGORIES

RISKY = CATEGORIES["at_risk"].evaluation


def summarise(assessments: Iterable[Mapping]) -> dict:
    """Return the counts of a plan over dicts with status, reason and maybe flags.

    not_applicable is in no denominator; progress shares are never averaged.
    `total` = `assessable` + `no_data`; `counts` has every category but no_data;
    `evaluation` are the same counts in 评估用语, 基本符合预期 including `at_risk`;
    `on_track` leaves out verdicts on stale values.
    """
    rows = list(assessments)
    applicable = [r for r in rows if not _is_inapplicable(r)]
    found = Counter(r["status"] for r in applicable)
    judged = [r for r in applicable if r["status"] != "no_data"]
    reasons = Counter(r.get("reason") for r in applicable if r["status"] == "no_data")
    groups = Counter(CATEGORIES[r["status"]].group for r in judged)
    return {
        "total": len(applicable),
        "not_applicable": len(rows) - len(applicable),
        "assessable": len(judged),
        "no_data": len(applicable) - len(judged),
        "counts": {code: found[code] for code in CATEGORIES if code != "no_data"},
        "groups": {group: groups[group] for group in ("good", "watch", "bad")},
        "on_track": sum(_is_on_track(r) for r in judged),
        "evaluation": _evaluation(judged),
        "at_risk": found["at_risk"],
        "reasons": dict(sorted(reasons.items(), key=lambda x: (-x[1], str(x[0])))),
    }


def _is_inapplicable(row: Mapping) -> bool:
    return row["status"] == "no_data" and row.get("reason") == "not_applicable"


def _is_on_track(row: Mapping) -> bool:
    is_stale = "stale" in (row.get("flags") or ())
    return CATEGORIES[row["status"]].group == "good" and not is_stale


def _evaluation(judged: list) -> dict:
    words = ["提前实现", "快于预期", "基本符合预期", "滞后", "未完成"]
    found = Counter(CATEGORIES[r["status"]].evaluation for r in judged)
    found["基本符合预期"] += found.pop(RISKY, 0)
    return {word: found[word] for word in words}
