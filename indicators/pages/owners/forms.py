"""Forms for data owners: which to show, what to set for the chosen ones, a paste."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry import owners, owners_pasted
from indicators.models import DataOwner
from regions.forms.pasted_field import PastedField

KEEP, BUREAU, NOBODY = "", "-", "none"


class OwnersFilter(forms.Form):
    """Which of the region's indicators to show, by who supplies them."""

    show = forms.ChoiceField(
        label=_("提供部门"),
        required=False,
        error_messages={"invalid_choice": _("网址中的“%(value)s”不是可选的提供部门。")},
    )

    def __init__(self, data, region, rows):
        super().__init__(data, label_suffix="")
        named = {row.owner.department.name for row in rows if department_of(row)}
        self.fields["show"].choices = [
            ("", _("全部")),
            (NOBODY, _("未指定")),
            (BUREAU, region.bureau_name),
            *((name, name) for name in sorted(named)),
        ]

    def keep(self, rows):
        wanted = self.cleaned_data["show"]
        if wanted == NOBODY:
            return [row for row in rows if row.owner is None]
        if wanted == BUREAU:
            return [row for row in rows if row.owner and not department_of(row)]
        return [row for row in rows if not wanted or row.supplier == wanted]


def department_of(row):
    return row.owner.department if row.owner else None


class AssignForm(forms.Form):
    """What to set for the chosen indicators; what is left alone stays as it is."""

    department = forms.ChoiceField(label=_("提供部门"), required=False)
    channel = forms.ChoiceField(label=_("方式"), required=False)
    contact = forms.CharField(
        label=_("联系人"), required=False, max_length=owners_pasted.LONGEST
    )
    phone = forms.CharField(
        label=_("联系电话"), required=False, max_length=owners_pasted.LONGEST
    )
    clerk = forms.ChoiceField(label=_("经办人"), required=False)
    note = forms.CharField(label=_("经办备注"), required=False, max_length=500)
    forget = forms.BooleanField(label=_("清空联系人、电话和备注"), required=False)

    def __init__(self, data, region, rows):
        super().__init__(data, label_suffix="")
        self.rows = {row.indicator.code: row for row in rows}
        self.departments = {d.name: d for d in region.departments.present()}
        self.clerks = {person.username: person for person in owners.clerks(region)}
        self.fields["department"].choices = [
            (KEEP, _("不改")),
            (BUREAU, region.bureau_name),
            (NOBODY, _("未指定（取消）")),
            *((name, name) for name in self.departments),
        ]
        self.fields["channel"].choices = [(KEEP, _("不改")), *DataOwner.Channel.choices]
        self.fields["clerk"].choices = [
            (KEEP, _("不改")),
            (BUREAU, _("不指定")),
            *((name, str(person)) for name, person in self.clerks.items()),
        ]
        for name in ("contact", "phone", "note"):
            self.fields[name].widget.attrs["placeholder"] = _("不改")
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _(
                "“%(value)s”不在列表中，请从列表中选择。"
            )

    def clean(self):
        found = super().clean()
        self.chosen = self.data.getlist("indicator")
        if not self.chosen:
            raise forms.ValidationError(_("请先在表中勾选指标。"))
        if any(code not in self.rows for code in self.chosen):
            raise forms.ValidationError(_("所选指标已有变动，请核对后重新勾选。"))
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(_("没有修改：请选择部门、方式或填写联系人。"))
        return found

    @property
    def indicators(self):
        return [self.rows[code].indicator for code in self.chosen]

    @property
    def is_cancelling(self) -> bool:
        return self.cleaned_data["department"] == NOBODY

    @property
    def changes(self) -> dict[str, object]:
        """Return the fields to write, those left alone left out."""
        wanted = self.cleaned_data
        found = {}
        if wanted["forget"]:
            found |= {"contact": "", "phone": "", "note": ""}
        if wanted["department"]:
            found["department"] = self.departments.get(wanted["department"])
        if wanted["clerk"]:
            found["clerk"] = self.clerks.get(wanted["clerk"])
        for name in ("channel", "contact", "phone", "note"):
            if wanted[name]:
                found[name] = wanted[name]
        return found


class OwnersPasteForm(forms.Form):
    """A table of data owners copied from Excel."""

    text = PastedField(
        _("分工表"),
        help_text=_(
            "从Excel或WPS复制五列：指标、部门、联系人、电话、方式。"
            "部门留空或写“汇总单位”的，由汇总单位提供。方式填自填、"
            "代填或上级反馈，留空为代填。"
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
