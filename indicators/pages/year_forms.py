"""The forms of a region's year: all of them, those one may read, the one asked for."""

from django.http import Http404

from indicators.models import Submission
from indicators.pages import permissions
from regions import access, permits
from regions.models import Region


def forms_of(region: Region, year: int) -> list[Submission]:
    """Return the forms of a region's year, the bureau's own first; 404 without any."""
    found = list(
        Submission.objects.asked()
        .filter(region=region, year=year)
        .select_related("region", "department", "locked_by")
    )
    if not found:
        raise Http404
    return found


def readable(request, region, year):
    """Return the forms of a region's year whose cells one may read whatever their
    state; 404 where there is no form at all."""
    grants = request.user.grants
    return [
        form
        for form in forms_of(region, year)
        if access.may_read_entries(grants, region.code, form.department_id)
    ]


def readable_forms(request, code, year):
    """Return (region, forms whose cells one may read); 404 outside one's reach, 403
    for who reads none of them."""
    region = permissions.reachable(request, code)
    forms = readable(request, region, year)
    permissions.require(bool(forms), permits.sentence("read_forms", region))
    return region, forms
