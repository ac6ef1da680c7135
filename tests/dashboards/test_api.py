"""What the API answers: the same figures as the database, page by page."""

import csv
import functools
import io
import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from dashboards.api import catalogue, figures, responses
from indicators import entry
from indicators.models import (
    Assessment,
    Decision,
    Indicator,
    Observation,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin

from .conftest import YEAR, publish
from .test_api_scope import get, token_of

pytestmark = pytest.mark.django_db
CITY, PROVINCE, COUNTY, NATION = "511700", "510000", "511702", "100000"
LAST = YEAR - 1


@pytest.fixture
def ask(client, plan, person):
    """A function that asks in the name of a role somewhere, by token."""
    heads = {}

    def send(address, role="official", code=NATION, accept=None, **query):
        if (role, code) not in heads:
            heads[role, code] = token_of(person(role, code))
        head = heads[role, code] | ({"Accept": accept} if accept else {})
        return get(client, address, head, **query)

    return send


def items(answer):
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["items"]


def sentence(answer):
    assert list(answer.json()) == ["detail"]
    return answer.json()["detail"]


def rows_of_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


# -------------------------------------------------------------- what is answered


def test_every_observation_is_the_databases(ask):
    found = items(ask("observations"))

    stored = Observation.objects.order_by("region__code", "indicator__code", "year")
    assert len(found) == stored.count() == 5
    for item, row in zip(found, stored, strict=True):
        assert (item["region"], item["indicator"]) == (
            row.region.code,
            row.indicator.code,
        )
        assert Decimal(str(item["value"])) == row.value and item["year"] == row.year
        assert item["unit"] == row.indicator.unit and item["source"] == "年报"
        assert item["is_demo"] == (row.origin == Origin.DEMO)
    assert sum(item["is_demo"] for item in found) == 1


def test_a_missing_value_is_null_with_its_reason_never_zero(ask, plan, indicators):
    beds = indicators["beds"]
    why = {"missing_reason": "not_published", "source": "年报"}
    entry.publish([entry.NewValue(plan.region, beds, LAST, **why)], origin=Origin.ENTRY)
    publish(plan.region, beds, {LAST - 1: 0})

    zero, none = items(ask("observations", indicator="beds"))
    as_csv = rows_of_csv(ask("observations", indicator="beds", format="csv"))

    assert zero["value"] == 0 and none["value"] is None
    assert none["missing_reason"] == "not_published"
    assert [row["value"] for row in as_csv] == ["0", ""]


def test_a_figure_has_no_float_tail(ask, plan, indicators):
    publish(plan.region, indicators["beds"], {LAST: "8765432.1"})
    publish(plan.region, indicators["physicians"], {LAST: "0.07"})

    text = ask("observations", region=CITY).content.decode()

    assert '"value": 8765432.1,' in text and '"value": 0.07,' in text
    (exact,) = rows_of_csv(ask("observations", indicator="beds", format="csv"))
    assert exact["value"] == "8765432.1"


def test_indicators_carry_every_word_of_their_definition(ask):
    Indicator.objects.filter(code="beds").update(
        definition="口径", numerator="分子", denominator="分母", report="卫统1表"
    )

    (item,) = items(ask("indicators", indicator="beds"))

    stored = Indicator.objects.get(code="beds")
    for name in set(catalogue.IndicatorRow.model_fields) - {"domain", "domain_name"}:
        assert item[name] == getattr(stored, name), name
    assert (item["domain"], item["domain_name"]) == ("level", "健康水平")


def test_targets_are_printed_and_read(ask, plan):
    found = items(ask("targets", plan="dazhou"))

    assert len(found) == Target.objects.count()
    first = found[0]
    assert (first["raw"], first["op"], first["value"]) == ("80", "=", 80)
    assert first["issuer"] == CITY and first["in_force"]
    assert first["source_ref"] == ["第一章：“原文。”"]
    words = [item for item in found if item["indicator"] is None]
    assert [item["raw"] for item in words] == ["建成县级医院"]


def test_a_revised_target_stays_and_is_not_in_force(ask, plan):
    old = Target.objects.get(plan_indicator__key="1")
    old_pk, old.pk = old.pk, None
    old.revision, old.value, old.raw = 1, Decimal(81), "81"
    old.decision = Decision.objects.create(document="调整通知", number="〔2026〕1号")
    old.save()

    found = items(ask("targets", indicator="life-expectancy"))

    assert [(t["raw"], t["revision"], t["in_force"]) for t in found] == [
        ("80", 0, False),
        ("81", 1, True),
    ]
    assert (found[1]["document"], found[1]["document_number"]) == (
        "调整通知",
        "〔2026〕1号",
    )
    assert Target.objects.filter(pk=old_pk).exists()


def test_plan_rows_name_their_departments(ask, plan):
    first, *rest = items(ask("plan-indicators"))

    assert first["departments"] == ["市卫生健康委"] and rest[0]["departments"] == []
    assert (first["baseline_raw"], first["baseline_value"]) == ("75", 75)
    assert len(rest) + 1 == PlanIndicator.objects.count()


def test_assessments_are_the_stored_ones(ask, plan):
    found = {item["key"]: item for item in items(ask("assessments"))}

    stored = Assessment.objects.read_by("others")
    assert set(found) == {a.plan_indicator.key for a in stored}
    for a in stored:
        item = found[a.plan_indicator.key]
        assert (item["status"], item["sentence"]) == (a.code, a.sentence)
        assert item["is_demo"] == a.has_demo and item["latest_year"] == a.latest_year
    assert found["2"]["is_demo"] and found["2"]["group"] == "bad"
    assert found["1"]["progress"] is not None and found["1"]["focus_year"] == YEAR + 4


def test_statuses_filter(ask):
    (found,) = items(ask("assessments", status=["reversed", "far_behind"]))

    assert found["indicator"] == "infant-mortality"


# ------------------------------------------------------------------ who sees what


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        ("staff", CITY, True),
        ("reviewer", CITY, True),
        ("official", CITY, False),
        ("analyst", CITY, False),
        ("administrator", CITY, False),
        ("official", PROVINCE, False),
        ("administrator", NATION, False),
    ],
)
def test_event_counts_are_for_the_regions_own_clerks(
    ask, plan, indicators, role, code, sees
):
    publish(plan.region, indicators["beds"], {LAST: 7}, events=7, denominator=5613)

    answer = ask("observations", role, code, indicator="beds")
    as_csv = ask("observations", role, code, indicator="beds", format="csv", page="all")

    (item,) = items(answer)
    assert item["events"] == (7 if sees else None)
    assert item["denominator"] == (5613 if sees else None)
    assert (b"5613" in b"".join(as_csv.streaming_content)) == sees
    assert b"5613" not in ask("assessments", role, code).content


@pytest.fixture
def held(plan, indicators):
    """The city's newest value approved and not reported, in place of 79.2."""
    value = entry.NewValue(
        plan.region, indicators["life-expectancy"], LAST, Decimal("66.6"), source="新"
    )
    entry.publish([value], origin=Origin.ENTRY, held=True)


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        ("staff", CITY, True),
        ("official", CITY, True),
        ("administrator", CITY, True),
        ("official", PROVINCE, False),
        ("administrator", NATION, False),
    ],
)
def test_what_is_not_reported_is_the_regions_own(ask, held, role, code, sees):
    where = {"region": CITY, "indicator": "life-expectancy"}

    value = items(ask("observations", role, code, year=LAST, **where))[0]
    verdict = items(ask("assessments", role, code, **where))[0]
    as_csv = ask("observations", role, code, format="csv", page="all", **where)

    assert (value["value"], value["source"]) == (
        (66.6, "新") if sees else (79.2, "年报")
    )
    assert (verdict["status"] == "reversed") == sees
    assert verdict["latest_value"] == (66.6 if sees else 79.2)
    assert (b"66.6" in b"".join(as_csv.streaming_content)) == sees


def test_a_first_value_is_no_row_for_others(ask, plan, indicators):
    value = entry.NewValue(
        plan.region, indicators["beds"], LAST, Decimal(55), source="新"
    )
    entry.publish([value], origin=Origin.ENTRY, held=True)

    assert ask("observations", indicator="beds").json()["count"] == 0
    assert ask("observations", "staff", CITY, indicator="beds").json()["count"] == 1


def test_a_snapshot_names_the_level_that_stood_in(ask, plan, regions, indicators):
    physicians = indicators["physicians"]
    publish(plan.region, physicians, {LAST: 3}, substitute_region=regions[PROVINCE])
    value = entry.NewValue(plan.region, physicians, LAST, Decimal(4), source="新")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    (others,) = items(ask("observations", indicator="physicians"))
    (own,) = items(ask("observations", "staff", CITY, indicator="physicians"))

    assert (others["value"], others["substitute_region"]) == (3, PROVINCE)
    assert (own["value"], own["substitute_region"]) == (4, None)


def test_a_value_tells_its_own_definition_and_how_final_it_is(ask, plan, indicators):
    life = indicators["life-expectancy"]
    about = {"own_definition": "户籍人口", "grade": "flash"}
    publish(plan.region, life, {LAST: 79.2}, **about)

    (value,) = items(ask("observations", indicator=life.code, year=LAST, region=CITY))
    (verdict,) = items(ask("assessments", indicator=life.code))

    assert (value["own_definition"], verdict["grade"]) == ("户籍人口", "flash")
    assert (verdict["judged_year"], verdict["judged_value"]) == (LAST, 79.2)
    assert not verdict["closed"]


# ------------------------------------------------------------------ what changed


def test_since_gives_what_changed(ask, plan, indicators):
    before = timezone.now()
    assert ask("observations", since=before.isoformat()).json()["count"] == 0
    assert ask("assessments", since=before.isoformat()).json()["count"] == 0

    publish(plan.region, indicators["life-expectancy"], {LAST: 79.3})

    (value,) = items(ask("observations", since=before.isoformat()))
    (verdict,) = items(ask("assessments", since=before.isoformat()))
    assert (value["value"], verdict["indicator"]) == (79.3, "life-expectancy")


def test_a_held_value_changes_for_others_when_it_is_reported(
    ask, plan, indicators, regions
):
    life = indicators["life-expectancy"]
    start = timezone.now()
    value = entry.NewValue(plan.region, life, LAST, Decimal("66.6"), source="新")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    assert ask("observations", since=start.isoformat()).json()["count"] == 0
    assert len(items(ask("observations", "staff", CITY, since=start.isoformat()))) == 1
    others = items(ask("observations", indicator=life.code, region=CITY, year=LAST))
    assert others[0]["updated_at"] < start.isoformat()

    middle = timezone.now()
    entry.release(plan.region, LAST, [life.pk])

    (found,) = items(ask("observations", since=middle.isoformat()))
    assert found["value"] == 66.6


def test_what_others_see_of_a_held_value_may_itself_be_new(ask, plan, indicators):
    life, start = indicators["life-expectancy"], timezone.now()
    publish(plan.region, life, {LAST: 79.9})
    value = entry.NewValue(plan.region, life, LAST, Decimal("66.6"), source="新")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    (found,) = items(ask("observations", since=start.isoformat()))

    assert found["value"] == 79.9


def test_a_snapshot_of_an_older_version_names_no_moment(ask, held):
    row = Observation.objects.get(held_since__isnull=False)
    row.reported_as.pop("updated_at")
    row.save(update_fields=["reported_as"])

    found = items(ask("observations", region=CITY, year=LAST))

    assert {item["value"] for item in found} == {79.2, 9.8}


@pytest.mark.parametrize(
    "since", ["2020-01-01", "2020-01-01T08:00:00", "2020-01-01T08:00:00Z",
              "2020-01-01T08:00:00+08:00", "2020-01-01T08:00:00 08:00"],
)  # fmt: skip
def test_since_is_a_day_or_a_moment(ask, since):
    assert ask("observations", since=since).json()["count"] == 5


def test_next_since_leaves_room_for_what_is_being_written(ask):
    said = ask("observations").json()["next_since"]
    moment = datetime.fromisoformat(said)

    assert timedelta(minutes=4) < timezone.now() - moment < timedelta(minutes=6)
    assert ask("observations", since=said).status_code == 200


# ----------------------------------------------------------------------- filters


def test_filters_narrow_and_repeat(ask):
    def count(**query):
        return ask("observations", **query).json()["count"]

    assert count(region=CITY) == 3 and count(region=[CITY, PROVINCE]) == 4
    assert count(year=[LAST, LAST - 1], region=CITY) == 3
    assert count(first=LAST) == 4 and count(last=LAST - 1) == 1
    assert count(domain="level") == 5 and count(plan="dazhou") == 3
    assert count(plan="dazhou", indicator="life-expectancy") == 2
    assert ask("targets", first=YEAR + 1).json()["count"] == 5


def test_the_indicators_of_a_plan(ask):
    found = {item["code"] for item in items(ask("indicators", plan="dazhou"))}

    assert found == {"life-expectancy", "infant-mortality", "beds", "physicians"}


@pytest.mark.parametrize(
    ("address", "query", "status", "words"),
    [
        ("regions", {"x": "1"}, 422, "没有参数“x”"),
        ("regions", {"year": "2020"}, 422, "没有参数“year”"),
        ("regions", {"page": ["1", "2"]}, 422, "参数page只能写一次"),
        ("regions", {"page": "0"}, 422, "页码"),
        ("regions", {"page": "all"}, 422, "page=all只用于CSV"),
        ("regions", {"page": "9" * 30}, 422, "页码"),
        ("regions", {"page_size": "1001"}, 422, "不应大于1000，现为“1001”"),
        ("regions", {"page_size": "0"}, 422, "不应小于1"),
        ("regions", {"page_size": "x"}, 422, "应为整数，现为“x”"),
        ("regions", {"format": "xml"}, 422, "format应为json, csv之一，现为“xml”"),
        ("regions", {"region": "5117"}, 422, "region的值“5117”不对"),
        ("regions", {"region": [CITY, "５１１７００"]}, 422, "“５１１７００”不对"),
        ("regions", {"region": "511799"}, 404, "没有代码为“511799”的地区"),
        ("regions", {"region": [CITY, "119999"]}, 404, "119999"),
        ("plans", {"plan": "nowhere"}, 404, "没有代码为“nowhere”的规划"),
        ("observations", {"indicator": "none"}, 404, "没有代码为“none”的指标"),
        ("observations", {"domain": "none"}, 404, "没有代码为“none”的领域"),
        ("observations", {"year": "21"}, 422, "year不应小于1900"),
        ("observations", {"year": ["2020", "x"]}, 422, "year应为整数，现为“x”"),
        ("observations", {"since": "昨天"}, 422, "since应为日期或时刻"),
        ("observations", {"since": "0001-01-01T00:00:00+14:00"}, 422, "since"),
        ("observations", {"since": "9999-12-31T23:59:59-14:00"}, 422, "since"),
        ("observations", {"since": "2020-02-30"}, 422, "since"),
        ("observations", {"plan": "a\x00b"}, 422, "plan"),
        ("assessments", {"status": "good"}, 422, "status应为achieved"),
        ("nothing", {}, 404, "没有这个地址"),
        ("regions/", {}, 404, "没有这个地址"),
        ("", {}, 404, "没有这个地址"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(
    ask, address, query, status, words
):
    answer = ask(address, **query)

    assert answer.status_code == status and words in sentence(answer)


# ------------------------------------------------------------------------- pages


def test_pages_follow_each_other_and_leave_nothing_out(ask, client):
    whole = items(ask("observations"))
    answer, seen = ask("observations", page_size=2), []
    head = {"Authorization": answer.wsgi_request.headers["Authorization"]}
    while True:
        seen += answer.json()["items"]
        if not (further := answer.json()["next"]):
            break
        answer = client.get(further, headers=head)

    assert seen == whole and answer.json()["count"] == len(whole) == 5
    assert items(ask("observations", page=99)) == []


@pytest.mark.parametrize(
    "address", ["regions", "plans", "indicators", "plan-indicators", "targets",
                "observations", "assessments"],
)  # fmt: skip
def test_csv_is_the_same_as_json(ask, address):
    found = items(ask(address, page_size=1000))

    whole = rows_of_csv(ask(address, format="csv", page="all"))
    by_header = rows_of_csv(ask(address, accept="text/csv", page_size=1000))

    assert whole == by_header and len(whole) == len(found)
    for row, item in zip(whole, found, strict=True):
        for name, value in item.items():
            assert same(row[name], value), name


def same(text, value):
    if isinstance(value, bool):
        return text == json.dumps(value)
    if value is None or value == "":
        return text == ""
    if isinstance(value, int | float):
        return Decimal(text) == Decimal(str(value))
    if isinstance(value, list):
        return text == "；".join(value)
    if text[4:5] + text[10:11] == "-T":
        return datetime.fromisoformat(text) == datetime.fromisoformat(value)
    return text == value


def test_text_is_never_a_formula_in_csv(ask):
    Indicator.objects.filter(code="beds").update(name="=1+1", remark="\t@x")
    Indicator.objects.filter(code="physicians").update(name="＝SUM(A1)")

    found = {row["code"]: row for row in rows_of_csv(ask("indicators", format="csv"))}

    assert found["beds"]["name"] == "'=1+1" and found["beds"]["remark"] == "'\t@x"
    assert found["physicians"]["name"] == "'＝SUM(A1)"
    assert items(ask("indicators", indicator="beds"))[0]["name"] == "=1+1"


def test_a_negative_number_stays_a_number(plan):
    assert responses.cell(Decimal("-1.50")) == "-1.5"
    assert responses.cell(Decimal("1E+3")) == "1000"


def test_an_error_midway_breaks_the_stream(ask, monkeypatch):
    def broken(_table, rows, viewer):
        yield from read(rows, viewer)
        raise RuntimeError

    read = functools.partial(responses.Table.read, figures.OBSERVATIONS)
    monkeypatch.setattr(responses.Table, "read", broken)
    answer = ask("observations", format="csv", page="all")

    assert answer.status_code == 200
    with pytest.raises(RuntimeError):
        b"".join(answer.streaming_content)


def test_csv_has_a_file_name(ask):
    said = ask("observations", format="csv")["Content-Disposition"]

    assert said == 'attachment; filename="observations.csv"'


def test_nothing_leaks_when_the_server_fails(ask, monkeypatch, settings, caplog):
    def fail(*_args):
        raise ValueError("a secret")

    settings.DEBUG = True
    monkeypatch.setattr(responses.Viewer, "regions", fail)
    answer = ask("regions")

    assert answer.status_code == 500 and "服务器出错" in sentence(answer)
    assert b"secret" not in answer.content and "a secret" in caplog.text


# ---------------------------------------------------------------- methods, headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_only_reading(client, plan, method):
    answer = getattr(client, method)("/api/v1/plans")

    assert answer.status_code == 405 and "只供读取" in sentence(answer)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client, plan, person):
    head = token_of(person("official", CITY))

    asked = client.head("/api/v1/plans", headers=head)
    options = client.options("/api/v1/plans")

    assert asked.status_code == 200
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_answers_are_kept_by_nobody(ask):
    answer = ask("plans")

    assert (
        "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    )
    assert {"Authorization", "Accept"} <= set(answer["Vary"].split(", "))


# ------------------------------------------------------------------------ queries

# token and grants; the count and the page
PLAIN, FILTERS = 4, {"region": CITY, "plan": "dazhou", "indicator": "beds"}


@pytest.mark.parametrize(
    ("address", "names", "more"),
    [
        ("regions", ["region"], 0),
        ("plans", ["region", "plan"], 0),
        ("indicators", ["plan", "indicator"], 0),
        (
            "plan-indicators",
            ["region", "plan", "indicator"],
            2,
        ),  # departments, questions
        ("targets", ["region", "plan", "indicator"], 0),
        ("observations", ["region", "indicator"], 0),
        ("assessments", ["region", "plan", "indicator"], 1),  # questions
    ],
)
def test_questions_asked_of_the_database(
    ask, django_assert_num_queries, address, names, more
):
    ask(address)  # notes the day of use

    with django_assert_num_queries(PLAIN + more):
        ask(address, page_size=1000)
    with django_assert_num_queries(PLAIN + more):
        ask(address, page_size=1)
    with django_assert_num_queries(PLAIN - 1 + more):
        b"".join(ask(address, format="csv", page="all").streaming_content)
    with django_assert_num_queries(PLAIN + more + len(names)):
        ask(address, **{name: FILTERS[name] for name in names})
