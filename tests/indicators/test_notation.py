import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.management.commands.explain_target import kind_words
from indicators.rules import notation
from indicators.rules.notation.words import BODIES
from tests.indicators import notation_cases as cases
from tests.indicators import notation_cases_more as more
from tests.indicators import notation_cases_printed as printed
from tests.tables import every

KEYS = (
    "raw kind op value high change change_high change_unit unit per_year base_year "
    "measured_year price_base year reference effort scope notes parts join certain "
    "questions"
).split()
EMPTY = (None, False, [])
CERTAIN = cases.CERTAIN + more.CERTAIN + printed.CERTAIN
DOUBTED = cases.DOUBTED + more.DOUBTED + printed.ASKED
COMPOUNDS = more.COMPOUNDS + printed.COMPOUNDS
REFUSED = cases.REFUSED + more.REFUSED
PHRASES = st.lists(
    st.sampled_from(
        "到2030年 力争 较2015年 比 全国平均水平 下降 提高 达到 控制在 不低于 ≥ ≤ < 约 10 5.5 103 "
        "% ‰ /10万 万人 个 个百分点 倍 翻一番 三 两 九成 三分之一 以上 以下 左右 - — ～ 至 且 或 ， 、 ； "
        "（2021年） （2015年价） 全覆盖 持续改善 年均 每年 高 低 吸烟率 无 . （ ） 到 2025年 的 "
        "[ ] 【 】 x 每周 每个乡镇 每千人口 原来的 一半 新增 床位 累计 （2030年） （比2015年） （力争40%） 次 "
        "保持稳定 上升趋势减缓 维持在2020年水平 五年累计 （5年累计） 比上年 “十四五”期间 * ① "
        "〔1〕 的社区 城区 以县为单位 全部 基本 目前 不增加 零发生 三级医院 （城区） （目前93%）".split()
    ),
    max_size=8,
).map("".join)
TEXTS = PHRASES | st.text(max_size=30) | st.sampled_from([text for text, _ in CERTAIN])
HAN = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
HAN |= {"八": 8, "九": 9, "十": 10}
ROUND = [(h, n, m) for h, n in (("十", 10), ("百", 100), ("千", 1000)) for m in "万亿"]
FIVE_YEAR_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


def filled(rule):
    """Return the fields of a rule that say something, without its raw text."""
    fields = notation.to_json(rule) | {"parts": [filled(part) for part in rule.parts]}
    del fields["raw"], fields["certain"], fields["questions"]
    return {k: v for k, v in fields.items() if v is not None and v is not False}


def assert_reads(rule, expected):
    """Assert that a rule says the expected fields and, save for op, nothing else."""
    fields = notation.to_json(rule)
    assert {k: v for k, v in fields.items() if k in expected} == expected
    said = {k for k, v in fields.items() if v not in EMPTY}
    if expected["kind"] == "value" and "value" not in expected:
        said -= {"value"}  # 三分之一 has no exact decimal
    assert said - {"raw", "certain"} <= set(expected) | {"op"}
    assert rule.certain


@every("text, expected", CERTAIN)
def test_read(text, expected):
    rule = notation.read(text)

    assert_reads(rule, expected)
    assert rule.raw == text


@every("text, join, parts", COMPOUNDS)
def test_read_parts(text, join, parts):
    rule = notation.read(text)

    assert (rule.kind, rule.join, rule.certain) == ("compound", join, True)
    assert len(rule.parts) == len(parts)
    for part, expected in zip(rule.parts, parts, strict=True):
        assert_reads(part, expected)


@every("text", REFUSED)
def test_read_refuses(text):
    rule = notation.read(text)

    assert (rule.kind, rule.certain) == ("text", False)
    assert rule.questions
    assert rule.value is rule.high is rule.change is None


@every("text, kind", DOUBTED)
def test_read_asks(text, kind):
    rule = notation.read(text)

    assert (rule.kind, rule.certain) == (kind, False)
    assert all(question.endswith("。") for question in rule.questions)


def test_keys_of_the_contract():
    assert list(notation.to_json(notation.read("≥90"))) == KEYS


@pytest.mark.parametrize(
    "text, join, kinds",
    [
        ("≥90且≤110", "且", ["value", "value"]),
        ("不低于90%，不高于95%", "且", ["value", "value"]),
        ("90%以上或100家以上", "或", ["value", "value"]),
        ("达到50%以上并逐年提高", "且", ["value", "direction"]),
        ("较2015年下降10%且不高于15%", "且", ["relative", "value"]),
    ],
)
def test_read_compound(text, join, kinds):
    rule = notation.read(text)

    assert (rule.kind, rule.join, rule.certain) == ("compound", join, True)
    assert [part.kind for part in rule.parts] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "到2020年达到20%，2030年达到30%",
        "2020年：20%；2030年：30%",
        "2020年20%\n2030年30%",
        "2020年和2030年分别达到20%和30%",
    ],
)
def test_read_milestones(text):
    rule = notation.read(text)

    assert (rule.kind, rule.join, rule.certain) == ("compound", None, True)
    assert [(part.year, part.value) for part in rule.parts] == [(2020, 20), (2030, 30)]


@every(
    "text, unit, expected, certain",
    [
        ("90", "%", "%", True),
        ("90%", "％", "%", True),
        ("276万", "人", "万人", True),
        ("276万", "万人", "万人", True),
        ("276万", "万", "万", True),
        ("5.3亿", "亿人", "亿人", True),
        ("1.5万亿元", "亿元", "万亿元", True),
        ("18.53‰", "1/10万", "‰", True),
        ("79岁", "%", "岁", False),
        ("较2015年下降10%", "岁", "岁", True),
        ("提高5个百分点", "%", "%", True),
        ("提高5个百分点", "岁", "岁", False),
        ("4家医院床", "家医院床", "家医院床", True),
        ("每周3次以上", "次/周", "次/周", True),
        ("3次以上", "次/周", "次/周", True),
        ("每周3次以上", "次", "次", False),
        ("每周3次以上", "次/月", "次/周", False),
        ("每周3", "次", "次", False),
        ("每天1小时", "小时/日", "小时/天", True),
        ("每千人口3.2人", "人", "人", True),
        ("每千人口3.2人", "人/千人口", "人/千人口", True),
        ("每千人口3.2人", "人/10万人", "人/10万人", False),
    ],
)
def test_unit(text, unit, expected, certain):
    rule = notation.read(text, unit=unit)

    assert (rule.unit, rule.certain) == (expected, certain)


@every(
    "text, direction, certain",
    [
        ("≤5", "down", True),
        ("≤5", "up", False),
        ("≥90", "down", False),
        ("下降10%", "down", True),
        ("下降10%", "up", False),
        ("提高5个百分点", "down", False),
        ("持续下降", "up", False),
        ("持续改善", "up", True),
        ("翻一番", "down", False),
        ("高于全国平均水平", "down", False),
        ("覆盖率95%以上", "down", False),
    ],
)
def test_direction(text, direction, certain):
    read, bare = notation.read(text, direction=direction), notation.read(text)

    assert read.certain is certain
    assert filled(read) == filled(bare)


@pytest.mark.parametrize("direction, op", [("up", ">"), ("down", "<"), (None, None)])
def test_better_follows_the_direction(direction, op):
    assert notation.read("优于全省平均水平", direction=direction).op == op


@pytest.mark.parametrize(
    "text, expected",
    [
        *[("28左右", 0), ("28.0", 1), ("较2015年下降10%", 0), ("1,200.50", 2)],
        *[("持续改善", None), ("三个", None), ("到2020年达到20.5%", 1)],
    ],
)
def test_printed_decimals(text, expected):
    assert notation.printed_decimals(text) == expected


@pytest.mark.parametrize(
    "text", ["1" * 10**6, "（" * 300, "且" * 300, "1-" * 150, "一" * 299 + "x"]
)
def test_long_texts_are_refused(text):
    assert notation.read(text).kind == "text"


def stands(number, text):
    """Return whether a number is printed in the text, looked up independently."""
    number = abs(number)
    plain = text.translate({ord("，"): None, ord(","): None, ord("．"): "."})
    digits = "".join(
        str(int(c)) if c.isdecimal() else c if c.isascii() else " " for c in plain
    )
    printed = {Decimal(d) for d in re.findall(r"\d+(?:\.\d+)?", digits)}
    printed |= {Decimal(HAN[c]) for c in text if c in HAN}
    if number in printed or ("倍" in text and number - 1 in printed):
        return True
    if any(number == size and f"{han}{many}" in text for han, size, many in ROUND):
        return True
    if number in implied_years(text) or (number == 2 and "倍增" in text):
        return True
    if (
        "分之" in text
        or "百分百" in text
        or "成" in text
        or "半" in text
        or "番" in text
    ):
        return True
    han = re.findall("[零一二两三四五六七八九十百千]+", text)
    return any(len(word) > 1 for word in han)


def implied_years(text):
    """Return the years that “十四五” and 上年 mean, and from which a span counts."""
    ends = {year for name, year in FIVE_YEAR_PLANS.items() if name in text}
    years = ends | {int(year) for year in re.findall(r"20[0-9]{2}", text)}
    before = {year - 1 for year in years} if re.search("上年|[-—～]", text) else set()
    return ends | before | {year - 5 for year in ends}


def numbers(rule):
    """Yield every number of a rule."""
    for name in ("value", "high", "change", "change_high", "base_year", "year"):
        number = getattr(rule, name)
        unchanged = number == 0 and rule.kind in ("reference", "relative")
        if number is not None and not unchanged:
            yield Decimal(number)
    for part in rule.parts:
        yield from numbers(part)


@settings(max_examples=1000, deadline=None)
@given(TEXTS, st.sampled_from([None, "%", "人", "1/10万", "怪"]))
def test_read_never_raises_and_invents_no_number(text, unit):
    rule = notation.read(text, unit, "up")

    json.dumps(notation.to_json(rule), allow_nan=False)
    assert rule.kind in notation.KINDS
    assert rule.certain is not bool(rule.questions)
    assert all(stands(number, text) for number in numbers(rule))


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_words_read_back(text):
    rule = notation.read(text)

    again = notation.read(notation.words(rule))

    assert filled(again) == filled(rule)
    if rule.certain:
        assert again.certain


@every("text", [text for text, _ in CERTAIN])
def test_full_width_is_half_width(text):
    wide = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%<>=()-/,."}

    assert filled(notation.read(text.translate(wide))) == filled(notation.read(text))


def test_explain_target_tells_scope_and_notes(capsys):
    call_command("explain_target", "90%以上的社区*")
    call_command("explain_target", "90%以上的社区*", "--json")

    told, printed = capsys.readouterr().out.rsplit("\n", 2)[:2]
    assert "范围：社区" in told
    assert "附注：*" in told
    assert json.loads(printed)["scope"] == "社区"
    assert json.loads(printed)["notes"] == ["*"]


def test_every_kind_has_its_words():
    kinds = set(notation.KINDS)

    for kind in kinds:
        assert kind_words(notation.TargetRule("", kind))
    assert kinds - set(BODIES) == {"direction", "text", "none", "compound"}


@pytest.mark.parametrize("text", ["保持稳定", "增速放缓", "累计新增10个"])
def test_explain_target_names_every_new_kind(text, capsys):
    call_command("explain_target", text)

    assert text in capsys.readouterr().out
