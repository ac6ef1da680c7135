"""填报表 as a workbook: what is written, what is locked, what is read back."""

import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import unquote

import openpyxl
import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from indicators import entry
from indicators.entry import stamp, texts
from indicators.layouts import columns, recognising
from indicators.layouts.entry_form import write_form
from indicators.layouts.figures import COLLECTION, ENTRY_FORM
from indicators.layouts.form_sheet import FormRow, FormSheet
from indicators.layouts.known import KnownNames
from indicators.models import Entry, Indicator, Submission
from indicators.models.observations import Grade, MissingReason, Origin
from indicators.spreadsheets.refusal import FileRefused
from regions.models import Region
from tests.indicators.conftest import SCHOOLS, YEAR

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIFE, INFANTS, UNDER5 = "life-expectancy", "infant-mortality", "under5-mortality"
SCHOOL = "school-health-class-rate"
ADDRESS = f"/entry/511700/{YEAR}/form.xlsx"
INJECTIONS = ["=1+1", "+8613", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=2"]


# ----------------------------------------------------------- how tests read a form


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def table(book):
    """Return (sheet, row of the headings, column key → column number)."""
    sheet = book.worksheets[0]
    for line in range(1, 10):
        texts = [cell.value for cell in sheet[line]]
        if "序号" in texts:
            found = {}
            for place, text in enumerate(texts, 1):
                column = columns.recognise(text, YEAR)
                key = column.key
                key += f"-{column.year}" if key == "year_value" else ""
                found[key] = place
            return sheet, line, found
    raise AssertionError("no headings")


def rows_of(book):
    """Return indicator code → {column key: cell}."""
    sheet, line, places = table(book)
    found = {}
    for row in sheet.iter_rows(min_row=line + 1):
        code = row[places["code"] - 1].value
        if code:
            found[code] = {key: row[place - 1] for key, place in places.items()}
    return found


def hidden(book):
    sheet = book[stamp.SHEET]
    return {
        row[0].value: row[1].value or "" for row in sheet.iter_rows() if row[0].value
    }


def got(client, reporting, who="clerk", query=""):
    client.force_login(reporting.people[who], backend=BACKEND)
    return client.get(ADDRESS + query)


def downloaded(client, reporting, who="clerk", query=""):
    answer = got(client, reporting, who, query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def form_row(code="a", **fields):
    plain = {"version": 3, "domain": "健康水平", "name": "婴儿死亡率", "unit": "‰"}
    past = (Decimal("5.10"), None)
    return FormRow(**({"code": code, "decimals": 2, "past": past} | plain | fields))


def written(*rows, **fields):
    """Return the bytes of a made-up form."""
    form = FormSheet(
        kind=ENTRY_FORM,
        title="2024年某市填报表",
        head=(("填报单位（盖章）：某局", "应报日期：2025-03-31"),),
        year=YEAR,
        years=(2022, 2023),
        rows=rows,
        grades=("年报数",),
        reasons=("尚未公布",),
        foot=("填表人：", "审核人："),
    )
    target = io.BytesIO()
    write_form(target, replace(form, **fields))
    return target.getvalue()


# ------------------------------------------------------------------- what is written


@pytest.mark.django_db
def test_the_form_holds_every_row_with_what_is_filled_in(client, reporting):
    reporting.filled(LIFE, "77.526", grade="annual")
    reporting.type(UNDER5, missing_reason="not_published", expected_on="2025-06")
    reporting.known(LIFE, 2023, "77.10")

    found = rows_of(opened(downloaded(client, reporting)))

    codes = set(Entry.objects.values_list("indicator__code", flat=True))
    assert set(found) == codes and len(codes) == 24
    life = {key: cell.value for key, cell in found[LIFE].items()}
    assert life["value"] == 77.526 and life["year_value-2023"] == 77.1
    assert life["unit"] == "岁" and life["grade"] == "年报数"
    assert (life["source"], life["note"]) == ("年报", "已核实")
    assert life["version"] == reporting.cell(LIFE).version
    assert life["target"].startswith("2025年：")
    under5 = found[UNDER5]
    assert under5["missing_reason"].value == "尚未公布"
    assert under5["expected_on"].value == "2025-06"


@pytest.mark.django_db
def test_calamine_reads_the_same_cells(client, reporting):
    reporting.filled(LIFE, "77.526")
    data = downloaded(client, reporting)

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = book.get_sheet_by_name("填报表").to_python()
    sheet, line, places = table(opened(data))

    (row,) = [r for r in cells if LIFE in r]
    assert row[places["value"] - 1] == 77.526
    assert [str(t or "") for t in cells[line - 1]] == [
        str(c.value or "") for c in sheet[line]
    ]


@pytest.mark.django_db
def test_only_this_years_cells_of_open_rows_can_be_typed_into(client, reporting):
    reporting.submitted(INFANTS, "4.2")

    book = opened(downloaded(client, reporting))
    found = rows_of(book)

    asked = {"value", "grade", "missing_reason", "expected_on", "source", "note"}
    asked |= {"events", "denominator", "supplier", "supplier_contact"}
    open_of = {
        code: {key for key, cell in row.items() if not cell.protection.locked}
        for code, row in found.items()
    }
    assert open_of[LIFE] == asked - {"events", "denominator"}
    assert open_of[UNDER5] == asked
    assert open_of[INFANTS] == set()
    assert found[INFANTS]["state"].value == "待审核"
    assert found[INFANTS]["value"].value == 4.2
    protection = book.worksheets[0].protection
    assert protection.sheet and not protection.password


@pytest.mark.django_db
def test_a_locked_form_is_grey_all_over(client, reporting):
    reviewer = reporting.people["reviewer"]
    entry.lock([reporting.form()], "已上报", now=timezone.now(), by=reviewer)

    found = rows_of(opened(downloaded(client, reporting)))

    assert all(cell.protection.locked for cell in found[LIFE].values())
    assert found[LIFE]["state"].value == "已锁定"


@pytest.mark.django_db
def test_a_demo_value_is_words_and_no_number(client, reporting):
    reporting.known(LIFE, 2023, "77.10", origin=Origin.DEMO)

    past = rows_of(opened(downloaded(client, reporting)))[LIFE]["year_value-2023"]

    assert past.value == "77.10 演示" and past.data_type == "s"


@pytest.mark.django_db
def test_a_returned_row_says_why_and_what_is_suggested(client, reporting):
    reporting.submitted(LIFE, "77.5")
    entry.send_back(
        *(reporting.region, YEAR, {LIFE: "与年报不符"}),
        {LIFE: Decimal("77.9")},
        by=reporting.people["reviewer"],
    )

    row = rows_of(opened(downloaded(client, reporting)))[LIFE]

    assert row["state"].value == "已退回：与年报不符；建议值77.90"
    assert not row["value"].protection.locked


@pytest.mark.django_db
def test_the_hidden_sheet_says_what_the_form_is_of(client, reporting):
    book = opened(downloaded(client, reporting))

    said = hidden(book)

    assert book[stamp.SHEET].sheet_state == "veryHidden"
    assert (said["kind"], said["region"], said["year"]) == (
        *(ENTRY_FORM, "511700"),
        str(YEAR),
    )
    assert said["units"] == "" and said["rows"] == "24" and stamp.holds(said)
    assert stamp.codes_of(said) == list(rows_of(book))
    sheet, _line, places = table(book)
    for key in ("code", "version"):
        letter = openpyxl.utils.get_column_letter(places[key])
        assert sheet.column_dimensions[letter].hidden


@pytest.mark.django_db
def test_print_set_up(client, reporting):
    sheet, line, _places = table(opened(downloaded(client, reporting)))

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == f"${line}:${line}"
    assert sheet.freeze_panes == f"D{line + 1}"
    texts = [c.value for row in sheet.iter_rows() for c in row if c.value]
    for label in ("单位负责人：", "审核人：", "填表人：", "联系电话："):
        assert label in texts
    assert any(str(t).startswith("填报单位（盖章）：达州市") for t in texts)


@pytest.mark.django_db
def test_validations_say_unit_bounds_and_lists(client, reporting):
    book = opened(downloaded(client, reporting))
    rules = book.worksheets[0].data_validations.dataValidation
    cells = rows_of(book)

    def rule(code, key):
        (found,) = [r for r in rules if cells[code][key].coordinate in r.sqref]
        return found

    life = Indicator.objects.get(code=LIFE)
    value = rule(LIFE, "value")
    assert (value.type, Decimal(value.formula1)) == ("decimal", life.lower)
    assert "单位：岁" in value.prompt and "单位：岁" in value.error
    assert rule(LIFE, "missing_reason").formula1.startswith('"尚未公布,')
    assert rule(LIFE, "supplier").formula1.startswith(stamp.SHEET)
    assert rule(UNDER5, "denominator").type == "whole"
    for found in rules:
        assert len(found.prompt or "") <= 255 and len(found.error or "") <= 255
        assert len(found.promptTitle or "") <= 32


# ------------------------------------------------------------------- texts and numbers


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_text_that_looks_like_a_formula_stays_text(text):
    row = form_row(note=text, source=text, definition=text, name=text, state=text)

    found = rows_of(opened(written(row)))["a"]

    for key in ("note", "source", "name", "state"):
        assert found[key].value == text and found[key].data_type == "s"
        assert found[key].quotePrefix


def test_a_value_with_more_digits_than_a_spreadsheet_keeps_is_text():
    many = Decimal("123456789012.12345678")
    rows = (form_row("a", value=many), form_row("b", value=Decimal("4.21940928")))

    found = rows_of(opened(written(*rows)))

    assert found["a"]["value"].value == str(many)
    assert Decimal(str(found["b"]["value"].value)) == Decimal("4.21940928")


def test_a_rate_follows_its_counts_in_the_sheet():
    """Where nothing is filled in there is no formula: .xls keeps its "" as 0."""
    counted = {"has_counts": True, "per": 1000}
    done = form_row("a", events=12, denominator=3000, value=Decimal(4), computed=True)
    rows = (replace(done, **counted), form_row("b", base=5000, **counted))

    data = written(*rows, counts=True)
    found = rows_of(opened(data))
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    value = found["a"]["value"]
    assert value.value.startswith("=IF(AND(ISNUMBER(") and "NA()" in value.value
    assert cached.worksheets[0][value.coordinate].value == 4
    assert found["b"]["value"].value is None
    assert not found["b"]["value"].protection.locked


def test_a_form_without_counts_to_be_seen_has_no_columns_for_them():
    row = form_row(has_counts=True, value=Decimal(4), computed=True)

    found = rows_of(opened(written(row)))["a"]

    assert "events" not in found and found["value"].value == 4


@pytest.mark.parametrize("rows", [1, 15, 60])
def test_rows_are_high_enough_for_their_text(rows):
    long = "孕产妇死亡率的监测口径说明" * 6
    made = [form_row(f"c{n}", note=long if n else "") for n in range(rows)]

    sheet, line, _places = table(opened(written(*made)))

    heights = [sheet.row_dimensions[line + n].height for n in range(1, rows + 1)]
    assert heights[0] == 24 and all(h > 100 for h in heights[1:])


def test_rows_of_one_domain_share_its_cell():
    rows = [form_row("a"), form_row("b"), form_row("c", domain="健康环境")]

    sheet, line, _places = table(opened(written(*rows)))

    assert f"B{line + 1}:B{line + 2}" in [str(r) for r in sheet.merged_cells.ranges]


# ------------------------------------------------------------------------ who gets it


@pytest.mark.django_db
def test_a_departments_clerk_gets_the_own_rows_only(client, reporting):
    book = opened(downloaded(client, reporting, "teacher"))

    assert list(rows_of(book)) == [SCHOOL]
    assert hidden(book)["units"] == SCHOOLS
    assert got(client, reporting, "teacher", "?department=").status_code == 403
    answer = got(client, reporting, "teacher", f"?department={SCHOOLS}")
    assert answer.status_code == 200
    name = unquote(answer.headers["Content-Disposition"])
    assert name.endswith(f"填报表-达州市-{YEAR}-{SCHOOLS}.xlsx")
    b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_others_are_refused(client, reporting):
    assert got(client, reporting, "official").status_code == 403
    assert got(client, reporting, "neighbour").status_code == 404
    assert got(client, reporting, "clerk", "?department=无此部门").status_code == 404


@pytest.mark.django_db
def test_event_counts_are_for_the_regions_staff_and_reviewers(client, reporting):
    reporting.type(UNDER5, events="12", denominator="3000", source="年报")

    seen = rows_of(opened(downloaded(client, reporting, "reviewer")))[UNDER5]
    unseen = rows_of(opened(downloaded(client, reporting, "administrator")))[UNDER5]

    assert (seen["events"].value, seen["denominator"].value) == (12, 3000)
    assert "events" not in unseen and unseen["value"].value == 4


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_rows(
    client, reporting, django_assert_num_queries
):
    client.force_login(reporting.people["clerk"], backend=BACKEND)
    for values in ({LIFE: "77.5"}, {INFANTS: "4.2", UNDER5: "5.1"}):
        for code, value in values.items():
            reporting.submitted(code, value)
        with django_assert_num_queries(22):
            b"".join(client.get(ADDRESS).streaming_content)


# ----------------------------------------------------------------------- the mark


DAZHOU = SimpleNamespace(code="511700", name="达州市")
NOW = datetime(2025, 3, 2, 9, 30)


def mark(region=DAZHOU, year=YEAR, units=(), codes=("a", "b"), kind=ENTRY_FORM):
    return stamp.make(kind, region, year, units, codes, NOW)


class Place(SimpleNamespace):
    def __str__(self):
        return self.name


HERE = Place(code="511700", name="达州市")
ELSEWHERE = Place(code="511102", name="市中区")


def test_the_right_form_needs_no_word():
    assert stamp.verify(mark(), HERE, YEAR, {"a": "甲", "b": "乙"}) == []
    assert stamp.verify(mark(), HERE, YEAR, ["b", "a"]) == []


def test_a_foreign_file_is_noted():
    (sentence,) = stamp.verify({}, HERE, YEAR, ["a"])

    assert "不是从本系统下载的" in sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (mark(ELSEWHERE), "该表为市中区2024年填报表，请在市中区的页面上传"),
        (mark(year=2023), "该表为2023年填报表，请在2023年的页面上传"),
        (mark(units=["市教育局"]), "该表为市教育局的填报表，请下载市医保局的表"),
        (mark() | {"codes1": "a b c"}, "校验信息与本系统不符"),
        (mark() | {"fingerprint": ""}, "校验信息与本系统不符"),
        (mark() | {"fingerprint": "é"}, "校验信息与本系统不符"),
        (mark() | {"units": "市医保局"}, "校验信息与本系统不符"),
        (mark() | {"format": "9"}, "由其他版本导出"),
        (mark(kind="series"), "由其他版本导出"),
    ],
)
def test_a_form_of_something_else_is_refused(said, sentence):
    with pytest.raises(FileRefused, match=sentence):
        stamp.verify(said, HERE, YEAR, ["a", "b"], allowed=["市医保局"])


def test_a_form_of_an_older_list_is_noted_with_what_changed():
    said = mark(codes=["a", "old"])

    found = stamp.verify(said, HERE, YEAR, {"a": "甲", "new": "新指标"})

    assert found == [
        "该表于2025-03-02 09:30下载，其后增加的1项指标未列入：新指标。",
        "该表于2025-03-02 09:30下载，其中1项指标已不采集，未读取：old。",
    ]


def test_a_mark_of_an_earlier_secret_still_holds(settings):
    said = mark()
    earlier = settings.SECRET_KEY

    settings.SECRET_KEY = "another-secret-for-this-test"
    assert not stamp.holds(said)
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert stamp.holds(said)


def test_many_codes_fill_several_cells_of_the_mark():
    codes = [f"indicator-{n}" for n in range(200)]

    said = mark(codes=codes, kind=COLLECTION)

    assert stamp.codes_of(said) == codes and stamp.holds(said)
    assert max(map(len, said.values())) < 5000


@pytest.mark.django_db
def test_the_mark_in_a_downloaded_form_is_verified(client, reporting):
    said = hidden(opened(downloaded(client, reporting)))
    asked = Submission.objects.get(region=reporting.region, department=None)

    codes = asked.entries.values_list("indicator__code", flat=True)
    found = stamp.verify(said, reporting.region, YEAR, list(codes))

    assert len(found) == 1 and SCHOOL in found[0]


# ------------------------------------------------------------------------ read back


def known(region):
    """Return what the reader knows of the region's year, as an upload would."""
    return KnownNames(
        region=region.code,
        year=YEAR,
        indicators={i.code: i.measure for i in Indicator.objects.all()},
        regions={region.code: (region.name,)},
        reasons={str(label): code for code, label in MissingReason.choices},
        grades={str(label): code for code, label in Grade.choices},
    )


@pytest.mark.django_db
def test_what_is_written_is_read_back(client, reporting):
    reporting.filled(LIFE, "77.526", grade="annual")
    reporting.type(UNDER5, events="16", denominator="3001", source="=年报")
    awaited = {"missing_reason": "not_published", "expected_on": "2025-06"}
    reporting.type("maternal-mortality", **awaited)
    reporting.submitted(INFANTS, "4.2")
    data = downloaded(client, reporting)

    found = recognising.read(data, "填报表.xlsx", known(reporting.region))

    assert found.layout == ENTRY_FORM and found.doubts == []
    read = {figure.indicator: figure for figure in found.figures}
    assert set(read) == {LIFE, UNDER5, "maternal-mortality", INFANTS}
    for code, figure in read.items():
        cell = reporting.cell(code)
        assert (figure.region, figure.year) == ("511700", YEAR)
        assert figure.version == cell.version
        changed = entry.save(
            *(reporting.region, YEAR),
            [entry.CellChange(code, cell.version, figure.fields)],
            by=reporting.people["clerk"],
        )
        after = reporting.cell(code)
        assert (texts.of(after), after.value) == (texts.of(cell), cell.value), changed
    rows = {e.indicator.code: e.indicator.name for e in entries(reporting)}
    assert stamp.verify(found.stamp, reporting.region, YEAR, rows) == []


def entries(reporting):
    return Entry.objects.current().of(reporting.region, YEAR)


@pytest.mark.django_db
def test_an_upper_levels_figure_is_words_beside_an_open_cell(client, reporting):
    """Read back as a value it would become the region's own."""
    above = Region.objects.get(code="510000")
    life = Indicator.objects.get(code=LIFE)
    figure = entry.NewValue(above, life, YEAR, Decimal("78.3"), source="统计公报")
    entry.publish([figure], origin=Origin.IMPORT)
    reporting.type(LIFE, substitute="510000")

    row = rows_of(opened(downloaded(client, reporting)))[LIFE]

    assert row["value"].value is None
    assert row["state"].value == "采用四川省数值78.30，不必填写"
