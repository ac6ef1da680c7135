"""Each act has one rule and one sentence, which says who may do it instead."""

import ast
from types import SimpleNamespace

import pytest

from regions import access, permits
from tests.tables import every
from tests.test_architecture import MODULES, ROOT, TREES, name_of

DAZHOU = SimpleNamespace(code="511700", __str__=lambda self: "达州市")
WHO = {  # act: the roles that may do it in their own region
    "administer": {access.ADMINISTRATOR},
    "assign_leads": {access.ADMINISTRATOR},
    "change_round": {access.ADMINISTRATOR},
    "download_forms": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "fill_in": {access.STAFF},
    "follow": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "import": {access.ADMINISTRATOR, access.REVIEWER},
    "lock": {access.ADMINISTRATOR, access.REVIEWER},
    "look_at_review": {access.ADMINISTRATOR, access.REVIEWER},
    "note": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "read_slips": set(access.ROLES),
    "read_evidence": set(access.ROLES),
    "read_forms": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "read_ledger": set(access.ROLES),
    "return_reported": set(),
    "review": {access.REVIEWER},
    "revise": {access.ADMINISTRATOR},
    "answer_doubt": {access.ADMINISTRATOR},
    "set_milestone": {access.ADMINISTRATOR},
}
ANYWHERE = {  # act: the roles that may do it where they are
    "administer": {access.ADMINISTRATOR},
    "answer_doubts": {access.ADMINISTRATOR},
    "follow": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "open_round": {access.ADMINISTRATOR},
    "take_away": set(access.ROLES),
}
ON_FORMS = {  # act: the roles that may do it on every form of their own region
    "enter": {access.STAFF},
    "download": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "read": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "remark": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "sign": {access.REVIEWER, access.STAFF},
}
NAMED = {
    access.STAFF: "填报人员",
    access.REVIEWER: "审核人员",
    access.ADMINISTRATOR: "管理员",
}


@every("role", access.ROLES)
@every("act", permits.PERMITS)
def test_an_act_is_refused_to_all_but_those_who_may(act, role):
    refused = permits.refusal(act, [access.Grant(role, "511700")], DAZHOU)

    assert (refused == "") is (role in WHO[act])


@every("act", permits.PERMITS)
def test_the_sentence_names_the_place_and_who_can_help(act):
    said = permits.sentence(act, "达州市")

    assert "达州市" in said and said.endswith("。") and said.count("。") == 1
    named = {role for role in WHO[act] & set(NAMED) if WHO[act] != set(access.ROLES)}
    assert all(NAMED[role] in said for role in named)


@every("role", access.ROLES)
@every("act", list(permits.ANYWHERE))
def test_an_act_asked_without_a_region_is_refused_to_all_but_those_who_may(act, role):
    refused = permits.refusal_anywhere(act, [access.Grant(role, "511700")])

    assert (refused == "") is (role in ANYWHERE[act])
    assert refused == "" or refused.endswith("。")
    assert permits.refusal_anywhere(act, [])


@every("role", access.ROLES)
@every("act", permits.FORM_PERMITS)
def test_an_act_on_a_form_is_refused_to_all_but_those_who_may(act, role):
    form = SimpleNamespace(region=DAZHOU, unit_name="市教育局", department_id=7)
    other = access.Grant(access.STAFF, "511700", 8)

    refused = permits.form_refusal(act, [access.Grant(role, "511700")], form)
    others = permits.form_refusal(act, [other], form)

    assert (refused == "") is (role in ON_FORMS[act])
    assert others.startswith("市教育局") and others.count("。") == 1
    assert all(NAMED[role] in others for role in ON_FORMS[act])


def test_a_reported_form_is_sent_back_from_directly_above():
    above = [access.Grant(access.REVIEWER, "510000")]

    assert permits.refusal("return_reported", above, DAZHOU) == ""
    assert permits.refusal("review", above, DAZHOU)


REFUSES = {"PermissionDenied", "NotAllowed", "require"}


def said_on_the_spot(tree):
    """Return the lines that refuse somebody with a sentence of their own, or none."""
    lines = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and name_of(node.exc) == "PermissionDenied":
            lines.add(node.lineno)
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        forbids = name == "HttpError" and ast.unparse(node.args[0]) == "403"
        if name in REFUSES or forbids:
            texts = [n for n in ast.walk(node) if isinstance(n, ast.Constant)]
            if any(isinstance(n.value, str) and "。" in n.value for n in texts):
                lines.add(node.lineno)
    return lines


def test_every_refusal_of_a_person_is_a_permit():
    found = {m: lines for m, tree in TREES.items() if (lines := said_on_the_spot(tree))}

    assert found == {}


@pytest.mark.parametrize(
    "code, found",
    [
        ('raise PermissionDenied(_("由管理员办理。"))', True),
        ('raise NotAllowed(_("由%(who)s撤回。") % {"who": by})', True),
        ("raise PermissionDenied", True),
        ('permissions.require(may, _("由审核人员查看。"))', True),
        ('raise HttpError(403, _("找管理员。"))', True),
        ('raise HttpError(404, _("没有这个地区。"))', False),
        ('permissions.require(may, permits.on_rows("look_at_batch"))', False),
        ("raise PermissionDenied(str(why)) from why", False),
    ],
)
def test_a_refusal_of_its_own_is_found(code, found):
    assert bool(said_on_the_spot(ast.parse(code))) == found


def test_every_sentence_on_rows_is_used_once():
    sources = [(ROOT / m).read_text("utf-8") for m in MODULES]

    for act, sentence in permits.ON_ROWS.items():
        assert str(sentence).endswith("。") and str(sentence).count("。") == 1
        assert sum(text.count(f'on_rows("{act}"') for text in sources) == 1, act


def test_no_sentence_is_said_in_a_second_place():
    sources = {m: (ROOT / m).read_text("utf-8") for m in MODULES}

    for permit in [*permits.PERMITS.values(), *permits.FORM_PERMITS.values()]:
        core = str(permit.refusal).split("%(region)s")[1].split("，")[0]
        found = [m for m, text in sources.items() if f"%(region)s{core}" in text]
        assert found == ["regions/permits.py"], core
