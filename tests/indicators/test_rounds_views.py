"""/rounds/: opening a round, who has not reported, reminding, 督办单, locking."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from indicators import entry
from indicators.models import DataOwner, Entry, FormEvent, Indicator, Round, Submission
from regions import access
from regions.models import Membership, Region, User
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.pages import text

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
SCHOOL = "school-health-class-rate"
MAIL = {
    "EMAIL_URL": "smtp://mail.local",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}


@pytest.fixture
def desk(client, reporting):
    """The client signed in as 达州's administrator, with a round in work."""
    client.force_login(reporting.people["administrator"], backend=BACKEND)
    return client


def address(reporting, tail=""):
    return f"/rounds/{reporting.round.code}/{tail}"


def unit(name=SCHOOLS, region="511700"):
    return f"{region}:{name}"


def today():
    return timezone.localdate()


def make_overdue(reporting, days=3):
    Entry.objects.update(due_on=today() - timedelta(days=days))
    Round.objects.update(
        opens_on=today() - timedelta(days=90), due_on=today() - timedelta(days=days)
    )


# ----------------------------------------------------------------- who may what

PEOPLE = {
    "administrator": (access.ADMINISTRATOR, "511700"),
    "administrator above": (access.ADMINISTRATOR, "510000"),
    "administrator below": (access.ADMINISTRATOR, "511702"),
    "administrator beside": (access.ADMINISTRATOR, "511100"),
    "reviewer": (access.REVIEWER, "511700"),
    "reviewer above": (access.REVIEWER, "510000"),
    "staff": (access.STAFF, "511700"),
    "staff of a department": (access.STAFF, "511700", SCHOOLS),
    "staff beside": (access.STAFF, "511100"),
    "official": (access.OFFICIAL, "511700"),
    "official above": (access.OFFICIAL, "510000"),
    "analyst": (access.ANALYST, "511700"),
}
# Rows: page → the answer to each of PEOPLE; § Access, “rounds” and “counts”.
ANSWERS = {
    # page               adm above below beside rev above staff dept beside off above ana
    ("GET", "list"): [200, 200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 403],
    ("GET", "new"): [200, 200, 200, 200, *[403] * 8],
    ("GET", "round"): [200, 200, 403, 404, 200, 200, 200, 403, 404, 403, 403, 403],
    ("GET", "notice"): [200, 200, 403, 404, 200, 200, 200, 403, 404, 403, 403, 403],
    ("POST", "remind"): [302, 302, 403, 404, 302, 302, 302, 403, 404, 403, 403, 403],
    ("GET", "edit"): [200, 200, 403, 404, 403, 403, 403, 403, 404, 403, 403, 403],
    ("POST", "extend"): [302, 302, 403, 404, 403, 403, 403, 403, 404, 403, 403, 403],
    ("POST", "lock"): [302, 403, 403, 404, 302, 403, 403, 403, 404, 403, 403, 403],
}
CASES = [
    (method, page, name, status)
    for (method, page), statuses in ANSWERS.items()
    for name, status in zip(PEOPLE, statuses, strict=True)
]


@pytest.mark.parametrize("method, what, name, status", CASES)
def test_who_may_use_which_page(client, reporting, method, what, name, status):
    role, code, *department = PEOPLE[name]
    region, made = Region.objects.get_or_create(
        code=code,
        defaults={
            "name": "通川区",
            "short_name": "通川",
            "level": 3,
            "parent": reporting.region,
        },
    )
    user = User.objects.create_user("someone")
    place = region.departments.get(name=department[0]) if department else None
    Membership.objects.create(user=user, region=region, role=role, department=place)
    client.force_login(user, backend=BACKEND)
    path = {
        "list": "/rounds/",
        "new": "/rounds/new/",
        "round": address(reporting),
        "notice": address(reporting, "notice/?region=511700&department=" + SCHOOLS),
    }.get(what) or address(reporting, f"{what}/")
    data = {"unit": unit(), "region": "511700", "reason": "到期", "act": "lock"}

    answer = client.get(path) if method == "GET" else client.post(path, data)

    assert answer.status_code == status
    if status >= 400:
        assert not FormEvent.objects.filter(kind__in=["reminded", "locked"]).exists()


def test_a_round_that_is_not_there_is_404(desk):
    assert desk.get("/rounds/2020-511700-9/").status_code == 404


# ------------------------------------------------------------ opening a round


def new_round(**fields):
    return {
        "issuer": "511700",
        "year": today().year - 1,
        "opens_on": today(),
        "due_on": today() + timedelta(days=20),
        "own_plans": "on",
        "regions": ["511700"],
        **fields,
    }


def test_a_new_round_is_proposed_for_last_year_and_ones_own_region(desk):
    form = desk.get("/rounds/new/").context["form"]

    assert form["year"].value() == today().year - 1
    assert form["regions"].value() == ["511700"]
    assert str(form["issuer"].field.queryset.get()) == "达州市"


def test_a_preview_stores_nothing_and_opening_does(desk):
    rounds, cells = Round.objects.count(), Entry.objects.count()

    preview = desk.post("/rounds/new/", new_round(step="preview"))

    assert preview.status_code == 200
    assert Round.objects.count() == rounds and Entry.objects.count() == cells
    assert preview.context["total"] == 24
    assert preview.context["parts"][0].unowned == 23
    year = today().year - 1
    assert preview.context["title"] == f"{year}年达州市健康规划指标数据采集"

    opened = desk.post("/rounds/new/", new_round(step="open"), follow=True)

    call = Round.objects.get(year=year)
    assert opened.redirect_chain == [(f"/rounds/{call.code}/", 302)]
    assert "新建填报表2张、指标24项" in opened.content.decode()
    assert call.by == call.issuer.membership_set.get(role="administrator").user


def test_a_second_round_of_a_year_says_that_rows_are_shared(desk):
    before = Entry.objects.count()
    data = new_round(year=YEAR, title="省里也要")

    preview = desk.post("/rounds/new/", data | {"step": "preview"})
    opened = desk.post("/rounds/new/", data | {"step": "open"}, follow=True)

    assert preview.context["parts"][0].joined == before
    assert "24项此前已在采集，并入同一行" in opened.content.decode()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"due_on": "2020-01-01"}, "截止日期已过"),
        ({"due_on": "31.12."}, "日期格式应如"),
        (
            {"opens_on": timezone.localdate() + timedelta(99)},
            "截止日期不应早于开始日期",
        ),
        ({"year": 2099}, "2099年尚未到"),
        ({"regions": []}, "请至少选一个地区"),
        ({"regions": ["530300"]}, "没有代码为“530300”的选项"),
        ({"issuer": "510000"}, "您没有该地区的管理权限"),
        ({"own_plans": ""}, "请选采集目录"),
        ({"indicators": ["no-such"]}, "没有代码为“no-such”的选项"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "open"])
def test_what_cannot_be_opened_is_said_at_the_field(desk, fields, sentence, step):
    rounds = Round.objects.count()

    answer = desk.post("/rounds/new/", new_round(**fields, step=step))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Round.objects.count() == rounds


def test_a_round_that_asks_nothing_is_refused_on_the_preview(desk, reporting):
    empty = Region.objects.create(
        code="511702",
        name="通川区",
        short_name="通川",
        level=3,
        parent=reporting.region,
    )
    data = new_round(regions=[empty.code])

    preview = desk.post("/rounds/new/", data | {"step": "preview"})
    answer = desk.post("/rounds/new/", data | {"step": "open"})

    assert "通川没有应填的指标" in preview.content.decode()
    assert answer.status_code == 422
    assert "没有应采集的指标" in answer.context["refusal"]
    assert Round.objects.count() == 1


def test_going_back_from_the_preview_keeps_what_was_chosen(desk):
    data = new_round(title="待办", step="edit", indicators=["pm25"])

    page = desk.post("/rounds/new/", data)

    assert page.status_code == 200 and "待办" in text(page)
    assert 'value="pm25" checked' in text(page)


def test_a_round_above_asks_several_regions(client, reporting):
    chief = User.objects.create_user("chief")
    province = Region.objects.get(code="510000")
    Membership.objects.create(user=chief, region=province, role=access.ADMINISTRATOR)
    client.force_login(chief, backend=BACKEND)
    data = new_round(
        issuer="510000",
        year=2023,
        regions=["511700", "511102"],
        own_plans="",
        indicators=["life-expectancy"],
        step="open",
    )

    client.post("/rounds/new/", data)

    call = Round.objects.get(year=2023)
    assert call.code == "2023-510000-1"
    assert Entry.objects.filter(rounds=call).count() == 2
    page = client.get(f"/rounds/{call.code}/")
    assert {card.line.form.region.code for card in page.context["cards"]} == {
        "511700",
        "511102",
    }
    one = client.get(f"/rounds/{call.code}/?region=511102")
    assert [card.line.form.region.code for card in one.context["cards"]] == ["511102"]


# ------------------------------------------------------------- changing a round


def test_moved_days_reach_the_open_cells(desk, reporting):
    reporting.submitted("life-expectancy", "78")
    late = today() + timedelta(days=50)
    data = {"days": "1", "opens_on": today(), "due_on": late}

    desk.post(address(reporting, "edit/"), data)

    assert reporting.cell("infant-mortality").due_on == late
    assert reporting.cell("life-expectancy").due_on < late
    assert Round.objects.get().due_on == late


def test_days_the_wrong_way_round_are_refused(desk, reporting):
    data = {"days": "1", "opens_on": today(), "due_on": today() - timedelta(days=1)}

    answer = desk.post(address(reporting, "edit/"), data)

    assert answer.status_code == 422
    assert "截止日期不应早于开始日期" in answer.content.decode()


def test_words_are_stored(desk, reporting):
    data = {"words": "1", "title": "新名称", "form_number": "国卫统1表", "note": ""}

    desk.post(address(reporting, "edit/"), data)

    assert Round.objects.get().form_number == "国卫统1表"


def test_extending_asks_for_rows_added_since(desk, reporting):
    plan = reporting.region.plans.get()
    prose = plan.rows.filter(in_table=False, indicator__isnull=False)
    known = Entry.objects.values("indicator")
    row = prose.exclude(indicator__in=known).first()
    row.in_table = True
    row.save()

    first = desk.post(address(reporting, "extend/"), follow=True)
    again = desk.post(address(reporting, "extend/"), follow=True)

    assert "新增填报表0张、指标1项" in first.content.decode()
    assert "没有新增指标" in again.content.decode()


# ------------------------------------------------------------ the chaser's page


def units_of(page):
    return [card.line.unit for card in page.context["cards"]]


def test_the_page_counts_names_and_proposes(desk, reporting):
    make_overdue(reporting)
    reporting.submitted("life-expectancy", "78")

    page = desk.get(address(reporting))
    page_text = page.content.decode()

    assert units_of(page) == [
        "达州市汇总单位",
        SCHOOLS,
    ]
    assert page.context["total"].overdue == 23
    assert "按时提交率0%" in page_text and "建议催办" in page_text
    assert (
        "现已逾期3天" in page_text
        and "http://testserver/entry/511700/2024/" in page_text
    )


@pytest.mark.parametrize(
    "query, units",
    [
        ("state=returned", []),
        ("state=open", ["达州市汇总单位", SCHOOLS]),
        ("state=waiting", ["达州市汇总单位"]),
        ("state=done", []),
        ("region=511700", ["达州市汇总单位", SCHOOLS]),
    ],
)
def test_filters_keep_the_forms_they_name(desk, reporting, query, units):
    reporting.submitted("life-expectancy", "78")

    page = desk.get(address(reporting) + "?" + query)

    assert units_of(page) == units
    if not units:
        assert "没有符合条件的填报表" in page.content.decode()


@pytest.mark.parametrize("query", ["state=bad", "region=530300", "level=x"])
def test_a_filter_nobody_knows_is_400_with_a_sentence(desk, reporting, query):
    answer = desk.get(address(reporting) + "?" + query)

    assert answer.status_code == 400
    assert "请重选" in answer.content.decode()


def test_levels_above_see_names_and_counts_and_no_cell(client, reporting):
    reporting.filled("infant-mortality", "3.17", by="clerk")
    reporting.submitted("life-expectancy", "78.77")
    entry.send_back(
        reporting.region,
        YEAR,
        {"life-expectancy": "秘密的意见"},
        by=reporting.people["reviewer"],
    )
    client.force_login(reporting.people["provincial"], backend=BACKEND)

    page_text = client.get(address(reporting)).content.decode()

    assert "人均预期寿命" in page_text and "已退回" in page_text
    assert "秘密的意见" not in page_text
    assert "78.77" not in page_text and "3.17" not in page_text


def test_the_queries_of_the_page_do_not_grow(
    desk, reporting, django_assert_num_queries
):
    with django_assert_num_queries(15):
        desk.get(address(reporting))
    departments = list(reporting.region.departments.all())
    for number, cell in enumerate(Entry.objects.select_related("indicator")):
        DataOwner.objects.update_or_create(
            region=reporting.region,
            indicator=cell.indicator,
            defaults={"department": departments[number % 9]},
        )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])

    with django_assert_num_queries(15):
        desk.get(address(reporting))


# ------------------------------------------------------------------- reminding


def reminders():
    return FormEvent.objects.filter(kind=FormEvent.Kind.REMINDED)


def test_marking_notes_the_level_the_text_and_what_was_missing(desk, reporting):
    data = {"unit": unit(), "level": "remind", "query": "state=open"}

    answer = desk.post(address(reporting, "remind/"), data, follow=True)

    event = reminders().get()
    assert event.submission == reporting.form(SCHOOLS)
    asked = {"level": "remind", "indicators": [SCHOOL], "issuer": "511700"}
    assert event.details == asked
    assert "中小学健康教育课开课率" in event.text
    assert answer.redirect_chain == [(address(reporting, "?state=open"), 302)]
    assert f"已标记：{SCHOOLS}（提醒）" in answer.content.decode()
    assert "administrator" in answer.content.decode()


def test_the_script_gets_what_to_show(desk, reporting):
    answer = desk.post(
        address(reporting, "remind/"), {"unit": unit()}, HTTP_ACCEPT="application/json"
    )

    day = f"{today():%m-%d}"
    assert answer.json() == {"marked": {unit(): f"提醒 {day} administrator"}}


def test_all_at_once_gives_each_form_its_own_step(desk, reporting):
    reporting.form(SCHOOLS).entries.update(due_on=today() - timedelta(days=2))
    data = {"unit": [unit(), unit("")], "level": ""}

    desk.post(address(reporting, "remind/"), data)

    levels = {e.submission.department_id is None: e.details for e in reminders()}
    assert levels[False]["level"] == "urge" and levels[True]["level"] == "remind"


def test_what_is_complete_or_locked_is_not_chased(desk, reporting):
    form = reporting.form(SCHOOLS)
    entry.lock([form], "到期", now=timezone.now(), by=reporting.people["reviewer"])

    answer = desk.post(address(reporting, "remind/"), {"unit": unit()}, follow=True)

    assert not reminders().exists()
    assert "无须催报" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "511700:没有这个部门", "530300:", "x"])
def test_a_form_that_is_not_of_the_round_is_404(desk, reporting, key):
    answer = desk.post(address(reporting, "remind/"), {"unit": key})

    assert answer.status_code == 404


def test_a_level_nobody_knows_is_said(desk, reporting):
    data = {"unit": unit(), "level": "threaten"}

    answer = desk.post(address(reporting, "remind/"), data, follow=True)

    assert "催报分提醒、催办、督办三级" in answer.content.decode()
    assert not reminders().exists()


# ---------------------------------------------------------------------- e-mail


def give_address(reporting):
    reporting.people["teacher"].email = "teacher@example.org"
    reporting.people["teacher"].save()


def test_without_a_mail_server_no_page_offers_mail(desk, reporting):
    give_address(reporting)

    page_text = desk.get(address(reporting)).content.decode()
    answer = desk.post(
        address(reporting, "remind/"), {"unit": unit(), "via": "mail"}, follow=True
    )

    assert "发邮件" not in page_text
    assert "未设置邮件服务器" in answer.content.decode()
    assert not reminders().exists() and not mail.outbox


@override_settings(**MAIL)
def test_mail_goes_to_the_departments_staff_and_is_noted(desk, reporting):
    give_address(reporting)

    page_text = desk.get(address(reporting)).content.decode()
    desk.post(address(reporting, "remind/"), {"unit": unit(), "via": "mail"})

    assert "发邮件（1人）" in page_text
    (letter,) = mail.outbox
    assert letter.to == ["teacher@example.org"]
    assert letter.subject == "提醒：2024年度监测"
    assert reminders().get().text == letter.body


@override_settings(**MAIL)
def test_mail_to_nobody_is_said_and_not_noted(desk, reporting):
    answer = desk.post(
        address(reporting, "remind/"), {"unit": unit(), "via": "mail"}, follow=True
    )

    assert "未登记邮箱" in answer.content.decode()
    assert not reminders().exists()


@override_settings(
    EMAIL_URL="smtp://127.0.0.1:1",
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
)
def test_a_mail_server_that_does_not_answer_is_said(desk, reporting):
    give_address(reporting)

    answer = desk.post(
        address(reporting, "remind/"), {"unit": unit(), "via": "mail"}, follow=True
    )

    assert f"未发送{SCHOOLS}：邮件服务器未保存" in answer.content.decode()
    assert not reminders().exists()


# ------------------------------------------------------------- 督办单, locking


def notice(reporting, **query):
    asked = {"region": "511700", "department": SCHOOLS} | query
    return address(reporting, f"notice/?{urlencode(asked)}")


def test_a_notice_gets_its_number_when_it_is_entered(desk, reporting):
    act_for_the_government(reporting)
    make_overdue(reporting, 40)
    before = desk.get(notice(reporting)).content.decode()
    data = {"unit": unit(), "level": "supervise", "next": "notice"}

    after = desk.post(address(reporting, "remind/"), data, follow=True)
    page_text = after.content.decode()

    assert "登记督办并编号" in before and "〔" not in before
    assert f"　　　〔{today().year}〕1号" in page_text
    assert "登记机关代字" in page_text and "承办单位" in page_text
    assert "达州市汇总单位（盖章）" in page_text
    assert (
        "中小学健康教育课开课率" in page_text
        and f"{day_in_full(today())} 督办 administrator" in page_text
    )


def act_for_the_government(reporting):
    reporting.region.bureau_kind = "government"
    reporting.region.save()


def test_a_health_bureau_prompts_its_equals(desk, reporting):
    """工作提示单, not 督办单; also before the day, also where 督办 is posted."""
    before = desk.get(notice(reporting)).content.decode()
    data = {"unit": unit(), "level": "supervise", "next": "notice"}

    after = desk.post(address(reporting, "remind/"), data, follow=True)

    assert "登记工作提示并编号" in before and "督办单" not in text_of(before)
    assert reminders().get().details["level"] == "prompt"
    page = after.content.decode()
    assert f"　　　〔{today().year}〕1号" in page and "数据填报工作提示单" in page
    assert "逾期未提交" not in page
    assert "工作提示单" in desk.get(address(reporting)).content.decode()


def text_of(page):
    return page.partition("<main")[2]


def test_a_department_without_account_is_told_where_the_figures_go(desk, reporting):
    Region.objects.filter(pk=reporting.region.pk).update(
        bureau_in_full="达州市卫生健康委员会", bureau_phone="0818-0000000"
    )
    link = "http://testserver/entry/511700/2024/"

    with_account = texts_of(desk, reporting)[SCHOOLS]
    Membership.objects.filter(department__name=SCHOOLS).delete()
    without = texts_of(desk, reporting)

    assert link in with_account
    assert link not in without[SCHOOLS]
    assert "报送至达州市卫生健康委员会（电话：0818-0000000）" in without[SCHOOLS]
    assert link in without["达州市卫生健康委员会"]


def texts_of(desk, reporting):
    cards = desk.get(address(reporting)).context["to_chase"]
    return {card.line.unit: card.step.text for card in cards}


@pytest.mark.parametrize("days, status", [(-1, 400), (0, 400), (1, 200)])
def test_the_new_deadline_lies_after_the_day_that_was_due(
    desk, reporting, days, status
):
    due = reporting.cell(SCHOOL).due_on
    answer_on = due + timedelta(days=days)

    answer = desk.get(notice(reporting, answer_on=answer_on.isoformat()))

    assert answer.status_code == status
    assert status == 200 or "完成时限应晚于应报日期" in answer.content.decode()


def day_in_full(day):
    return f"{day.year}年{day.month}月{day.day}日"


def test_nobody_is_supervised_before_the_day(desk, reporting):
    act_for_the_government(reporting)
    data = {"unit": unit(), "level": "supervise", "next": "notice"}

    page_text = desk.get(notice(reporting)).content.decode()
    answer = desk.post(address(reporting, "remind/"), data, follow=True)

    assert "逾期后方可出具督办单" in page_text and "登记督办" not in page_text
    assert "逾期后方可督办，请改为提醒" in answer.content.decode()
    assert not reminders().exists()


def test_the_issuer_signs_with_its_name_and_code(desk, reporting):
    act_for_the_government(reporting)
    make_overdue(reporting, 40)
    reporting.region.bureau_in_full = "达州市卫生健康委员会"
    reporting.region.document_code = "达市卫"
    reporting.region.save()
    data = {"unit": unit(), "level": "supervise", "next": "notice"}

    page_text = desk.post(
        address(reporting, "remind/"), data, follow=True
    ).content.decode()

    assert f"达市卫〔{today().year}〕1号" in page_text
    assert "达州市卫生健康委员会（盖章）" in page_text
    assert "登记机关代字" not in page_text


def test_a_notice_gives_a_day_to_answer(desk, reporting):
    page_text = desk.get(notice(reporting, answer_on="2026-12-24")).content.decode()

    assert "2026年12月24日" in page_text


@pytest.mark.parametrize(
    "query, status",
    [
        ({"answer_on": "morgen"}, 400),
        ({"region": ""}, 400),
        ({"region": "530300"}, 404),
        ({"department": "没有这个部门"}, 404),
    ],
)
def test_a_notice_to_nobody_is_refused(desk, reporting, query, status):
    assert desk.get(notice(reporting, **query)).status_code == status


def test_a_regions_forms_are_locked_and_reopened_with_a_reason(desk, reporting):
    make_overdue(reporting)
    path, data = address(reporting, "lock/"), {"region": "511700"}

    page = desk.get(address(reporting)).content.decode()
    nothing = desk.post(path, data | {"act": "lock", "reason": " "}, follow=True)
    locked = desk.post(path, data | {"act": "lock", "reason": "已汇总"}, follow=True)

    assert "填报人员可见" in page
    assert "请写明锁定原因" in nothing.content.decode()
    assert "达州市的2张填报表已锁定" in locked.content.decode()
    assert Submission.objects.filter(lock_reason="已汇总").count() == 2

    desk.post(path, data | {"act": "reopen", "reason": "补一项"})

    assert not Submission.objects.exclude(locked_at=None).exists()


def test_before_the_day_the_page_offers_no_locking(desk, reporting):
    assert 'name="act"' not in desk.get(address(reporting)).content.decode()


def test_a_region_that_the_round_does_not_ask_cannot_be_locked(desk, reporting):
    data = {"region": "530300", "act": "lock", "reason": "x"}

    assert desk.post(address(reporting, "lock/"), data).status_code == 404


def test_the_list_is_empty_with_a_word_of_what_to_do(client, people):
    client.force_login(people["administrator"], backend=BACKEND)

    page_text = client.get("/rounds/").content.decode()

    assert "暂无填报任务" in page_text and "发起填报任务" in page_text
    assert Indicator.objects.exists()
