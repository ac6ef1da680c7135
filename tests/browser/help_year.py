"""昌江区 in the middle of a year of reporting, as the pictures of the help show it.

Something is at every stage: typed, doubted, refused, without data, returned,
submitted, approved. No other journey uses the place. Its people and figures are
invented and say so.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from indicators import entry
from indicators.models import DataOwner, Entry, Indicator, Round
from regions import access
from regions.models import Membership, Region, User
from tests.browser.conftest import PASSWORD

CODE, YEAR = "360202", 2025
CAST = {  # invented people of the one place that no journey uses
    "clerk": ("演示填报员", access.STAFF),
    "reviewer": ("演示审核员", access.REVIEWER),
    "official": ("演示领导", access.OFFICIAL),
    "analyst": ("演示分析员", access.ANALYST),
    "administrator": ("演示管理员", access.ADMINISTRATOR),
}
LIFE, INFANTS, CHILDREN = "life-expectancy", "infant-mortality", "under5-mortality"
FITNESS, LITERACY = "fitness-standard-share", "health-literacy"
CHRONIC = "premature-ncd-mortality"
SUBMITTED = {"physicians-per-1000": "2.61", "oop-share": "25.4"}
APPROVED = {"exercise-share": "36.8", "health-industry-scale": "21.9"}
SOURCE = "卫生健康统计年报（演示）"


def make_year():
    """Fill the place's year of reporting, something at every stage of it."""
    region = Region.objects.get(code=CODE)
    people = {}
    for name, (full_name, role) in CAST.items():
        people[name] = User.objects.create_user(
            f"yanshi-{name}", password=PASSWORD, full_name=full_name
        )
        Membership.objects.create(user=people[name], region=region, role=role)
    DataOwner.objects.update_or_create(
        region=region,
        indicator=Indicator.objects.get(code="air-quality-good-days"),
        defaults={"department": region.departments.get(name="区政府")},
    )
    day = timezone.localdate()
    call = Round(
        issuer=region,
        title="2025年度监测（演示）",
        year=YEAR,
        opens_on=day - timedelta(days=9),
        due_on=day + timedelta(days=20),
    )
    entry.open_round(call, [region], by=people["administrator"])
    _fill(region, people["clerk"])
    _decide(region, people)


def _cells():
    return Entry.objects.current().filter(
        submission__region__code=CODE, submission__year=YEAR
    )


def _save(region, by, code, **fields):
    version = _cells().get(indicator__code=code).version
    texts = {"source": SOURCE, "grade": "annual"} | fields
    (outcome,) = entry.save(
        region, YEAR, [entry.CellChange(code, version, texts)], by=by
    )
    assert outcome.status == "saved", (code, outcome)


def _fill(region, clerk):
    _save(region, clerk, LIFE, value="77.6")
    _save(region, clerk, INFANTS, value="5.7125")  # too exact: a warning
    _save(region, clerk, LITERACY, value="243")  # more than all: an error
    _save(region, clerk, CHILDREN, value="7.1", note="已核实")
    later = timezone.localdate() + timedelta(days=90)
    _save(
        region,
        clerk,
        FITNESS,
        missing_reason="not_published",
        expected_on=f"{later:%Y-%m}",
        grade="",
    )
    for code, value in (SUBMITTED | APPROVED).items():
        _save(region, clerk, code, value=value, note="已核实")
    entry.submit(region, YEAR, [CHILDREN, *SUBMITTED, *APPROVED], by=clerk)


def _decide(region, people):
    by = people["reviewer"]
    entry.send_back(
        region,
        YEAR,
        {CHILDREN: "请用妇幼卫生年报数"},
        {CHILDREN: Decimal("7.12")},
        by=by,
    )
    versions = {c: _cells().get(indicator__code=c).version for c in APPROVED}
    entry.approve(region, YEAR, versions, by=by)
