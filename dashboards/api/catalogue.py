"""Regions, plan documents and the catalogue of indicators."""

from datetime import date

from django.db.models import Exists, OuterRef
from ninja import Schema
from pydantic import Field

from dashboards.api.responses import Table
from indicators.models import Plan, PlanIndicator


def coded(choices) -> str:
    """Return a list's codes with their labels: estimate 预计数，flash 快报数."""
    return "，".join(f"{code} {label}" for code, label in choices.choices)


class RegionRow(Schema):
    code: str = Field(description="地区代码，GB/T 2260 六位数字。Region code.")
    name: str = Field(description="名称。Name.")
    short_name: str = Field(description="简称。Short name.")
    name_en: str = Field(description="英文名，可空。English name, may be empty.")
    level: int = Field(
        description="级别：0 国家，1 省，2 市，3 县。Level: nation, province, city, county."
    )
    parent: str | None = Field(description="上级地区代码。Code of the level above.")


REGIONS = Table(
    RegionRow,
    {
        "code": "code",
        "name": "name",
        "short_name": "short_name",
        "name_en": "name_en",
        "level": "level",
        "parent": "parent__code",
    },
    lambda asked, viewer: viewer.regions(asked.region).order_by("code"),
)


class PlanDocumentRow(Schema):
    code: str = Field(description="规划代码。Plan code.")
    region: str = Field(description="地区代码。Region code.")
    title: str = Field(description="规划名称。Title.")
    doc_number: str = Field(description="文号。Document number.")
    status: str = Field(
        description=f"{coded(Plan.Status)}。Formal, or a draft for comment."
    )
    issued_on: date | None = Field(description="印发日期。Date of issue.")
    period_start: int | None = Field(description="起始年。First year of the plan.")
    period_end: int = Field(description="终止年。Last year of the plan.")
    baseline_year: int | None = Field(description="基期年。Baseline year.")
    monitoring: str = Field(description="监测安排，原文。Monitoring, as printed.")
    remark: str = Field(description="备注。Remark.")
    retired_on: date | None = Field(
        description="停用日期；停用的规划只在点名时列出。Retired; listed only when named."
    )


def same(row: type[Schema], **paths: str) -> dict[str, str]:
    """Return field → lookup for fields that are called as the column is."""
    return {name: paths.get(name, name) for name in row.model_fields}


PLANS = Table(
    PlanDocumentRow,
    same(PlanDocumentRow, region="region__code"),
    lambda asked, viewer: viewer.plans(asked.plan, asked.region).order_by(
        "region__code", "code"
    ),
)


class IndicatorRow(Schema):
    code: str = Field(description="指标代码。Indicator code.")
    name: str = Field(description="指标名称。Name.")
    name_en: str = Field(description="英文名，可空。English name, may be empty.")
    domain: str = Field(description="领域代码。Domain code.")
    domain_name: str = Field(description="领域名称。Domain name.")
    unit: str = Field(description="计量单位，实际值都用它。Unit of every observation.")
    direction: str = Field(
        description="up 越高越好，down 越低越好，none 无方向。Direction of good."
    )
    decimals: int = Field(description="显示的小数位。Decimals shown.")
    lower: float | None = Field(description="可能的最小值。Lowest possible value.")
    upper: float | None = Field(description="可能的最大值。Highest possible value.")
    period: int = Field(description="几年一次。Measured every so many years.")
    per: int | None = Field(
        description="比率的基数，如 1/10万 为 100000。Base of a rate."
    )
    base: str = Field(
        description="作分母的基础数据：resident 常住人口，resident_mean 年平均常住人口，"
        "registered 户籍人口，births 活产数，urban 城镇常住人口，elderly 65岁及以上。"
        "Shared denominator, or empty."
    )
    additive: bool = Field(
        description="合计量，不同层级之间不比较。A total, never compared across levels."
    )
    flow: bool = Field(
        description="当年量：一个数值是当年新增的量，累计目标逐年相加。"
        "A value is the amount of its year; cumulative targets add them up."
    )
    available_month: int | None = Field(
        description="几月公布，一般为次年。Month in which it comes out, of the following "
        "year unless available_same_year."
    )
    available_same_year: bool = Field(
        description="在数据年度当年公布。It comes out in the year of the data itself."
    )
    final_month: int | None = Field(
        description="次年几月有最终数。Month of the following year of the final figure."
    )
    available_level: str = Field(description="公布层级。Level that publishes it.")
    definition: str = Field(description="指标解释。Definition.")
    numerator: str = Field(description="分子。Numerator.")
    denominator: str = Field(description="分母。Denominator.")
    population: str = Field(description="人口口径。Which population.")
    statistical_year: str = Field(description="统计年度。Statistical year.")
    report: str = Field(description="来源报表。Source report.")
    remark: str = Field(description="备注。Remark.")


def _indicators(asked, viewer):
    found = viewer.indicators(asked).order_by("domain__order", "code")
    if asked.plan:
        used = PlanIndicator.objects.filter(plan__in=viewer.plans(asked.plan))
        found = found.filter(Exists(used.filter(indicator=OuterRef("pk"))))
    return found


INDICATORS = Table(
    IndicatorRow,
    same(IndicatorRow, domain="domain__code", domain_name="domain__name"),
    _indicators,
)
