"""A paragraph pasted over the grid: which figures it says, and which it must not say.

The sentences are as letters and chats have them; every figure is made up.
"""

import re
from dataclasses import replace

import pytest

from indicators.layouts import paragraph
from indicators.layouts.known import KnownAlias, KnownNames
from indicators.rules.measure import Measure
from indicators.spreadsheets.refusal import FileRefused
from tests.tables import every

LIFE, INFANT, UNDER5 = "life", "infant", "under5"
MOTHER, LITERACY, AIR = "mother", "literacy", "pm25"
DOCTORS, SPORT, BEDS, GDP = "doctors", "sport", "beds", "gdp"
YEAR = 2025
NAMES = {
    "511700": ("达州市", "达州"),
    "510000": ("四川省", "四川"),
    "100000": ("全国", "全国"),
    "510700": ("绵阳市", "绵阳"),
}
KNOWN = KnownNames(
    region="511700",
    year=YEAR,
    indicators={
        LIFE: Measure(name="人均预期寿命", unit="岁", lower=0, decimals=2),
        INFANT: Measure(name="婴儿死亡率", unit="‰", lower=0, decimals=2, per=1000),
        UNDER5: Measure(name="5岁以下儿童死亡率", unit="‰", lower=0, per=1000),
        MOTHER: Measure(name="孕产妇死亡率", unit="1/10万", lower=0, per=100_000),
        LITERACY: Measure(name="居民健康素养水平", unit="%", lower=0, per=100),
        AIR: Measure(name="城市细颗粒物（PM2.5）年均浓度", unit="μg/m³", lower=0),
        DOCTORS: Measure(name="每千常住人口执业（助理）医师数", unit="人", lower=0),
        SPORT: Measure(name="经常参加体育锻炼人数", unit="万人", lower=0),
        BEDS: Measure(name="医疗卫生机构床位数", unit="张", lower=0, decimals=0),
        GDP: Measure(name="地区生产总值", unit="亿元", lower=0),
        "sport-share": Measure(name="经常参加体育锻炼人数比例", unit="%", lower=0),
        "clinic-a": Measure(name="满意度（门诊）", unit="%", lower=0),
        "clinic-b": Measure(name="满意度（住院）", unit="%", lower=0),
    },
    aliases=(
        (
            KnownAlias("平均预期寿命", LIFE),
            KnownAlias("健康素养水平", LITERACY),
            KnownAlias("PM2.5平均浓度", AIR),
            KnownAlias("患者满意度", "clinic-a"),
            KnownAlias("患者满意度", "clinic-b"),
        ),
    ),
    regions={"511700": NAMES["511700"]},
    places=NAMES,
)

# text, what lands for the form's year, of which uncertain, what is said of the rest
CASES = [
    ("2025年，全市人均预期寿命为78.2岁。", {LIFE: "78.2"}, "", []),
    ("人均预期寿命78.2岁", {LIFE: "78.2"}, "", []),
    ("我市2025年平均预期寿命达到７８．２岁。", {LIFE: "78.2"}, "", []),
    ("人均预期寿命：78.2", {LIFE: "78.2"}, "", []),
    ("婴儿死亡率（‰）：4.1", {INFANT: "4.1"}, "", []),
    # several indicators in one sentence
    (
        "截至2025年底，全市人均预期寿命78.2岁，婴儿死亡率4.1‰，孕产妇死亡率12.5/10万。",
        {LIFE: "78.2", INFANT: "4.1", MOTHER: "12.5"}, "", [],
    ),
    (
        "婴儿死亡率、5岁以下儿童死亡率和孕产妇死亡率分别为4.1‰、5.6‰和12.5/10万。",
        {INFANT: "4.1", UNDER5: "5.6", MOTHER: "12.5"}, "", [],
    ),
    (
        "2025年，婴儿死亡率、5岁以下儿童死亡率分别降至4.1‰、5.6‰，"
        "分别比上年下降0.2个千分点、0.3个千分点。",
        {INFANT: "4.1", UNDER5: "5.6"}, "", ["变化的幅度", "变化的幅度"],
    ),
    (
        "婴儿死亡率、5岁以下儿童死亡率、孕产妇死亡率分别为4.1‰、5.6‰。",
        {}, "", ["前面有3项指标，后面有2个数", "前面有3项指标，后面有2个数"],
    ),
    ("婴儿死亡率和5岁以下儿童死亡率为4.1‰、5.6‰。", {}, "", ["分别", "分别"]),
    # a change is not the value
    (
        "居民健康素养水平为31.2%，同比上升0.3个百分点。",
        {LITERACY: "31.2"}, "", ["变化的幅度"],
    ),
    ("居民健康素养水平同比上升0.3个百分点。", {}, "", ["变化的幅度"]),
    ("居民健康素养水平较上年提高2.1个百分点，达到31.2%。", {LITERACY: "31.2"}, "", ["变化"]),
    ("人均预期寿命比2020年提高0.5岁，达到78.2岁。", {LIFE: "78.2"}, "", ["变化"]),
    ("人均预期寿命78.2岁，高于全省平均水平0.4岁。", {LIFE: "78.2"}, "", ["变化"]),
    ("地区生产总值增长6.5%，达2810.5亿元。", {GDP: "2810.5"}, "", ["变化"]),
    ("婴儿死亡率下降幅度为12%。", {}, "", ["变化"]),
    ("人均预期寿命由77.1岁提高到78.2岁。", {LIFE: "78.2"}, "", ["变化之前"]),
    (
        "居民健康素养水平由2020年的23.15%提升至2025年的31.2%。",
        {LITERACY: "31.2"}, "", ["变化之前"],
    ),
    # the form's year is picked, another one is of another year
    (
        "人均预期寿命2024年为77.9岁，2025年为78.2岁。",
        {LIFE: "78.2"}, "", ["2024"],
    ),
    ("2024年、2025年人均预期寿命分别为77.9岁、78.2岁。", {LIFE: "78.2"}, "", ["2024"]),
    ("人均预期寿命：2024年77.9岁；2025年78.2岁。", {LIFE: "78.2"}, "", ["2024"]),
    ("2024年人均预期寿命为77.9岁。", {}, "", ["2024"]),
    ("2024年主要指标如下：\n人均预期寿命77.9岁\n婴儿死亡率4.3‰", {}, "", ["2024", "2024"]),
    ("人均预期寿命为78.2岁（上年为77.9岁）。", {LIFE: "78.2"}, "", ["2024"]),
    ("去年人均预期寿命为77.9岁。", {}, "", ["不知是哪一年"]),
    ("2021—2025年，人均预期寿命为78.2岁。", {}, "", ["不知是哪一年"]),
    ("2023年、2024年、2025年人均预期寿命分别为77.5岁、77.9岁。", {}, "", ["对不上", "对不上"]),
    # a part of a year is refused
    ("2025年1—9月，婴儿死亡率为4.1‰。", {}, "", ["1—9月"]),
    ("今年上半年，婴儿死亡率为4.1‰，孕产妇死亡率为0。", {}, "", ["上半年", "上半年"]),
    ("截至9月底，医疗卫生机构床位数为32015张。", {}, "", ["截至9月底"]),
    ("前三季度地区生产总值2010.3亿元。", {}, "", ["季度"]),
    ("2025年1—9月婴儿死亡率为4.0‰，全年为4.1‰。", {INFANT: "4.1"}, "", ["1—9月"]),
    ("截至2025年12月31日，医疗卫生机构床位数为32,015张。", {BEDS: "32,015"}, "", []),
    # units: converted, unknown, of another kind
    ("婴儿死亡率为0.41%。", {INFANT: "0.41%"}, "", []),
    ("经常参加体育锻炼人数达到215.3万人。", {SPORT: "215.3"}, "", []),
    ("经常参加体育锻炼人数2153000人。", {SPORT: "2153000人"}, "", []),
    ("人均预期寿命为78.2级。", {}, "", ["不能换算"]),
    ("婴儿死亡率为4.1岁。", {}, "", ["不是一类"]),
    ("PM2.5平均浓度为31.4微克/立方米。", {AIR: "31.4"}, "", []),
    ("每千常住人口执业（助理）医师数达到3.05人。", {DOCTORS: "3.05"}, "", []),
    # not exact, a target, of others
    ("人均预期寿命约78岁。", {}, "", ["确切"]),
    ("居民健康素养水平达到30%以上。", {}, "", ["确切"]),
    ("人均预期寿命目标值为79岁。", {}, "", ["目标"]),
    ("力争人均预期寿命达到79岁。", {}, "", ["目标"]),
    ("到2030年，人均预期寿命达到79岁。", {}, "", ["2030"]),
    ("农村婴儿死亡率为5.2‰。", {}, "", ["农村"]),
    ("人均预期寿命为78.2岁，其中男性75.1岁，女性81.3岁。", {LIFE: "78.2"}, "", ["男", "女"]),
    ("全国人均预期寿命为79岁，我市为78.2岁。", {LIFE: "78.2"}, "", ["全国"]),
    ("全省人均预期寿命78.5岁。", {}, "", ["全省"]),
    ("绵阳市人均预期寿命78.5岁。", {}, "", ["绵阳"]),
    ("人均预期寿命78.2岁，居全省第3位，婴儿死亡率4.1‰。", {LIFE: "78.2", INFANT: "4.1"}, "", []),
    # names: ambiguous, none, another one
    ("患者满意度为92.3%。", {}, "", ["不止一项"]),
    ("全年共开展培训12场。", {}, "", ["培训"]),
    ("今年收到来信35件。", {}, "", ["35"]),
    ("婴儿死亡率为4.1‰，百岁老人35人。", {INFANT: "4.1"}, "", ["百岁老人"]),
    ("居民健康素养水平知晓率为80%。", {}, "", ["知晓率"]),
    ("留守儿童婴儿死亡率为4.1‰。", {INFANT: "4.1"}, INFANT, []),
    ("人均预期寿命持续提高，2025年达到78.2岁。", {LIFE: "78.2"}, "", []),
    ("人均预期寿命工作得到群众的好评，达到78.2岁。", {LIFE: "78.2"}, LIFE, []),
    ("人均预期寿命稳步提高。", {}, "", ["后面没有写数"]),
    ("经常参加体育锻炼人数比例38.5%，", {"sport-share": "38.5"}, "", []),
    ("人均预期寿命78.2岁，人均预期寿命78.9岁。", {}, "", ["几个不同的数", "几个不同的数"]),
    # what else letters say around a figure
    ("人均预期寿命从去年的77.9岁提高到78.2岁。", {LIFE: "78.2"}, "", ["之前"]),
    ("居民健康素养水平31.2%（2024年29.1%）。", {LITERACY: "31.2"}, "", ["2024"]),
    ("婴儿死亡率4.1‰（目标≤5‰）。", {INFANT: "4.1"}, "", ["目标"]),
    ("婴儿死亡率控制在5‰以内。", {}, "", ["确切"]),
    ("婴儿死亡率同比下降0.2个千分点至4.1‰。", {INFANT: "4.1"}, "", ["变化"]),
    ("医疗卫生机构床位数3.2万张，增长2.1%。", {BEDS: "3.2万张"}, "", ["变化"]),
    ("婴儿死亡12例，活产3020人，婴儿死亡率3.97‰。", {INFANT: "3.97"}, "", ["婴儿死亡", "活产"]),
    (
        "人均预期寿命（岁）78.2 婴儿死亡率（‰）4.1 孕产妇死亡率（1/10万）12.5",
        {LIFE: "78.2", INFANT: "4.1", MOTHER: "12.5"}, "", [],
    ),
    ("婴儿死亡率（%）：0.41", {INFANT: "0.41%"}, "", []),
    ("婴儿死亡率（农村）为5.2‰。", {}, "", ["农村"]),
    ("婴儿死亡率4.1‰，低于全国平均水平（4.5‰）。", {INFANT: "4.1"}, "", ["变化"]),
    ("人均预期寿命78.2岁（+0.3），婴儿死亡率4.1‰（-0.2）。", {LIFE: "78.2", INFANT: "4.1"}, "",
     ["变化", "变化"]),
    ("人均预期寿命78.2岁，同比+0.3。", {LIFE: "78.2"}, "", ["变化"]),
    ("2025年目标为人均预期寿命79岁，实际完成78.2岁。", {LIFE: "78.2"}, "", ["目标"]),
    (
        "每千常住人口执业（助理）医师数、注册护士数分别达到3.05人、3.5人。",
        {}, "", ["注册护士数", "注册护士数"],
    ),
    (
        "人均预期寿命、婴儿死亡率分别由77.9岁、4.3‰变为78.2岁、4.1‰。",
        {LIFE: "78.2", INFANT: "4.1"}, "", ["之前", "之前"],
    ),
    ("人均预期寿命（2025年）：78.2岁", {LIFE: "78.2"}, "", []),
    ("2025人均预期寿命78.2岁", {LIFE: "78.2"}, "", []),
    ("孕产妇死亡率为十万分之12.5。", {MOTHER: "12.5"}, "", []),
    ("据全省统一部署，人均预期寿命78.2岁。", {LIFE: "78.2"}, LIFE, []),
    ("人均预期寿命78.2岁；绵阳市78.9岁。", {LIFE: "78.2"}, "", ["绵阳"]),
    ("与2024年相比，人均预期寿命提高0.3岁，为78.2岁。", {LIFE: "78.2"}, "", ["变化"]),
    ("婴儿死亡率已连续五年低于5‰，为4.1‰。", {INFANT: "4.1"}, "", ["变化"]),
    ("“十四五”期间，人均预期寿命达到78.2岁。", {}, "", ["十四五"]),
    ("人均预期寿命（2025年，岁）：78.92", {LIFE: "78.92"}, "", []),
    ("人均预期寿命（2024年，岁）：78.5", {}, "", ["2024"]),
    ("人均预期寿命达到79岁的目标提前实现，2025年为79.2岁。", {LIFE: "79.2"}, LIFE, ["目标"]),
    ("本月新增管理120人，居民健康素养水平31.2%。", {}, "", ["本月", "本月"]),
    (
        "居民健康素养水平：2023年28.1%，2024年29.7%，2025年31.2%",
        {LITERACY: "31.2"}, "", ["2023", "2024"],
    ),
    ("PM2.5平均浓度31.4μg/m³，优于国家二级标准（35μg/m³）。", {AIR: "31.4"}, "", ["变化"]),
    # slips of writing
    ("人均预期寿命为78。2岁。", {}, "", ["78。2"]),
    ("人均预期寿命为78-79岁。", {}, "", ["78-79"]),
    ("居民健康素养水平为百分之三十一点二。", {}, "", ["百分之"]),
    ("居民健康素养水平为百分之31.2。", {LITERACY: "31.2"}, "", []),
    ("1、人均预期寿命78.2岁\n2、婴儿死亡率4.1‰", {LIFE: "78.2", INFANT: "4.1"}, "", []),
    ("①人均预期寿命 78.2 岁 ②婴儿死亡率 4.1 ‰", {LIFE: "78.2", INFANT: "4.1"}, "", []),
    (
        "市教育局：你委11月12日来函收悉（达卫函〔2025〕12号），现将数据报送如下：2025年经常参加"
        "体育锻炼人数比例为38.5%。联系人：张某，电话0818-2123456。",
        {"sport-share": "38.5"}, "", [],
    ),
]  # fmt: skip


def told(found):
    return [d.sentence + d.text for d in found.doubts] + [
        str(f.year) for f in found.figures if f.year != YEAR
    ]


@every("text, landed, unsure, said", CASES, name=lambda text, *_: text)
def test_a_paragraph_says_these_figures_and_no_others(text, landed, unsure, said):
    found = paragraph.read(text, KNOWN)

    now = {f.indicator: f for f in found.figures if f.year == YEAR}
    assert {code: f.fields["value"] for code, f in now.items()} == landed
    assert "".join(code for code, f in now.items() if f.remarks) == unsure
    rest = told(found)
    assert len(rest) == len(said), rest
    for words in said:
        assert any(words in one for one in rest), (words, rest)


def test_the_paragraph_is_kept_as_the_source_on_one_line():
    text = "达州市卫生健康委：\n  2025年人均预期寿命为78.2岁。"

    (figure,) = paragraph.read(text, KNOWN).figures

    assert figure.fields["source"] == "达州市卫生健康委： 2025年人均预期寿命为78.2岁。"


@pytest.mark.parametrize(
    "text, grade",
    [
        ("据初步统计，人均预期寿命为78.2岁。", "preliminary"),
        ("快报显示，人均预期寿命为78.2岁。", "quick"),
        ("人均预期寿命为78.2岁。婴儿死亡率为初步数据。", None),
    ],
)
def test_how_final_a_figure_is_is_taken_from_its_own_sentence(text, grade):
    known = replace(KNOWN, grades={"初步数": "preliminary", "快报数": "quick"})

    (figure,) = paragraph.read(text, known).figures

    assert figure.fields.get("grade") == grade and not figure.remarks


def test_a_long_paragraph_is_cut_as_a_source_and_a_longer_one_refused():
    text = "2025年人均预期寿命为78.2岁。" + "其他工作顺利。" * 100

    (figure,) = paragraph.read(text, KNOWN).figures

    assert len(figure.fields["source"]) == 300 and figure.fields["source"][-1] == "…"
    with pytest.raises(FileRefused, match="5000个字"):
        paragraph.read("好" * 5001, KNOWN)


@pytest.mark.parametrize(
    "text", ["1，" * 2000, "1、" * 401, "人均预期寿命、" * 600, "1/" * 2000]
)
def test_more_numbers_than_anybody_looks_at_are_refused_at_once(text):
    with pytest.raises(FileRefused, match="超过400个"):
        paragraph.read(text, KNOWN)


def test_a_text_without_names_and_numbers_is_refused_with_a_sentence():
    with pytest.raises(FileRefused, match="没有指标和数"):
        paragraph.read("收到，谢谢。", KNOWN)


def test_every_number_is_either_taken_or_listed():
    text = "".join(case[0] + "\n" for case in CASES)
    found = paragraph.read(text[:5000], KNOWN)

    for doubt in found.doubts:
        assert doubt.text and doubt.sentence.endswith(("。", "？")), doubt
        assert not re.search("[你妳]", doubt.sentence)
