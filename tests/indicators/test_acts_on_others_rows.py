"""Every act on rows that the actor may not fill: nothing changes, nothing is told.

The acts are the posted addresses of the access matrix and the buttons of the plain
form; each is tried by everybody who fills in something, but not these rows.
"""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from indicators import entry
from indicators.entry import batches
from indicators.models import (
    Attachment,
    BaseFigure,
    BaseFigureChange,
    Entry,
    FormEvent,
    ImportBatch,
    Indicator,
    Observation,
    ObservationChange,
    Submission,
)
from indicators.pages.grid import acts as buttons
from regions import access
from regions.models import Membership, Region, User
from tests.indicators import spreadsheets, test_access_matrix
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
LIFE, INFANTS, LITERACY = "life-expectancy", "infant-mortality", "health-literacy"
MOTHERS, CHILDREN = "maternal-mortality", "under5-mortality"
FORM = f"/entry/511700/{YEAR}/"
SECRETS = ("77.131", "31.77", "53719", "妇幼机密年报", "张三")
MODELS = (
    *(Entry, Attachment, BaseFigure, BaseFigureChange, FormEvent, ImportBatch),
    *(Observation, ObservationChange, Submission),
)

# Posted addresses of the reporting that touch no row that somebody fills in: a
# region's or a round's own door keeps them, tried in test_access_matrix.
NO_ROWS = {
    *("entry/511700/history/", "{round}remind/", "{round}extend/", "{round}lock/"),
    "{job}cancel/",
    *("{years}confirm/", "{years}cancel/", "{years}undo/", "account/tokens/"),
    # promises, which nobody fills in; tried there and with the second-person door
    "{undated}",
    *(
        "{note}",
        "{revise}",
        "{retire}",
        "{words}",
        "{proposal}confirm/",
        "{proposal}return/",
    ),
    "{proposal}withdraw/",
    "{batch}cancel/",  # closes one's own upload, which has written nothing
    "{batch}answer/",  # reads one's own upload again; writes nothing of it
}
POSTED = sorted(
    address
    for method, address, _open in test_access_matrix.ADDRESSES
    if method == "POST" and address not in NO_ROWS
)
# What the plain form's button says, with what it posts beside.
BUTTONS = {
    "save": {f"value-{LIFE}": "70", f"was-{LIFE}": "{}", f"version-{LIFE}": "3"},
    "base": {
        "base-value-births": "9",
        "base-source-births": "猜",
        "base-version-births": "1",
    },
    "supply": {"supply-supplier": SCHOOLS, "supply-supplier_contact": "李四"},
    "attach": {},
    "last": {},
    "submit-all": {},
    "take": {"take": f"{CHILDREN}:suggested"},
} | {verb: {"why": "改"} for verb in buttons.ACTS}
ACTS = POSTED + [f"button {name}" for name in BUTTONS]
ACTORS = ["teacher", "moved", "neighbour", "county", "provincial clerk", "official"]


def test_the_acts_are_all_that_there_are():
    """A new address or button is in the list by itself; fewer need a reason."""
    assert len(ACTS) >= 31
    assert len(ACTS) * len(ACTORS) >= 186


@pytest.fixture
def state(reporting):
    """The bureau's rows in every state, a base figure, a file, uploads; the one row of
    教育部门 beside them."""
    clerk, reviewer = (reporting.people[who] for who in ("clerk", "reviewer"))
    place = (reporting.region, YEAR)
    reporting.type(CHILDREN, events="31", denominator="3001")
    reporting.type(MOTHERS, events="2")
    entry.save_base(
        *(*place, "births", "53719", "妇幼机密年报"), version=None, by=clerk
    )
    reporting.type(LITERACY, missing_reason="not_published", expected_on="2025-06")
    reporting.filled(CHILDREN, "31.77", events="")
    for code in (CHILDREN, LITERACY):
        reporting.type(code, source="年报", note="已核实", supplier_contact="张三")
        entry.submit(*place, [code], by=clerk)
    entry.send_back(
        *place, {CHILDREN: "请核实"}, {CHILDREN: Decimal("31.77")}, by=reviewer
    )
    version = reporting.cell(LITERACY).version
    entry.approve(*place, {LITERACY: version}, by=reviewer)
    reporting.submitted(LIFE, "77.131")
    return reporting


@pytest.fixture
def actors(state):
    """Who fills in something, but none of the bureau's rows of 达州."""
    people = dict(state.people)
    county = Region.objects.create(
        code="511702", name="通川区", short_name="通川", level=3, parent=state.region
    )
    province = Region.objects.get(code="510000")
    for name, region in (("county", county), ("provincial clerk", province)):
        people[name] = User.objects.create_user(name)
        Membership.objects.create(user=people[name], region=region, role=access.STAFF)
    people["moved"] = moved(state)
    return people


def moved(state):
    """A clerk of the bureau who uploaded two forms, one applied, and then moved to
    教育部门; the file that proves a row of each lies with either form."""
    user = User.objects.create_user("moved")
    role = Membership.objects.create(user=user, region=state.region, role=access.STAFF)
    schools = state.region.departments.get(name=SCHOOLS)
    names = {c: Indicator.objects.get(code=c).name for c in (MOTHERS, INFANTS)}
    for code, value in ((MOTHERS, 31.77), (INFANTS, 4.2)):
        sheet = spreadsheets.form([names[code], value, None, "妇幼机密年报", None])
        batch = batches.receive(state.region, YEAR, sheet, by=user)
        if code == INFANTS:
            batches.apply(batch, user)
    for form in Submission.objects.filter(region=state.region, year=YEAR):
        scan = SimpleUploadedFile("函.pdf", b"%PDF-1.4 scan")
        codes = [MOTHERS, schools_row().indicator.code]
        entry.attach(form, scan, codes, by=user)
    role.department = schools
    role.save()
    return user


def schools_row() -> Entry:
    return Entry.objects.current().get(submission__department__name=SCHOOLS)


def snapshot() -> set:
    """Every column, as it is stored, of every row that an act could touch."""
    found = set()
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            found |= {(model.__name__, *row) for row in cursor.fetchall()}
    return found


def tries(act, state):
    """Yield (path, what is posted) of one act, in every way that it can be asked."""
    if act.startswith("button "):
        name = act.removeprefix("button ")
        for code in (LIFE, CHILDREN, LITERACY, MOTHERS):
            body = {"do": name, "row": [code]} | BUTTONS[name]
            yield FORM, {"data": body | {"file": scan()}}
        return
    tokens = [a.token for a in Attachment.objects.order_by("pk")]
    uploads = [b.token for b in ImportBatch.objects.order_by("pk")]
    about = {"form": FORM.lstrip("/"), "round": "rounds/x/", "years": ""}
    for token in tokens if "attachment}" in act else uploads:
        path = "/" + act.format(
            attachment=f"entry/attachments/{token}/",
            batch=f"entry/imports/{token}/",
            **about,
        )
        for code in (LIFE, CHILDREN, LITERACY, MOTHERS):
            yield path, posted(path, code, state)


def scan():
    return SimpleUploadedFile("函.pdf", b"%PDF-1.4 scan")


def posted(path, code, state):
    """Return a body that would do what the address does, were it allowed."""
    if path.endswith(("cells/", "base/")):
        version = state.cell(code).version
        row = {"indicator": code, "version": version, "fields": {"value": "70"}}
        body = {"cells": [row], "kind": "births", "version": 1}
        body |= {"value": "9", "source": "猜"}
        return {"data": json.dumps(body), "content_type": "application/json"}
    version = state.cell(code).version
    return {
        "data": {
            "row": [code],
            "cell": [code],
            f"version-{code}": version,
            f"remark-{code}": "退",
            "why": "改",
            "reason": "锁",
            "text": "你好",
            "department": "汇总单位",
            "file": scan(),
            "conflicts": "all",
        }
    }


@pytest.mark.parametrize("name", ACTORS)
def test_an_act_on_rows_of_others(client, state, actors, name):
    before = snapshot()
    client.force_login(actors[name])
    wrong = {}

    for act in ACTS:
        told = "".join(answered(client, path, body) for path, body in tries(act, state))
        after = snapshot()
        leaks = [secret for secret in SECRETS if secret in told]
        touched = before ^ after
        if leaks or touched:
            wrong[act] = leaks, touched

    assert wrong == {}


def answered(client, path, body) -> str:
    """Return what is answered, with the page that a plain form leads to."""
    answer = client.post(path, **body)
    if answer.status_code == 302 and path == FORM:
        answer = client.get(FORM)
    return answer.content.decode()


def test_what_is_looked_at_shows_no_row_of_others(client, state, actors):
    """The pages behind the acts, by the same people."""
    pages = [FORM, *(f"{FORM}{p}/" for p in ("log", "sheet", "review", "upload"))]
    pages += [f"{FORM}base/history/", f"{FORM}form.xlsx"]
    pages += [f"/entry/imports/{b.token}/" for b in ImportBatch.objects.all()]
    for name in ACTORS:
        client.force_login(actors[name])
        for path in pages:
            answer = client.get(path)
            told = "" if answer.streaming else answer.content.decode()
            assert [s for s in SECRETS if s in told] == [], (name, path)


# -------------------------------------------------------------------- base figures


def test_who_fills_one_row_that_uses_a_base_figure_may_fill_it_in(state):
    """A shared denominator: the rates of others follow, and stay entered by them."""
    schools = state.region.departments.get(name=SCHOOLS)
    form = Submission.objects.get(region=state.region, year=YEAR, department=schools)
    Entry.objects.filter(pk=state.cell(INFANTS).pk).update(submission=form)
    before = state.cell(MOTHERS)
    teacher = state.people["teacher"]

    _figure, changed = entry.save_base(
        *(
            state.region,
            YEAR,
            "births",
            "53720",
            "年报",
        ),
        version=1,
        by=teacher,
        why="重复登记",
    )

    after = state.cell(MOTHERS)
    assert [e.indicator.code for e in changed] == [MOTHERS]
    assert after.denominator == 53720 and after.version == before.version + 1
    who = ("entered_by", "entered_at")
    assert [getattr(after, n) for n in who] == [getattr(before, n) for n in who]


def test_the_answer_holds_no_recomputed_row_of_others(client, state):
    schools = state.region.departments.get(name=SCHOOLS)
    form = Submission.objects.get(region=state.region, year=YEAR, department=schools)
    Entry.objects.filter(pk=state.cell(INFANTS).pk).update(submission=form)
    client.force_login(state.people["teacher"])
    body = {"kind": "births", "value": "53720", "source": "年报", "version": 1}

    answer = client.post(f"{FORM}base/", json.dumps(body), "application/json")

    assert answer.status_code == 200 and answer.json()["around"] == []
    assert state.cell(MOTHERS).denominator == 53720


def test_who_enters_a_denominator_does_not_approve_the_rate(state):
    """Two pairs of eyes: the clerk's events, the reviewer's births."""
    both = state.people["reviewer"]
    Membership.objects.create(user=both, region=state.region, role=access.STAFF)
    both = User.objects.get(pk=both.pk)  # with the grants of now
    place = (state.region, YEAR)
    entry.save_base(*place, "births", "9", "猜", version=1, by=both)
    state.type(MOTHERS, source="年报", note="已核实")
    Indicator.objects.filter(code=MOTHERS).update(upper=None)
    entry.submit(*place, [MOTHERS], by=state.people["clerk"])
    version = state.cell(MOTHERS).version

    with pytest.raises(entry.CellsRefused) as refused:
        entry.approve(*place, {MOTHERS: version}, by=both)

    assert "活产数" in refused.value.cells[MOTHERS][0]


def test_a_clerk_whose_rate_is_recomputed_still_cannot_approve_it(state):
    """Before, saving a base figure made its author the one who had entered the rate."""
    clerk = state.people["clerk"]
    other = User.objects.create_user("other")
    Membership.objects.create(user=clerk, region=state.region, role=access.REVIEWER)
    Membership.objects.create(user=other, region=state.region, role=access.STAFF)
    clerk = User.objects.get(pk=clerk.pk)  # with the grants of now
    place = (state.region, YEAR)
    entry.save_base(*place, "births", "53720", "年报", version=1, by=other)
    state.type(MOTHERS, source="年报", note="已核实")
    entry.submit(*place, [MOTHERS], by=other)
    version = state.cell(MOTHERS).version

    with pytest.raises(entry.CellsRefused) as refused:
        entry.approve(*place, {MOTHERS: version}, by=clerk)

    assert "本人填报" in refused.value.cells[MOTHERS][0]


def test_base_figures_remember_who_changed_what_and_why(client, state):
    clerk = state.people["clerk"]
    place = (state.region, YEAR, "births")
    entry.save_base(*place, "53720", "年报", version=1, by=clerk, why="重复登记")

    newest, first = BaseFigureChange.objects.all()

    assert (first.old_value, first.new_value) == (None, 53719)
    assert (newest.old_value, newest.new_value) == (53719, 53720)
    assert (newest.old_source, newest.new_source) == ("妇幼机密年报", "年报")
    assert (newest.by, newest.reason) == (clerk, "重复登记")
    client.force_login(clerk)
    page = client.get(f"{FORM}base/history/").content.decode()
    assert "53719 → 53720" in page and "重复登记" in page
    client.force_login(state.people["teacher"])
    assert client.get(f"{FORM}base/history/").status_code == 403


def test_the_history_of_base_figures_is_append_only(state):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        BaseFigureChange.objects.update(new_value=1)


def test_an_administrator_reads_no_base_figure(client, state):
    """Denominators are for who fills in the rows and who reviews them."""
    for name, shown in (("administrator", False), ("reviewer", True)):
        client.force_login(state.people[name])
        assert ("53719" in client.get(FORM).content.decode()) == shown
