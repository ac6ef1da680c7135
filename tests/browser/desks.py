"""One year's open form of a city, the people at it, and how tests type into its grid."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from indicators import entry
from indicators.models import DataOwner, Entry, Indicator, Round
from regions import access
from regions.models import Department, Membership, Region, User

CODE = "511700"
YEARS = count(2025, -1)  # each test its own year: what one types, no other sees
SCHOOLS, AIR = "市教育局", "市生态环境局"
# In the order of the page.
FIRST, SECOND = "life-expectancy", "infant-mortality"
LOOKS = [(1366, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


def user(name, role, code=CODE, department=None):
    made, new = User.objects.get_or_create(username=name, full_name=name)
    if new:
        region = Region.objects.get(code=code)
        place = department and region.departments.get(name=department)
        Membership.objects.create(user=made, region=region, role=role, department=place)
    return made


@dataclass
class Desk:
    """One year's open form of 达州 and the browsers at it."""

    site: str
    year: int
    visit: object

    @property
    def region(self):
        return Region.objects.get(code=CODE)

    @property
    def path(self):
        return f"/entry/{CODE}/{self.year}/"

    def sit(self, name="grid-clerk", width=1366, scheme="light", **more):
        """Open a browser signed in as that person, at the grid."""
        person = self.visit(width, scheme, **more)
        self.sign_in(person, name)
        person.page.goto(self.site + self.path)
        return person

    def sign_in(self, person, name):
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookie = settings.SESSION_COOKIE_NAME
        person.page.context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": self.site}]
        )

    def cell(self, code):
        return (
            Entry.objects.current()
            .of(self.region, self.year)
            .select_related("indicator", "submission", "supplier")
            .get(indicator__code=code)
        )

    def save(self, code, by="grid-other", **fields):
        change = entry.CellChange(code, self.cell(code).version, fields)
        person = User.objects.get(username=by)
        (outcome,) = entry.save(self.region, self.year, [change], by=person)
        return outcome


@pytest.fixture
def desk(site, visit):
    region = Region.objects.get(code=CODE)
    for name in (SCHOOLS, AIR):
        Department.objects.get_or_create(region=region, name=name)
    user("grid-clerk", access.STAFF)
    user("grid-other", access.STAFF)
    user("grid-reviewer", access.REVIEWER)
    head = user("grid-administrator", access.ADMINISTRATOR)
    day = timezone.localdate()
    made = Desk(site, next(YEARS), visit)
    call = Round(
        issuer=region,
        title="年度监测",
        year=made.year,
        opens_on=day - timedelta(days=5),
        due_on=day + timedelta(days=20),
    )
    entry.open_round(call, [region], by=head)
    yield made
    DataOwner.objects.filter(region=region).delete()


def field(page, code, name="value"):
    return page.locator(f'[name="{name}-{code}"]')


def saved(page):
    """Wait until the head says that nothing is unsaved."""
    page.locator('#saving[data-mark="saved"]').wait_for()


def paste(page, locator, text):
    """Paste as Excel does: plain text into the focused cell."""
    locator.evaluate(
        """(cell, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          cell.dispatchEvent(new ClipboardEvent("paste",
            {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def codes_of(page):
    rows = page.locator("tr[data-row]").all()
    return [row.get_attribute("data-row") for row in rows]


def plausible(code):
    """Return a figure within the indicator's bounds, as a clerk would type it."""
    indicator = Indicator.objects.get(code=code)
    low = indicator.lower if indicator.lower is not None else Decimal(0)
    high = min(indicator.upper or low + 100, low + 100)
    return f"{low + (high - low) * Decimal('0.4'):.{indicator.decimals}f}"


def values_of(desk):
    rows = Entry.objects.current().of(desk.region, desk.year)
    return dict(rows.values_list("indicator__code", "value"))
