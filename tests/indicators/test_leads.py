"""Who answers for the rows of a plan: assigned, pasted, answered, printed."""

import pytest
from django.urls import reverse

from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import Decision, LeadChange, LeadDepartment, Plan
from indicators.pages.leads import rows as shown
from indicators.plans import leads, leads_pasted
from indicators.plans.loading import load_plan
from regions import access, permits
from regions.models import Department, Membership, User
from regions.people import departments
from tests.conftest import FIXTURES
from tests.indicators.conftest import SCHOOLS
from tests.pages import text

pytestmark = pytest.mark.django_db
PLAN = "511700-dazhou"
BACKEND = "django.contrib.auth.backends.ModelBackend"
Role, State = LeadDepartment.Role, LeadDepartment.State


@pytest.fixture
def plan(people):
    return Plan.objects.select_related("region").get(code=PLAN)


@pytest.fixture
def schools(plan):
    return plan.region.departments.get(name=SCHOOLS)


@pytest.fixture
def page(client, people):
    def open_as(name):
        client.force_login(people[name], backend=BACKEND)
        return client

    return open_as


def row_of(plan, key):
    return plan.rows.get(key=key)


def assign(plan, people, *keys, department, role=Role.LEAD, state=State.PROPOSED, **k):
    wanted = [
        leads.WantedLead(row_of(plan, key), department, role, **k) for key in keys
    ]
    return leads.assign(plan, wanted, state, by=people["administrator"])


def lead(plan, key, department):
    return LeadDepartment.objects.current().get(
        plan_indicator__plan=plan, plan_indicator__key=key, department=department
    )


# ------------------------------------------------------------ what is printed


def test_what_the_plans_file_prints_is_a_role_with_its_source(plan):
    """达州's one row with departments: six of them, 责任, 文件明确, from the plan."""
    found = LeadDepartment.objects.filter(plan_indicator__plan=plan)

    assert {(x.role, x.state, x.printed) for x in found} == {("named", "stated", True)}
    assert len(found) == 6
    assert all(x.source.startswith("《") and "：“" not in x.source for x in found)


def test_loading_again_keeps_what_people_assigned(plan, people, schools):
    assign(plan, people, "1", department=schools)

    load_plan(FIXTURES / "plans" / f"{PLAN}.csv")

    assert lead(plan, "1", schools).state == State.PROPOSED
    assert LeadDepartment.objects.filter(printed=True).count() == 6


def test_nothing_is_derived_from_who_supplies_the_figure(reporting):
    """教育部门 supplies a row of the year's form and answers for none."""
    found = LeadDepartment.objects.filter(department__name=SCHOOLS)

    assert not found.exists()


# ----------------------------------------------------------------- assigning


def test_what_is_assigned_is_proposed_and_logged(plan, people, schools):
    done = assign(plan, people, "1", "2", department=schools)

    assert (done.new, done.changed, done.same) == (2, 0, 0)
    assert lead(plan, "1", schools).state == State.PROPOSED
    change = LeadChange.objects.filter(plan_indicator__key="1").get()
    assert (change.kind, change.by) == ("assigned", people["administrator"])


def test_assigning_the_same_again_changes_nothing(plan, people, schools):
    assign(plan, people, "1", department=schools)
    leads.answer(schools, [lead(plan, "1", schools).pk], None, by=people["teacher"])

    done = assign(plan, people, "1", department=schools)

    assert (done.new, done.changed, done.same) == (0, 0, 1)
    assert lead(plan, "1", schools).state == State.CONFIRMED


def test_another_role_is_proposed_anew(plan, people, schools):
    assign(plan, people, "1", department=schools)
    leads.answer(schools, [lead(plan, "1", schools).pk], None, by=people["teacher"])

    done = assign(plan, people, "1", department=schools, role=Role.SUPPORT)

    found = lead(plan, "1", schools)
    assert done.changed == 1
    assert (found.role, found.state) == (Role.SUPPORT, State.PROPOSED)


def test_what_a_document_says_needs_the_document(plan, people, schools):
    with pytest.raises(EntryError, match="须填写依据"):
        assign(plan, people, "1", department=schools, state=State.STATED)

    assign(
        plan, people, "1", department=schools, state=State.STATED, source="〔2024〕3号"
    )

    assert lead(plan, "1", schools).source == "〔2024〕3号"


def test_a_dissolved_or_foreign_department_is_not_assigned(plan, people):
    gone = plan.region.departments.get(name="卫生计生部门")
    foreign = Department.objects.exclude(region=plan.region).first()

    for department in (gone, foreign):
        with pytest.raises(EntryError):
            assign(plan, people, "1", department=department)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "official", "teacher"])
def test_only_the_regions_administrators_assign(plan, people, schools, who):
    wanted = [leads.WantedLead(row_of(plan, "1"), schools, Role.LEAD)]

    with pytest.raises(NotAllowed):
        leads.assign(plan, wanted, State.PROPOSED, by=people[who])


def test_an_administrator_above_neither_assigns_nor_sees_proposals():
    above = [access.Grant(access.ADMINISTRATOR, "510000")]

    assert permits.refusal("assign_leads", above, _Place("511700"))
    assert access.bureaus(above) == {"510000"}


class _Place:
    def __init__(self, code):
        self.code = code


def test_what_ended_stays_in_the_history(plan, people, schools):
    assign(plan, people, "1", department=schools)
    pk = lead(plan, "1", schools).pk

    with pytest.raises(EntryError, match="原因"):
        leads.end(plan, [pk], " ", by=people["administrator"])
    assert leads.end(plan, [pk], "职能划转", by=people["administrator"]) == 1

    assert not LeadDepartment.objects.current().filter(pk=pk).exists()
    assert leads.changes(plan, 9)[0].text == "职能划转"


def test_what_the_file_prints_is_not_ended(plan, people):
    pk = LeadDepartment.objects.filter(printed=True).first().pk

    with pytest.raises(EntryError, match="规划文件所列"):
        leads.end(plan, [pk], "x", by=people["administrator"])


# ----------------------------------------------------------------- answering


def test_a_department_confirms_or_objects_with_words(plan, people, schools):
    assign(plan, people, "1", "2", department=schools)
    first, second = lead(plan, "1", schools), lead(plan, "2", schools)

    leads.answer(schools, [first.pk], None, by=people["teacher"])
    with pytest.raises(EntryError, match="异议"):
        leads.answer(schools, [second.pk], "", by=people["teacher"])
    leads.answer(schools, [second.pk], "应由医保局牵头", by=people["teacher"])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.CONFIRMED, State.OBJECTED)
    assert second.objection == "应由医保局牵头" and second.answered_on


@pytest.mark.parametrize("who", ["clerk", "administrator", "reviewer", "neighbour"])
def test_nobody_answers_for_a_department(plan, people, schools, who):
    assign(plan, people, "1", department=schools)

    with pytest.raises(NotAllowed):
        leads.answer(schools, [lead(plan, "1", schools).pk], None, by=people[who])


def test_a_department_answers_only_for_itself(plan, people, schools):
    other = plan.region.departments.get(name="民政部门")
    assign(plan, people, "1", department=other)

    with pytest.raises(EntryError, match="勾选"):
        leads.answer(schools, [lead(plan, "1", other).pk], None, by=people["teacher"])


def test_a_successor_stands_and_answers_for_the_dissolved(plan, people, schools):
    assign(plan, people, "1", department=schools)
    heir = departments.add(plan.region, "教育体育部门", by=people["administrator"])
    boss = people["administrator"]

    with pytest.raises(departments.PeopleError, match="规划指标1项"):
        departments.dissolve(schools, leads.timezone.localdate(), None, by=boss)
    said = departments.dissolve(schools, leads.timezone.localdate(), heir, by=boss)

    assert "牵头、配合或责任的规划指标1项" in said
    schools.refresh_from_db()
    assert leads.heir(schools) == heir
    people["teacher"] = User.objects.get(username="teacher")  # of the successor now
    stands = lead(plan, "1", schools)
    leads.answer(heir, [stands.pk], None, by=people["teacher"])
    assert lead(plan, "1", schools).state == State.CONFIRMED


# ------------------------------------------------------------------- pasting


def read(plan, pasted):
    return leads_pasted.read(pasted, plan, shown.rows_of(plan), ())


def test_a_pasted_table_finds_rows_by_name_number_and_code(plan):
    drafts = read(
        plan,
        "指标\t牵头部门\t配合部门\n"
        f"人均预期寿命（岁）\t卫生健康部门\t{SCHOOLS}、民政部门\n"
        "2\t卫生健康部门\t\nmaternal-mortality\t卫生健康部门\t",
    )

    assert [d.row.key for d in drafts] == ["1", "2", "4"]
    assert not any(d.problems for d in drafts)
    assert [(r, d.name) for r, d in drafts[0].named] == [
        (Role.LEAD, "卫生健康部门"),
        (Role.SUPPORT, SCHOOLS),
        (Role.SUPPORT, "民政部门"),
    ]


@pytest.mark.parametrize(
    "line, problem",
    [
        ("人均寿命\t卫生健康部门", "系统中没有指标“人均寿命”"),
        ("1\t卫生计生部门", "请写继任部门“卫生健康部门”"),
        ("1\t无此局", "没有部门“无此局”"),
        ("1\t", "至少填写一个部门"),
        ("1\t民政部门、民政部门", "写了两次"),
        ("1\t民政部门\n1\t公安部门", "与第1行是同一项指标"),
    ],
)
def test_a_line_says_what_is_wrong_and_nothing_is_assigned(plan, people, line, problem):
    drafts = read(plan, line)

    assert problem in "".join(p for d in drafts for p in d.problems)
    with pytest.raises(EntryError, match="未导入任何一行"):
        leads_pasted.apply(drafts, plan, State.PROPOSED, "", by=people["administrator"])
    assert not LeadDepartment.objects.filter(printed=False).exists()


def test_a_paste_is_looked_at_before_it_is_assigned(plan, page):
    client, address = (
        page("administrator"),
        reverse("indicators:leads_paste", args=[PLAN]),
    )
    posted = {"text": f"1\t{SCHOOLS}\t\t民政部门\t〔2024〕3号", "state": "stated"}

    preview = client.post(address, posted | {"action": "preview"})
    assert "读到1项指标，未发现问题" in text(preview)
    assert not LeadDepartment.objects.filter(printed=False).exists()

    client.post(address, posted | {"action": "apply"})
    found = LeadDepartment.objects.filter(printed=False).in_order()
    assert [(x.department.name, x.role, x.state) for x in found] == [
        (SCHOOLS, "lead", "stated"),
        ("民政部门", "support", "stated"),
    ]


# --------------------------------------------------------------------- pages


def test_the_page_counts_what_is_unclear_and_assigns(plan, page, schools):
    client, address = page("administrator"), reverse("indicators:leads", args=[PLAN])
    whole = shown.rows_of(plan).count()
    assert f"{whole - 1}项未明确" in text(client.get(address))

    posted = {"row": ["1", "2"], "department": SCHOOLS, "role": "lead"}
    refused = client.post(address, posted | {"state": "stated", "source": ""})
    assert refused.status_code == 422 and "须填写依据" in text(refused)
    client.post(address, posted | {"state": "proposed", "source": ""})

    assert f"{whole - 3}项未明确" in text(client.get(address))
    pk = lead(plan, "1", schools).pk
    client.post(address, {"act": "end", "lead": pk, "reason": "调整"})
    assert f"{whole - 2}项未明确" in text(client.get(address))


@pytest.fixture
def of_qujing(people, client):
    """曲靖市's plan, the only one with an annex of tasks; its administrator signed in."""
    plan = Plan.objects.select_related("region").get(region__code="530300")
    user = User.objects.create_user("qujing")
    place = {"region": plan.region, "role": access.ADMINISTRATOR}
    Membership.objects.create(user=user, **place)
    client.force_login(user, backend=BACKEND)
    return plan


def test_the_annex_wants_a_yes_for_each(client, of_qujing):
    plan = of_qujing
    address = reverse("indicators:leads_tasks", args=[plan.code]) + "?group=1"

    shown_page = client.get(address)
    boxes = [b for _row, line in shown_page.context["matrix"] for b in line]
    assert boxes and not any(box.ticked or box.stands for box in boxes)
    assert not LeadDepartment.objects.filter(plan_indicator__plan=plan).exists()
    assert client.post(address, {"state": "proposed"}).status_code == 422

    client.post(
        address,
        {
            "state": "proposed",
            "source": "附件",
            "yes": [boxes[0].value, boxes[1].value],
        },
    )

    found = LeadDepartment.objects.filter(plan_indicator__plan=plan)
    assert {(x.role, x.state, x.source) for x in found} == {
        ("named", "proposed", "附件")
    }
    assert found.count() == 2


def test_the_annex_offers_successors_for_the_dissolved(client, of_qujing):
    plan = of_qujing
    address = reverse("indicators:leads_tasks", args=[plan.code]) + "?group=1"

    found = client.get(address).context["chosen"]

    names = [d.name for d in found.departments]
    assert "市卫生健康委" in names and "市卫生计生委" not in names
    assert all(d.is_present for d in found.departments)


def test_pages_of_a_retired_plan_are_closed(plan, page):
    Plan.objects.filter(pk=plan.pk).update(retired_on="2026-01-01", retirement=_paper())

    assert page("administrator").get(f"/plans/{PLAN}/leads/").status_code == 403


def _paper():
    return Decision.objects.create(document="通知", date="2026-01-01", reason="x")


def test_the_pages_stay_within_their_queries(
    plan, people, page, schools, django_assert_max_num_queries
):
    client = page("administrator")
    for address in ("leads/", "leads/paste/", "leads/tasks/"):
        client.get(f"/plans/{PLAN}/{address}")
        with django_assert_max_num_queries(12):
            client.get(f"/plans/{PLAN}/{address}")
    assign(plan, people, "1", "2", "3", "4", department=schools)
    with django_assert_max_num_queries(12):
        client.get(f"/plans/{PLAN}/leads/")
