"""Forms of 工作提示单: what one orders, and what became of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import WorkSlip
from indicators.plans.slips import DEMAND, ORIGIN, SlipOrder

DAY = {"invalid": _("请按年-月-日填写日期。"), "required": _("请填写完成时限。")}
UNKNOWN = {
    "invalid_choice": _("“%(value)s”不在列表中，请从列表中选择。"),
    "required": _("请选择。"),
}


def day_input():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SlipForm(forms.Form):
    """A paper to a department about the ticked rows."""

    department = forms.ChoiceField(label=_("承办单位"), error_messages=UNKNOWN)
    level = forms.ChoiceField(label=_("单据"), error_messages=UNKNOWN)
    origin = forms.CharField(
        label=_("任务来源"),
        max_length=ORIGIN,
        help_text=_("会议或批示，如市政府第34次常务会议。"),
        error_messages={"required": _("请填写任务来源。")},
    )
    demand = forms.CharField(
        label=_("要求"),
        max_length=DEMAND,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写要求。")},
    )
    due_on = forms.DateField(
        label=_("完成时限"), widget=day_input(), error_messages=DAY
    )

    def __init__(self, data, departments, levels, rows, **kwargs):
        super().__init__(data, label_suffix="", **kwargs)
        self.departments = {d.name: d for d in departments}
        self.by_key = {row.key: row for row in rows}
        self.fields["department"].choices = [
            ("", _("请选择")),
            *((name, name) for name in self.departments),
        ]
        self.fields["level"].choices = [
            (level, WorkSlip.Level(level).label) for level in levels
        ]

    def clean(self):
        found = super().clean()
        self.chosen = self.data.getlist("row")
        if not self.chosen:
            raise forms.ValidationError(_("请先勾选指标。"))
        if any(key not in self.by_key for key in self.chosen):
            raise forms.ValidationError(_("所选指标已有变动，请核对后重新勾选。"))
        return found

    @property
    def rows(self):
        return [self.by_key[key] for key in self.chosen]

    @property
    def order(self) -> SlipOrder:
        said = self.cleaned_data
        return SlipOrder(
            self.departments[said["department"]],
            said["level"],
            said["origin"],
            said["demand"],
            said["due_on"],
        )


class FollowForm(forms.Form):
    """What became of a paper."""

    state = forms.ChoiceField(
        label=_("办理情况"), choices=WorkSlip.State.choices, error_messages=UNKNOWN
    )
    text = forms.CharField(
        label=_("说明（延期写原因，办结写结果）"), required=False, max_length=DEMAND
    )
    due_on = forms.DateField(
        label=_("新的时限（延期）"),
        required=False,
        widget=day_input(),
        error_messages=DAY,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
