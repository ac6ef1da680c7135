"""The day since which a page says what changed."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST = datetime.date(2000, 1, 1)


def first_day() -> datetime.date:
    """Return the day that is meant where none is chosen: the first of this year."""
    return timezone.localdate().replace(month=1, day=1)


class SinceForm(forms.Form):
    """A day of the past; without one the first of this year."""

    since = forms.DateField(
        label=_("自"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("日期格式应如2026-01-31。")},
    )

    def __init__(self, data):
        super().__init__(data, label_suffix="")

    def clean_since(self):
        day = self.cleaned_data["since"] or first_day()
        if not FIRST <= day <= timezone.localdate():
            raise forms.ValidationError(_("日期应在2000年以后、今天以前。"))
        return day

    @property
    def day(self) -> datetime.date:
        return self.cleaned_data["since"]
