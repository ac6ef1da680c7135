"""What the readers of data files accept, and how they name every problem."""

from decimal import Decimal

import pytest

from indicators.plans import plan_table, rows
from indicators.plans.plan_cells import upper
from indicators.rules.measure import Measure

REGIONS = {
    "100000": "全国",
    "440000": "广东省",
    "445100": "潮州市",
    "445122": "饶平县",
}
KNOWN = plan_table.PlanReferences(
    title="健康饶平",
    region="445122",
    catalogue={
        "life-expectancy": Measure(unit="岁", direction="up"),
        "maternal-mortality": Measure(unit="1/10万", direction="down"),
        "industry": Measure(unit="亿元", direction="up"),
        "literacy": Measure(unit="%", direction="up"),
        "clinics": Measure(unit="个", direction="up"),
    },
    regions=REGIONS,
    departments=frozenset({"县卫健局", "县教育局"}),
)
FIRST = {
    "行号": "1",
    "领域": "健康水平",
    "指标": "人均预期寿命",
    "计量单位": "岁",
    "基期值": "75",
    "基期年份": "2015",
    "出处": "表·第1行",
    "指标代码": "life-expectancy",
    "折算系数": "1",
    "表/正文": "表",
    "2030年": "79",
}
AGAIN = {
    "行号": "1",
    "2030年": "79",
    "出处": "第一章",
    "原文": "达到79岁",
    "表/正文": "正文",
}


def written(path, lines, more=()):
    """Write lines (dicts) as a plan table and return its path."""
    names = [*plan_table.COLUMNS, *more]
    names += [n for n in dict.fromkeys(k for li in lines for k in li) if n not in names]
    text = [",".join(names)]
    text += [",".join(f'"{line.get(name, "")}"' for name in names) for line in lines]
    path.write_text("\n".join(text), "utf-8")
    return path


@pytest.fixture
def parse(tmp_path):
    """Return a function: lines (dicts) → PlanTable of a file named plan.csv."""
    return lambda *lines: plan_table.parse(written(tmp_path / "plan.csv", lines), KNOWN)


def only_problem(table):
    assert len(table.problems) == 1, table.problems
    return table.problems[0]


def test_a_row_reads_into_figures_and_provenance(parse):
    table = parse(FIRST | {"2030年@445100": "80", "责任部门": "县卫健局、县教育局"})

    row = table.rows[0]
    assert table.problems == table.questions == []
    assert (row.baseline_value, row.baseline_year, row.factor) == (75, 2015, 1)
    assert row.departments == ["县卫健局", "县教育局"]
    assert [(t.year, t.issuer, t.value) for t in row.targets.values()] == [
        (2030, "445122", 79),
        (2030, "445100", 80),
    ]
    assert row.source_ref == "《健康饶平》表·第1行"


@pytest.mark.parametrize(
    "raw, op, value, year",
    [
        (">0.005", ">", "0.005", None),  # 饶平 health industry
        ("27.97（2021年）", "", "27.97", 2021),  # 饶平 out-of-pocket share
        ("5.9左右", "~", "5.9", None),  # 达州 groundwater
        ("≤5", "<=", "5", None),
        ("／", "", None, None),  # 曲靖 health literacy
        ("-", "", None, None),  # 全国 health industry
    ],
)
def test_baselines_keep_sign_and_year(parse, raw, op, value, year):
    row = parse(FIRST | {"基期值": raw, "基期年份": ""}).rows[0]

    assert row.baseline_raw == raw
    assert (row.baseline_op, row.baseline_year) == (op, year)
    assert row.baseline_value == (value and Decimal(value))


def test_a_repeated_target_becomes_a_second_source(parse):
    table = parse(FIRST, AGAIN)

    target = table.rows[0].targets[2030, "445122"]
    assert table.problems == []
    assert target.sources == ["《健康饶平》表·第1行", "《健康饶平》第一章：“达到79岁”"]


def test_other_words_for_the_same_target_are_the_same(parse):
    table = parse(FIRST | {"2030年": "79.0"}, AGAIN | {"2030年": "达到79岁"})

    assert table.problems == []
    assert len(table.rows[0].targets) == 1


def test_a_doubtful_unit_leaves_the_factor_open(parse):
    row = parse(FIRST | {"读作单位": "?", "折算系数": ""}).rows[0]

    assert (row.factor, row.unit_read, row.unit_label) == (None, "", "岁")


def test_the_unit_read_decides_the_factor(parse):
    line = {"计量单位": "‰", "读作单位": "1/10万", "指标代码": "maternal-mortality"}

    assert parse(FIRST | line).problems == []
    assert "应为100" in only_problem(parse(FIRST | line | {"读作单位": ""})).sentence


def test_a_target_in_a_larger_unit_is_brought_to_the_rows_unit(parse):
    row = FIRST | {"计量单位": "亿元", "指标代码": "industry", "2030年": "2万亿元"}

    target = parse(row).rows[0].targets[2030, "445122"]
    assert (target.raw, target.value) == ("2万亿元", 20000)


def test_a_milestone_in_words_is_never_read_as_a_number(parse):
    line = {
        "行号": "M1",
        "指标": "医院",
        "领域": "其他",
        "出处": "二",
        "表/正文": "文字",
    }
    table = parse(line | {"2030年": "建成3家医院"})

    target = table.rows[0].targets[2030, "445122"]
    assert table.problems == []
    assert (target.rule.kind, target.value) == ("text", None)


@pytest.mark.parametrize(
    "lines, row, column, part",
    [
        (
            [FIRST, AGAIN | {"2030年": "80"}],
            3,
            "2030年",
            "与表中目标“79”不一致，请另立",
        ),
        ([FIRST, FIRST], 3, "行号", "行号重复"),
        ([FIRST, AGAIN | {"基期值": "76"}], 3, "基期值", "首行（第2行）“75”不同"),
        ([FIRST | {"行号": "P1"}], 2, "行号", "与“表”不符"),
        ([FIRST | {"表/正文": "附件"}], 2, "表/正文", "不在可填的范围内"),
        ([FIRST | {"性质": "约束"}], 2, "性质", "不在可填的范围内"),
        ([FIRST | {"指标": ""}], 2, "指标", "不能为空"),
        ([FIRST | {"指标代码": "life"}], 2, "指标代码", "目录中没有“life”"),
        ([FIRST | {"折算系数": ""}], 2, "折算系数", "不能为空"),
        ([FIRST | {"折算系数": "0"}], 2, "折算系数", "应大于 0"),
        ([FIRST | {"折算系数": "一"}], 2, "折算系数", "不是数字"),
        ([FIRST | {"折算系数": "10"}], 2, "折算系数", "应为1"),
        ([FIRST | {"计量单位": "%"}], 2, "折算系数", "不是同一类单位"),
        ([FIRST | {"基期值": "较低"}], 2, "基期值", "不是数值"),
        ([FIRST | {"基期年份": "15"}], 2, "基期年份", "不是四位数的年份"),
        ([FIRST | {"基期值": "75（2014年）"}], 2, "基期年份", "应写2014"),
        ([FIRST | {"责任部门": "市卫健委"}], 2, "责任部门", "部门表中没有“市卫健委”"),
        ([FIRST | {"2030年": "79万元"}], 2, "2030年", "不是一类"),
        ([FIRST | {"2030年@445999": "80"}], 1, "2030年@445999", "没有代码为445999"),
        ([FIRST | {"2030年": "", "基期值": ""}], 2, "行号", "既没有目标值"),
        ([FIRST | {"二〇三〇年": "79"}], 1, "二〇三〇年", "没有这一列"),
    ],
)
def test_each_problem_names_file_row_and_column(parse, lines, row, column, part):
    problem = only_problem(parse(*lines))

    assert (problem.file, problem.row, problem.column) == ("plan.csv", row, column)
    assert part in problem.sentence


def test_all_problems_are_listed_at_once(parse):
    broken = {"折算系数": "x", "基期年份": "15", "责任部门": "无此局"}

    assert len(parse(FIRST | broken, AGAIN | {"2030年": "1"}).problems) == 4


def test_a_target_against_the_direction_is_a_question(parse):
    table = parse(FIRST | {"2030年": "≤79"})

    assert table.problems == []
    assert [q.column for q in table.questions] == ["2030年"]


@pytest.mark.parametrize(
    "raw, kind, change, high",
    [
        ("每年增加0.2岁", "annual", Decimal("0.2"), None),
        ("提高3%—5%", "relative", Decimal(3), Decimal(5)),
    ],
)
def test_a_yearly_change_and_a_range_of_changes_are_read(
    parse, raw, kind, change, high
):
    table = parse(FIRST | {"2030年": raw})

    target = table.rows[0].targets[2030, "445122"]
    assert (target.raw, target.rule.kind) == (raw, kind)
    assert (target.change, target.change_high) == (change, high)
    assert table.questions == []


@pytest.mark.parametrize(
    "words, region, code",
    [
        ("全国平均水平", "445122", "100000"),
        ("全省平均水平", "445122", "440000"),
        ("市指标", "445122", "445100"),
        ("全市平均水平", "445100", "445100"),
        ("全市平均水平", "440000", None),
        ("同类地区", "445122", None),
    ],
)
def test_a_reference_is_found_from_the_plans_region(words, region, code):
    assert upper(words, region) == code


# ------------------------------------------------------------------- the file


def sheet_of(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return rows.read(path, ("甲", "乙"), optional=("丙",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf8_with_or_without_bom_and_gbk_are_read(tmp_path, encoding):
    sheet = sheet_of(tmp_path, "乙,甲\n二,一\n".encode(encoding))

    assert [dict(row.cells) for row in sheet.rows] == [{"乙": "二", "甲": "一"}]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    sheet = sheet_of(tmp_path, '甲,乙\n"一\n行",二\n,\n三,四\n')

    assert [row.number for row in sheet.rows] == [2, 4]


@pytest.mark.parametrize(
    "content, row, column, part",
    [
        ("甲,乙,丁\n1,2,3", 1, "丁", "没有这一列"),
        ("甲\n1", 1, "乙", "缺少"),
        ("甲,乙,甲\n1,2,3", 1, "甲", "两次"),
        ("甲,乙,\n1,2,", 1, "", "没有列名"),
        ("甲,乙\n1,2,3", 2, "", "有3个单元格"),
        ("", 1, "", "空的"),
        ('甲,乙\n"1,2', 0, "", "引号"),
        (b"PK\x03\x04\0\0", 0, "", "UTF-8"),
        (b"\xff\xff\xff", 0, "", "UTF-8"),
    ],
)
def test_a_broken_file_is_one_clear_problem(tmp_path, content, row, column, part):
    problems = sheet_of(tmp_path, content).problems

    assert [(p.row, p.column) for p in problems] == [(row, column)]
    assert part in str(problems[0])


def test_a_missing_file_is_a_problem(tmp_path):
    problems = rows.read(tmp_path / "none.csv", ("甲",)).problems

    assert str(problems[0]) == "none.csv：没有这个文件。"
