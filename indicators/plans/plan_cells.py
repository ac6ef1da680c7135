"""Reads single cells of a plan table: concept and factor, baseline, target. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from indicators.plans import asking
from indicators.plans.asking import PlanQuestion
from indicators.plans.rows import ReadSheet
from indicators.rules import notation, printed, units
from indicators.rules.assessment import compared
from indicators.rules.measure import Measure
from indicators.rules.notation import TargetRule
from indicators.rules.notation.rule import POINTS
from regions import codes

DOUBTFUL = "?"
COUNTING = set("个家所人例户张项次支座处台辆条类种件")
AGAINST = {"up": ("<", "<="), "down": (">", ">=")}
COMPARING = ("value", "coverage", "reference")  # kinds whose sign says a direction
IN_WORDS = "定性目标，由人认定"
NOT_READ = "单位不明，不评价"
# The year that a baseline was measured in, ahead of the figure or behind it.
MEASURED = r"(?P<year>(?:19|20)\d\d)年(?:度|[末底初])?(?:数据?|数值|实际|现状|值)?"
AHEAD = re.compile(
    rf"[（(〔\[]?(?:截[至止]到?|至|到)?{MEASURED}[)）〕\]]?[，,：:]?"
    r"(?:已经?)?(?:达到?|为|是|的|有)?(?=[\d<>≤≥＜＞﹤﹥约])"
)
BEHIND = re.compile(rf"[，,、]?[（(〔\[]?(?:截[至止]到?|为|系)?{MEASURED}[)）〕\]]?$")
# 全国平均 → the nation; 全省平均, 省指标 → the province of the plan's region.
UPPER = (("全国", 0), ("国家", 0), ("省", 1), ("市", 2))


def concept(sheet: ReadSheet, questions, row, catalogue) -> None:
    """Set indicator, unit and stated factor of a row; check them against units."""
    line = row.line
    row.indicator = sheet.text(line, "指标代码")
    known = catalogue.get(row.indicator)
    if row.indicator and known is None:
        sheet.complain(line, "指标代码", f"目录中没有“{row.indicator}”。")
    if line["读作单位"] == DOUBTFUL:
        question = f"原文的计量单位“{row.unit_label}”存疑，请确认按什么单位读。"
        own = (known.unit,) if known and known.unit else ()
        questions.append(_about_unit(sheet, row, question, (NOT_READ, *own)))
        return
    row.unit_read = line["读作单位"]
    row.factor = sheet.decimal(line, "折算系数")
    if row.factor is None:
        if not line["折算系数"]:
            sheet.complain(line, "折算系数", "不能为空；单位与目录相同时写 1。")
    elif row.factor <= 0:
        sheet.complain(line, "折算系数", "应大于 0。")
    elif known and (reason := contradiction(row.unit, known.unit, row.factor)):
        sheet.complain(line, "折算系数", reason)
    elif known and row.unit and not akin(row.unit, known.unit):
        question = (
            f"“{row.unit}”与目录单位“{known.unit}”是两个量词，"
            f"按折算系数{row.factor:f}读，请确认。"
        )
        reading = f"1{row.unit}计{row.factor:f}{known.unit}"
        questions.append(_about_unit(sheet, row, question, (reading,)))


def _about_unit(sheet: ReadSheet, row, question: str, readings) -> PlanQuestion:
    return PlanQuestion(
        *(sheet.file, row.line.number, asking.COLUMNS[asking.UNIT], question),
        key=row.key,
        field=asking.UNIT,
        raw=row.unit_label,
        question=question,
        readings=readings,
    )


def contradiction(unit: str, wanted: str, factor: Decimal) -> str:
    """Return why a stated factor cannot be right, or "" (also where one is unknown)."""
    if not unit or not wanted or counted(unit, wanted):
        return ""
    try:
        due = due_factor(unit, wanted)
    except units.UnitError as error:
        return f"{error}请核对计量单位、读作单位和指标代码。"
    if due == factor:
        return ""
    return f"写的是{factor:f}，而由“{unit}”到目录单位“{wanted}”应为{due:f}。"


def due_factor(unit: str, wanted: str) -> Decimal:
    """Return the known factor; a multiplier alone (万) counts what the other counts."""
    base = units.split(units.normalise(wanted))[1]
    return units.factor(unit + base if not units.kind(unit) else unit, wanted)


def factor_to(unit: str, wanted: str) -> Decimal:
    """Return the factor from a unit a person named to the catalogue's; UnitError where
    the two are of different kinds."""
    return Decimal(1) if counted(unit, wanted) else due_factor(unit, wanted)


def akin(unit: str, wanted: str) -> bool:
    """Return whether figures go from one unit to the other by a known factor."""
    return not wanted or units.kind(unit) in ("", units.kind(wanted))


def counted(unit: str, wanted: str) -> bool:
    """Return whether both are mere counting words, such as 家 and 个, 例 and 人."""
    return {units.normalise(unit), units.normalise(wanted)} <= COUNTING


def baseline(sheet: ReadSheet, questions, row, read_as: str = "") -> None:
    """Set the baseline of a row: words as printed, sign, value and year; read from
    `read_as` where a person said what the words mean.

    The year may be printed with the figure: 2015年为27.7, 截至2011年底…, 27.97（2021年）.
    目前29.3% has none.
    """
    line = row.line
    row.baseline_raw = line["基期值"]
    row.baseline_year = sheet.year(line, "基期年份")
    if not row.baseline_raw:
        return
    words, dated = undated(read_as or row.baseline_raw)
    rule = notation.read(words, row.unit or None, None)
    if rule.kind == "none":
        return
    for question in rule.questions:
        questions.append(_about_baseline(sheet, row, rule, question))
    if rule.kind not in ("value", "coverage") or rule.value is None:
        sheet.complain(
            line,
            "基期值",
            f"“{row.baseline_raw}”不是数值；没有基期值的，写“／”或留空。",
        )
        return
    row.baseline_op = "" if rule.op in ("=", None) else rule.op
    row.baseline_value, reason = in_unit(rule.value, rule.unit, row.unit)
    if reason:
        sheet.complain(line, "基期值", reason)
    stated = dated or rule.measured_year or rule.year
    if rule.measured_year and any(f"{stated}年" in note for note in rule.notes):
        sheet.complain(
            line, "基期值", f"“{row.baseline_raw}”原文列了两个数，请只留基期的一个。"
        )
    if stated and row.baseline_year and stated != row.baseline_year:
        sheet.complain(
            line, "基期年份", f"与基期值原文中的{stated}年不同，应写{stated}。"
        )
    row.baseline_year = row.baseline_year or stated


def _about_baseline(sheet, row, rule, question: str) -> PlanQuestion:
    return PlanQuestion(
        *(sheet.file, row.line.number, asking.COLUMNS[asking.BASELINE]),
        f"“{row.baseline_raw}”：{question}",
        key=row.key,
        field=asking.BASELINE,
        raw=row.baseline_raw,
        question=question,
        readings=(notation.words(rule),) if rule.value is not None else (),
    )


def undated(raw: str) -> tuple[str, int | None]:
    """Return a baseline's words without the year they print, and that year.

    Where two years are printed, the words stay whole: there are two figures.
    """
    if len(re.findall(r"(?:19|20)\d\d年", raw)) != 1:
        return raw, None
    if found := AHEAD.match(raw):
        return raw[found.end() :], int(found["year"])
    if found := BEHIND.search(raw):
        return raw[: found.start()], int(found["year"])
    return raw, None


def in_unit(figure: Decimal | None, stated: str | None, unit: str):
    """Return (figure in the row's unit, why not): 1.2亿元 in a row of 万元 is 12000."""
    if figure is None or not stated or not unit:
        return figure, ""
    try:
        return figure * units.factor(stated, unit), ""
    except units.UnitError:
        if counted(stated, unit):  # the notation has asked about it
            return figure, ""
        return figure, f"原文单位“{stated}”与本行单位“{unit}”不是一类，请核对。"


def reading(row, raw: str, catalogue: Mapping[str, Measure]) -> TargetRule:
    """Return how a printed target reads; a milestone's words are only words."""
    if not row.indicator:
        return TargetRule(raw=raw, kind="text", effort=notation.read(raw).effort)
    known = catalogue.get(row.indicator)
    direction = known.direction if known else None
    return notation.read(raw, row.unit or None, direction)


def same(one: TargetRule, other: TargetRule) -> bool:
    """Return whether two readings ask the same, whatever the words."""
    if one.raw == other.raw or "text" in (one.kind, other.kind):
        return one.raw == other.raw
    return bare(one) == bare(other)


def bare(rule: TargetRule) -> TargetRule:
    """Return a rule without what does not change what it asks."""
    unit = units.normalise(rule.unit) if rule.unit else None
    parts = tuple(bare(part) for part in rule.parts)
    plain = replace(rule, raw="", effort=False, certain=True, questions=())
    return replace(plain, unit=unit, parts=parts, year=None)


def settle(sheet: ReadSheet, questions, row, target, region: str, regions) -> None:
    """Bring a target's figures to the row's unit and find its reference region."""
    read = target.rule
    target.rule = rule = target.rule.due(target.year)

    def ask(question: str, mark: str = "：") -> None:
        questions.append(_about_target(sheet, row, target, read, question, mark))

    for question in rule.questions:
        ask(question)
    counted_in = POINTS.get(rule.change_unit, rule.change_unit)
    if rule.counts_in not in ("points", "own"):
        counted_in = None  # a share or a multiple: the unit leaves it alone
    target.value, reason = in_unit(rule.value, rule.unit, row.unit)
    target.high, _ = in_unit(rule.high, rule.unit, row.unit)
    target.change, also = in_unit(rule.change, counted_in, row.unit)
    target.change_high, _ = in_unit(rule.change_high, counted_in, row.unit)
    for sentence in filter(None, {reason, also}):
        sheet.complain(target.line, target.column, sentence)
    if rule.year and rule.year != target.year:
        where = printed.of_year(target.year)
        ask(f"中写的是{rule.year}年，列名是{where}。", mark="")
    if rule.reference:
        target.reference = upper(rule.reference, region)
        if target.reference not in regions:
            target.reference = None
            ask(f"的参照对象“{rule.reference}”不知道是哪个地区。", mark="")


def _about_target(sheet, row, target, rule, question: str, mark: str) -> PlanQuestion:
    """Return a question on a target's words; `mark` joins it to them: their colon, or
    nothing where it goes on with them as its subject."""
    is_text = rule.kind in ("text", "none")
    contradicts = question in map(notation.opposed, AGAINST)
    return PlanQuestion(
        *(sheet.file, target.line.number, target.column),
        f"“{target.raw}”{mark}{question}",
        key=row.key,
        field=asking.DIRECTION if contradicts else asking.TARGET,
        raw=target.raw,
        question=question if mark else f"“{target.raw}”{question}",
        year=target.year,
        issuer=target.issuer,
        readings=(IN_WORDS if is_text else notation.words(rule),),
    )


def reread(sheet: ReadSheet, row, known, unit="", baseline_as="", words=None) -> None:
    """Read a row again as answers say: in another `unit`, its baseline from other
    words, its targets from `words` by (year, issuer). What cannot be read so is a
    problem; the questions have been asked.
    """
    words, concept = words or {}, known.catalogue.get(row.indicator)
    if unit and concept:
        row.unit_read = unit
        try:
            row.factor = factor_to(unit, concept.unit)
        except units.UnitError as error:
            sheet.complain(row.line, asking.ANSWERS, str(error))
    if unit or baseline_as:
        baseline(sheet, [], row, baseline_as)
    for key, target in row.targets.items():
        target.read_as = words.get(key, "")
        if unit or target.read_as:
            said = target.read_as or target.raw
            target.rule = reading(row, said, known.catalogue)
            if target.read_as and target.rule.questions:
                about = f"“{said}”：{''.join(target.rule.questions)}"
                sheet.complain(target.line, asking.ANSWERS, about)
            settle(sheet, [], row, target, known.region, known.regions)


def against(rule: TargetRule, direction: str | None) -> bool:
    """Return whether a target points against the indicator's direction (升 with ≤)."""
    return any(
        part.kind in COMPARING
        and compared(part.kind, part.op, part.change) in AGAINST.get(direction, ())
        for part in rule.parts or (rule,)
    )


def upper(reference: str, region: str) -> str | None:
    """Return the code of the level that a reference names, seen from a region."""
    chain = [*codes.ancestors(region), region]
    for word, level in UPPER:
        if word in reference:
            return chain[level] if level < len(chain) else None
    return None
