"""The help by task: each page names only what there is, and leads from where one is."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings
from django.urls import URLPattern, get_resolver, resolve, reverse

from dashboards import guide
from dashboards.guide import markup, pictures
from dashboards.templatetags import guide as tags
from indicators.rules import assessment
from regions import access
from regions.models import User
from tests import interface
from tests.pages import text

TOPICS = list(guide.TOPICS.values())
LARGEST = 60_000  # bytes of a picture
# Addresses that show no page of their own, or one that explains itself.
WITHOUT = {
    *("login", "logout", "tokens", "people_tokens", "favicon.ico"),
    *("dashboards:help", "dashboards:help_topic", "dashboards:api_docs"),
    *("dashboards:values_csv", "dashboards:workbook_xlsx", "dashboards:checkup_csv"),
    *("dashboards:chart_png", "dashboards:chart_csv"),
    *("dashboards:onepage_docx", "dashboards:department_letter"),
    *(f"indicators:{name}" for name in ("cells", "base", "attach", "attachment")),
    *(f"indicators:{name}" for name in ("form_file", "collection_files", "remind")),
    *(f"indicators:{name}" for name in ("history_template", "batch_file", "remark")),
    *(f"indicators:{name}" for name in ("milestone_file", "leads_answer")),
}


@pytest.fixture
def reader(client, person):
    """A function that opens a page as a person of 达州 with that role."""

    def read(path, role=access.STAFF):
        client.force_login(person(role, "511700"))
        return client.get(path)

    return read


# ------------------------------------------------------------ names on pages


def texts(topic):
    return [*topic.steps, *(part for pair in topic.trouble for part in pair)]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_a_topic_names_only_what_stands_on_a_page(topic):
    named = {name for part in texts(topic) for name in markup.names(str(part))}

    assert named <= interface.names(), named - interface.names()


def test_a_name_that_stands_nowhere_is_found():
    assert "提交已填的N项" in interface.names()
    assert {"审定全部N项", "采用建议值N"} <= interface.names()
    assert "发起填报任务" in interface.names()
    assert not {"新建填报任务", "提交全部"} & interface.names()


@pytest.mark.parametrize(
    "source, html",
    [
        ("点[提交所选]。", '点<b class="ui">提交所选</b>。'),
        ("见[数据](dashboards:data)", '见<a class="ui" href="/data/">数据</a>'),
        ("[=not_applicable]的", '<b class="ui">不适用</b>的'),
        ("1<2[a&b]", '1&lt;2<b class="ui">a&amp;b</b>'),
    ],
)
def test_names_are_marked_up(source, html):
    assert markup.marked_up(source) == html


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_a_topic_is_short(topic):
    assert 3 <= len(topic.steps) <= 6 and len(topic.trouble) <= 4
    for part in texts(topic):
        assert len(str(part)) <= 90, part


# ------------------------------------------------------------ from page to help


def views(patterns, prefix=""):
    """Yield the names of all views of the program's own, as `match.view_name`."""
    for one in patterns:
        if isinstance(one, URLPattern):
            yield prefix + (one.name or str(one.pattern))
        elif one.namespace not in ("admin", "api"):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from views(one.url_patterns, prefix + space)


def test_every_page_has_its_help_or_needs_none():
    known = set(views(get_resolver().url_patterns))

    assert known == set(guide.ABOUT) | WITHOUT and not set(guide.ABOUT) & WITHOUT
    assert set(guide.ABOUT.values()) <= set(guide.TOPICS)


def test_the_other_topics_are_found_from_the_table_of_tasks():
    own = set(guide.ABOUT.values())

    assert set(guide.TOPICS) - own == {
        *("no-data", "for-others", "printing", "browser", "contact")
    }


@pytest.mark.parametrize(
    "path, slug",
    [("/", "reading"), ("/data/", "export"), ("/password/", "password")],
)
def test_a_page_leads_to_its_help(reader, path, slug):
    page = text(reader(path))

    assert f'class="help-mark" href="/help/{slug}/"' in page


@pytest.mark.parametrize("path", ["/help/", "/help/fill/", "/nowhere/"])
def test_no_page_leads_to_itself_or_nowhere(reader, path):
    assert "help-mark" not in text(reader(path))


def test_a_page_that_goes_on_with_anothers_work_has_its_help(rf):
    request = rf.get("/")
    request.resolver_match = resolve(reverse("indicators:tasks"))

    def shown(**context):
        return tags.topic_here({"request": request, **context}).slug

    assert shown() == "fill"
    assert shown(sent_from="indicators:history") == "history"


# ------------------------------------------------------------ the pages


@pytest.mark.parametrize(
    "role, title",
    [
        (access.STAFF, "填报"),
        (access.REVIEWER, "审核"),
        (access.OFFICIAL, "领导"),
        (access.ANALYST, "分析"),
        (access.ADMINISTRATOR, "管理"),
    ],
)
def test_ones_own_work_comes_first_and_all_may_read_the_rest(reader, role, title):
    table = reader("/help/", role)

    groups = table.context["groups"]
    assert [str(group.title) for group, own in groups if own] == [title]
    assert groups[0][1] and len(groups) == len(guide.GROUPS)
    for slug in guide.TOPICS:
        assert table.client.get(f"/help/{slug}/").status_code == 200


def test_who_has_no_role_yet_reads_it_too(client, db):
    client.force_login(User.objects.create_user("new"))

    page = text(client.get("/help/contact/"))
    assert "尚无其他管理员账号" in page and 'class="own"' not in page


@pytest.mark.parametrize("slug", guide.TOPICS)
def test_a_topic_is_a_page(reader, slug, django_assert_num_queries):
    topic = guide.TOPICS[slug]
    client = reader("/help/").client
    # session, person; grants and waiting cells of the navigation; whom to ask
    with django_assert_num_queries(5 if slug == "contact" else 4):
        page = client.get(reverse("dashboards:help_topic", args=[slug]))

    shown = text(page)
    assert f"<h1>{topic.title}</h1>" in shown
    assert shown.count("<li>", shown.index('<ol class="steps">')) >= len(topic.steps)
    assert ("出错怎么办" in shown) == bool(topic.trouble)
    assert not {"manage.py", "pg_dump", "没有这一页"} & set(shown.split())


def test_the_table_of_tasks_asks_for_little(reader, django_assert_num_queries):
    client = reader("/help/").client

    # session, person; grants and waiting cells of the navigation
    with django_assert_num_queries(4):
        client.get("/help/")


def test_a_topic_that_is_not_there_is_said(reader):
    assert reader("/help/nothing/").status_code == 404


def test_help_needs_a_sign_in(client, db):
    assert client.get("/help/fill/").url.startswith(reverse("login"))


def test_the_legend_shows_every_shape_once(reader):
    page = text(reader("/help/reading/"))
    legend = re.search(r'class="legend">(.*?)</ul>', page)[1]

    shown = re.findall(r'href="#s-(\w+)"', legend)

    assert sorted(shown) == sorted(assessment.CATEGORIES)


# ------------------------------------------------------------ pictures, people


@pytest.mark.parametrize(
    "slug", [topic.slug for topic in TOPICS if topic.picture], ids=str
)
def test_a_picture_is_there_and_small(slug):
    path = finders.find(pictures.name(slug))

    assert path, f"{slug}: make it with --update-help-pictures"
    with open(path, "rb") as file:
        data = file.read()
    assert data[8:12] == b"WEBP" and len(data) <= LARGEST
    assert all(side > 100 for side in pictures.size(slug))


def test_whom_to_ask_is_named_or_said_to_be_unknown(reader, person):
    person(access.ADMINISTRATOR, "510000", full_name="钱省")
    person(access.ADMINISTRATOR, "511102", full_name="孙区")
    first = reader("/help/contact/")

    assert "尚未登记联系单位和电话" in text(first)
    assert "四川省管理员" in text(first) and "钱省" in text(first)
    assert "孙区" not in text(first)  # of another place

    person(access.ADMINISTRATOR, "511700", full_name="李市")
    with override_settings(CONTACT="达州市卫生健康委规划科 0818-1234567"):
        second = text(first.client.get("/help/contact/"))
    assert "规划科 0818-1234567" in second and "尚未登记" not in second
    assert "李市" in second and "钱省" not in second  # the nearest
