"""出数台账: what was given out is kept, what differs since is said, to the bureau alone."""

import hashlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from dashboards import queries
from dashboards.pages import data
from dashboards.pages.data_form import DataForm
from dashboards.templatetags.ledger import differs
from indicators import entry, outgoing
from indicators.models import Observation, Outgoing
from indicators.models.observations import Origin
from indicators.outgoing import Differing
from regions.access import Grant
from regions.models import Department, Membership, User
from tests.dashboards.conftest import YEAR, publish
from tests.dashboards.test_data_page import read, signed_in
from tests.pages import text
from tests.tables import every

CITY, PROVINCE, COUNTY, OTHER = "511700", "510000", "511702", "530300"
PAGE = f"/regions/{CITY}/ledger/"
CSV, BOOK = "/data/values.csv", "/data/workbook.xlsx"
LAST = YEAR - 1


@pytest.fixture
def life(plan):
    return plan.rows.get(key="1").indicator


def taken(client, address=CSV, **query):
    """Take a file of the city away."""
    answer = client.get(address, {"region": CITY, **query})
    assert answer.status_code == 200
    return read(answer) if address == CSV else b"".join(answer.streaming_content)


# ----------------------------------------------------------------------- what is kept


@pytest.mark.parametrize("address, kind", [(CSV, "csv"), (BOOK, "workbook")])
def test_a_file_is_kept_with_whom_why_and_its_figures(
    client, plan, person, address, kind
):
    analyst = person("analyst", CITY)
    signed_in(client, analyst)

    taken(client, address, purpose="报市卫健委", first=LAST)

    (found,) = Outgoing.objects.all()
    assert (found.by, found.region, found.kind) == (analyst, plan.region, kind)
    assert (found.purpose, found.scope["first"]) == ("报市卫健委", LAST)
    stored = Observation.objects.filter(region=plan.region, year__gte=LAST)
    values = {(CITY, o.indicator.code, o.year): o.value for o in stored if o.value}
    assert found.values() == values and found.number == len(values)


def test_the_digest_is_that_of_the_figures_in_the_file(client, plan, person):
    signed_in(client, person("analyst", CITY))
    rows = taken(client)

    lines = sorted(
        "\t".join((r["地区代码"], r["指标代码"], r["年份"], r["数值"]))
        for r in rows
        if r["数值"]
    )
    said = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert Outgoing.objects.get().digest == said
    taken(client)
    assert Outgoing.objects.values("digest").distinct().count() == 1


def test_looking_and_counting_keep_nothing(client, plan, person):
    signed_in(client, person("analyst", CITY))

    client.get("/data/", {"purpose": "看"})
    client.get(CSV, {"first": YEAR + 50})

    assert not Outgoing.objects.exists()


def test_a_chart_is_kept_too(client, plan, person, life):
    signed_in(client, person("analyst", CITY))

    client.get(f"/regions/{CITY}/{life.code}/chart.csv")

    found = Outgoing.objects.get()
    assert found.kind == "chart_csv" and life.name in found.title
    assert {key[2] for key in found.values()} == {LAST - 1, LAST}


def test_a_purpose_too_long_is_refused(client, plan, person):
    signed_in(client, person("analyst", CITY))

    answer = client.get(CSV, {"purpose": "长" * 61})

    assert answer.status_code == 400 and "用途/对象最多60字。" in text(answer)


def test_a_file_too_large_keeps_its_digest_alone(client, plan, person, monkeypatch):
    monkeypatch.setattr(outgoing, "MOST_KEPT", 1)
    signed_in(client, person("analyst", CITY))
    taken(client)

    found = Outgoing.objects.get()
    assert found.figures is None and found.number > 1 and len(found.digest) == 64
    assert "未逐项留存" in text(client.get(PAGE))


def test_what_is_kept_stays(client, plan, person):
    signed_in(client, person("analyst", CITY))
    taken(client)

    with pytest.raises(DatabaseError), transaction.atomic():
        Outgoing.objects.update(purpose="改")


def test_half_a_file_is_kept_as_what_was_sent(plan, person):
    """A reader that goes away in the middle has what came until then."""
    analyst, form = person("analyst", CITY), DataForm({"region": [CITY]})
    assert form.is_valid()
    asked = queries.scope(form.selection, analyst.grants)

    lines = data.kept_at_its_end(analyst, form, asked)
    assert next(lines) and not Outgoing.objects.exists()
    lines.close()

    assert Outgoing.objects.get().by == analyst


@every(
    "own, about, home",
    [
        ([CITY], [CITY], CITY),
        ([PROVINCE, CITY], [CITY], CITY),
        ([PROVINCE, OTHER], [CITY], PROVINCE),
        ([OTHER], [CITY], OTHER),
        ([], [CITY], None),
    ],
)
def test_in_whose_ledger_a_file_stands(own, about, home):
    grants = [Grant("analyst", code) for code in own]

    assert outgoing.home_of(grants, about) == home


# ------------------------------------------------------------------- what differs since


def test_a_value_that_differs_since_says_both(client, plan, person, life):
    signed_in(client, person("analyst", CITY))
    taken(client, purpose="市卫健委")
    assert "现为" not in text(client.get(PAGE))

    publish(plan.region, life, {LAST: 78.4})

    page = text(client.get(PAGE))
    assert f"人均预期寿命{LAST}年：" in page
    assert "报市卫健委为79.2岁，<b>现为78.4岁</b>。" in page
    taken(client)
    assert text(client.get(PAGE)).count("现为") == 1  # the new file has the new one


def test_a_value_held_by_another_region_does_not_differ_until_reported(
    client, plan, person, life
):
    """The province's ledger compares with what the province knows."""
    signed_in(client, person("analyst", PROVINCE))
    taken(client)
    value = entry.NewValue(plan.region, life, LAST, Decimal("70"), source="年报")
    entry.publish([value], origin=Origin.ENTRY, held=True)
    page = f"/regions/{PROVINCE}/ledger/"

    assert "现为" not in text(client.get(page))
    entry.release(plan.region, LAST, [life.pk])

    assert "现为70.0岁" in text(client.get(page))


def test_a_rate_is_told_with_its_decimals_to_all(client, plan, person, indicators):
    rate = indicators["infant-mortality"]
    rate.per = 1000
    rate.save()
    publish(plan.region, rate, {LAST: "9.8712"})
    signed_in(client, person("reviewer", CITY))  # has the exact one
    taken(client)
    publish(plan.region, rate, {LAST: "9.8713"})
    assert "现为" not in text(client.get(PAGE))

    publish(plan.region, rate, {LAST: "9.1234"})

    page = text(client.get(PAGE))
    assert "为9.87‰，<b>现为9.12‰</b>" in page and "9.8712" not in page


def figure(new):
    return Differing("达州市", "人均预期寿命", "岁", 2, 2025, Decimal("78.4"), new)


@every(
    "purpose, new, words",
    [
        ("市卫健委", "78.42", "报市卫健委为78.40岁，<b>现为78.42岁</b>"),
        ("报市卫健委", "78.42", "日报市卫健委为78.40岁，"),
        ("用于年报", "78.42", "日用于年报为78.40岁，"),
        ("", "78.42", "日导出时为78.40岁，<b>现为78.42岁</b>"),
        ("", None, "<b>现无数值</b>"),
        ("<b>", "78.42", "报&lt;b&gt;为"),
    ],
)
def test_the_sentence_of_a_figure_that_differs(purpose, new, words):
    kept = Outgoing(purpose=purpose, at=timezone.now())

    assert words in differs(kept, figure(new and Decimal(new)))


# -------------------------------------------------------------------------- to whom


@pytest.mark.parametrize("role", ["staff", "reviewer", "official", "analyst"])
@pytest.mark.parametrize(
    "code, status", [(CITY, 200), (PROVINCE, None), (COUNTY, 403), (OTHER, 404)]
)
def test_the_ledger_is_the_bureaus_own(client, plan, person, role, code, status):
    signed_in(client, person(role, code))
    above = 403 if role in ("official", "analyst") else 404

    assert client.get(PAGE).status_code == (above if status is None else status)


def test_a_departments_clerk_reads_no_ledger(client, plan):
    user = User.objects.create_user("clerk")
    office = Department.objects.create(region=plan.region, name="市教育局")
    Membership.objects.create(
        user=user, region=plan.region, role="staff", department=office
    )
    signed_in(client, user)

    assert client.get(PAGE).status_code == 403
    assert "出数台账供达州市的人员查看" in text(client.get(PAGE))


def test_nothing_of_a_file_is_seen_above_or_below(client, plan, person):
    """What the province takes of the city stands in the province's ledger alone."""
    signed_in(client, person("analyst", PROVINCE))
    taken(client, purpose="省里用")

    assert "省里用" in text(client.get(f"/regions/{PROVINCE}/ledger/"))
    signed_in(client, person("analyst", CITY))
    assert "省里用" not in text(client.get(PAGE))


def test_an_empty_ledger_says_how_it_fills(client, plan, person):
    signed_in(client, person("analyst", CITY))

    assert "还没有出数记录。" in text(client.get(PAGE))
    assert f'href="{PAGE}"' in text(client.get("/data/"))


def test_a_long_ledger_comes_in_pages_within_its_queries(
    client, plan, person, django_assert_max_num_queries
):
    analyst = person("analyst", CITY)
    signed_in(client, analyst)
    for _n in range(21):
        taken(client)

    with django_assert_max_num_queries(11):
        page = text(client.get(PAGE))

    assert "第1页，共2页" in page and client.get(f"{PAGE}?page=x").status_code == 400
    assert "第2页，共2页" in text(client.get(f"{PAGE}?page=2"))


def test_the_ledger_asks_for_a_login(client, plan):
    assert client.get(PAGE).url.startswith(reverse("login"))
