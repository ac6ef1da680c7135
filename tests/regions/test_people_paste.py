"""/people/paste/: many accounts from a pasted list, all or none."""

import re

import pytest
from django.urls import reverse

from regions import pasted
from regions.models import Department, User
from regions.people import pasting
from tests.pages import text
from tests.regions.conftest import DAZHOU

LIST = (
    "姓名\t用户名\t部门\t角色\r\n"
    "李强\tliqiang\t教育部门\t填报\r\n"
    "张丽\tzhangli\t\t填报、分析\r\n"
)


def paste(client, content, action="preview", code=DAZHOU):
    address = f"{reverse('people_paste')}?region={code}"
    return client.post(address, {"text": content, "action": action})


def test_a_pasted_list_is_looked_at_first(desk, schools):
    page = paste(desk, LIST)

    assert [d.full_name for d in page.context["drafts"]] == ["李强", "张丽"]
    assert page.context["wrong"] == 0
    assert not User.objects.filter(username="liqiang").exists()


def test_a_pasted_list_becomes_accounts_with_slips(desk, schools):
    shown = paste(desk, LIST)
    # as it is on the page: tabs and line ends part the list, text() would join them
    raw = shown.content.decode()
    carried = re.search(r'name="text"\s+value="([^"]*)"', raw)[1]

    page = paste(desk, carried, "create")

    made = {slip.person.username: slip.password for slip in page.context["slips"]}
    assert set(made) == {"liqiang", "zhangli"}
    for name, password in made.items():
        person = User.objects.get(username=name)
        assert person.check_password(password) and person.must_change_password
    assert {g.role for g in person.grants} == {"staff", "analyst"}


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("李强\tadministrator-511700\t\t填报", "已有人使用"),
        ("李强\tnew\t\t填报", "系统网址用的词"),
        ("\tliqiang\t\t填报", "请填写姓名"),
        ("李强\t\t\t填报", "请填写用户名"),
        ("李强\tliqiang\t没有的部门\t填报", "没有部门“没有的部门”"),
        ("李强\tliqiang\t老部门\t填报", "已撤销，请写继任部门“教育部门”"),
        ("李强\tliqiang\t\t科长", "没有角色“科长”"),
        ("李强\tliqiang\t\t", "请填写角色"),
        ("李强\tZHANGLI\t\t填报", "与第1行重复"),
    ],
)
def test_one_bad_line_keeps_all_accounts_from_being_made(desk, schools, line, sentence):
    Department.objects.create(region=schools.region, name="老部门", successor=schools)
    before = User.objects.count()
    content = f"张丽\tzhangli\t\t填报\n{line}\n"

    page = paste(desk, content)
    refused = paste(desk, content, "create")

    problems = [p for draft in page.context["drafts"] for p in draft.problems]
    assert len(problems) == 1 and sentence in problems[0]
    assert page.context["drafts"][1].problems and User.objects.count() == before
    assert "未新建任何账号" in text(refused)


def test_too_long_and_empty_lists_are_refused(desk):
    long = "\n".join(f"人{n}\tperson{n}\t\t填报" for n in range(pasting.MOST + 1))

    assert "请分几次粘贴" in text(paste(desk, long))
    assert "未读取到人员" in text(paste(desk, "姓名\t用户名\t部门\t角色\n"))


def test_columns_may_come_in_another_order_when_they_are_named():
    (line,) = pasted.read("角色\t用户名\t姓名\n填报\tli\t李　强", pasting.COLUMNS)

    assert (line["姓名"], line["用户名"], line["部门"]) == ("李 强", "li", "")
    assert line.number == 2


@pytest.mark.parametrize("odd", ['"', 'a\t"b', "\0", "\t\t\t", '"a"b\tc', "\r\r"])
def test_reading_a_paste_never_fails(odd):
    pasted.read(odd, pasting.COLUMNS)
