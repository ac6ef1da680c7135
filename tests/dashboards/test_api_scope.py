"""Who gets what over the API: every address × role × place, and every way in.

The table is the line "export, API token" of § Access. A column is a role; its
words are the regions of which it is let in: `own` (达州), `below` (its county),
`beside` (another province's), `above` (its province). Elsewhere the answer is 404.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from dashboards.api import api
from regions import access
from regions.models import ApiToken, Membership, Region, User
from regions.people import tokens
from tests.verdicts import assess_anew

from .conftest import YEAR, row

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ROLES = ["staff", "reviewer", "official", "analyst", "administrator"]
PLACES = {"own": "511700", "below": "511702", "beside": "530000", "above": "510000"}
TABLE = """
# address         staff  reviewer  official   analyst    administrator
regions           own    own       own,below  own,below  own,below
plans             own    own       own,below  own,below  own,below
plan-indicators   own    own       own,below  own,below  own,below
targets           own    own       own,below  own,below  own,below
observations      own    own       own,below  own,below  own,below
assessments       own    own       own,below  own,below  own,below
"""
EVERYWHERE = ["indicators", "openapi.json"]  # shared by all who may export anything
LINES = [x.split() for x in TABLE.strip().splitlines() if not x.startswith("#")]
CASES = [
    (address, role, set(cell.split(",")))
    for address, *cells in LINES
    for role, cell in zip(ROLES, cells, strict=True)
]
ADDRESSES = [line[0] for line in LINES] + EVERYWHERE


@pytest.fixture
def everywhere(plan, regions, indicators):
    """A plan with a row, targets, verdicts and a value at every place of the table."""
    from indicators.models import Plan

    from .conftest import publish

    life = indicators["life-expectancy"]
    for place, code in PLACES.items():
        if place == "own":
            continue
        made = Plan.objects.create(
            code=f"plan-{code}",
            region=regions[code],
            title=place,
            status="formal",
            period_end=YEAR + 4,
        )
        row(made, "1", life, {YEAR + 4: 80}, baseline_value=75, baseline_year=2015)
        publish(regions[code], life, {YEAR - 2: 78})
    assess_anew()


def token_of(user):
    _token, text = tokens.make(user, "测试", timezone.localdate() + timedelta(days=9))
    return {"Authorization": f"Bearer {text}"}


def get(client, address, headers=None, **query):
    return client.get(f"/api/v1/{address}", query, headers=headers)


def regions_in(answer):
    return {item.get("region", item["code"]) if "code" in item else item["region"]
            for item in answer.json()["items"]}  # fmt: skip


@pytest.mark.parametrize(("address", "role", "open_to"), CASES)
def test_every_role_at_every_place(client, everywhere, person, address, role, open_to):
    head = token_of(person(role, PLACES["own"]))
    wrong = {}

    for place, code in PLACES.items():
        answer = get(client, address, head, region=code)
        expected = 200 if place in open_to else 404
        if answer.status_code != expected:
            wrong[place] = answer.status_code
        elif expected == 200 and regions_in(answer) != {code}:
            wrong[place] = regions_in(answer)
    whole = regions_in(get(client, address, head, page_size=1000))

    assert wrong == {}
    assert whole == {PLACES[place] for place in open_to}


@pytest.mark.parametrize("role", ROLES)
def test_a_plan_beyond_reach_is_not_there(client, everywhere, person, role):
    head = token_of(person(role, PLACES["own"]))

    for address in ("plans", "plan-indicators", "targets", "observations",
                    "assessments", "indicators"):  # fmt: skip
        assert get(client, address, head, plan="plan-530000").status_code == 404
        assert get(client, address, head, plan="dazhou").status_code == 200


def test_csv_reaches_no_further_than_json(client, everywhere, person):
    head = token_of(person("staff", PLACES["own"]))

    for address, *_cells in LINES:
        refused = get(client, address, head, region="530000", format="csv")
        whole = get(client, address, head, format="csv", page="all")
        assert refused.status_code == 404
        assert b"530000" not in b"".join(whole.streaming_content)


def test_the_table_has_every_address():
    described = {path.rsplit("/", 1)[-1] for path in api.get_openapi_schema()["paths"]}

    assert described | {"openapi.json"} == set(ADDRESSES)
    assert set(ROLES) == set(access.ROLES)


# ------------------------------------------------------------------ the ways in


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "head",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer hp_00000000_" + "x" * 43},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer ﻿’"},
    ],
)
def test_no_way_in(client, plan, address, head):
    head = {k: v.encode("utf-8").decode("latin-1") for k, v in head.items()}
    answer = get(client, address, head)

    assert answer.status_code == 401 and list(answer.json()) == ["detail"]
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"].startswith("application/json")


def test_the_signed_in_browser_may_look(client, plan, person):
    client.force_login(person("official", PLACES["own"]), backend=BACKEND)

    assert get(client, "plans").json()["count"] == 1
    assert client.post("/api/v1/plans").status_code == 405


def test_a_wrong_token_is_refused_beside_a_good_session(client, plan, person):
    client.force_login(person("official", PLACES["own"]), backend=BACKEND)

    for value in ("Bearer hp_x", "Basic eDp5", "x"):
        assert get(client, "plans", {"Authorization": value}).status_code == 401


@pytest.mark.parametrize(
    "end",
    [
        lambda user: User.objects.update(is_active=False),
        lambda user: User.objects.update(must_change_password=True),
        lambda user: ApiToken.objects.update(
            expires_on=timezone.localdate() - timedelta(days=1)
        ),
        lambda user: tokens.revoke(user.tokens.get(), by=user),
    ],
)
def test_a_token_that_has_ended(client, plan, person, end):
    user = person("official", PLACES["own"])
    head = token_of(user)
    assert get(client, "plans", head).status_code == 200

    end(user)

    assert get(client, "plans", head).status_code == 401


def test_a_session_with_a_password_still_to_change(client, plan, person):
    user = person("official", PLACES["own"])
    client.force_login(user, backend=BACKEND)
    User.objects.update(must_change_password=True)

    answer = get(client, "plans")

    assert answer.status_code == 401 and "detail" in answer.json()
    assert client.get("/help/").status_code == 302  # pages still lead to the form


def test_what_a_token_reads_follows_its_owners_roles(client, everywhere, person):
    user = person("official", PLACES["own"])
    head = token_of(user)
    Membership.objects.update(region=Region.objects.get(code=PLACES["below"]))

    assert get(client, "plans", head, region=PLACES["own"]).status_code == 404
    assert get(client, "plans", head, region=PLACES["below"]).status_code == 200

    Membership.objects.all().delete()
    answer = get(client, "plans", head)
    assert answer.status_code == 403 and "没有任何地区" in answer.json()["detail"]


def test_a_departments_clerk_reads_the_own_region(client, everywhere, person, plan):
    user = person("staff", PLACES["own"])
    user.memberships.update(department=plan.region.departments.get())

    assert get(client, "observations", token_of(user)).json()["count"] > 0
