"""Targets of several parts: A且B, A或B, several milestones in one text."""

import re
from dataclasses import replace

from indicators.rules.notation import phrases as say
from indicators.rules.notation.clause import clause
from indicators.rules.notation.cursor import Cursor
from indicators.rules.notation.notes import WHICH_YEAR
from indicators.rules.notation.prefix import read_lead, subjects
from indicators.rules.notation.rule import CHANGES, TargetRule
from indicators.rules.notation.wording import wording

JOINTS = (
    (re.compile(r",?(?:并且|而且|同时|以及|且|并(?!列))"), "且"),
    (
        re.compile(
            r",?(?:或者|或(?!等于|高于|低于|超过|以上|以下)|(?<=[\d%‰岁人张个家天名次])或(?!以))"
        ),
        "或",
    ),
    (re.compile(r"[;；]"), None),
    (re.compile(r"(?<=[\d%‰])(?=[≤<])"), None),
    (re.compile(r"[,、;](?!\d{3}(?!\d))|(?<=[%‰\u4e00-\u9fff])[,、]"), None),
)
SHARED_YEARS = re.compile(
    r"(?:到|至)?((?:(?:19|20)\d\d年(?:[、,和及]|以及)?){2,4})(.*?)分别(.*)"
)
DATED = re.compile(r"([^();]+?)\((?:到|至)?((?:19|20)\d\d)年?底?\)[,、;]?")
CHANGE_VERB = re.compile(rf".*?(?:{say.UP}|{say.DOWN})(?=[\d.]+(?:%|个百分点))")
BARE_SHARE = re.compile(r"[\d.]+(?:%|个百分点)(?:以上|左右|以内)?")
HOPED = re.compile(r"(.+?)[,;]?\(((?:力争|争取|努力)[^()]*)\)")
CHAIN = re.compile(
    r"(?P<low>-?[\d.]+)(?P<unit>[^\d≤<>≥]*)(?P<first>[≤<])"
    r"(?:[A-Za-z]{1,6}|(?P<what>[\u4e00-\u9fff]{2,12}))(?P<then>[≤<])"
    r"(?P<high>-?[\d.]+)(?P<last>[^\d≤<>≥]*)"
)


def compound(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return the compound rule of a text, None when a part is not understood."""
    if (lead := say.MILESTONE.match(text)) and lead[0].endswith(","):
        if rule := in_year(lead, compound(text[lead.end() :], unit, direction)):
            return rule
    plain, text = text, unfolded(text)
    if text != plain and (rule := clause(text, unit, direction)):
        return rule
    for joint, join in JOINTS:
        pieces = joint.split(text)
        if not 1 < len(pieces) <= 6 or not all(pieces):
            continue
        parts = [part(piece, unit, direction) for piece in pieces]
        if None not in parts and (rule := joined(text, parts, join)):
            return rule.asking(*other_subjects(pieces, parts), *measured(plain))
    return None


def in_year(lead: re.Match, rule: TargetRule | None) -> TargetRule | None:
    """Return a compound whose parts are all of the year in front of them."""
    if rule is None or any(part.year or part.parts for part in rule.parts):
        return None
    year, effort = int(lead["year"]), lead[0].startswith(("力争", "争取", "努力"))
    parts = [
        replace(part, year=year, effort=part.effort or effort) for part in rule.parts
    ]
    return replace(rule, parts=tuple(parts))


def unfolded(text: str) -> str:
    """Return a text with its parts side by side, every year before its figure."""
    dated = DATED.findall(text)
    if len(dated) > 1 and DATED.sub("", text) == "":
        verb = CHANGE_VERB.match(dated[0][0])
        figures = [
            verb[0] + figure if verb and BARE_SHARE.fullmatch(figure) else figure
            for figure, _ in dated
        ]
        years = [year for _, year in dated]
        pairs = zip(years, figures, strict=True)
        return ";".join(f"{year}年{figure}" for year, figure in pairs)
    if match := SHARED_YEARS.fullmatch(text):
        return shared_years(match) or text
    if match := HOPED.fullmatch(text):
        return f"{match[1]};{match[2]}"
    if match := CHAIN.fullmatch(text):
        return chained(match) or text
    return text


def chained(match: re.Match) -> str | None:
    """Return 90%≤x≤95% as 90%—95%, and 90<x≤95 as >90且≤95."""
    low, unit, high, last = match.group("low", "unit", "high", "last")
    if match["what"] and say.PREDICATE.search(match["what"]):
        return None
    if unit and unit != last:
        return None
    if match["first"] == match["then"] == "≤":
        return f"{low}{unit}—{high}{last}"
    floor = {"≤": "≥", "<": ">"}[match["first"]]
    return f"{floor}{low}{last}且{match['then']}{high}{last}"


def shared_years(match: re.Match) -> str | None:
    """Return 2025年和2030年分别达到25%和30% with every year beside its figure.

    What stands once holds for all: 分别达到80%和90%以上. Two subjects for two years
    (新生儿死亡率和婴儿死亡率分别) leave open what is shared out: None.
    """
    halves = re.split("[和、及与]", match[2])
    if len(halves) > 1 and all(map(say.NAMED.search, halves)):
        return None
    years = re.findall(r"\d{4}年", match[1])
    body = re.fullmatch(r"(\D*?)([\d≥≤><].*)", match[3])
    if body is None:
        return None
    verb, rest = body.groups()
    figures = re.split(r"以及|[、,和及](?!以)", rest)
    if len(figures) != len(years) or not all(figures):
        return None
    tails = [say.AFTER.search(figure) for figure in figures]
    if tails[-1] and not any(tails[:-1]):
        figures = [f + tails[-1][0] for f in figures[:-1]] + figures[-1:]
    pairs = zip(years, figures, strict=True)
    return ";".join(f"{year}{match[2]}{verb}{figure}" for year, figure in pairs)


def part(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return one part: a clause, or a pair within several milestones."""
    rule = clause(text, unit, direction)
    if rule is None and re.search("且|或", text):
        rule = compound(text, unit, direction)
    return rule or wording(text, unit)


def joined(text: str, parts: list[TargetRule], join: str | None) -> TargetRule | None:
    """Return the compound of the parts, None for a mere listing of figures."""
    years = [rule.year for rule in parts]
    milestones = None not in years and len(set(years)) == len(years)
    questions = [question for rule in parts for question in rule.questions]
    if milestones:
        if parts[0].change is not None and bare_after(parts):
            return None
        join = None
        if years != sorted(years):
            questions.append("目标年份没有按先后排列，请确认。")
    elif join is None:
        usual = bounds(parts) or led(parts) or twice(parts) or worded(parts)
        if not (usual or scoped(parts) or parts[-1].effort):
            return None
        join = "且"
        if scoped(parts):
            questions.append("各部分的范围不同，请确认本指标的数是哪一部分的。")
        elif parts[-1].effort and not parts[0].effort and not worded(parts):
            questions.append("后一部分是力争目标，请确认以哪一个为准。")
    if all(rule.kind == "text" for rule in parts):
        return None
    in_words = any(rule.kind == "text" for rule in parts)
    if in_words and (join == "或" or join == "且" and not worded(parts)):
        return None  # one sentence: 90%以上的村卫生室或社区服务站能提供…
    nested = [rule for rule in parts if rule.kind == "compound"]
    if any(part.year for rule in nested for part in rule.parts):
        return None
    parts = flat(parts, join)
    if any(
        rule.kind == "direction" and re.search("[且、]", rule.raw) for rule in parts
    ):
        return None
    if join == "且" and empty(parts):
        return None
    if milestones and uneven_bases(parts):
        questions.append("只有一部分写了基期年份，请确认各部分的基期。")
    rule = TargetRule(text, "compound", parts=tuple(parts), join=join)
    unit = {p.unit for p in parts}
    return replace(rule, unit=unit.pop() if len(unit) == 1 else None).asking(*questions)


def flat(parts: list[TargetRule], join: str | None) -> list[TargetRule]:
    """Return the parts with those of an inner compound of the same kind: A且B且C."""
    inner = [rule.parts if rule.join == join else (rule,) for rule in parts]
    return [part for group in inner for part in (group or ())] if join else parts


def other_subjects(pieces: list[str], parts: list[TargetRule]) -> tuple[str, ...]:
    """Return a question when a later part names an indicator of its own."""
    names = []
    for piece, rule in zip(pieces, parts, strict=True):
        if rule.kind == "text":
            continue
        cursor = Cursor(piece, None)
        read_lead(cursor)
        attempt = next(subjects(cursor), None)
        names.append(attempt.found["subject"] if attempt else None)
    names = [None if name in ("覆盖率", "覆盖面") else name for name in names]
    if any(name and name != names[0] for name in names[1:]):
        return ("各部分的指标名称不同，请确认是不是同一个指标的目标。",)
    return ()


def measured(plain: str) -> tuple[str, ...]:
    """Return a question when bare numbers stand beside years that end no plan."""
    dated = DATED.findall(plain)
    bare = all(figure[0].isdigit() for figure, _ in dated)
    return (WHICH_YEAR,) if bare and any(int(year) % 5 for _, year in dated) else ()


def bare_after(parts: list[TargetRule]) -> bool:
    """Return whether a bare number follows a change: 下降10%，2030年20%."""
    return any(rule.kind == "value" and rule.op == "=" for rule in parts[1:])


def led(parts: list[TargetRule]) -> bool:
    """Return whether a direction stands beside one figure."""
    kinds = [rule.kind for rule in parts]
    return len(parts) == 2 and kinds.count("direction") == 1


def twice(parts: list[TargetRule]) -> bool:
    """Return whether one target is said as a change and as a level.

    提高10个百分点，达到85%: the level has a word before its number, or it is no level.
    """
    levels = [rule for rule in parts if rule.kind == "value"]
    changes = [rule for rule in parts if rule.kind in CHANGES]
    return len(levels) == len(changes) == 1 and bool(
        len(parts) == 2 and re.match(r"\D*?(?:达|[到至]|控制|保持|稳定)", levels[0].raw)
    )


def worded(parts: list[TargetRule]) -> bool:
    """Return whether words follow one figure or direction: ≥90%，位居全省前列."""
    return parts[0].kind not in ("text", "none", "compound") and all(
        rule.kind == "text" for rule in parts[1:]
    )


def scoped(parts: list[TargetRule]) -> bool:
    """Return whether every part is a figure of another group: 城市95%，农村90%."""
    scopes = [rule.scope for rule in parts if rule.kind == "value"]
    return None not in scopes and len(set(scopes)) == len(parts)


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
