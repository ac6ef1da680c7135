"""The chaser's page in a real browser: copying a message over plain http, or without
scripts."""

import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry import events
from indicators.models import DataOwner, FormEvent, Indicator, Job, Round
from regions import access
from regions.models import Membership, Region, User
from tests.browser.conftest import PASSWORD

SCHOOLS = "教育部门"
YEAR = 1915  # no other journey's year
# What a page served over http from another machine finds.
NO_CLIPBOARD = """
    Object.defineProperty(window, "isSecureContext", {value: false});
    Object.defineProperty(Navigator.prototype, "clipboard", {get: () => undefined});
"""


@pytest.fixture(scope="module")
def call(db, django_db_blocker):
    """An overdue round of 达州 and its administrator, 孙芳."""
    with django_db_blocker.unblock():
        region = Region.objects.get(code="511700")
        chief = User.objects.create_user("sun", password=PASSWORD, full_name="孙芳")
        Membership.objects.create(user=chief, region=region, role=access.ADMINISTRATOR)
        owner, _made = DataOwner.objects.update_or_create(
            region=region,
            indicator=Indicator.objects.get(code="school-health-class-rate"),
            defaults={
                "department": region.departments.get(name=SCHOOLS),
                "contact": "王老师",
            },
        )
        today = timezone.localdate()
        made = Round(
            issuer=region,
            title="1915年度监测",
            year=YEAR,
            opens_on=today - timedelta(days=40),
            due_on=today - timedelta(days=12),
        )
        entry.open_round(made, [region], by=chief)
        yield made
        owner.delete()  # other journeys find the region as it was


@pytest.fixture(autouse=True)
def each_click_counts(monkeypatch):
    """The journeys follow each other faster than people remind the same department."""
    monkeypatch.setattr(events, "MOMENT", timedelta(0))


def enter(person, path):
    """Sign in as 孙芳 and open a page."""
    page = person.page
    page.goto(person.site + "/login/")
    page.fill("#id_username", "sun")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return person.open(path)


def reminders():
    return list(
        FormEvent.objects.filter(
            kind=FormEvent.Kind.REMINDED, submission__year=YEAR
        ).order_by("-pk")
    )


def school_form(page):
    """Unfold the department's row; return its form."""
    row = page.locator("tr.more", has=page.locator(f'input[value="511700:{SCHOOLS}"]'))
    row.locator("summary").click()
    return row.locator("form")


@pytest.mark.parametrize("secure", [True, False])
def test_one_click_copies_the_message_and_marks_it(visit, call, secure):
    person = visit()
    if secure:
        person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        person.page.add_init_script(NO_CLIPBOARD)
    page = enter(person, f"/rounds/{call.code}/").page
    before = len(reminders())
    form = school_form(page)

    form.get_by_text("复制并标记已催").click()
    form.get_by_text("已复制，已标记").wait_for()

    event = reminders()[0]
    assert len(reminders()) == before + 1
    assert event.details == {
        "level": "urge",
        "indicators": ["school-health-class-rate"],
        "issuer": "511700",
    }
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").focus()
    page.keyboard.press("Control+V")
    pasted = page.locator("body > textarea").input_value()
    assert pasted == event.text and "教育部门（王老师）：" in pasted
    assert "催办" in page.locator(f'[data-last="511700:{SCHOOLS}"]').inner_text()
    assert person.problems == []


def test_without_scripts_the_text_can_be_selected_and_marked(visit, call):
    person = visit(java_script_enabled=False)
    page = person.page
    page.goto(person.site + "/login/")
    page.fill("#id_username", "sun")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"{person.site}/rounds/{call.code}/?state=open")
    before = len(reminders())
    form = school_form(page)

    assert "现已逾期12天" in form.locator("textarea").input_value()
    form.get_by_text("标记已催").click()

    assert page.url.endswith("?state=open")
    assert f"已标记：{SCHOOLS}" in page.locator(".messages").inner_text()
    assert len(reminders()) == before + 1


@pytest.mark.parametrize(
    "width, scheme", [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
def test_the_pages_are_quiet_and_accessible(visit, call, width, scheme):
    person = enter(visit(width, scheme), "/rounds/")
    unfold = "document.querySelectorAll('main details').forEach(d => d.open = true)"

    for path in (
        f"/rounds/{call.code}/",
        "/rounds/new/",
        f"/rounds/{call.code}/edit/",
        f"/rounds/{call.code}/notice/?region=511700&department={SCHOOLS}",
        "/entry/",
    ):
        person.open(path)
        person.page.evaluate(unfold)
        person.check()

    assert person.problems == []


@pytest.fixture(scope="module")
def large(call, django_db_blocker):
    """A round to two regions, and jobs of larger ones: waiting, previewed, failed."""
    with django_db_blocker.unblock():
        regions = list(Region.objects.filter(code__in=["511700", "511102"]))
        chief = User.objects.get(username="sun")
        Membership.objects.create(
            user=chief, region=regions[0], role=access.ADMINISTRATOR
        )
        both = Round(
            issuer=call.issuer, title="两地", year=1913, opens_on=call.opens_on,
            due_on=call.due_on, own_plans=False,
        )  # fmt: skip
        wanted = [Indicator.objects.get(code="pm25")]
        entry.open_round(both, regions, [], wanted, by=chief)
        counts = {"regions": 9, "asked": 90, "known": 3, "unowned": 80}
        about = {
            "region": call.issuer,
            "title": "两百零一地",
            "what": {"regions": ["511700"] * 201},
            "steps": 10,
            "by": chief,
        }
        made = [
            Job.objects.create(kind="preview_round", **about, **more)
            for more in (
                {"state": "waiting", "step": 3},
                {"state": "done", "step": 10, "result": {"511700": counts}},
                {"state": "failed", "refusal": "所选地区没有要采集的指标。"},
            )
        ]
        yield both, made


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_pages_of_many_regions_are_quiet_and_accessible(visit, large, width, scheme):
    both, made = large
    person = enter(visit(width, scheme), f"/rounds/{both.code}/")
    person.page.evaluate(
        "document.querySelectorAll('main details').forEach(d => d.open = true)"
    )
    person.check()
    for job in made:
        person.open(f"/rounds/jobs/{job.token}/")
        person.check()

    assert person.problems == []


def test_from_the_form_to_an_open_round(visit, call):
    elsewhere = Membership.objects.filter(user__username="sun")
    elsewhere.exclude(region=call.issuer).delete()  # left there by the large rounds
    person = enter(visit(), "/rounds/new/")
    page = person.page

    page.fill("#id_year", "1914")
    page.get_by_text("另加指标", exact=True).click()
    page.get_by_label("查找指标").fill("婴儿")
    shown = page.locator("#indicator-picks [data-name]:visible").all_inner_texts()
    page.get_by_role("button", name="预览").click()
    person.check()
    page.get_by_role("button", name="发送").click()
    page.wait_for_url("**/rounds/1914-511700-1/")
    person.check()

    assert shown and all("婴儿" in text for text in shown)
    assert Round.objects.get(code="1914-511700-1").entries.count() == 24
    assert person.problems == []
    with page.expect_download() as got:
        page.get_by_role("link", name="份商请函").click()
    with zipfile.ZipFile(got.value.path()) as letters:
        assert f"商请函-达州市-1914-{SCHOOLS}.docx" in letters.namelist()


def test_a_notice_is_one_upright_sheet(visit, call):
    person = visit()
    path = f"/rounds/{call.code}/notice/?region=511700&department="
    page = enter(person, path).page

    pages = page.pdf(prefer_css_page_size=True)

    assert pages.count(b"/Type /Page\n") == 1 or pages.count(b"/Type /Page ") == 1
    width, height = map(
        float, re.search(rb"MediaBox \[0 0 (\S+) (\S+)\]", pages).groups()
    )
    assert abs(width - 595) < 1 and abs(height - 842) < 1  # points, A4 upright
