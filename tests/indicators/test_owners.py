"""数据提供部门: who supplies what, edited many at once, and what follows."""

import re

import pytest
from django.urls import reverse

from indicators import entry
from indicators.entry import owners, owners_pasted
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, FormEvent
from regions import access
from regions.models import Department, Membership, Region, User
from regions.people import departments
from tests.indicators.conftest import SCHOOLS
from tests.pages import text

DAZHOU, PROVINCE, QUJING = "511700", "510000", "530300"
PAGES = ["indicators:owners", "indicators:owners_paste"]


@pytest.fixture
def region(people):
    return Region.objects.get(code=DAZHOU)


@pytest.fixture
def desk(client, people):
    client.force_login(people["administrator"])
    return client


@pytest.fixture
def rates(region):
    """The first three indicators of 达州's list."""
    return [row.indicator for row in owners.rows(region)[:3]]


def save(client, indicators, query="", **data):
    address = f"{reverse('indicators:owners')}?region={DAZHOU}{query}"
    chosen = [indicator.code for indicator in indicators]
    return client.post(address, {"indicator": chosen} | data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def complaint(response):
    return " ".join(response.context["form"].non_field_errors())


# ------------------------------------------------------------ who may come in


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["clerk", "teacher", "reviewer", "official"])
def test_only_administrators_open_the_pages(client, people, page, name):
    client.force_login(people[name])

    assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse(page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "code, status", [(DAZHOU, 200), (PROVINCE, 403), (QUJING, 404), ("511100", 404)]
)
def test_a_region_out_of_sight_is_404_and_one_above_403(desk, page, code, status):
    assert desk.get(reverse(page), {"region": code}).status_code == status


# ------------------------------------------------------------------- the list


def test_the_list_holds_the_indicators_of_the_plan_by_domain(desk, region):
    page = desk.get(reverse("indicators:owners"))

    orders = [domain.order for domain, _rows in page.context["rows"]]
    assert orders == sorted(orders) and page.context["all"] >= 24
    assert page.context["unnamed"] == page.context["all"]
    assert "未指定" in text(page)


def test_a_region_without_indicators_says_what_to_do(client, plans, db):
    code = "510000"
    boss = User.objects.create_user("boss")
    province = Region.objects.get(code=code)
    Membership.objects.create(user=boss, region=province, role=access.ADMINISTRATOR)
    client.force_login(boss)

    page = text(client.get(reverse("indicators:owners"), {"region": code}))

    assert "尚无应采集的指标" in page and "导入本地区规划" in page


def test_the_list_is_filtered_by_supplier(desk, region, rates, people):
    schools = region.departments.get(name=SCHOOLS)
    by = people["administrator"]
    owners.assign(region, {rates[0]: {"department": schools}}, by=by)
    owners.assign(region, {rates[1]: {"department": None}}, by=by)

    def shown(show):
        page = desk.get(reverse("indicators:owners"), {"show": show})
        return [row.indicator for _d, rows in page.context["rows"] for row in rows]

    assert shown(SCHOOLS) == [rates[0]] and shown("-") == [rates[1]]
    assert not set(shown("none")) & set(rates[:2])
    answer = desk.get(reverse("indicators:owners"), {"show": "没有的部门"})
    assert answer.status_code == 400


def test_queries_do_not_grow_with_rows(
    desk, region, rates, people, django_assert_num_queries
):
    with django_assert_num_queries(10):
        desk.get(reverse("indicators:owners"))
    schools = region.departments.get(name=SCHOOLS)
    fields = {"department": schools, "clerk": people["clerk"], "channel": "self"}
    every = [row.indicator for row in owners.rows(region)]
    owners.assign(region, dict.fromkeys(every, fields), by=people["administrator"])

    with django_assert_num_queries(10):
        desk.get(reverse("indicators:owners"))


# ----------------------------------------------------------- many at once


def test_the_chosen_rows_are_saved_and_the_others_are_not(desk, region, rates):
    page = save(
        desk,
        rates[:2],
        department=SCHOOLS,
        channel="collected",
        contact="赵老师",
        phone="0818-123",
        clerk="clerk",
    )

    stored = DataOwner.objects.all()
    assert {owner.indicator for owner in stored} == set(rates[:2])
    for owner in stored:
        assert (owner.department.name, owner.contact) == (SCHOOLS, "赵老师")
        assert owner.clerk.username == "clerk"
    assert "已保存2项" in said(page)


def test_what_is_left_alone_stays(desk, region, rates):
    save(desk, rates, department=SCHOOLS, contact="赵老师", phone="0818-123")
    save(desk, rates[:1], channel="self")

    owner = DataOwner.objects.get(indicator=rates[0])
    assert (owner.contact, owner.phone, owner.channel) == ("赵老师", "0818-123", "self")


def test_another_department_does_not_inherit_the_contact(desk, region, rates):
    save(desk, rates[:1], department=SCHOOLS, contact="赵老师", phone="0818-123")
    save(desk, rates[:1], department="-")

    owner = DataOwner.objects.get()
    assert (owner.department, owner.contact, owner.phone) == (None, "", "")


def test_contacts_are_cleared_on_request(desk, region, rates):
    save(desk, rates[:1], department=SCHOOLS, contact="赵老师", note="每年3月发函")
    save(desk, rates[:1], forget="on")

    owner = DataOwner.objects.get()
    assert (owner.contact, owner.note) == ("", "") and owner.department.name == SCHOOLS


def test_an_owner_is_unnamed_again(desk, region, rates):
    save(desk, rates, department=SCHOOLS)

    page = save(desk, rates[:2], department="none")

    assert DataOwner.objects.get().indicator == rates[2] and "已取消2项" in said(page)


@pytest.mark.parametrize(
    "data, sentence",
    [
        ({}, "没有修改"),
        ({"department": "没有的部门"}, ""),
        ({"clerk": "teacher"}, ""),  # of a department: collects for nobody else
        ({"clerk": "official"}, ""),
        ({"channel": "x"}, ""),
    ],
)
def test_bad_choices_save_nothing(desk, region, rates, data, sentence):
    page = save(desk, rates, **data)

    assert page.context["form"].errors and sentence in complaint(page)
    assert not DataOwner.objects.exists()
    assert page.context["ticked"] == [indicator.code for indicator in rates]


def test_rows_are_chosen_first(desk, region, rates):
    page = save(desk, [], department=SCHOOLS)

    assert "请先在表中勾选指标" in complaint(page)


def test_rules_hold_below_the_page_too(people, region, rates):
    by, clerk = people["administrator"], people["teacher"]
    other = Department.objects.create(
        region=Region.objects.get(code=QUJING), name="彼处的部门"
    )

    for fields in ({"department": other}, {"clerk": clerk}):
        with pytest.raises(EntryError):
            owners.assign(region, {rates[0]: fields}, by=by)
    with pytest.raises(entry.NotAllowed):
        owners.assign(region, {rates[0]: {}}, by=people["clerk"])
    with pytest.raises(entry.NotAllowed):
        owners.unassign(region, rates, by=people["reviewer"])


def test_departments_that_fill_themselves_need_an_account(desk, region, rates, people):
    save(desk, rates[:1], department="公安部门", channel="self")
    save(desk, rates[1:2], department=SCHOOLS, channel="self")

    page = desk.get(reverse("indicators:owners"))

    assert [d.name for d in page.context["unmanned"]] == ["公安部门"]


# ----------------------------------------------- open cells follow their owner


def test_open_cells_follow_a_new_owner(desk, reporting):
    cell = reporting.cell("life-expectancy")
    form = cell.submission

    page = save(desk, [cell.indicator], department=SCHOOLS)

    moved = reporting.cell("life-expectancy")
    assert moved.submission == reporting.form(SCHOOLS) != form
    assert "1项未提交的指标随之移到新的填报表" in said(page)


def test_submitted_cells_stay(desk, reporting):
    cell = reporting.submitted("life-expectancy", "78.2")

    save(desk, [cell.indicator], department=SCHOOLS)

    assert reporting.cell("life-expectancy").submission == cell.submission


def test_a_closed_departments_work_follows_to_the_successor(reporting):
    schools = reporting.form(SCHOOLS).department
    heir = Department.objects.create(region=reporting.region, name="教育体育部门")
    day = reporting.round.opens_on

    moved = departments.dissolve(
        schools, day, heir, by=reporting.people["administrator"]
    )

    assert DataOwner.objects.get().department == heir
    assert reporting.form("教育体育部门").entries.count() == 1
    assert reporting.people["teacher"].memberships.get().department == heir
    assert moved == ["成员1人", "数据提供分工1项", "未提交的指标1项"]
    assert FormEvent.objects.filter(kind="moved").count() == 2


def test_a_department_with_open_work_needs_a_successor(reporting):
    schools = reporting.form(SCHOOLS).department
    schools.membership_set.all().delete()

    with pytest.raises(
        departments.PeopleError, match="数据提供分工1项、未提交的指标1项"
    ):
        departments.dissolve(
            schools,
            reporting.round.opens_on,
            None,
            by=reporting.people["administrator"],
        )


# ------------------------------------------------------------------- pasted


def paste(client, content, action="preview"):
    address = f"{reverse('indicators:owners_paste')}?region={DAZHOU}"
    data = {"text": content, "action": action}
    return client.post(address, data, follow=True)


def table(*lines):
    return "\n".join("\t".join(line) for line in lines)


def test_a_pasted_table_is_looked_at_first_and_then_imported(desk, region, rates):
    content = table(
        ("指标", "部门", "联系人", "电话", "方式"),
        (rates[0].name, SCHOOLS, "赵老师", "０８１８-１２３", "自填"),
        (rates[1].code, "汇总单位", "", "", "上级反馈"),
        (rates[2].name, "", "", "", ""),
    )

    shown = paste(desk, content)
    before = DataOwner.objects.count()
    page = shown.content.decode()  # as it stands: the pasted lines are in it
    carried = re.search(r'name="text" value="([^"]*)"', page)[1]
    page = paste(desk, carried, "apply")

    found = {owner.indicator: owner for owner in DataOwner.objects.all()}
    assert before == 0 and shown.context["wrong"] == 0 and set(found) == set(rates)
    first = found[rates[0]]
    assert (first.department.name, first.channel) == (SCHOOLS, "self")
    assert (first.contact, first.phone) == ("赵老师", "0818-123")
    assert (found[rates[1]].department, found[rates[1]].channel) == (None, "upper")
    assert found[rates[2]].channel == "collected" and "已导入3项" in said(page)


def test_an_indicator_may_be_called_as_the_plan_prints_it(region):
    rows = owners.rows(region)
    known, unclear = owners_pasted.names(region, rows)
    labels = region.plans.get().rows.assessable().filter(in_table=True)

    assert all(known[owners_pasted.pasted.tidy(r.label)] for r in labels)
    assert not unclear & {row.indicator.code for row in rows}


@pytest.mark.parametrize(
    "line, sentence",
    [
        (("没有的指标", SCHOOLS), "没有“没有的指标”"),
        (("", SCHOOLS), "请填写指标"),
        (("life-expectancy", "没有的部门"), "没有部门“没有的部门”"),
        (("life-expectancy", "卫生计生部门"), "已撤销，请写继任部门“卫生健康部门”"),
        (("life-expectancy", "", "", "", "口头"), "没有方式“口头”"),
        (("life-expectancy", "", "字" * 61), "联系人过长"),
        (("infant-mortality", ""), "与第1行是同一项指标"),
    ],
)
def test_one_bad_line_keeps_all_from_being_imported(desk, region, line, sentence):
    content = table(("infant-mortality", SCHOOLS), line)

    page = paste(desk, content)
    refused = paste(desk, content, "apply")

    problems = [p for draft in page.context["drafts"] for p in draft.problems]
    assert len(problems) == 1 and sentence in problems[0]
    assert "未导入任何一行" in text(refused) and not DataOwner.objects.exists()


def test_an_empty_paste_is_refused_with_a_sentence(desk, region):
    assert "未读取到指标" in text(paste(desk, "指标\t部门\t联系人\t电话\t方式"))
    assert "请先粘贴" in text(paste(desk, ""))
