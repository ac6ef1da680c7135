"""Doubts: asked while loading, answered by a person or the file, never judged between."""

import shutil
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import entry
from indicators.entry import EntryError
from indicators.models import (
    Assessment,
    Decision,
    Doubt,
    Indicator,
    PlanIndicator,
    Proposal,
    Target,
)
from indicators.models.observations import Origin
from indicators.plans import doubts, loading
from indicators.plans.loading import answering, revising
from indicators.plans.loading.answering import GivenAnswer
from indicators.plans.loading.revising import Wanted
from regions import access
from regions.models import Membership, Region, User
from tests.conftest import FIXTURES
from tests.indicators.conftest import YEAR
from tests.pages import text
from tests.verdicts import assess_anew

pytestmark = pytest.mark.django_db
PLAN, CITY, LIFE = "511700-dazhou", "511700", "life-expectancy"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = "/plans/doubts/"
ASKED = "累计数"
FILE = f"{PLAN}.csv"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


@pytest.fixture
def load(folder, people):
    """Load the plan of 达州 with its first row alone, 人均预期寿命, cells replaced."""

    def loaded(answer="", **cells):
        path = folder / "plans" / FILE
        lines = (FIXTURES / "plans" / FILE).read_text("utf-8").splitlines()[:2]
        heads = lines[0].split(",")
        row = lines[1].split(",")
        for heading, words in cells.items():
            row[heads.index(heading)] = words
        lines[1] = ",".join(row)
        if answer:
            at = heads.index("备注") + 1
            heads.insert(at, "确认")
            row.insert(at, answer)
            lines = [",".join(heads), ",".join(row)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        outcome = loading.load_plan(path)
        assess_anew(plan__code=PLAN)
        return outcome

    return loaded


def row():
    return PlanIndicator.objects.get(plan__code=PLAN, key="1")


def doubt() -> Doubt:
    """The newest doubt on the row."""
    return Doubt.objects.filter(plan_indicator=row()).latest("pk")


def verdict(audience="own") -> Assessment:
    return Assessment.objects.read_by(audience).get(plan_indicator=row())


def states():
    """Return year → the attainment of the row's target."""
    return {m["year"]: m["state"] for m in verdict().figures["milestones"]}


def known(year, value):
    place = Region.objects.get(code=CITY)
    concept = Indicator.objects.get(code=LIFE)
    figure = entry.NewValue(place, concept, year, Decimal(value), source="公报")
    entry.publish([figure], origin=Origin.IMPORT)


@pytest.fixture
def as_(client, people):
    def sign_in(name):
        client.force_login(people[name], backend=BACKEND)
        return client

    return sign_in


def say(client, about, reading, words="", show="open", **more):
    data = {"doubt": about.pk, "reading": reading, "words": words} | more
    return client.post(f"{PAGE}?show={show}", data)


# ----------------------------------------------------------------- the journey


def everywhere(client):
    """Return what each place says of the row: page, indicator, workbook, API."""
    address = f"/api/v1/assessments?region={CITY}&indicator={LIFE}"
    book = client.get(f"/data/workbook.xlsx?region={CITY}&indicator={LIFE}")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content)))
    cells = (c for s in sheet for line in s.iter_rows(values_only=True) for c in line)
    return {
        "region": text(client.get(f"/regions/{CITY}/")),
        "indicator": text(client.get(f"/regions/{CITY}/{LIFE}/")),
        "workbook": " ".join(str(c) for c in cells if c is not None),
        "api": text(client.get(address)),
    }


@pytest.mark.usefixtures("yearly_work")
def test_a_row_in_doubt_is_said_everywhere_and_judged_after_the_answer(as_, load):
    load(**{"基期值": "77", "基期年份": "2020", "2020年": "", "2025年": "〔1〕"})
    Target.objects.filter(plan_indicator=row(), year=2030).delete()
    assess_anew(pk=row().pk)
    known(2023, "77.9")
    known(2025, "78")

    for audience in ("own", "others"):
        found = verdict(audience)
        assert (found.code, found.reason) == ("no_data", "unconfirmed_target")
        assert "待确认" in found.sentence
    client = as_("administrator")
    for where, said in everywhere(client).items():
        assert "待确认" in said and ASKED in said, where
    grid = text(client.get(f"/entry/{CITY}/{YEAR}/"))
    assert "待确认：2025年目标" in grid and ASKED in grid

    page = text(client.get(PAGE))
    assert "〔1〕" in page and ASKED in page and "待确认 1" in page
    answer = say(
        client, doubt(), "other", "比2020年提高1岁", note="市卫生健康委电话答复"
    )
    assert answer.status_code == 302

    after = verdict()
    assert (after.code, after.reason) == ("achieved", "")
    assert after.inputs["indicator"]["milestones"][0]["change"] == 1
    assert row().targets.get(year=2025).raw == "〔1〕"
    for where, said in everywhere(client).items():
        assert ASKED not in said, where
    assert ASKED not in text(client.get(f"/entry/{CITY}/{YEAR}/"))
    done = text(client.get(f"{PAGE}?show=answered"))
    assert "比2020年提高1岁" in done and "市卫生健康委电话答复" in done
    assert "administrator" in done and "暂无待确认的问题" in text(client.get(PAGE))


def test_the_readings_are_the_stored_one_and_ones_own(as_, load):
    load(**{"2030年": "不少于79（初步）"})
    client = as_("administrator")

    refused = say(client, doubt(), "")
    assert refused.status_code == 422 and "请选择读法" in text(refused)
    blank = say(client, doubt(), "other")
    assert blank.status_code == 422 and "请填写读作的内容" in text(blank)
    vague = say(client, doubt(), "other", "不少于79（初步）")
    assert vague.status_code == 422 and "请改写得更明确" in text(vague)
    unsure = say(client, doubt(), "stored", "79")
    assert unsure.status_code == 422
    assert doubt().is_open and states()[2030] == "unconfirmed"

    assert say(client, doubt(), "stored").status_code == 302
    assert (doubt().answer, doubt().read_as) == ("按原文读法", "")
    assert doubt().answered_by.username == "administrator"
    assert row().targets.get(year=2030).value == 79


def test_an_answer_is_given_again_and_the_first_one_stays(as_, load):
    load(**{"2030年": "不少于79（初步）"})
    client, first = as_("administrator"), doubt()
    say(client, first, "stored")

    assert say(client, first, "other", "不低于80岁", show="answered").status_code == 302

    first.refresh_from_db()
    assert (first.answer, doubt().answer) == ("按原文读法", "不低于80岁")
    target = row().targets.get(year=2030)
    assert (target.value, target.read_as, target.raw) == (
        80,
        "不低于80岁",
        "不少于79（初步）",
    )
    back = say(client, doubt(), "stored", show="answered")
    assert back.status_code == 302
    target.refresh_from_db()
    assert (target.value, target.read_as) == (79, "")
    assert Doubt.objects.filter(plan_indicator=row()).count() == 3


def test_a_doubt_that_somebody_answered_meanwhile_is_said_and_kept(as_, load, people):
    load(**{"2030年": "不少于79（初步）"})
    asked = doubt()
    answering.answer(asked.pk, GivenAnswer("80"), by=people["administrator"])

    late = say(as_("administrator"), asked, "stored")
    assert late.status_code == 422
    assert "administrator已答复为“80”，您的答复未保存" in text(late)
    with pytest.raises(EntryError, match="已答复为“80”"):
        answering.answer(asked.pk, GivenAnswer(), by=people["administrator"])
    again = say(as_("administrator"), asked, "stored", show="answered")
    stale = say(as_("administrator"), asked, "other", "81", show="answered")
    assert (again.status_code, stale.status_code) == (302, 422)
    assert row().targets.get(year=2030).value == 79
    gone = say(as_("administrator"), Doubt(pk=10**9), "stored")
    assert gone.status_code == 422 and "已不存在" in text(gone)


@pytest.mark.parametrize(
    "role, code, status",
    [
        (access.ADMINISTRATOR, "510000", 302),
        (access.ADMINISTRATOR, "511100", 422),
        (access.REVIEWER, CITY, 403),
    ],
)
def test_administrators_of_the_region_and_above_answer(
    client, load, role, code, status
):
    load(**{"2030年": "不少于79（初步）"})
    user = User.objects.create_user("someone", full_name="someone")
    region = Region.objects.get(code=code)
    Membership.objects.create(user=user, region=region, role=role)
    client.force_login(user, backend=BACKEND)

    assert say(client, doubt(), "stored").status_code == status
    assert doubt().is_open is (status != 302)
    if status == 422:
        assert "不少于79（初步）" not in text(client.get(PAGE))
        with pytest.raises(entry.NotAllowed, match="由达州市或其上级的管理员答复"):
            answering.answer(doubt().pk, GivenAnswer(), by=user)


def test_an_answer_is_refused_to_be_changed_by_the_database(load, people):
    load(**{"2030年": "不少于79（初步）"})
    answering.answer(doubt().pk, GivenAnswer(), by=people["administrator"])

    with pytest.raises(IntegrityError), transaction.atomic():
        Doubt.objects.filter(pk=doubt().pk).update(answer="80")


# ---------------------------------------------------------------- loading again


def test_loading_again_keeps_answers_while_the_words_stay(load, people):
    load(**{"2030年": "不少于79（初步）"})
    answering.answer(doubt().pk, GivenAnswer("不低于80"), by=people["administrator"])

    again = load(**{"2030年": "不少于79（初步）"})
    assert again.questions == [] and Doubt.objects.open().count() == 0
    assert row().targets.get(year=2030).value == 80

    changed = load(**{"2030年": "不少于81（初步）"})
    assert len(changed.questions) == 1 and doubt().is_open
    assert row().targets.get(year=2030).value == 81
    assert Doubt.objects.answered().filter(plan_indicator=row()).count() == 1

    load(**{"2030年": "81"})
    assert Doubt.objects.open().count() == 0


def test_the_file_answers_and_a_person_outranks_it(load, people):
    load(answer="2030年：不低于78", **{"2030年": "不少于79（初步）"})
    assert (doubt().answer, doubt().answered_by) == ("不低于78", None)
    assert row().targets.get(year=2030).value == 78

    answering.answer(
        doubt().pk, GivenAnswer(), by=people["administrator"], revises=True
    )
    assert row().targets.get(year=2030).value == 79
    load(answer="2030年：不低于78", **{"2030年": "不少于79（初步）"})
    assert row().targets.get(year=2030).value == 79

    load(answer="按原文读法（省厅电话）", **{"2030年": "不少于80（初步）"})
    assert (doubt().answer, doubt().note) == ("按原文读法", "省厅电话")


@pytest.mark.parametrize(
    "answer, said",
    [
        ("2025年：按原文读法", "没有对应的待确认问题"),
        ("不少于78（初步）", "括注“初步”未能理解"),
    ],
)
def test_an_answer_of_the_file_that_answers_nothing_is_a_problem(load, answer, said):
    with pytest.raises(loading.LoadError, match=said):
        load(answer=answer, **{"2030年": "不少于79（初步）"})


# --------------------------------------------------------------------- the gate


def test_a_doubted_baseline_counts_as_absent_until_answered(load, people):
    load(**{"基期值": "76.4（初步）"})
    known(2023, "78")
    asked = doubt()
    assert asked.field == Doubt.Field.BASELINE
    assert verdict().inputs["indicator"]["baseline"] is None

    answering.answer(asked.pk, GivenAnswer("76.5"), by=people["administrator"])
    assert verdict().inputs["indicator"]["baseline"]["value"] == 76.5
    assert row().baseline_raw == "76.4（初步）"
    load(**{"基期值": "76.4（初步）"})
    assert row().baseline_value == Decimal("76.5")


def test_a_doubted_unit_leaves_the_row_unassessed_until_answered(as_, load, people):
    load(**{"计量单位": "年", "读作单位": "?", "折算系数": ""})
    assert not Assessment.objects.filter(plan_indicator=row()).exists()
    asked = doubt()
    assert (asked.field, asked.readings) == ("unit", ["单位不明，不评价", "岁"])
    shown = text(as_("administrator").get(f"/regions/{CITY}/{LIFE}/"))
    assert "待确认，答复之前不作评价" in shown and asked.question in shown

    with pytest.raises(EntryError):
        answering.answer(asked.pk, GivenAnswer("公里"), by=people["administrator"])
    answering.answer(asked.pk, GivenAnswer("岁"), by=people["administrator"])
    assert (row().unit_read, row().factor) == ("岁", 1)
    assert verdict().code
    load(**{"计量单位": "年", "读作单位": "?", "折算系数": ""})
    assert (row().unit_read, row().factor) == ("岁", 1)


def test_a_target_against_its_direction_is_a_doubt_and_raises_nothing(load, people):
    load(**{"2030年": "≤79"})
    known(2023, "78")
    asked = doubt()
    assert asked.field == Doubt.Field.DIRECTION
    assert states()[2030] == "unconfirmed"

    answering.answer(asked.pk, GivenAnswer(), by=people["administrator"])
    assert states()[2030] != "unconfirmed"
    # Nobody need have asked: what runs against the direction is not judged.
    Doubt.objects.all().delete()
    assess_anew(pk=row().pk)
    assert states()[2030] == "unconfirmed"


def test_a_doubt_on_one_part_of_a_compound_leaves_the_other_judged(load):
    load(**{"2020年": "", "2025年": "", "2030年": "不低于79岁且不少于80例"})
    known(2023, "78")

    (whole,) = verdict().inputs["indicator"]["milestones"]
    assert [part.get("confirmed") for part in whole["parts"]] == [None, False]
    assert "part_unconfirmed" in verdict().flags


def test_a_target_without_a_year_can_be_in_doubt():
    """Where no year is printed, what a doubt is about is said without one."""
    target = Target(year=None, issuer_id=1)
    about = PlanIndicator(plan=None)
    asked = Doubt(field="target", raw="〔1〕", question="请确认。")
    asked.target = target
    about.plan = type(about).plan.field.related_model(region_id=1)
    asked.plan_indicator = about
    assert asked.words == "目标“〔1〕”：请确认。"


def test_verdicts_that_rest_on_an_open_doubt_are_counted(load, capsys):
    load(**{"2030年": "不少于79（初步）"})
    call_command("assess", check=True)
    assert "没有评价用到待确认的内容" in capsys.readouterr().out

    Doubt.objects.open().update(answer="x", answered_at=timezone.now())
    assess_anew(pk=row().pk)
    stored = doubt()
    Doubt.objects.create(
        plan_indicator=stored.plan_indicator,
        target=stored.target,
        field="target",
        raw=stored.raw,
        question="还有一问？",
        asked_by="checks",
    )
    with pytest.raises(CommandError, match="1条评价用到待确认的内容"):
        call_command("assess", check=True)


def test_the_page_asks_no_more_of_the_database_for_more_doubts(
    as_, load, django_assert_num_queries
):
    load(**{"2030年": "不少于79（初步）"})
    client = as_("administrator")
    client.get(PAGE)
    for cells in ({}, {"2020年": "不少于76（初步）", "2025年": "不少于77（初步）"}):
        load(**{"2030年": "不少于79（初步）"} | cells)
        with django_assert_num_queries(6):
            client.get(PAGE)


# ------------------------------------------------- asked elsewhere than in a file


def test_no_number_of_a_target_in_doubt_is_told(as_, load):
    load(**{"2030年": "不少于79（初步）"})
    page = as_("administrator").get(f"/regions/{CITY}/{LIFE}/")

    (section,) = page.context["sections"]
    aims = {aim.year: aim for aim in section["row"].aims}
    assert (aims[2030].value, aims[2030].exact) == (None, None)
    assert (
        aims[2030].printed.startswith("不少于79（初步）")
        and aims[2030].state == "unconfirmed"
    )
    assert 2030 not in section["row"].numbers and 2025 in section["row"].numbers


def test_a_catalogue_that_turns_a_direction_asks_about_its_targets(load, people):
    load(**{"2030年": "≥79"})
    concept = Indicator.objects.filter(code=LIFE)
    concept.update(direction="down")

    assert doubts.ask_about_directions() > 0
    asked = row().doubts.open().get()
    assert (asked.field, asked.target.year) == (Doubt.Field.DIRECTION, 2030)
    assert doubts.ask_about_directions() == 0
    answering.answer(asked.pk, GivenAnswer(), by=people["administrator"])
    assert row().doubts.open().count() == 0

    concept.update(direction="up")
    doubts.ask_about_directions()
    assert Doubt.objects.filter(asked_by="catalogue").open().count() == 0


def test_what_a_revision_leaves_to_ask_is_a_doubt_of_the_new_words(as_, load, people):
    load(**{"2030年": "不少于79（初步）"})
    wanted = Wanted(Proposal.Kind.TARGET, 2030, "不少于80（暂定）")
    plan_row = revising.row_of(PLAN, "1")
    known(2023, "78")

    before = Doubt.objects.count()
    (_now, after) = revising.preview(plan_row, wanted).verdicts["own"]
    assert after["code"] and Doubt.objects.count() == before  # tried and taken back

    decision = Decision.objects.create(document="通知", by=people["administrator"])
    found = revising._read(plan_row, wanted)
    revising._put(plan_row, wanted, found, decision)

    asked = row().doubts.open().get()
    assert (asked.raw, asked.asked_by, asked.target.revision) == (
        "不少于80（暂定）",
        "revising",
        1,
    )
    answering.answer(asked.pk, GivenAnswer("81"), by=people["administrator"])
    assert row().targets.get(revision=1).value == 81
    assert {m["year"]: m.get("value") for m in milestones()}[2030] == 81
    again = load(**{"2030年": "不少于79（初步）"})
    assert again.questions == [] and not row().doubts.open().exists()


def milestones():
    return verdict().inputs["indicator"]["milestones"]
