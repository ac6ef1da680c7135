"""Forms for handing over: between whom, then what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.entry import handing_over
from regions.people import standing


def called(person) -> str:
    """Return how a list names a person: two may share a name, not a username."""
    return (
        f"{person.full_name} · {person.username}" if person.full_name else str(person)
    )


class PairForm(forms.Form):
    """Who hands over to whom."""

    giver = forms.ChoiceField(label=_("移交人"))
    taker = forms.ChoiceField(label=_("接收人"), required=False)

    def __init__(self, data, by):
        super().__init__(data, label_suffix="")
        people = standing.persons(by).order_by("full_name", "username")
        self.people = {person.username: person for person in people}
        stopped = _("已停用")
        self.fields["giver"].choices = [
            ("", "—"),
            *(
                (name, called(p) if p.is_active else f"{called(p)} · {stopped}")
                for name, p in self.people.items()
            ),
        ]
        self.fields["taker"].choices = [
            ("", "—"),
            *((name, called(p)) for name, p in self.people.items() if p.is_active),
        ]

    def add_prefix(self, name):
        """The query string says from and to."""
        return {"giver": "from", "taker": "to"}.get(name, name)


class HandoverForm(forms.Form):
    """What goes over, and whether the old account is stopped."""

    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：岗位调整，自3月起由接收人负责。"),
    )
    stop = forms.BooleanField(label=_("同时停用移交人的账号"), required=False)

    def __init__(self, data, offer):
        super().__init__(data, label_suffix="")
        self.roles = {role.key: role for role in offer.roles}
        self.duties = {handing_over.duty_key(owner): owner for owner in offer.duties}
        self.ticked = data.getlist("item") if data is not None else None

    def clean(self):
        found = super().clean()
        known = {*self.roles, *self.duties}
        if any(key not in known for key in self.ticked):
            raise forms.ValidationError(
                _("所选权限或经办人已有变动，请核对以下内容后重新选择。")
            )
        return found

    def is_ticked(self, key) -> bool:
        """Everything is proposed until somebody chose."""
        return self.ticked is None or key in self.ticked

    @property
    def given(self):
        return [role for key, role in self.roles.items() if key in self.ticked]

    @property
    def handed(self):
        return [owner for key, owner in self.duties.items() if key in self.ticked]

    @property
    def role_lines(self):
        return [(key, role, self.is_ticked(key)) for key, role in self.roles.items()]

    @property
    def duty_lines(self):
        return [(key, owner, self.is_ticked(key)) for key, owner in self.duties.items()]
