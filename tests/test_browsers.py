"""Which browsers see the pages, and what the others see."""

import pytest

from healthplan.browsers import COOKIE, is_unsupported
from tests.tables import every

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"{WINDOWS} {WEBKIT} Chrome/%s Safari/537.36"
IE11 = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X)"
MOBILE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"

TOO_OLD = {
    "IE 11": IE11,
    "IE 8": "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
    "360 安全浏览器，兼容模式": "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; "
    "Trident/7.0; .NET4.0C; .NET4.0E; QIHU 360SE)",
    "360 极速浏览器 12": CHROME % "69.0.3497.100" + " QIHU 360EE",
    "360 安全浏览器 13，极速模式": CHROME % "86.0.4240.198",
    "Edge 18": CHROME % "70.0.3538.102" + " Edge/18.19042",
    "Firefox ESR 78": f"{WINDOWS[:-1]}; rv:78.0) Gecko/20100101 Firefox/78.0",
    "Safari 13": f"{MAC} {MOBILE} Version/13.1.2 Safari/605.1.15",
    "微信，旧 X5 内核": f"Mozilla/5.0 (Linux; Android 9; V1809A) {WEBKIT} Version/4.0 "
    "Chrome/78.0.3904.62 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.2",
}
NEW_ENOUGH = {
    "360 安全浏览器 14，极速模式": CHROME % "95.0.4638.69",
    "360 极速浏览器 X": CHROME % "108.0.5359.95",
    "奇安信可信浏览器": CHROME % "96.0.4664.55" + " Qaxbrowser",
    "奇安信可信浏览器，统信": "Mozilla/5.0 (X11; Linux aarch64) " + WEBKIT + " "
    "Chrome/90.0.4430.212 Safari/537.36 Qaxbrowser",
    "Chrome 90": CHROME % "90.0.4430.93",
    "Edge 120": CHROME % "120.0.0.0" + " Edg/120.0.2210.91",
    "Firefox ESR 115": f"{WINDOWS[:-1]}; rv:109.0) Gecko/20100101 Firefox/115.0",
    "Safari 16": f"{MAC} {MOBILE} Version/16.5 Safari/605.1.15",
    "iPhone Safari": f"{IPHONE} {MOBILE} Version/16.5 Mobile/15E148 Safari/604.1",
    "微信，iPhone": f"{IPHONE} {MOBILE} Mobile/15E148 MicroMessenger/8.0.40(0x1800282a)",
    "微信，新 XWEB 内核": f"Mozilla/5.0 (Linux; Android 13; V2218A; wv) {WEBKIT} "
    "Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5075 MMWEBSDK/1 "
    "MicroMessenger/8.0.37",
    "curl": "curl/8.5.0",
    "无标识": "",
}


@pytest.mark.parametrize("agent", TOO_OLD.values(), ids=TOO_OLD)
def test_a_browser_below_the_baseline_is_unsupported(agent):
    assert is_unsupported(agent)


@every("agent", NEW_ENOUGH.values())
def test_a_browser_at_the_baseline_is_supported(agent):
    assert not is_unsupported(agent)


def test_an_old_browser_sees_what_to_switch_to(client):
    response = client.get("/login/", headers={"user-agent": IE11})

    page = response.content.decode()
    assert response.status_code == 200
    assert "unsupported.html" in [t.name for t in response.templates]
    assert (
        "奇安信可信浏览器" in page and "极速模式" in page and "?browser=anyway" in page
    )
    assert "style=" not in page and "<script" not in page
    assert "no-store" in response.headers["Cache-Control"]


def test_going_on_anyway_lasts_for_the_session(client, db):
    client.get("/login/", {"browser": "anyway"}, headers={"user-agent": IE11})

    response = client.get("/login/", headers={"user-agent": IE11})

    assert client.cookies[COOKIE].value == "1" and not client.cookies[COOKIE]["expires"]
    assert "registration/login.html" in [t.name for t in response.templates]


def test_going_on_anyway_keeps_the_page_asked_for(client):
    response = client.get("/", {"browser": "anyway"}, headers={"user-agent": IE11})

    assert response.status_code == 302 and response.url.startswith("/login/?next=/")
