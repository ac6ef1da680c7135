"""What is filled in to correct a former year's figure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry.events import LONGEST_REASON
from indicators.models import Entry
from indicators.models.observations import Grade


class AmendForm(forms.Form):
    """The figure as it should be, how final it is, where from, why."""

    events = forms.CharField(label=_("分子"), required=False, max_length=40)
    denominator = forms.CharField(label=_("分母"), required=False, max_length=40)
    value = forms.CharField(
        label=_("更正为"),
        required=False,
        max_length=60,
        help_text=_("已填分子、分母的，由系统计算。"),
    )
    grade = forms.ChoiceField(
        label=_("数据性质"), required=False, choices=[("", ""), *Grade.choices]
    )
    source = forms.CharField(
        label=_("来源"),
        max_length=Entry._meta.get_field("source").max_length,
        error_messages={"required": _("请填写数据来源（报表、调查或单位）。")},
    )
    why = forms.CharField(
        label=_("更正原因"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("请写明更正原因。")},
    )

    def __init__(self, *args, has_counts: bool, **more):
        super().__init__(*args, **more)
        if not has_counts:
            del self.fields["events"], self.fields["denominator"]
            self.fields["value"].help_text = ""

    def clean(self) -> dict:
        said = super().clean()
        if not said.get("value") and not said.get("events"):
            self.add_error("value", _("请填更正后的数值。"))
        return said

    def texts(self) -> dict[str, str]:
        """Return field → text as a cell of the grid takes them."""
        return {name: text for name, text in self.cleaned_data.items() if name != "why"}
