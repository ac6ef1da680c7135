"""商请函: to each department without account a letter with its sheet, in one zip."""

import io
import zipfile
from urllib.parse import unquote

import openpyxl
import pytest

from indicators import entry
from indicators.layouts.letter import WIDTHS
from indicators.models import DataOwner
from indicators.models.observations import Origin
from regions.models import Department, Membership, Region
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.indicators.test_rounds_views import BACKEND, address
from tests.pages import text

pytestmark = pytest.mark.django_db
LETTERS = f"/entry/511700/{YEAR}/letters.zip"
AIR = "环境保护部门"


@pytest.fixture
def clerk(client, reporting):
    """The bureau's clerk; 教育部门 has nobody, another department neither."""
    Membership.objects.filter(department__name=SCHOOLS).delete()
    Region.objects.filter(code="511700").update(
        bureau_in_full="达州市卫生健康委员会", bureau_phone="0818-0000000"
    )
    place, _made = Department.objects.get_or_create(region=reporting.region, name=AIR)
    DataOwner.objects.create(
        region=reporting.region,
        indicator=reporting.cell("pm25").indicator,
        department=place,
    )
    entry.follow_owners(reporting.region, by=reporting.people["administrator"])
    client.force_login(reporting.people["clerk"], backend=BACKEND)
    return client


def letters(client):
    """Return file name → content of the zip."""
    answer = client.get(LETTERS)
    assert answer.status_code == 200
    assert "商请函-达州市-2024" in unquote(answer["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(content):
    """Return (the letter's paragraphs, its annex's rows)."""
    import docx

    found = docx.Document(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    return [p.text for p in found.paragraphs], rows


def test_every_department_without_account_gets_a_letter_with_its_sheet(clerk):
    found = letters(clerk)

    assert set(found) == {
        f"{kind}-达州市-2024-{unit}.{end}"
        for unit in (SCHOOLS, AIR)
        for kind, end in (("商请函", "docx"), ("数据采集表", "xlsx"))
    }


def test_a_letter_says_what_by_when_and_to_whom_in_full(clerk, reporting):
    said, rows = read(letters(clerk)[f"商请函-达州市-2024-{SCHOOLS}.docx"])
    whole, due = "\n".join(said), reporting.cell("school-health-class-rate").due_on

    assert "关于商请提供2024年健康规划指标数据的函" in said
    assert f"{SCHOOLS}：" in said and "达州市卫生健康委员会" in said
    assert f"请于{due.year}年{due.month}月{due.day}日前" in whole
    assert "反馈至达州市卫生健康委员会" in whole and "联系电话：0818-0000000" in whole
    assert "附件：2024年达州市健康规划指标数据采集表" in said
    assert "http" not in whole and "登录" not in whole
    assert rows[0] == ["序号", "指标", "单位", "2023年", "2024年", "数据来源"]
    assert [row[1] for row in rows[1:]] == ["中小学健康教育课开课率"]
    assert rows[1][4:] == ["", ""]  # for the department to fill in


def test_a_letter_leaves_number_head_and_date_to_the_office(clerk):
    said, _rows = read(letters(clerk)[f"商请函-达州市-2024-{AIR}.docx"])

    assert said[:3] == ["", "", ""] and "〔" not in "".join(said)
    assert "　　年　　月　　日" in said


def test_a_letter_tells_no_made_up_value(clerk, reporting):
    """Nor does the sheet that a department seals."""
    reporting.known("school-health-class-rate", YEAR - 1, "87.6", Origin.DEMO)

    found = letters(clerk)

    _said, rows = read(found[f"商请函-达州市-2024-{SCHOOLS}.docx"])
    assert rows[1][3] == ""
    sheet = openpyxl.load_workbook(
        io.BytesIO(found[f"数据采集表-达州市-2024-{SCHOOLS}.xlsx"])
    ).worksheets[0]
    printed = {str(c.value) for row in sheet.iter_rows() for c in row}
    assert not any("87.6" in text or "演示" in text for text in printed)


def test_the_annex_keeps_its_widths_in_every_office(clerk):
    import docx

    found = letters(clerk)[f"商请函-达州市-2024-{SCHOOLS}.docx"]
    table = docx.Document(io.BytesIO(found)).tables[0]
    grid = [round(column.width.mm) for column in table.columns]

    assert grid == list(WIDTHS) and sum(grid) <= 210 - 28 - 26
    for row in table.rows:
        assert [round(cell.width.mm) for cell in row.cells] == grid
        assert row.height.mm == pytest.approx(10, abs=0.1)
    styles = zipfile.ZipFile(io.BytesIO(found)).read("word/styles.xml").decode()
    assert 'w:eastAsia="zh-CN"' in styles


def test_where_everybody_has_an_account_there_is_no_letter(client, reporting):
    client.force_login(reporting.people["clerk"], backend=BACKEND)

    answer = client.get(LETTERS, follow=True)

    assert answer.redirect_chain == [(f"/entry/511700/{YEAR}/", 302)]
    assert "都有账号" in text(answer)


def test_the_rounds_page_offers_the_letters_to_the_regions_own_people(clerk, reporting):
    own = clerk.get(address(reporting))
    assert "下载2份商请函" in text(own) and LETTERS in own.content.decode()

    clerk.force_login(reporting.people["provincial"], backend=BACKEND)
    assert "商请函" not in text(clerk.get(address(reporting)))
