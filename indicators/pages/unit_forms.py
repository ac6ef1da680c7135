"""Which 填报单位 a page of a region's year is narrowed to."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class UnitQuery(forms.Form):
    """Narrows a page to one form of the region by who fills it in; "" is all."""

    department = forms.ChoiceField(label=gettext_lazy("填报单位"), required=False)

    def __init__(self, data, year_forms):
        super().__init__(data)
        self.fields["department"].choices = [("", _("全部"))] + [
            (form.unit_key, form.unit_name) for form in year_forms
        ]
        self.fields["department"].error_messages["invalid_choice"] = gettext_lazy(
            "这一年没有“%(value)s”的填报表，请从列表中选。"
        )

    @property
    def unit(self) -> str:
        return self.cleaned_data["department"]
