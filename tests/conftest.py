"""Fixtures that every test may use."""

import gc
import os
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as searching

from indicators.plans import demo, loading
from regions.models import Membership, Region, User
from tests import judge
from tests.migrated import Migrated
from tests.worlds import Worlds, deepest, world

# These machines are shared: how long an example takes says nothing.
# In CI the same examples each time: a rare one found there is nobody's change.
searching.register_profile("project", deadline=None, derandomize="CI" in os.environ)
searching.load_profile("project")
FIXTURES = Path(project.BASE_DIR) / "fixtures"
MAP = [
    ("100000", "全国", None),
    ("510000", "四川省", "100000"),
    ("511100", "乐山市", "510000"),
    ("511102", "市中区", "511100"),
    ("511700", "达州市", "510000"),
    ("511702", "通川区", "511700"),
    ("530000", "云南省", "100000"),
    ("530300", "曲靖市", "530000"),
]
PASSWORD = "一个够长的口令-2026"


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests():
    """Static files from where they lie: no collectstatic. Passwords hashed fast."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=project.STORAGES | {"staticfiles": plain},
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        JOBS_INLINE=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


def pytest_addoption(parser):
    parser.addoption(
        "--update-help-pictures",
        action="store_true",
        help="make the pictures of the help anew (tests/browser/help_pictures.py)",
    )


@pytest.fixture(scope="session", autouse=True)
def judged():
    """Let calamine read every workbook that a test opens."""
    with judge.at_the_openers():
        yield


def pytest_collection_modifyitems(items):
    """Let every test that uses the database begin by asking for its world.

    Browser journeys come last: the live server keeps its connection for the session,
    and PostgreSQL copies no database that somebody else is connected to.
    """
    for item in items:
        if "db" in item.fixturenames or item.get_closest_marker("django_db"):
            item.fixturenames.insert(0, "world_of_the_test")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish():
    """Spare the collector what lives to the end: modules, and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def tables(request, tmp_path_factory):
    """On SQLite: the tables of the last run, in the memory that Django will use."""
    if connection.vendor != "sqlite":
        yield None
        return
    cache = getattr(request.config, "cache", None)  # none with -p no:cacheprovider
    folder = cache.mkdir("migrated") if cache else tmp_path_factory.mktemp("migrated")
    found = Migrated(folder)
    found.put()
    yield found
    found.held.close()


@pytest.fixture(scope="session")
def django_db_setup(tables, django_db_setup, django_db_blocker):
    """The test database, migrated; its tables are kept for the next run."""
    if tables:
        with django_db_blocker.unblock():
            tables.keep()


@pytest.fixture(scope="session")
def worlds(django_db_setup, django_db_blocker):
    """The filled databases of this session, to put one there: `worlds.put("plans")`."""
    with django_db_blocker.unblock():
        name, made = str(connection.settings_dict["NAME"]), None
        if not ("memory" in name or name.startswith("test_")):
            # No test of this run has `db`: pytest-django has made no database then.
            made = setup_databases(0, interactive=False, aliases={"default"})
        kept = Worlds()
    yield kept
    with django_db_blocker.unblock():
        kept.store.close()
        if made:
            teardown_databases(made, verbosity=0)


@pytest.fixture
def world_of_the_test(worlds, django_db_blocker, request):
    """Put the world there that the test's fixtures name; comes before all of them."""
    with django_db_blocker.unblock():
        worlds.put(deepest(request.fixturenames))
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = {"transactional_db", "live_server"} & set(request.fixturenames)
    if committed or (marker and marker.kwargs.get("transaction")):
        worlds.spoiled()


@world()
def mapped():
    """The regions of MAP, and nothing else."""
    found = {}
    for code, name, parent in MAP:
        above = found.get(parent)
        found[code] = Region.objects.create(
            code=code,
            name=name,
            short_name=name,
            level=above.level + 1 if above else 0,
            parent=above,
        )


@pytest.fixture
def regions(mapped, db):
    """The regions of MAP by code, each with the one above at hand."""
    found = {region.code: region for region in Region.objects.order_by("level")}
    for code, _name, parent in MAP:
        found[code].parent = found.get(parent)
    return found


@pytest.fixture
def person(regions):
    """A function that makes a person with one role in one region."""

    def make(role, code, **fields):
        user = User.objects.create_user(f"{role}-{code}", password=PASSWORD, **fields)
        Membership.objects.create(user=user, region=regions[code], role=role)
        return user

    return make


@world()
def plans():
    """The six real plans and all series, without demo values."""
    loading.load_everything(FIXTURES)


@world(on="plans")
def plans_with_demo():
    """The plans with the demo values, up to 2025 whatever the calendar says."""
    demo.load(2025)
