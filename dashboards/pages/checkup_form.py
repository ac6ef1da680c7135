"""The choice of 数据体检 as a form over the query string."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards import checkup, checkup_words
from dashboards.pages.data_form import year_field
from dashboards.pages.query_forms import QueryChoice
from dashboards.queries.checking import Checked

LONGEST = 80  # of a code


class CheckupForm(forms.Form):
    """Which region with all below it, which indicator, which year, which kind; what is
    left out is everything."""

    CHOICE = ("region", "indicator", "year", "kind")

    region = forms.CharField(label=_("地区"), required=False, max_length=LONGEST)
    indicator = forms.CharField(label=_("指标"), required=False, max_length=LONGEST)
    year = year_field(_("年份"))
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("网址中的页码应为正整数。")
        ),
    )

    def __init__(self, data):
        super().__init__(data, label_suffix="")
        choices = [(kind, checkup_words.LABELS[kind]) for kind in checkup.KINDS]
        self.fields["kind"] = QueryChoice(label=_("类型"), choices=choices)

    @property
    def chosen(self) -> Checked:
        found = self.cleaned_data
        return Checked(found["region"], found["indicator"], found["year"])
