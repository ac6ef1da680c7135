"""What an administrator fills in to set the state of a target in words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.entry.files import KINDS
from indicators.entry.milestones import EVIDENCE
from indicators.models.milestones import STATES


class StateForm(forms.Form):
    """A state, what shows it, since which day; `seen` is the state it is set over."""

    state = forms.ChoiceField(
        label=_("完成情况"),
        choices=[(state.value, state.label) for state in STATES],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("请选择完成情况。")
        ),
    )
    evidence = forms.CharField(
        label=_("依据"),
        max_length=EVIDENCE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("写明批复、验收文件或统计结果，如“省卫生健康委批复（文号）”。"),
        error_messages={"required": _("请写明依据。")},
    )
    file = forms.FileField(
        label=_("佐证文件"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ",".join(KINDS)}),
        help_text=_("PDF、图片、OFD、Word或Excel文件，20MB以内；可不附。"),
    )
    day = forms.DateField(
        label=_("认定日期"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请填认定日期。"),
            "invalid": _("日期格式应如2026-01-31。"),
        },
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"day": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, label_suffix="", **kwargs)
