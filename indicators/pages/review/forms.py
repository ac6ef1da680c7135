"""What the addresses of review, sheet and log may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Entry

State = Entry.State
SHOWS = [
    ("waiting", State.SUBMITTED.label),
    ("warned", _("有提示")),
    ("returned", State.RETURNED.label),
    ("approved", State.APPROVED.label),
    ("all", _("全部")),
]


class UnitForm(forms.Form):
    """Narrows a page to one form of the region by who fills it in; "" is all."""

    department = forms.ChoiceField(label=_("填报单位"), required=False)

    def __init__(self, data, units):
        super().__init__(data)
        self.fields["department"].choices = [("", _("全部"))] + [
            (unit, unit) for unit in units
        ]
        self.fields["department"].error_messages["invalid_choice"] = _(
            "这一年没有“%(value)s”的填报表，请从列表中选。"
        )

    @property
    def unit(self) -> str:
        return self.cleaned_data["department"]


class ReviewForm(UnitForm):
    """Also chooses which cells are shown, by where they stand."""

    show = forms.ChoiceField(choices=SHOWS, required=False)

    def __init__(self, data, units):
        super().__init__(data, units)
        self.fields["show"].error_messages["invalid_choice"] = _(
            "没有“%(value)s”这个筛选，请从页面上的筛选里选。"
        )
