"""Units and references in English; a unit without an entry is kept as it is."""

from indicators.rules.explain.facts import Facts

UNITS = {
    "岁": " years",
    "个": "",
    "人": " people",
    "例": " cases",
    "张": " beds",
    "万人": " ten thousand people",
    "亿元": " hundred million yuan",
    "万元": " ten thousand yuan",
    "元": " yuan",
    "平方米": " m²",
    "/万": " per 10,000",
    "/10万": " per 100,000",
    "/100万": " per million",
}
GAP_UNITS = {
    "%": " percentage points",
    "‰": " points per thousand",
    "‱": " points per ten thousand",
}
REFERENCES = {
    "全国平均": "the national average",
    "全省平均": "the provincial average",
    "全市平均": "the city average",
    "参照地区平均": "the average of the reference region",
}


def amount(f: Facts, printed: str) -> str:
    """Return a printed value with its unit: "77.9 years", "82.2%"."""
    unit = f.shown_unit
    if unit in UNITS or unit in ("", "%", "‰", "‱"):
        return printed + UNITS.get(unit, unit)
    return f"{printed} {unit}"


def gap_amount(f: Facts, printed: str) -> str:
    """Return a printed difference with its unit: "0.3 percentage points"."""
    unit = f.shown_unit
    return printed + GAP_UNITS[unit] if unit in GAP_UNITS else amount(f, printed)


def reference(f: Facts) -> str:
    return REFERENCES.get(f.reference, f"the {f.reference} level")
