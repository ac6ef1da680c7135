"""工作提示单 on its pages: chosen, registered, printed, followed; the department's letter."""

from io import BytesIO

import docx
import pytest

from indicators.models import LeadDepartment, WorkSlip
from regions.models import Department, Membership, User
from tests.pages import text

BACKEND = "django.contrib.auth.backends.ModelBackend"
SLIPS = "/regions/511700/slips/"
ORDER = {
    "department": "市教育局",
    "level": "prompt",
    "origin": "市政府第34次常务会议",
    "demand": "请说明原因",
    "due_on": "2099-12-01",
    "row": ["2"],
}


@pytest.fixture
def schools(plan):
    made = Department.objects.create(region=plan.region, name="市教育局")
    lead = {"plan_indicator": plan.rows.get(key="2"), "department": made}
    LeadDepartment.objects.create(role="lead", state="confirmed", **lead)
    return made


@pytest.fixture
def seen_by(client, person, plan):
    def sign_in(role, code="511700", department=None):
        known = User.objects.filter(username=f"{role}-{code}").first()
        user = known or person(role, code)
        if department:
            Membership.objects.filter(user=user).update(department=department)
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def slip(seen_by, schools):
    client = seen_by("staff")
    client.post(f"{SLIPS}new/", ORDER)
    return WorkSlip.objects.get()


def test_the_rows_of_the_department_are_ticked(seen_by, schools):
    response = seen_by("staff").get(f"{SLIPS}new/?department=市教育局")

    assert response.context["ticked"] == ["2"]
    assert "督办单" not in text(response)  # a health bureau has equals


def test_a_paper_keeps_what_stood_there_on_the_day(slip, client, plan):
    plan.rows.filter(key="2").update(baseline_value=1)

    page = text(client.get(f"{SLIPS}{slip.token}/"))

    for said in (
        "市教育局",
        "市政府第34次常务会议",
        "婴儿死亡率",
        "9.80‰",
        "请说明原因",
    ):
        assert said in page
    assert "2099年12月1日" in page and "〕1号" in page


def test_the_next_paper_says_what_was_asked_last(slip, client):
    first = text(client.get(f"{SLIPS}new/?department=市教育局"))
    client.post(f"{SLIPS}new/", ORDER | {"demand": "请再次说明"})
    second = WorkSlip.objects.exclude(pk=slip.pk).get()

    page = text(client.get(f"{SLIPS}{second.token}/"))

    assert "要求：请说明原因" in first
    assert "请再次说明" in page and "请说明原因（" in page


def test_it_is_followed_and_listed(slip, client):
    address = f"{SLIPS}{slip.token}/"
    late = {"state": "extended", "text": "", "due_on": "", "seen": "under_way"}
    assert client.post(address, late).status_code == 422
    done = {"state": "done", "text": "已补齐", "due_on": "", "seen": "under_way"}
    assert client.post(address, done).status_code == 302
    assert client.post(address, done).status_code == 422  # somebody was faster

    page = text(client.get(SLIPS))
    assert "共1件，未办结0件" in page and "已补齐" in page
    assert "登记办理情况" not in text(client.get(address))


def test_nothing_chosen_and_strange_rows_are_refused(seen_by, schools):
    client = seen_by("staff")

    for rows in ([], ["99"]):
        assert client.post(f"{SLIPS}new/", ORDER | {"row": rows}).status_code == 422
    assert not WorkSlip.objects.exists()


@pytest.mark.parametrize(
    "role, code, lists, writes",
    [
        ("staff", "511700", 200, 200),
        ("reviewer", "511700", 200, 200),
        ("administrator", "511700", 200, 200),
        ("official", "511700", 200, 403),
        ("official", "510000", 403, 403),
        ("administrator", "510000", 403, 403),
        ("staff", "511702", 403, 403),
        ("staff", "511100", 404, 404),
    ],
)
def test_papers_are_the_bureaus(slip, seen_by, role, code, lists, writes):
    client = seen_by(role, code)

    assert client.get(SLIPS).status_code == lists
    assert client.get(f"{SLIPS}{slip.token}/").status_code == lists
    assert client.get(f"{SLIPS}new/").status_code == writes
    assert client.post(f"{SLIPS}{slip.token}/", {}).status_code in (writes, 422, 403)
    letter = "/regions/511700/department-letter.docx?department=市教育局"
    assert client.get(letter).status_code == writes


def test_the_department_reads_its_paper_and_no_other(slip, seen_by, schools, plan):
    other = Department.objects.get(name="市卫生健康委")

    client = seen_by("staff", department=schools)
    assert client.get(f"{SLIPS}{slip.token}/").status_code == 200
    assert client.get(SLIPS).status_code == 403
    assert client.post(f"{SLIPS}{slip.token}/", {"state": "done"}).status_code == 403
    assert seen_by("staff", department=other).get(SLIPS).status_code == 403


def test_the_letter_asks_for_reasons_of_what_is_behind(seen_by, schools, plan):
    client = seen_by("staff")
    address = "/regions/511700/department-letter.docx?department=市教育局"

    document = docx.Document(BytesIO(b"".join(client.get(address))))

    said = "\n".join(p.text for p in document.paragraphs)
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert "市教育局：" in said and "附件所列1项指标" in said
    assert "婴儿死亡率" in cells and "原因" in cells
    other = "/regions/511700/department-letter.docx?department=市卫生健康委"
    assert client.get(other).status_code == 404  # nothing of it is behind


def test_a_department_is_asked_for_what_it_leads(seen_by, schools, plan):
    client = seen_by("staff", department=schools)
    address = "/regions/511700/departments/市教育局/"

    assert "填写" in text(client.get(address)) and "尚未填写" in text(
        client.get(address)
    )
    LeadDepartment.objects.filter(department=schools).update(role="support")
    assert "尚未填写" not in text(client.get(address))


def test_the_pages_stay_within_their_queries(
    slip, client, django_assert_max_num_queries
):
    for address in (SLIPS, f"{SLIPS}new/", f"{SLIPS}{slip.token}/"):
        client.get(address)
        with django_assert_max_num_queries(15):
            client.get(address)


# ------------------------------------------------------- what is said of a row to choose


def test_a_row_says_value_what_is_asked_and_the_distance(seen_by, schools):
    answer = seen_by("staff").get(f"{SLIPS}new/")
    line, page = answer.context["rows"][0], text(answer)

    assert f"{line['value']}，要求{line['asked']}（{line['distance']}）" in page
    assert "尚未添加部门" not in page


def test_without_a_department_the_page_says_who_adds_one(seen_by, plan):
    LeadDepartment.objects.all().delete()
    plan.region.departments.all().delete()

    assert "请管理员先在“部门”中添加" in text(seen_by("staff").get(f"{SLIPS}new/"))
