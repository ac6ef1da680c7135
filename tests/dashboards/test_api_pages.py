"""The page about the API and its examples.

The pandas example that people copy is the one that runs here. R and Power Query
are not installed where the tests run: of their examples only the addresses and
fields are checked, nobody has run them here.
"""

import re
from html import unescape

import pytest

from dashboards.api import api
from regions import access

from .test_api_scope import token_of

pytestmark = pytest.mark.django_db
DOCS = "/data/api/"
EXAMPLE = re.compile(r'<code id="example-([\w-]+)">(.*?)</code>', re.S)


def examples(response):
    """Return the programs of a page as they are copied from it."""
    found = EXAMPLE.findall(response.content.decode())
    return {name: unescape(text) for name, text in found}


@pytest.fixture
def reader(client, person):
    client.force_login(person(access.STAFF, "511700"))
    return client


def test_the_page_describes_every_address_parameter_and_field(reader):
    page = reader.get(DOCS).content.decode()

    described = api.get_openapi_schema()
    for path, ways in described["paths"].items():
        assert f"GET {path}<" in page
        for parameter in ways["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for name, schema in described["components"]["schemas"].items():
        if name.endswith("Row"):
            for field, about in schema["properties"].items():
                assert f"<code>{field}</code>" in page, field
                chinese, _stop, english = about["description"].rpartition("。")
                assert chinese and english.strip().isascii(), (name, field)
                assert str(english) in unescape(page)


def test_the_page_asks_the_database_for_nothing(reader, django_assert_num_queries):
    # session, person; grants and waiting cells of the navigation
    with django_assert_num_queries(4):
        reader.get(DOCS)


def test_pages_need_a_sign_in_and_the_description_a_token(client, db):
    assert client.get(DOCS).status_code == 302
    assert client.get("/api/v1/openapi.json").status_code == 401


def test_no_page_asks_anything_outside(reader):
    page = reader.get(DOCS).content.decode()

    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page and "style=" not in page


def test_the_page_shows_all_examples_and_the_help_only_leads_there(reader):
    assert set(examples(reader.get(DOCS))) == {
        *("pandas", "r", "power-query", "power-query-json")
    }
    assert not examples(reader.get("/help/export/"))
    assert f'href="{DOCS}"' in reader.get("/help/").content.decode()


@pytest.mark.parametrize("name", ["r", "power-query", "power-query-json"])
def test_the_other_examples_name_what_exists(reader, name):
    text = examples(reader.get(DOCS))[name]

    paths = {path.rsplit("/", 1)[-1] for path in api.get_openapi_schema()["paths"]}
    named = set(re.findall(r"(?:base, \"/|api/v1/)([a-z-]+)", text))
    assert named and named <= paths
    assert not {"{%", "{{"} & set(re.findall(r"{[%{]", text))


def test_the_pandas_example_runs(live_server, client, plan, person, monkeypatch):
    user = person(access.OFFICIAL, "100000")
    client.force_login(user)
    host = live_server.url.removeprefix("http://")
    program = examples(client.get(DOCS, headers={"host": host}))["pandas"]
    monkeypatch.setenv("HEALTHPLAN_TOKEN", token_of(user)["Authorization"][7:])

    ran = {}
    exec(program, ran)

    values, years = ran["values"], ran["years"]
    assert len(values) == 5 and values["is_demo"].sum() == 1
    assert set(values["region"]) == {"100000", "510000", "511700"}
    assert years.loc[("达州市", "人均预期寿命")].tolist() == [79.0, 79.2]
    assert ("达州市", "婴儿死亡率") not in years.index  # demo
    assert ran["counts"].sum() == len(ran["verdicts"]) > 0
    assert ran["verdicts"]["status_name"].notna().all()
