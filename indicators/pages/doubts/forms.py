"""What an administrator fills in to answer a doubt."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Doubt
from indicators.plans.loading.answering import GivenAnswer

STORED, OTHER = "stored", "other"
NOTE = 2000
SHOWN = {"open": gettext_lazy("待确认"), "answered": gettext_lazy("已答复")}


class ListQuery(forms.Form):
    """Which list is shown: what is open, or what has been answered."""

    show = forms.ChoiceField(choices=SHOWN.items(), required=False)

    def clean_show(self):
        return self.cleaned_data["show"] or "open"


class AnswerForm(forms.Form):
    """One of the readings, or the words to be read instead; and on what that rests."""

    reading = forms.ChoiceField(
        label=gettext_lazy("读法"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], gettext_lazy("请选择读法。")
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("按原文另读为"), max_length=300, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("如制定部门的答复、文件的其他条款；可不填。"),
    )

    def __init__(self, data=None, *, doubt: Doubt):
        """`data` is what was posted about this doubt, None where nothing was."""
        initial = {"reading": "" if doubt.is_open else chosen(doubt)}
        if not doubt.is_open:
            initial |= {"words": "", "note": doubt.note}
        super().__init__(
            data, auto_id=f"id_{doubt.pk}_%s", label_suffix="", initial=initial
        )
        self.doubt = doubt
        self.fields["reading"].choices = choices(doubt)
        self.fields["words"].help_text = help_text(doubt)

    def clean(self):
        found = super().clean()
        if found.get("reading") == OTHER and not found.get("words"):
            self.add_error("words", _("请填写读作的内容，或另选一种读法。"))
        if found.get("words") and found.get("reading") not in (None, OTHER):
            self.add_error("words", _("另填读法的，请同时选“按原文另读为”。"))
        return found

    @property
    def given(self) -> GivenAnswer:
        """What the valid form says."""
        found = self.cleaned_data
        if found["reading"] == STORED:
            return GivenAnswer("", found["note"])
        if found["reading"] == OTHER:
            return GivenAnswer(found["words"], found["note"])
        return GivenAnswer(self.doubt.readings[int(found["reading"])], found["note"])


def choices(doubt: Doubt) -> list[tuple[str, str]]:
    """Return the readings to choose from: the stored one, the others, one's own."""
    stored = doubt.readings[0] if doubt.readings else ""
    words = _("按原文读法：%(reading)s") if stored else _("按原文读法")
    found = [(STORED, words % {"reading": stored})]
    others = enumerate(doubt.readings[1:], start=1)
    found += [(str(n), _("读作“%(words)s”") % {"words": r}) for n, r in others]
    return [*found, (OTHER, _("按原文另读为"))]


def chosen(doubt: Doubt) -> str:
    """Return which choice the answer is."""
    if not doubt.read_as:
        return STORED
    others = doubt.readings[1:]
    return str(others.index(doubt.read_as) + 1) if doubt.read_as in others else OTHER


def help_text(doubt: Doubt) -> str:
    if doubt.field == Doubt.Field.UNIT:
        return _("写计量单位，如“1/10万”。")
    if doubt.field == Doubt.Field.BASELINE:
        return _("写基期的数值，如“77.3”。")
    return _("写明确切含义，如“不低于78”“比2020年提高1岁”。")
