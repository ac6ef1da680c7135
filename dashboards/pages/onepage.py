"""一页纸 of a plan: as a page that prints on one sheet, and as .docx."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dashboards import queries
from dashboards.pages.downloads import named
from dashboards.pages.onepage_forms import MattersForm, SheetForm
from dashboards.pages.query_forms import PlanForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import listed, plan_rows, region_and_plans
from dashboards.papers import onepage as paper
from dashboards.papers import onepage_docx
from indicators import outgoing
from indicators.entry.problems import EntryError
from indicators.models import Outgoing
from indicators.plans import matters as brought
from regions import access, permits

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def chosen(request, code):
    """Return (plan, plans, refusal): the region's plan that the query names."""
    region, plans = region_and_plans(request, code)
    plans = listed(plans)
    if not plans:
        raise Http404
    choice = PlanForm(request.GET, plans)
    if not choice.is_valid():
        return None, plans, bad_query(request, choice)
    choice.plan.region = region
    return choice.plan, plans, None


def sheet_of(request, plan):
    """Return the sheet as the viewer may see it, and the rows it is of; at most eight
    queries."""
    grants = request.user.grants
    own, counted = access.own_regions(grants), access.counted_regions(grants)
    kinds = queries.row_kinds(plan, own)
    # a paper leaves the bureau: nobody's proposals are on it
    rows = plan_rows(plan, kinds, own, counted, False, ())["main"]
    what = _("主要指标") if kinds["table"] else _("正文指标")
    matters = brought.of_plan(plan) if plan.region.code in own else []
    form = SheetForm(request.GET)
    outlook = form.is_valid() and form.cleaned_data["outlook"]
    return paper.build(plan, rows, what, matters, outlook), rows


@never_cache
@require_safe
def onepage(request, code):
    """Show the sheet as it prints."""
    plan, plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    region = plan.region
    page, _rows = sheet_of(request, plan)
    context = {
        "region": region,
        "plan": plan,
        "plans": plans,
        "crumbs": queries.ancestors(region),
        "page": page,
        "form": SheetForm(request.GET),
        "outlook": request.GET.get("outlook", ""),
        "may_export": access.may_export(request.user.grants, code),
        "may_note": access.may_note(request.user.grants, code),
    }
    return render(request, "dashboards/onepage.html", context)


@never_cache
@require_safe
def onepage_docx_file(request, code):
    """Send the sheet as .docx to who may take the region's data away."""
    plan, _plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    if not access.may_export(request.user.grants, code):
        raise PermissionDenied(permits.sentence("read_evidence", plan.region))
    (page, rows), target = sheet_of(request, plan), BytesIO()
    onepage_docx.write(target, page)
    target.seek(0)
    _keep(request, plan, page, rows)
    response = FileResponse(target, content_type=DOCX)
    return named(response, page.title, "onepage", "docx")


def _keep(request, plan, page, rows):
    """Keep in the ledger of the person's bureau which figures the file holds."""
    heard, code = outgoing.Heard(), plan.region.code
    keys = {line.row.key for line in page.rows}
    for row in rows:
        if row.key in keys and row.latest_year:
            heard.note(code, row.indicator, row.latest_year, row.latest_value)
    outgoing.keep(
        heard,
        request.user,
        Outgoing.Kind.ONEPAGE,
        title=page.title,
        scope={"regions": [code], "plans": [plan.code]},
        regions=[code],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def matters(request, code):
    """Let the bureau type what it brings before the leaders: three lines at most."""
    plan, plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    if sentence := permits.refusal("note", request.user.grants, plan.region):
        raise PermissionDenied(sentence)
    form = MattersForm(request.POST or None, matters=brought.of_plan(plan))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            brought.write(plan, form.lines, by=request.user)
        except EntryError as why:
            problem = str(why)
        else:
            messages.success(request, _("已保存。"))
            address = reverse("dashboards:onepage", args=[code])
            return redirect(f"{address}?plan={plan.code}")
    context = {
        "region": plan.region,
        "plan": plan,
        "plans": plans,
        "crumbs": queries.ancestors(plan.region),
        "form": form,
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/matters.html", context, status=status)
