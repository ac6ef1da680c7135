"""Forms for departments: adding and renaming, closing with a successor."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.people import departments


class NameForm(forms.Form):
    """The name of a new department, or a new name of an old one."""

    name = forms.CharField(
        label=_("部门名称"),
        max_length=departments.LONGEST,
        error_messages={"required": _("请填写部门名称。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class DissolveForm(forms.Form):
    """The day a department ended, and who carries on."""

    valid_to = forms.DateField(
        label=_("撤销日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请填写撤销日期。"),
            "invalid": _("撤销日期格式应如2024-03-01。"),
        },
    )
    successor = forms.ChoiceField(
        label=_("继任部门"),
        required=False,
        help_text=_(
            "成员、数据提供分工和未提交的指标移到继任部门；已提交、已审定的不动。"
        ),
        error_messages={"invalid_choice": _("没有这个部门，请从列表中选择。")},
    )

    def __init__(self, data=None, *, department):
        today = timezone.localdate()
        super().__init__(data, label_suffix="", initial={"valid_to": today})
        others = department.region.departments.present().exclude(pk=department.pk)
        self.others = {other.name: other for other in others}
        names = [(name, name) for name in self.others]
        self.fields["successor"].choices = [("", _("没有")), *names]

    @property
    def heir(self):
        return self.others.get(self.cleaned_data["successor"])
