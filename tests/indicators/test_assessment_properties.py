"""The properties of assessment README B11, tried on made-up cases of every kind."""

import copy
import json
import math
from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicators.rules import assessment

tried = settings(
    max_examples=60,
    deadline=None,
    # most made-up rows have nothing to compare: no data, or no value to worsen
    suppress_health_check=[HealthCheck.filter_too_much],
)

YEARS = (2018, 2020, 2025, 2030)
FLIP = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
GOOD = {
    "up": [">=", ">", "=", "~", None],
    "down": ["<=", "<", "=", "~", None],
    "none": ["=", "~", None],
}
SCALED = {"points", "absolute", "reference", "cumulative"}
tenths = st.integers(0, 400).map(lambda n: Decimal(n) / 10)
changes = st.integers(-60, 60).map(Decimal)


@st.composite
def milestones(draw, direction, kinds, years=YEARS):
    kind = draw(st.sampled_from(kinds))
    found = {"kind": kind, "effort": draw(st.booleans())}
    if kind in ("value", "coverage"):
        found |= {"op": draw(st.sampled_from(GOOD[direction])), "value": draw(tenths)}
    elif kind == "reference":
        found |= {"op": draw(st.sampled_from(GOOD[direction]))}
        found |= {"change": draw(changes) / 10}
    elif kind == "range":
        lo = draw(tenths)
        found |= {"lo": lo, "hi": lo + draw(st.integers(0, 50)) / Decimal(10)}
    elif kind in ("keep", "slow"):
        found |= {"base_year": draw(st.sampled_from([None, None, 2015, 2018, 2020]))}
    elif kind not in ("direction", "text", "none"):
        base_year = draw(st.sampled_from([None, 2013, 2015, 2016, 2019]))
        amount = draw(changes)
        change = abs(amount) / 20 if kind == "multiply" else amount
        found |= {"base_year": base_year, "change": change}
        if kind == "annual":
            found["change_unit"] = draw(st.sampled_from([None, "points", "own"]))
    if kind == "value" and draw(st.integers(0, 9)) == 0:
        part = {**found, "value": draw(tenths)}
        part["confirmed"] = draw(st.sampled_from([None, None, False]))
        return {"kind": "compound", "parts": [found, part]}
    return found


@st.composite
def baselines(draw):
    form = draw(st.sampled_from(["dated", "dated", "dated", "none", "undated", "op"]))
    if form == "none":
        return None
    found = {"year": None if form == "undated" else draw(st.sampled_from([2015, 2017]))}
    found["value"] = draw(tenths)
    if form == "op":
        found["op"] = draw(st.sampled_from(["<", ">", "<=", ">="]))
    return found


@st.composite
def rows(draw, has_events):
    found = []
    for year in draw(st.lists(st.integers(2013, 2031), unique=True, max_size=9)):
        if draw(st.integers(0, 11)) == 0:
            found.append({"year": year, "value": None})
            found[-1]["missing_reason"] = draw(
                st.sampled_from([None, "not_published", "not_applicable"])
            )
        elif has_events:
            denom = draw(st.integers(40, 60)) * 100
            events = draw(st.integers(0, 25))
            found.append({"year": year, "events": events, "denom": denom})
            found[-1]["value"] = Decimal(events) * 1000 / denom
        else:
            found.append({"year": year, "value": draw(tenths)})
        if draw(st.integers(0, 15)) == 0:
            found[-1]["break"] = True
    return found


KINDS = (
    "value value value relative points absolute multiply annual cumulative reference "
    "range direction keep slow coverage text none"
).split()
NEVER = st.just(False)
SELDOM = st.integers(0, 9).map(lambda n: n == 0)


@st.composite
def cases(draw, kinds=KINDS, has_bounds=None, has_events=None, has_open=True):
    """Draw a case; `has_open` adds milestones in doubt or without a year, flows and
    rows without a better side."""
    rare = SELDOM if has_open else NEVER
    direction = "none" if draw(rare) else draw(st.sampled_from(["up", "down"]))
    years = sorted(draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=4)))
    stated = [draw(milestones(direction, kinds)) | {"year": y} for y in years]
    for m in stated:
        if draw(rare):
            m["year"] = None
        if draw(rare):
            m["confirmed"] = False
    counted = draw(st.integers(0, 3)) == 0 if has_events is None else has_events
    bounded = draw(st.booleans()) if has_bounds is None else has_bounds
    indicator = {
        "direction": direction,
        "decimals": draw(st.sampled_from([0, 1, 1, 2])),
        "baseline": draw(baselines()),
        "milestones": stated,
        "period": draw(st.sampled_from([None, 1, 1, 2])),
        "flow": draw(rare),
    }
    if bounded:
        indicator["bounds"] = [Decimal(0), draw(st.sampled_from([None, Decimal(40)]))]
    if counted:
        indicator["per"] = 1000
    if any(m["kind"] == "reference" for m in stated):
        indicator["reference"] = draw(
            st.dictionaries(st.integers(2015, 2028), tenths, max_size=12)
        )
    as_of = draw(st.integers(2017, 2032))
    rows_ = draw(rows(counted))
    return {"indicator": indicator, "observations": rows_, "as_of": as_of}


def verdict(case):
    return assessment.assess_case(case)


def statuses(result):
    keys = ("status", "reason", "schedule_status", "flags", "outlook", "scale")
    states = [m["state"] for m in result["milestones"]]
    return {key: result.get(key) for key in keys} | {"states": states}


def is_share(m):
    """Say whether a change is a share, which no unit changes."""
    if m["kind"] == "annual":
        return m.get("change_unit") is None
    return m["kind"] not in SCALED


def mapped(case, value, change=lambda m, c: c, op=lambda o: o):
    """Return the case with every figure in the indicator's unit passed through."""
    case = copy.deepcopy(case)
    indicator = case["indicator"]

    def of(holder, key):
        if holder.get(key) is not None:
            holder[key] = value(holder[key])

    def milestone(m):
        for part in m.get("parts", []):
            milestone(part)
        of(m, "value")
        if m["kind"] == "range":
            m["lo"], m["hi"] = sorted((value(m["lo"]), value(m["hi"])))
        if "change" in m:
            m["change"] = change(m, m["change"])
        m["op"] = op(m.get("op"))

    for m in indicator["milestones"]:
        milestone(m)
    if indicator["baseline"]:
        of(indicator["baseline"], "value")
        indicator["baseline"]["op"] = op(indicator["baseline"].get("op"))
    for year in indicator.get("reference", {}):
        of(indicator["reference"], year)
    for row in case["observations"]:
        of(row, "value")
    return case


def worsened(case, step):
    """Return the case with its latest usable value worse, or None without one."""
    case = copy.deepcopy(case)
    up = case["indicator"]["direction"] == "up"
    usable = [
        o
        for o in case["observations"]
        if o["value"] is not None and o["year"] <= case["as_of"]
    ]
    if not usable:
        return None, None
    row = max(usable, key=lambda o: o["year"])
    if "events" in row:
        row["events"] += -step if up else step
        row["value"] = Decimal(row["events"]) * 1000 / row["denom"]
        return (case, row["year"]) if row["events"] >= 0 else (None, None)
    row["value"] -= step * Decimal(1 if up else -1) / 10
    return case, row["year"]


def stated(case):
    """Return the milestones of a case with the parts of the compound ones."""
    whole = case["indicator"]["milestones"]
    return [*whole, *(p for m in whole for p in m.get("parts", []))]


def base_years(case):
    return {m.get("base_year") for m in stated(case)}


@tried
@given(cases([k for k in KINDS if k != "range"]), st.integers(1, 80))
def test_1_worsening_the_latest_value_never_improves(case, step):
    assume(case["indicator"]["direction"] != "none")
    worse, year = worsened(case, step)
    assume(worse is not None and year not in base_years(case))
    before, after = verdict(case), verdict(worse)
    assume("no_data" not in (before["status"], after["status"]))
    if "maintenance" not in before["flags"] or up_is_good(case):
        assume(("pooled" in before) == ("pooled" in after))

    severity = [assessment.severity(r["schedule_status"]) for r in (before, after)]

    assert severity[1] <= severity[0]


@tried
@given(cases(), st.integers(-3, 3))
def test_2_another_unit_changes_no_status(case, power):
    factor = Decimal(10) ** power

    other = mapped(
        case, lambda v: v * factor, lambda m, c: c if is_share(m) else c * factor
    )
    other["indicator"]["decimals"] -= power
    if "per" in other["indicator"]:
        other["indicator"]["per"] = 1000 * factor
    if "bounds" in other["indicator"]:
        limits = other["indicator"]["bounds"]
        other["indicator"]["bounds"] = [v if v is None else v * factor for v in limits]

    assert statuses(verdict(other)) == statuses(verdict(case))


@tried
@given(cases(), st.integers(-3, 3))
def test_2_holds_for_binary_floats(case, power):
    factor = 10.0**power
    case = mapped(case, float, lambda m, c: float(c))

    other = mapped(
        case, lambda v: v * factor, lambda m, c: c if is_share(m) else c * factor
    )
    other["indicator"]["decimals"] -= power
    if "per" in other["indicator"]:
        other["indicator"]["per"] = 1000 * factor
    if "bounds" in other["indicator"]:
        limits = other["indicator"]["bounds"]
        other["indicator"]["bounds"] = [
            v if v is None else float(v) * factor for v in limits
        ]

    assert statuses(verdict(other)) == statuses(verdict(case))


ABSOLUTE = [k for k in KINDS if k not in ("relative", "multiply")]


@tried
@given(cases(ABSOLUTE, has_bounds=False, has_events=False))
def test_3_the_mirrored_case_has_the_same_status(case):
    assume(all(m["kind"] != "annual" or not is_share(m) for m in stated(case)))
    other = mapped(case, lambda v: -v, lambda m, c: -c, lambda o: FLIP.get(o, o))
    turned = {"up": "down", "down": "up", "none": "none"}
    other["indicator"]["direction"] = turned[case["indicator"]["direction"]]

    found, mirrored = statuses(verdict(case)), statuses(verdict(other))
    # The years that are there prove a floor of the total: amounts are not negative, as
    # mirrored ones would be.
    assume("total_incomplete" not in (found["reason"], mirrored["reason"]))
    assert mirrored == found


@tried
@given(cases(["value"], has_events=False, has_open=False), st.integers(0, 100))
def test_4_a_looser_later_ceiling_leaves_the_path(case, looser):
    whole = [m for m in case["indicator"]["milestones"] if "parts" not in m]
    case["indicator"]["milestones"] = whole
    assume(whole and len({m["year"] for m in whole}) == len(whole))
    d = 1 if case["indicator"]["direction"] == "up" else -1
    best = max((m["value"] for m in whole), key=lambda v: d * v)
    other = copy.deepcopy(case)
    later = {"year": 2035, "kind": "value", "value": best - d * Decimal(looser) / 10}
    other["indicator"]["milestones"].append(later)

    years = range(2010, 2036)

    assert path(case, years) == path(other, years)


def path(case, years):
    return assessment.path_points(
        case["indicator"], case["observations"], years, case["as_of"]
    )


@tried
@given(
    st.integers(1, 300),
    st.integers(-300, 300),
    st.integers(2016, 2024),
    st.sampled_from(["value", "annual"]),
    st.booleans(),
)
def test_5_on_the_path_is_on_path_with_ratio_one(start, planned, year, kind, as_float):
    assume(planned != 0 and (kind == "value" or start + planned > 0))
    base = Decimal(start) / 10
    milestone = {"year": 2025, "kind": "value", "value": base + Decimal(planned) / 10}
    if kind == "annual":
        milestone = {"year": 2025, "kind": "annual", "base_year": 2015}
        milestone["change"] = Decimal(planned) / 30
    indicator = {
        "direction": "up" if planned > 0 else "down",
        "baseline": {"year": 2015, "value": base},
        "milestones": [milestone],
    }
    anchors = assessment.path_anchors(
        assessment.baseline(indicator["baseline"]),
        assessment.resolve_targets(indicator, []),
        1 if planned > 0 else -1,
    )
    value = assessment.path_value(anchors, year)
    rows_ = [{"year": year, "value": float(value) if as_float else value}]

    result = assessment.assess(indicator, rows_, year + 1)

    assert result.status == "on_path"
    assert math.isclose(result.ratio, 1, abs_tol=1e-6)


@tried
@given(cases(["value", "coverage", "direction"], has_events=False, has_open=False))
def test_6_strict_and_inclusive_differ_only_at_equality(case):
    case["indicator"]["milestones"] = [
        m for m in case["indicator"]["milestones"] if "parts" not in m
    ]
    whole = case["indicator"]["milestones"]
    seen = {o["value"] for o in case["observations"]}
    if case["indicator"]["baseline"]:
        seen.add(case["indicator"]["baseline"]["value"])
    limits = {m.get("value") for m in whole} - {None}
    bounds = set(case["indicator"].get("bounds", ())) - {None}
    assume(not limits & seen and not limits & bounds)
    assume("projection" not in (found := verdict(case)) or found["projection"]["lo"])
    inclusive, strict = (">=", ">") if up_is_good(case) else ("<=", "<")

    results = []
    for op in (inclusive, strict):
        for m in whole:
            if m["kind"] != "direction":
                m["op"] = op
        results.append(statuses(verdict(case)))

    assert results[0] == results[1]


def up_is_good(case):
    return case["indicator"]["direction"] == "up"


def holes(value, draw):
    """Return the case with some of its figures missing, one way or another."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if draw(st.integers(0, 9))}
        return {
            k: None if draw(st.integers(0, 9)) == 0 else holes(v, draw)
            for k, v in kept.items()
        }
    if isinstance(value, list):
        return [holes(v, draw) if isinstance(v, dict) else v for v in value]
    return value


@tried
@given(cases(), st.data())
def test_7_missing_input_neither_raises_nor_gives_nan(case, data):
    case = holes(case, data.draw)

    result = verdict(case)

    json.dumps(result, allow_nan=False)
    assert result["status"] in assessment.CATEGORIES
    assert result["reason"] is None or result["reason"] in assessment.REASONS
    assert (result["status"] == "no_data") == (result["reason"] in no_data_reasons())
    if case.get("indicator") is not None:
        assert assessment.check_case(case) == []


def no_data_reasons():
    return [code for code, reason in assessment.REASONS.items() if reason.remedy]


@tried
@given(cases())
def test_8_same_input_same_json(case):
    first, second = verdict(case), verdict(copy.deepcopy(case))

    assert json.dumps(first) == json.dumps(second)


@tried
@given(cases(), st.randoms())
def test_9_the_order_of_observations_does_not_matter(case, random):
    expected = verdict(case)

    random.shuffle(case["observations"])

    assert verdict(case) == expected


@tried
@given(cases(), tenths, st.booleans())
def test_10_a_future_observation_is_ignored(case, value, is_break):
    rows_ = [o for o in case["observations"] if o["year"] <= case["as_of"]]
    expected = verdict({**case, "observations": rows_})
    later = {"year": case["as_of"] + 1, "value": value, "break": is_break}

    case["observations"] = [later, *rows_]

    assert verdict(case) == expected


# 11 is tests/indicators/test_assessment.py: every worked example is reproduced.


def without(case, is_left):
    """Return the case with only the milestones, and parts of them, that are left."""
    case = copy.deepcopy(case)
    left = []
    for m in case["indicator"]["milestones"]:
        if "parts" in m:
            m["parts"] = [p for p in m["parts"] if is_left(m) and is_left(p)]
        if m.get("parts", True) and is_left(m):
            left.append(m)
    case["indicator"]["milestones"] = left
    return case


NO_KEEP = [k for k in KINDS if k != "keep"]


@tried
@given(cases(NO_KEEP), st.data())
def test_12_a_milestone_in_doubt_changes_no_status(case, data):
    for m in case["indicator"]["milestones"]:
        if data.draw(st.integers(0, 2)) == 0:
            m["confirmed"] = False
    found = verdict(case)
    assume(found["reason"] != "unconfirmed_target")

    other = verdict(without(case, lambda m: m.get("confirmed") is not False))

    assert (other["status"], other["schedule_status"]) == (
        found["status"],
        found["schedule_status"],
    )
    if found["status"] != "no_data":
        assert other["reason"] == found["reason"]


@tried
@given(cases(NO_KEEP), st.data())
def test_13_an_undated_milestone_changes_no_status(case, data):
    for m in case["indicator"]["milestones"]:
        if data.draw(st.integers(0, 2)) == 0:
            m["year"] = None
    found = verdict(case)
    assume(found["reason"] != "undated_target")

    other = verdict(without(case, lambda m: m.get("year", 0) is not None))

    assert (other["status"], other["reason"], other["schedule_status"]) == (
        found["status"],
        found["reason"],
        found["schedule_status"],
    )


@tried
@given(cases(["cumulative", "annual", "value"], has_events=False))
def test_14_a_change_is_the_same_however_it_is_counted(case):
    case["indicator"]["flow"] = False
    for m in stated(case):
        if m["kind"] == "annual":
            m["change_unit"] = m.get("change_unit") or "own"
            m["base_year"] = m["base_year"] or 2015
    other = copy.deepcopy(case)

    for m in stated(other):
        if m["kind"] == "annual" and m.get("year") is not None:
            years = m["year"] - m["base_year"]
            m |= {"kind": "absolute", "change": m["change"] * years}
        elif m["kind"] == "cumulative":
            m["kind"] = "absolute"

    assert verdict(other) == verdict(case)


@tried
@given(
    st.integers(2015, 2019),
    st.lists(st.integers(0, 60), min_size=1, max_size=9),
    st.lists(st.integers(1, 300), min_size=1, max_size=3),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_15_a_total_is_judged_like_its_sums_typed_in(base, amounts, asked, first, late):
    years = range(base + 1, base + 1 + len(amounts))
    due = [base + 3 + first + 4 * i for i in range(len(asked))]
    as_of = years[-1] + late
    flow = {
        "direction": "up",
        "flow": True,
        "milestones": [
            {"year": y, "kind": "cumulative", "base_year": base, "change": t}
            for y, t in zip(due, sorted(asked), strict=True)
        ],
    }
    level = {
        "direction": "up",
        "baseline": {"year": base, "value": 0},
        "milestones": [
            {"year": y, "kind": "value", "value": t}
            for y, t in zip(due, sorted(asked), strict=True)
        ],
    }
    values = [sum(amounts[: i + 1]) for i in range(len(amounts))]

    total = assessment.assess(flow, series(years, amounts), as_of)
    typed = assessment.assess(level, series(years, values), as_of)

    assume(all("proxy_year" not in m.flags for m in typed.milestones))
    for name in ("status", "reason", "schedule_status", "outlook", "closed", "ratio"):
        assert getattr(total, name) == getattr(typed, name), name
    assert [m.state for m in total.milestones] == [m.state for m in typed.milestones]


def series(years, values):
    return [{"year": y, "value": v} for y, v in zip(years, values, strict=True)]


@tried
@given(cases(["slow"], has_bounds=False, has_events=False), changes)
def test_16_a_slowdown_is_the_same_at_another_level(case, more):
    other = mapped(case, lambda v: v + more)

    assert statuses(verdict(other)) == statuses(verdict(case))


@tried
@given(cases(["value", "relative"], has_events=True))
def test_17_no_early_praise_on_a_short_pool(case):
    found = verdict(case)

    if "pooled" in found and found["pooled"]["years"] < 3:
        assert (found["status"], found["reason"]) != ("achieved", "early")
        if found["status"] == "achieved":
            assert found["milestones"][-1]["state"] == "met"


@tried
@given(st.lists(cases(), max_size=12))
def test_18_the_counts_add_up(given_cases):
    found = assessment.summarise(verdict(case) for case in given_cases)

    assert found["total"] + found["not_applicable"] == len(given_cases)
    assert found["assessable"] + sum(found["no_data"].values()) == found["total"]
    closed = found["closed_met"] + found["closed_not_met"]
    assert closed + found["in_force"] == found["assessable"]
    assert sum(found["status"].values()) == found["in_force"]
    assert sum(found["groups"].values()) == found["in_force"]
    assert sum(found["evaluation"].values()) == found["assessable"]
