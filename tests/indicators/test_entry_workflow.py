"""From a cell to an approved figure: submit, return, approve, report, correct, lock."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from indicators import entry
from indicators.entry import reviewing
from indicators.models import (
    Assessment,
    DataOwner,
    Entry,
    FormEvent,
    Indicator,
    Observation,
    ObservationChange,
    Relation,
)
from indicators.models.observations import Origin
from indicators.pages import progress
from indicators.pages.grid import form_rows
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
INFANTS, LIFE = "infant-mortality", "life-expectancy"


def submit(reporting, *codes, by="clerk"):
    return entry.submit(reporting.region, YEAR, codes, by=reporting.people[by])


def approve(reporting, *codes, by="reviewer"):
    versions = {code: reporting.cell(code).version for code in codes}
    return entry.approve(reporting.region, YEAR, versions, by=reporting.people[by])


def send_back(reporting, code, remark="请核对", suggestion=None):
    return entry.send_back(
        reporting.region,
        YEAR,
        {code: remark},
        {code: suggestion} if suggestion else None,
        by=reporting.people["reviewer"],
    )


def observation(reporting, code):
    return Observation.objects.get(
        region=reporting.region, year=YEAR, indicator__code=code
    )


# -------------------------------------------------------------- submitting


def test_an_error_blocks_the_whole_submission_and_says_where(reporting):
    reporting.filled(LIFE, "77.5")
    reporting.filled(INFANTS, "5000")  # beyond 1000 ‰

    with pytest.raises(entry.CellsRefused) as refused:
        submit(reporting, LIFE, INFANTS)

    assert set(refused.value.cells) == {INFANTS}
    assert {reporting.cell(c).state for c in (LIFE, INFANTS)} == {"draft"}


def test_a_warning_wants_a_remark(reporting):
    reporting.known(LIFE, YEAR - 1, "77.2")
    reporting.type(LIFE, value="38.6", source="年报")
    assert reporting.findings(LIFE) == ["jump"]

    with pytest.raises(entry.CellsRefused) as refused:
        submit(reporting, LIFE)
    assert "备注" in refused.value.cells[LIFE][0]

    reporting.type(LIFE, note="已与统计局核实")
    submit(reporting, LIFE)
    assert reporting.cell(LIFE).state == "submitted"


def test_a_value_needs_a_source_and_a_blank_cell_is_refused(reporting):
    reporting.type(LIFE, value="77.5", note="x")

    with pytest.raises(entry.CellsRefused) as refused:
        submit(reporting, LIFE, INFANTS)

    assert "来源" in refused.value.cells[LIFE][0]
    assert "尚未填写" in refused.value.cells[INFANTS][0]


def test_not_published_wants_its_month(reporting):
    reporting.type(LIFE, missing_reason="not_published")
    with pytest.raises(entry.CellsRefused):
        submit(reporting, LIFE)

    reporting.type(LIFE, expected_on="2099-06")
    with pytest.raises(entry.CellsRefused):  # beyond ten years: it was refused
        submit(reporting, LIFE)

    reporting.type(LIFE, expected_on=f"{YEAR + 2}-06")
    submit(reporting, LIFE)
    assert reporting.cell(LIFE).source == "达州市填报"


def test_parts_are_submitted_as_they_come(reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")

    counts = reporting.progress()
    assert (counts.submitted, counts.answered) == (2, 2)
    assert counts.draft == counts.asked - 2
    assert FormEvent.objects.filter(kind="submitted").count() == 2


def test_a_cell_in_review_is_withdrawn_by_the_filler(reporting):
    reporting.submitted(LIFE, "77.5")

    entry.withdraw(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])

    assert reporting.cell(LIFE).state == "draft"
    assert reporting.type(LIFE, value="77.6").status == "saved"


@pytest.mark.parametrize("reported", [False, True])
def test_what_is_approved_cannot_be_withdrawn(reporting, reported):
    reporting.approved(LIFE, "77.5")
    if reported:
        entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    with pytest.raises(entry.EntryError, match="不能撤回"):
        entry.withdraw(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])


def test_the_declared_relations_are_checked_between_cells(reporting):
    cells = {c: reporting.cell(c).indicator for c in (INFANTS, "under5-mortality")}
    Relation.objects.get_or_create(
        kind="order",
        left=cells[INFANTS],
        right=cells["under5-mortality"],
        defaults={"reason": "婴儿死亡率不应高于5岁以下儿童死亡率"},
    )

    reporting.filled(INFANTS, "6.2")
    reporting.filled("under5-mortality", "5.9")

    assert "contradicts" in reporting.findings(INFANTS)
    assert "contradicts" in reporting.findings("under5-mortality")


# --------------------------------------------------------------- reviewing


def test_returned_cells_carry_remark_and_suggestion(reporting):
    reporting.submitted(LIFE, "77.5")

    send_back(reporting, LIFE, "与公报不一致", Decimal("77.45"))

    cell = reporting.cell(LIFE)
    assert (cell.state, cell.remark, cell.returns) == ("returned", "与公报不一致", 1)
    assert cell.suggested == Decimal("77.45")
    assert reporting.type(LIFE, value="77.45").status == "saved"
    submit(reporting, LIFE)
    assert reporting.cell(LIFE).state == "submitted"


def test_a_return_without_a_remark_is_refused(reporting):
    reporting.submitted(LIFE, "77.5")

    with pytest.raises(entry.EntryError, match="退回意见"):
        send_back(reporting, LIFE, "  ")

    assert reporting.cell(LIFE).state == "submitted"


def test_approving_writes_observation_history_and_verdict(reporting, refreshes):
    reporting.submitted(LIFE, "77.5")

    approve(reporting, LIFE)

    stored = observation(reporting, LIFE)
    change = ObservationChange.objects.get(entry=reporting.cell(LIFE))
    assert stored.value == Decimal("77.5")
    assert stored.held_since is not None and stored.reported_as is None
    assert (change.by, change.new_value) == (
        reporting.people["reviewer"],
        Decimal("77.5"),
    )
    assert "2024年数据采集表" in change.document
    assert Assessment.objects.filter(
        plan_indicator__plan__region=reporting.region,
        plan_indicator__indicator__code=LIFE,
        latest_value=Decimal("77.5"),
    ).exists()
    said = ("new_value", reporting.people["reviewer"])
    assert set(refreshes.said.values()) == {said}


def test_nobody_approves_their_own_figure(reporting):
    both = reporting.people["reviewer"]
    both.memberships.create(region=reporting.region, role="staff")
    vars(both).pop("grants", None)  # cached per request
    reporting.type(LIFE, by="reviewer", value="77.5", source="年报", note="核实")
    submit(reporting, LIFE)

    with pytest.raises(entry.CellsRefused) as refused:
        approve(reporting, LIFE)

    assert "本人填报" in refused.value.cells[LIFE][0]
    assert not Observation.objects.filter(
        region=reporting.region, year=YEAR, indicator__code=LIFE
    ).exists()


def test_one_cell_that_cannot_be_approved_holds_back_all(reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.filled(INFANTS, "4.2")

    with pytest.raises(entry.CellsRefused):
        approve(reporting, LIFE, INFANTS)

    assert reporting.cell(LIFE).state == "submitted"
    assert not ObservationChange.objects.filter(entry__isnull=False).exists()


def test_what_changed_after_the_reviewer_looked_is_refused(reporting):
    seen = reporting.submitted(LIFE, "77.5").version
    entry.withdraw(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])
    reporting.submitted(LIFE, "78.5")

    with pytest.raises(entry.CellsRefused) as refused:
        entry.approve(
            reporting.region, YEAR, {LIFE: seen}, by=reporting.people["reviewer"]
        )

    assert "有改动" in refused.value.cells[LIFE][0]


def test_bounds_set_after_submitting_are_said_at_the_cell(reporting):
    reporting.submitted(LIFE, "77.5")
    Indicator.objects.filter(code=LIFE).update(upper=70)

    with pytest.raises(entry.CellsRefused) as refused:
        approve(reporting, LIFE)

    assert "上下限" in refused.value.cells[LIFE][0]


@pytest.mark.parametrize("who", ["clerk", "administrator", "official", "provincial"])
def test_only_the_regions_reviewer_approves_returns_reports(reporting, who):
    reporting.submitted(LIFE, "77.5")
    person = reporting.people[who]

    with pytest.raises(entry.NotAllowed):
        approve(reporting, LIFE, by=who)
    with pytest.raises(entry.NotAllowed):
        entry.report(reporting.region, YEAR, by=person)
    with pytest.raises(entry.NotAllowed):
        entry.send_back(reporting.region, YEAR, {LIFE: "x"}, by=person)


# --------------------------------------------------- reporting and correcting


def test_reporting_releases_the_figure(reporting, refreshes):
    reporting.approved(LIFE, "77.5")

    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    stored = observation(reporting, LIFE)
    assert (stored.held_since, stored.reported_as) == (None, None)
    assert reporting.cell(LIFE).state == "reported"
    said = ("new_value", reporting.people["reviewer"])
    assert said in refreshes.said.values()


def test_reporting_nothing_is_refused(reporting):
    with pytest.raises(entry.EntryError, match="没有已审定"):
        entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])


def test_what_another_has_reopened_meanwhile_is_not_reported(reporting, monkeypatch):
    """The list of what is approved was read before the rows were locked."""
    reporting.approved(LIFE, "77.5")
    reporting.approved(INFANTS, "4.2")
    people, listed = reporting.people, []
    load = reviewing.chosen

    def after_the_clerk(region, year, codes):
        if not listed:
            listed.append(codes)
            entry.correct(region, year, [LIFE], "打错", by=people["clerk"])
        return load(region, year, codes)

    monkeypatch.setattr(reviewing, "chosen", after_the_clerk)
    entry.report(reporting.region, YEAR, by=people["reviewer"])

    assert reporting.cell(INFANTS).state == "reported"
    assert reporting.cell(LIFE).state == "draft"
    assert observation(reporting, LIFE).held_since


def test_a_correction_is_a_new_revision_and_the_old_figure_stands(reporting):
    reporting.approved(LIFE, "77.5")
    reviewer, clerk = reporting.people["reviewer"], reporting.people["clerk"]
    entry.report(reporting.region, YEAR, by=reviewer)

    entry.correct(reporting.region, YEAR, [LIFE], "公报更正", by=clerk)
    reporting.type(LIFE, value="77.9")

    assert observation(reporting, LIFE).value == Decimal("77.5")
    assert Entry.objects.filter(indicator__code=LIFE).count() == 2

    submit(reporting, LIFE)
    approve(reporting, LIFE)

    stored = observation(reporting, LIFE)
    change = ObservationChange.objects.get(entry=reporting.cell(LIFE))
    assert stored.value == Decimal("77.9")
    assert Decimal(stored.reported_as["value"]) == Decimal("77.5")
    assert change.reason == "公报更正"


def test_a_correction_needs_a_reason_and_an_approved_cell(reporting):
    reporting.submitted(LIFE, "77.5")
    clerk = reporting.people["clerk"]

    with pytest.raises(entry.EntryError, match="还没有审定"):
        entry.correct(reporting.region, YEAR, [LIFE], "改", by=clerk)
    with pytest.raises(entry.EntryError, match="更正原因"):
        entry.correct(reporting.region, YEAR, [LIFE], " ", by=clerk)


def test_the_level_directly_above_returns_what_was_reported(reporting):
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    entry.return_reported(
        reporting.region, YEAR, {LIFE: "与省数不符"}, by=reporting.people["provincial"]
    )

    cell = reporting.cell(LIFE)
    assert (cell.state, cell.remark, cell.revision) == ("returned", "与省数不符", 1)
    assert observation(reporting, LIFE).value == Decimal("77.5")
    assert reporting.type(LIFE, value="77.6").status == "saved"


def test_nobody_else_returns_what_was_reported(reporting):
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    with pytest.raises(entry.NotAllowed):
        entry.return_reported(
            reporting.region, YEAR, {LIFE: "x"}, by=reporting.people["reviewer"]
        )


def test_what_was_not_published_is_supplied_later(reporting):
    reporting.type(LIFE, missing_reason="not_published", expected_on=f"{YEAR}-12")
    submit(reporting, LIFE)
    approve(reporting, LIFE)
    assert reporting.progress().supplements == [LIFE]
    assert observation(reporting, LIFE).missing_reason == "not_published"

    entry.supplement(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])
    reporting.submitted(LIFE, "77.5")
    approve(reporting, LIFE)

    assert observation(reporting, LIFE).value == Decimal("77.5")
    assert ObservationChange.objects.filter(reason="补报").count() == 1


def test_what_is_supplied_later_is_due_in_the_month_it_was_expected(reporting):
    today = timezone.localdate()
    reporting.type(LIFE, missing_reason="not_published", expected_on=f"{today:%Y-%m}")
    submit(reporting, LIFE)
    approve(reporting, LIFE)
    Entry.objects.filter(indicator__code=LIFE).update(due_on=date(2025, 1, 31))

    entry.supplement(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])

    due = reporting.cell(LIFE).due_on
    assert (due.year, due.month) == (today.year, today.month)
    assert reporting.progress().overdue == 0


def test_what_is_expected_later_waits(reporting):
    year = timezone.localdate().year + 1
    reporting.type(LIFE, missing_reason="not_published", expected_on=f"{year}-06")
    submit(reporting, LIFE)

    assert reporting.progress().later == [(date(year, 6, 1), LIFE)]
    assert reporting.progress().supplements == []


# ------------------------------------------------------------------ locking


def test_a_lock_says_why_and_who_can_lift_it(reporting):
    form, administrator = reporting.form(), reporting.people["administrator"]
    entry.lock([form], "年度数据已上会", now=timezone.now(), by=administrator)

    outcome = reporting.type(LIFE, value="77.5")

    assert outcome.status == "refused"
    for part in ("年度数据已上会", "administrator", "审核人员或管理员"):
        assert part in outcome.refused["value"]

    entry.reopen([reporting.form()], "补充材料", by=reporting.people["reviewer"])
    assert reporting.type(LIFE, value="77.5").status == "saved"
    kinds = FormEvent.objects.values_list("kind", flat=True)
    assert {"locked", "reopened"} <= set(kinds)


def test_a_locked_form_is_neither_submitted_nor_approved_nor_reported(reporting):
    reporting.approved(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")
    reporting.filled("under5-mortality", "6.2")
    entry.lock(
        [reporting.form()], "上会", now=timezone.now(), by=reporting.people["reviewer"]
    )

    with pytest.raises(entry.CellsRefused):
        submit(reporting, "under5-mortality")
    with pytest.raises(entry.CellsRefused):
        approve(reporting, INFANTS)
    with pytest.raises(entry.EntryError, match="锁定"):
        entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])


@pytest.mark.parametrize("who", ["clerk", "official", "provincial"])
def test_who_may_not_lock(reporting, who):
    with pytest.raises(entry.NotAllowed):
        entry.lock(
            [reporting.form()], "x", now=timezone.now(), by=reporting.people[who]
        )


# ------------------------------------------------------------------- counts


def test_the_state_of_a_form_is_that_of_its_cells(reporting):
    assert progress.state_of(reporting.progress(SCHOOLS)) == "draft"
    own = Entry.objects.get(submission__department__name=SCHOOLS).indicator.code

    reporting.submitted(own, "100")
    assert progress.state_of(reporting.progress(SCHOOLS)) == "submitted"

    send_back(reporting, own)
    assert progress.state_of(reporting.progress(SCHOOLS)) == "returned"

    submit(reporting, own)
    approve(reporting, own)
    assert progress.state_of(reporting.progress(SCHOOLS)) == "approved"

    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    assert progress.state_of(reporting.progress(SCHOOLS)) == "reported"


def test_late_is_counted_and_still_counts(reporting):
    Entry.objects.update(due_on=date(2024, 1, 1))
    reporting.submitted(LIFE, "77.5")

    counts = reporting.progress()
    assert (counts.late, counts.overdue) == (1, counts.asked - 1)


def test_remarks_and_reminders_are_kept_with_the_form(reporting):
    clerk, administrator = reporting.people["clerk"], reporting.people["administrator"]
    entry.remark(reporting.form(), "教育局说下周给", by=clerk)
    entry.remind(reporting.form(), "urge", "请尽快", [LIFE], by=administrator)

    kinds = set(FormEvent.objects.values_list("kind", flat=True))
    assert {"remark", "reminded"} <= kinds
    with pytest.raises(entry.EntryError):
        entry.remark(reporting.form(), "  ", by=clerk)
    with pytest.raises(entry.NotAllowed):
        entry.remark(reporting.form(), "看看", by=reporting.people["teacher"])


@pytest.mark.parametrize("who", ["teacher", "official", "neighbour"])
def test_only_who_follows_the_reporting_reminds(reporting, who):
    with pytest.raises(entry.NotAllowed):
        entry.remind(reporting.form(), "remind", "请填", [], by=reporting.people[who])


def test_a_demo_value_is_shown_to_others_until_the_real_one_is_reported(reporting):
    reporting.known(LIFE, YEAR, "76.9", origin=Origin.DEMO)
    reporting.approved(LIFE, "77.5")

    (seen,) = Observation.objects.filter(
        region=reporting.region, year=YEAR, indicator__code=LIFE
    ).seen(())
    assert (seen.value, seen.origin) == (Decimal("76.9"), Origin.DEMO)

    entry.remove_demo()

    rows = Observation.objects.filter(
        region=reporting.region, year=YEAR, indicator__code=LIFE
    )
    assert rows.seen(()) == []
    assert rows.get().value == Decimal("77.5")


def test_the_baseline_shows_a_slip_of_the_unit_and_no_jump(reporting):
    """达州's plan prints 4.36 ‰ for 2015, and there is no earlier value of its own."""
    reporting.type(INFANTS, value="1.1", source="年报")
    assert reporting.findings(INFANTS) == []

    reporting.type(INFANTS, value="43.6")
    assert reporting.findings(INFANTS) == ["unit_slip"]


def test_a_denominator_without_its_numerator_is_asked_about(reporting):
    code = (
        Entry.objects.filter(
            indicator__base="", indicator__per=100, indicator__denominator__gt=""
        )
        .exclude(indicator__numerator="")[0]
        .indicator.code
    )
    reporting.type(code, value="86", source="年报", denominator="200")

    assert "counts" in reporting.findings(code)


def test_what_was_corrected_before_it_was_reported_is_told_to_nobody_else(reporting):
    clerk, reviewer = reporting.people["clerk"], reporting.people["reviewer"]
    reporting.approved(LIFE, "71.11")
    entry.correct(reporting.region, YEAR, [LIFE], "打错", by=clerk)
    reporting.approved(LIFE, "77.6")
    entry.report(reporting.region, YEAR, by=reviewer)

    rows = ObservationChange.objects.filter(entry__isnull=False)

    assert [r.new_value for r in rows.open_to(())] == [Decimal("77.6")]
    assert len(rows.open_to({reporting.region.code})) == 2


def test_returned_work_lands_with_the_present_data_owner(reporting):
    reporting.submitted(LIFE, "77.5")
    schools = reporting.region.departments.get(name=SCHOOLS)
    DataOwner.objects.create(
        region=reporting.region,
        indicator=reporting.cell(LIFE).indicator,
        department=schools,
    )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])
    assert reporting.cell(LIFE).submission.department is None  # answered: stays

    send_back(reporting, LIFE)

    assert reporting.cell(LIFE).submission.department == schools
    assert reporting.type(LIFE, by="teacher", value="77.6").status == "saved"


def test_a_correction_keeps_the_proof_of_the_figure(reporting, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = reporting.people["clerk"]
    scan = SimpleUploadedFile("函.pdf", b"%PDF-1.4")
    entry.attach(reporting.form(), scan, [LIFE], by=clerk)
    reporting.approved(LIFE, "77.5")

    entry.correct(reporting.region, YEAR, [LIFE], "公报更正", by=clerk)

    assert [a.name for a in reporting.cell(LIFE).attachments.all()] == ["函.pdf"]


def test_what_was_reported_stays_before_the_level_above_while_corrected(reporting):
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    clerk = reporting.people["clerk"]
    entry.correct(reporting.region, YEAR, [LIFE], "公报更正", by=clerk)
    reporting.type(LIFE, value="77.9")

    (seen,) = form_rows.entries_of(reporting.region, YEAR, reported=True)

    assert (seen.value, seen.state) == (Decimal("77.5"), "reported")
    with pytest.raises(entry.EntryError, match="无须重复退回"):
        entry.return_reported(
            reporting.region, YEAR, {LIFE: "x"}, by=reporting.people["provincial"]
        )


def test_a_remark_keeps_only_what_a_database_holds(reporting):
    clerk = reporting.people["clerk"]

    said = entry.remark(reporting.form(), "空\x00字\ud800符 ", by=clerk)

    said.refresh_from_db()
    assert said.text == "空字符"


def test_a_double_click_is_one_remark(reporting):
    form, clerk = reporting.form(), reporting.people["clerk"]

    first, second = (entry.remark(form, "请核对", by=clerk) for _ in range(2))
    entry.remark(form, "请再核对", by=clerk)

    assert first.pk == second.pk
    assert form.events.filter(kind="remark").count() == 2


@pytest.mark.parametrize("act", ["send_back", "correct"])
def test_too_long_a_reason_is_refused_not_cut(reporting, act):
    region, people = reporting.region, reporting.people
    reporting.submitted(LIFE, "78")
    long = "长" * 501

    with pytest.raises(entry.EntryError, match="现有501字，请缩短"):
        if act == "send_back":
            entry.send_back(region, YEAR, {LIFE: long}, by=people["reviewer"])
        else:
            entry.correct(region, YEAR, [LIFE], long, by=people["clerk"])
    assert reporting.cell(LIFE).state == "submitted"


def test_a_quick_figure_comes_back_as_a_task_for_the_final_one(reporting):
    """优良天数 in January, the bulletin in June: 定报, reviewed like any entry."""
    reporting.approved("pm25", "31", grade="flash")
    cell = reporting.cell("pm25")
    assert cell.grade == "flash" and "pm25" in reporting.progress().supplements

    entry.supplement(
        reporting.region, reporting.year, ["pm25"], by=reporting.people["clerk"]
    )
    reporting.type("pm25", grade="annual", value="31.4")

    again = reporting.cell("pm25")
    assert (again.state, again.revision, again.grade) == ("draft", 1, "annual")
    assert "pm25" not in reporting.progress().supplements
    assert cell.due_on <= again.due_on


def test_a_final_figure_does_not_come_back(reporting):
    reporting.approved("pm25", "31", grade="annual")

    assert "pm25" not in reporting.progress().supplements
    with pytest.raises(entry.EntryError, match="不是等待补报的指标"):
        entry.supplement(
            reporting.region, reporting.year, ["pm25"], by=reporting.people["clerk"]
        )
