"""A filled-in form comes back as a file: difference, applying, undoing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import entry
from indicators.entry import batches
from indicators.models import Entry, FormEvent, ImportBatch
from indicators.spreadsheets.refusal import FileRefused
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.indicators.spreadsheets import book, form

pytestmark = pytest.mark.django_db
LIFE, INFANTS, UNDER5 = "life-expectancy", "infant-mortality", "under5-mortality"
LITERACY = "health-literacy"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def named(reporting, code) -> str:
    return reporting.cell(code).indicator.name


def row(
    reporting, code, value=None, reason=None, source="年报", note=None, version=None
):
    return [named(reporting, code), value, reason, source, note, version]


def receive(reporting, file, by="clerk"):
    return batches.receive(
        reporting.region, reporting.year, file, by=reporting.people[by]
    )


def sent(data) -> SimpleUploadedFile:
    return SimpleUploadedFile("填报表.xlsx", data)


def by_status(batch):
    found = {}
    for line in batches.loaded(batch.lines):
        found.setdefault(line.status, []).append(line)
    return found


def test_a_form_is_compared_cell_by_cell(reporting):
    reporting.type(LIFE, value="77.1", source="年报")
    reporting.type(INFANTS, value="4.2", source="年报")
    file = form(
        row(reporting, LIFE, 77.5),
        row(reporting, INFANTS, 4.2),
        row(reporting, UNDER5, 6.1),
        row(reporting, LITERACY, "三成"),
    )
    batch = receive(reporting, file)
    found = by_status(batch)

    assert batch.counts == {
        "refused": 1,
        "conflict": 0,
        "changed": 1,
        "new": 1,
        "other": 0,
        "same": 1,
    }
    (changed,) = found["changed"]
    assert (changed.old, changed.new) == ("77.10", "77.50")
    assert (changed.sheet, changed.place) == ("填报表", "B2")
    (refused,) = found["refused"]
    assert refused.place == "B5" and "不是数" in refused.sentence
    assert reporting.cell(LIFE).value == Decimal("77.1")


def test_applying_writes_cells_through_the_grids_writer_and_notes_it(reporting):
    batch = receive(reporting, form(row(reporting, LIFE, "７７．５")))
    done = batches.apply(batch, reporting.people["clerk"])
    cell = reporting.cell(LIFE)

    assert cell.value == Decimal("77.5") and cell.version == 2
    assert cell.entered_by == reporting.people["clerk"]
    assert done.state == ImportBatch.State.APPLIED
    event = FormEvent.objects.filter(kind="imported").get()
    assert event.text == "上传“填报表.xlsx”：新增1项"
    assert event.details["indicators"] == [LIFE]


def test_blank_cells_erase_nothing(reporting):
    reporting.type(LIFE, value="77.1", source="年报", note="已核")
    batch = receive(
        reporting, form(row(reporting, LIFE, source=None), row(reporting, INFANTS, 4))
    )
    batches.apply(batch, reporting.people["clerk"])

    assert reporting.cell(LIFE).value == Decimal("77.1")
    assert reporting.cell(LIFE).note == "已核"


def test_a_reason_takes_the_place_of_a_value(reporting):
    reporting.type(LIFE, value="77.1", source="年报")
    batch = receive(reporting, form(row(reporting, LIFE, None, "本级不统计", None)))
    (line,) = by_status(batch)["changed"]
    batches.apply(batch, reporting.people["clerk"])

    assert (line.old, line.new) == ("77.10", "本级不统计")
    assert reporting.cell(LIFE).missing_reason == "not_collected"


def test_what_the_checks_will_object_to_is_shown_and_stored(reporting):
    batch = receive(reporting, form(row(reporting, LITERACY, 120)))
    (line,) = by_status(batch)["new"]
    batches.apply(batch, reporting.people["clerk"])

    said, *_more = line.findings
    assert said.level == "error" and "100%" in said.sentence
    assert reporting.cell(LITERACY).value == 120


def test_an_older_form_conflicts_and_is_written_only_when_chosen(reporting):
    old = reporting.cell(LIFE).version
    reporting.type(LIFE, value="77.1", source="年报")
    file = form(row(reporting, LIFE, 77.5, version=old), versions=True)
    batch = receive(reporting, file)
    (line,) = by_status(batch)["conflict"]

    assert "clerk" not in line.sentence and "本人有修改" in line.sentence
    with pytest.raises(entry.EntryError, match="没有可导入的数据"):
        batches.apply(batch, reporting.people["clerk"])
    batches.apply(batch, reporting.people["clerk"], chosen=[0])
    assert reporting.cell(LIFE).value == Decimal("77.5")


def test_what_changes_after_the_preview_is_not_overwritten(reporting):
    batch = receive(
        reporting, form(row(reporting, LIFE, 77.5), row(reporting, INFANTS, 4.2))
    )
    reporting.type(LIFE, value="77.9", source="年报")
    done = batches.apply(batch, reporting.people["clerk"])
    (refused,) = by_status(done)["refused"]

    assert "未覆盖" in refused.sentence
    assert reporting.cell(LIFE).value == Decimal("77.9")
    assert reporting.cell(INFANTS).value == Decimal("4.2")


def test_submitted_cells_are_refused_unless_the_form_says_the_same(reporting):
    reporting.submitted(LIFE, "77.5")
    same = receive(reporting, form(row(reporting, LIFE, 77.5)))
    other = receive(reporting, form(row(reporting, LIFE, 78)))

    assert same.counts["same"] == 1
    (line,) = by_status(other)["refused"]
    assert "待审核" in line.sentence


def test_a_field_refused_by_itself_does_not_take_the_figure_with_it(reporting):
    headings = ["指标", "本年值", "提供部门"]
    file = book([headings, [named(reporting, LIFE), 77.5, "没有这个局"]])
    found = by_status(receive(reporting, file))

    assert found["new"][0].new == "77.50"
    assert "没有名为“没有这个局”的部门" in found["refused"][0].sentence


def test_a_departments_clerk_uploads_only_the_own_rows(reporting):
    form_ = reporting.form(SCHOOLS)
    (own,) = Entry.objects.filter(submission=form_).select_related("indicator")
    file = form(
        [own.indicator.name, 100, None, "教育年报", None], row(reporting, LIFE, 77.5)
    )
    batch = receive(reporting, file, by="teacher")
    found = by_status(batch)
    batches.apply(batch, reporting.people["teacher"])

    assert [line.indicator for line in found["new"]] == [own.indicator.code]
    assert "没有这个权限" in found["refused"][0].sentence
    assert reporting.cell(LIFE).value is None


@pytest.mark.parametrize("who", ["reviewer", "official", "neighbour", "provincial"])
def test_others_upload_nothing(reporting, who):
    with pytest.raises(entry.NotAllowed):
        receive(reporting, form(row(reporting, LIFE, 77.5)), by=who)
    assert not ImportBatch.objects.exists()


def test_only_the_uploader_applies_and_only_once(reporting):
    batch = receive(reporting, form(row(reporting, LIFE, 77.5)))
    with pytest.raises(entry.NotAllowed):
        batches.apply(batch, reporting.people["reviewer"])
    batches.apply(batch, reporting.people["clerk"])
    with pytest.raises(entry.EntryError, match="未重复执行"):
        batches.apply(batch, reporting.people["clerk"])

    assert reporting.cell(LIFE).version == 2


def test_the_same_file_twice_is_one_batch_until_it_is_applied(reporting):
    data = form(row(reporting, LIFE, 77.5)).read()
    first, second = (receive(reporting, sent(data)) for _time in range(2))
    batches.apply(first, reporting.people["clerk"])
    third = receive(reporting, sent(data))

    assert first.pk == second.pk
    assert third.pk != first.pk and third.counts["same"] == 1


def test_nobody_approves_what_they_uploaded(reporting):
    both = reporting.people["clerk"]
    both.memberships.create(region=reporting.region, role="reviewer")
    batch = receive(reporting, form(row(reporting, LIFE, 77.5, note="已核实")))
    batches.apply(batch, both)
    entry.submit(reporting.region, YEAR, [LIFE], by=both)
    del both.__dict__["grants"]
    version = reporting.cell(LIFE).version

    with pytest.raises(entry.EntryError):
        entry.approve(reporting.region, YEAR, {LIFE: version}, by=both)


def test_undoing_puts_back_every_field_and_who_entered_it(reporting):
    reporting.type(LIFE, value="77.1", source="统计公报", note="初步")
    before = Entry.objects.filter(pk=reporting.cell(LIFE).pk).values().get()
    batch = receive(
        reporting, form(row(reporting, LIFE, 77.5), row(reporting, UNDER5, 6))
    )
    batches.apply(batch, reporting.people["clerk"])
    done = batches.undo(batch, reporting.people["clerk"])
    after = Entry.objects.filter(pk=reporting.cell(LIFE).pk).values().get()

    assert done.state == ImportBatch.State.UNDONE
    assert after.pop("version") == before.pop("version") + 2
    assert after == before
    assert not reporting.cell(UNDER5).is_filled
    texts = FormEvent.objects.filter(kind="imported").values_list("text", flat=True)
    assert "撤销上传“填报表.xlsx”，恢复2项" in texts


@pytest.mark.parametrize("act", ["edit", "submit", "lock"])
def test_undoing_is_refused_after_somebody_touched_a_cell(reporting, act):
    batch = receive(
        reporting,
        form(row(reporting, LIFE, 77.5, note="核"), row(reporting, UNDER5, 6.1)),
    )
    clerk = reporting.people["clerk"]
    batches.apply(batch, clerk)
    if act == "edit":
        reporting.type(LIFE, value="78")
    elif act == "submit":
        entry.submit(reporting.region, YEAR, [LIFE], by=clerk)
    else:
        now, by = timezone.now(), reporting.people["reviewer"]
        entry.lock([reporting.form()], "汇总", now=now, by=by)

    with pytest.raises(entry.EntryError, match="不能撤销.*clerk"):
        batches.undo(batch, clerk)
    assert reporting.cell(UNDER5).value == Decimal("6.1")


def test_a_reviewer_of_the_region_may_undo_too_and_others_not(reporting):
    batch = receive(reporting, form(row(reporting, LIFE, 77.5)))
    batches.apply(batch, reporting.people["clerk"])
    for who in ("official", "neighbour", "teacher", "provincial"):
        with pytest.raises(entry.NotAllowed):
            batches.undo(batch, reporting.people[who])
    batches.undo(batch, reporting.people["reviewer"])

    assert not reporting.cell(LIFE).is_filled


def test_a_cancelled_batch_stays_cancelled(reporting):
    batch = receive(reporting, form(row(reporting, LIFE, 77.5)))
    clerk = reporting.people["clerk"]
    batches.cancel(batch, clerk)
    for act in (batches.apply, batches.cancel, batches.undo):
        with pytest.raises(entry.EntryError):
            act(batch, clerk)
    assert not reporting.cell(LIFE).is_filled


def test_killed_midway_nothing_is_written(reporting, monkeypatch):
    batch = receive(reporting, form(row(reporting, LIFE, 77.5)))

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("indicators.entry.batches.acts._note", dies)
    with pytest.raises(KeyboardInterrupt):
        batches.apply(batch, reporting.people["clerk"])

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.READ
    assert not reporting.cell(LIFE).is_filled


def test_a_form_that_is_not_open_yet_is_refused_line_by_line(reporting):
    form_ = reporting.form()
    form_.opens_on = timezone.localdate() + timedelta(days=3)
    form_.save()
    batch = receive(reporting, form(row(reporting, LIFE, 77.5)))

    assert batch.counts["refused"] == 1


def test_a_file_without_figures_is_refused(reporting):
    with pytest.raises(FileRefused):
        receive(reporting, form())
    with pytest.raises(FileRefused):
        receive(reporting, book([["甲", "乙"], [1, 2]]))
    assert not ImportBatch.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_rows(reporting):
    codes = [e.indicator.code for e in Entry.objects.select_related("indicator")]

    def queries(some):
        file = form(*(row(reporting, code, 50) for code in some))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            batch = receive(reporting, file)
            batches.apply(batch, reporting.people["clerk"])
        read = len(seen)
        with CaptureQueriesContext(connection) as seen:
            batches.undo(batch, reporting.people["clerk"])
        return read, len(seen)

    queries(codes[:1])  # what is asked once a session
    assert queries(codes[:3]) == queries(codes[:20])


def test_two_uploads_in_a_row_are_both_taken_back(reporting):
    clerk = reporting.people["clerk"]
    first = batches.apply(receive(reporting, form(row(reporting, LIFE, 77.1))), clerk)
    second = batches.apply(receive(reporting, form(row(reporting, LIFE, 77.9))), clerk)

    with pytest.raises(entry.EntryError, match="又有修改或提交"):
        batches.undo(first, clerk)
    batches.undo(second, clerk)
    assert reporting.cell(LIFE).value == Decimal("77.1")
    batches.undo(first, clerk)

    assert reporting.cell(LIFE).value is None
