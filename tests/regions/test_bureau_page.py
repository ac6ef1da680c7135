"""/people/bureau/: how the bureau that collects is called (CONTRIBUTING § Access)."""

import pytest
from django.urls import reverse

from regions.models import Region
from tests.pages import text
from tests.regions.conftest import DAZHOU, TONGCHUAN

NAMED = {
    "bureau_kind": "health",
    "bureau": "市卫生健康委",
    "bureau_in_full": "达州市卫生健康委员会",
    "document_code": "达市卫",
    "bureau_phone": "0818-0000000",
}


def address(code=DAZHOU):
    return reverse("people_bureau") + f"?region={code}"


def dazhou():
    return Region.objects.get(code=DAZHOU)


def test_an_unnamed_bureau_is_the_one_that_collects(regions):
    assert dazhou().bureau_name == "汇总单位"
    assert dazhou().bureau_on_paper == "达州市汇总单位"


def test_a_named_bureau_is_called_so(desk):
    answer = desk.post(address(), NAMED)

    assert answer.status_code == 302
    assert dazhou().bureau_name == "市卫生健康委"
    assert dazhou().bureau_on_paper == "达州市卫生健康委员会"
    assert "已保存达州市的单位信息。" in text(desk.get(address()))


def test_only_the_short_name_serves_on_paper_too(regions):
    region = dazhou()
    region.bureau = "市卫生健康委"
    assert region.bureau_on_paper == "市卫生健康委"


def test_one_region_is_named_at_a_time(desk):
    desk.post(address(TONGCHUAN), NAMED)

    assert dazhou().bureau == ""
    assert Region.objects.get(code=TONGCHUAN).bureau == "市卫生健康委"


@pytest.mark.parametrize("code", ["达市卫〔2026〕", "达市卫(2026)"])
def test_a_document_code_holds_no_year(desk, code):
    answer = desk.post(address(), NAMED | {"document_code": code})

    assert answer.status_code == 422
    assert "机关代字不含括号和年份" in text(answer)
    assert dazhou().document_code == ""
    assert "市卫生健康委" in answer.content.decode()  # nothing typed is lost


def test_a_name_too_long_is_said(desk):
    answer = desk.post(address(), NAMED | {"bureau": "卫" * 61})

    assert answer.status_code == 422
    assert dazhou().bureau == ""


@pytest.mark.parametrize(
    "kind, code, other, may",
    [
        ("health", DAZHOU, DAZHOU, False),  # its equals it asks
        ("health", DAZHOU, TONGCHUAN, True),
        ("health", TONGCHUAN, DAZHOU, False),
        ("government", DAZHOU, DAZHOU, True),
        ("supervision", DAZHOU, DAZHOU, True),
        ("leading_group", DAZHOU, DAZHOU, True),
    ],
)
def test_who_may_command_whom(regions, kind, code, other, may):
    issuer = Region(pk=1, code=code, bureau_kind=kind)
    unit = issuer if other == code else Region(pk=2, code=other)

    assert issuer.commands(unit) is may


def test_what_the_bureau_is_stands_on_its_page(desk):
    desk.post(address(), NAMED | {"bureau_kind": "leading_group"})

    assert dazhou().bureau_kind == "leading_group"
    refused = desk.post(address(), NAMED | {"bureau_kind": "x"})
    assert refused.status_code == 422 and dazhou().bureau_kind == "leading_group"
