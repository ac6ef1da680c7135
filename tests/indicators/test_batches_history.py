"""Several years at once: difference, a second person, undoing."""

import gc
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import entry
from indicators.entry import batches, publishing, second_person
from indicators.models import Assessment, ImportBatch, Indicator, Observation
from indicators.models import ObservationChange as Change
from indicators.models.observations import Origin
from tests.indicators.conftest import YEAR
from tests.indicators.spreadsheets import book, long

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
PLACE, BOOK = "达州市", "《达州统计年鉴》"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def receive(reporting, file, by="reviewer"):
    return batches.receive(reporting.region, None, file, by=reporting.people[by])


def proposed(reporting, file):
    batch = receive(reporting, file)
    return batches.propose(batch, BOOK, "补录", by=reporting.people["reviewer"])


def confirmed(reporting, file):
    return batches.confirm(proposed(reporting, file), reporting.people["administrator"])


def values(reporting, code=LIFE):
    rows = Observation.objects.filter(region=reporting.region, indicator__code=code)
    return {row.year: row for row in rows}


def lines(batch):
    return batches.loaded(batch.lines)


def test_history_is_proposed_with_a_source_and_confirmed_by_a_second_person(reporting):
    name = Indicator.objects.get(code=LIFE).name
    file = book([["指标", "2005年", "2006年"], [name, 75.1, 75.4]], "年鉴.xlsx")
    batch = receive(reporting, file)
    reviewer, other = (reporting.people[w] for w in ("reviewer", "administrator"))

    assert batch.layout == "series" and batch.counts["new"] == 2
    with pytest.raises(entry.EntryError, match="来源"):
        batches.propose(batch, " ", by=reviewer)
    batches.propose(batch, BOOK, "补录", by=reviewer)
    assert values(reporting).get(2005) is None
    with pytest.raises(entry.NotAllowed, match="须由他人复核"):
        batches.confirm(batch, reviewer)
    batches.confirm(batch, other)

    row = values(reporting)[2006]
    assert (row.value, row.origin, row.source) == (Decimal("75.4"), "import", BOOK)
    change = Change.objects.get(indicator__code=LIFE, year=2006, origin="import")
    assert (change.batch, change.document, change.by) == (batch, "年鉴.xlsx", other)
    assert change.reason == "补录"


def test_a_line_keeps_its_own_source(reporting):
    confirmed(reporting, long([PLACE, LIFE, 2005, 75.1, "人口普查"]))

    assert values(reporting)[2005].source == "人口普查"


def test_what_is_there_is_compared(reporting):
    reporting.known(LIFE, 2005, "75.1")
    reporting.known(LIFE, 2006, "75.4")
    batch = receive(
        reporting,
        long([PLACE, LIFE, 2005, 75.1, None], [PLACE, LIFE, 2006, 75.5, None]),
    )
    same, changed = lines(batch)

    assert (same.status, changed.status) == ("same", "changed")
    assert (changed.old, changed.new) == ("75.40", "75.50")


def test_demo_values_count_as_nothing_and_do_not_come_back(reporting):
    reporting.known(LIFE, 2005, "70", origin=Origin.DEMO)
    batch = confirmed(reporting, long([PLACE, LIFE, 2005, 75.1, None]))
    assert lines(batch)[0].status == "new"
    batches.undo(batch, reporting.people["administrator"])

    assert 2005 not in values(reporting)


def refused(reporting, *row):
    (line,) = lines(receive(reporting, long(list(row))))
    assert line.status == "refused" and line.sheet == "长表" and line.place
    return line.sentence


def test_every_refusal_is_a_sentence(reporting):
    future = timezone.localdate().year + 1
    assert "填报表" in refused(reporting, PLACE, LIFE, YEAR, 77, None)
    assert "尚未到" in refused(reporting, PLACE, LIFE, future, 77, None)
    assert "四川省" in refused(reporting, "四川省", LIFE, 2005, 77, None)
    assert "上下限" in refused(reporting, PLACE, "health-literacy", 2005, 120, None)
    assert "日期" in refused(reporting, PLACE, LIFE, 2005, "2005-03-02", None)
    assert "系统中没有指标" in refused(reporting, PLACE, "没有的指标", 2005, 1, None)
    assert "系统中没有地区" in refused(reporting, "没有的地方", LIFE, 2005, 1, None)


def test_a_slip_of_the_unit_is_warned_of(reporting):
    rows = [[PLACE, INFANTS, y, v, None] for y, v in [(2003, 4.1), (2004, 41)]]
    _first, second = lines(receive(reporting, long(*rows)))

    assert any("10倍" in found.sentence for found in second.findings)


@pytest.mark.parametrize("who", ["clerk", "official", "neighbour", "provincial"])
def test_who_may_not_import(reporting, who):
    with pytest.raises(entry.NotAllowed):
        receive(reporting, long([PLACE, LIFE, 2005, 75.1, None]), by=who)


def test_what_changes_between_proposing_and_confirming_stays(reporting):
    batch = proposed(
        reporting,
        long([PLACE, LIFE, 2005, 75.1, None], [PLACE, LIFE, 2006, 75.4, None]),
    )
    reporting.known(LIFE, 2005, "74.9")
    done = batches.confirm(batch, reporting.people["administrator"])

    assert "未覆盖" in lines(done)[0].sentence
    assert values(reporting)[2005].value == Decimal("74.9")
    assert values(reporting)[2006].value == Decimal("75.4")


def test_confirming_twice_is_confirming_once(reporting):
    batch = confirmed(reporting, long([PLACE, LIFE, 2005, 75.1, None]))
    with pytest.raises(entry.EntryError, match="未重复执行"):
        batches.confirm(batch, reporting.people["administrator"])

    assert Change.objects.filter(batch=batch).count() == 1


def test_confirming_by_either_door_lets_no_garbage_be_looked_for(
    reporting, monkeypatch
):
    def publish(*args, **kwargs):
        seen.append(gc.isenabled())
        return published(*args, **kwargs)

    seen, published = [], publishing.publish
    monkeypatch.setattr("indicators.entry.publishing.publish", publish)
    other = reporting.people["administrator"]
    batches.confirm(proposed(reporting, long([PLACE, LIFE, 2005, 75.1, None])), other)
    batch = proposed(reporting, long([PLACE, LIFE, 2006, 75.4, None]))
    second_person.confirm(batches.waits(batch), other)

    assert seen == [False, False] and gc.isenabled()
    assert values(reporting)[2006].value == Decimal("75.4")


def test_own_history_is_refused_in_the_words_of_the_door(reporting):
    batch = proposed(reporting, long([PLACE, LIFE, 2005, 75.1, None]))

    for confirm, what in (
        (batches.confirm, batch),
        (second_person.confirm, batches.waits(batch)),
    ):
        with pytest.raises(entry.NotAllowed, match="可由达州市的.*administrator"):
            confirm(what, reporting.people["reviewer"])


def test_the_second_person_may_send_it_back_with_a_reason(reporting):
    batch = proposed(reporting, long([PLACE, LIFE, 2005, 75.1, None]))
    other = reporting.people["administrator"]
    with pytest.raises(entry.EntryError, match="退回原因"):
        batches.cancel(batch, other)
    done = batches.cancel(batch, other, "年份错了一行")

    assert (done.state, done.why) == ("cancelled", "年份错了一行")


def test_undoing_restores_what_was_and_removes_what_was_not(reporting):
    def stored():
        rows = Observation.objects.filter(region=reporting.region, year=2005)
        return rows.filter(indicator__code=LIFE).values().get()

    reporting.known(LIFE, 2005, "74.9")
    before = stored()
    batch = confirmed(
        reporting,
        long([PLACE, LIFE, 2005, 75.1, None], [PLACE, LIFE, 2006, 75.4, None]),
    )
    batches.undo(batch, reporting.people["reviewer"])
    after = stored()

    before.pop("updated_at"), after.pop("updated_at")
    assert after == before and 2006 not in values(reporting)
    newest = Change.objects.filter(year=2006, indicator__code=LIFE).first()
    assert (newest.old_value, newest.new_value) == (Decimal("75.4"), None)
    assert newest.reason == "撤销导入" and newest.batch == batch
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE


def test_undoing_is_refused_after_a_later_change(reporting):
    batch = confirmed(
        reporting,
        long([PLACE, LIFE, 2005, 75.1, None], [PLACE, LIFE, 2006, 75.4, None]),
    )
    later = confirmed(reporting, long([PLACE, LIFE, 2006, 75.6, None]))
    with pytest.raises(entry.EntryError, match="不能撤销.*2006年（administrator"):
        batches.undo(batch, reporting.people["reviewer"])
    assert values(reporting)[2005].value == Decimal("75.1")
    batches.undo(later, reporting.people["reviewer"])

    assert values(reporting)[2006].value == Decimal("75.4")


def test_verdicts_follow_confirming_and_undoing(reporting, refreshes):
    def verdict():
        rows = Assessment.objects.filter(
            region=reporting.region, plan_indicator__indicator__code=INFANTS
        )
        return set(rows.values_list("latest_year", "code"))

    before = verdict()
    batch = confirmed(reporting, long([PLACE, INFANTS, 2023, 3.1, None]))
    assert verdict() != before and (2023, "maintained") in verdict()
    said = ("new_value", reporting.people["administrator"])
    assert said in refreshes.said.values()
    batches.undo(batch, reporting.people["reviewer"])

    assert verdict() == before
    said = ("revised_value", reporting.people["reviewer"])
    assert said in refreshes.said.values()


def test_killed_midway_nothing_is_written(reporting, monkeypatch):
    batch = proposed(reporting, long([PLACE, LIFE, 2005, 75.1, None]))

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("indicators.entry.batches.locking.applied", dies)
    with pytest.raises(KeyboardInterrupt):
        batches.confirm(batch, reporting.people["administrator"])

    batch.refresh_from_db()
    assert batch.state == "proposed" and 2005 not in values(reporting)


def test_the_number_of_queries_does_not_depend_on_the_lines(reporting):
    def queries(years):
        file = long(*([PLACE, LIFE, year, 70 + year % 7, None] for year in years))
        with CaptureQueriesContext(connection) as seen:
            batch = confirmed(reporting, file)
        done = len(seen)
        with CaptureQueriesContext(connection) as seen:
            batches.undo(batch, reporting.people["reviewer"])
        return done, len(seen)

    queries([1989])  # what is asked once a session
    assert queries(range(2010, 2012)) == queries(range(1990, 2010))


def test_many_at_once_are_written_like_few(reporting, monkeypatch):
    """From bulk.MANY rows on the driver is fed directly: the same rows come of it."""
    reporting.known(LIFE, 2005, "74.9")
    rows = [[PLACE, LIFE, y, 70 + y % 7 / 10, None] for y in range(2000, 2012)]
    about = ("year", "value", "missing_reason", "grade", "events", "denominator") + (
        *("definition_break", "source", "note", "origin", "substitute_region"),
        *("held_since", "reported_as"),
    )
    lines_about = ("year", "old_value", "new_value", "old_reason", "new_reason") + (
        *("details", "origin", "document", "reason", "entry", "by"),
    )

    def written():
        batch = confirmed(reporting, long(*rows))
        found = [
            list(Observation.objects.filter(indicator__code=LIFE).values_list(*about)),
            list(batch.changes.order_by("year").values_list(*lines_about)),
        ]
        batches.undo(batch, reporting.people["reviewer"])
        return found

    few = written()
    monkeypatch.setattr("indicators.entry.bulk.MANY", 2)

    assert written() == few


def test_two_uploads_in_a_row_are_both_taken_back(reporting):
    first = confirmed(reporting, long([PLACE, LIFE, 2005, 75.1, "甲"]))
    second = confirmed(reporting, long([PLACE, LIFE, 2005, 75.9, "乙"]))
    other = reporting.people["administrator"]

    with pytest.raises(entry.EntryError, match="又有修改或提交"):
        batches.undo(first, other)
    batches.undo(second, other)
    batches.undo(first, other)

    assert 2005 not in values(reporting)


def test_history_says_by_which_definition_a_value_was_made(reporting):
    name = Indicator.objects.get(code=LIFE).name
    heads = ["地区", "指标", "年份", "数值", "数据来源", "实际口径"]
    file = book([heads, [PLACE, name, 2005, 75.1, "年鉴", "户籍人口"]], "年鉴.xlsx")

    confirmed(reporting, file)

    assert values(reporting)[2005].own_definition == "户籍人口"


def test_the_running_year_is_remarked_on(reporting):
    year = timezone.localdate().year
    batch = receive(reporting, long([PLACE, LIFE, year, 75.1, "甲"]))

    (line,) = lines(batch)
    assert line.status == "new"
    assert any("尚未结束" in found.sentence for found in line.findings)


def test_what_is_done_is_not_cancelled(reporting):
    batch = confirmed(reporting, long([PLACE, LIFE, 2005, 75.1, "甲"]))

    with pytest.raises(entry.EntryError, match="未重复执行"):
        batches.cancel(batch, reporting.people["administrator"], "x")
