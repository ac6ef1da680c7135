"""Targets of several parts: A且B, A或B, several milestones in one text."""

import re
from dataclasses import replace

from indicators.notation.clause import clause
from indicators.notation.rule import TargetRule

JOINTS = (
    (re.compile(r",?(?:并且|而且|同时|以及|且|并(?!列))"), "且"),
    (re.compile(r",?(?:或者|或(?!等于|高于|低于|超过|以上|以下))"), "或"),
    (re.compile(r"[;；]"), None),
    (re.compile(r"[,、;](?!\d{3}(?!\d))|(?<=[%‰\u4e00-\u9fff])[,、]"), None),
)
SHARED_YEARS = re.compile(
    r"(?:到|至)?((?:(?:19|20)\d\d年(?:[、,和及]|以及)?){2,4})(.*?)分别(.*)"
)


def compound(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return the compound rule of a text, None when a part is not understood."""
    if match := SHARED_YEARS.fullmatch(text):
        text = shared_years(match) or text
    for joint, join in JOINTS:
        pieces = joint.split(text)
        if not 1 < len(pieces) <= 6 or not all(pieces):
            continue
        parts = [part(piece, unit, direction) for piece in pieces]
        if None not in parts and (rule := joined(text, parts, join)):
            return rule
    return None


def shared_years(match: re.Match) -> str | None:
    """Return 2025年和2030年分别达到25%和30% with every year beside its figure."""
    years = re.findall(r"\d{4}年", match[1])
    body = re.fullmatch(r"(\D*?)([\d≥≤><].*)", match[3])
    if body is None:
        return None
    verb, rest = body.groups()
    figures = re.split(r"以及|[、,和及](?!以)", rest)
    if len(figures) != len(years) or not all(figures):
        return None
    pairs = zip(years, figures, strict=True)
    return ";".join(f"{year}{match[2]}{verb}{figure}" for year, figure in pairs)


def part(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return one part: a clause, or a pair within several milestones."""
    rule = clause(text, unit, direction)
    if rule is None and re.search("且|或", text):
        rule = compound(text, unit, direction)
    return rule


def joined(text: str, parts: list[TargetRule], join: str | None) -> TargetRule | None:
    """Return the compound of the parts, None for a mere listing of figures."""
    years = [rule.year for rule in parts]
    milestones = None not in years and len(set(years)) == len(years)
    questions = [question for rule in parts for question in rule.questions]
    if milestones:
        join = None
        if years != sorted(years):
            questions.append("目标年份没有按先后排列，请确认。")
    elif join is None:
        if not (bounds(parts) or parts[-1].kind == "direction" or parts[-1].effort):
            return None
        join = "且"
        if parts[-1].effort and not parts[0].effort:
            questions.append("后一部分是力争目标，请确认以哪一个为准。")
    if join == "且" and empty(parts):
        return None
    if milestones and uneven_bases(parts):
        questions.append("只有一部分写了基期年份，请确认各部分的基期。")
    rule = TargetRule(text, "compound", parts=tuple(parts), join=join)
    unit = {p.unit for p in parts}
    return replace(rule, unit=unit.pop() if len(unit) == 1 else None).asking(*questions)


def bounds(parts: list[TargetRule]) -> bool:
    """Return whether two parts are the floor and the ceiling of one figure."""
    signs = [(rule.op or "=")[0] for rule in parts if rule.kind == "value"]
    return len(parts) == 2 and sorted(signs) == ["<", ">"]


def empty(parts: list[TargetRule]) -> bool:
    """Return whether a floor lies above a ceiling."""
    values = [rule for rule in parts if rule.kind == "value" and rule.op]
    floors = [rule.value for rule in values if rule.op[0] == ">"]
    ceilings = [rule.value for rule in values if rule.op[0] == "<"]
    return bool(floors and ceilings and max(floors) > min(ceilings))


def uneven_bases(parts: list[TargetRule]) -> bool:
    """Return whether only some of several changes name their base year."""
    bases = [p.base_year for p in parts if p.change is not None and not p.reference]
    return any(bases) and not all(bases)
