"""The page of pasting by name: what it reads, shows, saves, and for whom."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Alias, Entry, EntryChange
from tests.indicators.conftest import YEAR

pytestmark = pytest.mark.django_db
PAGE = f"/entry/511700/{YEAR}/paste/"
LIFE, INFANTS, CLASSES = (
    *("life-expectancy", "infant-mortality"),
    "school-health-class-rate",
)
BLOCK = "指标\t本年值\t来源\n婴儿死亡率\t4.1\t妇幼年报\n平均预期寿命\t78.2\t死因监测\n"
LETTER = f"{YEAR}年，全市人均预期寿命78.2岁，比上年提高0.3岁，婴儿死亡率4.1‰。"


@pytest.fixture
def clerk(reporting):
    client = Client()
    client.force_login(reporting.people["clerk"])
    return client


def read(client, text, **more):
    return client.post(PAGE, {"text": text, "do": "read"} | more)


def sure(answer):
    return {one.code: one.line.fields for one in answer.context["preview"].sure}


def take(client, text, codes, reporting, **more):
    versions = {f"version-{code}": reporting.cell(code).version for code in codes}
    return client.post(
        PAGE, {"text": text, "do": "take", "take": codes} | versions | more
    )


def test_a_block_in_another_order_is_matched_by_name_and_nothing_is_saved(
    clerk, reporting
):
    answer = read(clerk, BLOCK)

    assert sure(answer) == {
        INFANTS: {"value": "4.1", "source": "妇幼年报"},
        LIFE: {"value": "78.2", "source": "死因监测"},
    }
    assert "可填入2项" in answer.content.decode()
    assert not EntryChange.objects.exists()


def test_what_is_chosen_is_saved_as_pasted(clerk, reporting):
    answer = take(clerk, BLOCK, [LIFE], reporting)

    assert answer.status_code == 302 and answer["Location"] == PAGE.replace(
        "paste/", ""
    )
    cell = reporting.cell(LIFE)
    assert (cell.value, cell.source) == (Decimal("78.2"), "死因监测")
    assert reporting.cell(INFANTS).value is None
    assert [change.how for change in EntryChange.objects.all()] == ["pasted"]


def test_a_paragraph_is_the_source_of_its_values(clerk, reporting):
    take(clerk, LETTER, [LIFE, INFANTS], reporting)

    for code, value in ((LIFE, "78.2"), (INFANTS, "4.1")):
        cell = reporting.cell(code)
        assert (cell.value, cell.source) == (Decimal(value), LETTER)


def test_what_another_has_saved_since_stays(clerk, reporting):
    before = reporting.cell(LIFE).version
    reporting.type(LIFE, value="79.9")

    answer = take(clerk, BLOCK, [LIFE], reporting, **{f"version-{LIFE}": before})

    assert reporting.cell(LIFE).value == Decimal("79.9")
    said = "".join(map(str, Client.get(clerk, answer["Location"]).context["messages"]))
    assert "人均预期寿命刚被他人修改" in said


def test_a_figure_is_unsure_only_for_who_looks(clerk, reporting):
    answer = read(clerk, "留守儿童婴儿死亡率为4.1‰。")

    (one,) = answer.context["preview"].unsure
    assert one.code == INFANTS and not answer.context["preview"].sure
    assert '<input type="checkbox" name="take" value="infant-mortality">' in (
        answer.content.decode()
    )


def test_an_unknown_name_is_asked_and_kept_as_the_offices_alias(clerk, reporting):
    block = "指标\t本年值\n全民平均寿命\t78.2\n婴儿死亡率\t4.1\n"
    (asked,) = read(clerk, block).context["preview"].unknown
    assert (asked.name, LIFE) in [(asked.name, code) for code, _l in asked.candidates]

    answer = clerk.post(
        PAGE,
        {"text": block, "do": "answer", "called-0": asked.name, "means-0": LIFE},
    )

    assert set(sure(answer)) == {LIFE, INFANTS}
    (kept,) = Alias.objects.filter(region=reporting.region)
    assert (kept.name, kept.by) == ("全民平均寿命", reporting.people["clerk"])
    again = clerk.post(PAGE, {"text": block, "do": "answer", "drop": kept.pk})
    assert set(sure(again)) == {INFANTS}
    assert not Alias.objects.filter(region=reporting.region).exists()


def test_a_block_that_names_another_place_asks_whose_it_is(clerk):
    block = "四川省\t\n指标\t本年值\n婴儿死亡率\t4.1\n"
    (asked,) = read(clerk, block).context["preview"].asked

    answer = read(clerk, block, **{"key-0": asked["key"], "answer-0": "511700"})

    assert set(sure(answer)) == {INFANTS}


def test_another_years_figures_and_rows_not_asked_are_not_taken(clerk):
    block = (
        f"指标\t年份\t数值\n婴儿死亡率\t{YEAR - 1}\t4.1\n总人口\t{YEAR}\t540\n"
        f"人均预期寿命\t{YEAR}\t78.2\n"
    )
    answer = read(clerk, block)

    assert set(sure(answer)) == {LIFE}
    said = [one.line.sentence for one in answer.context["preview"].left]
    assert any(f"此行为{YEAR - 1}年数据" in one for one in said)
    assert any("采集这项指标" in one for one in said)


def test_a_reason_does_not_erase_a_figure(clerk, reporting):
    reporting.type(INFANTS, value="4.2")

    answer = read(clerk, "指标\t本年值\n婴儿死亡率\t尚未公布\n")

    (left,) = answer.context["preview"].left
    assert "请先清空数值" in left.line.sentence


def test_rows_that_the_page_does_not_show_are_left(clerk):
    answer = read(clerk, BLOCK, rows=LIFE, panel="1")

    assert set(sure(answer)) == {LIFE}
    assert "不在本页" in answer.context["preview"].left[0].line.sentence
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("name", ["reviewer", "administrator", "official"])
def test_who_does_not_fill_in_is_told_so(reporting, name):
    client = Client()
    client.force_login(reporting.people[name])

    assert read(client, BLOCK).status_code == 403
    assert client.get(PAGE).status_code == 403


def test_a_department_reads_nothing_of_others_rows(reporting):
    reporting.type(INFANTS, value="4.2", source="机密来源")
    client = Client()
    client.force_login(reporting.people["teacher"])

    answer = read(client, BLOCK + "学校健康教育课开课率\t98\t\n")

    assert set(sure(answer)) == {CLASSES}
    page = answer.content.decode()
    assert "机密来源" not in page and "4.20" not in page


def test_another_accounts_page_saves_nothing(clerk, reporting):
    answer = take(clerk, BLOCK, [LIFE], reporting, by="somebody")

    assert answer.status_code == 422 and reporting.cell(LIFE).value is None


def test_a_page_without_the_token_is_refused(reporting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporting.people["clerk"])

    assert read(client, BLOCK).status_code == 403


@pytest.mark.parametrize(
    "text, why",
    [
        ("", "没有内容"),
        ("  \n ", "没有内容"),
        ("收到，谢谢。", "没有指标和数"),
        ("婴儿死亡率为4.1‰。" * 600, "5000个字"),
        ("婴儿死亡率\t4.1\n" * 1001, "1000行"),
        ("婴儿\t4.1\n" * 20_000, "100000个字"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_in_the_field(clerk, text, why):
    answer = read(clerk, text)

    page = answer.content.decode()
    assert answer.status_code == 422 and why in page
    assert text.strip()[:20] in page


@pytest.mark.parametrize(
    "merged", ["x", "[[1]]", "[[1,2,3,-4]]", "{}[", "[[0,0,1,99999]]", "7"]
)
def test_merged_cells_that_no_script_sends_are_refused(clerk, merged):
    assert read(clerk, BLOCK, merged=merged).status_code == 400


def test_merged_cells_reach_all_their_rows(clerk):
    block = "指标\t本年值\t来源\n婴儿死亡率\t4.1\t年报\n人均预期寿命\t78.2\t\n"

    answer = read(clerk, block, merged=json.dumps([[1, 2, 2, 2]]))

    assert [fields["source"] for fields in sure(answer).values()] == ["年报", "年报"]


def test_what_is_pasted_is_printed_as_text(clerk):
    nasty = "<script>alert(1)</script>婴儿死亡率"

    page = read(clerk, f"指标\t本年值\n{nasty}\t4.1\n").content.decode()

    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page


def test_reading_needs_few_queries_whatever_the_length(
    clerk, django_assert_max_num_queries
):
    names = Entry.objects.values_list("indicator__name", flat=True)
    long = "指标\t本年值\n" + "".join(f"{name}\t1\n" for name in names)
    long += "".join(f"未知指标{n}\t1\n" for n in range(500))
    letter = "".join(f"{name}为1。" for name in names)
    read(clerk, BLOCK)

    for text in (BLOCK, long, LETTER, letter):
        with django_assert_max_num_queries(26):
            assert read(clerk, text).status_code == 200
