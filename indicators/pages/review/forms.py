"""What the addresses of review may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Entry
from indicators.pages.unit_forms import UnitQuery

State = Entry.State
SHOWS = [
    ("waiting", State.SUBMITTED.label),
    ("warned", _("需核实")),
    ("returned", State.RETURNED.label),
    ("approved", State.APPROVED.label),
    ("all", _("全部")),
]


class ReviewForm(UnitQuery):
    """Also chooses which cells are shown, by where they stand."""

    show = forms.ChoiceField(choices=SHOWS, required=False)

    def __init__(self, data, year_forms):
        super().__init__(data, year_forms)
        self.fields["show"].error_messages["invalid_choice"] = _(
            "没有“%(value)s”这个筛选，请从页面上选择。"
        )
