"""The form of 原因和措施."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.plans.notes import LONGEST, NoteWords


class NoteForm(forms.Form):
    """Why the row is behind, what is done, by when, by which office."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写原因。")},
    )
    measure = forms.CharField(
        label=_("措施"),
        required=False,
        max_length=LONGEST["measure"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    deadline = forms.CharField(
        label=_("时限"), required=False, max_length=LONGEST["deadline"]
    )
    office = forms.CharField(
        label=_("责任科室"), required=False, max_length=LONGEST["office"]
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def said(self) -> NoteWords:
        return NoteWords(**{name: self.cleaned_data[name] for name in LONGEST})
