"""Reading for rounds and tasks: the ladder of reminders, counts, who follows whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry import asked
from indicators.models import DataOwner, Entry, FormEvent, Plan, Round, Submission
from indicators.pages import reach
from indicators.pages.rounds import counting, outstanding, reminders, round_lines
from indicators.pages.rounds.reminders import (
    PROMPT,
    REMIND,
    SUPERVISE,
    URGE,
    Ask,
    Reminder,
)
from regions import access
from regions.access import Grant
from regions.models import Region
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.tables import every

DUE = date(2026, 3, 31)
SCHOOL = "school-health-class-rate"


def sent(level, *after):
    """Reminders of one level so many days after the due day."""
    return [Reminder(level, DUE + timedelta(days=n)) for n in after]


@every(
    "days, former, level",
    [
        (-10, [], REMIND),
        (0, [], REMIND),  # the day itself is still in time
        (1, [], URGE),
        (1, sent(REMIND, -5), URGE),
        (6, sent(URGE, 1), URGE),  # not a week yet
        (8, sent(URGE, 1), SUPERVISE),  # a week without an answer
        (8, sent(URGE, 5), URGE),
        (12, sent(URGE, 5, 11), SUPERVISE),  # the first 催办 counts
        (30, [], URGE),
        (31, [], SUPERVISE),  # long overdue
        (9, sent(SUPERVISE, 8), SUPERVISE),  # no step back
        (-3, sent(SUPERVISE, -40), REMIND),  # of an earlier due day
        (9, sent(PROMPT, 8), SUPERVISE),
    ],
)
def test_the_ladder_goes_by_days_and_by_what_was_sent(days, former, level):
    assert reminders.next_level(DUE + timedelta(days=days), DUE, former) == level


def test_a_department_just_written_to_is_left_in_peace():
    today = DUE + timedelta(days=4)

    assert reminders.rests_until(today, sent(URGE, 2)) == DUE + timedelta(days=5)
    assert reminders.rests_until(today, sent(URGE, 1)) is None
    assert reminders.rests_until(today, []) is None


def an_ask(n=2, **more):
    given = {
        "title": "2025年数据采集",
        "region": "达州市",
        "unit": "教育部门",
        "year": 2025,
        "missing": [f"指标{i}" for i in range(1, n + 1)],
        "due_on": DUE,
        "link": "http://10.0.0.8:8000/entry/511700/2025/",
        "contacts": ["王老师"],
    }
    return Ask(**given | more)


def test_a_reminder_says_who_what_when_and_where():
    text = reminders.message(an_ask(), REMIND, DUE - timedelta(days=5))

    assert text == (
        "【2025年数据采集】教育部门（王老师）：达州市2025年数据请于3月31日前（含当日）提交，还有5天。"
        "未提交2项：指标1、指标2。请按时填报，已有数据可先行提交。"
        "填报地址：http://10.0.0.8:8000/entry/511700/2025/"
    )


def test_an_urging_counts_the_days_and_tells_what_was_returned():
    ask = an_ask(returned=[("指标2", "请核对口径")])

    text = reminders.message(ask, URGE, DUE + timedelta(days=12))

    assert "应于3月31日前（含当日）提交，现已逾期12天" in text
    assert "其中退回修改1项：指标2（请核对口径）。" in text


def test_a_supervision_names_what_was_sent_before_and_a_new_day():
    former = sent(URGE, 2, 9)

    text = reminders.message(an_ask(), SUPERVISE, DUE + timedelta(days=20), former)

    assert "此前已催报2次（最近一次4月9日），现予督办。" in text
    assert "请于4月25日前（含当日）提交" in text


def test_an_equal_is_prompted_where_others_are_supervised():
    today = DUE + timedelta(days=40)

    assert reminders.next_level(today, DUE, sent(URGE, 1), PROMPT) == PROMPT
    assert reminders.next_level(today, DUE, sent(PROMPT, 1), PROMPT) == PROMPT
    text = reminders.message(an_ask(), PROMPT, today, sent(URGE, 1))
    assert "现予提示" in text and "督办" not in text


def test_who_has_no_account_is_told_where_the_figures_go():
    ask = an_ask(to="达州市卫生健康委员会（电话：0818-0000000）")

    text = reminders.message(ask, URGE, DUE + timedelta(days=2))

    assert text.endswith("数据请报送至达州市卫生健康委员会（电话：0818-0000000）。")
    assert "http" not in text


@pytest.mark.parametrize("due", [-3, 0, 3, 30])
def test_the_new_day_lies_after_the_day_that_was_due(due):
    today = DUE

    day = reminders.answer_day(today, DUE + timedelta(days=due))

    assert day >= today + reminders.TIME_TO_ANSWER
    assert day > DUE + timedelta(days=due)


@every("level", [REMIND, URGE, PROMPT, SUPERVISE])
@every("days", [-20, -1, 0, 1, 40])
def test_every_step_can_be_said_on_every_day(level, days):
    text = reminders.message(an_ask(30), level, DUE + timedelta(days=days))

    assert (
        "未提交30项" in text
        and "等。" in text
        and "-" not in text.replace("http://", "")
    )
    assert text.count("指标") == reminders.NAMED
    assert len(text) < 300


@pytest.mark.parametrize(
    "grant, follows",
    [
        (Grant(access.ADMINISTRATOR, "511700"), True),
        (Grant(access.ADMINISTRATOR, "510000"), True),
        (Grant(access.ADMINISTRATOR, "100000"), True),
        (Grant(access.ADMINISTRATOR, "511702"), False),
        (Grant(access.REVIEWER, "511700"), True),
        (Grant(access.REVIEWER, "510000"), True),
        (Grant(access.REVIEWER, "100000"), False),
        (Grant(access.STAFF, "511700"), True),
        (Grant(access.STAFF, "511700", 1), False),
        (Grant(access.STAFF, "510000"), False),
        (Grant(access.OFFICIAL, "511700"), False),
        (Grant(access.ANALYST, "100000"), False),
    ],
)
@pytest.mark.django_db
def test_who_follows_the_forms_of_a_region(regions, grant, follows):
    """One rule twice: as a question about a region, and as a filter."""
    kept = Region.objects.filter(reach.followed([grant]))

    assert access.may_see_progress([grant], "511700") is follows
    assert ("511700" in {region.code for region in kept}) is follows


# ------------------------------------------------------- the forms of a round


def lines_of(reporting, by="administrator"):
    grants = reporting.people[by].grants
    regions = reach.regions_of(reporting.round, grants)
    today = timezone.localdate()
    forms = counting.forms(reporting.round, regions, today)
    return outstanding.lines(reporting.round, forms, grants, today)


def total_of(reporting, **more):
    regions = [reporting.region]
    forms = counting.forms(reporting.round, regions, timezone.localdate(), **more)
    return counting.total(forms)


def states_of(reporting, line):
    """The states a form is kept by, of those the page filters by."""
    rows = counting.forms(reporting.round, [reporting.region], timezone.localdate())
    return {
        name
        for name, holds in counting.STATES.items()
        if rows.filter(holds, pk=line.form.pk).exists()
    }


def act_for_the_government(reporting):
    """Let 达州's round be issued by the office of its government."""
    Region.objects.filter(pk=reporting.region.pk).update(bureau_kind="government")


def make_overdue(reporting, days=3):
    day = timezone.localdate() - timedelta(days=days)
    Entry.objects.update(due_on=day)


@pytest.mark.django_db
def test_the_counts_of_every_form_are_those_of_its_cells(reporting):
    reporting.approved("life-expectancy", "78")
    reporting.submitted("infant-mortality", "3.10")
    reporting.submitted("under5-mortality", "4.50")
    entry.send_back(
        reporting.region,
        YEAR,
        {"under5-mortality": "请核对"},
        by=reporting.people["reviewer"],
    )

    lines = {line.form.department_id: line for line in lines_of(reporting)}

    for form in Submission.objects.all():
        cells = list(Entry.objects.filter(submission=form, current=True))
        line = lines[form.department_id]
        assert line.progress.asked == len(cells)
        assert len(line.open) == sum(c.state in Entry.OPEN for c in cells)
        assert line.progress.approved == sum(c.state == "approved" for c in cells)
        assert line.progress.submitted == sum(c.state == "submitted" for c in cells)
        assert line.progress.returned == sum(c.state == "returned" for c in cells)
        assert line.form.n_asked == line.progress.asked
        assert line.form.n_answered == line.progress.answered
        assert line.form.n_open == len(line.open)
        assert line.form.n_returned == line.progress.returned
        assert line.form.first_due == line.progress.due_on


@pytest.mark.django_db
def test_the_worst_comes_first_and_states_say_why(reporting):
    reporting.form(SCHOOLS).entries.update(due_on=timezone.localdate() - timedelta(3))

    first, second = lines_of(reporting)

    assert first.unit == SCHOOLS and states_of(reporting, first) == {"overdue", "open"}
    assert states_of(reporting, second) == {"open"}
    assert second.unit == "达州市汇总单位"


@pytest.mark.django_db
def test_the_rate_counts_what_is_due_and_came_in_time(reporting):
    assert (total_of(reporting).in_time, total_of(reporting).due) == (0, 0)
    reporting.submitted("life-expectancy", "78")
    Entry.objects.filter(state="submitted").update(
        submitted_at=timezone.now() - timedelta(days=5)
    )
    reporting.submitted("infant-mortality", "3.10")
    make_overdue(reporting)

    total = total_of(reporting)

    assert (total.in_time, total.due) == (1, Entry.objects.count())


@pytest.mark.django_db
def test_a_remark_is_told_to_the_regions_own_people_only(reporting):
    reporting.submitted("life-expectancy", "78")
    entry.send_back(
        reporting.region,
        YEAR,
        {"life-expectancy": "请核对来源"},
        by=reporting.people["reviewer"],
    )
    today = timezone.localdate()

    def text(by):
        line = next(x for x in lines_of(reporting, by) if x.form.department is None)
        return outstanding.step(line, reporting.round, "http://x/", today).text

    assert "请核对来源" in text("clerk")
    assert "请核对来源" not in text("provincial") and "退回修改1项" in text(
        "provincial"
    )


@pytest.mark.django_db
def test_contacts_are_those_of_the_forms_own_indicators(reporting):
    DataOwner.objects.update(contact="王老师", phone="0818-1")
    DataOwner.objects.create(
        region=reporting.region,
        indicator=reporting.cell("pm25").indicator,
        contact="陈敏",
    )

    lines = {line.unit: line for line in lines_of(reporting)}

    assert lines[SCHOOLS].contacts == ["王老师"]
    assert lines[SCHOOLS].phones == ["0818-1"]
    assert lines["达州市汇总单位"].contacts == ["陈敏"]


@pytest.mark.django_db
def test_addresses_are_those_of_active_staff_of_the_form(reporting):
    for name in ("clerk", "teacher", "reviewer"):
        reporting.people[name].email = f"{name}@example.org"
        reporting.people[name].save()

    lines = {line.unit: line for line in lines_of(reporting)}

    assert lines[SCHOOLS].addresses == ["teacher@example.org"]
    assert lines["达州市汇总单位"].addresses == ["clerk@example.org"]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_forms(
    reporting, django_assert_num_queries
):
    regions = [reporting.region]
    grants = reporting.people["administrator"].grants
    for name in ("pm25", "tb-incidence", "hypertension-management"):
        DataOwner.objects.create(
            region=reporting.region,
            indicator=reporting.cell(name).indicator,
            department=reporting.region.departments.exclude(
                pk__in=DataOwner.objects.values("department")
            ).first(),
        )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])

    forms = counting.forms(reporting.round, regions, timezone.localdate())
    with django_assert_num_queries(5):
        lines = outstanding.lines(reporting.round, forms, grants, timezone.localdate())

    assert len(lines) == 5


@pytest.mark.django_db
def test_supervisions_are_numbered_by_region_and_year(reporting):
    act_for_the_government(reporting)
    chief = reporting.people["administrator"]
    forms = [reporting.form(SCHOOLS), reporting.form(), reporting.form(SCHOOLS)]
    for form in forms:
        entry.remind(form, "urge", "…", [], by=chief)
        entry.remind(form, "supervise", "…", [], by=chief)

    events = FormEvent.objects.filter(details__level="supervise").order_by("pk")
    issuer = reporting.region
    unnamed = [outstanding.supervision_number(e, issuer) for e in events]
    issuer.document_code = "达市卫"
    named = [outstanding.supervision_number(e, issuer) for e in events]

    year = timezone.localdate().year
    assert unnamed == [f"　　　〔{year}〕{n}号" for n in (1, 2, 3)]
    assert named == [f"达市卫〔{year}〕{n}号" for n in (1, 2, 3)]


@pytest.mark.django_db
def test_every_issuer_counts_its_own_supervisions(reporting):
    """A city's 督办单 to a county and the county's own have a number each."""
    act_for_the_government(reporting)
    chief, above = reporting.people["administrator"], reporting.region.parent
    entry.remind(reporting.form(), "supervise", "…", [], by=chief, issuer=above)
    entry.remind(reporting.form(SCHOOLS), "supervise", "…", [], by=chief)

    first, second = FormEvent.objects.filter(kind="reminded").order_by("pk")
    whose = [outstanding.issuer_of(e, e.submission, above) for e in (first, second)]
    numbers = [
        outstanding.supervision_number(event, issuer).strip("　")
        for event, issuer in zip((first, second), whose, strict=True)
    ]

    year = timezone.localdate().year
    assert whose == [above, reporting.region]
    assert numbers == [f"〔{year}〕1号", f"〔{year}〕1号"]


# ------------------------------------------------------- rounds in one's reach


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name, seen",
    [
        ("administrator", True),
        ("clerk", True),
        ("reviewer", True),
        ("provincial", True),
        ("teacher", False),
        ("official", False),
        ("neighbour", False),
    ],
)
def test_the_list_holds_the_rounds_one_follows(
    reporting, name, seen, django_assert_max_num_queries
):
    reporting.submitted("life-expectancy", "78")
    grants = reporting.people[name].grants

    with django_assert_max_num_queries(3):
        lines = round_lines.listing(grants, timezone.localdate())

    assert bool(lines) is seen
    if seen:
        p = lines[0].progress
        assert (p.asked, p.submitted, p.filled) == (Entry.objects.count(), 1, 1)
        assert lines[0].regions == [reporting.region]


@pytest.mark.django_db
def test_a_preview_tells_what_opening_would_lay_out(reporting):
    other = Region.objects.get(code="511102")
    plans = Plan.objects.filter(region=reporting.region)
    asks = asked.Catalogue(
        YEAR, False, False, frozenset(plans.values_list("pk", flat=True)), frozenset()
    )
    before = Entry.objects.count()

    own, there = asked.previews(asks, [reporting.region, other])

    assert own.joined == len(own.asked) == before
    assert own.unowned == before - 1
    assert there.joined == 0 and there.unowned == len(there.asked)
    call = Round(
        issuer=other,
        title="x",
        year=YEAR,
        opens_on=timezone.localdate(),
        due_on=timezone.localdate(),
        own_plans=False,
    )
    chief = reporting.people["administrator"]
    chief.memberships.create(region=other, role=access.ADMINISTRATOR)
    opened = entry.open_round(call, [other], plans, by=chief)
    assert opened.cells == len(there.asked)


@pytest.mark.django_db
def test_words_of_a_round_are_changed_by_its_administrators_only(reporting):
    words = {"title": "新名称", "form_number": "国卫统1表", "year": 1999}

    entry.describe_round(reporting.round, words, by=reporting.people["administrator"])

    stored = Round.objects.get()
    assert (stored.title, stored.form_number) == ("新名称", "国卫统1表")
    assert stored.year == YEAR
    with pytest.raises(entry.NotAllowed):
        entry.describe_round(reporting.round, words, by=reporting.people["reviewer"])
