"""另有数: another office's figure stands beside the value, and judges nothing."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from indicators import entry
from indicators.entry import batches, others
from indicators.entry.others import OtherWords
from indicators.models import (
    Assessment,
    FormEvent,
    Indicator,
    Observation,
    OtherChange,
    OtherFigure,
)
from indicators.models.others import Stage, told
from regions.models import Membership, Region, User
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.indicators.spreadsheets import form, long

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
BUREAU = OtherWords("78.9", "市统计局年鉴", "常住人口", "抽样误差较大")


@pytest.fixture
def below(reporting):
    """A person of a county, who looks up."""
    user = User.objects.create_user("below")
    city = reporting.region
    place = Region.objects.create(
        code="511702", name="通川区", short_name="通川", level=3, parent=city
    )
    Membership.objects.create(user=user, region=place, role="official")
    reporting.people["below"] = user


def ask(reporting, name, code=LIFE, year=YEAR, query="", **typed):
    client = Client()
    client.force_login(reporting.people[name])
    path = f"/entry/511700/{year}/cells/{code}/others/{query}"
    return client.post(path, typed) if typed else client.get(path)


def page(reporting, name, path):
    client = Client()
    client.force_login(reporting.people[name])
    return client.get(path).content.decode()


def record(reporting, said=BUREAU, code=LIFE, year=YEAR, by="clerk"):
    concept = Indicator.objects.get(code=code)
    return others.record(reporting.region, year, concept, said, by=reporting.people[by])


def shown(stage):
    rows = OtherFigure.objects.select_related("by")
    return [str(one.value.normalize()) for one in told(rows, stage)]


def approve(reporting, code=LIFE):
    version = reporting.cell(code).version
    by = reporting.people["reviewer"]
    entry.approve(reporting.region, YEAR, {code: version}, by=by)


TYPED = {
    "value": "78.9",
    "source": "市统计局年鉴",
    "definition": "户籍人口",
    "why": "口径不同",
}


def test_it_is_recorded_from_the_page_and_shown_under_the_row(reporting):
    answer = ask(reporting, "clerk", **TYPED)

    assert answer.status_code == 302
    row = OtherFigure.objects.get()
    assert (row.value, row.source, row.definition) == (
        Decimal("78.9"),
        "市统计局年鉴",
        "户籍人口",
    )
    assert (str(row.by), row.stage) == ("clerk", Stage.DRAFT)
    html = page(reporting, "clerk", f"/entry/511700/{YEAR}/")
    assert "市统计局年鉴；口径：户籍人口；未采用：口径不同" in html
    assert f"/entry/511700/{YEAR}/cells/{LIFE}/others/" in html
    assert FormEvent.objects.get(kind="other").text == "登记另有数（市统计局年鉴）"


def test_it_touches_neither_the_cell_nor_any_verdict(reporting):
    reporting.approved(LIFE, "78.2")
    before = list(Assessment.objects.order_by("pk").values())
    cell = reporting.cell(LIFE)

    record(reporting)

    assert list(Assessment.objects.order_by("pk").values()) == before
    after = reporting.cell(LIFE)
    assert (after.value, after.version) == (cell.value, cell.version)
    assert Observation.objects.filter(value="78.9").count() == 0


def test_it_is_told_on_as_the_cell_is_approved_and_reported(reporting):
    reporting.submitted(LIFE, "78.2")
    record(reporting)
    assert [shown(s) for s in Stage] == [["78.9"], [], []]

    approve(reporting)
    assert [shown(s) for s in Stage] == [["78.9"], ["78.9"], []]

    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    assert [shown(s) for s in Stage] == [["78.9"]] * 3


def test_a_change_while_a_correction_is_worked_on_is_unseen_from_above(reporting):
    reporting.approved(LIFE, "78.2")
    by = reporting.people["reviewer"]
    entry.report(reporting.region, YEAR, by=by)
    row = record(reporting)
    assert shown(Stage.REPORTED) == ["78.9"]

    clerk = reporting.people["clerk"]
    entry.correct(reporting.region, YEAR, [LIFE], "年报修订", by=clerk)
    changed = OtherWords("79.1", "市统计局年鉴", "", "抽样误差较大")
    row = others.edit(row, changed, row.version, by=clerk)
    assert [shown(s) for s in Stage] == [["79.1"], ["78.9"], ["78.9"]]

    others.remove(row, row.version, by=clerk)
    assert [shown(s) for s in Stage] == [[], ["78.9"], ["78.9"]]

    reporting.submitted(LIFE, "78.4")
    approve(reporting)
    assert [shown(s) for s in Stage] == [[], [], ["78.9"]]
    entry.report(reporting.region, YEAR, by=by)
    assert [shown(s) for s in Stage] == [[], [], []]


def test_the_indicators_page_shows_it_to_the_own_people_then_to_all(reporting, below):
    reporting.submitted(LIFE, "78.2")
    record(reporting)
    path = f"/regions/511700/{LIFE}/"
    assert "抽样误差较大" not in page(reporting, "official", path)

    approve(reporting)
    assert "抽样误差较大" in page(reporting, "official", path)
    assert "抽样误差较大" not in page(reporting, "below", path)

    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    assert "抽样误差较大" in page(reporting, "below", path)


def test_the_reviewer_and_from_above_only_what_was_reported(reporting):
    reporting.submitted(LIFE, "78.2")
    record(reporting)
    path = f"/entry/511700/{YEAR}/review/"

    assert "抽样误差较大" in page(reporting, "reviewer", path)
    assert "抽样误差较大" not in page(reporting, "provincial", path)

    approve(reporting)
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    assert "抽样误差较大" in page(reporting, "provincial", path)


def test_exact_rates_are_rounded_for_who_may_not_see_counts(reporting):
    exact = OtherWords("4.33188937", "年鉴", "", "分子不同")
    record(reporting, exact, INFANTS)

    assert "4.33188937" in ask(reporting, "clerk", INFANTS).content.decode()
    told_to = ask(reporting, "administrator", INFANTS).content.decode()
    assert "4.33188937" not in told_to and "<b>4.33‰</b>" in told_to
    log = page(reporting, "administrator", f"/entry/511700/{YEAR}/log/")
    assert "4.3318" not in log and "登记另有数（年鉴）" in log


def test_it_is_edited_and_removed_with_its_history(reporting):
    row = record(reporting)
    ask(
        *(reporting, "clerk", LIFE, YEAR, f"?edit={row.pk}"),
        **(TYPED | {"value": "79", "version": "1"}),
    )
    row.refresh_from_db()
    assert (row.value, row.version) == (Decimal(79), 2)

    stale = ask(
        *(reporting, "clerk", LIFE, YEAR, f"?edit={row.pk}"),
        **(TYPED | {"value": "80", "version": "1"}),
    )
    assert stale.status_code == 422 and "刚被修改" in stale.content.decode()

    gone = ask(reporting, "clerk", remove=str(row.pk), **{f"version-{row.pk}": "2"})
    assert gone.status_code == 302
    html = ask(reporting, "clerk").content.decode()
    assert "没有登记另有数" in html and "78.9 → 79" in html
    kinds = list(OtherChange.objects.values_list("kind", flat=True))
    assert kinds == ["removed", "edited", "recorded"]


def test_its_history_is_append_only(reporting):
    record(reporting)

    with pytest.raises(DatabaseError), transaction.atomic():
        OtherChange.objects.update(before={"value": "1"})


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"value": ""}, "请填写另有数的数值"),
        ({"value": "约78"}, "约78"),
        ({"value": "780"}, "超出该指标的上下限"),
        ({"source": " "}, "请填写来源"),
        ({"why": ""}, "请写明未采用原因"),
        ({"why": "因" * 301}, "300"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(reporting, typed, said):
    answer = ask(reporting, "clerk", **(TYPED | {"definition": "户籍口径"} | typed))

    html = answer.content.decode()
    assert answer.status_code == 422 and said in html and "户籍口径" in html
    assert not OtherFigure.objects.exists()


def test_the_same_twice_is_kept_once(reporting):
    assert record(reporting) == record(reporting)

    assert OtherFigure.objects.count() == OtherChange.objects.count() == 1


def test_a_year_without_any_figure_and_a_locked_form_are_refused(reporting):
    with pytest.raises(entry.EntryError, match="尚无数据"):
        record(reporting, year=YEAR - 3)

    reporting.known(LIFE, YEAR - 1, "77.9")
    row = record(reporting, year=YEAR - 1)
    assert row.stage == Stage.REPORTED

    by = reporting.people["reviewer"]
    entry.lock([reporting.form()], "已上报", now=timezone.now(), by=by)
    with pytest.raises(entry.EntryError, match="锁定"):
        record(reporting)
    assert "锁定" in ask(reporting, "clerk").content.decode()


def test_a_departments_row_is_its_own(reporting):
    code = "school-health-class-rate"
    said = OtherWords("90", "教育年鉴", "", "不含民办")

    assert record(reporting, said, code, by="teacher").stage == Stage.DRAFT
    with pytest.raises(entry.NotAllowed):
        record(reporting, by="teacher")
    assert ask(reporting, "teacher").status_code == 403
    assert reporting.form(SCHOOLS).events.filter(kind="other").count() == 1


def test_another_cells_figure_is_not_reached_through_this_one(reporting):
    row = record(reporting)

    other = ask(reporting, "clerk", INFANTS, YEAR, f"?edit={row.pk}")
    taken = ask(reporting, "clerk", INFANTS, remove=str(row.pk))

    assert (other.status_code, taken.status_code) == (404, 404)
    assert ask(reporting, "clerk", LIFE, YEAR, "?edit=x").status_code == 400


# ------------------------------------------------------------ from a file's preview


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def uploaded(reporting, value, source="统计局年鉴"):
    name = reporting.cell(LIFE).indicator.name
    file = form([name, value, None, source, None])
    by = reporting.people["clerk"]
    return batches.receive(reporting.region, YEAR, file, by=by)


def post(reporting, name, path, **typed):
    client = Client()
    client.force_login(reporting.people[name])
    return client.post(path, typed, follow=True)


def test_a_figure_of_a_form_is_kept_beside_instead_of_over(reporting, media):
    reporting.filled(LIFE, "77.1")
    batch = uploaded(reporting, 77.6)
    address = f"/entry/imports/{batch.token}/"
    assert "记为另有数" in page(reporting, "clerk", address)

    answer = post(
        *(reporting, "clerk", address + "apply/"), aside="0", aside_why="口径含流动人口"
    )

    html = answer.content.decode()
    assert "登记另有数1项" in html
    assert reporting.cell(LIFE).value == Decimal("77.1")
    row = OtherFigure.objects.get()
    assert (str(row.value.normalize()), row.source, row.why) == (
        "77.6",
        "统计局年鉴",
        "口径含流动人口",
    )

    post(reporting, "clerk", address + "undo/")
    row.refresh_from_db()
    assert row.removed and reporting.cell(LIFE).value == Decimal("77.1")


def test_only_what_differs_from_a_figure_can_stand_beside_it(reporting, media):
    batch = uploaded(reporting, 77.6)  # the cell is empty: there is nothing beside it
    address = f"/entry/imports/{batch.token}/"
    assert "记为另有数" not in page(reporting, "clerk", address)

    answer = post(reporting, "clerk", address + "apply/", aside="0")

    assert answer.status_code == 422
    assert "只有与系统数值不同的才能记为另有数" in answer.content.decode()
    assert not OtherFigure.objects.exists() and not reporting.cell(LIFE).is_filled


def test_history_keeps_it_once_a_second_person_has_confirmed(reporting, media):
    reporting.known(LIFE, YEAR - 1, "77.9")
    by = reporting.people["administrator"]
    file = long(["达州市", "平均预期寿命", YEAR - 1, 78.4])
    batch = batches.receive(reporting.region, None, file, by=by)
    address = f"/entry/imports/{batch.token}/"
    name = batches.loaded(batch.lines)[0].indicator
    assert name == LIFE and "记为另有数" in page(reporting, "administrator", address)

    typed = {"source": "省统计年鉴", "aside": "0", "aside_why": "以本市公报为准"}
    post(reporting, "administrator", address + "propose/", **typed)
    assert not OtherFigure.objects.exists()
    answer = post(reporting, "reviewer", address + "confirm/")

    assert "登记另有数1项" in answer.content.decode()
    row = OtherFigure.objects.get()
    assert (row.source, row.why, row.stage) == (
        "省统计年鉴",
        "以本市公报为准",
        Stage.REPORTED,
    )
    assert row.by == by
    stands = Observation.objects.get(region__code="511700", year=YEAR - 1)
    assert stands.value == Decimal("77.9")

    post(reporting, "reviewer", address + "undo/")
    row.refresh_from_db()
    assert row.removed


# ------------------------------------------------------------------ what leaves


def test_the_workbook_has_it_on_a_sheet_of_its_own_and_no_series_has_it(reporting):
    reporting.submitted(LIFE, "78.2")
    record(reporting, OtherWords("78.91", "市统计局年鉴", "常住人口", "抽样误差较大"))
    approve(reporting)
    client = Client()
    client.force_login(reporting.people["official"])
    chosen = f"?region=511700&indicator={LIFE}"

    answer = client.get(f"/data/workbook.xlsx{chosen}")
    made = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    row = [cell.value for cell in made["另有数"][2]]
    assert row[:8] == [
        *("达州市", "人均预期寿命", YEAR, 78.91, "岁", "市统计局年鉴"),
        *("常住人口", "抽样误差较大"),
    ]
    rest = [
        str(cell.value)
        for sheet in made
        for line in sheet.iter_rows()
        for cell in line
        if sheet.title != "另有数" and cell.value is not None
    ]
    assert "78.2" in rest and not [text for text in rest if "78.91" in text]
    said = [text for text in rest if "只作备注，不参与评价" in text]
    assert len(said) == 1  # 说明 says what the sheet holds

    csv = b"".join(client.get(f"/data/values.csv{chosen}").streaming_content).decode()
    assert "78.2" in csv and "78.91" not in csv
    chart = client.get(f"/regions/511700/{LIFE}/chart.csv")
    drawn = b"".join(chart).decode()
    assert "78.2" in drawn and "78.91" not in drawn
    api = client.get(f"/api/v1/observations{chosen}").content.decode()
    assert "78.91" not in api


def test_the_workbook_has_no_such_sheet_where_nobody_says_anything_else(reporting):
    reporting.approved(LIFE, "78.2")
    client = Client()
    client.force_login(reporting.people["official"])

    answer = client.get("/data/workbook.xlsx?region=511700")

    made = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert "另有数" not in made.sheetnames
