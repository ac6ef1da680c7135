"""A rate by counts leaves exactly only to who may see counts (indicators/rules/disclosure.py).

Two worlds that differ in the secret alone, below the printed decimals, answer alike:
whatever is asked, by whoever may not see the region's counts.
"""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators import entry
from indicators.models import (
    Assessment,
    Indicator,
    Observation,
    ObservationChange,
    Plan,
    Proposal,
    Target,
)
from indicators.models.observations import Origin
from indicators.rules import assessment, disclosure
from indicators.verdicts import assessing
from regions import access
from regions.models import Membership, User
from tests.dashboards.conftest import row
from tests.verdicts import assess_anew

pytestmark = pytest.mark.django_db
YEAR = assessment.current_year()
CITY, COUNTY, PROVINCE, NATION = "511700", "511702", "510000", "100000"
# Printed 5.84, 3.90 and 1.95 in either world; pooled, too, as printed.
WORLDS = {"one": (51377, 51282, 51340), "other": (51370, 51270, 51330)}
EVENTS = (3, 2, 1)
# role, place → may the person see the city's counts
READERS = {
    **{(role, CITY): role in access.SEES_COUNTS for role in access.ROLES},
    **{(role, PROVINCE): False for role in access.ROLES},
    (access.OFFICIAL, NATION): False,
    (access.STAFF, COUNTY): False,
}
OUTSIDERS = [reader for reader, counts in READERS.items() if not counts]
# Whether rates are pooled changes figures and no reader's right: everybody reads them
# pooled, one of each distance single too.
LOOKS = [(reader, True) for reader in OUTSIDERS] + [
    ((access.ADMINISTRATOR, CITY), False),
    ((access.OFFICIAL, PROVINCE), False),
    ((access.OFFICIAL, NATION), False),
    ((access.STAFF, COUNTY), False),
]
ADDRESSES = [
    *("/", f"/regions/{CITY}/", f"/regions/{CITY}/?prose=1"),
    *(f"/regions/{CITY}/mothers/", f"/regions/{CITY}/milestones/"),
    f"/regions/{COUNTY}/",
    f"/regions/{COUNTY}/mothers/?history=all",
    *(f"/data/values.csv?region={CITY}", f"/data/workbook.xlsx?region={CITY}"),
    f"/data/?region={CITY}",
    *(f"/api/v1/{part}" for part in ("observations", "assessments", "indicators")),
    *(f"/api/v1/{part}?format=csv" for part in ("observations", "assessments")),
    *("/api/v1/targets", "/api/v1/plan-indicators"),
    *(
        f"/admin/indicators/{model}/"
        for model in ("observation", "observationchange", "assessment", "indicator")
    ),
]


@pytest.fixture
def mothers(regions, indicators):
    """The city's plan on a rate by counts, and its county's that refers to it."""
    found = Indicator.objects.create(
        code="mothers",
        name="孕产妇死亡率",
        unit="1/10万",
        direction="down",
        decimals=2,
        per=100000,
        numerator="死亡数",
        denominator="活产数",
        domain=indicators["beds"].domain,
    )
    for code in (CITY, COUNTY):
        plan = Plan.objects.create(
            code=f"plan-{code}",
            region=regions[code],
            title="规划",
            status="formal",
            period_start=YEAR - 5,
            period_end=YEAR + 4,
        )
        about = {"baseline_raw": "12", "baseline_value": 12, "nature": "binding"}
        row(plan, "1", found, {YEAR + 4: 1}, baseline_year=YEAR - 5, **about)
    made = plan.rows.get(indicator=found)
    target = made.targets.get()
    target.kind, target.reference, target.value = "reference", regions[CITY], None
    target.op, target.change, target.raw = "<=", Decimal(0), "低于全市平均水平"
    target.save()
    figure = entry.NewValue(
        regions[COUNTY], found, YEAR - 1, Decimal("3.3"), source="年报"
    )
    entry.publish([figure], origin=Origin.ENTRY)
    return found


def live_in(world: str, regions, indicator, pooled: bool) -> None:
    """Bring in the city's series of a world; with its counts, few enough to pool."""
    Observation.objects.filter(indicator=indicator, region=regions[CITY]).delete()
    ObservationChange.objects.filter(indicator=indicator, region__code=CITY).delete()
    made = []
    for n, (events, births) in enumerate(zip(EVENTS, WORLDS[world], strict=True)):
        rate = (Decimal(events) * 100000 / births).quantize(Decimal("1e-8"))
        counts = {"events": events, "denominator": births} if pooled else {}
        about = {"source": "妇幼年报"} | counts
        year = YEAR - 3 + n
        made.append(entry.NewValue(regions[CITY], indicator, year, rate, **about))
    entry.publish(made, origin=Origin.ENTRY)
    assess_anew()


@pytest.fixture
def readers(regions):
    found = {}
    for role, code in READERS:
        user = User.objects.create_user(f"{role}-{code}")
        Membership.objects.create(user=user, region=regions[code], role=role)
        user.is_staff = role == access.ADMINISTRATOR
        user.save()
        found[role, code] = user
    return found


MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2})?"
)
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
# The number of a row in the database, and the day of a list of the admin's.
PLACE = re.compile(
    r"/\d+/change/|value=\"\d+\" class=\"action-select|\d{4}年\d+月\d+日 \d\d:\d\d"
)


def answer_to(client, address: str, posted: dict | None = None) -> str:
    """Return what is answered to a GET, or to what is posted, without what two moments
    tell apart."""
    answer = client.post(address, posted) if posted else client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        text = "\n".join(cells_of(content))
    else:
        text = content.decode()
    for noise in (MOMENT, TOKEN, PLACE):
        text = noise.sub("", text)
    return f"{answer.status_code} {text}"


def cells_of(content: bytes):
    """Every cell of a workbook as it is stored, with its sheet and place, of a formula
    also what it comes to; moments of the sheet 数据 are told as serial numbers."""
    for values in (False, True):
        for sheet in load_workbook(io.BytesIO(content), data_only=values):
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.value is not None and not cell.is_date:
                        yield f"{sheet.title} {cell.coordinate} {cell.value!r}"


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Return what stands where two answers part."""
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[max(same - 60, 0) : same + 40], other[max(same - 60, 0) : same + 40]


@pytest.mark.parametrize("reader, pooled", LOOKS)
def test_two_worlds_alike_as_printed_answer_alike(
    client, regions, mothers, readers, reader, pooled
):
    client.force_login(readers[reader])
    told = {}
    for world in WORLDS:
        live_in(world, regions, mothers, pooled)
        told[world] = {address: answer_to(client, address) for address in ADDRESSES}

    differ = {
        address: first_difference(told["one"][address], told["other"][address])
        for address in ADDRESSES
        if told["one"][address] != told["other"][address]
    }
    assert differ == {}
    assert not any("51377" in text for text in told["one"].values())


PLAN = f"/plans/plan-{CITY}/"
ASKED = [  # of the year that is observed, of a later one, of the baseline
    *((YEAR - 1, raw) for raw in ("1.948", "≤1.948", "<1.9481", "1.95", "1.9479")),
    *((YEAR - 1, raw) for raw in ("下降83.765%", "比基期下降83.77%", "3.8979")),
    *((YEAR + 4, raw) for raw in ("1.948", "下降83.765%", "3.8979", "1.8", "3.2")),
    *((YEAR + 4, raw) for raw in ("低于1.948，力争1.9", "持续改善")),
    *(("baseline", raw) for raw in ("1.948", "1.9479", "11.6")),
]
PAPER = {
    "document": "关于调整目标的通知",
    "number": "1号",
    "dated": "2026-03-01",
    "reason": "重新测算",
}
ADMINISTRATORS = [(access.ADMINISTRATOR, code) for code in (CITY, PROVINCE)]


def form_of(what, raw: str, step: str) -> dict:
    year = str(YEAR - 5) if what == "baseline" else ""
    about = {"what": str(what), "raw": raw, "base_year": year, "step": step}
    return PAPER | about | {"seen": f"{what}|{year}|{raw}"}


@pytest.fixture
def promised(regions, mothers):
    """A target of the city's in a year that is observed, and one in words."""
    plan = regions[CITY].plans.get(code=f"plan-{CITY}")
    later = plan.rows.get().targets.get()
    later.pk, later.year, later.raw, later.value = None, YEAR - 1, "5", 5
    later.save()
    row(plan, "M1", None, {YEAR + 4: "建成体系"})
    return mothers


def told_of_revising(client, asker, looker) -> dict[str, str]:
    """Return what an administrator is answered who tries targets, and what another is
    shown of each when it is proposed."""
    told = {}
    Proposal.objects.all().delete()
    client.force_login(asker)
    for address in (f"{PLAN}1/revise/", f"{PLAN}retire/"):
        told[address] = answer_to(client, address)
    page = f"/regions/{CITY}/milestones/plan-{CITY}/M1/{YEAR + 4}/"
    told[page] = answer_to(client, page)
    for what, raw in ASKED:
        preview = answer_to(client, f"{PLAN}1/revise/", form_of(what, raw, "preview"))
        told[f"{what} {raw}"] = preview
    for what, raw in ASKED:
        Proposal.objects.all().delete()
        client.force_login(asker)
        client.post(f"{PLAN}1/revise/", form_of(what, raw, "propose"))
        for proposal in Proposal.objects.all():
            for n, person in enumerate(dict.fromkeys((asker, looker))):
                client.force_login(person)
                page = answer_to(client, f"/proposals/{proposal.token}/")
                page = page.replace(str(proposal.token), "")
                told[f"{what} {raw} proposed, {n}"] = page
    return told


@pytest.mark.parametrize("place, pooled", [(CITY, True), (PROVINCE, False)])
def test_no_target_tried_or_proposed_tells_two_worlds_apart(
    client, regions, promised, readers, place, pooled
):
    asker, looker = readers[access.ADMINISTRATOR, place], readers[ADMINISTRATORS[1]]
    told = {}
    for world in WORLDS:
        live_in(world, regions, promised, pooled)
        told[world] = told_of_revising(client, asker, looker)

    one, other = told["one"], told["other"]
    differ = {
        asked: first_difference(one[asked], other[asked])
        for asked in one
        if one[asked] != other[asked]
    }
    assert differ == {} and one.keys() == other.keys()
    assert len(one) >= 2 * len(ASKED)
    previews = [one[f"{what} {raw}"] for what, raw in ASKED]
    assert all(page.startswith("200") for page in previews)
    assert all("修订后的评价" in page for page in previews)


def test_who_may_see_counts_is_shown_the_exact_verdict(
    client, regions, promised, readers
):
    """1.94779899 meets 1.948; who is told 1.95 is told that it does not."""
    Target.objects.filter(year=YEAR + 4, plan_indicator__indicator=promised).delete()
    live_in("one", regions, promised, pooled=False)
    user = readers[ADMINISTRATORS[0]]
    client.force_login(user)
    form = form_of(YEAR - 1, "1.948", "preview")
    told = client.post(f"{PLAN}1/revise/", form).context["preview"]["verdicts"][1]
    Membership.objects.create(user=user, region=regions[CITY], role=access.REVIEWER)
    client.post(f"{PLAN}1/revise/", form | {"step": "propose"})
    exact = client.post(f"{PLAN}1/revise/", form).context["preview"]["verdicts"][1]

    assert (told["status"].code, exact["status"].code) == ("not_met", "achieved")
    kept = Proposal.objects.get().after["verdicts"]
    assert {pair[1]["code"] for pair in kept.values()} == {"not_met"}


def test_so_many_answers_are_compared():
    assert len(ADDRESSES) * len(LOOKS) >= 250


@pytest.mark.parametrize("reader", [r for r in READERS if READERS[r]], ids="-".join)
def test_the_regions_own_staff_and_reviewers_have_it_exactly(
    client, regions, mothers, readers, reader
):
    live_in("one", regions, mothers, pooled=True)
    client.force_login(readers[reader])

    found = json.loads(client.get("/api/v1/observations?indicator=mothers").content)

    (last,) = [r for r in found["items"] if r["region"] == CITY and r["events"] == 1]
    assert last["value"] == 1.94779899 and last["denominator"] == 51340
    csv = answer_to(client, f"/data/values.csv?region={CITY}")
    assert "1.94779899" in csv and "51340" in csv


def test_nothing_sharper_than_printed_follows_from_two_roles(
    client, regions, mothers, readers
):
    """Reconstruction: of value, gap, path, pooled rate and forecast that an official of
    the city and one of the nation take away, each rate follows as printed, not closer."""
    live_in("one", regions, mothers, pooled=False)
    exact = Observation.objects.get(
        region__code=CITY, indicator=mothers, year=YEAR - 1
    ).value
    for reader in ((access.OFFICIAL, CITY), (access.OFFICIAL, NATION)):
        client.force_login(readers[reader])
        parts = ("observations", "assessments")
        found = {
            part: json.loads(
                client.get(f"/api/v1/{part}?region={CITY}&indicator=mothers").content
            )
            for part in parts
        }
        (verdict,) = found["assessments"]["items"]
        values = {r["year"]: r["value"] for r in found["observations"]["items"]}

        told = values[YEAR - 1]
        derived = [
            verdict["latest_value"],
            verdict["path_value"] - verdict["gap"],
            12 - verdict["progress"] * 11,
        ]

        assert told == 1.95 and told != float(exact)
        assert derived == pytest.approx([told] * 3, abs=1e-5)
        assert all(round(v, 2) == v for v in values.values())


def test_every_stored_figure_of_a_rate_is_told_from_the_printed_series(
    regions, mothers
):
    """A verdict as told is the rules' own on the printed series: no rounding of each
    figure by itself, which would leave the value between two roundings."""
    live_in("one", regions, mothers, pooled=False)
    verdict = Assessment.objects.get(
        plan_indicator__indicator=mothers,
        plan_indicator__plan__region=regions[CITY],
    )

    printed = [o for o in verdict.told_inputs["observations"]]
    indicator = verdict.told_inputs["indicator"]
    again = assessment.assess(indicator, printed, verdict.as_of).to_dict()

    for name in ("latest", "gap", "path_value", "progress", "projection", "required"):
        assert assessing.jsonable(again[name]) == verdict.told_figures[name]
    assert verdict.told_figures["status"] == verdict.figures["status"]
    assert not any({"events", "denom"} & year.keys() for year in printed)


@pytest.mark.parametrize(
    "value, decimals, per, counts, expected",
    [
        ("1.94639625", 2, 100000, False, "1.95"),  # 1 in 51,377
        ("1.94639625", 2, 100000, True, "1.94639625"),  # the region's own staff
        ("79.333333", 2, None, False, "79.333333"),  # no rate: tells no count
        ("-0.004", 2, 1000, False, "0.00"),
        ("2.5", 0, 100, False, "3"),  # half up
    ],
)
def test_a_figure_is_told_as_printed(value, decimals, per, counts, expected):
    found = disclosure.told(Decimal(value), decimals, per=per, counts=counts)

    assert found == Decimal(expected) and f"{found}" == expected


def test_no_figure_is_told_as_none():
    assert disclosure.told(None, 2, per=1000) is None


BOOK = Path(__file__).parents[1] / "data" / "assessment_examples.json"
POOLED = [
    example
    for example in json.loads(BOOK.read_text("utf-8"))["examples"]
    if any(row.get("events") is not None for row in example["observations"])
]


@pytest.mark.parametrize("example", POOLED, ids=lambda e: e["id"])
def test_small_numbers_are_judged_alike_without_their_counts(example):
    """By rate and years of the pool alone: too few years praise nobody told either."""
    case = assessment.Case.from_dict(example)
    exact = assessment.assess(case.indicator, case.observations, case.as_of)

    told_case, alone = disclosure.judged_as_told(case)
    told = disclosure.told_result(disclosure.told_case(case, exact), exact)

    assert (alone.status, alone.reason) == (exact.status, exact.reason)
    assert alone.flags == told.flags == exact.flags
    assert [alone.pooled and alone.pooled.years, told.met_since, told.record_year] == [
        exact.pooled and exact.pooled.years,
        exact.met_since,
        exact.record_year,
    ]
    stated = json.dumps(told_case.to_dict(), default=float)
    assert "events" not in stated and "denom" not in stated


@pytest.mark.parametrize(
    "years, status, flags",
    [
        (None, "on_path", ("small_numbers", "short_pool")),
        (2, "on_path", ("small_numbers", "short_pool")),
        (3, "achieved", ("small_numbers",)),
    ],
)
def test_a_pool_without_counts_praises_from_three_years_on(years, status, flags):
    example = next(e for e in POOLED if e["id"] == "E75")
    rate = {"years": years, "rate": 0, "lo": 0, "hi": 3.7}
    rows = [{"year": 2023, "value": 0, "pooled": rate}]

    found = assessment.assess(example["indicator"], rows, example["as_of"])

    assert (found.status, found.flags) == (status, flags)


def test_a_pool_without_its_rate_is_none():
    example = next(e for e in POOLED if e["id"] == "E75")
    rows = [{"year": 2023, "value": 0, "pooled": {"years": 5}}]

    found = assessment.assess(example["indicator"], rows, example["as_of"])

    assert found.pooled is None and "small_numbers" not in found.flags


def test_the_year_since_which_a_missed_target_is_met_is_told_as_it_is():
    """10.4 misses 10, told as 10 it would not: the words stay, their years too."""
    indicator = {
        "name": "死亡率",
        "unit": "‰",
        "direction": "down",
        "decimals": 0,
        "per": 1000,
        "baseline": {"year": 2015, "value": 20},
        "milestones": [{"year": 2020, "kind": "value", "op": "<=", "value": 10}],
    }
    series = {2020: "10.4", 2021: "10.4", 2022: "9.6"}
    rows = [{"year": y, "value": Decimal(v)} for y, v in series.items()]
    case = assessment.Case.from_dict(
        {"indicator": indicator, "observations": rows, "as_of": 2023}
    )
    exact = assessment.assess(case.indicator, case.observations, case.as_of)

    told = disclosure.told_result(disclosure.told_case(case, exact), exact)

    assert (told.status, told.met_since, told.closed) == ("not_met", 2022, True)


def test_a_verdict_of_before_is_told_without_figures_until_assessed(regions, mothers):
    """As the migration leaves it."""
    live_in("one", regions, mothers, pooled=True)
    Assessment.objects.update(told_figures={}, told_inputs={}, told_sentence="")

    for verdict in Assessment.objects.all():
        shown = verdict.told_to(False)
        assert (shown.figures, shown.inputs, shown.sentence) == ({}, {}, "")
        assert verdict.told_to(True) is verdict


def test_a_verdict_that_only_rounding_hides_says_so(regions, mothers):
    """2.004 misses 2 though both print 2.00: its words stay, the figure is told."""
    made = regions[CITY].plans.get(code=f"plan-{CITY}").rows.get()
    made.targets.update(year=YEAR - 1, raw="2", value=2, op="<=")
    figure = entry.NewValue(
        regions[CITY], mothers, YEAR - 1, Decimal("2.004"), source="年报"
    )
    entry.publish([figure], origin=Origin.ENTRY)

    verdict = made.assessments.read_by("own").get()

    assert verdict.code == "not_met"
    assert "2.000/10万" in verdict.told_sentence
    assert "只差末位的舍入" in verdict.told_sentence
    assert "2.004" not in json.dumps(verdict.told_figures) + verdict.told_sentence


def test_the_migration_and_the_page_survive_a_verdict_without_figures(
    client, regions, mothers, readers
):
    live_in("one", regions, mothers, pooled=True)
    Assessment.objects.update(told_figures={}, told_inputs={}, told_sentence="")
    client.force_login(readers[access.OFFICIAL, CITY])

    for address in ADDRESSES:
        if not address.startswith("/admin/"):
            assert answer_to(client, address)[:3] in ("200", "403", "404"), address
