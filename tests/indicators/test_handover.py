"""工作交接: roles, collecting duties, contacts and notes go over in one step."""

import pytest
from django.db import transaction
from django.urls import reverse

from indicators.entry import handing_over, owners
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Handover, Indicator
from regions import access, open_work
from regions.models import Membership, Region, User
from regions.people.problems import PeopleError
from regions.people.roles import Role
from tests.indicators.conftest import SCHOOLS

DAZHOU, QUJING = "511700", "530300"
CLERK_ROLE = f"staff|{DAZHOU}|"


@pytest.fixture
def region(people):
    return Region.objects.get(code=DAZHOU)


@pytest.fixture
def desk(client, people):
    client.force_login(people["administrator"])
    return client


@pytest.fixture
def duties(people, region):
    """Three indicators the clerk collects, with a contact and a note."""
    chosen = [row.indicator for row in owners.rows(region)[:3]]
    fields = {
        "department": region.departments.get(name=SCHOOLS),
        "clerk": people["clerk"],
        "contact": "赵老师",
        "phone": "0818-123",
        "note": "每年3月发函",
    }
    owners.assign(region, dict.fromkeys(chosen, fields), by=people["administrator"])
    return [f"{DAZHOU}|{indicator.code}" for indicator in chosen]


def address(giver="clerk", taker="official"):
    return f"{reverse('indicators:handover')}?from={giver}&to={taker}"


def hand(client, items, giver="clerk", taker="official", **data):
    return client.post(address(giver, taker), {"item": items} | data, follow=True)


def roles_of(person):
    return {(g.role, g.region) for g in User.objects.get(pk=person.pk).grants}


def complaint(response):
    return " ".join(response.context["form"].non_field_errors())


# ------------------------------------------------------------ who may come in


@pytest.mark.parametrize("name", ["clerk", "teacher", "reviewer", "official"])
def test_only_administrators_hand_over(client, people, name):
    client.force_login(people[name])

    assert client.get(reverse("indicators:handover")).status_code == 403
    assert client.post(address(), {"item": [CLERK_ROLE]}).status_code == 403
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    "giver, taker",
    [("neighbour", "clerk"), ("clerk", "neighbour"), ("provincial", ""), ("x", "")],
)
def test_people_out_of_reach_are_404(desk, people, giver, taker):
    assert desk.get(address(giver, taker)).status_code == 404


# --------------------------------------------------------------- what goes over


def test_everything_is_proposed(desk, people, duties):
    page = desk.get(address())

    form = page.context["form"]
    assert [key for key, _role, on in form.role_lines if on] == [CLERK_ROLE]
    assert {key for key, _owner, on in form.duty_lines if on} == set(duties)
    text = page.content.decode()
    assert "赵老师" in text and "每年3月发函" in text


def test_roles_and_duties_go_over_with_contacts_and_notes(desk, people, duties):
    page = hand(desk, [CLERK_ROLE, *duties], note="岗位调整", stop="on")

    clerk, official = people["clerk"], people["official"]
    clerk.refresh_from_db()
    assert ("staff", DAZHOU) in roles_of(official) and not clerk.is_active
    for owner in DataOwner.objects.all():
        assert (owner.clerk, owner.contact) == (official, "赵老师")
        assert owner.note == "每年3月发函"
    done = Handover.objects.get()
    assert (done.from_user, done.to_user) == (clerk, official)
    assert (done.by, done.note) == (people["administrator"], "岗位调整")
    assert sorted(done.counts["duties"]) == sorted(duties) and done.counts["stopped"]
    assert "权限1项，经办指标3项" in page.content.decode()
    log = official.log.get()
    assert (log.kind, log.by) == ("given", people["administrator"])
    assert "由clerk交接" in log.text


def test_an_active_giver_loses_what_was_given(desk, people, duties, region):
    clerk = people["clerk"]
    Membership.objects.create(user=clerk, region=region, role=access.ANALYST)

    hand(desk, [CLERK_ROLE, *duties])

    assert roles_of(clerk) == {("analyst", DAZHOU)}
    assert people["clerk"].is_active


def test_only_what_is_ticked_goes_over(desk, people, duties, region):
    official = people["official"]
    Membership.objects.create(user=official, region=region, role=access.STAFF)

    hand(desk, duties[:1])

    assert roles_of(people["clerk"]) == {("staff", DAZHOU)}
    assert DataOwner.objects.filter(clerk=official).count() == 1
    assert DataOwner.objects.filter(clerk=people["clerk"]).count() == 2


def test_the_work_of_a_stopped_account_is_handed_over_too(desk, people, duties):
    clerk = people["clerk"]
    clerk.is_active = False
    clerk.save()

    hand(desk, [CLERK_ROLE, *duties])

    assert ("staff", DAZHOU) in roles_of(people["official"])
    assert DataOwner.objects.filter(clerk=people["official"]).count() == 3


def test_what_the_giver_entered_stays_under_their_name(desk, reporting):
    cell = reporting.filled("life-expectancy", "78.2")

    hand(desk, [CLERK_ROLE], stop="on")

    after = reporting.cell("life-expectancy")
    assert after.entered_by == cell.entered_by == reporting.people["clerk"]
    reporting.people["official"] = User.objects.get(username="official")
    assert (
        reporting.type("life-expectancy", by="official", value="78.3").status == "saved"
    )


# ----------------------------------------------------------------- all or nothing


@pytest.mark.parametrize(
    "items, data, sentence",
    [
        ([], {}, "请先选择交接的内容"),
        ([CLERK_ROLE], {}, "仅有的权限"),
        (["staff|530300|"], {}, "已有变动"),
        (["x"], {}, "已有变动"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    desk, people, duties, items, data, sentence
):
    page = hand(desk, items, **data)

    assert sentence in complaint(page)
    assert roles_of(people["official"]) == {("official", DAZHOU)}
    assert not Handover.objects.exists() and not people["official"].log.exists()


def test_duties_need_the_role_to_collect(desk, people, duties):
    page = hand(desk, duties)

    assert "没有不限部门的填报权限" in complaint(page)
    assert not DataOwner.objects.filter(clerk=people["official"]).exists()


def test_nobody_hands_over_to_themself_or_to_a_stopped_account(desk, people, duties):
    same = hand(desk, [CLERK_ROLE], taker="clerk")
    User.objects.filter(username="official").update(is_active=False)
    stopped = hand(desk, [CLERK_ROLE])
    nobody = desk.post(
        f"{reverse('indicators:handover')}?from=clerk", {"item": [CLERK_ROLE]}
    )

    assert "同一个人" in complaint(same) and "已停用" in complaint(stopped)
    assert "请先选择接收人" in complaint(nobody) and not Handover.objects.exists()


def test_an_administrator_does_not_hand_over_their_own_administration(desk, people):
    key = f"administrator|{DAZHOU}|"

    kept = hand(desk, [key], giver="administrator")
    stopped = hand(desk, [key], giver="administrator", stop="on")

    assert "不能取消自己的管理权限" in complaint(kept)
    assert "不能停用自己" in complaint(stopped)
    assert roles_of(people["official"]) == {("official", DAZHOU)}


def test_of_a_giver_with_roles_elsewhere_only_those_within_reach_go(desk, people):
    clerk = people["clerk"]
    elsewhere = Region.objects.get(code=QUJING)
    Membership.objects.create(user=clerk, region=elsewhere, role="staff")

    stopped = hand(desk, [CLERK_ROLE], stop="on")
    hand(desk, [CLERK_ROLE])

    assert "其他地区的权限" in complaint(stopped)
    assert roles_of(clerk) == {("staff", QUJING)}
    assert ("staff", QUJING) not in roles_of(people["official"])


def test_rules_hold_below_the_page_too(people, duties, region):
    clerk, taker, by = people["clerk"], people["official"], people["reviewer"]
    role = Role("staff", region)
    owner = DataOwner.objects.first()

    for given, handed in (([role], []), ([], [owner])):
        with pytest.raises((EntryError, PeopleError)), transaction.atomic():
            handing_over.hand_over(clerk, taker, given, handed, by=by)
    owner.clerk = None
    with pytest.raises(EntryError, match="已不由"):
        handing_over.hand_over(clerk, taker, [], [owner], by=people["administrator"])


def test_queries_do_not_grow_with_duties(
    desk, people, region, duties, django_assert_num_queries
):
    with django_assert_num_queries(9):
        desk.get(address())
    every = [row.indicator for row in owners.rows(region)]
    fields = {"clerk": people["clerk"]}
    owners.assign(region, dict.fromkeys(every, fields), by=people["administrator"])

    with django_assert_num_queries(9):
        desk.get(address())


# ------------------------------------------------------- what a person still holds


def test_a_persons_page_says_what_they_still_hold(desk, reporting):
    clerk, reviewer = reporting.people["clerk"], reporting.people["reviewer"]
    indicator = Indicator.objects.get(code="life-expectancy")
    owners.assign(
        reporting.region,
        {indicator: {"clerk": clerk}},
        by=reporting.people["administrator"],
    )
    reporting.submitted("infant-mortality", "3.2")
    teacher = reporting.people["teacher"]

    page = desk.get(reverse("people_person", args=["clerk"])).content.decode()

    assert "经办收集1项指标，待填报" in page and "handover/?from=clerk" in page
    assert open_work.held_by(teacher, [DAZHOU]) == ["待填报1项"]
    assert open_work.held_by(reviewer, [DAZHOU]) == ["待审核1项"]
    assert open_work.held_by(clerk, [QUJING]) == []
