"""Where each person's work begins, and what waits there: address, numbers, buttons."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from indicators import entry
from indicators.models import Entry, Submission
from indicators.pages.grid import grid_columns
from indicators.pages.tasks import waiting_cells
from regions import access
from regions.models import Membership, User
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.pages import text

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-2026"
TASKS, OVERVIEW = "/entry/", "/"
GRID = f"/entry/511700/{YEAR}/"
LIFE, INFANTS = "life-expectancy", "infant-mortality"
SCHOOLS_CODE = "school-health-class-rate"


def sign_in(client, user, **more):
    user.set_password(PASSWORD)
    user.save()
    sent = {"username": user.username, "password": PASSWORD} | more
    return client.post(reverse("login"), sent)


@pytest.mark.parametrize(
    "name, home",
    [
        ("clerk", TASKS),
        ("teacher", TASKS),
        ("reviewer", TASKS),
        ("official", OVERVIEW),
        ("administrator", OVERVIEW),
    ],
)
def test_work_begins_where_each_person_has_it(client, reporting, name, home):
    """After signing in, also from the site's own address, and from its name."""
    person = reporting.people[name]

    assert sign_in(client, person).url == home
    page = text(client.get("/method/"))
    assert f'class="site-name" href="{home}"' in page
    assert client.get(reverse("login")).url == home  # signed in already
    client.post(reverse("logout"))
    asked = client.get(OVERVIEW).url
    assert asked == "/login/?next=/"
    assert sign_in(client, person, next="/").url == home


def test_a_page_asked_for_comes_before_ones_home(client, reporting):
    clerk = reporting.people["clerk"]

    assert sign_in(client, clerk, next="/?sort=name").url == "/?sort=name"
    client.post(reverse("logout"))
    assert sign_in(client, clerk, next=GRID).url == GRID


def test_a_chosen_password_leads_home(client, reporting):
    clerk = reporting.people["clerk"]
    sign_in(client, clerk)
    fields = ("new_password1", "new_password2")
    new = {"old_password": PASSWORD} | dict.fromkeys(fields, "another-one-2027")

    assert client.post(reverse("password_change"), new).url == TASKS


# ------------------------------------------------------- the navigation's numbers


def counted(person):
    """What waits for them: read anew, as on the next page."""
    found = waiting_cells.of(User.objects.get(pk=person.pk))
    return found.unfilled, found.returned, found.to_review


def test_the_numbers_say_what_each_person_can_do_now(reporting):
    people = reporting.people
    asked = Entry.objects.count()
    reporting.submitted(LIFE, "78")
    reporting.submitted(INFANTS, "3.10")
    entry.send_back(reporting.region, YEAR, {INFANTS: "请核对"}, by=people["reviewer"])

    assert counted(people["clerk"]) == (asked - 2, 1, 0)
    assert counted(people["teacher"]) == (1, 0, 0)
    assert counted(people["reviewer"]) == (0, 0, 1)
    for outsider in ("neighbour", "provincial", "official", "administrator"):
        assert counted(people[outsider]) == (0, 0, 0)


def test_who_does_both_has_both_but_not_the_own_ones_to_approve(reporting):
    both = reporting.people["clerk"]
    Membership.objects.create(user=both, region=reporting.region, role=access.REVIEWER)
    asked = Entry.objects.count()
    reporting.submitted(LIFE, "78")
    reporting.type(SCHOOLS_CODE, by="teacher", value="98", source="年报", note="已核实")
    entry.submit(reporting.region, YEAR, [SCHOOLS_CODE], by=reporting.people["teacher"])

    assert counted(both) == (asked - 2, 0, 1)


def test_what_cannot_be_written_does_not_wait(reporting):
    clerk, teacher = reporting.people["clerk"], reporting.people["teacher"]
    everything = counted(clerk)[0]
    entry.lock(
        [reporting.form(SCHOOLS)],
        "已汇总",
        now=timezone.now(),
        by=reporting.people["reviewer"],
    )

    assert counted(teacher) == (0, 0, 0)
    assert counted(clerk)[0] == everything - 1
    later = timezone.localdate() + timedelta(days=3)
    Submission.objects.update(opens_on=later)
    assert counted(clerk) == (0, 0, 0)


def test_the_numbers_cost_one_query_and_others_none(
    client, reporting, django_assert_num_queries
):
    reporting.submitted(LIFE, "78")
    for name, queries in (("clerk", 1), ("reviewer", 1), ("official", 0)):
        person = User.objects.get(username=name)
        assert person.grants  # known to every page
        with django_assert_num_queries(queries):
            waiting_cells.of(person)


def test_the_navigation_prints_the_numbers_that_are_not_zero(client, reporting):
    reporting.submitted(LIFE, "78")
    for name, said in (("clerk", ["待填"]), ("reviewer", ["待审"]), ("official", [])):
        client.force_login(reporting.people[name])
        navigation = text(client.get("/method/")).split("<main")[0]

        for word in ("待填", "退回", "待审"):
            assert (f"{word} <b>" in navigation) == (word in said), name


# ------------------------------------------------------------ one click from 待办


def test_the_button_says_what_is_next(client, reporting):
    def button():
        client.force_login(reporting.people["teacher"])
        page = text(client.get(TASKS))
        start = page.index('<p class="actions">')
        return page[start : page.index("</p>", start)]

    assert f'href="{GRID}"' in button() and "开始填报" in button()
    reporting.type(SCHOOLS_CODE, by="teacher", value="98", source="年报", note="已核实")
    assert "核对并提交" in button()
    entry.submit(reporting.region, YEAR, [SCHOOLS_CODE], by=reporting.people["teacher"])
    remark = {SCHOOLS_CODE: "请核对"}
    entry.send_back(reporting.region, YEAR, remark, by=reporting.people["reviewer"])
    assert f'href="{GRID}?only=returned"' in button() and "修改退回的1项" in button()
    when = timezone.now()
    forms = [reporting.form(SCHOOLS)]
    entry.lock(forms, "汇总完毕", now=when, by=reporting.people["reviewer"])
    assert "查看填报表" in button()


def test_four_locks_are_one_sentence(client, reporting):
    forms = list(Submission.objects.select_related("region", "department"))
    entry.lock(forms, "汇总完毕", now=timezone.now(), by=reporting.people["reviewer"])
    for name, path in (
        ("clerk", TASKS),
        ("clerk", GRID),
        ("reviewer", f"{GRID}review/"),
    ):
        client.force_login(reporting.people[name])
        page = text(client.get(path))

        assert page.count("审核人员或管理员解锁") == 1, path
        assert page.count("汇总完毕") == 1, path


def begins_at(page):
    inputs = [part for part in page.split("<input")[1:] if "autofocus" in part]
    return [part.split('name="value-')[1].split('"')[0] for part in inputs]


def test_the_form_begins_at_its_first_empty_cell(client, reporting):
    client.force_login(reporting.people["clerk"])
    assert begins_at(text(client.get(GRID))) == [LIFE]

    reporting.filled(LIFE, "78")
    (second,) = begins_at(text(client.get(GRID)))
    assert second != LIFE and not reporting.cell(second).is_filled

    reporting.submitted(LIFE, "78")
    remark = {LIFE: "请核对"}
    entry.send_back(reporting.region, YEAR, remark, by=reporting.people["reviewer"])
    assert begins_at(text(client.get(GRID + "?only=returned"))) == [LIFE]


def test_who_only_reads_begins_nowhere(client, reporting):
    client.force_login(reporting.people["reviewer"])

    assert "autofocus" not in text(client.get(GRID))


# ---------------------------------------------------------- no digit is ever cut


def test_a_column_is_as_wide_as_its_longest_figure(client, reporting):
    reporting.type(INFANTS, events="1234", denominator="53846001")
    reporting.known(INFANTS, YEAR - 1, "3.1")
    reporting.known(LIFE, YEAR - 1, "78.1")
    client.force_login(reporting.people["clerk"])

    page = text(client.get(GRID))

    assert page.count('<col class="w-count fits-8">') == 2
    assert '<col class="w-year">' in page and "has-long-years" not in page


def test_every_length_has_its_width():
    """What a bigint may hold is never more than the widest class of the stylesheet."""
    style = (settings.BASE_DIR / "static" / "css" / "grid.css").read_text("utf-8")
    years = range(2019, 2024)
    for length in range(1, 30):
        longest = grid_columns.Longest(length, length, length)
        made = grid_columns.columns(2024, years, True, longest)
        for name in ("counts", "value", "years"):
            (column,) = (c for c in made if c.name == name)
            for word in column.width.split():
                assert re.search(rf"[.]{word}[ ,{{]", style), word
        wider = grid_columns.wider(made)
        assert not wider or f".wider-{wider} " in style
    assert grid_columns.MOST >= len(str(2**63)) - 1


def test_a_refused_form_offers_a_link_and_no_reload(client, reporting):
    """The answer stands at the address it was posted to: a reload would post again."""
    client.force_login(reporting.people["clerk"])
    sent = {"do": "submit", "row": [LIFE]}

    answer = client.post(GRID + "?only=unfilled", sent)

    assert answer.status_code == 422
    page = text(answer)
    assert f'<a href="{GRID}?only=unfilled">查看最新数值</a>' in page
    assert (
        "未提交" in page
        and "未保存" not in page.split('id="cells"')[1].split("<script")[0]
    )
