"""What may be asked: the query strings of the API, one class per address."""

from datetime import UTC, datetime, time
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from indicators.rules import assessment

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
STATUS = Literal[tuple(assessment.CATEGORIES)]


def moment(text) -> datetime:
    """Return an ISO date or date-time; without a zone it is the server's time."""
    try:
        # a + that was not escaped arrives as a space
        found = parse_datetime(str(text).strip().replace(" ", "+"))
        if found is None and (day := parse_date(str(text))):
            found = datetime.combine(day, time.min)
        if found and timezone.is_naive(found):
            found = timezone.make_aware(found)
        if found and EARLIEST <= found <= LATEST:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "not a date-time")


Region = Annotated[str, Field(pattern="^[1-9][0-9]{5}$", examples=["511700"])]
Slug = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,60}$")]
Year = Annotated[int, Field(ge=1900, le=2100)]


class Asked(Schema):
    """What every address takes."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=1_000_000)] | Literal["all"] = Field(
        1,
        description="第几页，从 1 起；取 CSV 时可写 all，一次取完。Page number; all for CSV.",
    )
    page_size: int = Field(
        100, ge=1, le=1000, description="每页几行，最多 1000。Rows per page."
    )
    format: Literal["json", "csv"] | None = Field(
        None,
        description="json（默认）或 csv；也可用请求头 Accept: text/csv。Format.",
    )


class OfRegions(Asked):
    region: list[Region] = Field(
        [], description="地区代码，可重复。Region codes, repeatable."
    )


class OfPlans(OfRegions):
    plan: list[Slug] = Field([], description="规划代码，可重复。Plan codes.")


class OfIndicators(Schema):
    indicator: list[Slug] = Field([], description="指标代码，可重复。Indicator codes.")
    domain: list[Slug] = Field(
        [], description="领域代码，可重复。Domain codes.", examples=["level"]
    )


class OfYears(Schema):
    year: list[Year] = Field([], description="年份，可重复。Years, repeatable.")
    first: Year | None = Field(None, description="起始年，含。First year.")
    last: Year | None = Field(None, description="终止年，含。Last year.")


class OfChanges(Schema):
    since: Annotated[datetime, BeforeValidator(moment)] | None = Field(
        None,
        description="只要这一时刻以来（含）有变化的行；ISO 8601，不写时区即北京时间。"
        "Rows changed at or after this moment.",
    )


class Regions(OfRegions):
    pass


class Plans(OfPlans):
    pass


class Indicators(OfIndicators, Asked):
    plan: list[Slug] = Field(
        [], description="只要这些规划用到的指标。Only those of these plans."
    )


class Rows(OfIndicators, OfPlans):
    pass


class Targets(OfYears, OfIndicators, OfPlans):
    pass


class Observations(OfChanges, OfYears, OfIndicators, OfPlans):
    pass


class Assessments(OfChanges, OfIndicators, OfPlans):
    status: list[STATUS] = Field([], description="评价代码，可重复。Status codes.")


def refuse_unknown(request, asked: Asked) -> None:
    """Refuse a parameter that does not exist, or one given twice that may be once."""
    fields = type(asked).model_fields
    for name, values in request.GET.lists():
        if name not in fields:
            known = "、".join(fields)
            words = {"name": name[:40], "known": known}
            raise HttpError(422, _("没有参数“%(name)s”；这里可用：%(known)s。") % words)
        if len(values) > 1 and not isinstance(getattr(asked, name), list):
            raise HttpError(422, _("参数%(name)s只能写一次。") % {"name": name})
