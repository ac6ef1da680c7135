"""The read-only data interface /api/v1/ (§ Access): scoped like its caller.

`api` holds the operations; `urlpatterns` are its addresses, which answer programs:
no page for signing in, refusals as JSON.
"""

from datetime import datetime

from django.http import JsonResponse
from django.urls import path, re_path
from ninja import NinjaAPI, Query, Schema
from ninja.renderers import JSONRenderer
from pydantic import Field, create_model

from dashboards.api import authentication, catalogue, figures, parameters, plan_rows
from dashboards.api.responses import CSV, Table, answer

VERSION = "1"


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="健康规划指标数据接口 · Health plan indicators",
    version=VERSION,
    description="只读。看到的与登录网页的本人相同：能导出哪些地区，就能取哪些地区。"
    "Read-only, scoped like the person whose token is used.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=[authentication.Token(), authentication.Session()],
    renderer=Readable(),
)
authentication.guard(api)


class Problem(Schema):
    """Every refusal."""

    detail: str = Field(description="一句中文，说明哪里不对、怎么办。What is wrong.")


class Page(Schema):
    """What every address answers."""

    count: int = Field(description="一共几行。Rows in all.")
    page: int = Field(description="第几页。Page number.")
    page_size: int = Field(description="每页几行。Rows per page.")
    next: str | None = Field(description="下一页的地址，没有则为空。Next page.")
    next_since: datetime = Field(
        description="下次只取变化时的 since：现在往前5分钟，不漏正在写入的；取多页时用第一页的。"
        "What to give as since next time."
    )


def offer(address: str, question: type[Schema], table: Table, summary: str) -> None:
    """Add an address of the API."""

    def view(request, query: Query[question]):
        return answer(request, query, table)

    name = address.strip("/").replace("-", "_")
    rows = Field(description="行。Rows.")
    page = create_model(
        table.row.__name__.replace("Row", "Page"),
        __base__=Page,
        items=(list[table.row], rows),
    )
    as_csv = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}
    api.get(
        address,
        response={200: page} | dict.fromkeys((401, 403, 404, 422), Problem),
        operation_id=name,
        summary=summary,
        url_name=name,
        openapi_extra={"responses": as_csv},
    )(view)


offer("/regions", parameters.Regions, catalogue.REGIONS, "地区 · Regions")
offer("/plans", parameters.Plans, catalogue.PLANS, "规划 · Plans")
offer(
    "/indicators",
    parameters.Indicators,
    catalogue.INDICATORS,
    "指标与口径 · Indicators",
)
offer(
    "/plan-indicators",
    parameters.Rows,
    plan_rows.PLAN_INDICATORS,
    "规划指标与基期值 · Rows of the plans",
)
offer("/targets", parameters.Targets, plan_rows.TARGETS, "目标值 · Targets")
offer("/observations", parameters.Observations, figures.OBSERVATIONS, "实际值 · Values")
offer(
    "/assessments", parameters.Assessments, figures.ASSESSMENTS, "进展评价 · Verdicts"
)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def description(request):
    """Return the OpenAPI description of all of the above."""
    as_is = {"ensure_ascii": False}
    return JsonResponse(api.get_openapi_schema(), json_dumps_params=as_is)


def _guarded(pattern):
    pattern.callback = authentication.answers_programs(pattern.callback)
    return pattern


_patterns, _app, _namespace = api.urls
nowhere = authentication.answers_programs(authentication.nowhere)
urlpatterns = [
    path("", nowhere, name="api-root"),  # ninja asks where it is
    *(_guarded(p) for p in _patterns if p.name != "api-root"),
    re_path(r"^.+$", nowhere),
]
urls = (urlpatterns, _app, _namespace)
