"""审核签批单: the check code, what is printed, the signed scan and what changed since."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators import entry
from indicators.models import Attachment, FormEvent, Round
from indicators.pages.grid import form_rows
from indicators.pages.sheet import signed_sheet
from indicators.rules import checkcode
from tests.indicators.conftest import SCHOOLS, YEAR

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIFE, INFANTS, SCHOOL = (
    "life-expectancy",
    "infant-mortality",
    "school-health-class-rate",
)
ADDRESS = f"/entry/511700/{YEAR}/sheet/"

# -------------------------------------------------------------- the code: pure


def test_a_check_code_is_eight_letters_that_nobody_misreads():
    found = checkcode.code("511700", 2024, "", {LIFE: "ab"})

    assert len(found) == 8 and set(found) <= set(checkcode.ALPHABET)
    assert not set("01IO") & set(checkcode.ALPHABET)
    assert len(checkcode.ALPHABET) == len(set(checkcode.ALPHABET)) == 32


def test_the_code_of_a_known_form_never_changes_between_versions():
    """Paper outlives programs: a new rule would make every signed sheet disagree.

    The figures were computed by sha256sum over the JSON that checkcode describes.
    """
    digests = {
        LIFE: checkcode.digest({"value": Decimal("77.50"), "source": "年报"}),
        INFANTS: checkcode.digest({"value": None, "missing_reason": "not_published"}),
    }

    assert digests[LIFE] == "0a0a27e3dea5eb8f"
    assert checkcode.code("511700", 2024, SCHOOLS, digests) == "CUV8UZNA"


def test_the_order_of_cells_and_closing_zeros_do_not_matter():
    one = checkcode.digest({"value": Decimal("77.50"), "note": ""})
    two = checkcode.digest({"note": "", "value": Decimal("77.5")})
    assert one == two

    forward = checkcode.code("511700", 2024, "", {"a": one, "b": "x"})
    assert forward == checkcode.code("511700", 2024, "", {"b": "x", "a": one})


@pytest.mark.parametrize(
    "region, year, unit, cells",
    [
        ("511702", 2024, "", {"a": "1"}),
        ("511700", 2023, "", {"a": "1"}),
        ("511700", 2024, SCHOOLS, {"a": "1"}),
        ("511700", 2024, "", {"a": "2"}),
        ("511700", 2024, "", {"a": "1", "b": "1"}),
    ],
)
def test_region_year_unit_and_every_cell_change_the_code(region, year, unit, cells):
    plain = checkcode.code("511700", 2024, "", {"a": "1"})

    assert checkcode.code(region, year, unit, cells) != plain


@pytest.mark.parametrize(
    "field, value",
    [
        ("value", Decimal("77.6")),
        ("grade", "annual"),
        ("source", "公报"),
        ("note", "核实"),
        ("events", 3),
        ("expected_on", date(2025, 3, 1)),
        ("definition_break", True),
    ],
)
def test_every_part_of_a_cell_changes_its_digest(field, value):
    cell = {"value": Decimal("77.5"), "grade": "", "source": "年报", "note": ""}
    cell |= {"events": None, "expected_on": None, "definition_break": False}

    assert checkcode.digest(cell | {field: value}) != checkcode.digest(cell)


def test_changed_names_cells_that_differ_were_added_or_are_gone():
    assert checkcode.changed({"a": "1", "b": "1"}, {"a": "1", "b": "2", "c": "1"}) == [
        "b",
        "c",
    ]
    assert checkcode.changed({"a": "1"}, {}) == ["a"]


# ------------------------------------------------------------------- the sheet


def made(reporting, scope=""):
    forms = [reporting.form(), reporting.form(SCHOOLS)]
    cells = form_rows.entries_of(reporting.region, YEAR)
    return signed_sheet.sheet(reporting.region, YEAR, forms, cells, scope)


def get(client, reporting, who, query=""):
    client.force_login(reporting.people[who], backend=BACKEND)
    return client.get(ADDRESS + query)


def upload(client, reporting, who, code, query="", content=b"%PDF-1.4 signed"):
    client.force_login(reporting.people[who], backend=BACKEND)
    scan = SimpleUploadedFile("签批件.pdf", content)
    return client.post(ADDRESS + query, {"file": scan, "code": code}, follow=True)


@pytest.mark.django_db
def test_the_sheet_prints_value_last_year_grade_reason_source_and_note(
    client, reporting
):
    reporting.known(LIFE, YEAR - 1, "77.2")
    reporting.submitted(LIFE, "77.5", grade="annual")
    reporting.type(INFANTS, missing_reason="not_published", expected_on="2025-12")

    response = get(client, reporting, "clerk")
    lines = {line.indicator: line for line in response.context["lines"]}
    life = lines["人均预期寿命"]

    assert response.status_code == 200
    assert (life.unit, life.last, life.value) == ("岁", "77.20", "77.50")
    assert (life.grade, life.source, life.note) == ("年报数", "年报", "已核实")
    assert lines["婴儿死亡率"].grade == "尚未公布（预计2025年12月）"
    assert f"{YEAR}年达州市健康规划指标数据签批单" in response.content.decode()
    assert response.context["tally"]["reasons"] == [("尚未公布", 1)]
    assert response.context["people"]["filled"][0] == "clerk"


@pytest.mark.django_db
def test_a_value_is_printed_with_all_the_digits_that_were_typed(client, reporting):
    reporting.filled(LIFE, "77.526")

    lines = get(client, reporting, "clerk").context["lines"]

    assert lines[0].value == "77.526"


@pytest.mark.django_db
def test_the_masthead_is_printed_only_where_the_round_has_one(client, reporting):
    assert get(client, reporting, "clerk").context["masthead"] == []

    Round.objects.update(form_number="达卫规01表", form_valid_to=date(2027, 6, 30))
    found = dict(get(client, reporting, "clerk").context["masthead"])

    assert found == {"表号": "达卫规01表", "有效期至": "2027年6月30日"}


@pytest.mark.django_db
def test_a_department_prints_its_own_form_only(client, reporting):
    response = get(client, reporting, "teacher")

    assert response.context["sheet"].scope == SCHOOLS
    assert [line.indicator for line in response.context["lines"]] == [
        "中小学健康教育课开课率"
    ]
    assert get(client, reporting, "teacher", "?department=汇总单位").status_code == 400


@pytest.mark.django_db
def test_the_level_above_prints_reported_cells_only(client, reporting):
    reporting.approved(LIFE, "77.5")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    reporting.submitted(INFANTS, "4.2")

    response = get(client, reporting, "provincial")

    assert [line.value for line in response.context["lines"]] == ["77.50"]
    assert "scan" not in response.content.decode()
    code = response.context["sheet"].code
    assert upload(client, reporting, "provincial", code).status_code == 403


@pytest.mark.django_db
def test_a_signed_scan_is_kept_with_the_code_of_now(client, reporting):
    reporting.submitted(LIFE, "77.5")
    code = made(reporting).code

    response = upload(client, reporting, "reviewer", code)

    scan = Attachment.objects.get()
    assert (scan.kind, scan.check_code) == ("signed", code)
    assert scan.submission == reporting.form()
    assert f"签批件已保存，校验码{code}。" in response.content.decode()
    assert response.context["signed"].agrees
    assert FormEvent.objects.get(kind="signed").details["scope"] == ""


@pytest.mark.django_db
def test_a_later_change_makes_the_code_differ_and_says_which_cell(client, reporting):
    reporting.submitted(LIFE, "77.5")
    reporting.filled(INFANTS, "4.2")
    old = made(reporting).code
    upload(client, reporting, "clerk", old)

    reporting.type(INFANTS, value="4.3")
    now = made(reporting).code
    page = get(client, reporting, "reviewer").content.decode()
    review = client.get(f"/entry/511700/{YEAR}/review/").content.decode()

    sentence = f"签批后有改动：签批时校验码{old}，现为{now}，改动的指标："
    assert old != now
    for text in (page, review):
        assert sentence in text
        assert "婴儿死亡率" in text[text.index(sentence) :][: len(sentence) + 40]


@pytest.mark.django_db
def test_submitting_and_approving_leave_the_code_alone(reporting):
    reporting.filled(LIFE, "77.5")
    before = made(reporting).code

    reporting.approved(LIFE, "77.5")

    assert made(reporting).code == before


@pytest.mark.django_db
def test_a_form_and_the_whole_region_are_signed_apart(client, reporting):
    code = made(reporting, SCHOOLS).code
    upload(client, reporting, "teacher", code, f"?department={SCHOOLS}")

    whole = get(client, reporting, "clerk")
    own = get(client, reporting, "clerk", f"?department={SCHOOLS}")

    assert whole.context["signed"] is None
    assert own.context["signed"].agrees
    assert Attachment.objects.get().submission == reporting.form(SCHOOLS)


@pytest.mark.django_db
def test_paper_printed_before_a_change_is_not_kept_as_signed(client, reporting):
    reporting.filled(LIFE, "77.5")
    code = made(reporting).code
    reporting.type(LIFE, value="77.6")

    response = upload(client, reporting, "clerk", code)

    assert "打开本页之后数据有改动" in response.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content, sentence",
    [(b"", "是空文件"), (b"MZ not a scan", "的内容与扩展名不符")],
)
def test_a_file_that_is_no_scan_is_refused_in_words(
    client, reporting, content, sentence
):
    code = made(reporting).code

    page = upload(client, reporting, "clerk", code, content=content).content.decode()

    assert sentence in page and not Attachment.objects.exists()


@pytest.mark.django_db
def test_an_official_and_a_neighbour_do_not_see_the_sheet(client, reporting):
    assert get(client, reporting, "official").status_code == 403
    assert get(client, reporting, "neighbour").status_code == 404
    client.force_login(reporting.people["clerk"], backend=BACKEND)
    assert client.get("/entry/511700/2019/sheet/").status_code == 404


@pytest.mark.django_db
def test_the_queries_of_a_sheet_do_not_grow(
    client, reporting, django_assert_num_queries
):
    reporting.submitted(LIFE, "77.5")
    upload(client, reporting, "clerk", made(reporting).code)

    for more in ([], [INFANTS, "under5-mortality", "maternal-mortality"]):
        for code in more:
            reporting.submitted(code, "4.2")
        with django_assert_num_queries(23):  # one for the navigation's numbers
            assert client.get(ADDRESS).status_code == 200
