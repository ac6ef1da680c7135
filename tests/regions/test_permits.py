"""Each act has one rule and one sentence, which says who may do it instead."""

from types import SimpleNamespace

import pytest

from regions import access, permits
from tests.test_architecture import MODULES, ROOT

DAZHOU = SimpleNamespace(code="511700", __str__=lambda self: "达州市")
WHO = {  # act: the roles that may do it in their own region
    "administer": {access.ADMINISTRATOR},
    "change_round": {access.ADMINISTRATOR},
    "fill_in": {access.STAFF},
    "follow": {access.ADMINISTRATOR, access.REVIEWER, access.STAFF},
    "import": {access.ADMINISTRATOR, access.REVIEWER},
    "lock": {access.ADMINISTRATOR, access.REVIEWER},
    "return_reported": set(),
    "review": {access.REVIEWER},
}
NAMED = {
    access.STAFF: "填报人员",
    access.REVIEWER: "审核人员",
    access.ADMINISTRATOR: "管理员",
}


@pytest.mark.parametrize("role", access.ROLES)
@pytest.mark.parametrize("act", permits.PERMITS)
def test_an_act_is_refused_to_all_but_those_who_may(act, role):
    refused = permits.refusal(act, [access.Grant(role, "511700")], DAZHOU)

    assert (refused == "") is (role in WHO[act])


@pytest.mark.parametrize("act", permits.PERMITS)
def test_the_sentence_names_the_place_and_who_can_help(act):
    said = permits.sentence(act, "达州市")

    assert "达州市" in said and said.endswith("。") and said.count("。") == 1
    assert all(NAMED[role] in said for role in WHO[act])


def test_a_reported_form_is_sent_back_from_directly_above():
    above = [access.Grant(access.REVIEWER, "510000")]

    assert permits.refusal("return_reported", above, DAZHOU) == ""
    assert permits.refusal("review", above, DAZHOU)


def test_no_sentence_is_said_in_a_second_place():
    sources = {m: (ROOT / m).read_text("utf-8") for m in MODULES}

    for permit in permits.PERMITS.values():
        core = str(permit.refusal).split("%(region)s")[1].split("，")[0]
        found = [m for m, text in sources.items() if f"%(region)s{core}" in text]
        assert found == ["regions/permits.py"], core
