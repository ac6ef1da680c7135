"""What is typed keeps its former values: who, when, how; told as the cell is; brought
back with one click."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from indicators import entry
from indicators.entry import batches
from indicators.entry.drafts import How
from indicators.models import Entry, EntryChange, Indicator
from tests.indicators.conftest import YEAR
from tests.indicators.spreadsheets import form

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
GRID = f"/entry/511700/{YEAR}/"


def history(reporting, code):
    cell = reporting.cell(code)
    return list(EntryChange.objects.filter(entry=cell).order_by("version"))


def signed_in(reporting, name):
    client = Client()
    client.force_login(reporting.people[name])
    return client


def page(reporting, name, code):
    return signed_in(reporting, name).get(f"{GRID}cells/{code}/history/")


def test_every_save_keeps_what_stood_before_it_and_who_how(reporting):
    reporting.type(LIFE, value="77.1")
    reporting.type(LIFE, value="77.2", source="年报")
    reporting.type(LIFE, value="77.2")  # nothing changes

    first, second = history(reporting, LIFE)

    assert (first.before, first.after) == ({"value": None}, {"value": "77.1"})
    assert Decimal(second.before["value"]) == Decimal("77.1")
    assert second.after == {"value": "77.2", "source": "年报"}
    assert (second.by, second.how) == (reporting.people["clerk"], How.TYPED)
    assert (first.version, second.version) == (2, 3)


def test_what_a_reason_clears_is_kept_too(reporting):
    reporting.type(LIFE, value="77.1", grade="annual")
    reporting.type(LIFE, value="", missing_reason="not_collected")

    (*_others, last) = history(reporting, LIFE)

    assert last.before == {
        "value": "77.10000000",
        "missing_reason": "",
        "grade": "annual",
    }


def test_a_reason_alone_does_not_erase_a_figure(reporting):
    reporting.type(LIFE, value="77.1")

    outcome = reporting.type(LIFE, missing_reason="not_collected")

    assert outcome.status == "refused"
    assert "77.10" in outcome.refused["missing_reason"]
    assert reporting.cell(LIFE).value == Decimal("77.1")


def test_a_base_figure_that_changes_a_rate_leaves_a_line(reporting):
    Indicator.objects.filter(code=INFANTS).update(base="births")
    clerk = reporting.people["clerk"]
    place = (reporting.region, YEAR, "births")
    entry.save_base(*place, "3001", "年报", version=None, by=clerk)
    reporting.type(INFANTS, events="13")

    entry.save_base(*place, "3010", "年报", version=1, by=clerk)

    last = history(reporting, INFANTS)[-1]
    assert (last.how, last.before["denominator"]) == (How.BASE, 3001)


def test_an_upload_and_its_undoing_leave_lines(reporting, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    reporting.type(LIFE, value="77.1", source="年报")
    name = reporting.cell(LIFE).indicator.name
    file = form([name, 77.5, None, "年报", None, None])
    clerk = reporting.people["clerk"]
    batch = batches.receive(
        reporting.region,
        YEAR,
        file,
        by=clerk,
    )
    batches.undo(batches.apply(batch, clerk, chosen=batches.ALL), clerk)

    ways = [line.how for line in history(reporting, LIFE)]

    assert ways == [How.TYPED, How.UPLOADED, How.UPLOAD_UNDONE]
    assert reporting.cell(LIFE).value == Decimal("77.1")


def test_the_database_refuses_to_change_the_history(reporting):
    reporting.type(LIFE, value="77.1")

    with pytest.raises(DatabaseError), transaction.atomic():
        EntryChange.objects.update(how="pasted")


def test_the_page_lists_the_saves_and_brings_one_back(reporting):
    reporting.type(LIFE, value="77.1", source="年报")
    reporting.type(LIFE, value="78.8")
    lines = page(reporting, "clerk", LIFE).context["lines"]
    newest = lines[0][0]

    assert [line.summary for line, _fields in lines] == [
        "数值 77.10 → 78.80",
        "数值 空 → 77.10；来源 空 → 年报",
    ]
    posted = {"before": newest.change.pk, "version": reporting.cell(LIFE).version}
    path = f"{GRID}cells/{LIFE}/history/"
    answer = signed_in(reporting, "clerk").post(path, posted)

    assert answer.status_code == 302 and answer.url == f"{GRID}#{LIFE}"
    assert reporting.cell(LIFE).value == Decimal("77.1")
    assert history(reporting, LIFE)[-1].how == How.RESTORED


def test_what_somebody_changed_meanwhile_is_not_restored_over(reporting):
    reporting.type(LIFE, value="77.1")
    reporting.type(LIFE, value="78.8")
    (line, _fields), *_rest = page(reporting, "clerk", LIFE).context["lines"]
    seen = reporting.cell(LIFE).version
    reporting.type(LIFE, value="79.9")

    signed_in(reporting, "clerk").post(
        f"{GRID}cells/{LIFE}/history/", {"before": line.change.pk, "version": seen}
    )

    assert reporting.cell(LIFE).value == Decimal("79.9")


@pytest.mark.parametrize(
    "name, status",
    [
        *(("clerk", 200), ("reviewer", 200), ("administrator", 200)),
        *(("teacher", 403), ("official", 403), ("provincial", 403)),
        ("neighbour", 404),
    ],
)
def test_a_history_is_for_who_reads_the_cell(reporting, name, status):
    reporting.type(LIFE, value="77.1")

    assert page(reporting, name, LIFE).status_code == status


@pytest.mark.parametrize("name", ["reviewer", "administrator"])
def test_who_does_not_fill_in_restores_nothing(reporting, name):
    reporting.type(LIFE, value="77.1")
    line = history(reporting, LIFE)[0]

    answer = signed_in(reporting, name).post(
        f"{GRID}cells/{LIFE}/history/", {"before": line.pk, "version": 2}
    )

    assert answer.status_code == 403
    assert reporting.cell(LIFE).value == Decimal("77.1")


@pytest.mark.parametrize(
    "name, told",
    [
        (
            "clerk",
            [
                "分子 3 → 2；数值 1.00 → 0.67",
                "分子 空 → 3；分母 空 → 3001；数值 空 → 1.00",
            ],
        ),
        ("administrator", ["数值 1.00 → 0.67", "数值 空 → 1.00"]),
    ],
)
@pytest.mark.parametrize("place", ["cell", "log"])
def test_counts_are_told_to_who_may_see_them_alone(reporting, name, told, place):
    reporting.type(INFANTS, events="3", denominator="3001")
    reporting.type(INFANTS, events="2")

    if place == "cell":
        lines = [one for one, _f in page(reporting, name, INFANTS).context["lines"]]
    else:
        answer = signed_in(reporting, name).get(f"{GRID}log/")
        (saved,) = [e for e in answer.context["events"] if hasattr(e, "lines")]
        lines = saved.lines

    assert [line.summary for line in lines] == told


def test_the_log_puts_an_hour_of_one_person_together(reporting):
    reporting.type(LIFE, value="77.1")
    reporting.type(INFANTS, value="4.2")

    html = signed_in(reporting, "reviewer").get(f"{GRID}log/").content.decode()

    assert "填写2次，涉及2项" in html
    assert "数值 空 → 77.10" in html


def test_log_and_history_cost_the_same_for_one_save_and_many(
    reporting, django_assert_max_num_queries
):
    client = signed_in(reporting, "clerk")
    codes = list(Entry.objects.values_list("indicator__code", flat=True))
    for n in range(3):
        changes = [entry.CellChange(c, n + 1, {"note": f"第{n}次"}) for c in codes]
        clerk = reporting.people["clerk"]
        mine = [c for c in changes if c.indicator != "school-health-class-rate"]
        entry.save(reporting.region, YEAR, mine, by=clerk)

    for path, most in ((f"cells/{LIFE}/history/", 13), ("log/", 14)):
        client.get(GRID + path)
        with django_assert_max_num_queries(most):
            assert client.get(GRID + path).status_code == 200
