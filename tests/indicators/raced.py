"""Lets two people do the same thing at the same moment, each in a process of its own.

Run by test_races.py on a database of its own that holds the plans (DATABASE_URL,
DATA_DIR). Prints JSON: for each race what became of both, and what the database
holds afterwards.
"""

import json
import multiprocessing
import os
import sys
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthplan.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from indicators import entry  # noqa: E402
from indicators.entry import batches, second_person  # noqa: E402
from indicators.models import (  # noqa: E402
    Assessment,
    Entry,
    ImportBatch,
    Indicator,
    Observation,
    ObservationChange,
    Proposal,
    Round,
    Target,
)
from indicators.plans.loading import revising  # noqa: E402
from indicators.verdicts import summaries  # noqa: E402
from regions import access  # noqa: E402
from regions.models import Membership, Region, User  # noqa: E402

CITY, YEAR, LIFE = "511700", 2024, "life-expectancy"
PEOPLE = ("clerk", "colleague", "reviewer", "second", "third")
ROLES = dict.fromkeys(PEOPLE, access.REVIEWER) | {
    "clerk": access.STAFF,
    "colleague": access.STAFF,
}


def who(name):
    return User.objects.get(username=name)


def city():
    return Region.objects.get(code=CITY)


def prepare():
    """Make the people, open a round."""
    for name, role in ROLES.items():
        user = User.objects.create_user(name)
        Membership.objects.create(user=user, region=city(), role=role)
    chief = User.objects.create_user("chief")
    Membership.objects.create(user=chief, region=city(), role=access.ADMINISTRATOR)
    day = timezone.localdate()
    dates = {"opens_on": day - timedelta(days=1), "due_on": day}
    call = Round(issuer=city(), title="年度监测", year=YEAR, **dates)
    entry.open_round(call, [city()], by=chief)


def file(*rows):
    book, target = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return SimpleUploadedFile("表.xlsx", target.getvalue())


def history(*years):
    """Propose a value of each year."""
    name = Indicator.objects.get(code=LIFE).name
    rows = ["指标", *(f"{y}年" for y in years)], [name, *(70 + y % 7 for y in years)]
    batch = batches.receive(city(), None, file(*rows), by=who("reviewer"))
    return batches.propose(batch, "年鉴", by=who("reviewer"))


def form(value):
    name = Indicator.objects.get(code=LIFE).name
    rows = ["指标", "本年值", "数据来源"], [name, value, "年报"]
    return batches.receive(city(), YEAR, file(*rows), by=who("clerk"))


def at_once(*acts):
    """Do the acts at the same moment; return “done” or the sentence of each, sorted."""
    connections.close_all()  # a child must not share the parent's connection
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(acts)), fork.Queue()

    def run(act):
        start.wait()
        try:
            act()
            said.put("done")
        except entry.EntryError as why:
            said.put(str(why))

    children = [fork.Process(target=run, args=(act,)) for act in acts]
    for child in children:
        child.start()
    found = [said.get(timeout=60) for _child in children]
    for child in children:
        child.join(60)
    return sorted(found, key=lambda words: words != "done")


def confirming():
    """Two reviewers confirm one history at once: it lands once."""
    batch = history(2001, 2002, 2003)
    said = at_once(
        lambda: batches.confirm(batch, who("second")),
        lambda: batches.confirm(batch, who("third")),
    )
    changes = ObservationChange.objects.filter(batch=batch).count()
    return {"said": said, "changes": changes}


def confirming_and_cancelling():
    """One confirms what another sends back: either, never both."""
    batch = history(2004, 2005)
    said = at_once(
        lambda: batches.confirm(batch, who("second")),
        lambda: batches.cancel(batch, who("third"), "请核对来源"),
    )
    state = ImportBatch.objects.get(pk=batch.pk).state
    years = Observation.objects.filter(
        region=city(), indicator__code=LIFE, year__in=(2004, 2005), origin="import"
    )
    return {"said": said, "state": state, "values": years.count()}


def undoing():
    """Two people undo a history at once: once."""
    batch = history(2006, 2007)
    batches.confirm(batch, who("second"))
    said = at_once(
        lambda: batches.undo(batch, who("second")),
        lambda: batches.undo(batch, who("third")),
    )
    rows = Observation.objects.filter(
        region=city(), indicator__code=LIFE, year__in=(2006, 2007)
    )
    lines = ObservationChange.objects.filter(batch=batch).count()
    return {"said": said, "values": rows.count(), "changes": lines}


def applying_while_somebody_types():
    """A form is applied while a colleague saves the same cell: nobody overwrites."""
    batch = form(77)
    cell = Entry.objects.current().of(city(), YEAR).get(indicator__code=LIFE)
    change = entry.CellChange(LIFE, cell.version, {"value": "66", "source": "电话"})
    outcomes = multiprocessing.get_context("fork").Queue()

    def types():
        (outcome,) = entry.save(city(), YEAR, [change], by=who("colleague"))
        outcomes.put(outcome.status)

    said = at_once(lambda: batches.apply(batch, who("clerk")), types)
    cell.refresh_from_db()
    versions = cell.version - change.version
    found = {"said": said, "typed": outcomes.get(timeout=10)}
    return found | {"value": f"{cell.value.normalize():f}", "versions": versions}


def revision(year, raw):
    """Propose new words for the first row's target of a year."""
    row = revising.row_of(f"{CITY}-dazhou", "1")
    wanted = revising.Wanted(Proposal.Kind.TARGET, year, raw)
    paper = second_person.GivenPaper("通知", "", timezone.localdate(), "普查")
    return revising.propose(row, wanted, paper, by=who("chief"))


def revised(year):
    rows = Target.objects.filter(
        plan_indicator__plan__code=f"{CITY}-dazhou", plan_indicator__key="1", year=year
    )
    return sorted(rows.filter(issuer__code=CITY).values_list("revision", flat=True))


def confirming_a_revision():
    """Two reviewers confirm one revision at once: the target is revised once."""
    proposal = revision(2030, "79.5")
    said = at_once(
        lambda: second_person.confirm(proposal, who("second")),
        lambda: second_person.confirm(proposal, who("third")),
    )
    return {"said": said, "revisions": revised(2030)}


def proposing_the_same():
    """Two administrators propose the same target at once: one proposal waits."""
    said = at_once(lambda: revision(2025, "78.5"), lambda: revision(2025, "78.6"))
    return {"said": said, "waits": Proposal.objects.waiting().count()}


def writing_two_years_of_a_series():
    """One figure is approved while another is brought in: what is stored knows both."""
    life = Indicator.objects.get(code=LIFE)

    def publish(year, **how):
        about = {"value": Decimal(70), "source": "年鉴"}
        entry.publish([entry.NewValue(city(), life, year, **about)], **how)

    said = at_once(
        lambda: publish(1998, origin="entry", held=True),
        lambda: publish(1999, origin="import"),
    )
    stored = Assessment.objects.filter(
        plan_indicator__plan__code=f"{CITY}-dazhou", plan_indicator__key="1"
    )
    years = {
        verdict.audience: [
            o["year"] for o in verdict.inputs["observations"] if o["year"] < 2000
        ]
        for verdict in stored
    }
    return {"said": said, "years": years}


def moving_two_rows_of_a_plan():
    """Two series of one plan move its counts at once: they hold both."""
    lives = Indicator.objects.filter(
        plan_rows__plan__code=f"{CITY}-dazhou", plan_rows__in_table=True
    ).order_by("code")
    first, second = [i for i in lives if i.code != LIFE][:2]

    def publish(indicator):
        for value in (1, 2, 3):
            about = {"value": Decimal(value), "source": "年鉴"}
            year = timezone.localdate().year - 1
            made = entry.NewValue(city(), indicator, year, **about)
            entry.publish([made], origin="import")

    said = at_once(lambda: publish(first), lambda: publish(second))
    wrong = summaries.disagreeing(timezone.localdate().year, region=city())
    return {"said": said, "wrong": len(wrong)}


RACES = (
    *(confirming, confirming_and_cancelling, undoing, applying_while_somebody_types),
    *(confirming_a_revision, proposing_the_same, writing_two_years_of_a_series),
    moving_two_rows_of_a_plan,
)


if __name__ == "__main__":
    prepare()
    json.dump({race.__name__: race() for race in RACES}, sys.stdout)
