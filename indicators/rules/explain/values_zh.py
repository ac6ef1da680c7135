"""Values, targets and distances in Chinese, as the sentences print them."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.standing import counted_from
from indicators.rules.numbers import figure, plain


def value(f: Facts, observed, year=None, places=None) -> str:
    """Return year and value: "2023年77.9岁", "2024年比全国平均高3.63个百分点"."""
    year = year or f.year
    first = counted_from(f) if f.scale == "total" else None
    span = f"{first}—{year}年" if first and first < year else f"{year}年"
    return span + amount(f, observed, places)


def amount(f: Facts, observed, places=None) -> str:
    """Return a value without its year: "77.9岁", "孕产妇死亡率19.2/10万"."""
    name = f.name if f.named else ""
    places = f.decimals if places is None else places
    if f.scale == "reference":
        return name + against(f, observed, plain(abs(observed), places))
    if f.scale == "range":
        return name + _distance(f, observed, places)
    total = "累计" if f.scale == "total" else ""
    return f"{name}{total}{plain(observed, places)}{f.shown_unit}"


def _distance(f: Facts, observed, places) -> str:
    kept = f.asked.kind == "keep"
    if f.nothing(observed, places):
        return "处于保持范围" if kept else f"处于{_range(f)}的目标区间"
    aim = "保持范围" if kept else "目标区间"
    return f"偏离{aim}{plain(observed, places)}{f.gap_unit}"


def against(f: Facts, difference, printed) -> str:
    """Return a difference: "比全国平均高5.00个百分点", "与全国平均持平"."""
    if f.nothing(difference, f.decimals):
        return f"与{f.reference}持平"
    side = "高" if difference > 0 else "低"
    return f"比{f.reference}{side}{printed}{f.gap_unit}"


def target(f: Facts, stated=None) -> str:
    """Return the target's figure: "79岁", "（比全国平均高5个百分点）"."""
    stated = f.target if stated is None else stated
    if stated is None:
        return ""
    if f.scale == "reference":
        return f"（{against(f, stated, f.stated(abs(stated)))}）"
    if f.scale == "range":  # already said when inside
        return f"（{_range(f)}）" if f.latest and f.asked.kind == "range" else ""
    text = f"{f.stated(stated)}{f.shown_unit}"
    return f"（{text}左右）" if f.asked.kind == "keep" else text


def _range(f: Facts) -> str:
    return f"{f.range_zh}{f.shown_unit}"


def goal(f: Facts) -> str:
    """Return 目标, 力争目标 or 保持目标."""
    if f.asked.kind == "keep":
        return "保持目标"
    return "力争目标" if f.effort else "目标"


def limit_goal(f: Facts) -> str:
    """Return what a limit is called: 控制目标, 保持目标, 控制范围."""
    if f.asked.kind == "keep":
        return "保持目标"
    return "控制范围" if f.scale == "range" else "控制目标"


def beyond(f: Facts) -> str:
    """Return the word for the bad side of a limit."""
    if f.scale == "range":
        return "超出"
    return "低于" if f.sign > 0 else "超过"


def lag(f: Facts, limit) -> str:
    """Return how far the judged value falls short: "差0.40个百分点"."""
    return f"差{f.short_of(limit)}{f.gap_unit}"


def pooled_rate(f: Facts) -> str:
    """Return the pooled rate with its interval: "近5年合并率7.4/10万（95%区间…）"."""
    low, high = (figure(end, f.decimals) for end in (f.pooled.lo, f.pooled.hi))
    return f"{pooled_value(f)}（95%区间{low}～{high}）"


def pooled_value(f: Facts) -> str:
    """Return the pooled rate alone: "近4年合并率4.9/10万"."""
    years = f.pooled.years or 1
    span = f"近{years:.0f}年合并率" if years > 1 else "当年率"
    return f"{span}{figure(f.pooled.rate, f.decimals)}{f.shown_unit}"


def budget(f: Facts, kept: bool) -> str:
    """Return the sentence on a target that allows no event at all."""
    if f.result.event_budget != 0:
        return ""
    none = "零死亡" if "死亡" in f.name else "零发生"
    return f"。须{'保持' if kept else '实现'}{none}方能达标"


def judged_lead(f: Facts) -> str:
    """Return the value and, on small numbers, the pooled rate that is judged."""
    if f.pooled:
        return f"{value(f, f.latest)}，{pooled_rate(f)}，按合并率"
    places = None
    if f.result.path_value is not None:
        places = f.told_places
    return f"{value(f, f.latest, places=places)}，"
