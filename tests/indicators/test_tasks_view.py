"""/entry/: what each person has to do, whatever their roles."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators import entry
from indicators.models import DataOwner, Entry, Round
from regions import access
from regions.models import Membership, Region, User
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
SCHOOL = "school-health-class-rate"


def visit(client, user):
    client.force_login(user, backend=BACKEND)
    answer = client.get("/entry/")
    return answer.context["tasks"], answer.content.decode()


def returned(reporting, code, remark, by="clerk"):
    reporting.type(code, by=by, value="90", source="年报", note="已核实")
    entry.submit(reporting.region, YEAR, [code], by=reporting.people[by])
    entry.send_back(
        reporting.region, YEAR, {code: remark}, by=reporting.people["reviewer"]
    )


def test_the_bureaus_clerk_sees_every_form_of_the_region(client, reporting):
    reporting.submitted("life-expectancy", "78")

    tasks, text = visit(client, reporting.people["clerk"])

    (task,) = tasks.fill
    assert [part.unit for part in task.forms] == ["汇总单位", SCHOOLS]
    assert "已填1/24项，已提交1项。" in text and "还有20天" in text
    assert "2024年度监测" in text
    assert not tasks.review and not tasks.upper


def test_a_departments_clerk_sees_the_own_form_only(client, reporting):
    tasks, text = visit(client, reporting.people["teacher"])

    (task,) = tasks.fill
    assert [part.unit for part in task.forms] == [SCHOOLS]
    assert "已填0/1项" in text


def test_what_was_returned_leads_straight_to_the_cell(client, reporting):
    returned(reporting, SCHOOL, "请核对口径", by="teacher")

    _tasks, text = visit(client, reporting.people["teacher"])

    assert "退回1项" in text and "reviewer：请核对口径" in text
    assert f'href="/entry/511700/2024/#{SCHOOL}"' in text


def test_overdue_is_said_in_days(client, reporting):
    Entry.objects.update(due_on=timezone.localdate() - timedelta(days=4))

    _tasks, text = visit(client, reporting.people["clerk"])

    assert "已逾期4天" in text and "逾期24项" in text


def test_rounds_are_named_once_for_each_region_that_they_ask(client, reporting):
    chief = User.objects.create_user("chief")
    province = Region.objects.get(code="510000")
    Membership.objects.create(user=chief, region=province, role=access.ADMINISTRATOR)
    other = Region.objects.get(code="511102")
    today = timezone.localdate()
    call = Round(issuer=province, title="全省", year=YEAR, opens_on=today, due_on=today)
    indicator = reporting.cell("pm25").indicator
    regions = [reporting.region, other, province]
    entry.open_round(call, regions, [], [indicator], by=chief)
    clerk = reporting.people["clerk"]
    Membership.objects.create(user=clerk, region=other, role=access.STAFF)

    tasks, _text = visit(client, clerk)

    titles = {t.region.code: [str(c) for c in t.rounds] for t in tasks.fill}
    assert sorted(titles["511700"]) == ["2024年度监测", "全省"]
    assert titles["511102"] == ["全省"]


def test_rows_one_handles_are_counted_apart(client, reporting):
    handled = ["life-expectancy", "infant-mortality"]
    for code in handled:
        DataOwner.objects.create(
            region=reporting.region,
            indicator=reporting.cell(code).indicator,
            clerk=reporting.people["clerk"],
        )
    reporting.submitted("life-expectancy", "78")

    tasks, text = visit(client, reporting.people["clerk"])

    assert (tasks.fill[0].mine.asked, tasks.fill[0].mine.submitted) == (2, 1)
    assert "我经办的2项，1项未提交" in text


def test_what_was_not_published_comes_back_in_its_month(client, reporting):
    for code, month in (("pm25", "2025-03"), ("oop-share", f"{YEAR + 10}-12")):
        fields = {"missing_reason": "not_published", "expected_on": month}
        assert reporting.type(code, **fields).status == "saved"
        entry.submit(reporting.region, YEAR, [code], by=reporting.people["clerk"])
        entry.approve(
            reporting.region,
            YEAR,
            {code: reporting.cell(code).version},
            by=reporting.people["reviewer"],
        )
    tasks, text = visit(client, reporting.people["clerk"])

    (task,) = tasks.fill
    assert [e.indicator.code for e in task.supplements] == ["pm25"]
    assert [e.indicator.code for e in task.later] == ["oop-share"]
    assert "补报、定报1项" in text and "预计2025年3月公布" in text
    assert "以后补报、定报1项" in text


def test_a_reviewer_sees_what_waits_and_from_whom(client, reporting):
    reporting.submitted("life-expectancy", "78")
    reporting.approved("infant-mortality", "3.10")
    reporting.type(SCHOOL, by="teacher", value="98", source="年报", note="已核实")
    entry.submit(reporting.region, YEAR, [SCHOOL], by=reporting.people["teacher"])

    tasks, text = visit(client, reporting.people["reviewer"])

    assert not tasks.fill
    assert "2项待审核" in text and "1项可报送" in text
    assert "clerk提交1项" in text and "teacher提交1项" in text


def test_a_reviewer_who_also_fills_is_told_what_another_must_approve(client, reporting):
    both = reporting.people["clerk"]
    Membership.objects.create(user=both, region=reporting.region, role=access.REVIEWER)
    reporting.submitted("life-expectancy", "78")

    tasks, text = visit(client, both)

    assert tasks.fill and tasks.review
    assert "其中1项由本人填报" in text


def test_the_level_above_sees_what_is_reported_and_nothing_before(client, reporting):
    reporting.approved("life-expectancy", "78")
    before, _text = visit(client, reporting.people["provincial"])
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    after, text = visit(client, reporting.people["provincial"])

    assert not before
    assert (after.upper[0].reported, after.upper[0].asked) == (1, 24)
    assert "已报送1/24项" in text and "/entry/511700/2024/review/" in text


def test_years_that_are_done_are_folded_away(client, reporting):
    today = timezone.localdate()
    newer = Round(
        issuer=reporting.region,
        title="2025年度",
        year=YEAR + 1,
        opens_on=today,
        due_on=today + timedelta(days=9),
    )
    entry.open_round(newer, [reporting.region], by=reporting.people["administrator"])
    Entry.objects.filter(submission__year=YEAR).update(
        missing_reason="not_applicable", state="reported"
    )

    client.force_login(reporting.people["clerk"], backend=BACKEND)
    context = client.get("/entry/").context

    assert [task.year for task in context["fill"]] == [YEAR + 1]
    assert [task.year for task in context["old"]] == [YEAR]


def test_a_form_not_open_yet_says_from_when(client, reporting):
    day = date(2099, 1, 2)
    Entry.objects.update(due_on=day)
    reporting.form().__class__.objects.update(opens_on=day)

    _tasks, text = visit(client, reporting.people["clerk"])

    assert "1月2日开始填报" in text


@pytest.mark.parametrize(
    "name, sentence",
    [("official", "没有填报、审核角色"), ("neighbour", "由本地区或上级的管理员发起")],
)
def test_nothing_to_do_explains_itself(client, reporting, name, sentence):
    tasks, text = visit(client, reporting.people[name])

    assert not tasks
    assert "暂无待办" in text and sentence in text


def test_other_regions_work_is_nobodys_task(client, reporting):
    stranger = User.objects.create_user("stranger")
    region = Region.objects.get(code="530300")
    for role in (access.STAFF, access.REVIEWER):
        Membership.objects.create(user=stranger, region=region, role=role)

    tasks, _text = visit(client, stranger)

    assert not tasks


def test_the_queries_do_not_grow_with_forms(
    client, reporting, django_assert_num_queries
):
    clerk = reporting.people["clerk"]
    Membership.objects.create(user=clerk, region=reporting.region, role=access.REVIEWER)
    client.force_login(clerk, backend=BACKEND)
    # one of them for what one has proposed, one for the navigation's numbers
    with django_assert_num_queries(11):
        client.get("/entry/")
    departments = list(reporting.region.departments.all())
    for number, cell in enumerate(Entry.objects.select_related("indicator")):
        DataOwner.objects.update_or_create(
            region=reporting.region,
            indicator=cell.indicator,
            defaults={"department": departments[number % 9]},
        )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])

    with django_assert_num_queries(11):
        tasks = client.get("/entry/").context["tasks"]

    assert len(tasks.fill[0].forms) == 9
