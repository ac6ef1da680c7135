"""The files that prove cells: uploaded for a block of rows, downloaded, removed."""

from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators import entry
from indicators.models import Attachment
from indicators.pages import permissions
from indicators.pages.grid import acts
from regions import access


@require_POST
@permissions.answers_json
def attach(request, code, year):
    """Keep one file for the rows named; answers its name and where it lies."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    codes = request.POST.getlist("row")
    kept = acts.attached(request, region, year, codes)
    return JsonResponse({"attachment": described(kept), "rows": codes})


def described(attachment: Attachment) -> dict:
    """Return an attachment as scripts read it."""
    return {
        "token": str(attachment.token),
        "name": attachment.name,
        "url": reverse("indicators:attachment", args=[attachment.token]),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permissions.answers_json
def attachment(request, token):
    """Download a file, or remove it with a POST."""
    row = get_object_or_404(
        Attachment.objects.select_related(
            "submission__region", "submission__department"
        ),
        token=token,
    )
    form = row.submission
    permissions.reachable(request, form.region.code)
    if not may_download(request.user.grants, row):
        permissions.require_on(request, "read", form)
    if request.method == "POST":
        entry.detach(row, by=request.user)
        return JsonResponse({"token": str(token)})
    try:
        file = row.file.open()
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file, as_attachment=True, filename=row.name, content_type=row.content_type
    )


def may_download(grants, row: Attachment) -> bool:
    """Whether one may read the form that the file lies with, or a cell it proves."""
    region = row.submission.region.code
    forms = {row.submission.department_id}
    if not access.may_read_entries(grants, region, row.submission.department_id):
        forms = set(row.entries.values_list("submission__department", flat=True))
    return any(access.may_read_entries(grants, region, form) for form in forms)
