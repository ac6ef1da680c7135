"""The pages of uploading: forms of a year, history, the difference and its acts."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from indicators.entry import batches
from indicators.models import ImportBatch
from tests.indicators.conftest import YEAR
from tests.indicators.spreadsheets import book, form, long
from tests.pages import text

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
BACKEND = "django.contrib.auth.backends.ModelBackend"
UPLOAD = f"/entry/511700/{YEAR}/upload/"
HISTORY = "/entry/511700/history/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def as_(client, reporting):
    def sign_in(who):
        client.force_login(reporting.people[who], backend=BACKEND)
        return client

    return sign_in


def filled(reporting, value=77.5, name="填报表.xlsx"):
    row = [reporting.cell(LIFE).indicator.name, value, None, "年报", None]
    return form(row, name=name)


def test_a_form_is_uploaded_looked_at_applied_and_undone(as_, reporting):
    client = as_("clerk")
    answer = client.post(UPLOAD, {"file": filled(reporting)}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert "将新增1项" in text(answer) and "尚未导入任何数据" in text(answer)
    assert not reporting.cell(LIFE).is_filled

    answer = client.post(address + "apply/", follow=True)
    assert "已导入填报表：新增1项" in text(answer)
    assert reporting.cell(LIFE).value == Decimal("77.5")

    again = client.post(address + "apply/")
    assert again.status_code == 422 and "未重复执行" in text(again)
    answer = client.post(address + "undo/", follow=True)
    assert "已撤销" in text(answer) and not reporting.cell(LIFE).is_filled


def test_the_downloaded_form_comes_back_filled(as_, reporting):
    from io import BytesIO

    from openpyxl import load_workbook

    client = as_("clerk")
    answer = client.get(f"/entry/511700/{YEAR}/form.xlsx")
    made = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet, name = made.worksheets[0], reporting.cell(LIFE).indicator.name
    (heading,) = [
        c for row in sheet for c in row if str(c.value or "").startswith("本年值")
    ]
    (row,) = [c.row for r in sheet for c in r if c.value == name]
    sheet.cell(row, heading.column, 77.5)
    target = BytesIO()
    made.save(target)
    file = SimpleUploadedFile("填报表.xlsx", target.getvalue())
    client.post(UPLOAD, {"file": file})
    batch = ImportBatch.objects.get()

    assert (batch.counts["new"], batch.counts["refused"]) == (1, 0)
    reporting.type(LIFE, value="77.1")
    target.seek(0)
    client.post(UPLOAD, {"file": SimpleUploadedFile("再传.xlsx", target.read() + b"")})
    assert ImportBatch.objects.get().counts["conflict"] == 1


def test_several_files_at_once_become_a_batch_each(as_, reporting):
    files = [filled(reporting, 77.5, "一.xlsx"), filled(reporting, 78, "二.xlsx")]
    answer = as_("clerk").post(UPLOAD, {"file": files}, follow=True)

    assert "已读取2个文件" in text(answer)
    assert "一.xlsx" in text(answer) and "二.xlsx" in text(answer)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        (b"PK\x03\x04 broken", "损坏"),
        (b"x" * (10 * 2**20 + 1), "最多10MB"),
    ],
)
def test_a_refused_file_is_named_and_nothing_is_kept(as_, reporting, content, says):
    file = SimpleUploadedFile("回传.xlsx", content)
    answer = as_("clerk").post(UPLOAD, {"file": file})

    assert answer.status_code == 422 and says in text(answer)
    assert "回传.xlsx" in text(answer) and 'role="alert"' in text(answer)
    assert not ImportBatch.objects.exists()


def test_no_file_and_too_many_files(as_, reporting):
    client = as_("clerk")
    assert "请选择要上传的表格文件" in text(client.post(UPLOAD))
    many = [SimpleUploadedFile(f"{n}.csv", b"a") for n in range(21)]
    answer = client.post(UPLOAD, {"file": many})
    assert answer.status_code == 422 and "一次最多上传20个文件" in text(answer)


def test_another_regions_form_is_refused_by_a_sentence(as_, reporting):
    rows = [["地区", "指标", "本年值"], ["乐山市", "人均预期寿命", 77]]
    answer = as_("clerk").post(UPLOAD, {"file": book(rows)}, follow=True)

    assert "乐山市" in text(answer)


def test_a_conflict_has_a_tick_box_that_writes_over_it(as_, reporting):
    name = reporting.cell(LIFE).indicator.name
    old = reporting.cell(LIFE).version
    reporting.type(LIFE, value="77.1", source="年报")
    file = form([name, 77.5, None, "年报", None, old], versions=True)
    client = as_("clerk")
    answer = client.post(UPLOAD, {"file": file}, follow=True)
    assert 'name="line" value="0"' in text(answer)

    address = answer.redirect_chain[-1][0]
    client.post(address + "apply/", {"line": "0"})
    assert reporting.cell(LIFE).value == Decimal("77.5")


def test_history_is_proposed_and_confirmed_by_another(as_, reporting):
    file = long(["达州市", LIFE, 2005, 75.1, None])
    answer = as_("reviewer").post(
        HISTORY, {"file": file, "source": "年鉴"}, follow=True
    )
    address = answer.redirect_chain[-1][0]
    assert 'value="年鉴"' in text(answer) and "提交复核" in text(answer)
    answer = as_("reviewer").post(address + "propose/", {"source": "年鉴"}, follow=True)
    assert "待复核" in text(answer)
    assert as_("reviewer").post(address + "confirm/").status_code == 403

    client = as_("administrator")
    waiting = text(client.get("/entry/"))
    assert "历年.xlsx" in waiting and "新增1项" in waiting
    assert "复核通过，导入1个数值" in text(client.get(address))
    answer = client.post(address + "confirm/", follow=True)
    assert "已导入：新增1项" in text(answer)
    shown = text(client.get(reverse("dashboards:indicator", args=["511700", LIFE])))
    assert "历年.xlsx" in shown and "reviewer" in shown


def test_a_refused_proposal_keeps_what_was_typed(as_, reporting):
    client = as_("reviewer")
    file = long(["达州市", LIFE, 2005, 75.1, None])
    address = client.post(HISTORY, {"file": file})["location"]

    empty = client.post(address + "propose/", {"source": " ", "note": "补录十年"})
    long_one = client.post(address + "propose/", {"source": "鉴" * 301})

    assert (empty.status_code, long_one.status_code) == (422, 422)
    assert "请写明来源" in text(empty) and 'value="补录十年"' in text(empty)
    assert "最多300字，现有301字，请缩短。" in text(long_one)
    field = re.search('<input[^>]*name="source"[^>]*>', text(client.get(address)))[0]
    assert 'maxlength="300"' in field and "required" in field


def test_it_is_sent_back_with_a_reason(as_, reporting):
    file = long(["达州市", LIFE, 2005, 75.1, "年鉴"])
    address = as_("reviewer").post(HISTORY, {"file": file})["location"]
    as_("reviewer").post(address + "propose/", {"source": "年鉴"})
    client = as_("administrator")
    assert client.post(address + "cancel/").status_code == 422
    client.post(address + "cancel/", {"why": "少了一行"})

    assert "少了一行" in text(as_("reviewer").get(address))


def test_the_file_comes_back_under_its_own_name(as_, reporting):
    client = as_("clerk")
    address = client.post(UPLOAD, {"file": filled(reporting)})["location"]
    answer = client.get(address + "file/")

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "attachment" in answer["content-disposition"]


def test_event_counts_are_not_shown_to_who_may_not_see_them(as_, reporting):
    name = reporting.cell("maternal-mortality").indicator.name
    rows = [["指标", "本年值", "分子", "分母"], [name, None, 7, 43210]]
    address = as_("clerk").post(UPLOAD, {"file": book(rows)})["location"]

    assert "43210" in text(as_("reviewer").get(address))
    assert "43210" not in text(as_("administrator").get(address))


def test_filters_pages_and_bad_queries(as_, reporting):
    newest = timezone.localdate().year
    rows = [["达州市", LIFE, y, 70 + y % 5, "年鉴"] for y in range(1900, newest)]
    client = as_("reviewer")
    address = client.post(HISTORY, {"file": long(*rows)})["location"]

    first = text(client.get(address))
    assert "第1页，共2页" in first and first.count('<tr class="line') == 100
    assert "没有此类差异" in text(client.get(address, {"show": "same"}))
    assert client.get(address, {"show": "warned"}).status_code == 200
    assert client.get(address, {"show": "x"}).status_code == 400
    assert client.get(address, {"page": "x"}).status_code == 400


def test_the_page_asks_a_fixed_number_of_queries(
    as_, reporting, django_assert_max_num_queries
):
    rows = [["达州市", LIFE, y, 70 + y % 5, "年鉴"] for y in range(1950, 2010)]
    client = as_("reviewer")
    address = client.post(HISTORY, {"file": long(*rows)})["location"]
    with django_assert_max_num_queries(8):
        client.get(address)


def test_nobody_else_looks_at_a_batch(as_, reporting):
    address = as_("clerk").post(UPLOAD, {"file": filled(reporting)})["location"]
    wanted = {"reviewer": 200, "administrator": 200, "teacher": 403, "official": 403}
    found = {who: as_(who).get(address).status_code for who in wanted}

    assert found == wanted
    assert as_("neighbour").get(address).status_code == 404


def test_a_batch_keeps_no_path_of_a_file_name(reporting):
    assert batches.shown_name("..\\..\\etc/表\x00‮.xlsx") == "表.xlsx"


ODD = {
    "单位名称：绵阳市卫生健康委员会": "绵阳市",
    "中国妇幼健康指标": "中国",
    "统计期间：2020.01-2020.09": "2020.01-2020.09",
    "2020年目标任务分解表": "目标任务",
    "65岁及以上老年人": "65岁及以上老年人",
}


@pytest.mark.parametrize("line", ODD)
def test_an_odd_line_over_a_table_asks_on_the_page_and_lands_nothing(
    as_, reporting, line
):
    rows = [[line], ["指标", "2019年", "2020年"], ["婴儿死亡率", 4.1, 4.2]]
    client = as_("reviewer")
    answer = client.post(HISTORY, {"file": book(rows), "source": "年鉴"}, follow=True)
    address = answer.redirect_chain[-1][0]

    assert f"“{ODD[line]}”" in text(answer) and "请先选定" in text(answer)
    batch = ImportBatch.objects.get()
    assert batch.counts["new"] == batch.counts["changed"] == 0
    refused = client.post(address + "propose/", {"source": "年鉴"})
    assert refused.status_code == 422


def test_years_alone_below_a_table_are_listed_on_the_page(as_, reporting):
    rows = [["指标", 2019, 2020], ["婴儿死亡率", 4.1, 4.2], [None, 2017, 2018]]
    rows.append(["孕产妇死亡率", 7, 8])
    answer = as_("reviewer").post(HISTORY, {"file": book(rows)}, follow=True)

    assert "第3行另写了年份，其下的数是哪一年的不明" in text(answer)
    (batch,) = ImportBatch.objects.all()
    lines = [n for n in batches.loaded(batch.lines) if n.lands]
    assert {(n.indicator, n.year) for n in lines} == {(INFANTS, 2019), (INFANTS, 2020)}
