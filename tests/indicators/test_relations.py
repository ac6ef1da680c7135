"""Relations between indicators and base figures: declared in files, loaded once."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Indicator, Relation
from indicators.plans import loading
from indicators.rules import checks
from tests.conftest import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
HEADER = "类型,左指标代码,右指标代码,说明\n"


@pytest.fixture
def file(tmp_path):
    """A function that writes lines as relations.csv and returns its path."""

    def write(*lines):
        path = tmp_path / "relations.csv"
        path.write_text(HEADER + "\n".join(lines), "utf-8")
        return path

    return write


def rows():
    return set(Relation.objects.values_list("kind", "left__code", "right__code"))


def test_the_fixtures_declare_what_must_hold():
    assert ("part", "infant-mortality", "under5-mortality") in rows()
    assert ("order", "hospital-beds-per-1000", "beds-per-1000") in rows()


def test_every_declared_relation_can_be_checked():
    for relation in Relation.objects.select_related("left", "right"):
        left, right = relation.left.measure, relation.right.measure
        values = {left.code: (left, 2), right.code: (right, 1)}
        declared = checks.DeclaredRelation(
            relation.kind, left.code, right.code, relation.reason
        )

        assert set(checks.check_relations(values, [declared])) == set(values), relation


def test_the_real_values_keep_every_declared_relation():
    declared = Relation.objects.select_related("left", "right")
    failing = []
    for relation in declared:
        right = dict(series(relation.right))
        for key, value in series(relation.left):
            if key in right and value > right[key]:
                failing.append((relation, key))

    assert failing == []


def series(indicator):
    """Return the values as ((region, year), value) of an indicator."""
    found = indicator.observation_set.real().filter(value__isnull=False)
    return [((o.region_id, o.year), o.value) for o in found]


def test_loading_twice_is_loading_once():
    outcome = loading.load_relations(FIXTURES / "relations.csv")

    assert (outcome.created, outcome.changed) == (0, 0)
    assert outcome.same == Relation.objects.count()


def test_a_reason_is_corrected_and_what_is_missing_stays(file):
    before = Relation.objects.count()

    outcome = loading.load_relations(
        file("部分,infant-mortality,under5-mortality,婴儿未满5岁")
    )

    assert (outcome.created, outcome.changed) == (0, 1)
    assert Relation.objects.count() == before
    assert Relation.objects.get(left__code="infant-mortality").reason == "婴儿未满5岁"


@pytest.mark.parametrize(
    "lines, column, words",
    [
        (["整体,pm25,pm25-x,因为"], "类型", "部分、次序"),
        (["部分,没有,pm25,因为"], "左指标代码", "目录中没有“没有”"),
        (["部分,,pm25,因为"], "左指标代码", "不能为空"),
        (["部分,pm25,gdp,因为"], "右指标代码", "不是同一类单位"),
        (["部分,pm25,pm25,因为"], "右指标代码", "同一个指标"),
        (
            ["次序,psychiatrists-per-100k,physicians-per-1000,因为"],
            "右指标代码",
            "按每100000计",
        ),
        (["次序,hospitals,clinics,"], "说明", "不能为空"),
        (["次序,clinics,medical-institutions," + "长" * 201], "说明", "200"),
        (
            ["次序,hospitals,clinics,甲", "部分,hospitals,clinics,乙"],
            "左指标代码、右指标代码",
            "与第2行重复",
        ),
        (
            ["次序,hospitals,clinics,甲", "部分,clinics,hospitals,乙"],
            "左指标代码",
            "与第2行左右相反",
        ),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_stored(file, lines, column, words):
    before = rows()

    with pytest.raises(loading.LoadError) as caught:
        loading.load_relations(file("次序,clinics,hospitals,对", *lines))

    said = [p for p in caught.value.problems if p.column == column]
    assert said and rows() == before
    assert any(words.replace("第2行", "第3行") in p.sentence for p in said)


def test_the_command_loads_the_fixtures_by_default(capsys, file):
    call_command("load", "relations")

    assert "指标间关系：新增0，更新0" in capsys.readouterr().out
    with pytest.raises(CommandError, match="未写入任何数据"):
        call_command("load", "relations", str(file("部分,没有,pm25,因为")))


def test_a_folder_without_relations_loads(tmp_path):
    folder = shutil.copytree(FIXTURES, tmp_path / "fixtures")
    (folder / "relations.csv").unlink()

    names = [outcome.name for outcome in loading.load_everything(folder)]

    assert "指标间关系" not in names


def test_rates_over_births_and_residents_name_their_base():
    bases = dict(Indicator.objects.exclude(base="").values_list("code", "base"))

    assert bases["infant-mortality"] == bases["maternal-mortality"] == "births"
    assert bases["beds-per-1000"] == "resident"
    assert bases["tb-incidence"] == "resident_mean"


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("年内活产数,活产数,", "年内活产数,出生数,", "常住人口"),
        ("年内活产数,活产数,", ",活产数,", "没有写分母"),
    ],
)
def test_a_wrong_base_is_a_problem_of_its_row(tmp_path, old, new, words):
    text = (FIXTURES / "catalogue/core.csv").read_text("utf-8")
    path = tmp_path / "core.csv"
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(loading.LoadError) as caught:
        loading.load_catalogue([path])

    (problem,) = caught.value.problems
    assert problem.column == "分母基数" and words in problem.sentence
