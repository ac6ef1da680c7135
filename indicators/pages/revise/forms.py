"""What an administrator fills in to propose a revision."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Proposal
from indicators.models.fields import FIRST_YEAR, LAST_YEAR
from indicators.pages.paper_forms import PaperForm
from indicators.plans.loading.revising import LONGEST, Wanted

Kind = Proposal.Kind
BASELINE, UNDATED = "baseline", "undated"


class WhatQuery(forms.Form):
    """Which target, or the baseline, the page opens with."""

    what = forms.ChoiceField(required=False)

    def __init__(self, data, choices):
        super().__init__(data)
        self.fields["what"].choices = choices
        self.fields["what"].error_messages["invalid_choice"] = _(
            "规划此行没有“%(value)s”，请从页面上选择。"
        )


class ReviseForm(PaperForm):
    """New printed words for one target or the baseline, and the document they are in.

    `seen` is what the last preview showed: only that may be proposed.
    """

    what = forms.ChoiceField(
        label=gettext_lazy("修订哪一项"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选择修订哪一项。"),
            "invalid_choice": gettext_lazy("规划此行没有所选内容，请重新选择。"),
        },
    )
    raw = forms.CharField(
        label=gettext_lazy("修订为（照文件原文）"),
        max_length=LONGEST[Kind.TARGET],
        error_messages={"required": gettext_lazy("请照文件原文填写修订后的内容。")},
    )
    base_year = forms.IntegerField(
        label=gettext_lazy("基期年份"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("只在修订基期值时填写。"),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            gettext_lazy("年份请填四位数字，如2020。"),
        ),
    )
    due = forms.IntegerField(
        label=gettext_lazy("目标年份"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            gettext_lazy("年份请填四位数字，如2030。"),
        ),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("方向无误：文件原文即与指标方向相反"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["what", "raw", "due", "base_year", "document", "number", "dated"]
    field_order += ["reason", "confirmed", "seen"]

    def __init__(self, *args, choices, unit: str, plan_end: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices
        if unit:
            self.fields["raw"].help_text = _("按规划的计量单位“%(unit)s”填写。") % {
                "unit": unit
            }
        if BASELINE not in dict(choices):
            del self.fields["base_year"]
        if UNDATED in dict(choices):
            self.fields["due"].help_text = _(
                "原文未注明年份，规划期末为%(year)s年。文件定了年份的，填写后按该年评价；"
                "未定的留空。"
            ) % {"year": plan_end}
            self.fields["due"].initial = plan_end
        else:
            del self.fields["due"]

    def clean(self):
        found = super().clean()
        if found.get("what") == BASELINE:
            if found.get("base_year") is None and "base_year" not in self.errors:
                self.add_error("base_year", _("请填基期年份。"))
            if len(found.get("raw", "")) > LONGEST[Kind.BASELINE]:
                self.add_error(
                    "raw",
                    _("基期值最多%(limit)s个字。") % {"limit": LONGEST[Kind.BASELINE]},
                )
        return found

    @property
    def wanted(self) -> Wanted:
        """What the valid form would put in force."""
        found = self.cleaned_data
        if found["what"] == BASELINE:
            return Wanted(Kind.BASELINE, found["base_year"], found["raw"])
        if found["what"] == UNDATED:
            year, due = None, found["due"]
        else:
            year, due = int(found["what"]), None
        return Wanted(Kind.TARGET, year, found["raw"], found["confirmed"], due)

    @property
    def mark(self) -> str:
        """What a preview of the valid form is known by."""
        found = self.cleaned_data
        year = "due" if found["what"] == UNDATED else "base_year"
        return "|".join([found["what"], str(found.get(year) or ""), found["raw"]])

    @property
    def was_seen(self) -> bool:
        return self.cleaned_data["seen"] == self.mark
