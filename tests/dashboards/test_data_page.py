"""数据: what may be chosen by whom, how much it holds, the CSV of it."""

import csv
import io
import re
from decimal import Decimal
from urllib.parse import unquote

import pytest

from dashboards import queries
from dashboards.queries.export import OutOfReach
from dashboards.reports import long_csv
from dashboards.selection import Selection
from indicators import entry
from indicators.models import Observation
from indicators.models.observations import Origin
from regions import access
from tests.pages import text

from .conftest import YEAR, publish

BACKEND = "django.contrib.auth.backends.ModelBackend"
CITY, PROVINCE, COUNTY, OTHER = "511700", "510000", "511702", "530300"
ROLES = ["staff", "reviewer", "official", "analyst", "administrator"]
BELOW = {"official", "analyst", "administrator"}
HEADINGS = [heading for _key, heading in queries.LONG_COLUMNS]


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def read(response):
    """Return the rows of a CSV answer as dicts."""
    plain = b"".join(response.streaming_content).decode("utf-8")
    assert plain.startswith("\ufeff") and "\r\n" in plain
    return list(csv.DictReader(io.StringIO(plain[1:], newline="")))


# ---------------------------------------------------------------------- who may take


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", [CITY, COUNTY, PROVINCE, OTHER])
@pytest.mark.parametrize("path", ["/data/", "/data/values.csv", "/data/workbook.xlsx"])
def test_who_may_choose_which_region(client, plan, person, role, code, path):
    answer = signed_in(client, person(role, CITY)).get(path, {"region": code})

    allowed = code == CITY or (code == COUNTY and role in BELOW)
    # a county without plan and values has no file: a sentence instead
    empty = 422 if path != "/data/" and code == COUNTY else 200
    assert answer.status_code == (empty if allowed else 404)
    if answer.streaming:
        assert b"".join(answer.streaming_content)


def test_who_has_no_role_is_told_so(client, django_user_model):
    nobody = django_user_model.objects.create_user("nobody")

    answer = signed_in(client, nobody).get("/data/")

    assert "您还没有任何地区的权限，没有数据可以导出" in text(answer)
    assert '<form method="get"' not in text(answer)


def test_without_sign_in_nothing_leaves(client, plan):
    for path in ("/data/", "/data/values.csv", "/data/workbook.xlsx"):
        assert client.get(path).status_code == 302


# --------------------------------------------------------------------------- the page


def test_the_page_says_how_much_a_choice_holds(client, plan, person):
    analyst = signed_in(client, person("analyst", CITY))

    everything = analyst.get("/data/")
    one = analyst.get("/data/", {"indicator": "life-expectancy", "first": YEAR - 1})

    stored = Observation.objects.filter(region=plan.region)
    assert everything.context["held"].values == stored.count()
    assert everything.context["held"].plan_rows == len(
        plan.rows.exclude(indicator=None)
    )
    some = stored.filter(indicator__code="life-expectancy", year__gte=YEAR - 1)
    assert one.context["held"].values == some.count() > 0
    assert f"<b>{some.count()}</b> 个数值" in text(one)
    assert 'value="life-expectancy" checked' in text(one)


def test_htmx_gets_the_counts_alone(client, plan, person):
    answer = signed_in(client, person("analyst", CITY)).get(
        "/data/", {"first": YEAR + 50}, headers={"hx-request": "true"}
    )

    assert text(answer).startswith('<p id="holds"') and "<html" not in text(answer)


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("first=20200", "年份请写四位数"),
        ("last=x", "年份请写四位数"),
        ("first=2024&last=2020", "起始年份2024晚于结束年份2020"),
    ],
)
def test_a_bad_choice_is_one_sentence(client, plan, person, query, sentence):
    analyst = signed_in(client, person("analyst", CITY))

    for path in ("/data/", "/data/values.csv", "/data/workbook.xlsx"):
        answer = analyst.get(f"{path}?{query}")
        assert answer.status_code == 400 and sentence in text(answer)


@pytest.mark.parametrize("name", ["region", "plan", "indicator"])
def test_an_unknown_code_is_not_found(client, plan, person, name):
    answer = signed_in(client, person("analyst", CITY)).get("/data/", {name: "nix"})

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/data/values.csv", "/data/workbook.xlsx"])
def test_an_empty_choice_makes_no_file(client, plan, person, path):
    answer = signed_in(client, person("analyst", CITY)).get(
        path, {"region": COUNTY, "first": YEAR + 50}
    )

    assert answer.status_code == 422
    assert "所选范围内没有数据，没有生成文件" in text(answer)


def test_queries_of_the_page_do_not_grow(
    client, plan, person, regions, indicators, django_assert_num_queries
):
    analyst = signed_in(client, person("analyst", CITY))
    with django_assert_num_queries(10):
        analyst.get("/data/")
    publish(regions[COUNTY], indicators["infant-mortality"], {YEAR - 2: 5})

    with django_assert_num_queries(10):
        analyst.get("/data/")


# ----------------------------------------------------------------------------- the CSV


def test_the_csv_is_the_database(client, plan, person):
    answer = signed_in(client, person("analyst", CITY)).get("/data/values.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = unquote(answer["Content-Disposition"].split("''")[1])
    assert re.fullmatch(r"健康规划指标数据-2个地区-\d{4}-\d\d-\d\d\.csv", name)
    rows = read(answer)
    stored = Observation.objects.filter(region=plan.region).select_related(
        "region", "indicator"
    )
    found = {(r["地区代码"], r["指标代码"], int(r["年份"])): r for r in rows}
    assert len(found) == len(rows) == stored.count()
    for o in stored:
        line = found[o.region.code, o.indicator.code, o.year]
        shown = Decimal(line["数值"]) if line["数值"] else None
        assert (shown, line["来源"]) == (o.value, o.source)
        assert line["演示数据"] == ("是" if o.origin == Origin.DEMO else "")
        assert "E" not in line["数值"]


def test_a_text_that_looks_like_a_formula_stays_a_text(client, plan, person):
    life = plan.rows.first().indicator
    odd = ["=1+1", "+86", "-x", "@SUM(A1)", "＝2", "'=3", "-", "约-5"]
    values = [
        entry.NewValue(plan.region, life, 1990 + n, Decimal(70), source=text)
        for n, text in enumerate(odd)
    ]
    entry.publish(values, origin=Origin.IMPORT)

    rows = read(signed_in(client, person("analyst", CITY)).get("/data/values.csv"))

    written = [r["来源"] for r in rows if r["年份"] in map(str, range(1990, 1998))]
    assert written == ["'=1+1", "'+86", "'-x", "'@SUM(A1)", "'＝2", "''=3", "-", "约-5"]


def test_the_stream_streams():
    """The first piece is there before the last row was asked for."""
    asked = []

    def rows():
        for n in range(5000):
            asked.append(n)
            yield ("511700", n, None)

    first = next(long_csv.stream(rows()))

    assert first.startswith("\ufeff地区代码,") and len(asked) == long_csv.ROWS


def test_an_error_midway_breaks_the_file():
    def rows():
        yield from [("511700", 1)] * 1500
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError):
        list(long_csv.stream(rows()))


# ----------------------------------------------------------------- who sees which value


@pytest.mark.parametrize("role, code, sees", [
    ("analyst", CITY, True), ("analyst", PROVINCE, False), ("staff", CITY, True),
])  # fmt: skip
def test_held_values_are_for_the_regions_own_people(plan, person, role, code, sees):
    life = plan.rows.first().indicator
    before = Observation.objects.get(region=plan.region, indicator=life, year=YEAR - 1)
    held = entry.NewValue(plan.region, life, YEAR - 1, Decimal("66.6"), source="年报")
    new = entry.NewValue(plan.region, life, 1991, Decimal("61"), source="年报")
    entry.publish([held, new], origin=Origin.ENTRY, held=True)
    choice = Selection(regions=(CITY,), indicators=("life-expectancy",))
    grants = person(role, code).grants

    rows = {row[6]: row[7] for row in queries.long_rows(choice, grants)}

    assert rows[YEAR - 1] == (Decimal("66.6") if sees else before.value)
    assert (1991 in rows) == sees
    assert list(rows) == sorted(rows)
    asked = queries.scope(choice, grants)
    assert queries.holds(asked).values == len(rows)


@pytest.mark.parametrize("role", ROLES)
def test_counts_are_for_the_regions_clerks_and_reviewers(plan, person, role):
    life = plan.rows.first().indicator
    value = entry.NewValue(
        plan.region, life, 1992, Decimal(70), events=3, denominator=99, source="年报"
    )
    entry.publish([value], origin=Origin.IMPORT)

    rows = queries.long_rows(
        Selection(first=1992, last=1992), person(role, CITY).grants
    )

    (row,) = rows
    shown = row[HEADINGS.index("分子")], row[HEADINGS.index("分母")]
    assert shown == ((3, 99) if role in access.SEES_COUNTS else (None, None))


def test_long_rows_refuses_before_the_first_row(plan, person):
    with pytest.raises(OutOfReach, match="没有代码为“530300”的地区"):
        queries.long_rows(Selection(regions=(OTHER,)), person("staff", CITY).grants)


def test_queries_of_the_long_rows_are_few(plan, person, django_assert_num_queries):
    grants = person("analyst", CITY).grants
    with django_assert_num_queries(6):
        list(queries.long_rows(Selection(), grants))
