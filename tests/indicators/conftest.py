"""达州市 in the middle of its yearly reporting: the people and an open round."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry import checking
from indicators.models import DataOwner, Entry, Indicator, Round, Submission
from indicators.models.observations import Origin
from indicators.pages import progress
from indicators.verdicts import refreshing
from regions import access
from regions.models import Membership, Region, User
from tests.worlds import world

YEAR = 2024
SCHOOLS = "教育部门"
CAST = {
    "clerk": (access.STAFF, "511700"),
    "reviewer": (access.REVIEWER, "511700"),
    "administrator": (access.ADMINISTRATOR, "511700"),
    "official": (access.OFFICIAL, "511700"),
    "provincial": (access.REVIEWER, "510000"),
    "neighbour": (access.STAFF, "511100"),
    "teacher": (access.STAFF, "511700", SCHOOLS),
}


@dataclass
class Reporting:
    """A region's year in work, and how tests look at it."""

    region: Region
    round: Round
    people: dict[str, User]
    year: int = YEAR

    def cell(self, code) -> Entry:
        """The current cell of an indicator, fresh from the database."""
        return (
            Entry.objects.current()
            .of(self.region, self.year)
            .select_related("indicator", "submission")
            .get(indicator__code=code)
        )

    def known(self, code, year, value, origin=Origin.IMPORT):
        """Publish a figure that came through another door."""
        indicator = Indicator.objects.get(code=code)
        figure = entry.NewValue(
            self.region, indicator, year, Decimal(value), source="统计公报"
        )
        entry.publish([figure], origin=origin)

    def type(self, code, by="clerk", version=None, **fields):
        """Save texts into one row over its present version; return the outcome."""
        at = self.cell(code).version if version is None else version
        change = entry.CellChange(code, at, fields)
        (outcome,) = entry.save(self.region, self.year, [change], by=self.people[by])
        return outcome

    def filled(self, code, value, **fields):
        """Type a value that can be submitted, whatever the warnings."""
        self.type(code, value=value, source="年报", note="已核实", **fields)
        return self.cell(code)

    def submitted(self, code, value, **fields):
        self.filled(code, value, **fields)
        entry.submit(self.region, self.year, [code], by=self.people["clerk"])
        return self.cell(code)

    def approved(self, code, value, **fields):
        version = self.submitted(code, value, **fields).version
        entry.approve(
            self.region, self.year, {code: version}, by=self.people["reviewer"]
        )
        return self.cell(code)

    def findings(self, code) -> list[str]:
        """The codes of what the checks say of a cell."""
        cell = self.cell(code)
        found = checking.findings(self.region, self.year, [cell])[cell.pk]
        return [finding.code for finding in found]

    def form(self, department=None) -> Submission:
        return Submission.objects.get(
            region=self.region, year=self.year, department__name=department
        )

    def progress(self, department=None):
        counts, today = progress.FormProgress(), timezone.localdate()
        cells = Entry.objects.current().filter(submission=self.form(department))
        for cell in cells.select_related("indicator", "submission"):
            counts.add(cell, today)
        return counts


def _person(name, role, code, department=None):
    user = User.objects.create_user(name, full_name=name)
    region = Region.objects.get(code=code)
    place = region.departments.get(name=department) if department else None
    Membership.objects.create(user=user, region=region, role=role, department=place)


@world(on="plans")
def cast():
    """The plans, and who takes part in the reporting of 达州."""
    for name, (role, code, *department) in CAST.items():
        _person(name, role, code, *department)


def people_of_the_cast() -> dict[str, User]:
    users = User.objects.in_bulk(CAST, field_name="username")
    return {name: users[name] for name in CAST}


@pytest.fixture
def people(cast, db):
    """Who takes part, by what they do."""
    return people_of_the_cast()


@world(on="cast")
def yearly_work():
    """A round of 达州 for its own plan's table; 教育部门 supplies one row itself."""
    region = Region.objects.get(code="511700")
    DataOwner.objects.create(
        region=region,
        indicator=Indicator.objects.get(name__startswith="中小学健康教育课开课率"),
        department=region.departments.get(name=SCHOOLS),
        channel=DataOwner.Channel.SELF,
    )
    today = timezone.localdate()
    call = Round(
        issuer=region,
        title="2024年度监测",
        year=YEAR,
        opens_on=today - timedelta(days=10),
        due_on=today + timedelta(days=20),
    )
    entry.open_round(call, [region], by=User.objects.get(username="administrator"))


@pytest.fixture
def reporting(yearly_work, people):
    """The year in work of 达州, its round open."""
    return year_in_work(people)


def year_in_work(people) -> Reporting:
    """Return what stands in the database of the year, for these people."""
    call = Round.objects.select_related("issuer").get()
    return Reporting(call.issuer, call, people)


@dataclass
class Refreshes:
    """What the refreshes of a test were for, and what they moved."""

    causes: list[dict] = field(default_factory=list)  # plan row key → its cause
    moved: list = field(default_factory=list)

    @property
    def said(self) -> dict:
        """Key → (kind, by) of the last refresh, which is forgotten."""
        found = {key: (c.kind, c.by) for key, c in self.causes[-1].items()}
        self.causes.clear()
        return found

    @property
    def moves(self) -> set[tuple]:
        """(key, reader, kind, by) of what moved since one last asked."""
        found = {
            (m.row.key, m.move.reader, m.cause.kind, m.cause.by) for m in self.moved
        }
        self.moved.clear()
        return found


@pytest.fixture
def refreshes(monkeypatch):
    """The refreshes from now on: why each row was refreshed, and which moved."""
    kept, through = Refreshes(), refreshing.refresh_each

    def refresh_each(rows, why, as_of=None):
        done = through(rows, why, as_of)
        kept.causes.append({row.key: why(row) for row in rows})
        kept.moved += done.moved
        return done

    monkeypatch.setattr(refreshing, "refresh_each", refresh_each)
    return kept
