"""For every address of the yearly reporting × role × place: let in, 403 or 404.

The table is § Access. A column is a role; its words are the places from which
the address of 达州市 is open to it: `own` (a person of 达州), `above` (of the
province, directly above), `below` (of a county of 达州), `beside` (of another city).
Elsewhere within one's reach the answer is 403, outside it 404. The pages under
people/ are an administrator's: every other role gets 403 wherever it is.
"""

import json
from datetime import date
from itertools import product

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from indicators import entry
from indicators.entry import batches, jobs, second_person
from indicators.entry import milestones as states
from indicators.models import (
    Attachment,
    ImportBatch,
    Job,
    MilestoneStatus,
    Proposal,
    Target,
)
from indicators.plans.loading import revising
from regions import access
from regions.models import Membership, Region, User
from tests.indicators import spreadsheets
from tests.indicators.conftest import YEAR, people_of_the_cast, year_in_work
from tests.worlds import world

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
LITERACY = "health-literacy"
PLAN = "511700-dazhou"
PROMISES = {
    "revise": "plans/<slug:plan>/<str:key>/revise/",
    "retire": "plans/<slug:plan>/retire/",
    "note": "plans/<slug:plan>/<str:key>/notes/<int:year>/",
    "proposal": "proposals/<uuid:token>/",
    "words": "regions/<code>/milestones/<slug:plan>/<str:key>/<int:year>/",
    "undated": "regions/<code>/milestones/<slug:plan>/<str:key>/undated/",
    "evidence": "milestones/<uuid:token>/",
}
PLACES = {"own": "511700", "above": "510000", "below": "511702", "beside": "511100"}
ROLES = ["staff", "reviewer", "official", "analyst", "administrator"]

# Who reaches 达州 at all: everyone there and below (looking up); from above those who
# see below, and the reviewer, to whom its reported forms come.
REACH = """
reach            own,below  own,below,above  own,below,above  own,below,above  own,below,above
"""  # noqa: E501
TABLE = """
# method  address           staff  reviewer   official  analyst  administrator
GET   entry/                any    any        any       any      any
GET   {form}                own    own        -         -        own
POST  {form}                own    -          -         -        -
POST  {form}cells/          own    -          -         -        -
GET   {form}paste/          own    -          -         -        -
POST  {form}paste/          own    -          -         -        -
POST  {form}base/           own    -          -         -        -
GET   {form}base/history/   own    own        -         -        -
POST  {form}submit/         own    -          -         -        -
POST  {form}withdraw/       own    -          -         -        -
POST  {form}correct/        own    -          -         -        -
POST  {form}supplement/     own    -          -         -        -
POST  {form}attachments/    own    -          -         -        -
GET   {attachment}          own    own        -         -        own
GET   {form}review/         -      own,above  -         -        own
POST  {form}approve/        -      own        -         -        -
POST  {form}return/         -      own        -         -        -
POST  {form}report/         -      own        -         -        -
POST  {form}return-reported/ -     above      -         -        -
POST  {form}lock/           -      own        -         -        own
POST  {form}reopen/         -      own        -         -        own
GET   {form}sheet/          own    own,above  -         -        own
POST  {form}sheet/          own    own        -         -        -
GET   {form}cells/life-expectancy/history/ own own - -       own
POST  {form}cells/life-expectancy/history/ own - -   -       -
GET   {form}cells/life-expectancy/amend/ own  -  -    -       -
POST  {form}cells/life-expectancy/amend/ own  -  -    -       -
GET   {form}cells/life-expectancy/others/ own own - -    own
POST  {form}cells/life-expectancy/others/ own - -   -    -
GET   {form}log/            own    own        -         -        own
POST  {form}remark/         own    own        -         -        own
GET   {form}form.xlsx       own    own        -         -        own
GET   {form}collection.zip  own    own        -         -        own
GET   {form}letters.zip     own    own        -         -        own
GET   entry/511700/history/template.xlsx?layout=long - own - - own
GET   {form}upload/         own    -          -         -        -
POST  {form}upload/         own    -          -         -        -
GET   entry/511700/history/ -      own        -         -        own
POST  entry/511700/history/ -      own        -         -        own
GET   {batch}               own    own        -         -        own
GET   {batch}file/          own    own        -         -        -
POST  {batch}apply/         -      -          -         -        -
POST  {batch}answer/        -      -          -         -        -
POST  {batch}propose/       -      -          -         -        -
POST  {batch}confirm/       -      own        -         -        own
POST  {batch}cancel/        -      -          -         -        -
POST  {batch}undo/          -      own        -         -        own
GET   {years}               -      own        -         -        own
GET   {years}file/          -      own        -         -        -
POST  {years}confirm/       -      own        -         -        own
POST  {years}cancel/        -      own        -         -        own
POST  {years}undo/          -      own        -         -        own
GET   {revise}              -      -          -         -        own,above
POST  {revise}              -      -          -         -        own,above
GET   plans/doubts/         -      -          -         -        any
POST  plans/doubts/         -      -          -         -        any
GET   plans/511700-dazhou/leads/ -  -        -         -        own
POST  plans/511700-dazhou/leads/ -  -        -         -        own
GET   plans/511700-dazhou/leads/paste/ - -   -         -        own
POST  plans/511700-dazhou/leads/paste/ - -   -         -        own
GET   plans/511700-dazhou/leads/tasks/ - -   -         -        own
POST  plans/511700-dazhou/leads/tasks/ - -   -         -        own
POST  regions/511700/leads/answer/ - -       -         -        -
GET   {note}                own    own        -         -        own
POST  {note}                own    own        -         -        own
GET   {retire}              -      -          -         -        own,above
POST  {retire}              -      -          -         -        own,above
GET   {proposal}            -      own        -         -        own,above
POST  {proposal}confirm/    -      own        -         -        own,above
POST  {proposal}return/     -      own        -         -        own,above
POST  {proposal}withdraw/   -      -          -         -        -
GET   {words}               -      -          -         -        own,above
POST  {words}               -      -          -         -        own,above
GET   {undated}             -      -          -         -        own,above
POST  {undated}             -      -          -         -        own,above
GET   {evidence}            own    own        own,above own,above own,above
GET   rounds/               any    any        -         -        any
GET   rounds/new/           -      -          -         -        any
GET   {job}                 -      -          -         -        own,above
POST  {job}cancel/          -      -          -         -        own,above
GET   {round}               own    own,above  -         -        own,above
POST  {round}remind/        own    own,above  -         -        own,above
GET   {round}notice/        own    own,above  -         -        own,above
GET   {round}edit/          -      -          -         -        own,above
POST  {round}extend/        -      -          -         -        own,above
POST  {round}lock/          -      own        -         -        own
GET   account/tokens/       any    any        any       any      any
POST  account/tokens/       any    any        any       any      any
GET   people/               -      -          -         -        any
GET   people/new/           -      -          -         -        any
GET   people/paste/         -      -          -         -        any
GET   people/departments/   -      -          -         -        any
GET   people/bureau/        -      -          -         -        any
GET   people/clerk/         -      -          -         -        own,above
GET   people/clerk/tokens/  -      -          -         -        own,above
GET   people/owners/?region=511700  -  -      -         -        own,above
GET   people/owners/paste/?region=511700 - -  -         -        own,above
GET   people/handover/      -      -          -         -        any
"""


def lines(table):
    """Return (method, address, {role: set of places}) per line of a table."""
    found = []
    for line in table.strip().splitlines():
        if line.startswith("#"):
            continue
        method, address, *cells = line.split()
        open_to = {}
        for role, cell in zip(ROLES, cells, strict=True):
            places = set(PLACES) if cell == "any" else set(cell.split(","))
            open_to[role] = places - {"-"}
        found.append((method, address, open_to))
    return found


ADDRESSES = lines(TABLE)
((_, _, REACHED),) = lines("GET " + REACH.strip())
CASES = [(method, address) for method, address, _open in ADDRESSES]


@world(on="yearly_work")
def asked_for():
    """Something to ask for at every address, and a visitor of each role and place."""
    reporting = year_in_work(people_of_the_cast())
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    reporting.submitted(INFANTS, "4.2")
    scan = SimpleUploadedFile("函.pdf", b"%PDF-1.4 scan")
    form = reporting.form()
    entry.attach(form, scan, ["under5-mortality"], by=reporting.people["clerk"])
    uploaded(reporting)
    promised(reporting)
    chief, what = reporting.people["administrator"], {"round": reporting.round.pk}
    regions = {"regions": [reporting.region.code]}
    jobs.ask("extend_round", reporting.region, "x", what | regions, by=chief)
    visit(reporting.region)


@pytest.fixture
def state(asked_for, reporting):
    """One cell approved and reported, one submitted, a file: something to ask for."""
    return reporting


def promised(reporting):
    """A revision that waits for a second person, a target in words with its state."""
    by = reporting.people["administrator"]
    row = revising.row_of(PLAN, "1")
    paper = second_person.GivenPaper("通知", "", date(2026, 1, 1), "普查")
    wanted = revising.Wanted(Proposal.Kind.TARGET, 2030, "79.5")
    revising.propose(row, wanted, paper, by=by)
    words = Target.objects.filter(
        plan_indicator__plan__code=PLAN, plan_indicator__indicator=None
    ).first()
    scan = SimpleUploadedFile("验收.pdf", b"%PDF-1.4 scan")
    states.set_state(words, "met", "验收", date(2026, 1, 1), scan, by=by)


def uploaded(reporting):
    """A form looked at by its clerk, and history that waits for a second person."""
    region, people = reporting.region, reporting.people
    name = reporting.cell(LITERACY).indicator.name
    filled = spreadsheets.form([name, 30, None, "调查", None])
    batches.receive(region, YEAR, filled, by=people["clerk"])
    old = spreadsheets.long(["达州市", LIFE, 2005, 75.1, "年鉴"])
    years = batches.receive(region, None, old, by=people["reviewer"])
    batches.propose(years, "年鉴", by=people["reviewer"])


def visit(city):
    """Make a person with each one role at each place, and sign them all in."""
    county = Region.objects.create(
        code=PLACES["below"],
        name="通川区",
        short_name="通川",
        level=Region.Level.COUNTY,
        parent=city,
    )
    for role in ROLES:
        for place, code in PLACES.items():
            user = User.objects.create_user(f"{role}-at-{place}")
            region = county if place == "below" else Region.objects.get(code=code)
            Membership.objects.create(user=user, region=region, role=role)
            Client().force_login(user)


@pytest.fixture
def visitors(state):
    """(role, place) → a client signed in as a person with that one role there."""
    keys = {s.get_decoded()["_auth_user_id"]: s.pk for s in Session.objects.all()}
    found = {}
    for role, place in product(ROLES, PLACES):
        client, user = Client(), User.objects.get(username=f"{role}-at-{place}")
        client.cookies[settings.SESSION_COOKIE_NAME] = keys[str(user.pk)]
        found[role, place] = client
    return found


def path_of(address, state):
    """Return an address of the table for what the state holds."""
    form = f"entry/{state.region.code}/{state.year}/"
    token = Attachment.objects.get().token
    path = "/" + address.format(
        form=form,
        attachment=f"entry/attachments/{token}/",
        batch=f"entry/imports/{ImportBatch.objects.get(kind='form').token}/",
        years=f"entry/imports/{ImportBatch.objects.get(kind='history').token}/",
        job=f"rounds/jobs/{Job.objects.get().token}/",
        round=f"rounds/{state.round.code}/",
        **promises(),
    )
    return path + f"?region={state.region.code}" if "notice" in path else path


def ask(client, method, path, state):
    """Send the request and return the status."""
    if method == "GET":
        answer = client.get(path)
    else:
        answer = client.post(path, **posted(path, state))
    if answer.streaming:  # read to the end, a download closes its file
        b"".join(answer.streaming_content)
    return answer.status_code


def promises():
    """Return the addresses of what `promised` made."""
    status = MilestoneStatus.objects.select_related("target__plan_indicator").get()
    words = status.target
    proposal = Proposal.objects.get(kind=Proposal.Kind.TARGET)
    return {
        "revise": f"plans/{PLAN}/1/revise/",
        "retire": f"plans/{PLAN}/retire/",
        "note": f"plans/{PLAN}/1/notes/{YEAR}/",
        "proposal": f"proposals/{proposal.token}/",
        "words": "regions/511700/milestones/"
        f"{PLAN}/{words.plan_indicator.key}/{words.year}/",
        "undated": f"regions/511700/milestones/{PLAN}/M39/undated/",
        "evidence": f"milestones/{status.token}/",
    }


def posted(path, state):
    """Return a body for each address that passes its door; it may be refused inside."""
    if path.endswith(("cells/", "base/")):
        row = {"indicator": LIFE, "version": 1, "fields": {"note": "x"}}
        body = {"cells": [row], "kind": "births", "value": "x", "source": ""}
        return {"data": json.dumps(body), "content_type": "application/json"}
    form = {"indicator": LIFE, "reason": "x", "text": "", "department": ""}
    place = {"unit": f"{state.region.code}:", "region": state.region.code}
    return {"data": form | place | {"level": "remind"}}


LET_IN = {200, 302, 303, 400, 409, 422}


@pytest.mark.parametrize(("method", "address"), CASES, ids=lambda word: word)
def test_every_role_at_every_place(visitors, state, method, address):
    (open_to,) = [o for m, a, o in ADDRESSES if (m, a) == (method, address)]
    path, wrong = path_of(address, state), {}

    for (role, place), client in visitors.items():
        status = ask(client, method, path, state)
        if place in open_to[role]:
            expected = LET_IN
        elif within_reach(role, place, address):
            expected = {403}
        else:
            expected = {404}
        if status not in expected:
            wrong[role, place] = (status, "expected", sorted(expected))

    assert wrong == {}


def within_reach(role, place, address):
    """Say whether what the address shows lies within the person's reach."""
    if address.startswith("people/") and role != access.ADMINISTRATOR:
        return True
    if address.startswith(
        "people/clerk/"
    ):  # a person is seen by who administers them only
        return False
    names_dazhou = "{" in address or PLACES["own"] in address
    return place in REACHED[role] or not names_dazhou


def test_nothing_was_changed_by_being_refused(visitors, state):
    """The reported figure, the submitted cell and the lock are as they were."""
    before = [(e.state, e.version) for e in map(state.cell, (LIFE, INFANTS))]
    paths = [
        (path_of(address, state), open_to)
        for method, address, open_to in ADDRESSES
        if method == "POST"
    ]
    for (role, place), client in visitors.items():
        if place == "own":
            continue
        for path, open_to in paths:
            if place not in open_to[role]:
                ask(client, "POST", path, state)

    assert [(e.state, e.version) for e in map(state.cell, (LIFE, INFANTS))] == before
    assert state.form().locked_at is None
    assert state.round.due_on > date(2000, 1, 1) and timezone.now()


def test_who_is_not_signed_in_is_sent_to_sign_in(client, state):
    for method, address, _open in ADDRESSES:
        path = path_of(address, state)
        json_sent = method == "POST" and "content_type" in posted(path, state)
        # a script of the page is told and asks for the password itself
        assert ask(client, method, path, state) == (401 if json_sent else 302)


def test_a_departments_clerk_asks_for_another_departments_form(client, state):
    client.force_login(state.people["teacher"])
    address = f"/entry/{state.region.code}/{YEAR}/"

    assert client.get(address, {"department": "教育部门"}).status_code == 200
    assert client.get(address, {"department": ""}).status_code == 403
    token = Attachment.objects.get().token
    assert client.get(f"/entry/attachments/{token}/").status_code == 403


def test_every_address_of_the_reporting_is_in_the_table():
    """A new address without a line in the table fails here."""
    from django.urls import get_resolver

    from indicators import urls as reporting_urls
    from regions import urls as people_urls

    asked = {a.split("?")[0] for _m, a, _o in ADDRESSES}
    known = {a.replace("{form}", "entry/<code>/<int:year>/") for a in asked}
    known = {a.replace("{round}", "rounds/<slug:code>/") for a in known}
    known = {a.replace("{job}", "rounds/jobs/<uuid:token>/") for a in known}
    known = {
        a.replace("{attachment}", "entry/attachments/<uuid:token>/") for a in known
    }
    for name, route in PROMISES.items():
        known = {a.replace(f"{{{name}}}", route) for a in known}
    imports = "entry/imports/<uuid:token>/"
    known = {a.replace("{batch}", imports).replace("{years}", imports) for a in known}
    known = {a.replace("entry/511700/", "entry/<code>/") for a in known}
    known = {a.replace(f"plans/{PLAN}/", "plans/<slug:plan>/") for a in known}
    known = {a.replace("regions/511700/", "regions/<code>/") for a in known}
    known = {a.replace(f"cells/{LIFE}/", "cells/<slug:indicator>/") for a in known}
    known = {a.replace("people/clerk/", "people/<str:username>/") for a in known}
    patterns = [*reporting_urls.urlpatterns, *people_urls.urlpatterns]
    routes = {str(p.pattern) for p in patterns} - {"login/", "logout/", "password/"}

    assert get_resolver() and routes == known
    assert set(ROLES) == set(access.ROLES)
