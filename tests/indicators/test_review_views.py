"""The review page: what a reviewer sees, approves, returns, reports, locks."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from indicators import entry
from indicators.models import Assessment, Entry, FormEvent, Observation, Relation
from indicators.pages.log import form_log
from regions import access
from regions.models import Membership, Region
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIFE, INFANTS, SCHOOL = (
    "life-expectancy",
    "infant-mortality",
    "school-health-class-rate",
)
CHILDREN, MOTHERS = "under5-mortality", "maternal-mortality"
ADDRESS = f"/entry/511700/{YEAR}/"


@pytest.fixture
def desk(client, reporting):
    """The client signed in as 达州's reviewer, with a form in work."""
    return sign_in(client, reporting, "reviewer")


def sign_in(client, reporting, who):
    client.force_login(reporting.people[who], backend=BACKEND)
    return client


def page(client, query=""):
    response = client.get(f"{ADDRESS}review/{query}")
    assert response.status_code == 200
    return response


def line_of(response, code):
    found = {line.row.indicator.code: line for line in response.context["lines"]}
    return found[code]


def codes(response):
    return {line.row.indicator.code for line in response.context["lines"]}


def approve(client, reporting, *chosen, confirm=True, **more):
    """Post what the page's form posts: the versions of all, the chosen ones."""
    fields = {
        f"version-{e.indicator.code}": e.version
        for e in Entry.objects.current()
        .of(reporting.region, YEAR)
        .filter(state="submitted")
        .select_related("indicator")
    }
    fields |= {"choose": list(chosen)} | ({"confirm": "1"} if confirm else {}) | more
    return client.post(f"{ADDRESS}approve/", fields, follow=True)


def send_back(client, *chosen, **fields):
    path = f"{ADDRESS}return/"
    return client.post(path, {"choose": list(chosen)} | fields, follow=True)


def said(response):
    return " ".join(str(m) for m in response.context["messages"])


# ------------------------------------------------------------- what is shown


def test_a_row_shows_value_change_and_position(desk, reporting):
    reporting.known(LIFE, YEAR - 1, "77.2")
    reporting.submitted(LIFE, "77.5")

    line = line_of(page(desk), LIFE)
    due = line.row.goal.due

    assert (line.value, line.last) == ("77.50", "77.20")
    assert (line.change.figure, line.change.words) == ("+0.30岁", "向好")
    side = "高于（优于）" if 77.5 > due else "低于（差于）"
    assert (line.due.figure, line.due.words) == (f"{due:.2f}岁", side)
    assert line.due.size == f"{abs(77.5 - due):.2f}岁"
    target = float(re.search(r"[\d.]+", line.row.goal.printed)[0])
    assert line.aims[0].words == ("尚差" if target > 77.5 else "已达到，优于")
    assert line.aims[0].size == f"{abs(target - 77.5):.2f}岁"


def test_a_change_of_a_share_is_in_percentage_points_and_less_may_be_better(
    desk, reporting
):
    reporting.known(SCHOOL, YEAR - 1, "99")
    reporting.submitted(SCHOOL, "97.5", by="teacher")
    reporting.known(INFANTS, YEAR - 1, "4.5")
    reporting.submitted(INFANTS, "4.2")

    response = page(desk)

    school, infants = line_of(response, SCHOOL), line_of(response, INFANTS)
    assert (school.change.figure, school.change.words) == ("−1.5个百分点", "变差")
    assert (infants.change.figure, infants.change.words) == ("−0.30个千分点", "向好")
    assert infants.aims[0].is_good


def test_the_verdict_if_approved_stands_beside_the_present_one(desk, reporting):
    reporting.submitted(LIFE, "77.5")
    line = line_of(page(desk), LIFE)

    approve(desk, reporting, LIFE)
    stored = Assessment.objects.read_by("own").get(
        region=reporting.region, plan_indicator=line.row.goal.row
    )

    assert line.after.code == stored.code


def test_warnings_remark_source_supplier_and_lateness_stand_at_the_row(desk, reporting):
    reporting.known(LIFE, YEAR - 1, "77.2")
    reporting.type(LIFE, value="38.6", source="年报", note="已与统计局核实")
    reporting.type(LIFE, supplier=SCHOOLS, supplier_contact="张三")
    Entry.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    entry.submit(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])

    response = page(desk, "?show=warned")
    line = line_of(response, LIFE)
    text = response.content.decode()

    assert line.warns and line.row.late
    for words in (line.findings[0].sentence, "已与统计局核实", "年报", "张三", "逾期"):
        assert words in text
    assert line.supplied == f"{SCHOOLS}（张三）"


def test_the_filters_count_and_keep_by_state(desk, reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")
    send_back(desk, INFANTS, **{f"remark-{INFANTS}": "请核对"})
    reporting.approved(CHILDREN, "5.5")

    assert codes(page(desk)) == {LIFE}
    assert codes(page(desk, "?show=returned")) == {INFANTS}
    assert codes(page(desk, "?show=approved")) == {CHILDREN}
    everything = page(desk, "?show=all")
    counts = [tab["count"] for tab in everything.context["tabs"]]
    assert counts == [1, 0, 1, 1, len(codes(everything))]
    assert codes(page(desk, f"?show=all&department={SCHOOLS}")) == {SCHOOL}


@pytest.mark.parametrize("query", ["?show=nonsense", "?department=没有的部门"])
def test_a_filter_that_is_not_there_is_400_with_a_sentence(desk, reporting, query):
    response = desk.get(f"{ADDRESS}review/{query}")

    assert response.status_code == 400
    assert "请从" in response.content.decode()


def test_a_name_with_markup_is_printed_as_text(desk, reporting):
    reporting.type(LIFE, value="77.5", source="<b>x</b>", note="<script>1</script>")
    entry.submit(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])

    text = page(desk).content.decode()

    assert "<script>1" not in text and "&lt;script&gt;1" in text


def test_an_approved_cell_is_measured_and_has_the_verdict_of_now(desk, reporting):
    reporting.approved(LIFE, "77.5")

    line = line_of(page(desk, "?show=approved"), LIFE)

    assert line.now and line.after is None and line.aims[0].size


# ------------------------------------------------------------------ approving


def test_approving_is_asked_first_with_counts_then_done(desk, reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.type(CHILDREN, missing_reason="not_collected", note="x")
    entry.submit(reporting.region, YEAR, [CHILDREN], by=reporting.people["clerk"])

    question = approve(desk, reporting, LIFE, CHILDREN, confirm=False)
    assert "将审定2项：有数值1项，无数据1项" in question.content.decode()
    assert reporting.cell(LIFE).state == "submitted"

    fields = question.context["fields"]
    again = {}
    for name, value in [*fields, ("confirm", "1")]:
        again.setdefault(name, []).append(value)
    done = desk.post(f"{ADDRESS}approve/", again, follow=True)

    assert "已审定2项" in said(done)
    assert {reporting.cell(c).state for c in (LIFE, CHILDREN)} == {"approved"}
    values = Observation.objects.filter(region=reporting.region, year=YEAR)
    assert values.get(indicator__code=LIFE).value == Decimal("77.5")


def test_approve_all_takes_what_the_page_showed(desk, reporting):
    for code, value in ((LIFE, "77.5"), (INFANTS, "4.2"), (CHILDREN, "5.5")):
        reporting.submitted(code, value)

    approve(desk, reporting, all="1")

    states = {reporting.cell(c).state for c in (LIFE, INFANTS, CHILDREN)}
    assert states == {"approved"}


def test_a_cell_changed_since_is_refused_at_its_row_and_nothing_is_approved(
    desk, reporting
):
    reporting.submitted(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")
    old = {f"version-{LIFE}": 1}

    response = approve(desk, reporting, LIFE, INFANTS, **old)

    assert response.status_code == 422
    assert "未审定：1项不能审定，见各项下方。" in response.content.decode()
    line = line_of(response, LIFE)
    assert "您查看之后有改动" in line.refused[0] and line.typed["chosen"]
    # a reload would post again: a link leads to the page as it is now
    assert f'<a href="{ADDRESS}review/">查看最新数值</a>' in response.content.decode()
    assert {reporting.cell(c).state for c in (LIFE, INFANTS)} == {"submitted"}


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000])
def test_a_version_that_is_none_approves_nothing(desk, reporting, version):
    reporting.submitted(LIFE, "77.5")

    response = approve(desk, reporting, LIFE, **{f"version-{LIFE}": version})

    assert response.status_code == 422
    assert reporting.cell(LIFE).state == "submitted"


def test_a_cell_withdrawn_meanwhile_is_listed_though_it_no_longer_waits(
    desk, reporting
):
    version = reporting.submitted(LIFE, "77.5").version
    entry.withdraw(reporting.region, YEAR, [LIFE], by=reporting.people["clerk"])

    response = approve(desk, reporting, LIFE, **{f"version-{LIFE}": version})

    assert response.status_code == 422
    assert [n.row.indicator.code for n in response.context["refused"]] == [LIFE]
    assert codes(response) == {LIFE}


def test_what_the_reviewer_entered_is_marked_and_cannot_be_chosen(desk, reporting):
    Membership.objects.create(
        user=reporting.people["reviewer"], region=reporting.region, role=access.STAFF
    )
    person = reporting.people["reviewer"] = type(
        reporting.people["reviewer"]
    ).objects.get(username="reviewer")
    reporting.type(LIFE, by="reviewer", value="77.5", source="年报", note="x")
    entry.submit(reporting.region, YEAR, [LIFE], by=person)

    response = page(desk)
    line = line_of(response, LIFE)

    assert line.must_be_other and not line.may_choose
    text = response.content.decode()
    assert "须由他人审定" in text and f"version-{LIFE}" not in text
    refused = approve(desk, reporting, LIFE)
    assert "另一位审核人员" in line_of(refused, LIFE).refused[0]


def test_nothing_chosen_says_what_to_do_and_the_filters_still_lead_back(
    desk, reporting
):
    reporting.submitted(LIFE, "77.5")

    for response in (approve(desk, reporting), send_back(desk, remark="请核对")):
        assert response.status_code == 422
        assert "请先" in response.context["answer"].problem
        assert f'href="{ADDRESS}review/?show=all"' in response.content.decode()


def test_the_page_costs_the_same_whatever_the_number_of_rows(
    desk, reporting, django_assert_num_queries
):
    for chosen in ([LIFE], [INFANTS, CHILDREN, MOTHERS]):
        for code in chosen:
            reporting.submitted(code, "77.5" if code == LIFE else "4.2")
        with django_assert_num_queries(26):  # one for the navigation's numbers
            page(desk)


# ------------------------------------------------------------------- returning


def test_returning_with_a_remark_each_one_for_the_rest_and_a_suggestion(
    desk, reporting
):
    for code, value in ((LIFE, "77.5"), (INFANTS, "4.2"), (CHILDREN, "5.5")):
        reporting.submitted(code, value)

    response = send_back(
        desk,
        *(LIFE, INFANTS),
        remark="请核对来源",
        **{f"remark-{LIFE}": "与公报不符", f"suggest-{LIFE}": "７７．６ 岁"},
    )

    assert "已退回2项" in said(response)
    life, infants = reporting.cell(LIFE), reporting.cell(INFANTS)
    assert (life.state, life.remark) == ("returned", "与公报不符")
    assert life.suggested == Decimal("77.6")
    assert (infants.remark, infants.suggested) == ("请核对来源", None)
    assert reporting.cell(CHILDREN).state == "submitted"


def test_one_row_can_be_returned_whatever_else_is_chosen(desk, reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")

    send_back(desk, INFANTS, only=LIFE, **{f"remark-{LIFE}": "请核对"})

    assert reporting.cell(LIFE).state == "returned"
    assert reporting.cell(INFANTS).state == "submitted"


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({}, "请填写退回意见"),
        ({f"remark-{LIFE}": "x", f"suggest-{LIFE}": "七十八"}, "建议值："),
        ({f"remark-{LIFE}": "x", f"suggest-{LIFE}": "/"}, "建议值："),
    ],
)
def test_a_bad_return_keeps_what_was_typed_and_returns_nothing(
    desk, reporting, fields, sentence
):
    reporting.submitted(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")

    response = send_back(desk, LIFE, INFANTS, **{f"remark-{INFANTS}": "y"} | fields)
    line = line_of(response, LIFE)

    assert response.status_code == 422
    assert sentence in line.refused[0]
    assert line.typed["remark"] == fields.get(f"remark-{LIFE}", "")
    assert {reporting.cell(c).state for c in (LIFE, INFANTS)} == {"submitted"}


# ------------------------------------------------- reporting and the level above


def test_reporting_says_to_whom_and_what_is_missing_then_shows_it_above(
    client, reporting
):
    desk = sign_in(client, reporting, "reviewer")
    reporting.approved(LIFE, "77.5")
    reporting.submitted(INFANTS, "4.2")
    text = page(desk).content.decode()
    assert "四川省、全国有权限的人员" in text and "待审核1项" in text

    asked = desk.post(f"{ADDRESS}report/")
    assert "将报送已审定的1项" in asked.content.decode()
    assert reporting.cell(LIFE).state == "approved"
    done = desk.post(f"{ADDRESS}report/", {"confirm": "1"}, follow=True)

    assert "已报送1项" in said(done)
    assert reporting.cell(LIFE).state == "reported"
    above = page(sign_in(client, reporting, "provincial"))
    assert codes(above) == {LIFE}


def test_reporting_nothing_is_refused_with_a_sentence(desk, reporting):
    reporting.submitted(LIFE, "77.5")

    response = desk.post(f"{ADDRESS}report/")

    assert response.status_code == 422
    assert response.context["answer"].problem == "没有已审定、未报送的指标。"


def test_the_level_above_returns_a_reported_cell_with_a_remark(client, reporting):
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    above = sign_in(client, reporting, "provincial")
    path = f"{ADDRESS}return-reported/"

    without = above.post(path, {"choose": [LIFE]})
    assert without.status_code == 422
    assert "请填写退回意见" in line_of(without, LIFE).refused[0]
    done = above.post(path, {"choose": [LIFE], "remark": "与省里的数不符"}, follow=True)

    assert "以原报送数值为准" in said(done)
    cell = reporting.cell(LIFE)
    assert (cell.state, cell.remark) == ("returned", "与省里的数不符")
    assert Observation.objects.get(
        region=reporting.region, year=YEAR, indicator__code=LIFE
    ).value == Decimal("77.5")


def test_the_level_above_sees_no_approved_figure_of_another_year(client, reporting):
    """An earlier year approved and not reported is nobody's business above."""
    reporting.known(LIFE, YEAR - 1, "76.5")
    figure = entry.NewValue(
        reporting.region,
        reporting.cell(LIFE).indicator,
        YEAR - 1,
        Decimal("70.1"),
        source="年报",
    )
    entry.publish([figure], origin="entry", held=True)
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    own = line_of(page(sign_in(client, reporting, "reviewer"), "?show=all"), LIFE)
    above = line_of(page(sign_in(client, reporting, "provincial")), LIFE)

    assert (own.last, above.last) == ("70.10", "76.50")


# -------------------------------------------------------------- who sees what


@pytest.fixture
def rate(reporting):
    """A submitted rate with its two counts: eleven deaths."""
    reporting.type(MOTHERS, events="11", denominator="60000", source="年报", note="x")
    if reporting.cell(MOTHERS).events != 11:
        pytest.skip("no counts are declared for the indicator")
    entry.submit(reporting.region, YEAR, [MOTHERS], by=reporting.people["clerk"])
    return MOTHERS


def test_a_sentence_that_tells_counts_is_for_the_reviewer_only(client, reporting):
    reporting.type(MOTHERS, events="70001", denominator="60000", source="年报")
    assert reporting.findings(MOTHERS)

    seen = [
        page(sign_in(client, reporting, who), "?show=all").content.decode()
        for who in ("reviewer", "administrator")
    ]
    assert ["70001" in text for text in seen] == [True, False]


@pytest.fixture
def doubtful(reporting):
    """A cell whose finding tells of each kind: the series, other cells, the counts."""
    left, right = (reporting.cell(code).indicator for code in (INFANTS, MOTHERS))
    about = {"reason": "前者一般不高于后者"}
    Relation.objects.create(kind="order", left=left, right=right, **about)
    reporting.known(LIFE, YEAR - 1, "52.1")
    reporting.filled(LIFE, "77.5")
    reporting.filled(CHILDREN, "6.1")
    reporting.filled(INFANTS, "5.7")
    reporting.filled(MOTHERS, "9", events="11", denominator="60000")
    Entry.objects.filter(indicator__code=MOTHERS).update(value=Decimal(9))
    return [LIFE, CHILDREN, INFANTS, MOTHERS]


@pytest.mark.parametrize(
    "who, expected",
    [
        ("reviewer", {"nothing", "series", "other", "counts"}),
        ("administrator", {"nothing", "series", "other"}),
        ("provincial", {"series"}),  # what is reported lacks nothing
    ],
)
def test_a_finding_is_read_by_those_who_may_know_what_it_tells(
    client, reporting, doubtful, who, expected
):
    if who == "provincial":
        entry.submit(reporting.region, YEAR, doubtful, by=reporting.people["clerk"])
        approve(sign_in(client, reporting, "reviewer"), reporting, *doubtful)
        entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    else:
        reporting.type(CHILDREN, source="")
    response = page(sign_in(client, reporting, who), "?show=all")

    seen = {f.reveals for line in response.context["lines"] for f in line.findings}
    assert seen == expected
    assert ("60000" in response.content.decode()) == ("counts" in expected)


def test_the_grid_keeps_sentences_of_counts_from_who_may_not_see_them(
    client, reporting, doubtful
):
    seen = {}
    for who in ("clerk", "reviewer", "administrator"):
        sign_in(client, reporting, who)
        seen[who] = client.get(ADDRESS).content.decode()

    assert ["60000" in text for text in seen.values()] == [True, True, False]
    assert all("前者一般不高于后者" in text for text in seen.values())


def test_counts_are_seen_by_the_reviewer_only(client, reporting, rate):
    assert "11 ÷ 60000" in page(sign_in(client, reporting, "reviewer")).content.decode()
    seen = page(sign_in(client, reporting, "administrator")).content.decode()
    assert "÷" not in seen and "60000" not in seen

    approve(sign_in(client, reporting, "reviewer"), reporting, rate)
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    above = page(sign_in(client, reporting, "provincial")).content.decode()
    assert "÷" not in above and "60000" not in above


def test_administrators_read_and_cannot_decide(client, reporting):
    reporting.submitted(LIFE, "77.5")
    desk = sign_in(client, reporting, "administrator")

    response = page(desk)

    assert not line_of(response, LIFE).may_choose
    assert "审定所选" not in response.content.decode()
    for verb in ("approve", "return", "report", "return-reported"):
        assert desk.post(f"{ADDRESS}{verb}/", {"choose": [LIFE]}).status_code == 403
    assert reporting.cell(LIFE).state == "submitted"


def test_the_page_is_closed_to_clerks_officials_and_other_places(client, reporting):
    expected = {"clerk": 403, "teacher": 403, "official": 403, "neighbour": 404}
    for who, status in expected.items():
        sign_in(client, reporting, who)
        assert client.get(f"{ADDRESS}review/").status_code == status
        assert client.post(f"{ADDRESS}approve/").status_code == status


def test_a_year_without_forms_is_404(desk, reporting):
    assert desk.get("/entry/511700/2019/review/").status_code == 404
    assert desk.post("/entry/511700/2019/approve/").status_code == 404


def test_the_level_above_sees_only_counts_of_what_is_not_reported(client, reporting):
    reporting.submitted(LIFE, "77.54")

    text = page(sign_in(client, reporting, "provincial")).content.decode()

    assert "已报送0项" in text and "77.54" not in text


# --------------------------------------------------------------------- locking


def test_locking_says_since_when_by_whom_why_and_who_unlocks(desk, reporting):
    reporting.submitted(LIFE, "77.5")
    fields = {"form": ["汇总单位"], "reason": "已汇总上报"}

    text = desk.post(f"{ADDRESS}lock/", fields, follow=True).content.decode()

    assert reporting.form().locked_at and not reporting.form(SCHOOLS).locked_at
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert f"已于{day}由reviewer锁定（已汇总上报）" in text
    assert text.count("可由达州市的审核人员或管理员解锁") == 1
    assert not line_of(page(desk), LIFE).may_choose

    desk.post(f"{ADDRESS}reopen/", fields | {"reason": "更正"})
    assert not reporting.form().locked_at
    assert line_of(page(desk), LIFE).may_choose


def test_all_forms_of_the_region_can_be_locked_at_once(desk, reporting):
    desk.post(f"{ADDRESS}lock/", {"form": ["*"], "reason": "已汇总"})

    assert reporting.form().locked_at and reporting.form(SCHOOLS).locked_at


def test_locking_without_a_reason_or_a_form_is_refused(desk, reporting):
    no_reason = desk.post(f"{ADDRESS}lock/", {"form": ["汇总单位"]}, follow=True)
    no_form = desk.post(f"{ADDRESS}lock/", {"reason": "x"}, follow=True)

    assert "请写明锁定原因" in said(no_reason)
    assert "请先勾选填报表" in said(no_form)
    assert not reporting.form().locked_at


@pytest.mark.parametrize("who, status", [("clerk", 403), ("provincial", 403)])
def test_others_do_not_lock(client, reporting, who, status):
    sign_in(client, reporting, who)

    for verb in ("lock", "reopen"):
        fields = {"form": ["汇总单位"], "reason": "x"}
        assert client.post(f"{ADDRESS}{verb}/", fields).status_code == status


# ---------------------------------------------------------- the thread, the log


def test_the_log_tells_every_change_with_who_and_names(client, reporting):
    for code, value in ((LIFE, "77.5"), (INFANTS, "4.2")):
        reporting.submitted(code, value)
    desk = sign_in(client, reporting, "reviewer")
    send_back(desk, INFANTS, **{f"remark-{INFANTS}": "与公报不符"})
    approve(desk, reporting, LIFE)
    desk.post(f"{ADDRESS}remark/", {"department": "汇总单位", "text": "辛苦了"})

    response = sign_in(client, reporting, "clerk").get(f"{ADDRESS}log/")
    events = response.context["events"]
    text = response.content.decode()

    assert [e.sentence for e in events][:3] == ["留言", "审定1项", "退回1项"]
    assert events[2].remarks == [("婴儿死亡率", "与公报不符")]
    assert str(events[1].event.by) == "reviewer" and events[1].names == ["人均预期寿命"]
    assert "辛苦了" in text and "与公报不符" in text


def test_every_kind_of_event_has_a_sentence():
    assert set(form_log.SAYS) | {FormEvent.Kind.REMARK} == set(FormEvent.Kind)


def test_a_department_sees_and_writes_to_its_own_thread_only(client, reporting):
    reporting.submitted(LIFE, "77.5")
    teacher = sign_in(client, reporting, "teacher")

    seen = teacher.get(f"{ADDRESS}log/")
    assert {e.unit for e in seen.context["events"]} == {SCHOOLS}
    other = teacher.post(f"{ADDRESS}remark/", {"department": "汇总单位", "text": "x"})
    own = teacher.post(f"{ADDRESS}remark/", {"department": SCHOOLS, "text": "好"})

    assert (other.status_code, own.status_code) == (403, 302)
    assert FormEvent.objects.get(kind="remark").text == "好"


def test_an_empty_remark_is_refused_in_words(desk, reporting):
    response = desk.post(f"{ADDRESS}remark/", {"text": "  "}, follow=True)

    assert "请填写留言" in said(response)


def test_the_log_is_closed_to_officials_to_others_and_to_the_level_above(
    client, reporting
):
    expected = {"official": 403, "provincial": 403, "neighbour": 404}
    for who, status in expected.items():
        sign_in(client, reporting, who)
        assert client.get(f"{ADDRESS}log/").status_code == status
        assert client.post(f"{ADDRESS}remark/", {"text": "x"}).status_code == status


def test_the_log_costs_the_same_however_long_it_is(
    desk, reporting, django_assert_num_queries
):
    for text in ("一", "二", "三"):
        desk.post(f"{ADDRESS}remark/", {"text": text})
        desk.get(f"{ADDRESS}log/")
        with django_assert_num_queries(8):  # one for the navigation's numbers
            desk.get(f"{ADDRESS}log/")


def test_attachments_are_named_for_insiders_and_only_counted_above(client, reporting):
    scan = SimpleUploadedFile("来函.pdf", b"%PDF-1.4")
    entry.attach(reporting.form(), scan, [LIFE], by=reporting.people["clerk"])
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])

    own = page(sign_in(client, reporting, "reviewer"), "?show=all").content.decode()
    above = page(sign_in(client, reporting, "provincial")).content.decode()

    assert "来函.pdf" in own
    assert "来函.pdf" not in above and "1份，由填报地区保存" in above


def test_a_county_sees_nothing_of_the_citys_review(client, reporting):
    county = Region.objects.create(
        code="511702",
        name="通川区",
        short_name="通川",
        level=3,
        parent=reporting.region,
    )
    user = reporting.people["official"]
    user.memberships.all().delete()
    Membership.objects.create(user=user, region=county, role=access.REVIEWER)
    client.force_login(user, backend=BACKEND)

    assert client.get(f"{ADDRESS}review/").status_code == 403
