"""The grid's page and the addresses its scripts save to (issue 3, parts 3, 5 and 8)."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from indicators import entry
from indicators.entry import checking, texts
from indicators.models import (
    BaseFigure,
    DataOwner,
    Entry,
    Indicator,
    Relation,
    Submission,
)
from indicators.models.observations import Origin
from regions import access
from regions.models import Department, Region
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.pages import text

PAGE = f"/entry/511700/{YEAR}/"
LIFE, INFANTS, CHILDREN = "life-expectancy", "infant-mortality", "under5-mortality"
CLASSES = "school-health-class-rate"
PDF = b"%PDF-1.4 scan"


@pytest.fixture
def clients(reporting):
    """A signed-in client per person, by name."""
    found = {}
    for name, person in reporting.people.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


@pytest.fixture
def clerk(clients):
    return clients["clerk"]


def send(client, *cells, path="cells/", **more):
    body = json.dumps({"cells": list(cells)} | more)
    return client.post(PAGE + path, body, content_type="application/json")


def cell(reporting, code, **fields):
    return {
        "indicator": code,
        "version": reporting.cell(code).version,
        "fields": fields,
    }


def row(answer, code):
    (found,) = [r for r in answer.context["rows"] if r.code == code]
    return found


def form_of(client, path=PAGE):
    """Return what a browser without scripts would send of the page as it stands."""
    found = {}
    for line in client.get(path).context["rows"]:
        if line.editable:
            found |= {f"{name}-{line.code}": text for name, text in line.texts.items()}
            found[f"was-{line.code}"] = line.was
            found[f"version-{line.code}"] = line.version
    return found


def cells(html):
    """Return how many cells each line of the grid's table has, a colspan counted."""
    spans = []
    for line in re.findall(r"<tr\b.*?</tr>", html, re.S):
        tags = re.findall(r"<t[dh]\b[^>]*>", line)
        spans.append(
            sum(int(n) for t in tags for n in re.findall(r'colspan="(\d+)"', t) or [1])
        )
    return spans


@pytest.mark.parametrize("has_counts, width", [(True, 17), (False, 15)])
def test_head_and_rows_of_the_table_have_the_same_columns(
    clerk, monkeypatch, has_counts, width
):
    monkeypatch.setattr(access, "may_see_counts", lambda grants, code: has_counts)

    page = clerk.get(PAGE).content.decode()

    table = page[page.index("<table") : page.index("</table>")]
    assert set(cells(table)) == {width}
    assert table.count("<col ") == width


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize(
    "name, status",
    [
        ("clerk", 200),
        ("teacher", 200),  # of a department: sees its own rows
        ("reviewer", 200),
        ("administrator", 200),
        ("official", 403),
        ("provincial", 403),  # sees reported cells on the review page
        ("neighbour", 404),
    ],
)
def test_who_sees_the_grid(clients, name, status):
    assert clients[name].get(PAGE).status_code == status


@pytest.mark.parametrize(
    "name, status",
    [
        ("clerk", 200),
        ("teacher", 403),  # 人均预期寿命 is not the school department's
        ("reviewer", 403),
        ("administrator", 403),
        ("official", 403),
        ("provincial", 403),
        ("neighbour", 404),
    ],
)
def test_who_saves_a_cell(clients, reporting, name, status):
    answer = send(clients[name], cell(reporting, LIFE, value="77.5"))

    assert answer.status_code == status
    assert (reporting.cell(LIFE).value is not None) == (status == 200)


@pytest.mark.parametrize("verb", ["submit", "withdraw", "correct", "supplement"])
@pytest.mark.parametrize(
    "name, status",
    [("reviewer", 403), ("official", 403), ("provincial", 403), ("neighbour", 404)],
)
def test_who_does_not_fill_in_does_nothing(clients, verb, name, status):
    answer = clients[name].post(f"{PAGE}{verb}/", {"row": [LIFE]})

    assert answer.status_code == status


def test_visitors_are_sent_to_sign_in(reporting, client):
    assert client.get(PAGE).url.startswith("/login/")


def test_a_department_sees_and_saves_its_own_rows_only(clients, reporting):
    teacher = clients["teacher"]

    page = teacher.get(PAGE)
    own = send(teacher, cell(reporting, CLASSES, value="91"))

    assert [r.code for r in page.context["rows"]] == [CLASSES]
    assert teacher.get(PAGE + "?department=").status_code == 403
    assert teacher.get(PAGE + "?department=财政部门").status_code == 404
    assert own.status_code == 200


def test_a_reviewer_reads_and_types_nothing(clients):
    page = clients["reviewer"].get(PAGE)

    assert not any(r.editable for r in page.context["rows"])
    assert "data-field" not in page.content.decode()
    assert clients["reviewer"].post(PAGE, {}).status_code == 403


def test_event_counts_are_for_own_staff_and_reviewers(clients, reporting):
    reporting.type(INFANTS, events="21", denominator="5120")

    seen = {
        name: "5120" in clients[name].get(PAGE).content.decode()
        for name in ("clerk", "reviewer", "administrator")
    }

    assert seen == {"clerk": True, "reviewer": True, "administrator": False}


def test_the_page_is_never_kept_by_the_browser(clerk):
    assert "no-store" in clerk.get(PAGE)["Cache-Control"]


# ------------------------------------------------------------------ the page


def test_the_page_needs_twenty_queries_at_most(
    clerk, reporting, django_assert_max_num_queries
):
    clerk.get(PAGE)

    with django_assert_max_num_queries(23):
        answer = clerk.get(PAGE)
    with django_assert_max_num_queries(23):
        clerk.get(f"{PAGE}?department={SCHOOLS}&by=owner&mine=1")

    assert len(answer.context["rows"]) == 24


def test_a_save_needs_few_queries_whatever_the_number_of_cells(
    clerk, reporting, django_assert_max_num_queries
):
    codes = list(Entry.objects.values_list("indicator__code", flat=True))
    one = [cell(reporting, LIFE, note="一")]
    many = [cell(reporting, code, note="二") for code in codes if code != LIFE]

    with django_assert_max_num_queries(18):
        send(clerk, *one)
    with django_assert_max_num_queries(18):
        answer = send(clerk, *many)

    assert len(answer.json()["rows"]) == 23


def test_rows_come_by_domain_or_by_who_supplies(clerk):
    by_domain = clerk.get(PAGE).context["groups"]
    by_owner = clerk.get(PAGE + "?by=owner").context["groups"]

    assert by_domain[0][0] == "健康水平"
    assert {heading for heading, _rows, _hidden in by_owner} == {"汇总单位", SCHOOLS}


def test_filters_are_links_that_work_without_scripts(clerk, reporting):
    reporting.type(LIFE, value="77.5")

    unfilled = clerk.get(PAGE + "?only=unfilled")
    problems = clerk.get(PAGE + "?only=problems")

    assert row(unfilled, LIFE).hidden and not row(unfilled, INFANTS).hidden
    assert not row(problems, LIFE).hidden  # no source yet
    assert row(problems, INFANTS).hidden
    assert clerk.get(PAGE + "?only=xyz").status_code == 400


def test_the_clerks_own_rows_are_one_link_away(clerk, reporting):
    DataOwner.objects.create(
        region=reporting.region,
        indicator=Indicator.objects.get(code=LIFE),
        clerk=reporting.people["clerk"],
    )

    page = clerk.get(PAGE + "?mine=1")

    assert [r.code for r in page.context["rows"]] == [LIFE]
    assert "我经办的" in page.content.decode()


def test_a_row_carries_definition_target_and_earlier_years(clerk, reporting):
    reporting.known(INFANTS, YEAR - 1, "4.2")

    line = row(clerk.get(PAGE), INFANTS)

    about = dict(line.about)
    assert "年内活产数" in about["分母"] and about["采集地区"] == "达州"
    assert line.years[-1][0] == "4.20"
    assert line.goal.startswith("≤") and line.goal_year == "2025"


def test_nothing_asked_says_who_opens_a_round(clerk):
    page = clerk.get("/entry/511700/2011/")

    assert page.status_code == 200
    assert "管理员发起" in page.content.decode()


def test_before_the_opening_day_one_only_looks(clerk, reporting):
    Submission.objects.update(opens_on=timezone.localdate() + timedelta(days=3))

    page = clerk.get(PAGE)

    assert not any(r.editable for r in page.context["rows"])
    assert "起填报" in page.content.decode()


def test_a_locked_form_says_why_and_who_unlocks(clerk, reporting):
    reviewer = reporting.people["reviewer"]
    entry.lock([reporting.form()], "年鉴已定稿", now=timezone.now(), by=reviewer)

    page = clerk.get(PAGE).content.decode()
    answer = send(clerk, cell(reporting, LIFE, value="77.5")).json()

    assert "年鉴已定稿" in page and "可由达州市的审核人员或管理员解锁" in page
    assert "年鉴已定稿" in answer["rows"][0]["refused"]["value"]


def test_a_reason_beside_a_value_is_not_taken_from_a_plain_form(clerk, reporting):
    reporting.type(LIFE, value="77.1")

    sent = form_of(clerk) | {f"missing_reason-{LIFE}": "not_collected"}
    answer = clerk.post(PAGE, sent | {"do": "save"})

    assert answer.status_code == 422
    assert "请先清空数值，再选原因" in answer.content.decode()
    assert reporting.cell(LIFE).value == Decimal("77.1")

    answer = clerk.post(PAGE, sent | {f"value-{LIFE}": "", "do": "save"})
    assert reporting.cell(LIFE).missing_reason == "not_collected"


@pytest.mark.parametrize("how", ["uploaded", "base", 1, None])
def test_a_page_says_only_its_own_ways(clerk, reporting, how):
    answer = send(clerk, cell(reporting, LIFE, value="77.1") | {"how": how})

    assert answer.status_code == 400
    assert reporting.cell(LIFE).value is None


def test_locked_forms_are_said_in_one_sentence(clerk, reporting):
    forms = [reporting.form(), reporting.form(SCHOOLS)]
    by = reporting.people["reviewer"]
    entry.lock(forms, "年鉴已定稿", now=timezone.now(), by=by)

    (notice,) = clerk.get(PAGE).context["notices"]

    units = "、".join(form.unit_name for form in forms)
    assert notice.startswith(f"{units}的填报表已于") and notice.count("年鉴已定稿") == 1


def test_the_answer_to_a_button_stands_beside_the_buttons(clerk, reporting):
    reporting.filled(LIFE, "77.5")
    clerk.post(f"{PAGE}submit/", {"row": [LIFE]})

    page = clerk.get(PAGE).content.decode()

    assert page.count("已提交1项") == 1
    assert page.index("已提交1项") > page.index('id="acts"')


def test_what_rests_this_year_is_listed_with_its_years(clerk, reporting):
    fitness = "fitness-standard-share"
    Indicator.objects.filter(code=fitness).update(period=5)
    Entry.objects.filter(indicator__code=fitness).delete()
    reporting.known(fitness, YEAR - 1, "85")

    page = clerk.get(PAGE + "?rest=1")

    (rest,) = page.context["rest"]
    assert (rest.last, rest.next) == (YEAR - 1, YEAR + 4)
    assert f"最近{YEAR - 1}年，下次{YEAR + 4}年" in page.content.decode()


# ------------------------------------------------------------------ cells


def test_a_saved_cell_answers_its_text_version_and_findings(clerk, reporting):
    answer = send(clerk, cell(reporting, LIFE, value="７７．５岁")).json()

    (found,) = answer["rows"]
    assert found["status"] == "saved" and found["texts"]["value"] == "77.50"
    assert found["version"] == reporting.cell(LIFE).version == 2
    assert [f["code"] for f in found["findings"]] == ["source"]


def test_refused_cells_do_not_hinder_the_others(clerk, reporting):
    cells = [
        cell(reporting, LIFE, value="约77", source="年报"),
        cell(reporting, INFANTS, value="4.1"),
    ]

    first, second = send(clerk, *cells).json()["rows"]

    assert "约77" in first["refused"]["value"]
    assert reporting.cell(LIFE).source == "年报"
    assert second["status"] == "saved"


def test_a_stale_version_overwrites_nothing_and_answers_what_stands(clerk, reporting):
    stale = cell(reporting, LIFE, value="77.5")
    reporting.type(LIFE, value="78.1")

    (found,) = send(clerk, stale).json()["rows"]

    assert found["status"] == "conflict" and found["texts"]["value"] == "78.10"
    assert "clerk" in found["who"]
    assert reporting.cell(LIFE).value == Decimal("78.1")


def test_partners_of_a_relation_come_back_with_their_findings(clerk, reporting):
    Relation.objects.get_or_create(
        kind="part",
        left=Indicator.objects.get(code=INFANTS),
        right=Indicator.objects.get(code=CHILDREN),
        defaults={"reason": "婴儿是5岁以下儿童的一部分"},
    )
    reporting.type(CHILDREN, value="4.0", source="年报")

    answer = send(clerk, cell(reporting, INFANTS, value="5.0")).json()

    (partner,) = [r for r in answer["around"] if r["indicator"] == CHILDREN]
    assert any(f["level"] == "error" for f in partner["findings"])


def test_an_indicator_that_is_not_asked_is_refused_whole(clerk, reporting):
    other = {"indicator": "no-such", "version": 1, "fields": {"value": "1"}}

    answer = send(clerk, cell(reporting, LIFE, value="77.5"), other)

    assert answer.status_code == 422 and "请从待办重新打开" in answer.json()["error"]
    assert reporting.cell(LIFE).value is None


def test_a_page_of_another_account_saves_nothing(clerk, reporting):
    answer = send(clerk, cell(reporting, LIFE, value="77.5"), by="teacher")

    assert answer.status_code == 422
    assert reporting.cell(LIFE).value is None


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"cells": []}',
        '{"cells": [1]}',
        '{"cells": [{"indicator": "life-expectancy", "version": "1", "fields": {}}]}',
        '{"cells": [{"indicator": "life-expectancy", "fields": {"value": 5}}]}',
    ],
)
def test_a_request_that_is_no_list_of_cells_is_bad(clerk, body):
    answer = clerk.post(f"{PAGE}cells/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_base_figure_gives_the_rates_that_use_it_their_denominator(clerk, reporting):
    Indicator.objects.filter(code=INFANTS).update(base="births")
    reporting.type(INFANTS, events="21")

    body = json.dumps(
        {"kind": "births", "value": "5,120", "source": "年报", "version": 0}
    )
    answer = clerk.post(f"{PAGE}base/", body, content_type="application/json").json()

    assert answer["base"]["version"] == 1
    assert [r["indicator"] for r in answer["around"]] == [INFANTS]
    assert reporting.cell(INFANTS).denominator == 5120
    assert BaseFigure.objects.get(kind="births").value == 5120
    assert "活产数" in clerk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "value, source, version",
    [("许多", "年报", 0), ("5120", "", 0), ("5120", "年报", 3)],
)
def test_a_base_figure_that_cannot_stand_says_why(
    clerk, reporting, value, source, version
):
    body = {"kind": "births", "value": value, "source": source, "version": version}

    answer = clerk.post(f"{PAGE}base/", body, content_type="application/json")

    assert answer.status_code == 422 and answer.json()["error"]


# ------------------------------------------------------------------ the plain form


def test_the_plain_form_saves_what_differs_and_nothing_else(clerk, reporting):
    form = form_of(clerk) | {f"value-{LIFE}": "77.5", f"source-{LIFE}": "年报"}

    answer = clerk.post(PAGE, form)

    assert answer.status_code == 302
    assert reporting.cell(LIFE).value == Decimal("77.5")
    assert set(Entry.objects.exclude(version=1).values_list("indicator__code")) == {
        (LIFE,)
    }


def test_the_plain_form_keeps_refused_texts_in_their_cells(clerk, reporting):
    form = form_of(clerk) | {f"value-{LIFE}": "约77", f"value-{INFANTS}": "4.1"}

    answer = clerk.post(PAGE, form)

    line = row(answer, LIFE)
    assert answer.status_code == 422
    assert line.texts["value"] == "约77" and line.refused[0][0] == "数值"
    assert reporting.cell(INFANTS).value == Decimal("4.1")


def test_the_plain_form_shows_both_values_of_a_conflict(clerk, reporting):
    form = form_of(clerk) | {f"value-{LIFE}": "77.5"}
    reporting.type(LIFE, value="78.1")

    answer = clerk.post(PAGE, form)

    line = row(answer, LIFE)
    assert line.texts["value"] == "77.5" and line.theirs == [("数值", "78.10")]
    assert reporting.cell(LIFE).value == Decimal("78.1")
    again = form | {f"version-{LIFE}": line.version, f"was-{LIFE}": line.was}
    assert clerk.post(PAGE, again).status_code == 302
    assert reporting.cell(LIFE).value == Decimal("77.5")


def test_what_someone_else_changed_and_one_did_not_touch_is_no_conflict(
    clerk, reporting
):
    form = form_of(clerk) | {f"value-{INFANTS}": "4.1"}
    reporting.type(LIFE, value="78.1")

    answer = clerk.post(PAGE, form)

    assert answer.status_code == 302
    assert reporting.cell(LIFE).value == Decimal("78.1")


def test_submitting_with_the_plain_form_names_every_cell_that_cannot(clerk, reporting):
    reporting.filled(LIFE, "77.5")

    answer = clerk.post(PAGE, form_of(clerk) | {"do": "submit", "row": [LIFE, INFANTS]})

    assert answer.status_code == 422
    assert row(answer, INFANTS).typed.blocked
    assert reporting.cell(LIFE).state == "draft"


def test_who_fills_in_is_told_once_that_figures_are_of_the_whole_year(
    client, reporting
):
    told = {}
    for name in ("clerk", "reviewer"):
        client.force_login(reporting.people[name])
        told[name] = client.get(PAGE).content.decode().count("数值均为全年数")

    assert told == {"clerk": 1, "reviewer": 0}


def test_what_the_checks_say_of_a_refused_row_is_said_once(clerk, reporting):
    reporting.type(LIFE, value="775", source="年报")

    answer = clerk.post(PAGE, form_of(clerk) | {"do": "submit", "row": [LIFE]})

    said = answer.content.decode().partition(f'id="says-{LIFE}"')[2].partition("</td>")
    sentence = row(answer, LIFE).typed.blocked[0]
    assert answer.status_code == 422 and "高于" in sentence
    assert said[0].count(sentence) == 1


def test_all_that_is_filled_is_submitted_and_the_rest_is_counted(clerk, reporting):
    reporting.filled(LIFE, "77.5")

    answer = clerk.post(PAGE, form_of(clerk) | {"do": "submit-all"}, follow=True)

    assert reporting.cell(LIFE).state == "submitted"
    said = [str(message) for message in answer.context["messages"]]
    assert "已提交1项" in said[0] and "另有23项未提交" in said[0]


def test_submitted_rows_are_withdrawn_and_approved_ones_corrected(clerk, reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.approved(INFANTS, "4.1")

    withdrawn = clerk.post(f"{PAGE}withdraw/", {"row": [LIFE]})
    without = clerk.post(f"{PAGE}correct/", {"row": [INFANTS]})
    corrected = clerk.post(f"{PAGE}correct/", {"row": [INFANTS], "why": "年报更正"})

    assert withdrawn.status_code == corrected.status_code == 200
    assert without.status_code == 422 and "更正原因" in without.json()["error"]
    assert reporting.cell(LIFE).state == reporting.cell(INFANTS).state == "draft"
    assert dict(row(clerk.get(PAGE), INFANTS).about)["更正前（审定值）"] == "4.10‰"


def test_a_refused_submission_answers_scripts_with_every_cell(clerk, reporting):
    answer = clerk.post(f"{PAGE}submit/", {"row": [LIFE]})

    assert answer.status_code == 422
    assert "尚未填写" in answer.json()["cells"][LIFE][0]


FOR_SCHOOLS = f"{PAGE}?department={SCHOOLS}"


def test_filtering_a_department_chooses_it_as_who_supplies(clerk, reporting):
    DataOwner.objects.filter(department__name=SCHOOLS).update(contact="王老师")

    chosen = [d for d in clerk.get(FOR_SCHOOLS).context["suppliers"] if d["chosen"]]
    everything = clerk.get(PAGE).context["suppliers"]

    assert [(d["name"], d["contact"]) for d in chosen] == [(SCHOOLS, "王老师")]
    assert not any(d["chosen"] for d in everything)


def test_a_departments_own_people_supply_for_nobody(client, reporting):
    client.force_login(
        reporting.people["teacher"],
        backend="django.contrib.auth.backends.ModelBackend",
    )

    suppliers = client.get(FOR_SCHOOLS).context["suppliers"]

    assert not any(d["chosen"] for d in suppliers)


def test_dissolved_departments_stand_with_who_took_over(clerk, reporting):
    region = reporting.region
    heir = Department.objects.create(region=region, name="市医保局")
    between = Department.objects.create(region=region, name="社保局", successor=heir)
    Department.objects.create(region=region, name="医保办", successor=between)

    suppliers = {d["name"]: d for d in clerk.get(PAGE).context["suppliers"]}

    assert set(suppliers["市医保局"]["former"].split("、")) == {"社保局", "医保办"}
    assert "社保局" not in suppliers and "医保办" not in suppliers
    assert "（原" in text(clerk.get(PAGE))


def test_without_a_tick_all_rows_of_the_department_are_noted(clerk, reporting):
    form = {
        "do": "supply",
        "supply-supplier": SCHOOLS,
        "supply-source": "全市教育统计",
        "supply-supplied_on": "2025-03-02",
    }

    clerk.post(FOR_SCHOOLS, form)

    cell = reporting.cell("school-health-class-rate")
    assert (cell.supplier.name, cell.source) == (SCHOOLS, "全市教育统计")
    assert reporting.cell("pm25").supplier is None
    refused = clerk.post(PAGE, form)  # nobody is filled in for: rows must be chosen
    assert "请先选择" in text(refused)
    assert reporting.cell("pm25").supplier is None


def test_papers_name_who_supplied_beside_the_source(clerk, reporting):
    reporting.type(
        "school-health-class-rate",
        value="98",
        source="全市教育统计",
        supplier=SCHOOLS,
        supplier_contact="王老师",
    )
    cell = reporting.cell("school-health-class-rate")

    assert checking.source_of(cell) == "全市教育统计"
    said = checking.source_printed(cell)
    assert said == f"全市教育统计；提供部门：{SCHOOLS}（王老师）"
    cell.source = checking.supplier_words(cell)  # as submitting fills it in
    assert checking.source_printed(cell) == f"{SCHOOLS}（王老师）"


def test_supply_is_noted_on_the_chosen_rows(clerk, reporting):
    form = form_of(clerk) | {
        "do": "supply",
        "row": [LIFE, INFANTS],
        "supply-supplier": "卫生健康部门",
        "supply-supplier_contact": "刘",
        "supply-supply_channel": "letter",
        "supply-supplied_on": "2025-03-02",
    }

    clerk.post(PAGE, form)
    nobody = clerk.post(PAGE, form | {"supply-supplier": ""})

    found = reporting.cell(INFANTS)
    assert found.supplier.name == "卫生健康部门" and found.supply_channel == "letter"
    assert nobody.status_code == 422
    assert "卫生健康部门 · 刘 · 来函 · 2025-03-02" in clerk.get(PAGE).content.decode()


def test_a_suggestion_a_known_figure_and_last_years_source_are_taken_over(
    clerk, reporting
):
    reporting.submitted(LIFE, "77.5")
    entry.send_back(
        reporting.region,
        YEAR,
        {LIFE: "与公报不符"},
        {LIFE: Decimal("77.8")},
        by=reporting.people["reviewer"],
    )
    reporting.known(INFANTS, YEAR, "4.1")
    reporting.known(CHILDREN, YEAR - 1, "6.2")

    page = clerk.get(PAGE).content.decode()
    clerk.post(PAGE, form_of(clerk) | {"take": f"{LIFE}:suggested"})
    clerk.post(PAGE, form_of(clerk) | {"take": f"{INFANTS}:known"})
    clerk.post(PAGE, form_of(clerk) | {"do": "last", "row": [CHILDREN]})

    assert "与公报不符" in page and "已有数据4.10‰（统计公报）" in page
    assert reporting.cell(LIFE).value == Decimal("77.8")
    assert reporting.cell(INFANTS).source == "统计公报"
    assert reporting.cell(INFANTS).value == Decimal("4.1")
    assert reporting.cell(CHILDREN).source == "统计公报"


def test_the_upper_levels_figure_stands_in_and_says_so(clerk, reporting):
    province = Region.objects.get(code="510000")
    indicator = Indicator.objects.get(code=LIFE)
    figure = entry.NewValue(province, indicator, YEAR, Decimal("78.9"), source="公报")
    entry.publish([figure], origin=Origin.IMPORT)
    reporting.type(LIFE, missing_reason="awaiting_upper")

    page = clerk.get(PAGE).content.decode()
    clerk.post(PAGE, form_of(clerk) | {"take": f"{LIFE}:above"})

    assert "采用四川省数据78.90岁" in page
    found = reporting.cell(LIFE)
    assert found.value == Decimal("78.9") and found.substitute_region == province
    assert "采用四川省数据" in clerk.get(PAGE).content.decode()


def test_texts_of_a_cell_read_back_to_the_same_cell(reporting):
    reporting.type(
        INFANTS, events="21", denominator="5120", source="年报", note="一\n二"
    )
    reporting.type(LIFE, missing_reason="not_published", expected_on="2025-09")

    for code in (INFANTS, LIFE):
        found = reporting.cell(code)
        counts = () if found.indicator.has_counts else ("events", "denominator")
        fields = {n: t for n, t in texts.of(found).items() if n not in counts}
        outcome = reporting.type(code, **fields)
        assert (outcome.status, outcome.refused) == ("same", {})


# ------------------------------------------------------------------ attachments


def scan(name="盖章.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def proof(clerk, reporting, settings, tmp_path):
    """One scan attached to two rows, as the script sends it."""
    settings.MEDIA_ROOT = tmp_path
    body = {"file": scan(), "row": [LIFE, INFANTS]}
    return clerk.post(f"{PAGE}attachments/", body).json()["attachment"]


def test_one_scan_proves_a_block_of_rows(clerk, reporting, proof):
    answer = clerk.get(proof["url"])

    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert reporting.cell(LIFE).attachments.get().name == "盖章.pdf"
    assert clerk.get(PAGE).content.decode().count(proof["url"]) == 2


def test_a_file_is_not_attached_to_rows_of_another_department(
    clients, reporting, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    own = Entry.objects.get(submission__department__name=SCHOOLS).submission

    with pytest.raises(entry.NotAllowed):
        entry.attach(own, scan(), [LIFE], by=reporting.people["teacher"])

    assert not reporting.cell(LIFE).attachments.exists()


def test_a_long_file_name_keeps_its_ending(clerk, reporting, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = {"file": scan("长" * 240 + ".pdf"), "row": [LIFE]}

    kept = clerk.post(f"{PAGE}attachments/", body).json()["attachment"]

    assert kept["name"] == "长" * 196 + ".pdf"


@pytest.mark.parametrize(
    "name, status",
    [
        ("reviewer", 200),
        ("administrator", 200),
        ("teacher", 403),
        ("official", 403),
        ("provincial", 403),
        ("neighbour", 404),
    ],
)
def test_who_downloads_a_proof(clients, proof, name, status):
    answer = clients[name].get(proof["url"])

    assert answer.status_code == status
    if answer.streaming:  # read to the end, a download closes its file
        assert b"".join(answer.streaming_content)


def test_a_proof_is_removed_while_its_cells_are_open(clerk, clients, reporting, proof):
    refused = clients["reviewer"].post(proof["url"])
    removed = clerk.post(proof["url"])

    assert refused.status_code == 403 and removed.status_code == 200
    assert clerk.get(proof["url"]).status_code == 404


@pytest.mark.parametrize(
    "upload, rows",
    [
        (lambda: scan("宏.exe"), [LIFE]),
        (lambda: scan(content=b"no pdf"), [LIFE]),
        (lambda: scan(), []),
        (lambda: "", [LIFE]),
    ],
)
def test_a_file_that_is_not_kept_says_why(clerk, reporting, upload, rows):
    answer = clerk.post(f"{PAGE}attachments/", {"file": upload(), "row": rows})

    assert answer.status_code == 422 and answer.json()["error"]
    assert not reporting.cell(LIFE).attachments.exists()


def test_the_plain_form_attaches_too(clerk, reporting, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = form_of(clerk) | {"do": "attach", "row": [LIFE], "file": scan()}

    clerk.post(PAGE, form)

    assert reporting.cell(LIFE).attachments.count() == 1
