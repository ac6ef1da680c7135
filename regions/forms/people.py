"""Forms for members: the list's filters, a person's particulars, a role."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regions import access
from regions.forms.pasted_field import PastedField
from regions.models import Membership, Region
from regions.people import accounts
from regions.people.roles import Role

ALL_REGION = _("全地区（不限部门）")
ROLE_HELP = _(
    "填报：录入数据，不限部门的可代各部门填报。审核：审定、退回、报送。领导查看、分析：查看本级和下级。管理：人员、部门、规划和填报任务。"
)


def indented(regions) -> list[tuple[str, str]]:
    """Return choices of regions by code, each level a step further in."""
    regions = list(regions)
    top = min((region.level for region in regions), default=0)
    return [(r.code, "　" * (r.level - top) + r.name) for r in regions]


class PeopleFilter(forms.Form):
    """Whom to list: region, role, department, state, a part of the name."""

    STATES = [("active", _("在用")), ("stopped", _("已停用")), ("all", _("全部"))]

    region = forms.ChoiceField(label=_("地区"), required=False)
    role = forms.ChoiceField(label=_("角色"), required=False)
    department = forms.ChoiceField(label=_("部门"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    q = forms.CharField(label=_("姓名或用户名"), required=False, max_length=60)

    def __init__(self, data, regions, departments):
        super().__init__(data, label_suffix="")
        everything = [("", _("全部"))]
        self.fields["region"].choices = [*everything, *indented(regions)]
        self.fields["role"].choices = [*everything, *Membership.Role.choices]
        self.fields["department"].choices = [
            *everything,
            *((name, name) for name in departments),
        ]
        for name, field in self.fields.items():
            field.error_messages["invalid_choice"] = gettext(
                "网址中的“%%(value)s”不是可选的%(label)s。"
            ) % {"label": field.label}
            if name == "q":
                field.widget.attrs["type"] = "search"

    @property
    def is_filtering(self) -> bool:
        return any(self.cleaned_data.values())

    def keep(self, people, memberships):
        """Return the people let through; `memberships` are those within reach."""
        wanted = self.cleaned_data
        names = {"region": "region__code", "role": "role"}
        names["department"] = "department__name"
        chosen = {path: wanted[name] for name, path in names.items() if wanted[name]}
        if chosen:
            people = people.filter(pk__in=memberships.filter(**chosen).values("user"))
        if wanted["state"] != "all":
            people = people.filter(is_active=wanted["state"] != "stopped")
        if text := wanted["q"].strip():
            people = people.filter(
                Q(full_name__icontains=text) | Q(username__icontains=text)
            )
        return people


class DetailsForm(forms.Form):
    """Name, username and address of an existing person."""

    full_name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("用户名"),
        max_length=accounts.LONGEST,
        help_text=_("登录时输入；只能用文字、数字和 @ . + - _"),
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        error_messages={"invalid": _("电子邮箱格式应如name@example.cn；可不填。")},
    )

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.person = person
        for field in self.fields.values():
            field.error_messages["required"] = gettext("请填写%(label)s。") % {
                "label": field.label
            }

    def clean_username(self):
        name = self.cleaned_data["username"]
        if problem := accounts.username_problem(name, own=self.person):
            raise forms.ValidationError(problem)
        return name


class RoleFields(forms.Form):
    """A role in the region the page is about, in one department or in all of it."""

    role = forms.ChoiceField(
        label=_("角色"), choices=Membership.Role.choices, help_text=ROLE_HELP
    )
    department = forms.ChoiceField(label=_("部门"), required=False)

    def __init__(self, *args, region: Region, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.region = region
        self.departments = {d.name: d for d in region.departments.present()}
        self.fields["department"].choices = [
            ("", ALL_REGION),
            *((name, name) for name in self.departments),
        ]
        for name, field in self.fields.items():
            if name in ("role", "department"):
                field.error_messages["invalid_choice"] = gettext(
                    "没有这个%(label)s，请从列表中选择。"
                ) % {"label": field.label}

    @property
    def chosen(self) -> Role:
        wanted = self.cleaned_data
        department = self.departments.get(wanted["department"])
        return Role(wanted["role"], self.region, department)


class NewPersonForm(RoleFields, DetailsForm):
    """A new account with its first role; the first password generated or typed."""

    password = forms.CharField(
        label=_("初始密码"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("留空则由系统生成初始密码，首次登录时必须更换。"),
    )
    field_order = ["full_name", "username", "email", "role", "department", "password"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autofocus"] = True
        self.fields["role"].initial = access.STAFF


class PeoplePasteForm(forms.Form):
    """A list copied from Excel."""

    text = PastedField(
        _("人员名单"),
        max_length=20_000,
        help_text=_(
            "从Excel或WPS复制四列：姓名、用户名、部门、角色。"
            "部门留空表示全地区；一人几种角色用顿号分开，例如“填报、分析”。"
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
