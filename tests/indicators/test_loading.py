"""The door all data enters through: all or nothing, twice = once, problems named."""

import csv
import shutil
from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators.management.commands import load
from indicators.models import (
    Alias,
    Assessment,
    Decision,
    Doubt,
    Indicator,
    MilestoneStatus,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    PlanTask,
    Target,
)
from indicators.models.observations import Origin
from indicators.plans import loading
from regions.models import Department, Region, User
from tests.conftest import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
LOCAL = {"plan__region__level__gt": 0}
# What is asked about the six plans; each is answered in its file, with the reason.
QUESTIONS = {
    ("360202-changjiang", "P7", "direction"),
    ("360202-changjiang", "P14", "unit"),
    ("360202-changjiang", "P15", "unit"),
    ("511102-shizhongqu", "P48", "target"),
}


@pytest.fixture
def folder(tmp_path):
    """A copy of the data files that a test may break."""
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


def edit(path, old, new):
    """Replace a text that stands exactly once in a file."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def append(path, line):
    path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n{line}\n", "utf-8")


def problems(load):
    with pytest.raises(loading.LoadError) as caught:
        load()
    return caught.value.problems


# ------------------------------------------------------------- what is loaded


def test_six_plans_are_loaded():
    assert Plan.objects.count() == 6


def test_every_printed_cell_of_the_four_local_tables_is_stored():
    rows = PlanIndicator.objects.filter(in_table=True, **LOCAL)
    targets = Target.objects.filter(in_table=True, plan_indicator__in=rows)

    cells = {
        code: rows.filter(plan__code=code).exclude(baseline_raw="").count()
        + targets.filter(plan_indicator__plan__code=code).count()
        for code in rows.values_list("plan__code", flat=True)
    }

    assert cells == {
        "511700-dazhou": 24 * 4,
        "530300-qujing": 13 * 3,
        "360202-changjiang": 13 * 2,
        "445122-raoping": 14 * 5,
    }
    assert sum(cells.values()) == 231


def test_at_least_140_dated_numeric_targets_stand_in_the_prose():
    words = ("text", "none", "direction")
    targets = Target.objects.filter(plan_indicator__plan__region__level__gt=0)

    printed = [
        len(target.sources) - target.in_table
        for target in targets.exclude(kind__in=words)
    ]

    assert sum(printed) >= 140


def test_every_target_reads_and_the_known_questions_are_answered():
    outcomes = loading.load_everything(FIXTURES)

    row = "plan_indicator__plan__code", "plan_indicator__key", "field"
    assert set(Doubt.objects.values_list(*row)) == QUESTIONS
    assert [q for outcome in outcomes for q in outcome.questions] == []
    assert not Doubt.objects.filter(note="").exists()


def test_every_row_with_an_indicator_and_a_factor_has_its_verdict():
    rows = PlanIndicator.objects.filter(indicator__isnull=False, factor__gt=0)
    without = rows.filter(assessments=None).exclude(indicator__direction="none")

    assert list(without) == []


def test_figures_of_upper_levels_keep_their_issuer():
    targets = Target.objects.filter(plan_indicator__plan__code="445122-raoping")

    life = targets.filter(plan_indicator__key="1").values_list("year", "issuer__code")
    assert set(life) == {
        (2025, "445122"),
        (2030, "445122"),
        (2030, "445100"),
        (2030, "440000"),
    }


def test_the_reference_region_of_a_target_is_stored():
    target = Target.objects.get(
        plan_indicator__plan__code="445122-raoping",
        plan_indicator__key="6",
        year=2030,
        issuer__code="445122",
    )

    assert (target.kind, target.change, target.reference.code) == (
        "reference",
        5,
        "100000",
    )


def test_facts_are_converted_by_their_stated_factor():
    found = Observation.objects.get(
        region__code="360202", indicator__code="maternal-mortality", year=2018
    )

    assert found.value == Decimal("61")  # printed 0.61‰
    assert found.origin == Origin.PLAN
    assert found.source.startswith("《“健康昌江2030”规划纲要》")


def test_reference_values_say_whether_their_source_was_checked():
    notes = Observation.objects.filter(origin=Origin.REFERENCE).values_list(
        "note", flat=True
    )

    assert all(note.startswith(("已核对来源", "未逐条核对")) for note in notes)
    assert any(note.startswith("已核对来源") for note in notes)


def test_the_national_series_have_their_years_and_the_break_is_marked():
    nation = Observation.objects.filter(region__code="100000", origin="reference")
    years = defaultdict(list)
    for value in nation.order_by("year").select_related("indicator"):
        years[value.indicator.code].append(value.year)

    assert (len(years), nation.count()) == (16, 119)
    assert years["surface-water-good"] == [2015, *range(2019, 2025)]
    assert years["premature-ncd-mortality"] == [2015, 2019, 2021, 2023]
    assert years["exercise-share"] == [2025]
    broken = nation.filter(definition_break=True)
    assert list(broken.values_list("indicator__code", "year")) == [
        ("surface-water-good", 2021)  # 1,940 sections of rivers and lakes became 3,641
    ]


def test_the_annex_of_tasks_is_kept_as_printed():
    assert PlanTask.objects.filter(plan__code="530300-qujing").count() == 6


# ------------------------------------------------------------- twice = once


def test_loading_twice_changes_nothing():
    models = (Region, Department, Plan, PlanIndicator, Target, Observation)
    before = {m: list(m.objects.order_by("pk").values()) for m in models}
    history = ObservationChange.objects.count()

    outcomes = loading.load_everything(FIXTURES)

    assert [str(o) for o in outcomes if o.created or o.changed or o.removed] == []
    assert {m: list(m.objects.order_by("pk").values()) for m in models} == before
    assert ObservationChange.objects.count() == history


def test_a_corrected_target_corrects_revision_zero_and_its_verdict(folder, refreshes):
    edit(
        folder / "plans" / "530300-qujing.csv", "力争达到77.3,79.0", "力争达到77.3,79.5"
    )

    call_command("import_plan", folder / "plans" / "530300-qujing.csv", verbosity=0)

    target = Target.objects.get(
        plan_indicator__plan__code="530300-qujing", plan_indicator__key="1", year=2030
    )
    assert (target.raw, target.value, target.revision) == ("79.5", Decimal("79.5"), 0)
    inputs = target.plan_indicator.assessments.read_by("own").get().inputs
    assert inputs["indicator"]["milestones"][-1]["value"] == 79.5
    assert set(refreshes.said.values()) == {("plan", None)}


def first_target(year=2030):
    return Target.objects.get(
        plan_indicator__plan__code="530300-qujing", plan_indicator__key="1", year=year
    )


def test_revisions_and_answers_survive_a_reload():
    target = first_target()
    answered = Doubt.objects.create(
        plan_indicator=target.plan_indicator,
        target=target,
        field=Doubt.Field.TARGET,
        raw=target.raw,
        question="请确认。",
        asked_by=Doubt.AskedBy.LOADING,
        answer="不低于78.5",
        read_as="不低于78.5",
        answered_by=User.objects.create_user("administrator"),
        answered_at=timezone.now(),
    )
    revised = Target.objects.create(
        plan_indicator=target.plan_indicator,
        year=2030,
        issuer=target.issuer,
        raw="80",
        kind="value",
        value=80,
        revision=1,
        decision=Decision.objects.create(document="曲政发〔2026〕1号"),
        in_table=True,
    )

    loading.load_plan(FIXTURES / "plans" / "530300-qujing.csv")

    revised.refresh_from_db()
    target.refresh_from_db()
    assert (revised.raw, target.raw, target.value) == ("80", "79.0", Decimal("78.5"))
    assert Doubt.objects.get(pk=answered.pk).answer == "不低于78.5"


def test_a_row_that_left_the_file_is_deleted(folder):
    path = folder / "plans" / "530300-qujing.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("P4,")), "utf-8")

    outcome = loading.load_plan(path)

    assert outcome.removed == 2  # the row and its target
    assert not PlanIndicator.objects.filter(plan__code=path.stem, key="P4").exists()


def test_a_row_that_people_worked_on_must_stay_in_the_file(folder):
    path = folder / "plans" / "530300-qujing.csv"
    target = Target.objects.get(
        plan_indicator__plan__code=path.stem, plan_indicator__key="P4"
    )
    MilestoneStatus.objects.create(
        target=target,
        state="met",
        evidence="验收文件",
        date="2026-01-01",
        by=User.objects.create(username="x"),
    )
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("P4,")), "utf-8")

    found = problems(lambda: loading.load_plan(path))

    assert "行“P4”的2030年目标已有修订或人工状态" in found[0].sentence
    assert PlanIndicator.objects.filter(plan__code=path.stem, key="P4").exists()


# ------------------------------------------------------------ nothing by halves


def test_problems_of_all_files_are_listed_and_nothing_is_stored(folder):
    edit(folder / "regions.csv", "511700,达州市", "511700,达州新市")
    edit(folder / "plans" / "530300-qujing.csv", "力争达到77.3,79.0", "79万元,79.0")
    append(folder / "facts" / "445122-raoping.csv", "445122,nope,2022,1,个,1,某章,,")

    found = problems(lambda: loading.load_everything(folder))

    assert {(p.file, p.row, p.column) for p in found} == {
        ("530300-qujing.csv", 2, "2020年"),
        ("445122-raoping.csv", 2, "指标代码"),
    }
    assert Region.objects.get(code="511700").name == "达州市"


def test_the_command_prints_every_problem_and_fails(folder):
    path = folder / "facts" / "445122-raoping.csv"
    append(path, "445122,nope,2022,1,个,1,某章,,")
    append(path, "445122,pm25,22,,个,1,某章,,")

    with pytest.raises(CommandError) as caught:
        call_command("load", "facts", path)

    text = str(caught.value)
    assert text.startswith("发现3处问题，未写入任何数据：")
    assert "445122-raoping.csv 第3行“年份”：“22”不是四位数的年份" in text


@pytest.mark.parametrize(
    "file, line, column, part",
    [
        ("regions.csv", "511702,通川区,通川,,县,510000", "上级代码", "应为“511700”"),
        ("regions.csv", "321102,京口区,京口,,县,321100", "上级代码", "上级地区320000"),
        ("regions.csv", "51170,某,某,,县,510000", "代码", "不是六位数字"),
        ("regions.csv", "511703,某,某,,市,511700", "层级", "不是“市”级"),
        ("regions.csv", "511700,达州,达州,,市,510000", "代码", "重复"),
        ("departments/511700.csv", "999999,某局,,", "地区代码", "没有代码为"),
        ("departments/511700.csv", "511700,某局,,无此局", "继任部门", "没有“无此局”"),
        ("departments/511700.csv", "511700,某局,去年,", "撤销日期", "不是日期"),
        ("domains.csv", "level,另一个,,9", "代码", "重复"),
        ("plans.csv", "530300-qujing.csv,530300,重,,正式,,,2030,,,,", "文件", "重复"),
        ("tasks/530300.csv", "1,又一组,,", "次序", "重复"),
        ("reference/national.csv", "100000,pm25,2030,1,某,或许,,", "已核对", "可填"),
        ("reference/national.csv", "100000,pm25,2030,,某,是,,", "数值", "不能为空"),
        ("reference/national.csv", "100000,pm25,2030,1,,是,,", "来源", "不能为空"),
        ("reference/national.csv", "100000,pm25,2030,-5,某,是,,", "数值", "上下限"),
        (
            "reference/national.csv",
            "990000,pm25,2030,1,某,是,,",
            "地区代码",
            "没有代码",
        ),
        (
            "facts/445122-raoping.csv",
            "445122,pm25,2022,3,%,1,章,,",
            "折算系数",
            "不是同",
        ),
        (
            "facts/445122-raoping.csv",
            "445122,pm25,2022,约3,,1,章,,",
            "数值",
            "不是数字",
        ),
        ("facts/445122-raoping.csv", "445122,pm25,2022,3,,,章,,", "折算系数", "须填"),
    ],
)
def test_each_problem_names_file_row_and_column(folder, file, line, column, part):
    path = folder / file
    append(path, line)

    found = problems(lambda: loading.load_everything(folder))

    matching = [p for p in found if p.file == path.name and part in p.sentence]
    assert matching, found
    assert column in matching[0].column
    assert matching[0].row > 1


@pytest.mark.parametrize(
    "change, column",
    [
        ({"领域": "没有"}, "领域"),
        ({"方向": "上"}, "方向"),
        ({"小数位": ""}, "小数位"),
        ({"下限": "100", "上限": "0"}, "下限"),
        ({"公布月份": "13"}, "公布月份"),
        ({"周期": "0"}, "周期"),
        ({"指标代码": "Not Valid"}, "指标代码"),
        ({"指标代码": "pm25"}, "指标代码"),
        ({"典型值": "3"}, "典型值"),
        ({"上限": "2", "典型值": "3", "年际波动": "1"}, "典型值"),
        ({"典型值": "3", "年际波动": "-1"}, "年际波动"),
    ],
)
def test_catalogue_problems(folder, change, column):
    names = (folder / "catalogue" / "core.csv").read_text("utf-8").splitlines()[0]
    line = {
        "指标代码": "fresh",
        "指标": "新",
        "领域": "其他",
        "方向": "升",
        "小数位": "1",
    }
    cells = [(line | change).get(name, "") for name in names.split(",")]
    (folder / "catalogue" / "more.csv").write_text(f"{names}\n{','.join(cells)}\n")

    found = problems(lambda: loading.load_everything(folder))

    assert {p.column for p in found if p.file == "more.csv"} == {column}


@pytest.mark.parametrize("kind", load.KINDS)
def test_every_kind_of_file_is_loaded_by_one_command(kind, capsys):
    below = FIXTURES / kind
    files = [] if load.KINDS[kind].default else sorted(below.glob("*.csv"))

    call_command("load", kind, *files)

    counted = [line for line in capsys.readouterr().out.splitlines() if "新增" in line]
    assert counted and all("新增0，更新0" in line for line in counted)


def test_each_kind_is_loaded_from_all_its_files(capsys):
    call_command("load", "departments")
    call_command("load", "catalogue")

    lines = capsys.readouterr().out.splitlines()
    counted = [line for line in lines if "不变" in line]
    assert len(counted) == len(list((FIXTURES / "departments").glob("*.csv"))) + 2


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (
            ["plan"],
            "没有“plan”这一类数据，可用：regions、departments、catalogue、relations、"
            "tasks、facts、reference。",
        ),
        (["facts"], "请写出要导入的文件：manage.py load facts FILE…"),
        (["regions", "--domains", "x.csv"], "--domains 只用于 catalogue。"),
        (["regions", "--replace"], "--replace 只用于 catalogue。"),
    ],
)
def test_a_load_that_cannot_be_says_in_one_sentence_why(arguments, sentence):
    with pytest.raises(CommandError) as caught:
        call_command("load", *arguments)

    assert str(caught.value) == sentence


def corrected(folder):
    """Return a catalogue that defines a stored indicator otherwise, twice, and has a
    new one."""
    path = folder / "catalogue" / "core.csv"
    edit(path, "岁,升,2,30,100,", "岁,升,1,30,120,")
    lines = path.read_text("utf-8").splitlines()
    append(path, ",".join(["fresh", "新的预期寿命", "", *lines[1].split(",")[3:]]))
    return path


CHANGED = [
    "life-expectancy 人均预期寿命“小数位”：“2” → “1”",
    "life-expectancy 人均预期寿命“上限”：“100” → “120”",
]


def test_a_stored_definition_stays_and_what_differs_is_listed(folder, capsys):
    with pytest.raises(CommandError) as caught:
        call_command("load", "catalogue", str(corrected(folder)))

    sentence, *listed = str(caught.value).splitlines()
    assert sentence == (
        "目录中1项指标的定义与已导入的不同，未更改；"
        "采用文件的，请运行manage.py load catalogue --replace。"
    )
    assert sorted(map(str.strip, listed)) == sorted(CHANGED)
    stored = Indicator.objects.get(code="life-expectancy")
    assert (stored.decimals, stored.upper) == (2, 100)
    assert Indicator.objects.filter(code="fresh").exists()
    assert "指标目录：新增1，更新0" in capsys.readouterr().out


def test_a_replaced_definition_is_judged_by_at_once(folder, capsys, refreshes):
    call_command("load", "catalogue", str(corrected(folder)), "--replace")

    (used,) = {
        verdict.inputs["indicator"]["decimals"]
        for verdict in Assessment.objects.filter(
            plan_indicator__indicator__code="life-expectancy"
        )
    }
    assert used == 1
    rows = PlanIndicator.objects.filter(indicator__code="life-expectancy")
    assert len(refreshes.causes[-1]) <= rows.count()  # of no other indicator
    assert set(refreshes.said.values()) == {("definition", None)}
    said = capsys.readouterr().out
    assert "目录中1项指标的定义已按文件更改：" in said
    assert all(change in said for change in CHANGED)


def test_a_whole_folder_is_loaded_and_stored_definitions_stay(folder, capsys):
    corrected(folder)

    call_command("load_fixtures", str(folder))

    assert "请运行manage.py load catalogue --replace" in capsys.readouterr().out
    assert Indicator.objects.get(code="life-expectancy").upper == 100
    call_command("load_fixtures", str(folder), "--replace")
    assert Indicator.objects.get(code="life-expectancy").upper == 120


def test_what_is_usual_follows_the_file_and_an_old_file_leaves_it(folder):
    path = folder / "catalogue" / "core.csv"
    edit(path, ",78.6,0.3,", ",79,0.2,")
    loading.load_catalogue([path])
    old = folder / "old.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("典型值", "年际波动")]
    with old.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)

    outcome = loading.load_catalogue([old])

    assert (outcome.changed, outcome.definitions) == (0, [])
    stored = Indicator.objects.get(code="life-expectancy")
    assert (stored.typical, stored.spread) == (79, Decimal("0.2"))


def test_other_names_follow_the_file_and_belong_to_one_indicator(folder):
    path = folder / "catalogue" / "core.csv"
    own = Alias.objects.filter(indicator__code="life-expectancy", region=None)
    assert "平均预期寿命" in own.values_list("name", flat=True)

    edit(path, ",平均预期寿命|", ",预期的寿命|")
    loading.load_catalogue([path])
    names = set(own.values_list("name", flat=True))
    assert "预期的寿命" in names and "平均预期寿命" not in names

    for wrong, why in (("婴儿死亡率", "另一项指标"), ("人均期望寿命", "写了两处")):
        kept = path.read_text("utf-8")
        edit(path, ",预期的寿命|", f",{wrong}|")
        with pytest.raises(loading.LoadError, match=why):
            loading.load_catalogue([path])
        path.write_text(kept, "utf-8")
    assert set(own.values_list("name", flat=True)) == names


def test_a_plan_can_be_checked_without_being_loaded(folder, capsys):
    path = folder / "plans" / "511700-dazhou.csv"
    edit(path, "％,,12,2015,,,,20,25,30,", "％,,12,2015,,,,20,25,254%,")

    with pytest.raises(CommandError):  # the prose repeats the 30
        call_command("import_plan", str(path), "--check")
    edit(path, "20,25,254%,", "20,254%,30,")
    call_command("import_plan", str(path), "--check")

    said = capsys.readouterr().out
    assert "“254%”超出上限100%，是否为25.4%？请核对原文。" in said
    assert "“≤5.3”宽于基期值4.36‰，按控制目标评价。" in said
    assert "未写入任何数据" in said
    assert not Target.objects.filter(raw="254%").exists()
    call_command("import_plan", str(path))
    assert Target.objects.filter(raw="254%").exists()


@pytest.mark.parametrize("file", ["catalogue/core.csv", "domains.csv"])
def test_what_another_row_has_already_is_a_problem_and_no_crash(folder, file):
    path = folder / file
    header, first, *_ = path.read_text("utf-8").splitlines()
    code, rest = first.split(",", 1)
    path.write_text(f"{header}\nfresh-{code},{rest}\n", "utf-8")
    load = loading.load_domains if file == "domains.csv" else loading.load_catalogue

    found = problems(lambda: load(path if file == "domains.csv" else [path]))

    assert found and all(p.row == 2 and "已用于另一行" in p.sentence for p in found)


def test_an_exchange_of_what_is_unique_is_a_problem_and_no_crash(folder):
    path = folder / "domains.csv"
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    lines[1][-1], lines[2][-1] = lines[2][-1], lines[1][-1]
    path.write_text("\n".join(map(",".join, lines)), "utf-8")

    (found,) = problems(lambda: loading.load_domains(path))

    assert "互换" in found.sentence


def test_a_plan_without_its_line_in_plans_csv_is_refused(folder):
    path = folder / "plans" / "999999-none.csv"
    shutil.copy(folder / "plans" / "530300-qujing.csv", path)

    found = problems(lambda: loading.load_plan(path))

    assert found[0].file == "plans.csv"
    assert "999999-none.csv" in found[0].sentence


def test_a_fact_that_contradicts_another_document_is_reported_and_not_stored(folder):
    path = folder / "facts" / "445122-raoping.csv"
    append(path, "360202,maternal-mortality,2018,50,1/10万,1,某章,,")

    outcome = loading.load_facts(path)

    assert "以已导入的为准" in outcome.questions[0].sentence
    stored = Observation.objects.get(
        region__code="360202", indicator__code="maternal-mortality", year=2018
    )
    assert stored.value == 61


def test_a_fact_may_say_by_which_definition_it_was_made(folder):
    file = folder / "facts" / "360202-changjiang.csv"
    lines = file.read_text("utf-8").splitlines()
    marked = [f"{lines[0]},口径", f"{lines[1]},户籍人口", *(f"{n}," for n in lines[2:])]
    file.write_text("\n".join(marked) + "\n", "utf-8")

    loading.load_facts(file)

    own = Observation.objects.exclude(own_definition="")
    assert [o.own_definition for o in own] == ["户籍人口"]
    assert not own.comparable().exists() and not own.get().is_comparable


def test_a_fact_corrected_in_its_own_file_is_corrected(folder):
    path = folder / "facts" / "360202-changjiang.csv"
    edit(path, "maternal-mortality,2018,0.61", "maternal-mortality,2018,0.60")

    assert loading.load_facts(path).changed == 1
