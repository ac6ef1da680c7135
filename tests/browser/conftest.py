"""A served site with every plan loaded, and Debian's Chromium to look at it."""

import io
import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from regions import access
from regions.models import Membership, Region, User
from tests.browser.desks import desk  # noqa: F401  (a fixture)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]
PASSWORD = "long-enough-2026"
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
  .filter(node => node.getBoundingClientRect().right > window.innerWidth
    && !node.closest(".scroll"))
  .slice(-3).map(node => node.outerHTML.slice(0, 160))"""
# Playwright's event loop runs in the thread that also talks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Mark the tests that drive a browser; every worker serves a site of its own."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("no chromium here")
    assert CHROMIUM, "CI needs a browser: apt-get install chromium"
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="package")
def db(django_db_setup, django_db_blocker):
    """All plans and demo values, loaded once for all browser tests.

    Named like pytest-django's own fixture, which it replaces here: that name on a
    test is what makes pytest-django create the test database.
    """
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert "memory" in name or name.startswith("test_"), f"{name} is no test's"
        call_command("load_fixtures", stdout=io.StringIO())
        call_command("load_demo", stdout=io.StringIO())
        person = User.objects.create_user("li", password=PASSWORD, full_name="李敏")
        nation = Region.objects.get(code="100000")
        Membership.objects.create(user=person, region=nation, role=access.OFFICIAL)
        yield
        call_command("flush", verbosity=0, interactive=False)
        # Under Playwright's loop this is another connection than the one that drops
        # the test database, and PostgreSQL drops none that is still in use.
        connection.close()


@pytest.fixture(scope="package")
def site(db):
    """The address of a server in front of that database."""
    # Threads of kept connections end a little after the server has stopped, and then
    # still close what they shared with this one.
    connection.inc_thread_sharing()
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


class Visit:
    """One person's browser: collects what must not happen on any page."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.problems = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.problems.append(f"outside: {request.url}")

    def _answered(self, response):
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, path):
        self.page.goto(self.site + path)
        return self.check()

    def check(self):
        """Scan the page that is open now for accessibility, and for overflow."""
        self.page.wait_for_load_state("networkidle")
        where = self.page.url.removeprefix(self.site)
        for violation in Axe().run(self.page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.problems.append(f"{where} {violation['id']}: {nodes}")
        width = "document.documentElement.scrollWidth - window.innerWidth"
        if self.page.evaluate(width) > 0:
            wide = self.page.evaluate(TOO_WIDE)
            self.problems.append(f"{where} is wider than the window: {wide}")
        return self

    def sign_in(self):
        """Sign in with the keyboard alone."""
        self.page.goto(self.site + "/login/")
        self.page.locator("#id_username:focus").wait_for()
        self.page.keyboard.type("li")
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self.site + "/")
        return self


@pytest.fixture
def visit(browser, site):
    """A function that opens a browser window of one size and colour scheme."""
    contexts = []

    def make(width=1440, scheme="light", **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="zh-CN",
            **more,
        )
        contexts.append(context)
        return Visit(context.new_page(), site)

    yield make
    for context in contexts:
        context.close()
