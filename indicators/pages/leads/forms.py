"""Forms for who answers: what to assign to the chosen rows, a paste, an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import LeadDepartment
from indicators.plans import leads
from regions.forms.pasted_field import PastedField

STATES = [
    (LeadDepartment.State.PROPOSED, _("拟定，待部门确认")),
    (LeadDepartment.State.STATED, _("文件明确，须写依据")),
]
UNKNOWN = {"invalid_choice": _("“%(value)s”不在列表中，请从列表中选择。")}


class SourceFields(forms.Form):
    """On what an assignment rests: nothing yet, or a document."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=STATES,
        initial=LeadDepartment.State.PROPOSED,
        error_messages=UNKNOWN,
    )
    source = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=leads.SOURCE,
        help_text=_("文件名称和文号，如《……分工方案》（达市健推〔2024〕3号）。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self):
        found = super().clean()
        if found.get("state") == LeadDepartment.State.STATED:
            if not (found.get("source") or "").strip() and self.needs_source:
                self.add_error("source", _("“文件明确”须填写依据：文件名称和文号。"))
        return found

    needs_source = True


class LeadsForm(SourceFields):
    """Which department answers in which role for the ticked rows."""

    department = forms.ChoiceField(label=_("部门"), error_messages=UNKNOWN)
    role = forms.ChoiceField(
        label=_("职责"), choices=LeadDepartment.Role.choices, error_messages=UNKNOWN
    )
    field_order = ("department", "role", "state", "source")

    def __init__(self, data, departments, rows):
        super().__init__(data)
        self.departments = {d.name: d for d in departments if d.is_present}
        self.rows = {row.key: row for row in rows}
        self.fields["department"].choices = [
            ("", _("请选择")),
            *((name, name) for name in self.departments),
        ]

    def clean(self):
        found = super().clean()
        self.chosen = self.data.getlist("row")
        if not self.chosen:
            raise forms.ValidationError(_("请先在表中勾选指标。"))
        if any(key not in self.rows for key in self.chosen):
            raise forms.ValidationError(_("所选指标已有变动，请核对后重新勾选。"))
        return found

    @property
    def wanted(self) -> list[leads.WantedLead]:
        said = self.cleaned_data
        department = self.departments[said["department"]]
        return [
            leads.WantedLead(self.rows[key], department, said["role"], said["source"])
            for key in self.chosen
        ]


class LeadsPasteForm(SourceFields):
    """A table 指标×部门 copied from Excel."""

    needs_source = False  # each line may name its own
    text = PastedField(
        _("分工表"),
        help_text=_(
            "从Excel或WPS复制五列：指标、牵头部门、责任部门、配合部门、依据。"
            "一个单元格可写几个部门，用顿号隔开；不用的列留空。"
        ),
    )
    field_order = ("text", "state", "source")


class LeadAnswerForm(forms.Form):
    """What a department says to what is proposed to it."""

    plan = forms.SlugField(max_length=60)
    department = forms.CharField(max_length=100)
    act = forms.ChoiceField(choices=[("confirm", ""), ("object", "")])
    objection = forms.CharField(required=False, max_length=leads.OBJECTION)
    lead = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data):
        super().__init__(data)
        given = [pk for pk in data.getlist("lead") if pk.isdecimal() and len(pk) < 19]
        self.fields["lead"].choices = [(pk, pk) for pk in given]
