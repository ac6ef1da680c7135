"""The long CSV read back: by a spreadsheet's rules, by our own reader, row for row."""

import csv
import io
from decimal import Decimal
from urllib.parse import unquote

import pytest

from dashboards import queries, reports
from dashboards.queries import export
from dashboards.reports import long_csv, workbook
from dashboards.selection import Selection
from indicators import entry
from indicators.models import Observation, Plan
from indicators.models.observations import MissingReason, Origin
from indicators.spreadsheets import opening_csv
from tests.pages import text

from .conftest import YEAR, publish, row

BACKEND = "django.contrib.auth.backends.ModelBackend"
CITY, COUNTY = "511700", "511702"
HEADINGS = [heading for _key, heading in queries.LONG_COLUMNS]
FILES = ["/data/values.csv", "/data/workbook.xlsx"]


@pytest.fixture
def analyst(client, plan, person):
    client.force_login(person("analyst", CITY), backend=BACKEND)
    return client


@pytest.fixture
def life(indicators):
    return indicators["life-expectancy"]


def sent(response) -> bytes:
    return b"".join(response.streaming_content)


# ------------------------------------------------------------------------ read back


def test_our_own_reader_gets_every_text_back(analyst, plan, life):
    odd = [
        *("=HYPERLINK(1)", "+86 10", "-0.5个百分点", "@甲", "＝2", "－3", "＠丁"),
        *("'=3", "''=4", "'引号", "-", "约-5", "第一行\n第二行", '有"引号",和逗号'),
    ]
    entry.publish(
        [
            entry.NewValue(
                plan.region, life, 1990 + n, Decimal(70), source="年报", note=t
            )
            for n, t in enumerate(odd)
        ],
        origin=Origin.IMPORT,
    )

    (grid,) = opening_csv.grids(sent(analyst.get("/data/values.csv?last=2010")))

    assert grid.rows[0] == HEADINGS
    year, note = HEADINGS.index("年份"), HEADINGS.index("备注")
    notes = {int(line[year]): line[note] for line in grid.rows[1:]}
    assert [notes[1990 + n] for n in range(len(odd))] == odd


def test_the_bytes_are_what_chinese_excel_expects(analyst):
    data = sent(analyst.get("/data/values.csv"))

    assert data.startswith(b"\xef\xbb\xbf" + "地区代码,地区,".encode())
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize(
    "stored, written",
    [("79.2", "79.2"), ("0.00001", "0.00001"), ("1200000", "1200000"), ("-3", "-3")],
)
def test_a_number_stays_a_plain_number(analyst, plan, indicators, stored, written):
    publish(plan.region, indicators["physicians"], {1999: stored})

    lines = csv.reader(io.StringIO(sent(analyst.get(f"{FILES[0]}?last=1999")).decode()))

    (_heading, line) = lines
    assert line[HEADINGS.index("数值")] == written
    assert line[HEADINGS.index("年份")] == "1999"
    assert line[0].removeprefix("\ufeff") == CITY


def test_no_value_is_empty_and_says_why(analyst, plan, life):
    why = MissingReason.choices[0]
    entry.publish(
        [
            entry.NewValue(
                plan.region, life, 1998, None, missing_reason=why[0], source="年报"
            )
        ],
        origin=Origin.IMPORT,
    )

    lines = csv.DictReader(
        io.StringIO(sent(analyst.get(f"{FILES[0]}?last=1998")).decode("utf-8-sig"))
    )
    page = analyst.get("/data/?last=1998")

    (line,) = lines
    assert (line["数值"], line["无数据原因"]) == ("", str(why[1]))
    held = page.context["held"]
    assert (held.figures, held.missing, held.values) == (0, 1, 1)
    assert "另有 1 条只写明无数据的原因" in text(page)


def test_rows_are_read_as_they_are_sent(plan, life, person, monkeypatch):
    """The first piece is out before the rest was turned into words."""
    publish(plan.region, life, {y: 70 for y in range(1960, 2000)})
    turned = []
    row = export._Words.row
    monkeypatch.setattr(
        export._Words, "row", lambda self, stored: turned.append(1) or row(self, stored)
    )
    monkeypatch.setattr(long_csv, "ROWS", 10)
    rows = queries.long_rows(Selection(), person("analyst", CITY).grants)

    pieces = long_csv.stream(rows)
    first = next(pieces)

    assert (first.count("\r\n"), len(turned)) == (11, 10)
    stored = Observation.objects.filter(region=plan.region).count()
    assert (first + "".join(pieces)).count("\r\n") == stored + 1


# ------------------------------------------------------------------------- the choice


def test_the_address_of_the_page_carries_the_choice(analyst):
    choice = Selection((CITY,), ("dazhou",), ("life-expectancy", "beds"), 2010, 2030)

    page = analyst.get("/data/?" + choice.query())

    assert page.context["query"] == choice.query()
    for code in (CITY, "dazhou", "life-expectancy", "beds"):
        assert f'value="{code}" checked' in text(page).replace(" data-planned", "")
    assert 'value="2010"' in text(page) and 'value="2030"' in text(page)
    assert text(page).count(" checked") == 4


def test_the_form_works_without_scripts(analyst):
    page = text(analyst.get("/data/"))

    assert '<form method="get" action="/data/"' in page
    for path in FILES:
        assert f'type="submit" formaction="{path}"' in page.replace(
            ' class="second"', ""
        )
    assert "统计数量" in page


def test_a_plan_narrows_the_regions_to_its_own(analyst, plan, regions, indicators):
    other = Plan.objects.create(
        code="county",
        region=regions[COUNTY],
        title="通川规划",
        status="formal",
        period_end=YEAR + 4,
    )
    row(other, "1", indicators["beds"], {YEAR + 4: 9})

    alone = analyst.get("/data/", {"plan": "county"}).context["held"]
    elsewhere = analyst.get("/data/", {"plan": "county", "region": CITY})

    assert (alone.regions, alone.plan_rows, alone.values) == (1, 1, 0)
    assert elsewhere.status_code == 200 and elsewhere.context["held"].is_empty
    assert "所选范围内没有数据" in text(elsewhere)


def test_what_was_chosen_stays_in_the_list(analyst):
    """A county without plan and values is not offered, unless the address names it."""
    assert f'value="{COUNTY}"' not in text(analyst.get("/data/"))

    assert f'value="{COUNTY}" checked' in text(analyst.get("/data/?region=" + COUNTY))


def test_a_refusal_takes_the_place_of_the_counts(analyst):
    headers = {"hx-request": "true"}

    answer = analyst.get("/data/?first=2024&last=2020", headers=headers)

    assert answer.status_code == 200 and "HX-Request" in answer["Vary"]
    assert "起始年份2024晚于结束年份2020，请对调。" in text(answer)
    assert "data-query" not in text(answer)


def test_too_many_codes_are_refused(analyst):
    answer = analyst.get("/data/", {"indicator": [f"i{n}" for n in range(501)]})

    assert answer.status_code == 400 and "需要全部的，不选即可" in text(answer)


@pytest.mark.parametrize("path", FILES)
def test_the_file_is_named_in_chinese_after_its_one_region(
    analyst, path, monkeypatch, settings
):
    monkeypatch.setattr(workbook, "write", lambda target, *a, **k: target.write(b"PK"))

    answer = analyst.get(path, {"region": CITY})

    kind = path.rsplit(".", 1)[1]
    plain, name = answer["Content-Disposition"].split("; ")[1:]
    assert unquote(name).startswith(f"filename*=UTF-8''健康规划指标数据-达州市-{YEAR}-")
    assert name.isascii() and name.endswith("." + kind)
    assert (
        plain.startswith('filename="healthplan-')
        and "no-store" in answer["Cache-Control"]
    )
    assert sent(answer)


def test_a_workbook_too_large_offers_the_csv_on_the_page(analyst, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise reports.TooLarge("放不下，请下载CSV。")

    monkeypatch.setattr(workbook, "write", refuse)

    answer = analyst.get("/data/workbook.xlsx", {"region": CITY})

    assert answer.status_code == 422
    assert 'role="alert">放不下，请下载CSV。' in text(answer)
    assert f'value="{CITY}" data-planned checked' in text(answer)


@pytest.mark.parametrize(
    "address, link",
    [
        ("/regions/511700/", "/data/?region=511700"),
        (
            "/regions/511700/life-expectancy/",
            "/data/?region=511700&amp;indicator=life-expectancy",
        ),
    ],
)
def test_pages_lead_to_their_own_data(client, plan, person, address, link):
    client.force_login(person("analyst", CITY), backend=BACKEND)
    assert f'href="{link}"' in text(client.get(address))
    assert client.get(link.replace("&amp;", "&")).status_code == 200

    # the county's staff see the city's page and may not take its data away
    client.force_login(person("staff", COUNTY), backend=BACKEND)
    assert f'href="{link}"' not in text(client.get(address))


def test_a_value_reported_while_the_file_is_read_comes_once(plan, person):
    """The snapshots of held rows are read before the others."""
    life = plan.rows.first().indicator
    held = entry.NewValue(plan.region, life, YEAR - 1, Decimal("66.6"), source="年报")
    entry.publish([held], origin=Origin.ENTRY, held=True)
    rows = queries.long_rows(Selection(), person("analyst", "510000").grants)
    entry.release(plan.region, YEAR - 1, [life.pk])

    years = [(row[2], row[6]) for row in rows if row[0] == plan.region.code]

    assert len(years) == len(set(years))
