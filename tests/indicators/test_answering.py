"""What a file leaves open is asked, answered once, and kept as the office's alias."""

from decimal import Decimal

import pytest

from indicators.entry import EntryError, NotAllowed, batches
from indicators.entry.batches import receiving
from indicators.models import Alias, ImportBatch, Indicator, Observation
from indicators.spreadsheets.refusal import FileRefused
from tests.indicators.spreadsheets import book
from tests.pages import text

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
HISTORY = "/entry/511700/history/"
LIFE, INFANTS = "life-expectancy", "infant-mortality"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client_(client, reporting):
    client.force_login(reporting.people["reviewer"], backend=BACKEND)
    return client


def received(reporting, rows, name="表.xlsx", who="reviewer"):
    return batches.receive(
        reporting.region, None, book(rows, name), by=reporting.people[who]
    )


def title(code):
    return Indicator.objects.get(code=code).name


def sichuan():
    return [["地区：四川省"], ["指标", "2003年"], [title(LIFE), 77.1]]


def test_nothing_lands_before_the_region_is_answered(client_, reporting):
    answer = client_.post(HISTORY, {"file": book(sichuan())}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert "写有“四川省”，所选为达州市：是哪个地区的数据？" in text(answer)
    assert "地区待定" in text(answer)

    refused = client_.post(address + "propose/", {"source": "年鉴"})
    assert refused.status_code == 422 and "没有可导入的数据" in text(refused)

    answer = client_.post(address + "answer/", {"answer-0": "511700"}, follow=True)
    assert "已按所选重新读取" in text(answer) and "将新增1项" in text(answer)
    (line,) = batches.loaded(ImportBatch.objects.get().lines)
    assert (line.region, line.new) == ("511700", "77.10")
    assert not Observation.objects.filter(year=2003, region=reporting.region).exists()


def test_an_open_question_keeps_the_other_tables_waiting(reporting):
    rows = [["指标", "2003年"], [title(LIFE), 77.1], ["农村"], [title(INFANTS), 4.1]]
    batch, by = received(reporting, rows), reporting.people["reviewer"]
    assert (batch.counts["new"], batch.counts["refused"]) == (1, 1)

    with pytest.raises(EntryError, match="请先选定"):
        batches.propose(batch, "年鉴", by=by)
    batches.answer(batch, {"part:农村": "leave"}, {}, by=by)
    batch = batches.propose(batch, "年鉴", by=by)
    assert batch.state == ImportBatch.State.PROPOSED and batch.counts["new"] == 1


def test_only_the_uploader_answers_and_only_what_is_offered(reporting):
    batch = received(reporting, sichuan())
    administrator = reporting.people["administrator"]

    with pytest.raises(NotAllowed):
        batches.answer(batch, {"region:四川省": "511700"}, {}, by=administrator)
    with pytest.raises(EntryError, match="没有此选项"):
        by = reporting.people["reviewer"]
        batches.answer(batch, {"region:四川省": "500000"}, {}, by=by)


def test_a_name_is_asked_and_its_answer_kept_for_this_office(client_, reporting):
    rows = [["指标", "单位", "2003年"], ["婴幼儿死亡率（监测）", "‰", 4.1]]
    answer = client_.post(HISTORY, {"file": book(rows)}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert "这一行是哪个指标？" in text(answer)
    (asked,) = answer.context["unknown"]
    assert asked.candidates[0][0] == INFANTS

    wrong = client_.post(address + "answer/", {"other-0": "没有的指标"})
    assert wrong.status_code == 422 and "系统中没有指标" in text(wrong)
    assert not Alias.objects.filter(region=reporting.region).exists()

    answer = client_.post(address + "answer/", {"name-0": INFANTS}, follow=True)
    assert "将新增1项" in text(answer)
    kept = Alias.objects.get(region=reporting.region)
    assert (kept.indicator.code, kept.unit, kept.by) == (
        *(INFANTS, "‰"),
        reporting.people["reviewer"],
    )
    again = received(reporting, rows, who="administrator")
    assert again.counts["new"] == 1 and batches.called(
        again.region, again.reading["called"]
    ) == [kept]

    answer = client_.post(address + "answer/", {"drop": kept.pk}, follow=True)
    assert "这一行是哪个指标？" in text(answer) and not Alias.objects.filter(
        region=reporting.region
    )


def test_a_stored_value_is_warned_of_whatever_the_files_other_years_say(reporting):
    life = Indicator.objects.get(code=INFANTS)
    for year, value in ((2012, "9.1"), (2013, "9.0"), (2014, "8.9")):
        Observation.objects.update_or_create(
            region=reporting.region,
            indicator=life,
            year=year,
            defaults={"value": Decimal(value), "origin": "import", "source": "年鉴"},
        )
    rows = [["指标", "2012年", "2013年", "2014年"], [title(INFANTS), 3.1, 3.0, 2.9]]
    lines = batches.loaded(received(reporting, rows).lines)

    assert {line.status for line in lines} == {"changed"}
    for line in lines:
        assert "revised" in {finding.code for finding in line.findings}


def test_a_difference_too_large_to_keep_is_refused(reporting, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_STORED", 100)

    with pytest.raises(FileRefused, match="请分成几个文件"):
        received(reporting, [["指标", "2003年"], [title(LIFE), 77.1]])
    assert not ImportBatch.objects.exists()


def test_a_third_file_waits_for_the_two_that_are_read(reporting, monkeypatch):
    monkeypatch.setattr(receiving, "PATIENCE", 0.01)
    with receiving.READING, receiving.READING:
        with pytest.raises(FileRefused, match="请稍后"):
            received(reporting, [["指标", "2003年"], [title(LIFE), 77.1]])
    assert received(reporting, [["指标", "2003年"], [title(LIFE), 77.1]]).pk
