"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import transaction
from django.test import override_settings
from hypothesis import settings as searching

from indicators.plans import demo, loading
from regions.models import Membership, Region, User

# These machines are shared: how long an example takes says nothing.
searching.register_profile("project", deadline=None)
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
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture
def regions(db):
    """The regions of MAP by code."""
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
    return found


@pytest.fixture
def person(regions):
    """A function that makes a person with one role in one region."""

    def make(role, code, **fields):
        user = User.objects.create_user(f"{role}-{code}", password=PASSWORD, **fields)
        Membership.objects.create(user=user, region=regions[code], role=role)
        return user

    return make


@pytest.fixture(scope="module")
def plans(django_db_setup, django_db_blocker):
    """Hold the six real plans and all series for one module, without demo values.

    Loaded once in a transaction that ends with the module; each test still needs
    `db` (django_db), which is a savepoint inside it. Not for live-server tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load_everything(FIXTURES)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def plans_with_demo(plans, django_db_blocker):
    """Add the demo values, up to 2025 whatever the calendar says."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(2025)
        yield
        transaction.set_rollback(True)
