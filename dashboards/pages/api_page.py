"""接口说明: what the data interface offers, written from its own description."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dashboards.api import api, reference

REFUSALS = [
    (401, _("没有令牌，或令牌写错、过期、被撤销，或账号已停用。")),
    (403, _("账号还没有任何地区的权限。")),
    (404, _("没有这个地址、地区、规划、指标，或不在您的权限之内。")),
    (405, _("不是GET请求：接口只供读取。")),
    (422, _("参数有误：不存在的参数或无效的值，响应中列明。")),
]


@require_safe
def api_docs(request):
    places = reference.places(api.get_openapi_schema())
    context = {
        "section": "data",
        "places": places,
        "shared": places[0]["shared"],
        "envelope": places[0]["envelope"],
        "refusals": REFUSALS,
        "openapi": reverse("api:openapi"),
    }
    return render(request, "dashboards/api.html", context)
