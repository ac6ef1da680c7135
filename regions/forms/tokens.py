"""The form for a new access token."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = {
    "30": _("30天"),
    "90": _("90天"),
    "365": _("1年"),
    "730": _("2年"),
}


class TokenForm(forms.Form):
    """A name to know it by, and how long it lasts."""

    name = forms.CharField(
        label=_("名称"),
        max_length=60,
        help_text=_("用在哪里，如“月报脚本”“Excel查询”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("请填写名称，以便撤销时识别。"),
            "max_length": _("名称最多60个字。"),
        },
    )
    days = forms.ChoiceField(
        label=_("有效期"),
        choices=list(DAYS.items()),
        initial="365",
        error_messages={"invalid_choice": _("请选择一个有效期。")},
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")

    @property
    def expires_on(self) -> date:
        return timezone.localdate() + timedelta(days=int(self.cleaned_data["days"]))
