"""一页纸: what stands on it, for whom, and that it is one sheet in Word."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from dashboards import queries, summaries
from dashboards.answering import Lead, RowNote
from dashboards.pages.region import by_domain
from dashboards.papers import fitting, onepage, onepage_docx, texts
from indicators.models import LeadDepartment, Matter, Note, Outgoing, Plan
from regions.models import Department
from tests.pages import text

from .conftest import YEAR

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = "/regions/511700/onepage/"
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
LONG = "基层健康教育覆盖不足，农村居民健康知识知晓率偏低，专职人员缺编，经费未落实"


def words_of(content) -> str:
    """Return all that a document says."""
    document = docx.Document(BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# ------------------------------------------------------------------ the page


def test_the_sheet_says_headline_counts_and_what_is_behind(official, plan):
    page = text(official.get(PAGE))

    assert "主要指标共4项：可评价2项" in page and "序时进度" in page
    assert "婴儿死亡率" in page and "征求意见稿" in page and "含演示数据" in page
    assert "人均预期寿命" not in page.split("<table>")[1]  # on course
    assert f"数据截至{YEAR - 1}年" in page


def test_an_empty_column_of_departments_is_one_footnote(official, plan):
    page = text(official.get(PAGE))
    assert page.count("责任部门尚未明确") == 1 and "责任部门</th>" not in page

    made = Department.objects.create(region=plan.region, name="市妇幼保健部门")
    lead = {"plan_indicator": plan.rows.get(key="2"), "department": made}
    LeadDepartment.objects.create(role="lead", state="confirmed", **lead)

    page = text(official.get(PAGE))
    assert "责任部门尚未明确" not in page and "市妇幼保健部门" in page


def test_proposals_are_not_on_paper(client, person, plan):
    """Not even on that of the bureau itself: a paper leaves it."""
    made = Department.objects.create(region=plan.region, name="市教育局")
    lead = {"plan_indicator": plan.rows.get(key="2"), "department": made}
    LeadDepartment.objects.create(role="lead", state="proposed", **lead)
    client.force_login(person("administrator", "511700"), backend=BACKEND)

    assert "市教育局" not in text(client.get(PAGE))
    assert "市教育局" in text(client.get("/regions/511700/"))
    assert "市教育局" not in client.get("/regions/511700/").context["copied"]
    said = words_of(b"".join(client.get("/regions/511700/onepage.docx")))
    assert "市教育局" not in said


def test_a_note_and_the_matters_stand_on_it(client, person, plan):
    clerk = person("staff", "511700")
    Note.objects.create(
        plan_indicator=plan.rows.get(key="2"),
        year=YEAR - 1,
        version=1,
        reason="危重新生儿转运慢",
        measure="建两个转运中心",
        by=clerk,
    )
    client.force_login(clerk, backend=BACKEND)
    posted = {
        "text1": "转运中心用地",
        "request1": "请协调",
        "departments1": "自然资源局",
    }
    client.post("/regions/511700/onepage/matters/", posted)

    page = text(client.get(PAGE))
    said = words_of(b"".join(client.get("/regions/511700/onepage.docx")))
    for words in (page, said):
        assert "危重新生儿转运慢" in words and "建两个转运中心" in words
        assert "转运中心用地（自然资源局）：请协调" in words
        assert "原因和下一步措施尚未填写" not in words
    assert "原因：危重新生儿转运慢" in text(client.get("/regions/511700/"))


def test_matters_are_for_the_regions_own_people(official, client, person, plan):
    Matter.objects.create(
        plan=plan, order=1, text="用地", request="请协调", by=person("staff", "511700")
    )
    assert "请协调" not in text(official.get(PAGE))
    client.force_login(person("official", "511700"), backend=BACKEND)
    assert "请协调" in text(client.get(PAGE))


@pytest.mark.parametrize(
    "role, code, page, file, matters",
    [
        ("official", "511700", 200, 200, 403),
        ("staff", "511700", 200, 200, 200),
        ("official", "510000", 200, 200, 403),
        ("administrator", "510000", 200, 200, 403),
        ("staff", "511702", 200, 403, 403),
        ("official", "511100", 404, 404, 404),
    ],
)
def test_who_opens_and_who_takes_it(
    client, person, plan, regions, role, code, page, file, matters
):
    client.force_login(person(role, code), backend=BACKEND)

    assert client.get(PAGE).status_code == page
    assert client.get("/regions/511700/onepage.docx").status_code == file
    assert client.get("/regions/511700/onepage/matters/").status_code == matters


def test_a_region_without_a_plan_has_no_sheet(official, plan):
    assert official.get("/regions/510000/onepage/").status_code == 404
    assert official.get(f"{PAGE}?plan=nothing").status_code == 400


def test_the_page_stays_within_its_queries(
    official, plan, django_assert_max_num_queries
):
    official.get(PAGE)
    with django_assert_max_num_queries(13):
        official.get(PAGE)


def test_the_paragraph_is_fit_for_a_report(official, plan):
    said = official.get("/regions/511700/").context["copied"]

    assert said.startswith("《健康达州规划》主要指标共4项：可评价2项")
    assert "其中1项须关注：婴儿死亡率9.80‰" in said
    assert said.endswith("含演示数据，不得引用。") and "<" not in said


# --------------------------------------------------------------- the six plans


def many(rows, count=60):
    """Return so many rows, all far behind, with names, notes and departments as long as
    they come."""
    lead = Lead("市人力资源和社会保障局", "lead", "stated")
    note = RowNote(YEAR, LONG, LONG, "2027年6月底前", "健康促进科")
    return [
        replace(
            rows[n % len(rows)],
            code="far_behind",
            label=f"第{n}项" + rows[n % len(rows)].label,
            leads=(lead,),
            note=note,
            order=n,
        )
        for n in range(count)
    ]


@pytest.fixture
def sheets(plans_with_demo, db):
    """Plan code → its sheet, and that of sixty rows with everything on it."""
    found = {}
    for plan in Plan.objects.select_related("region"):
        kinds = queries.row_kinds(plan)
        table = kinds["table"] > 0
        rows = queries.plan_rows(plan, (), table=table, prose=not table)
        rows = by_domain([row for row in rows if row.in_table or row.goals])
        found[plan.code] = onepage.build(plan, rows, "主要指标", [], True)
    line = (
        "请召集专题会议，明确各县（市、区）秋冬季大气污染管控责任和完成时限，落实经费"
    )
    matters = [
        Matter(order=n, text=line, departments=line, request=line) for n in (1, 2, 3)
    ]
    found["sixty"] = onepage.build(plan, many(rows), "主要指标", matters, True)
    return found


def test_what_does_not_fit_is_counted(sheets):
    sixty = sheets["sixty"]

    assert sixty.behind == 60 and 5 < len(sixty.rows) < 60
    assert sixty.rest.startswith(f"另有{60 - len(sixty.rows)}项未列出（明显滞后")
    for code, sheet in sheets.items():
        assert bool(sheet.rest) is (len(sheet.rows) < sheet.behind), code


def test_every_balance_of_the_six_plans_adds_up(sheets):
    for code in sheets.keys() - {"sixty"}:
        total = int(re.search("共([0-9]+)项", sheets[code].headline)[1])
        for title, said in sheets[code].counts:
            counted = sum(map(int, re.findall("([0-9]+)项", said)))
            assert counted == total, (code, title)


def test_the_outlook_stands_there_only_where_ticked(official, plan):
    assert "趋势研判（供内部参考）：" not in text(official.get(PAGE))
    ticked = text(official.get(f"{PAGE}?outlook=1"))
    assert "趋势研判（供内部参考）：" in ticked

    file = "/regions/511700/onepage.docx"
    assert "趋势研判" not in words_of(b"".join(official.get(file)))
    assert "趋势研判" in words_of(b"".join(official.get(f"{file}?outlook=1")))


def test_what_is_taken_away_is_in_the_ledger(client, person, plan):
    client.force_login(person("official", "511700"), backend=BACKEND)

    b"".join(client.get("/regions/511700/onepage.docx"))

    kept = Outgoing.objects.get()
    assert (kept.kind, kept.region) == ("onepage", plan.region)
    key = ("511700", "infant-mortality", YEAR - 1)
    assert list(kept.values()) == [key]


@pytest.mark.skipif(
    not shutil.which("lowriter") and not os.environ.get("CI"),
    reason="no LibreOffice Writer here; in CI its absence is a failure",
)
def test_each_is_one_page_in_word(sheets, tmp_path):
    for code, sheet in sheets.items():
        with open(tmp_path / f"{code}.docx", "wb") as target:
            onepage_docx.write(target, sheet)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--headless", "--convert-to", "pdf", "--outdir", tmp_path),
            *sorted(tmp_path.glob("*.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    pages = {
        path.stem: len(SHEET.findall(path.read_bytes()))
        for path in tmp_path.glob("*.pdf")
    }

    assert pages == dict.fromkeys(sheets, 1)


# -------------------------------------------------------------------- fitting


@pytest.mark.parametrize(
    "said, width, lines",
    [("", 20, 1), ("六个字的一行", 20, 2), ("六个字的一行", 21, 1), ("a\nb", 20, 2)],
)
def test_lines_are_counted_from_the_width_of_the_words(said, width, lines):
    assert fitting.lines_of(said, width) == lines


def test_a_text_is_cut_to_its_lines():
    cut = fitting.clipped(LONG, 24, 3)

    assert cut.endswith("……") and LONG.startswith(cut[:-2])
    assert fitting.lines_of(cut, 24 - fitting.PADDING) <= 3
    assert fitting.clipped("短", 24, 1) == "短"


def test_the_worst_come_first_and_what_is_due_and_missed_is_among_them(plan):
    rows = queries.plan_rows(plan, (), table=True, prose=False)
    tiles = {summaries.row_tile(row) for row in texts.behind(rows)}

    assert tiles == {"bad"}
