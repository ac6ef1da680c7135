"""A promise is revised by two people: the pages, the door, what follows and what stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import entry
from indicators.entry import milestones, second_person
from indicators.models import (
    Assessment,
    BaselineRevision,
    Decision,
    MilestoneStatus,
    Plan,
    PlanIndicator,
    Proposal,
    Target,
)
from indicators.plans import loading
from indicators.plans.loading import revising
from regions import access
from regions.models import Membership, Region, User
from tests.conftest import FIXTURES
from tests.pages import text

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PLAN, KEY, CITY = "511700-dazhou", "1", "511700"
REVISE = f"/plans/{PLAN}/{KEY}/revise/"
PAGE = f"/regions/{CITY}/life-expectancy/"
PAPER = {
    "document": "关于调整健康达州2030规划部分目标的通知",
    "number": "达市府发〔2026〕9号",
    "dated": "2026-03-01",
    "reason": "第七次人口普查后重新测算",
}
NEW = PAPER | {"what": "2030", "raw": "79.5"}
STATE = f"/regions/{CITY}/milestones/{PLAN}/{{key}}/{{year}}/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cast(people):
    """The people of 达州, with a second administrator and one of the province."""
    city = Region.objects.get(code=CITY)
    about = {"name": "通川区", "short_name": "通川区", "level": 3, "parent": city}
    Region.objects.get_or_create(code="511702", defaults=about)
    for name, code in (("second", CITY), ("province", "510000"), ("county", "511702")):
        user = User.objects.create_user(name, full_name=name)
        region = Region.objects.get(code=code)
        role = access.ADMINISTRATOR
        Membership.objects.create(user=user, region=region, role=role)
        people[name] = user
    return people


@pytest.fixture
def as_(client, cast):
    def sign_in(name):
        client.force_login(cast[name], backend=BACKEND)
        return client

    return sign_in


def row(key=KEY):
    return revising.row_of(PLAN, key)


def targets(year=2030):
    found = row().targets.filter(year=year, issuer__code=CITY)
    return list(found.order_by("revision").values_list("raw", "revision"))


def previewed(client, **fields):
    """Preview a revision; return the answer and the form as the page would post it."""
    answer = client.post(REVISE, NEW | fields | {"step": "preview"})
    return answer, NEW | fields | {"seen": answer.context["form"]["seen"].value()}


def proposed(client, **fields) -> Proposal:
    _answer, form = previewed(client, **fields)
    answer = client.post(REVISE, form | {"step": "propose"})
    assert answer.status_code == 302, text(answer)
    return Proposal.objects.get(token=answer["location"].strip("/").split("/")[1])


def act(client, proposal, verb, **fields):
    return client.post(f"/proposals/{proposal.token}/{verb}/", fields)


# ------------------------------------------------------------------- the journey


def test_a_target_is_revised_by_two_people_and_the_old_one_is_kept(
    as_, cast, refreshes
):
    before = Assessment.objects.get(plan_indicator=row()).inputs
    proposal = proposed(as_("administrator"))
    assert targets() == [("79", 0)]

    refused = act(as_("administrator"), proposal, "confirm")
    assert refused.status_code == 403
    assert "须由他人复核" in text(refused) and "second" in text(refused)
    assert targets() == [("79", 0)]

    answer = act(as_("second"), proposal, "confirm")
    assert answer.status_code == 302
    assert targets() == [("79", 0), ("79.5", 1)]
    target = Target.objects.get(plan_indicator=row(), year=2030, revision=1)
    assert (target.value, target.kind) == (Decimal("79.5"), "value")
    decision = target.decision
    assert (decision.by, decision.second) == (cast["administrator"], cast["second"])
    assert decision.date == date(2026, 3, 1) and decision.cited in target.source_ref
    after = Assessment.objects.get(plan_indicator=row()).inputs
    assert before["indicator"]["milestones"] != after["indicator"]["milestones"]
    assert 79.5 in [m.get("value") for m in after["indicator"]["milestones"]]
    assert refreshes.said == {"1": ("target", cast["second"])}

    shown = text(as_("official").get(PAGE))
    assert "<s>79岁</s>" in shown and "<b>79.5岁</b>" in shown
    assert "达市府发〔2026〕9号" in shown and "second复核" in shown


def test_a_reviewer_may_be_the_second_person(as_):
    proposal = proposed(as_("administrator"))

    act(as_("reviewer"), proposal, "confirm")

    assert targets()[-1] == ("79.5", 1)


def test_an_administrator_above_may_propose_and_the_region_confirm(as_):
    proposal = proposed(as_("province"))

    act(as_("administrator"), proposal, "confirm")

    assert targets()[-1] == ("79.5", 1)


# ----------------------------------------------------------------- who may do what


@pytest.mark.parametrize(
    "name, status",
    [
        ("administrator", 200),
        ("province", 200),
        ("reviewer", 403),
        ("official", 403),
        ("clerk", 403),
        ("teacher", 403),
        ("county", 403),  # looks up to its city
        ("neighbour", 404),
        ("provincial", 403),
    ],
)
def test_who_may_propose(as_, name, status):
    client = as_(name)
    assert client.get(REVISE).status_code == status
    assert client.get(f"/plans/{PLAN}/retire/").status_code == status
    if status != 200:
        answer = client.post(REVISE, NEW | {"step": "propose", "seen": "2030||79.5"})
        assert answer.status_code == status
        assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "name, looks, confirms",
    [
        ("administrator", 200, 403),
        ("second", 200, 302),
        ("province", 200, 302),
        ("reviewer", 200, 302),
        ("official", 403, 403),
        ("clerk", 403, 403),
        ("teacher", 403, 403),
        ("county", 403, 403),
        ("neighbour", 404, 404),
        ("provincial", 403, 403),
    ],
)
def test_who_may_look_and_confirm(as_, name, looks, confirms):
    proposal = proposed(as_("administrator"))
    client = as_(name)

    assert client.get(f"/proposals/{proposal.token}/").status_code == looks
    assert act(client, proposal, "confirm").status_code == confirms
    assert (len(targets()) == 2) == (confirms == 302)


def test_the_author_sees_who_can_confirm_and_no_button(as_):
    proposal = proposed(as_("administrator"))

    page = text(as_("administrator").get(f"/proposals/{proposal.token}/"))

    assert "复核通过" not in page and "可由达州市的审核人员或管理员复核" in page
    assert "撤回" in page


def test_where_nobody_else_can_confirm_it_is_said(as_, cast):
    proposal = proposed(as_("administrator"))
    Membership.objects.exclude(user=cast["administrator"]).delete()

    refused = text(act(as_("administrator"), proposal, "confirm"))

    assert "目前没有第二位可以复核的人员" in refused


# ------------------------------------------------------------------ the preview


def test_the_preview_stores_nothing_and_tells_reading_and_verdict(as_):
    answer, _form = previewed(as_("administrator"), raw="力争达到79.5以上")
    page = text(answer)

    assert answer.status_code == 200 and "力争达到79.5以上" in page
    assert "修订后的评价" in page and "提交复核" in page
    assert "按“" in page and "读作" not in page
    assert targets() == [("79", 0)]
    assert not Decision.objects.exists() and not Proposal.objects.exists()


def test_what_is_doubtful_is_told_before_it_is_proposed(as_):
    answer, _form = previewed(as_("administrator"), raw="79.5，力争80")
    assert "读法存疑" in text(answer) and "后一部分是力争目标" in text(answer)

    proposal = proposed(as_("administrator"), raw="79.5，力争80")
    assert "读法存疑" in text(as_("second").get(f"/proposals/{proposal.token}/"))


def test_only_what_was_previewed_is_proposed(as_):
    client = as_("administrator")
    _answer, form = previewed(client)

    answer = client.post(REVISE, form | {"raw": "80", "step": "propose"})

    assert answer.status_code == 200 and "内容在预览后有修改" in text(answer)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"raw": ""}, "请照文件原文填写"),
        ({"raw": "79"}, "与现行的“79”相同"),
        ({"raw": "79万元"}, "不是一类"),
        ({"document": ""}, "请写明依据的文件名"),
        ({"dated": ""}, "请填文件日期"),
        ({"dated": "2026年3月"}, "日期格式应如"),
        ({"dated": "2999-01-01"}, "不应晚于今天"),
        ({"reason": " "}, "请写明原因"),
        ({"what": "2031"}, "没有所选内容"),
        ({"what": "baseline", "base_year": ""}, "请填基期年份"),
    ],
)
def test_a_refusal_says_why_and_loses_nothing_typed(as_, wrong, sentence):
    typed = NEW | wrong
    answer = as_("administrator").post(REVISE, typed | {"step": "preview"})

    assert answer.status_code == 422 and sentence in text(answer)
    form = answer.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert not Proposal.objects.exists()


def test_a_target_against_its_direction_is_confirmed_first(as_):
    client = as_("administrator")
    answer, form = previewed(client, raw="≤79.5")
    assert "方向无误" in text(answer)

    refused = client.post(REVISE, form | {"step": "propose"})
    assert refused.status_code == 422 and not Proposal.objects.exists()
    taken = client.post(REVISE, form | {"step": "propose", "confirmed": "on"})
    assert taken.status_code == 302


def test_an_unknown_query_is_a_bad_request(as_):
    assert as_("administrator").get(REVISE + "?what=2099").status_code == 400
    assert as_("administrator").get(f"/plans/{PLAN}/99/revise/").status_code == 404
    assert as_("administrator").get("/plans/nope/1/revise/").status_code == 404


# ------------------------------------------------ returned, withdrawn, expired, stale


def test_it_is_returned_with_a_reason_and_its_author_told(as_):
    proposal = proposed(as_("administrator"))
    client = as_("second")
    assert act(client, proposal, "return").status_code == 422
    act(client, proposal, "return", why="文号有误")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.why) == ("returned", "文号有误")
    assert "文号有误" in text(as_("administrator").get("/entry/"))
    assert targets() == [("79", 0)]
    again = act(as_("second"), proposal, "confirm")
    assert again.status_code == 422 and "未重复执行" in text(again)


def test_it_is_withdrawn_by_its_author_only(as_):
    proposal = proposed(as_("administrator"))

    assert act(as_("second"), proposal, "withdraw").status_code == 403
    assert act(as_("administrator"), proposal, "withdraw").status_code == 302
    assert act(as_("second"), proposal, "confirm").status_code == 422
    assert targets() == [("79", 0)]


def test_it_expires_and_may_be_proposed_anew(as_):
    proposal = proposed(as_("administrator"))
    yesterday = timezone.localdate() - timedelta(days=1)
    Proposal.objects.filter(pk=proposal.pk).update(expires_on=yesterday)

    late = act(as_("second"), proposal, "confirm")
    assert late.status_code == 422 and "已过期" in text(late)
    assert as_("second").get("/entry/").context["tasks"].confirm == []
    proposed(as_("administrator"))
    proposal.refresh_from_db()
    assert proposal.state == "expired" and targets() == [("79", 0)]


def test_only_one_revision_of_a_target_waits(as_):
    proposed(as_("administrator"))
    client = as_("second")
    answer, form = previewed(client, raw="80")
    assert "待复核" in text(answer)

    refused = client.post(REVISE, form | {"step": "propose"})

    assert refused.status_code == 422 and "已有一项待复核" in text(refused)
    proposed(client, what="baseline", raw="75.1", base_year="2015")  # another thing


def test_what_was_revised_meanwhile_is_not_overwritten(as_, cast):
    proposal = proposed(as_("administrator"))
    Target.objects.filter(plan_indicator=row(), year=2030).update(raw="78.9")

    refused = act(as_("second"), proposal, "confirm")

    assert refused.status_code == 422 and "变为“78.9”" in text(refused)
    assert targets() == [("78.9", 0)] and not Decision.objects.exists()
    proposal.refresh_from_db()
    assert proposal.state == "waiting"  # to be returned with a reason


def test_confirming_twice_is_confirming_once(as_, cast):
    proposal = proposed(as_("administrator"))
    second_person.confirm(proposal, cast["second"])

    with pytest.raises(entry.EntryError, match="未重复执行"):
        second_person.confirm(proposal, cast["reviewer"])
    assert len(targets()) == 2


def test_dying_midway_nothing_is_half_saved(as_, cast, monkeypatch):
    proposal = proposed(as_("administrator"))

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("indicators.verdicts.refreshing.refresh", dies)
    with pytest.raises(KeyboardInterrupt):
        second_person.confirm(proposal, cast["second"])

    proposal.refresh_from_db()
    assert proposal.state == "waiting" and targets() == [("79", 0)]
    assert not Decision.objects.exists()


# --------------------------------------------------------------------- baselines


def test_a_baseline_is_revised_and_the_printed_one_kept(as_, cast, refreshes):
    printed = row().baseline_raw
    fields = {"what": "baseline", "raw": "75.2", "base_year": "2015"}
    second_person.confirm(proposed(as_("administrator"), **fields), cast["second"])

    found = row()
    assert (found.baseline_raw, found.baseline_value) == ("75.2", Decimal("75.2"))
    chain = found.baselines.order_by("revision").values_list("raw", "revision")
    assert list(chain) == [(printed, 0), ("75.2", 1)]
    shown = text(as_("official").get(PAGE))
    assert "基期值的修订" in shown and f"<s>{printed}</s>" in shown
    assert refreshes.said == {"1": ("baseline", cast["second"])}
    verdict = Assessment.objects.get(plan_indicator=found)
    assert verdict.inputs["indicator"]["baseline"]["value"] == 75.2


def test_loading_again_undoes_no_revision(as_, cast):
    for fields in ({}, {"what": "baseline", "raw": "75.2", "base_year": "2015"}):
        second_person.confirm(proposed(as_("administrator"), **fields), cast["second"])

    loading.load_plan(FIXTURES / "plans" / f"{PLAN}.csv")

    assert targets() == [("79", 0), ("79.5", 1)] and row().baseline_raw == "75.2"


# ---------------------------------------------------------------- history and store


def test_what_is_decided_cannot_be_changed_even_in_the_database(as_, cast):
    fields = {"what": "baseline", "raw": "75.2", "base_year": "2015"}
    waits = proposed(as_("administrator"))
    done = proposed(as_("administrator"), **fields)
    second_person.confirm(done, cast["second"])
    second_person.confirm(waits, cast["second"])
    third = proposed(as_("administrator"), raw="81")
    MilestoneStatus.objects.create(
        target=Target.objects.filter(kind="text").first(),
        state="met",
        evidence="验收",
        date="2026-01-01",
        by=cast["second"],
    )
    wrong = [
        (Proposal.objects.filter(pk=done.pk), {"state": "waiting"}),
        (Proposal.objects.filter(pk=third.pk), {"after": {"raw": "60"}}),
        (Proposal.objects.filter(pk=third.pk), {"by": cast["second"]}),
        (Decision.objects.all(), {"document": "另一份"}),
        (Target.objects.filter(revision=1), {"raw": "60"}),
        (BaselineRevision.objects.filter(revision=1), {"raw": "60"}),
        (MilestoneStatus.objects.all(), {"state": "not_met"}),
    ]

    for rows, change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            assert rows.update(**change)


def test_a_proposal_confirmed_by_its_author_is_refused_by_the_database(as_, cast):
    proposal = proposed(as_("administrator"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="confirmed", closed_by=cast["administrator"]
        )


# ------------------------------------------------------------------- the tasks page


def test_what_waits_is_on_the_tasks_page_of_who_may_confirm(as_):
    proposal = proposed(as_("administrator"))

    for name in ("second", "reviewer", "province"):
        answer = as_(name).get("/entry/")
        assert answer.context["tasks"].confirm == [proposal]
        assert "待复核" in text(answer) and "79.5" in text(answer)
    for name in ("official", "clerk", "county", "neighbour", "provincial"):
        assert as_(name).get("/entry/").context["tasks"].confirm == []
    own = as_("administrator").get("/entry/")
    assert own.context["tasks"].confirm == []
    assert own.context["tasks"].proposed == [proposal]


def test_the_pages_cost_few_queries(as_, django_assert_max_num_queries):
    proposal = proposed(as_("administrator"))
    client = as_("second")

    with django_assert_max_num_queries(10):
        client.get(f"/proposals/{proposal.token}/")
    with django_assert_max_num_queries(9):
        client.get(REVISE)


# ------------------------------------------------------------------ retiring a plan


def retired(as_, cast):
    answer = as_("administrator").post(f"/plans/{PLAN}/retire/", PAPER)
    token = answer["location"].strip("/").split("/")[1]
    assert Plan.objects.get(code=PLAN).retired_on is None
    proposal = Proposal.objects.get(token=token)
    assert act(as_("administrator"), proposal, "confirm").status_code == 403
    act(as_("second"), proposal, "confirm")
    return Plan.objects.get(code=PLAN)


def test_a_plan_is_retired_by_two_people_and_stays_readable(as_, cast):
    kept = PlanIndicator.objects.count(), Target.objects.count()
    plan = retired(as_, cast)

    assert plan.retired_on == timezone.localdate() and plan.retirement.second
    assert (PlanIndicator.objects.count(), Target.objects.count()) == kept
    client = as_("official")
    assert plan.title not in text(client.get("/"))
    region = text(client.get(f"/regions/{CITY}/"))
    assert "已停用的规划" in region
    named = client.get(f"/regions/{CITY}/?plan={PLAN}")
    assert named.status_code == 200 and "本规划已于" in text(named)
    assert "规划已停用" in text(client.get(PAGE))
    listed = client.get(f"/regions/{CITY}/milestones/?plan={PLAN}")
    assert listed.status_code == 200


def test_a_retired_plan_is_not_revised_nor_retired_again(as_, cast):
    waits = proposed(as_("administrator"))
    retired(as_, cast)

    assert as_("administrator").get(REVISE).status_code == 403
    assert as_("administrator").get(f"/plans/{PLAN}/retire/").status_code == 403
    refused = act(as_("second"), waits, "confirm")
    assert refused.status_code == 422 and "规划已停用" in text(refused)


def test_retiring_needs_a_document(as_):
    answer = as_("administrator").post(f"/plans/{PLAN}/retire/", {"reason": "合并"})

    assert answer.status_code == 422 and "请写明依据的文件名" in text(answer)
    assert answer.context["form"]["reason"].value() == "合并"


# ----------------------------------------------------------------- targets in words


@pytest.fixture
def words(plans, db):
    """A target in words of 达州."""
    found = Target.objects.filter(
        plan_indicator__plan__code=PLAN, plan_indicator__indicator=None
    )
    return found.select_related("plan_indicator").first()


def state_page(words):
    return STATE.format(key=words.plan_indicator.key, year=words.year)


SET = {"state": "mostly", "evidence": "省级验收", "day": "2026-05-01"}


def pdf(name="验收.pdf", content=b"%PDF-1.7 x"):
    return SimpleUploadedFile(name, content)


def test_a_milestone_gets_its_state_with_a_file_and_keeps_the_earlier(as_, words):
    client, page = as_("administrator"), state_page(words)
    client.post(page, SET | {"file": pdf()})
    first = MilestoneStatus.objects.get()
    client.post(page, SET | {"state": "met", "seen": first.pk})

    assert list(words.statuses.values_list("state", flat=True)) == ["met", "mostly"]
    assert (first.by.username, first.name) == ("administrator", "验收.pdf")
    shown = text(as_("official").get(f"/regions/{CITY}/milestones/"))
    assert "完成" in shown and "此前1次" in shown and "验收.pdf" in shown
    file = as_("official").get(f"/milestones/{first.token}/")
    assert b"".join(file.streaming_content) == b"%PDF-1.7 x"
    assert as_("county").get(f"/milestones/{first.token}/").status_code == 403
    assert as_("neighbour").get(f"/milestones/{first.token}/").status_code == 404


def test_states_of_words_revised_since_are_shown_as_earlier_ones(as_, cast, words):
    as_("administrator").post(state_page(words), SET | {"file": pdf()})
    page = f"/plans/{PLAN}/{words.plan_indicator.key}/revise/"
    form = NEW | {"what": str(words.year), "raw": "建成新的体系"}
    seen = f"{words.year}||建成新的体系"
    answer = as_("administrator").post(page, form | {"step": "propose", "seen": seen})
    proposal = Proposal.objects.get(token=answer["location"].strip("/").split("/")[1])
    second_person.confirm(proposal, cast["second"])

    listed = text(as_("official").get(f"/regions/{CITY}/milestones/"))
    assert "定性目标" in listed and "文字目标" not in listed
    start = listed.index("建成新的体系")
    line = listed[start : listed.index("</tr>", start)]
    assert "未认定" in line and "此前" not in line
    assert "修订前1次" in line and "基本完成" in line and "省级验收" in line
    shown = text(as_("administrator").get(state_page(words)))
    assert "修订前的认定" in shown and f"<q>{words.raw}</q>" in shown
    as_("administrator").post(state_page(words), SET | {"state": "met"})
    assert MilestoneStatus.objects.first().target.revision == 1


def test_a_retired_plan_takes_no_more_states(as_, cast, words):
    retired(as_, cast)
    client = as_("administrator")

    for answer in (
        client.get(state_page(words)),
        client.post(state_page(words), SET),
    ):
        assert answer.status_code == 403 and "已停用，不再认定" in text(answer)
    with pytest.raises(entry.EntryError, match="已停用，不再认定"):
        milestones.set_state(
            words, "met", "验收", date(2026, 5, 1), by=cast["administrator"]
        )
    assert not MilestoneStatus.objects.exists()


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"state": ""}, "请选择完成情况"),
        ({"state": "pending"}, "请选择完成情况"),
        ({"evidence": ""}, "请写明依据"),
        ({"day": "2999-01-01"}, "不应晚于今天"),
        ({"file": pdf("a.exe")}, "格式不能接收"),
        ({"file": pdf("a.pdf", b"MZ")}, "与扩展名不符"),
        ({"file": pdf("a.pdf", b"")}, "空"),
    ],
)
def test_a_milestone_refuses_with_a_sentence(as_, words, wrong, sentence):
    answer = as_("administrator").post(state_page(words), SET | wrong)

    assert answer.status_code == 422 and sentence in text(answer)
    assert not MilestoneStatus.objects.exists()


def test_two_people_do_not_overwrite_each_others_state(as_, words):
    page = state_page(words)
    as_("administrator").post(page, SET)

    answer = as_("second").post(page, SET | {"state": "not_met"})

    assert answer.status_code == 422 and "刚认定为“基本完成”" in text(answer)
    assert answer.context["form"]["evidence"].value() == "省级验收"


@pytest.mark.parametrize(
    "name, status",
    [("reviewer", 403), ("official", 403), ("clerk", 403), ("teacher", 403)]
    + [("county", 403), ("neighbour", 404), ("province", 200)],
)
def test_who_sets_the_state(as_, words, name, status):
    assert as_(name).get(state_page(words)).status_code == status
    listed = as_(name).get(f"/regions/{CITY}/milestones/")
    if listed.status_code == 200:
        assert (state_page(words) in text(listed)) == (status == 200)


def test_a_target_in_numbers_has_no_such_page(as_, plans):
    page = STATE.format(key=KEY, year=2030)

    assert as_("administrator").get(page).status_code == 404
