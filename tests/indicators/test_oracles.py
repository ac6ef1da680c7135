"""No address tells by its answer what it does not show: a secret asked for by value.

The lists are generated: every list of the admin by every column of its model and of
what that refers to, every page and every address of the API by every such question.
"""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from dashboards import api
from indicators import entry
from indicators.entry import batches
from indicators.models import ImportBatch, Round
from regions import access
from regions.models import Membership, Region, User
from tests.indicators import spreadsheets
from tests.indicators.conftest import YEAR

pytestmark = pytest.mark.django_db
HOW = ["", "__exact", "__icontains", "__startswith", "__gt", "__isnull", "__in"]
# What some list or page keeps from some who open it.
SECRET = {
    *("events", "denominator", "value", "old_value", "new_value", "details"),
    *("reported_as", "lines", "notes", "file", "name", "source", "note", "why"),
    *("figures", "inputs", "sentence", "latest_value", "path_value", "gap"),
    *("told_figures", "told_inputs", "told_sentence", "password", "email"),
}
SHOWN = {("Domain", "name"), ("Region", "name"), ("Department", "name")}
SHOWN |= {("Indicator", "name")}
DESKS = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def lookups(model):
    """Yield every lookup of a model's columns and of those of what it refers to."""
    for field in model._meta.get_fields():
        if not field.is_relation:
            yield field.name, field.name
            continue
        if not field.related_model:
            continue
        for other in field.related_model._meta.concrete_fields:
            yield f"{field.name}__{other.name}", other.name


QUESTIONS = [
    (model, f"{lookup}{how}")
    for model, _desk in DESKS
    for lookup, _name in lookups(model)
    for how in HOW
]


def test_every_list_of_the_admin_filters_by_what_it_shows(rf):
    """A white list: of all questions only those of the list's own filters."""
    allowed = {
        (model.__name__, lookup)
        for model, lookup in QUESTIONS
        if admin.site._registry[model].lookup_allowed(lookup, "1", rf.get("/"))
    }
    asked = {(name, re.sub("__.*", "", lookup)) for name, lookup in allowed}

    assert len(DESKS) >= 12 and len(QUESTIONS) >= 3000
    assert 0 < len(allowed) <= 60
    assert {column for _name, column in asked}.isdisjoint(SECRET)


@pytest.mark.parametrize(
    ("model", "desk"), DESKS, ids=lambda d: getattr(d, "__name__", "")
)
def test_no_list_is_searched_or_ordered_by_what_it_keeps(rf, model, desk):
    columns = [*desk.search_fields, *desk.list_display]
    ordered = [getattr(getattr(desk, c, None), "admin_order_field", c) for c in columns]
    used = {column for column in ordered if column and _is_column(model, column)}

    named = {(model.__name__, c) for c in used if c.split("__")[-1] in SECRET}
    through = {c for c in used if "__" in c and c.split("__")[-1] in SECRET - {"name"}}

    assert (
        named - SHOWN - {(model.__name__, c) for c in used if c.endswith("__name")}
        == set()
    )
    assert through == set()


def _is_column(model, path) -> bool:
    try:
        for step in path.split("__"):
            field = model._meta.get_field(step)
            model = field.related_model
    except FieldDoesNotExist:
        return False
    return True


GUESSES = [
    *(("events", "1", "2"), ("events__gte", "1", "9"), ("value", "1.94639625", "2")),
    *(("lines__icontains", "31.77", "31.78"), ("inputs__icontains", "51377", "51378")),
    *(("denominator", "51377", "51378"), ("entries__value__gt", "1", "3")),
    *(("observations__events", "1", "2"), ("batch__name", "内部", "公开")),
    *(("password__startswith", "md5", "pbkdf2"), ("note__icontains", "内部", "x")),
    *(("q", "51377", "51378"), ("o", "value", "-value"), ("order_by", "value", "x")),
    *(("sort", "latest_value", "-value"), ("search", "51377", "1")),
]
PAGES = [
    *("/", "/regions/511700/", "/regions/511700/maternal-mortality/", "/data/"),
    *("/regions/511700/milestones/", "/entry/", "/rounds/", "/people/"),
    *("/data/values.csv?region=511700", "/method/", "/help/", "/account/tokens/"),
    *(f"/entry/511700/{YEAR}/{page}" for page in ("", "review/", "sheet/", "log/")),
    *(f"/entry/511700/{YEAR}/base/history/", "/people/owners/?region=511700"),
    "/entry/511700/history/",
]
READERS = ["official", "provincial", "administrator", "teacher", "governor"]
NOISE = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?\S*'
)


@pytest.fixture
def secrets(reporting):
    """A count reported by the city, an upload of it that waits, who looks from
    where."""
    region, found = reporting.region, reporting.people
    reporting.type("maternal-mortality", events="1", denominator="51377")
    reporting.type("maternal-mortality", source="年报", note="内部核实")
    place = (region, YEAR)
    entry.submit(*place, ["maternal-mortality"], by=found["clerk"])
    version = reporting.cell("maternal-mortality").version
    entry.approve(*place, {"maternal-mortality": version}, by=found["reviewer"])
    entry.report(*place, by=found["reviewer"])
    name = reporting.cell("under5-mortality").indicator.name
    form = spreadsheets.form([name, 31.77, None, "内部", None], name="内部31.77.xlsx")
    batches.receive(region, YEAR, form, by=found["clerk"])
    governor = User.objects.create_user("governor", is_staff=True)
    province = Region.objects.get(code="510000")
    Membership.objects.create(user=governor, region=province, role=access.ADMINISTRATOR)
    User.objects.filter(username="administrator").update(is_staff=True)
    return found | {"governor": governor}


@pytest.mark.parametrize("reader", READERS)
def test_no_page_tells_two_guesses_apart(client, secrets, reader):
    """All guesses at once, so that any that is listened to would tell; the one name
    that a page knows, by itself."""
    client.force_login(secrets[reader])
    unknown = [guess for guess in GUESSES if guess[0] != "sort"]
    known = [guess for guess in GUESSES if guess[0] == "sort"]
    wrong = {}
    for page in PAGES:
        for guesses in (unknown, known):
            one, two = (
                _answer(client, page, {g[0]: g[which] for g in guesses})
                for which in (1, 2)
            )
            if one != two:
                wrong[page] = one, two

    assert len(PAGES) * len(GUESSES) * len(READERS) >= 1200
    assert wrong == {}


def _answer(client, page, guesses) -> tuple[int, list[str]]:
    """Return status and the rows of an answer, none of the question."""
    query = urlencode(guesses)
    answer = client.get(f"{page}{'&' if '?' in page else '?'}{query}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = NOISE.sub("", content.decode("utf-8-sig"))
    return answer.status_code, _rows(text)


def _rows(text: str) -> list[str]:
    """Return the rows of an answer's tables: what a filter would leave out."""
    return [
        re.sub(r"<[^>]*>", "", row) for row in re.findall(r"<tr.*?</tr>", text, re.S)
    ]


def test_the_api_takes_no_question_but_its_own(client, secrets):
    """Every address × every guess: refused, and the same for either guess."""
    client.force_login(secrets["official"])
    names = [p.name for p in api.urlpatterns if p.name and "api" not in p.name]
    addresses = [n.replace("_", "-") for n in names if n != "openapi"]
    for address in addresses:
        for name, one, two in GUESSES:
            codes = [
                client.get(f"/api/v1/{address}", {name: guess}).status_code
                for guess in (one, two)
            ]
            assert codes == [422, 422], (address, name)
    assert len(addresses) * len(GUESSES) >= 105


def test_an_admin_list_answers_no_question_by_value(client, secrets):
    """?events=1 against ?events=2, ?lines__icontains=: refused alike, 400."""
    client.force_login(secrets["governor"])
    for model, _desk in DESKS:
        page = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        for name, one, two in GUESSES:
            if name in ("q", "o"):  # the admin's own; see the tests above
                continue
            codes = {
                client.get(
                    page, {name: guess}, headers={"accept": "text/html"}
                ).status_code
                for guess in (one, two)
            }
            assert codes in ({400}, {302}), (model, name, codes)


def test_an_upload_below_that_waits_is_only_counted(client, secrets):
    """Its file's name may hold the figure; applied, it stands in the region."""
    client.force_login(secrets["governor"])
    batch = ImportBatch.objects.get()
    page = reverse("admin:indicators_importbatch_changelist")
    row = reverse("admin:indicators_importbatch_change", args=[batch.pk])

    listed = client.get(page).content.decode()
    assert "31.77" not in listed and "待导入" in listed
    assert client.get(row).status_code == 403
    batches.apply(batch, secrets["clerk"])
    assert "内部31.77.xlsx" in client.get(page).content.decode()
    assert client.get(row).status_code == 200


def test_a_notice_tells_a_level_above_how_many_not_which(client, secrets):
    call = Round.objects.get().code
    page = f"/rounds/{call}/notice/?region=511700"
    name = "5岁以下儿童死亡率"
    client.force_login(secrets["administrator"])
    assert name in client.get(page).content.decode()
    client.force_login(secrets["governor"])

    told = client.get(page).content.decode()

    assert name not in told and "未填" in told
