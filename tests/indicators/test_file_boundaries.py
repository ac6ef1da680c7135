"""A file's region, people and block are never assumed: small files, each a kind that
went wrong, with the values that must not land. Every figure is made up."""

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from indicators.layouts import recognising
from indicators.layouts.figures import LEAVE, WHOLE
from indicators.layouts.known import HISTORY, KnownAlias, KnownNames
from indicators.rules.measure import Measure

INFANT, MOTHER, RURAL, GROWTH = "infant", "mother", "rural-water", "growth"
NAMES = {
    "511700": ("达州市", "达州"),
    "510000": ("四川省", "四川"),
    "100000": ("全国", "全国"),
    "511702": ("通川区", "通川"),
}
KNOWN = KnownNames(
    region="511700",
    layouts=HISTORY,
    indicators={
        INFANT: Measure(name="婴儿死亡率", unit="‰", lower=0, decimals=2),
        MOTHER: Measure(name="孕产妇死亡率", unit="1/10万", lower=0, decimals=2),
        RURAL: Measure(name="农村自来水普及率", unit="%", lower=0, decimals=1),
        GROWTH: Measure(name="人口自然增长率", unit="‰", lower=-1000, decimals=2),
    },
    regions=NAMES,
    places=NAMES | {"510700": ("绵阳市", "绵阳"), "500000": ("重庆市", "重庆")},
)
NATION = replace(KNOWN, region="100000")
TITLE = [["达州市妇幼健康指标"], []]
YEARS = ["指标", "2019年", "2020年"]
TABLE = [YEARS, ["婴儿死亡率", 4.1, 4.2]]


def book(rows, merged=(), name="Sheet1", hidden=()) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    for block in merged:
        made.active.merge_cells(block)
    for one in hidden:
        kind = "row" if isinstance(one, int) else "column"
        getattr(made.active, f"{kind}_dimensions")[one].hidden = True
    made.save(file)
    return file.getvalue()


def read(rows, known=KNOWN, file="表.xlsx", **how):
    return recognising.read(book(rows, **how), file, known)


def landed(found) -> dict:
    return {(f.region, f.indicator, f.year): f.fields["value"] for f in found.figures}


# ------------------------------------------------------------------------- the region

REGIONS_SAID = [
    ([["地区：四川省"], *TABLE], {}, "四川省"),
    ([["四川省妇幼健康指标（2020年）"], *TABLE], {}, "四川省"),
    ([["四川2019—2020年主要指标"], *TABLE], {}, "四川"),
    ([["全省主要指标"], *TABLE], {}, "全省"),
    ([["地区：某某自治州"], *TABLE], {}, "某某自治州"),
    ([["达州市通川区主要指标"], *TABLE], {}, "通川区"),
    (TABLE, {"name": "绵阳市"}, "绵阳市"),
    ([["2020年自贡市妇幼健康指标"], *TABLE], {}, "自贡市"),
    ([["四川省自贡市妇幼健康指标"], *TABLE], {}, "自贡市"),
    ([["达州市宣汉县妇幼健康指标"], *TABLE], {}, "宣汉县"),
    (TABLE, {"file": "凉山彝族自治州.xlsx"}, "凉山彝族自治州"),
    (TABLE, {"file": "云南2020年.xlsx"}, "云南"),
    (TABLE, {"file": "重庆市2020.xlsx"}, "重庆市"),
    ([YEARS, ["通川区"], ["婴儿死亡率", 4.1, 4.2]], {}, "通川区"),
]


@pytest.mark.parametrize(("rows", "how", "word"), REGIONS_SAID)
def test_another_region_anywhere_stops_with_a_question(rows, how, word):
    found = read(rows, **how)

    assert landed(found) == {}
    (asked,) = found.questions
    assert asked.word == word and asked.kind == "region"
    assert all("请先选定" in doubt.sentence for doubt in found.doubts)
    assert found.doubts


def test_a_province_is_not_read_as_the_nation():
    found = read([["地区：四川省"], *TABLE], known=NATION)

    assert landed(found) == {} and found.questions[0].choices[0][0] == "510000"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "四川省达州市妇幼健康指标",
            "达州2020年指标",
            "地区：达州市",
            "数据来源：四川省统计局",
        ),
        *("四川省统计年鉴", "全市主要指标", "第七次全国人口普查", "全国妇幼卫生年报"),
        *(
            "填报单位：达州市卫生健康委",
            "地区：全市",
            "宣汉县疾控中心",
            "各县（市、区）指标",
        ),
        *("妇幼健康地区指标", "国家卫生县城比例", "主城区医疗机构", "居民社区卫生服务"),
        *("达州市各县区指标", "达州市中心医院", "地级市以上空气质量", "重点地区早诊率"),
    ],
)
def test_what_names_the_chosen_region_or_an_office_asks_nothing(line):
    found = read([[line], *TABLE])

    assert found.questions == [] and len(found.figures) == 2


def test_the_answer_says_whose_figures_they_are():
    rows = [["地区：四川省"], *TABLE]
    for answer, region in (("510000", "510000"), ("511700", "511700"), (LEAVE, "")):
        found = read(rows, known=replace(KNOWN, answers={"region:四川省": answer}))
        assert {key[0] for key in landed(found)} == ({region} if region else set())


def test_a_column_of_regions_tells_by_itself_but_not_its_whole():
    rows = [
        ["绵阳市分县指标（2020年）"],
        ["地区", "婴儿死亡率"],
        ["全市", 4],
        ["通川区", 5],
    ]

    assert landed(read(rows)) == {("511702", INFANT, 2020): "5"}


def test_a_region_over_the_years_is_read_as_that_region():
    rows = [["指标", "达州市", None, "四川省", None], [None, 2019, 2020, 2019, 2020]]
    rows.append(["婴儿死亡率", 1, 2, 3, 4])
    found = read(rows, merged=["A1:A2", "B1:C1", "D1:E1"])

    assert landed(found) == {
        **{("511700", INFANT, 2019): "1", ("511700", INFANT, 2020): "2"},
        **{("510000", INFANT, 2019): "3", ("510000", INFANT, 2020): "4"},
    }


# -------------------------------------------------------------------------- the block


def test_a_second_heading_row_ends_the_first_table():
    rows = [
        ["时间", "婴儿死亡率"],
        [2001, 30],
        [],
        ["时间", "孕产妇死亡率"],
        [2002, 18],
    ]
    assert landed(read(rows)) == {
        **{("511700", INFANT, 2001): "30", ("511700", MOTHER, 2002): "18"}
    }


def test_a_block_of_what_is_unknown_is_listed_and_not_read():
    rows = [["时间", "婴儿死亡率"], [2001, 30], ["时间", "某新指标"], [2002, 18]]
    found = read(rows)

    assert landed(found) == {("511700", INFANT, 2001): "30"}
    assert "未读取" in found.doubts[0].sentence and found.doubts[0].at.row == 3


def test_an_indicator_named_between_the_rows_is_not_guessed_at():
    rows = [["时间", "婴儿死亡率"], [2001, 30], ["孕产妇死亡率"], [2002, 18]]
    assert landed(read(rows)) == {("511700", INFANT, 2001): "30"}


def test_tables_beside_each_other_keep_their_own_years():
    rows = [
        ["年份", "婴儿死亡率", None, "年份", "孕产妇死亡率"],
        [2001, 30, None, 2011, 9],
    ]
    assert landed(read(rows)) == {
        **{("511700", INFANT, 2001): "30", ("511700", MOTHER, 2011): "9"}
    }


# ------------------------------------------------------------- people, period, change

PARTS = [
    ([["农村地区"], *TABLE], "农村"),
    ([["2020年1—9月妇幼健康指标"], *TABLE], "1—9月"),
    ([["2020年上半年"], *TABLE], "上半年"),
    ([["同比增长情况"], *TABLE], "同比增长"),
    ([["时间：2020年1-9月"], *TABLE], "1-9月"),
    ([["（户籍人口）"], *TABLE], "户籍"),
    ([*TABLE, ["注：以上为农村数据"]], "农村"),
    ([YEARS, ["城市"], ["婴儿死亡率", 4.1, 4.2]], "城市"),
    ([YEARS, ["上年同期", None], ["女"], ["婴儿死亡率", 4.1, 4.2]], "女"),
]


@pytest.mark.parametrize(("rows", "word"), PARTS)
def test_a_part_of_the_whole_is_asked(rows, word):
    found = read(rows)

    assert landed(found) == {}
    assert [asked.word for asked in found.questions][:1] == [word]
    answers = {asked.key: WHOLE for asked in found.questions}
    assert len(read(rows, known=replace(KNOWN, answers=answers)).figures) == 2


def test_words_of_the_indicators_own_name_ask_nothing():
    rows = [["农村自来水普及率"], YEARS, ["农村自来水普及率", 80, 81]]
    found = read([*rows, ["人口自然增长率", 1.1, 1.2]])

    assert {key[1] for key in landed(found)} == {RURAL}
    assert [asked.word for asked in found.questions] == ["农村"]


@pytest.mark.parametrize(
    "years", ["2019年10月至2020年9月", "2020年1—12月", "截至12月底"]
)
def test_a_whole_year_asks_nothing(years):
    assert read([[years], *TABLE]).questions == []


@pytest.mark.parametrize(
    ("heads", "value"),
    [(["城市", "农村"], None), (["男", "女", "合计"], "3"), (["合计", "农村"], "1")],
)
@pytest.mark.parametrize("indicator_above", [True, False])
def test_only_the_whole_is_read_under_a_merged_heading(heads, value, indicator_above):
    key, over = ("年份", "婴儿死亡率") if indicator_above else ("指标", "2020年")
    last = "CD"[len(heads) - 2]
    rows = [[key, over], [None, *heads]]
    rows.append([2020 if indicator_above else "婴儿死亡率", *range(1, len(heads) + 1)])
    found = read(rows, merged=["A1:A2", f"B1:{last}1"])

    assert landed(found) == ({("511700", INFANT, 2020): value} if value else {})


def test_people_over_the_years_are_left_out():
    rows = [["指标", "城市", None, "合计", None], [None, 2019, 2020, 2019, 2020]]
    rows.append(["婴儿死亡率", 1, 2, 3, 4])
    found = read(rows, merged=["A1:A2", "B1:C1", "D1:E1"])

    assert set(landed(found).values()) == {"3", "4"} and len(found.doubts) == 2


@pytest.mark.parametrize(
    ("head", "label"),
    [("分组", "农村"), ("类别", "其中：男性"), ("性别", "女"), ("报告期", "1—9月")],
)
def test_a_label_in_the_row_of_a_part_is_not_the_whole(head, label):
    rows = [["指标", head, "2019年", "2020年"], ["婴儿死亡率", label, 4.1, 4.2]]
    found = read([*rows, ["孕产妇死亡率", "合计", 5, 6]])

    assert set(landed(found).values()) == {"5", "6"} and len(found.doubts) == 2


def test_a_note_below_the_table_is_said():
    found = read([*TABLE, ["注：2020年为普查推算。"]])

    assert any("2020年为普查推算" in note for note in found.notes)


def test_a_text_beside_a_row_is_said_on_its_line():
    found = read([YEARS, ["婴儿死亡率", 4.1, 4.2, "1—9月"]])

    assert all("“1—9月”" in figure.remarks[0] for figure in found.figures)


# ---------------------------------------------------------------------- units, codes


def test_a_unit_between_the_rows_holds_for_those_below():
    rows = [
        ["单位：‰"],
        YEARS,
        ["婴儿死亡率", 4, 5],
        ["单位：%"],
        ["孕产妇死亡率", 1, 2],
    ]
    found = read(rows)

    assert landed(found)["511700", MOTHER, 2019] == "1%"


def test_several_units_at_once_are_looked_at():
    found = read([["单位：‰、1/10万"], *TABLE])

    assert all("‰、1/10万" in figure.remarks[0] for figure in found.figures)


@pytest.mark.parametrize("code", [-2, "－2", -9, -99])
@pytest.mark.parametrize("indicator", ["婴儿死亡率", "人口自然增长率"])
def test_a_code_for_not_done_is_no_number(code, indicator):
    found = read([YEARS, [indicator, code, 4.2]])

    assert set(landed(found).values()) == {"4.2"}
    assert "代码" in found.doubts[0].sentence


def test_hidden_rows_and_columns_are_named():
    rows = [*TABLE, ["孕产妇死亡率", 1.5, 2.5]]
    found = read(rows, hidden=[3, "B"])

    assert any("B列为隐藏" in note for note in found.notes)
    assert any("第3行为隐藏" in note for note in found.notes)
    marked = {f.at.column + str(f.at.row) for f in found.figures if f.remarks}
    assert marked == {"B2", "B3", "C3"}


# ------------------------------------------------------------------------ the layouts


def test_regions_down_and_years_across_take_the_indicator_from_above():
    table = [["地区", "2019年", "2020年"], ["达州市", 1, 2], ["四川省", 3, 4]]
    for line in (
        "指标：婴儿死亡率(‰)",
        "2019—2020年各市州婴儿死亡率",
        "婴儿死亡率",
        "各地区婴儿死亡率情况（2019—2020年）",
    ):
        assert landed(read([[line], *table])) == {
            **{("511700", INFANT, 2019): "1", ("511700", INFANT, 2020): "2"},
            **{("510000", INFANT, 2019): "3", ("510000", INFANT, 2020): "4"},
        }
    assert landed(read([["数据库：分省年度数据"], *table])) == {}


def test_two_languages_in_headings_and_names():
    rows = [["项目 Item", "2019", "2020"], ["婴儿死亡率 Infant mortality rate", 1, 2]]
    assert len(landed(read(rows))) == 2


def test_years_as_dates():
    rows = [["指标", date(2019, 12, 31), date(2020, 1, 1)], ["婴儿死亡率", 1, 2]]
    assert {key[2] for key in landed(read(rows))} == {2019, 2020}
    rows = [["年份", "婴儿死亡率"], ["2020/12/31", 1], ["2019-01-01 00:00:00", 2]]
    assert {key[2] for key in landed(read(rows))} == {2019, 2020}
    rows = [["年份", "婴儿死亡率"], [date(1905, 7, 12), 1], [date(2020, 6, 30), 2]]
    assert {key[2] for key in landed(read(rows))} == {2020}  # 2020 shown as a date


def test_the_csv_of_our_own_api():
    head = ["region", "region_name", "indicator", "indicator_name", "domain", "unit"]
    head += ["year", "value", "missing_reason", "grade", "origin", "is_demo"]
    row = [
        "511700",
        "达州市",
        INFANT,
        "婴儿死亡率",
        "d",
        "‰",
        2020,
        4.5,
        "",
        "",
        "",
        "false",
    ]
    file = io.StringIO()
    csv.writer(file).writerows([head, row, [*row[:6], 2021, *row[7:11], "true"]])
    found = recognising.read(file.getvalue().encode(), "observations.csv", KNOWN)

    assert landed(found) == {("511700", INFANT, 2020): "4.5"}


# -------------------------------------------------------------------------- the names


def test_names_the_nearest_first_and_the_catalogues_own_before_all():
    tiers = (
        (KnownAlias("死亡率", INFANT), KnownAlias("婴儿死亡率", MOTHER)),
        (KnownAlias("死亡率", MOTHER), KnownAlias("别的", MOTHER, "‰")),
        (KnownAlias("别的", RURAL), KnownAlias("普及率", RURAL)),
    )
    known = replace(KNOWN, aliases=tiers)
    rows = [["指标", "单位", "2020年"], ["死亡率", None, 1], ["别的", "‰", 2]]
    rows += [["普及率", "%", 3]]
    assert {key[1]: v for key, v in landed(read(rows, known)).items()} == {
        **{INFANT: "1", MOTHER: "2‰", RURAL: "3"}
    }
    found = read([["指标", "2020年"], ["婴儿死亡率", 1]], known)
    assert {key[1] for key in landed(found)} == {INFANT}


def test_an_unknown_name_is_told_with_its_unit():
    found = read([["指标", "单位", "2020年"], ["婴幼儿死亡率", "‰", 1]])

    (doubt,) = found.doubts
    assert (doubt.unknown, doubt.unit) == ("婴幼儿死亡率", "‰")


# --------------------------------------------- what a second look at many files found

NAMED_OTHERWISE = [
    ([["中国妇幼健康指标"], *TABLE], {}, "中国"),
    ([["单位名称：绵阳市卫生健康委员会"], *TABLE], {}, "绵阳市"),
    ([["填报单位：宜宾市疾控中心"], *TABLE], {}, "宜宾市"),
    ([["填报地区: 绵阳"], *TABLE], {}, "绵阳"),
    ([["行政区划代码：510700"], *TABLE], {}, "510700"),
    ([["地区代码：510900"], *TABLE], {}, "510900"),
    ([["川东北地区主要健康指标"], *TABLE], {}, "川东北"),
    ([["西部地区平均"], *TABLE], {}, "西部地区"),
    ([["本县主要指标"], *TABLE], {}, "本县"),
    ([*TABLE, ["地区：绵阳市"]], {}, "绵阳市"),
    (TABLE, {"file": "510700.xlsx"}, "510700"),
    (TABLE, {"name": "510700"}, "510700"),
    (TABLE, {"name": "附表（四川）"}, "四川"),
]


@pytest.mark.parametrize(("rows", "how", "word"), NAMED_OTHERWISE)
def test_a_region_named_otherwise_stops_too(rows, how, word):
    found = read(rows, **how)

    assert landed(found) == {}
    assert [asked.word for asked in found.questions] == [word]


@pytest.mark.parametrize(
    "line",
    [
        *("健康中国行动监测指标", "中国疾病预防控制中心", "中国卫生健康统计年鉴"),
        *("填报单位：达州市统计局", "地区代码：511700", "抽样调查（样本县）"),
        *("统计范围：达州市", "全区域覆盖情况", "附表（达州）", "本市主要指标"),
    ],
)
def test_what_names_no_other_region_asks_nothing(line):
    found = read([[line], *TABLE])

    assert found.questions == [] and len(found.figures) == 2


@pytest.mark.parametrize("years", [[2017, 2018], ["2017年", "2018年"]])
def test_other_years_below_a_table_are_not_its_years(years):
    rows = [["指标", 2019, 2020], ["婴儿死亡率", 4.1, 4.2], [None, *years]]
    found = read([*rows, ["孕产妇死亡率", 7, 8]])

    assert {key[1] for key in landed(found)} == {INFANT}
    assert all("另写了年份" in doubt.sentence for doubt in found.doubts)
    assert [doubt.at.row for doubt in found.doubts] == [3, 4]


@pytest.mark.parametrize(
    "name", ["婴儿死亡率 Rural", "婴儿死亡率(female)", "婴儿死亡率 Urban"]
)
def test_a_part_named_in_english_is_not_the_whole(name):
    assert landed(read([YEARS, [name, 4.1, 4.2]])) == {}


@pytest.mark.parametrize("heads", [["Male", "Female", "Total"], ["计", "男", "女"]])
def test_the_whole_among_parts_in_either_language(heads):
    rows = [["指标", "2020年"], [None, *heads], ["婴儿死亡率", 1, 2, 3]]
    found = read(rows, merged=["A1:A2", "B1:D1"])

    whole = "3" if "Total" in heads else "1"
    assert set(landed(found).values()) <= {whole}


@pytest.mark.parametrize(
    ("heading", "part", "whole"),
    [
        *(("人群", "0-6岁", "合计"), ("月份", "9", "全年"), ("季度", "3", "全年")),
        *(
            ("年龄组", "65+", "总计"),
            ("Age", "0-4", "Total"),
            ("性别", "女", "不分性别"),
        ),
    ],
)
def test_a_column_that_tells_parts_apart(heading, part, whole):
    heads = ["地区", "指标", "年份", "数值", heading]
    rows = [["达州市", "婴儿死亡率", 2019, 4.1, whole]]
    rows.append(["达州市", "婴儿死亡率", 2020, 4.2, part])
    found = read([heads, *rows])

    assert set(landed(found)) == {("511700", INFANT, 2019)}
    assert f"“{part.lower()}”" in found.doubts[0].sentence


@pytest.mark.parametrize("word", ["目标值", "计划数", "预测值"])
def test_what_is_aimed_at_is_no_figure_of_its_year(word):
    heads = ["地区", "指标", "年份", "数值", "数据类型"]
    found = read([heads, ["达州市", "婴儿死亡率", 2020, 4.2, word]])

    assert landed(found) == {} and "不是实际值" in found.doubts[0].sentence


@pytest.mark.parametrize(
    ("line", "word"),
    [
        *(("0—6岁儿童", "0—6岁儿童"), ("65岁及以上老年人", "65岁及以上老年人")),
        ("统计期间：2020.01-2020.09", "2020.01-2020.09"),
        ("2020年目标任务分解表", "目标任务"),
    ],
)
def test_an_age_a_span_and_an_aim_above_a_table_are_asked(line, word):
    found = read([[line], *TABLE])

    assert landed(found) == {} and [a.word for a in found.questions] == [word]


@pytest.mark.parametrize(
    "line",
    [
        *("统计期间：2019.10-2020.09", "2020.01.01-2020.12.31", "目标任务完成情况"),
        *("规划目标监测数据", "5岁以下儿童死亡率等指标", "Maternal and child health"),
    ],
)
def test_a_whole_year_and_figures_that_came_about_ask_nothing(line):
    assert read([[line], *TABLE]).questions == []


def test_a_slash_between_the_languages_of_a_heading():
    rows = [["指标/Indicator", "2019", "2020"], ["婴儿死亡率", 1, 2]]

    assert len(landed(read(rows))) == 2
