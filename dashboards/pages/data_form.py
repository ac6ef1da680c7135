"""The choice of /data/ as a form over the query string."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards.selection import Selection
from indicators.models.fields import FIRST_YEAR, LAST_YEAR

MOST_CODES = 500  # of one kind in an address


class CodesField(forms.Field):
    """Codes given once or several times; which exist is found out by the query."""

    widget = forms.MultipleHiddenInput

    def clean(self, value) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code.strip() for code in value or () if code))
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(
                _("网址中选了%(n)s项，最多%(most)s项：需要全部的，不选即可。"),
                params={"n": len(codes), "most": MOST_CODES},
            )
        return codes


def year_field(label):
    """Return a field for an optional year."""
    wrong = _("年份请写四位数，在%(first)s到%(last)s之间。") % {
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
    }
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput({"placeholder": _("不限")}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class DataForm(forms.Form):
    """What to take away; an empty part means everything within reach."""

    region = CodesField(label=_("地区"), required=False)
    plan = CodesField(label=_("规划"), required=False)
    indicator = CodesField(label=_("指标"), required=False)
    first = year_field(_("从"))
    last = year_field(_("到"))
    purpose = forms.CharField(
        label=_("用途/对象"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": _("选填，如：报市政府办公室")}),
        error_messages={"max_length": _("用途/对象最多60字。")},
    )

    def __init__(self, data):
        super().__init__(data, label_suffix="")

    def clean(self):
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            raise forms.ValidationError(
                _("起始年份%(first)s晚于结束年份%(last)s，请对调。"),
                params={"first": first, "last": last},
            )
        return found

    @property
    def given_for(self) -> str:
        """What the file is for, and for whom; "" where nobody says."""
        return self.cleaned_data["purpose"]

    @property
    def selection(self) -> Selection:
        found = self.cleaned_data
        return Selection(
            regions=found["region"],
            plans=found["plan"],
            indicators=found["indicator"],
            first=found["first"],
            last=found["last"],
        )
