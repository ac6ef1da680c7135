"""原因和措施, 工作提示单, 需市领导协调: who writes them, what they refuse."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import LeadDepartment, Matter, Note, Plan, SlipEvent, WorkSlip
from indicators.plans import matters, notes, slips
from indicators.plans.loading import load_plan
from indicators.plans.loading.outcome import LoadError
from tests.conftest import FIXTURES
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
PLAN = "511700-dazhou"
BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = timezone.localdate()


@pytest.fixture
def plan(people):
    return Plan.objects.select_related("region").get(code=PLAN)


@pytest.fixture
def row(plan):
    return plan.rows.select_related("plan__region", "indicator").get(key="1")


@pytest.fixture
def schools(plan):
    return plan.region.departments.get(name=SCHOOLS)


def lead(row, department, role="lead", state="confirmed"):
    return LeadDepartment.objects.create(
        plan_indicator=row, department=department, role=role, state=state, source="x",
        objection="x" if state == "objected" else "",
    )  # fmt: skip


def why(text="监测点少", **more):
    return notes.NoteWords(text, **more)


# --------------------------------------------------------------------- notes


@pytest.mark.parametrize("who", ["clerk", "reviewer", "administrator"])
def test_the_bureau_writes_and_each_save_is_a_version(row, people, who):
    notes.write(row, YEAR, why(), 0, by=people[who])
    notes.write(row, YEAR, why("监测点仍少", deadline="6月"), 1, by=people[who])

    found = notes.versions(row, YEAR)
    assert [(n.version, n.reason) for n in found] == [
        (2, "监测点仍少"),
        (1, "监测点少"),
    ]
    assert found[0].by == people[who] and found[0].at


@pytest.mark.parametrize("who", ["official", "provincial", "neighbour", "teacher"])
def test_nobody_else_writes(row, people, who):
    with pytest.raises(NotAllowed, match="牵头部门或达州市汇总单位"):
        notes.write(row, YEAR, why(), 0, by=people[who])


@pytest.mark.parametrize(
    "role, state, may",
    [
        ("lead", "confirmed", True),
        ("lead", "proposed", True),
        ("named", "stated", True),
        ("support", "confirmed", False),
        ("lead", "objected", False),
    ],
)
def test_the_department_that_leads_writes(row, people, schools, role, state, may):
    lead(row, schools, role, state)

    assert notes.may_write(people["teacher"].grants, row) is may


def test_two_at_once_do_not_erase_each_other(row, people):
    notes.write(row, YEAR, why(), 0, by=people["clerk"])

    with pytest.raises(EntryError, match="clerk刚修改了原因和措施"):
        notes.write(row, YEAR, why("另一原因"), 0, by=people["reviewer"])
    assert Note.objects.count() == 1


def test_a_note_has_a_reason_of_a_bearable_length(row, people):
    for text in ("", "  ", "长" * 501):
        with pytest.raises(EntryError):
            notes.write(row, YEAR, why(text), 0, by=people["clerk"])


def test_nothing_waits_for_a_note(reporting):
    """提交、审定、报送 go through without one."""
    reporting.approved("life-expectancy", "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    assert not Note.objects.exists()
    assert reporting.cell("life-expectancy").state == "reported"


def test_others_read_a_note_once_the_figure_is_reported(reporting, row):
    notes.write(row, YEAR, why(), 0, by=reporting.people["clerk"])
    assert not Note.objects.open_to(()).exists()

    reporting.approved("life-expectancy", "77.5")
    assert not Note.objects.open_to(["510000"]).exists()
    assert Note.objects.open_to(["511700"]).exists()
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    assert Note.objects.open_to(["510000"]).exists()


def test_the_page_keeps_versions_and_says_conflicts(client, row, people):
    client.force_login(people["clerk"], backend=BACKEND)
    address = f"/plans/{PLAN}/1/notes/{YEAR}/"

    assert client.post(address, {"reason": "", "seen": 0}).status_code == 422
    assert client.post(address, {"reason": "监测点少", "seen": 0}).status_code == 302
    late = client.post(address, {"reason": "另一原因", "seen": 0})
    assert late.status_code == 422 and "刚修改了原因和措施" in late.content.decode()
    assert client.get(f"/plans/{PLAN}/1/notes/1/").status_code == 404
    assert client.get(f"/plans/{PLAN}/M1/notes/{YEAR}/").status_code == 404


# --------------------------------------------------------------------- slips


def ordered(department, **more):
    about = {
        "level": "prompt",
        "origin": "市政府第34次常务会议",
        "demand": "说明原因，提出措施",
        "due_on": TODAY + timedelta(days=10),
    }
    return slips.SlipOrder(department, **about | more)


def line(row):
    return slips.SlipLine(row, "明显滞后", "17.91%（2024年）", "25.00", "差7.09")


def issue(plan, people, department, row, **more):
    order = ordered(department, **more)
    return slips.issue(plan, order, [line(row)], by=people["clerk"])


def test_papers_are_numbered_by_kind_and_year(plan, people, schools, row):
    first, second = (issue(plan, people, schools, row) for _time in range(2))

    assert (first.number, second.number) == (1, 2)
    assert slips.number(second).endswith(f"〔{TODAY.year}〕2号")
    assert slips.former(plan, schools, second) == first
    assert slips.former(plan, schools, first) is None


def test_a_health_bureau_supervises_nobody_of_its_own_level(plan, people, schools, row):
    with pytest.raises(EntryError, match="督办单由政府或其授权的单位出具"):
        issue(plan, people, schools, row, level="supervise")

    plan.region.bureau_kind = "government"
    assert issue(plan, people, schools, row, level="supervise").number == 1


@pytest.mark.parametrize(
    "more, said",
    [
        ({"origin": " "}, "任务来源"),
        ({"demand": ""}, "要求"),
        ({"due_on": TODAY - timedelta(days=1)}, "已过"),
    ],
)
def test_a_paper_says_what_it_lacks(plan, people, schools, row, more, said):
    with pytest.raises(EntryError, match=said):
        issue(plan, people, schools, row, **more)
    assert not WorkSlip.objects.exists()


def test_a_paper_is_followed_to_its_end(plan, people, schools, row):
    slip, by = issue(plan, people, schools, row), people["clerk"]
    later = slip.due_on + timedelta(days=30)

    with pytest.raises(EntryError, match="延期须写明原因"):
        slips.follow(slip, "extended", "", later, "under_way", by=by)
    with pytest.raises(EntryError, match="应晚于原时限"):
        slips.follow(slip, "extended", "x", slip.due_on, "under_way", by=by)
    slips.follow(slip, "extended", "经费未到位", later, "under_way", by=by)
    with pytest.raises(EntryError, match="刚改为“延期”"):
        slips.follow(slip, "urged", "", None, "under_way", by=by)
    slips.follow(slip, "urged", "", None, "extended", by=by)
    with pytest.raises(EntryError, match="办理结果"):
        slips.follow(slip, "done", "", None, "urged", by=by)
    slips.follow(slip, "done", "已补齐", None, "urged", by=by)
    with pytest.raises(EntryError, match="已办结"):
        slips.follow(slip, "urged", "", None, "done", by=by)

    slip.refresh_from_db()
    assert (slip.state, slip.due_on) == ("done", later)
    assert [e.state for e in SlipEvent.objects.all()] == ["done", "urged", "extended"]


@pytest.mark.parametrize("who", ["teacher", "official", "provincial", "neighbour"])
def test_only_the_bureau_sends_and_follows(plan, people, schools, row, who):
    slip = issue(plan, people, schools, row)

    with pytest.raises(NotAllowed):
        slips.issue(plan, ordered(schools), [line(row)], by=people[who])
    with pytest.raises(NotAllowed):
        slips.follow(slip, "done", "x", None, "under_way", by=people[who])


# ------------------------------------------------------------------- matters


def test_three_matters_at_most_each_with_its_request(plan, people):
    said = [matters.MatterWords(f"事项{n}", "财政部门", "请协调") for n in range(3)]
    empty = matters.MatterWords("", "", "")
    matters.write(plan, [said[0], empty, said[1]], by=people["clerk"])
    assert [m.order for m in matters.of_plan(plan)] == [1, 2]

    with pytest.raises(EntryError, match="最多3条"):
        matters.write(plan, [*said, said[0]], by=people["clerk"])
    with pytest.raises(EntryError, match="事项和请求"):
        matters.write(plan, [matters.MatterWords("x", "", "")], by=people["clerk"])
    with pytest.raises(NotAllowed):
        matters.write(plan, said, by=people["official"])
    assert Matter.objects.count() == 2


# ------------------------------------------------------------------- loading


def test_a_file_does_not_drop_a_row_that_people_work_with(plan, people, row, tmp_path):
    notes.write(row, YEAR, why(), 0, by=people["clerk"])
    lines = (FIXTURES / "plans" / f"{PLAN}.csv").read_text("utf-8").splitlines(True)
    path = tmp_path / f"{PLAN}.csv"
    path.write_text("".join(x for x in lines if not x.startswith("1,")), "utf-8")

    with pytest.raises(LoadError, match="已填写原因"):
        load_plan(path, FIXTURES / "plans.csv")
