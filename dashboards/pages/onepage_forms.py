"""The form of what is brought before the leaders: three lines at most."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Matter
from indicators.plans.matters import MatterWords

LABELS = (("text", _("事项")), ("departments", _("涉及部门")), ("request", _("请求")))
LONGEST = 60


class SheetForm(forms.Form):
    """Whether 趋势研判 stands on the sheet."""

    outlook = forms.BooleanField(label=_("列出趋势研判（供内部参考）"), required=False)

    def __init__(self, data):
        super().__init__(data, label_suffix="")


class MattersForm(forms.Form):
    """Three rows of three cells; an empty row is no matter."""

    def __init__(self, data, matters):
        super().__init__(data, label_suffix="")
        stands = {matter.order: matter for matter in matters}
        for number in range(1, Matter.MOST + 1):
            for name, label in LABELS:
                first = getattr(stands.get(number), name, "")
                self.fields[f"{name}{number}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST, initial=first
                )

    @property
    def rows(self):
        """The bound fields of each row, numbered."""
        numbers = range(1, Matter.MOST + 1)
        return [(n, [self[f"{name}{n}"] for name, _label in LABELS]) for n in numbers]

    @property
    def lines(self) -> list[MatterWords]:
        said = self.cleaned_data
        return [
            MatterWords(*(said[f"{name}{n}"].strip() for name, _label in LABELS))
            for n in range(1, Matter.MOST + 1)
        ]
