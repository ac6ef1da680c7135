"""What is filled in of another office's figure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry.others import OtherWords
from indicators.models import OtherFigure


def _line(name: str, label, missing: str = "", help_text: str = ""):
    """Return a field of one line, as long as its column."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=OtherFigure._meta.get_field(name).max_length,
        help_text=help_text,
        error_messages={"required": missing},
    )


class OtherForm(forms.Form):
    """The figure, who says it, by which 口径, why it is not taken."""

    value = forms.CharField(
        label=_("数值"),
        max_length=60,
        error_messages={"required": _("请填写另有数的数值。")},
    )
    source = _line("source", _("来源"), _("请填写来源。"), _("如“市统计局年鉴”。"))
    definition = _line(
        "definition", _("口径"), help_text=_("与本指标口径相同的不填，如“户籍人口”。")
    )
    why = _line("why", _("未采用原因"), _("请写明未采用原因。"))

    @property
    def said(self) -> OtherWords:
        return OtherWords(**self.cleaned_data)


class OtherQuery(forms.Form):
    """Which of the figures is edited, and from which year's grid one came."""

    edit = forms.IntegerField(required=False, min_value=1)
