"""The field for a list that is copied from Excel or WPS."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class PastedField(forms.CharField):
    """A text kept as pasted, tabs and all; `noun` is what is pasted: 分工表."""

    def __init__(self, noun, **kwargs):
        said = {
            "required": format_lazy(_("请先粘贴{noun}。"), noun=noun),
            "max_length": _("内容过长，请分几次粘贴。"),
        }
        area = forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})
        about = {"label": noun, "strip": False, "widget": area, "error_messages": said}
        super().__init__(**about | {"max_length": 100_000} | kwargs)
