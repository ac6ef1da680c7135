"""The words of a verdict, against the model sentences of the 98 worked examples."""

import copy
import json
import re
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules import assessment
from indicators.rules import explain as words
from indicators.rules.assessment import Case, Parameters, Result
from indicators.rules.explain import flag_words, reason_words
from tests.tables import every

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "data" / "assessment_examples.json").read_text("utf-8")
)["examples"]
BY_ID = {example["id"]: example for example in EXAMPLES}


def read(case, result):
    """Return a case and its result typed, as they are or from their JSON."""
    return (
        case if isinstance(case, Case) else Case.from_dict(case),
        result if isinstance(result, Result) else Result.from_dict(result),
    )


def explain(case, result, lang="zh"):
    return words.explain(*read(case, result), lang)


def detail(case, result, lang="zh"):
    return words.detail(*read(case, result), lang)


def arithmetic(case, result, **asked):
    return words.arithmetic(*read(case, result), **asked)


def headline_words(result, direction=None, wording="dispatch"):
    return words.headline_words(read({}, result)[1], direction, wording)


def texts(case, result, counts=False):
    """Return every string that a page could show of a result, one a line."""
    case, result = read(case, result)
    lines = arithmetic(case, result, counts=counts)
    fields = [(x.title, x.formula, x.result, x.note) for x in lines]
    told = [text for line in fields for text in line]
    for lang in ("zh", "en"):
        told += [explain(case, result, lang), detail(case, result, lang)]
    told += [headline_words(result), headline_words(result, wording="evaluation")]
    return "\n".join(told)


def changed(example, case=None, result=None):
    """Return case and result of an example with some keys replaced."""
    example = copy.deepcopy(example)
    example["indicator"] |= case or {}
    example["result"] |= result or {}
    return example, example["result"]


# ------------------------------------------------------------ model sentences


@every("example", EXAMPLES, name=itemgetter("id"))
def test_sentence_is_the_model_sentence(example):
    assert explain(example, example["result"]) == example["text_zh"]


@every("example", EXAMPLES, name=itemgetter("id"))
def test_detail_is_the_model_arithmetic(example):
    assert detail(example, example["result"]) == example["detail_zh"]


@every("example", EXAMPLES, name=itemgetter("id"))
def test_sentence_of_a_fresh_assessment_is_the_model_sentence(example):
    result = assessment.assess(
        example["indicator"], example["observations"], example["as_of"]
    ).to_dict()

    assert explain(example, result) == example["text_zh"]
    assert detail(example, result) == example["detail_zh"]


def test_english_sentence_has_the_same_contents():
    example = BY_ID["E01"]

    assert explain(example, example["result"], "en") == (
        "In 2023 the value was 77.9 years, 0.06 years above the scheduled value; "
        "91% of the rise towards the 2025 target is done (89% was due). "
        "On the recent trend the 2025 target is within reach."
    )
    assert detail(example, example["result"], "en") == (
        "The scheduled value for 2023 was 77.84; 2025 is projected at 78.5 "
        "(80% interval 78.1 to 78.9); to meet the 2025 target it must rise by "
        "0.15 years a year (recently it has risen by 0.30 years a year)."
    )


@every("example", EXAMPLES, name=itemgetter("id"))
def test_english_is_english_and_tells_the_same_figures(example):
    case, result = changed(example, {"name_en": "The rate"})

    sentence = explain(case, result, "en")
    assert sentence.endswith(".") and not re.search(r"[\u3000-\u9fff]", sentence)
    assert not re.search(r"[\u3000-\u9fff]", detail(case, result, "en"))
    for text in ("text_zh", "detail_zh"):
        told = sentence if text == "text_zh" else detail(case, result, "en")
        chinese = example[text].replace("/10万", " per 100,000")
        missing = set(re.findall(r"\d+\.\d+%?", chinese)) - set(
            re.findall(r"\d+\.\d+%?", told)
        )
        assert not missing


# ---------------------------------------------------------------- rules of B8


@pytest.mark.parametrize(
    "example, direction, chip",
    [
        ("E12", "down", "超过控制目标"),
        ("E12", "up", "低于控制目标"),  # whatever the figures say
        ("E15", "up", "低于控制目标"),
        ("E81", "down", "超过控制目标"),
        ("E83", "none", "超出控制范围"),
        ("E83", "up", "超出控制范围"),
    ],
)
def test_the_chip_of_a_broken_limit_follows_the_direction(example, direction, chip):
    result = BY_ID[example]["result"]

    assert headline_words(result, direction) == chip
    assert headline_words(result, direction, "evaluation") == "滞后"


@pytest.mark.parametrize(
    "example, chip",
    [
        ("E07", "较基期变差"),  # from its baseline
        ("E79", "较起点变差"),  # from the first milestone: no baseline printed
        ("E85", "较基期变差"),
    ],
)
def test_the_chip_of_moving_away_names_no_baseline_that_is_not_printed(example, chip):
    result = BY_ID[example]["result"]

    assert headline_words(result) == chip
    assert headline_words(result, wording="evaluation") == "滞后"


def test_a_broken_floor_is_explained_as_one():
    case, result = changed(
        BY_ID["E12"],
        {"unit": "%", "direction": "up", "decimals": 1},
        {"latest": 93.0, "limit_in_force": 95.0, "focus_target": 96.0},
    )

    assert explain(case, result).startswith("2023年93.0%，低于控制目标95%。")


def test_headline_of_what_cannot_be_assessed_says_why():
    result = BY_ID["E03"]["result"]

    assert headline_words(result) == "暂无法评价：尚无监测数据"
    assert headline_words(result, wording="evaluation") == "暂无法评价：尚无监测数据"


def test_only_what_is_met_before_its_year_is_called_early():
    late, early = BY_ID["E04"]["result"], BY_ID["E91"]["result"]

    assert headline_words(late, wording="evaluation") == "如期实现"
    assert headline_words(early, wording="evaluation") == "提前实现"


def test_effort_targets_are_called_so():
    case, result = changed(BY_ID["E05"])
    result["milestones"][-1]["flags"] = ["effort"]
    result["milestones"][-1]["value"] = result["latest"] = 78.5

    text = explain(case, result)
    assert text == "2030年78.5岁，未如期完成2030年力争目标79岁，尚差0.5岁。"


def test_a_value_is_never_rounded_onto_the_limit_it_breaks():
    case, result = changed(BY_ID["E12"], result={"latest": 5.304})

    assert explain(case, result).startswith("2023年5.304‰，超过控制目标5.3‰。")


def test_an_unfinished_share_never_reads_as_all():
    _, result = changed(BY_ID["E02"], result={"progress": 0.9971})

    assert "已完成99.7%（" in explain(BY_ID["E02"], result)


def test_nearly_used_allowance_tells_the_little_that_is_left():
    case, result = changed(
        BY_ID["E10"],
        result={"status": "at_risk", "reason": "allowance_nearly_used", "flags": []},
    )
    result |= {"erosion": 0.83, "headroom": 0.14, "latest": 5.06}

    text = explain(case, result)
    assert "距2025年控制目标5.2‰仅余0.14个千分点。" in text


def test_pooled_success_is_not_ascribed_to_the_single_year():
    case, result = changed(BY_ID["E65"], result={"status": "achieved"})
    result |= {"schedule_status": "achieved", "reason": "early"}

    assert "按合并率已提前达到2025年目标18/10万" in explain(case, result)


def test_inside_a_range_is_said_plainly():
    case = copy.deepcopy(BY_ID["E37"])
    case["observations"].append({"year": 2024, "value": 106.8})
    result = assessment.assess(case["indicator"], case["observations"], 2025).to_dict()

    assert explain(case, result).startswith(
        "2024年出生人口性别比处于103～107的目标区间，已提前达到2030年目标。"
    )
    assert "余地" not in detail(case, result)


def test_units_of_the_catalogue_stand_behind_a_number():
    case, result = changed(BY_ID["E28"], {"unit": "1/10万"})

    assert explain(case, result) == BY_ID["E28"]["text_zh"]


def test_region_names_are_compared_by_their_average():
    case, result = changed(BY_ID["E25"])
    case["indicator"]["milestones"][0]["reference"] = "全国"

    assert explain(case, result) == BY_ID["E25"]["text_zh"]


def test_a_neighbouring_year_is_told_as_such():
    case, result = changed(BY_ID["E18"])
    case["observations"] = [{"year": 2019, "value": 29.8}]
    result["milestones"][0]["flags"] = ["proxy_year"]

    text = "2020年无数据，以2019年代替：29.8%，已完成2020年目标30%。"
    assert explain(case, result) == text
    case["observations"], result["record_year"] = [], 2021
    assert explain(case, result) == text.replace("2019", "2021")


def test_a_value_equal_to_an_exclusive_limit_says_so():
    case, result = changed(BY_ID["E12"], {"unit": "%", "direction": "up"})
    case["indicator"]["decimals"] = 1
    for stated, state in zip(
        case["indicator"]["milestones"], result["milestones"], strict=True
    ):
        stated |= {"op": ">", "value": 78.0}
        state["target"] = 78.0
    result |= {"latest": 78.0, "limit_in_force": 78.0, "focus_target": 78.0}

    text = "2023年78.0%，等于2020年目标78%，但目标不含本数。"
    assert explain(case, result).startswith(text)


@pytest.mark.parametrize(
    "baseline, cause",
    [
        (None, "规划未列基期值"),
        ({"year": None, "value": 4.0}, "基期值未注明年份"),
        ({"year": 2015, "value": 4.0, "op": ">"}, "基期只列界限值"),
        ({"year": 2028, "value": 4.6}, "数据早于基期2028年"),
    ],
)
def test_without_a_start_the_cause_is_named(baseline, cause):
    case, result = changed(BY_ID["E96"], {"baseline": baseline})

    text = f"2025年4.5人，距2030年目标4.7人差0.20人；{cause}，不评价进度。"
    assert explain(case, result).startswith(text)


def test_a_reference_without_the_year_of_the_baseline_is_named():
    case, result = changed(BY_ID["E57"], {"reference": {"2023": 29.7, "2024": 31.87}})
    result |= {"status": "no_data", "reason": "no_baseline", "path_value": None}

    assert explain(case, result) == (
        "2024年比全国平均低2.27个百分点，距2030年目标（比全国平均高5个百分点）"
        "差7.27个百分点；缺2022年全国平均值，不评价进度。"
    )


@pytest.mark.parametrize(
    "milestone, cause",
    [
        ({"kind": "relative", "change": -30}, "缺2015年数值（目标为比2015年下降30%）"),
        (
            {"kind": "annual", "change": 2, "change_unit": "points"},
            "缺2015年数值（目标为2015年起年均提高2个百分点）",
        ),
        ({"kind": "keep"}, "缺2015年数值（目标为维持在2015年水平）"),
        (
            {"kind": "multiply", "change": 1.5, "raw": "翻1.5倍"},
            "缺2015年数值（目标为翻1.5倍）",
        ),
        (
            {"kind": "points", "change": 5, "base_year": None},
            "目标未写明对比年份，规划也无基期值",
        ),
        (
            {"kind": "keep", "base_year": None},
            "目标未写明保持哪一年的水平，规划也无基期值",
        ),
    ],
)
def test_a_missing_base_value_names_its_year(milestone, cause):
    stated = {"year": 2025, "base_year": 2015} | milestone
    case, result = changed(BY_ID["E82"], {"baseline": None, "milestones": [stated]})

    assert explain(case, result) == f"暂无法评价：{cause}。"


def test_a_distance_is_that_of_the_printed_numbers():
    case, result = changed(BY_ID["E96"], result={"latest": 4.349})
    case["indicator"]["decimals"] = 2

    assert "2025年4.35人，距2030年目标4.7人差0.35人" in explain(case, result)
    case["indicator"]["decimals"] = 1
    assert "2025年4.3人，距2030年目标4.7人差0.40人" in explain(case, result)


def test_a_neighbour_value_of_a_coming_milestone_is_no_final_verdict():
    case, result = changed(BY_ID["E47"], result={"reason": "early"})
    result |= {"status": "achieved", "flags": []}
    result["milestones"][0] |= {"state": "met", "value": 60.2, "flags": ["proxy_year"]}

    assert explain(case, result).startswith("2023年60.2%，已提前达到2025年目标60%。")


def test_a_late_success_of_the_latest_year_is_told_once():
    case, result = changed(BY_ID["E67"], result={"met_since": 2025})

    text = "2020年98.6%，未如期完成2020年目标100%；2025年已达到（100.0%）。"
    assert explain(case, result) == text


def test_a_final_miss_by_chance_says_so():
    case, result = changed(BY_ID["E76"], result={"status": "not_met", "latest": 19.7})
    stated, state = case["indicator"]["milestones"][0], result["milestones"][0]
    stated["value"] = state["target"] = result["focus_target"] = 14.5
    result |= {"latest_year": 2025, "reason": None}
    result["pooled"] |= {"years": 4, "rate": 4.9, "lo": 0.1, "hi": 27.5}

    assert explain(case, result) == (
        "2025年孕产妇死亡率19.7/10万，未如期完成2025年目标14.5/10万，尚差5.2/10万。"
        "按考核口径未完成；发生数较少，属随机波动范围（近4年合并率4.9/10万）。"
    )
    result["pooled"]["lo"] = 14.6
    assert "随机波动" not in explain(case, result)


@pytest.mark.parametrize(
    "start, latest, text",
    [
        (
            3.0,
            1.0,
            "2025年比全国平均高1.00个百分点，优势较2020年（高3.00个百分点）缩小",
        ),
        (2.0, -1.0, "2025年比全国平均低1.00个百分点，较2020年（高2.00个百分点）变差"),
        (0.0, -1.0, "2025年比全国平均低1.00个百分点，较2020年（与全国平均持平）变差"),
        (
            None,
            -1.0,
            "2025年比全国平均低1.00个百分点，比2020年目标（与全国平均持平）更差",
        ),
    ],
)
def test_a_difference_that_worsens_is_told_as_gap_or_lead(start, latest, text):
    case, result = changed(BY_ID["E79"], result={"latest": latest})
    observed = {"year": 2020, "value": start} if start is not None else None
    result["start_observed"] = observed

    assert explain(case, result).startswith(f"{text}。")
    assert "不升反降" not in texts(case, result)


@pytest.mark.parametrize(
    "status, latest, told",
    [
        ("far_behind", 30.4, "数值较2020年（31.0%）已有改善"),
        ("far_behind", 31.0, "较2020年（31.0%）尚无改善"),
        ("reversed", 31.5, "较2020年（31.0%）不降反升"),
    ],
)
def test_a_repeated_target_is_told_against_the_start_year(status, latest, told):
    case, result = changed(BY_ID["E36"], {"baseline": None}, {"latest": latest})
    result |= {"status": status, "start_observed": {"year": 2020, "value": 31.0}}
    result["flags"] = ["path_from_first_milestone", "zero_planned_change"]

    distance = f"{latest - 30:.2f}" if latest - 30 < 1 else f"{latest - 30:.1f}"
    start = f"2021年{latest}%，距2025年目标30%差{distance}个百分点；{told}。"
    assert explain(case, result).startswith(start)


@pytest.mark.parametrize(
    "reason, after, last, told",
    [
        ("slowing", -0.1, -0.1, "，已不再上升。"),
        ("no_slowdown", 0.5, 0.5, "上升势头未减缓。"),
        ("recent_setback", 0.2, 0.6, "上升势头减缓，但最近一次上升0.6个百分点。"),
        ("recent_turn", 0.8, 0.1, "上升势头加快，但最近一次上升0.1个百分点。"),
    ],
)
def test_a_slowing_is_told_by_its_two_paces(reason, after, last, told):
    case, result = changed(BY_ID["E84"], result={"reason": reason})
    result["pace_change"] |= {"after": after, "last": last}

    assert told in explain(case, result)


@pytest.mark.parametrize(
    "reason, after, told",
    [
        ("accelerating", 0.4, "此前年均下降0.2个百分点，转为上升。"),
        ("slowing", -0.3, "此前年均下降0.2个百分点，没有上升。"),
    ],
)
def test_what_did_not_rise_before_is_not_called_slower(reason, after, told):
    case, result = changed(BY_ID["E84"], result={"reason": reason})
    result["pace_change"] |= {"before": -0.2, "after": after}

    assert told in explain(case, result)


def test_two_paces_that_differ_never_print_alike():
    case, result = changed(BY_ID["E84"])
    result["pace_change"] |= {"before": 0.54, "after": 0.46}

    assert "年均上升0.46个百分点，此前年均上升0.54个百分点" in explain(case, result)


@pytest.mark.parametrize("name", ["E21", "E54", "E69", "E78", "E79", "E96"])
def test_without_a_baseline_nothing_is_compared_with_one(name):
    result = BY_ID[name]["result"]

    assert "较基期" not in explain(BY_ID[name], result)


@every("example", EXAMPLES, name=itemgetter("id"))
def test_forbidden_words(example):
    case, result = example, example["result"]
    text = texts(case, result)

    for word in ("突破", "完成率", "None", "nan", "inf", "-0"):
        assert word not in text
    assert not re.search(r"(?<![\u4e00-\u9fff])-\d", text)  # only true minus signs
    sentence = explain(case, result)
    assert "−" not in sentence and "－" not in sentence
    assert all(int(n) <= 100 for n in re.findall(r"已完成\D*(\d+)%", sentence))


# ----------------------------------------------------------------- arithmetic


def number_of(text):
    """Return the number in a result, percentages as shares."""
    found = re.search(r"−?\d+(\.\d+)?", text)
    value = float(found.group().replace("−", "-"))
    return value / 100 if "%" in text else value


def computed(formula):
    """Return the value (or truth) of a formula, None for one in words."""
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", formula)
    for sign, operator in zip("−×÷^≥≤", ("-", "*", "/", "**", ">=", "<="), strict=True):
        text = text.replace(sign, operator)
    if not text or not re.fullmatch(r"[\d.+\-*/() <>=]+", text):
        return None
    return eval(text)  # noqa: S307  digits and operators only


def unit_of_last_place(text):
    digits = re.search(r"\d+(?:\.(\d+))?", text).group(1) or ""
    return 10 ** -len(digits)


@every("example", EXAMPLES, name=itemgetter("id"))
def test_every_formula_gives_the_figure_beside_it(example):
    for line in arithmetic(example, example["result"]):
        value = computed(line.formula)
        if value is None:
            continue
        if isinstance(value, bool):
            assert value and line.result in ("已完成", "未完成")
        elif "%" in line.result:
            assert value == pytest.approx(number_of(line.result), abs=0.0025)
        else:
            unit = unit_of_last_place(line.result)
            assert value == pytest.approx(number_of(line.result), abs=unit)


# Hand derivations of assessment README B10.
@every(
    "example, title, formula, result",
    [
        ("E01", "序时目标值（2023）", "77.3 + (78.2 − 77.3) × 3/5", "77.84"),
        ("E01", "实际进度", "(77.9 − 75) ÷ (78.2 − 75)", "90.6%"),
        ("E01", "实际进度÷序时进度", "90.6% ÷ 88.8%", "1.02"),
        ("E01", "今后年均需提高（到2025年）", "(78.2 − 77.9) ÷ 2", "0.15"),
        ("E03", "序时目标值（2024）", "77.3 + (78.2 − 77.3) × 4/5", "78.02"),
        ("E05", "终期判定（2030）", "78.96 < 79", "未完成"),
        ("E06", "目标值（2025）", "19.54 × (1 − 20%)", "15.632"),
        ("E06", "序时目标值（2023）", "17.586 − (17.586 − 15.632) × 3/5", "16.414"),
        ("E10", "已用余量", "(5.00 − 4.36) ÷ (5.2 − 4.36)", "76%"),
        ("E10", "2025年控制目标的余量", "5.2 − 5.00", "0.20"),
        ("E13", "年均变化（2019～2023）", "(82.2 − 77.5) ÷ 4", "1.18"),
        ("E13", "最近一次变化", "82.2 − 81.0", "1.2"),
        ("E17", "终期判定（2020）", "30.0 ≥ 30", "未完成"),
        ("E25", "与全国平均之差（2024）", "35.50 − 31.87", "3.63"),
        ("E25", "序时目标值（2024）", "−0.78 + (5 − (−0.78)) × 2/8", "0.665"),
        ("E37", "偏离目标区间（2023）", "110.5 − 107", "3.5"),
        ("E51", "序时目标值（2023）", "", "30"),
        ("E55", "目标值（2025）", "2.4 + 0.6", "3"),
        ("E56", "目标值（2025）", "120 × (1 + 8%)^5", "176.32"),
        ("E56", "序时目标值（2023）", "120 × (176.32 ÷ 120)^(3/5)", "151.17"),
        ("E63", "目标值（2025）", "40 × 1.5", "60"),
        ("E66", "达标判定（2025）", "61.0 ≥ 60", "已完成"),
        ("E68", "与2020年目标之差", "52.0 − 60", "−8.0"),
        ("E78", "与全国平均之差（2020）", "23.00 − 25.00", "−2.00"),
        ("E80", "允许幅度", "", "1.84"),
        ("E80", "与保持目标之差（2023）", "90.8 − 92", "−1.2"),
        ("E83", "偏离保持范围（2023）", "6.70 − 6.63", "0.07"),
        ("E84", "基期年及以前年均变化（2016～2020）", "(12.0 − 10.0) ÷ 4", "0.50"),
        ("E84", "基期年以来年均变化（2020～2023）", "(12.6 − 12.0) ÷ 3", "0.20"),
        ("E85", "最近一次年均变化", "14.4 − 13.5", "0.90"),
        ("E87", "目标值（2025）", "30 − 0.5 × 5", "27.5"),
        ("E88", "目标值（2025）", "77 + 1", "78"),
        ("E89", "累计数（2021～2023）", "2 + 3 + 2", "7"),
        ("E89", "今后年均需提高（到2025年）", "(10 − 7) ÷ 2", "1.5"),
    ],
)
def test_lines_of_the_worked_examples(example, title, formula, result):
    lines = {x.title: x for x in arithmetic(BY_ID[example], BY_ID[example]["result"])}

    assert (lines[title].formula, lines[title].result) == (formula, result)


@pytest.mark.parametrize(
    "example, note",
    [
        ("E01", "≥0.95为达到序时进度"),
        ("E02", "0.60～0.95为略慢于序时进度"),
        ("E06", "≥1.10为快于序时进度"),
        ("E07", "实际进度低于−10%，为较基期变差"),
        ("E08", "<0.60为明显滞后"),
        ("E20", "与序时目标相差不超过允许幅度0.5，按达到序时进度评"),
        ("E22", "≥1.10为快于，但起算不足2年，按达到序时进度评"),
        ("E42", "起步阶段不看比值：实际进度落后不超过5个百分点即为达到序时进度"),
    ],
)
def test_the_quotient_says_which_threshold_decides(example, note):
    lines = {x.title: x for x in arithmetic(BY_ID[example], BY_ID[example]["result"])}

    assert lines["实际进度÷序时进度"].note == note


def test_other_thresholds_are_printed_where_a_result_was_made_with_them():
    lines = arithmetic(
        BY_ID["E01"], BY_ID["E01"]["result"], parameters=Parameters(ratio_on=0.9)
    )

    assert "≥0.90为达到序时进度" in {x.note for x in lines}


def test_a_quotient_is_never_rounded_across_its_threshold():
    case, result = changed(BY_ID["E02"], result={"ratio": 0.9497})

    lines = {x.title: x for x in arithmetic(case, result)}
    assert lines["实际进度÷序时进度"].result == "0.9497"


def test_a_formula_that_does_not_give_its_figure_is_left_out():
    case, result = changed(BY_ID["E01"], result={"path_value": 99.0})

    lines = {x.title: x for x in arithmetic(case, result)}
    assert lines["序时目标值（2023）"].formula == ""


def test_a_running_total_names_the_year_it_lacks():
    lines = {x.title: x for x in arithmetic(BY_ID["E90"], BY_ID["E90"]["result"])}

    assert lines["累计数（2021～2023）"].note == "缺2022年"


def test_early_success_on_small_numbers_is_shown_by_the_pooled_rate():
    case, result = changed(BY_ID["E65"], result={"status": "achieved"})
    result |= {"schedule_status": "achieved", "reason": "early"}
    result["pooled"]["rate"] = 17.2

    line = {x.title: x for x in arithmetic(case, result)}["提前达标判定（2025）"]
    assert (line.formula, line.note) == ("17.20 ≤ 18", "按近5年合并率")


@pytest.mark.parametrize("name", ["E35", "E74"])
def test_at_a_natural_limit_no_room_of_nothing_is_printed(name):
    told = texts(BY_ID[name], BY_ID[name]["result"])

    assert "余地" not in told and "余量" not in told and "边缘" not in told


@pytest.mark.parametrize(
    "name", ["E27", "E28", "E29", "E62", "E65", "E75", "E76", "E77"]
)
def test_event_counts_appear_only_where_asked_for(name):
    example = BY_ID[name]
    result = example["result"]
    counts = f"{result['pooled']['events']} ÷ {result['pooled']['denom']} × 100000"

    told = texts(example, result)
    assert str(result["pooled"]["denom"]) not in told and "5200" not in told
    assert counts in texts(example, result, counts=True)
    assert f"{result['events']} ÷ 5200 × 100000" in texts(example, result, counts=True)


@pytest.mark.parametrize(
    "example, remedy",
    [
        ("E03", "填报任一近年的数值后即可评价。"),
        ("E21", "补录基期值及其年份后即可评价；否则须待2020年及以后的数值。"),
        ("E32", "最新数据为2019年；填报2020年或以后的数值后即可评价。"),
        ("E50", "补录全国平均与本地同一年份的数值后即可评价。"),
    ],
)
def test_what_cannot_be_assessed_says_what_would_help(example, remedy):
    first = arithmetic(BY_ID[example], BY_ID[example]["result"])[0]

    assert (first.title, first.note) == ("暂无法评价", remedy)


# ------------------------------------------------------------- words of codes


def test_unknown_codes_do_not_raise():
    assert reason_words(None) == "原因未注明"
    assert flag_words("brand_new") == "brand_new"
    assert headline_words({}) == "暂无法评价：原因未注明"


# ------------------------------------------------------------- never raises


def places(value, path=()):
    """Yield the path of every key and item below a value."""
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, child in items:
        yield (*path, key)
        yield from places(child, (*path, key))


def altered(example, path, replacement, remove):
    """Return the example without, or with another value at, a path: what lies on the
    way is copied, the rest shared, as nothing that reads it writes."""
    example = parent = copy.copy(example)
    for key in path[:-1]:
        parent[key] = copy.copy(parent[key])
        parent = parent[key]
    if remove:
        del parent[path[-1]]
    else:
        parent[path[-1]] = replacement
    return example


@every("example", EXAMPLES, name=itemgetter("id"))
def test_no_missing_key_raises(example):
    """Nothing but the typed case is explained: what types alike is explained once."""
    seen = []
    for path in places({key: example[key] for key in ("indicator", "result")}):
        for remove in (True, False):
            case = altered(example, path, None, remove)
            if "bounds" in path[:-1] and remove:  # one end alone says nothing
                continue
            typed = read(case, case.get("result") or {})
            if typed not in seen:
                seen.append(typed)
                assert "None" not in texts(*typed)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_odd_value_raises(data):
    example = data.draw(st.sampled_from(EXAMPLES))
    for _ in range(data.draw(st.integers(1, 6))):
        path = data.draw(st.sampled_from(sorted(places(example), key=str)))
        odd = st.one_of(
            st.none(),
            st.floats(),
            st.integers(-(10**18), 10**18),
            st.booleans(),
            st.sampled_from(["", "全国", "up", "range", "~", [], {}, [None], [[1]]]),
        )
        example = altered(example, path, data.draw(odd), data.draw(st.booleans()))

    try:
        typed = read(example, example.get("result"))
    except ValueError:  # not of the type: nothing is explained
        return
    texts(*typed, counts=True)


amounts = st.one_of(
    st.none(), st.floats(0, 200).map(lambda value: round(value, 2)), st.just(0.0)
)
milestone = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            "value relative points absolute multiply annual reference range "
            "direction coverage text none keep slow cumulative".split()
        )
    },
    optional={
        "op": st.sampled_from(["=", "~", None]),
        "value": amounts,
        "change": st.one_of(st.none(), st.integers(-120, 60)),
        "change_unit": st.sampled_from(["percent", "points", "own"]),
        "confirmed": st.booleans(),
        "base_year": st.sampled_from([None, 2015, 2017]),
        "lo": amounts,
        "hi": amounts,
        "effort": st.booleans(),
    },
)
observation = st.fixed_dictionaries(
    {"year": st.integers(2014, 2024), "value": amounts},
    optional={
        "events": st.integers(0, 40),
        "denom": st.just(5000),
        "break": st.booleans(),
        "missing_reason": st.sampled_from(["not_collected", "not_applicable"]),
    },
)


@st.composite
def cases(draw):
    stated = draw(st.lists(milestone, max_size=4))
    years = sorted(
        draw(st.sampled_from([2018, 2020, 2022, 2025, 2030])) for _ in stated
    )
    indicator = {
        "name": "某指标",
        "unit": draw(st.sampled_from(["%", "‰", "岁", "", "1/10万"])),
        "direction": draw(st.sampled_from(["up", "down", "none"])),
        "flow": draw(st.booleans()),
        "decimals": draw(st.integers(0, 3)),
        "bounds": draw(st.sampled_from([None, [0, 100], [0, None]])),
        "per": draw(st.sampled_from([None, 100000])),
        "baseline": draw(
            st.one_of(
                st.none(),
                st.fixed_dictionaries(
                    {"year": st.sampled_from([None, 2015, 2016]), "value": amounts},
                    optional={"op": st.sampled_from(["<", ">", None])},
                ),
            )
        ),
        "reference": draw(
            st.sampled_from([None, {}, {"2015": 20.0, "2020": 24.0, "2023": 27.5}])
        ),
        "milestones": [m | {"year": y} for m, y in zip(stated, years, strict=True)],
    }
    observations = draw(st.lists(observation, max_size=8))
    return {
        "indicator": indicator,
        "observations": observations,
        "as_of": draw(st.integers(2016, 2032)),
    }


@settings(max_examples=200, deadline=None)
@given(cases())
def test_whatever_is_assessed_can_be_explained(case):
    result = assessment.assess_case(case)

    sentence = explain(case, result)
    assert sentence.endswith("。") and "None" not in sentence
    assert "—" not in re.sub(r"\d—\d", "", texts(case, result))
    if case["indicator"]["baseline"] is None:
        assert "较基期" not in sentence + detail(case, result)
    for line in arithmetic(case, result):
        value = computed(line.formula)
        if isinstance(value, bool):
            assert value


def test_a_year_that_is_none_names_no_more_than_a_century_lacks():
    """Found by chance: 10**18 as a year asked for as many missing ones."""
    example, result = changed(BY_ID["E90"], result={"latest_year": 10**12})

    (note,) = [x.note for x in arithmetic(example, result) if "累计数" in x.title]
    assert note.startswith("缺") and note.endswith("等")
