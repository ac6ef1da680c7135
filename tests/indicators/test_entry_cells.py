"""entry.save: what a row takes, refuses, computes; versions; base figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry import checking
from indicators.models import BaseFigure, Entry, Indicator
from indicators.models.observations import Origin
from regions.models import Region
from tests.indicators.conftest import YEAR

pytestmark = pytest.mark.django_db
INFANTS = "infant-mortality"


def test_a_saved_value_is_exact_and_signed(reporting):
    outcome = reporting.type(INFANTS, value="４．３６‰")

    cell = reporting.cell(INFANTS)
    assert outcome.status == "saved"
    assert cell.value == Decimal("4.36")
    assert cell.entered_by == reporting.people["clerk"]
    assert cell.version == 2


def test_the_same_text_again_writes_nothing(reporting):
    reporting.type(INFANTS, value="4.36")

    assert reporting.type(INFANTS, value="4.360").status == "same"
    assert reporting.cell(INFANTS).version == 2


def test_what_is_no_number_is_refused_and_the_rest_of_the_row_is_kept(reporting):
    outcome = reporting.type(INFANTS, value="约4", source="妇幼年报")

    cell = reporting.cell(INFANTS)
    assert outcome.status == "saved"
    assert set(outcome.refused) == {"value"} and "约4" in outcome.refused["value"]
    assert (cell.value, cell.source) == (None, "妇幼年报")


@pytest.mark.parametrize("dash", ["/", "—", "-", "／"])
def test_a_dash_asks_for_a_reason(reporting, dash):
    outcome = reporting.type(INFANTS, value=dash)

    assert outcome.status == "refused"
    assert "原因" in outcome.refused["value"]


def test_an_emptied_cell_has_neither_value_nor_counts(reporting):
    reporting.type(INFANTS, events="12", denominator="3000")

    reporting.type(INFANTS, value="")

    cell = reporting.cell(INFANTS)
    assert (cell.value, cell.events) == (None, None)


def test_a_stale_version_is_refused_and_nothing_is_overwritten(reporting):
    reporting.type(INFANTS, value="4.36")

    outcome = reporting.type(INFANTS, by="clerk", version=1, value="5.1")

    assert outcome.status == "conflict"
    assert outcome.entry.value == Decimal("4.36")
    assert reporting.cell(INFANTS).value == Decimal("4.36")


def test_a_stale_version_with_the_same_text_is_no_conflict(reporting):
    reporting.type(INFANTS, value="4.36")

    assert reporting.type(INFANTS, version=1, value="4.36").status == "same"


def test_a_conflict_in_one_row_does_not_hinder_the_others(reporting):
    reporting.type(INFANTS, value="4.36")
    changes = [
        entry.CellChange(INFANTS, 1, {"value": "5.1"}),
        entry.CellChange("life-expectancy", 1, {"value": "77.5"}),
    ]

    outcomes = entry.save(reporting.region, YEAR, changes, by=reporting.people["clerk"])

    assert [o.status for o in outcomes] == ["conflict", "saved"]
    assert reporting.cell("life-expectancy").value == Decimal("77.5")


def test_counts_make_the_rate_unrounded(reporting):
    reporting.type(INFANTS, events="13", denominator="3001")

    assert reporting.cell(INFANTS).value == Decimal("4.33188937")


def test_a_value_that_agrees_with_the_counts_keeps_the_unrounded_rate(reporting):
    reporting.type(INFANTS, events="13", denominator="3001")

    outcome = reporting.type(INFANTS, value="4.33")

    assert outcome.status == "same"
    assert reporting.cell(INFANTS).value == Decimal("4.33188937")


@pytest.mark.parametrize(
    ("typed", "refused"),
    [("4.33", False), ("4.3", False), ("4", False), ("4.4", True), ("4.34", True)],
)
def test_a_typed_value_agrees_with_its_counts_to_half_its_last_digit(
    reporting, typed, refused
):
    """13 of 3001 births are 4.3319 ‰: as “4” it is typed to the nearest whole one."""
    reporting.type(INFANTS, events="13", denominator="3001")

    outcome = reporting.type(INFANTS, value=typed)

    assert (outcome.status == "refused") is refused


def test_a_value_that_contradicts_the_counts_is_refused_with_both(reporting):
    reporting.type(INFANTS, events="13", denominator="3001")

    outcome = reporting.type(INFANTS, value="5.33")

    assert outcome.status == "refused"
    assert "4.33" in outcome.refused["value"]


def test_a_rate_does_not_outlive_the_counts_it_was_computed_of(reporting):
    reporting.type(INFANTS, events="13", denominator="3001")

    reporting.type(INFANTS, denominator="")
    reporting.type(INFANTS, events="26")

    cell = reporting.cell(INFANTS)
    assert (cell.value, cell.events, cell.denominator) == (None, 26, None)


def test_what_no_database_can_hold_is_left_out_of_texts(reporting):
    reporting.type(INFANTS, note="已核\x00实\ud800", source="年报\x00")

    cell = reporting.cell(INFANTS)
    assert (cell.note, cell.source) == ("已核实", "年报")


def test_a_base_figure_is_entered_once_and_reused(reporting):
    Indicator.objects.filter(code__in=[INFANTS, "under5-mortality"]).update(
        base="births"
    )
    reporting.type(INFANTS, events="13")
    reporting.type("under5-mortality", events="20")
    assert reporting.cell(INFANTS).value is None

    figure, changed = entry.save_base(
        *(reporting.region, YEAR, "births", "3,001", "妇幼年报"),
        version=None,
        by=reporting.people["clerk"],
    )

    assert (figure.value, len(changed)) == (3001, 2)
    assert reporting.cell(INFANTS).value == Decimal("4.33188937")
    assert reporting.cell("under5-mortality").denominator == 3001


def test_a_corrected_base_figure_recomputes_what_used_it(reporting):
    Indicator.objects.filter(code=INFANTS).update(base="births")
    clerk = reporting.people["clerk"]
    place = (reporting.region, YEAR, "births")
    entry.save_base(*place, "3001", "年报", version=None, by=clerk)
    reporting.type(INFANTS, events="13")

    entry.save_base(*place, "3010", "年报", version=1, by=clerk)

    assert reporting.cell(INFANTS).denominator == 3010
    with pytest.raises(entry.EntryError, match="您填的未保存"):
        entry.save_base(*place, "3020", "年报", version=1, by=clerk)
    assert BaseFigure.objects.get().value == 3010


def test_a_base_figure_leaves_cells_of_locked_forms_alone(reporting):
    Indicator.objects.filter(code=INFANTS).update(base="births")
    reporting.type(INFANTS, events="13", denominator="3001")
    reviewer, clerk = reporting.people["reviewer"], reporting.people["clerk"]
    entry.save_base(
        *(reporting.region, YEAR, "births", "3001", "年报"), version=None, by=clerk
    )
    entry.lock([reporting.form()], "已汇总", now=timezone.now(), by=reviewer)

    _figure, changed = entry.save_base(
        *(reporting.region, YEAR, "births", "3010", "年报"), version=1, by=clerk
    )

    assert changed == []
    assert reporting.cell(INFANTS).denominator == 3001


@pytest.mark.parametrize("source", ["", " \x00", "长" * 301])
def test_a_base_figure_needs_a_source_that_can_be_stored(reporting, source):
    place = (reporting.region, YEAR, "births", "3001")

    with pytest.raises(entry.EntryError):
        entry.save_base(*place, source, version=None, by=reporting.people["clerk"])

    assert not BaseFigure.objects.exists()


@pytest.mark.parametrize("year", [YEAR + 1, 99999])
def test_a_year_nobody_asks_for_has_no_base_figures(reporting, year):
    with pytest.raises(entry.EntryError, match="没有填报任务"):
        entry.save_base(
            *(reporting.region, year, "births", "3001", "年报"),
            version=None,
            by=reporting.people["clerk"],
        )


def test_two_people_cannot_both_enter_a_base_figure_first(reporting, monkeypatch):
    """The other one's row appears between looking and writing (PostgreSQL)."""
    clerk = reporting.people["clerk"]
    place = (reporting.region, YEAR, "births")
    entry.save_base(*place, "3001", "年报", version=None, by=clerk)
    unseen = BaseFigure.objects.none()
    monkeypatch.setattr(BaseFigure.objects, "select_for_update", lambda **_: unseen)

    with pytest.raises(entry.EntryError, match="您填的未保存"):
        entry.save_base(*place, "3010", "年报", version=None, by=clerk)

    assert BaseFigure.objects.get().value == 3001


def test_a_reason_clears_the_value_and_a_value_the_reason(reporting):
    reporting.type(INFANTS, value="4.36")
    month = {"missing_reason": "not_published", "expected_on": "2025-06"}
    reporting.type(INFANTS, value="", **month)  # what stands goes by name only

    cell = reporting.cell(INFANTS)
    assert (cell.value, cell.missing_reason) == (None, "not_published")
    assert cell.expected_on == date(2025, 6, 1)

    reporting.type(INFANTS, value="4.4")

    cell = reporting.cell(INFANTS)
    assert (cell.missing_reason, cell.expected_on) == ("", None)


def test_the_upper_levels_figure_may_stand_in_marked(reporting):
    province = Region.objects.get(code="510000")
    indicator = Indicator.objects.get(code=INFANTS)
    figure = entry.NewValue(province, indicator, YEAR, Decimal("5.02"), source="省年报")
    entry.publish([figure], origin=Origin.IMPORT)
    reporting.type(INFANTS, missing_reason="awaiting_upper")

    outcome = reporting.type(INFANTS, substitute="510000")

    cell = reporting.cell(INFANTS)
    assert outcome.status == "saved"
    assert (cell.value, cell.substitute_region) == (Decimal("5.02"), province)
    assert cell.missing_reason == ""

    reporting.type(INFANTS, value="4.9")

    assert reporting.cell(INFANTS).substitute_region is None


def test_an_upper_levels_figure_is_compared_with_nothing(reporting):
    """Neither is it a jump from the own series, nor a yardstick for the next value."""
    province = Region.objects.get(code="510000")
    indicator = Indicator.objects.get(code=INFANTS)
    figure = entry.NewValue(province, indicator, YEAR, Decimal("50.2"), source="省年报")
    entry.publish([figure], origin=Origin.IMPORT)
    reporting.known(INFANTS, YEAR - 1, "4.2")

    reporting.type(INFANTS, substitute="510000", source="省年报")
    assert reporting.findings(INFANTS) == []

    stood_in = entry.NewValue(
        reporting.region,
        indicator,
        YEAR - 1,
        Decimal("50.1"),
        source="省年报",
        substitute_region=province,
    )
    entry.publish([stood_in], origin=Origin.IMPORT)
    past = checking.series(reporting.region, [indicator.pk])
    assert YEAR - 1 not in past.get(indicator.pk, {})


def test_a_total_of_the_upper_level_never_stands_in(reporting):
    province = Region.objects.get(code="510000")
    indicator = Indicator.objects.get(code=INFANTS)
    figure = entry.NewValue(province, indicator, YEAR, Decimal("5.02"), source="省年报")
    entry.publish([figure], origin=Origin.IMPORT)
    Indicator.objects.filter(code=INFANTS).update(additive=True)

    outcome = reporting.type(INFANTS, substitute="510000")

    assert "合计量" in outcome.refused["substitute"]


def test_own_counts_replace_the_upper_levels_figure(reporting):
    province = Region.objects.get(code="510000")
    indicator = Indicator.objects.get(code=INFANTS)
    figure = entry.NewValue(province, indicator, YEAR, Decimal("5.02"), source="省年报")
    entry.publish([figure], origin=Origin.IMPORT)
    reporting.type(INFANTS, substitute="510000")

    reporting.type(INFANTS, events="13", denominator="3001")

    cell = reporting.cell(INFANTS)
    assert (cell.value, cell.substitute_region) == (Decimal("4.33188937"), None)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("grade", "终审数"),
        ("missing_reason", "忘了"),
        ("events", "-3"),
        ("events", "3000000000"),  # more than the column holds
        ("denominator", "0"),
        ("supplier", "没有的局"),
        ("supplied_on", "上周"),
        ("supply_channel", "飞鸽"),
        ("substitute", "530000"),
        ("source", "长" * 301),
        ("expected_on", "2025-06"),  # without 尚未公布
    ],
)
def test_each_field_refuses_what_it_cannot_hold_with_a_sentence(reporting, field, text):
    outcome = reporting.type(INFANTS, **{field: text})

    assert outcome.status == "refused"
    assert outcome.refused[field].endswith("。")
    assert reporting.cell(INFANTS).version == 1


def test_who_supplied_it_becomes_the_source(reporting):
    reporting.type(
        INFANTS,
        value="4.36",
        note="已核实",
        supplier="公安部门",
        supplier_contact="老周",
        supply_channel="letter",
        supplied_on="2025/3/2",
    )

    entry.submit(reporting.region, YEAR, [INFANTS], by=reporting.people["clerk"])

    assert reporting.cell(INFANTS).source == "公安部门（来函，老周，2025-03-02）"


@pytest.mark.parametrize("who", ["reviewer", "administrator", "official", "neighbour"])
def test_only_staff_write_cells(reporting, who):
    with pytest.raises(entry.NotAllowed):
        reporting.type(INFANTS, by=who, value="4.36")

    assert reporting.cell(INFANTS).value is None


def test_a_departments_clerk_writes_its_rows_only(reporting):
    own = Entry.objects.get(submission__department__isnull=False).indicator.code

    assert reporting.type(own, by="teacher", value="100").status == "saved"
    with pytest.raises(entry.NotAllowed):
        reporting.type(INFANTS, by="teacher", value="4.36")


def test_before_the_opening_day_nothing_is_taken(reporting):
    form = reporting.form()
    form.opens_on += timedelta(days=400)
    form.save()

    outcome = reporting.type(INFANTS, value="4.36")

    assert outcome.status == "refused" and "开始" in outcome.refused["value"]


def test_a_cell_submitted_meanwhile_refuses_the_late_save(reporting):
    version = reporting.submitted(INFANTS, "4.36").version

    outcome = reporting.type(INFANTS, version=version, value="5.1")

    assert outcome.status == "refused"
    assert "待审核" in outcome.refused["value"]
    assert reporting.cell(INFANTS).value == Decimal("4.36")


def test_an_indicator_that_is_not_asked_is_refused_and_nothing_saved(reporting):
    changes = [
        entry.CellChange("life-expectancy", 1, {"value": "77.5"}),
        entry.CellChange("no-such-thing", 1, {"value": "1"}),
    ]

    with pytest.raises(entry.EntryError, match="no-such-thing"):
        entry.save(reporting.region, YEAR, changes, by=reporting.people["clerk"])

    assert reporting.cell("life-expectancy").value is None


def test_saving_costs_the_same_for_one_row_and_for_many(
    reporting, django_assert_max_num_queries
):
    codes = Entry.objects.values_list("indicator__code", flat=True)[:20]
    changes = [entry.CellChange(c, 1, {"note": "x"}) for c in codes]

    with django_assert_max_num_queries(6):
        entry.save(reporting.region, YEAR, changes, by=reporting.people["clerk"])
