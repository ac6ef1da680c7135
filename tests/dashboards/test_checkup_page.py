"""数据体检 as a page and a file: who is told what, filters, bounds, queries."""

import csv
import io
from decimal import Decimal
from functools import lru_cache

import pytest
from django.utils import timezone

from dashboards.queries import checking
from indicators import entry
from indicators.models import Doubt, Observation, PlanIndicator
from indicators.models.observations import Origin
from regions.models import Region
from tests.pages import text

from .conftest import YEAR, publish

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PROVINCE, CITY, COUNTY, OTHER = "510000", "511700", "511702", "511703"
PAGE, FILE = "/data/checkup/", "/data/checkup.csv"
LAST = YEAR - 1


@pytest.fixture
def odd(plan, regions, indicators):
    """The city of the plan and two counties, with figures of every kind of hint."""
    Observation.objects.all().delete()
    Region.objects.create(
        code=OTHER,
        name="达川区",
        short_name="达川",
        level=3,
        parent=regions[CITY],
    )
    found = Region.objects.in_bulk(field_name="code")
    imr = indicators["infant-mortality"]
    imr.per = 1000
    imr.save()
    for code, rate, beds in (
        (CITY, "4.52", 900),
        (COUNTY, "3.1", 400),
        (OTHER, "4.1", 450),
    ):
        publish(found[code], imr, {LAST: rate})
        publish(found[code], indicators["beds"], {LAST: beds})
    life = {LAST - n: Decimal("80") - n * Decimal("0.3") for n in range(4)}
    publish(found[CITY], indicators["life-expectancy"], life)
    return found


@pytest.fixture
def ask(client, person):
    person = lru_cache(person)

    def ask(role="analyst", where=CITY, path=PAGE, **query):
        client.force_login(person(role, where), backend=BACKEND)
        return client.get(path, query)

    return ask


def rows_of(answer):
    sent = b"".join(answer.streaming_content)
    assert sent.startswith(b"\xef\xbb\xbf") and b"\r\n" in sent
    return list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))


def test_every_kind_is_said_with_its_figures_and_leads_to_the_row(ask, odd):
    answer = ask()

    said = text(answer)
    assert f"{LAST}年达州市4.52‰，高于下级2个地区的最高值（达川区4.10‰）。" in said
    assert f"{LAST}年达州市900张，下级2个地区合计850张，相差50张。" in said
    assert f"{LAST}年80.0岁，与{YEAR + 4}年目标值完全相同。" in said
    assert f"{LAST - 3}—{LAST}年每年均增加0.3岁（由79.1岁至80.0岁）。" in said
    assert f'href="/regions/{CITY}/infant-mortality/"' in answer.content.decode()
    assert "以下为提示，不是错误，不影响评价" in said
    assert [kind["count"] for kind in answer.context["kinds"]] == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    "query, kinds",
    [
        ({"kind": "sum"}, {"sum"}),
        ({"indicator": "life-expectancy"}, {"target", "step"}),
        ({"year": LAST - 1}, set()),
        ({"year": LAST}, {"range", "sum", "target", "step"}),
        ({"region": COUNTY}, set()),
        ({"region": CITY, "kind": "range"}, {"range"}),
    ],
)
def test_filters_by_region_indicator_year_and_kind(ask, odd, query, kinds):
    answer = ask(**query)

    assert {hint.kind for hint, *_rest in answer.context["rows"]} == kinds
    rows = rows_of(ask(path=FILE, **query)) if kinds else []
    assert len(rows) == len(answer.context["rows"])


def test_the_file_has_every_hint_with_its_marks(ask, odd):
    rows = rows_of(ask(path=FILE))

    assert len(rows) == 4
    assert rows[0] == {
        "类型": "超出下级范围",
        "地区代码": CITY,
        "地区": "达州市",
        "指标代码": "infant-mortality",
        "指标": "婴儿死亡率",
        "计量单位": "‰",
        "年份": str(LAST),
        "提示": f"{LAST}年达州市4.52‰，高于下级2个地区的最高值（达川区4.10‰）。",
        "含演示数据": "",
    }


def test_texts_that_excel_takes_for_formulas_are_guarded(ask, odd):
    Region.objects.filter(code=CITY).update(name="=1+1")

    rows = rows_of(ask(path=FILE))

    assert {row["地区"] for row in rows} == {"'=1+1"}


def test_an_empty_choice_makes_no_file(ask, odd):
    answer = ask(path=FILE, region=COUNTY)

    assert answer.status_code == 422
    assert "所选范围内没有提示，没有生成文件" in text(answer)


@pytest.mark.parametrize("path", [PAGE, FILE])
@pytest.mark.parametrize(
    "role, where, query, status",
    [
        ("analyst", CITY, {"region": PROVINCE}, 404),
        ("analyst", CITY, {"region": "511100"}, 404),
        ("analyst", CITY, {"region": "x" * 90}, 400),
        ("staff", CITY, {"region": COUNTY}, 404),
        ("analyst", CITY, {"indicator": "nix"}, 404),
        ("analyst", CITY, {"kind": "nix"}, 400),
        ("analyst", CITY, {"year": "zwei"}, 400),
        ("analyst", CITY, {"page": "0"}, 400),
    ],
)
def test_what_is_not_theirs_is_not_there(ask, odd, path, role, where, query, status):
    assert ask(role, where, path, **query).status_code == status


def test_who_takes_away_the_own_region_alone_gets_hints_of_it_alone(ask, odd):
    answer = ask("reviewer", CITY)

    assert {hint.kind for hint, *_rest in answer.context["rows"]} == {"target", "step"}
    assert "达川区" not in answer.content.decode()


def test_who_has_no_region_is_told_so(client, odd, django_user_model):
    nobody = django_user_model.objects.create_user("nobody")
    client.force_login(nobody, backend=BACKEND)

    assert "您还没有任何地区的权限" in text(client.get(PAGE))


def test_nothing_odd_says_so(ask, plan):
    Observation.objects.all().delete()

    assert "所选范围内没有提示" in text(ask())


def test_what_is_not_yet_reported_is_never_told_above(ask, odd, indicators):
    imr = indicators["infant-mortality"]
    held = entry.NewValue(odd[OTHER], imr, LAST, Decimal("4.9"), source="年报")
    entry.publish([held], origin=Origin.ENTRY, held=True)

    assert "高于下级2个地区的最高值（达川区4.10‰）" in text(ask())  # as reported last

    Observation.objects.filter(region=odd[OTHER]).update(reported_as=None)
    held_now = Observation.objects.filter(region=odd[OTHER], indicator=imr)
    held_now.update(held_since=timezone.now())
    answer = ask()
    assert "婴儿死亡率" not in {c.name for _h, _r, c, _l in answer.context["rows"]}


def test_counts_are_for_the_own_staff_and_reviewers(ask, odd, indicators):
    imr = indicators["infant-mortality"]
    publish(odd[COUNTY], imr, {LAST: "3.1"}, events=13, denominator=3001)

    own = ask("reviewer", COUNTY)
    assert "按分子÷分母（13÷3001）应为4.33‰" in text(own)
    for role, where in (("official", COUNTY), ("analyst", CITY)):
        assert "13÷3001" not in text(ask(role, where))


def test_exact_rates_are_told_as_printed(ask, odd, indicators):
    imr = indicators["infant-mortality"]
    publish(odd[CITY], imr, {LAST: "4.51649512"})

    answer = ask()
    assert "4.5164" not in answer.content.decode() and "达州市4.52‰" in text(answer)


def test_demo_values_are_marked(ask, odd, indicators):
    Observation.objects.filter(indicator=indicators["beds"]).delete()
    for code, beds in ((CITY, 900), (COUNTY, 400), (OTHER, 450)):
        publish(odd[code], indicators["beds"], {LAST: beds}, origin=Origin.DEMO)

    assert "含演示数据" in text(ask(kind="sum"))
    assert "含演示数据" not in text(ask(kind="range"))
    assert rows_of(ask(path=FILE, kind="sum"))[0]["含演示数据"] == "是"


def test_a_target_in_doubt_is_compared_with_nothing(ask, odd):
    row = PlanIndicator.objects.get(indicator__code="life-expectancy", in_table=True)
    target = row.targets.get(year=YEAR + 4)
    Doubt.objects.create(
        plan_indicator=row,
        target=target,
        field="target",
        raw=target.raw,
        question="80还是81？",
        readings=["80", "81"],
        asked_by="checks",
    )

    assert [k["count"] for k in ask().context["kinds"]] == [1, 1, 0, 1, 0]


def test_figures_by_another_definition_are_left_out(ask, odd, indicators):
    Observation.objects.filter(region=odd[OTHER]).update(own_definition="户籍人口")

    kinds = {hint.kind for hint, *_rest in ask().context["rows"]}
    assert kinds == {"target", "step"}


def test_more_than_can_be_read_is_not_read(ask, odd, monkeypatch):
    monkeypatch.setattr(checking, "MOST", 3)

    answer = ask()
    assert "未检查：请选地区、指标或年份" in text(answer)
    assert ask(path=FILE).status_code == 422
    narrowed = ask(indicator="beds")
    assert [hint.kind for hint, *_rest in narrowed.context["rows"]] == ["sum"]


def test_a_page_of_many_hints_is_bounded(ask, odd, indicators):
    years = {1930 + n: 900 + n for n in range(80)}
    publish(odd[CITY], indicators["beds"], years)
    for code in (COUNTY, OTHER):
        publish(odd[code], indicators["beds"], dict.fromkeys(years, 100))

    first, second = ask(), ask(page=2)

    assert len(first.content) < 150_000
    assert len(first.context["rows"]) == 50 and "第1页，共2页" in text(first)
    assert second.context["rows"] and "第2页，共2页" in text(second)


@pytest.mark.parametrize(
    "role, where, most",
    [("analyst", CITY, 9), ("official", PROVINCE, 9), ("reviewer", CITY, 9)],
)
def test_queries_do_not_grow(
    client, person, odd, indicators, django_assert_num_queries, role, where, most
):
    client.force_login(person(role, where), backend=BACKEND)
    shown = most + (role == "reviewer")  # the numbers in a reviewer's navigation
    with django_assert_num_queries(shown):
        client.get(PAGE)
    publish(odd[CITY], indicators["physicians"], {y: y % 7 for y in range(2000, 2020)})

    with django_assert_num_queries(shown):
        client.get(PAGE)
    with django_assert_num_queries(shown + 1):  # changes of 口径 outside the year
        client.get(PAGE, {"year": LAST})
    with django_assert_num_queries(most):
        b"".join(client.get(FILE).streaming_content)


def test_the_data_page_leads_here(ask, odd):
    assert f'href="{PAGE}"' in ask(path="/data/").content.decode()
