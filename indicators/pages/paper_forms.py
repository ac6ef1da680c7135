"""The fields of the document that a change rests on, as several pages ask for it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry import second_person
from indicators.entry.second_person.acts import DOCUMENT, NUMBER, REASON


class PaperForm(forms.Form):
    """A document by name, number and day, and the reason of the change."""

    document = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=DOCUMENT,
        error_messages={"required": gettext_lazy("请写明依据的文件名。")},
    )
    number = forms.CharField(
        label=gettext_lazy("文号"), max_length=NUMBER, required=False
    )
    dated = forms.DateField(
        label=gettext_lazy("文件日期"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请填文件日期。"),
            "invalid": gettext_lazy("日期格式应如2026-01-31。"),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("请写明原因。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_dated(self):
        day = self.cleaned_data["dated"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("文件日期不应晚于今天。"))
        return day

    @property
    def paper(self) -> second_person.GivenPaper:
        """What the valid form says the change rests on."""
        found = self.cleaned_data
        return second_person.paper(
            found["document"], found["number"], found["dated"], found["reason"]
        )
