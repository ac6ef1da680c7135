"""The forms of a region's year: all of them, those one may read, the one asked for."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Submission
from indicators.pages import permissions
from regions import access, permits
from regions.models import Region


class UnitForm(forms.Form):
    """Narrows a page to one form of the region by who fills it in; "" is all."""

    department = forms.ChoiceField(label=gettext_lazy("填报单位"), required=False)

    def __init__(self, data, units):
        super().__init__(data)
        self.fields["department"].choices = [("", _("全部"))] + [
            (unit, unit) for unit in units
        ]
        self.fields["department"].error_messages["invalid_choice"] = gettext_lazy(
            "这一年没有“%(value)s”的填报表，请从列表中选。"
        )

    @property
    def unit(self) -> str:
        return self.cleaned_data["department"]


def forms_of(region: Region, year: int) -> list[Submission]:
    """Return the forms of a region's year, the bureau's own first; 404 without any."""
    found = list(
        Submission.objects.filter(region=region, year=year).select_related(
            "region", "department", "locked_by"
        )
    )
    if not found:
        raise Http404
    return found


def readable(request, region, year):
    """Return the forms of a region's year whose cells one may read whatever their state;
    404 where there is no form at all."""
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
