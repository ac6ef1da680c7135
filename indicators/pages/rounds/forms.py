"""What an administrator fills in to open, edit and follow a round."""

from datetime import timedelta

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import entry
from indicators.entry import asked
from indicators.models import Indicator, Plan, Round
from indicators.pages import reach
from indicators.pages.rounds import counting, outstanding
from regions import codes
from regions.models import Region

WINDOW = timedelta(days=30)
MASTHEAD = ("form_number", "form_issuer", "form_approval", "form_valid_to")


def day_field(label, **more):
    """Return a field for one day, typed or picked."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请填日期。"),
            "invalid": gettext_lazy("日期格式应如2026-01-31。"),
        },
        **more,
    )


def chosen_field(label, queryset, **more):
    """Return a field for several rows, named by code."""
    return forms.ModelMultipleChoiceField(
        queryset,
        to_field_name="code",
        label=label,
        required=more.pop("required", False),
        error_messages={
            "invalid_choice": gettext_lazy(
                "没有代码为“%(value)s”的选项，请从页面所列中重新选择。"
            ),
            "required": gettext_lazy("请至少选一个地区。"),
        },
        **more,
    )


def proposed_title(year: int, issuer: Region) -> str:
    return _("%(year)s年%(issuer)s健康规划指标数据采集") % {
        "year": year,
        "issuer": issuer.name_in_full,
    }


class RoundForm(forms.ModelForm):
    """A new round. `instance` is never saved here: entry.open_round stores it."""

    issuer = forms.ModelChoiceField(
        Region.objects.none(),
        to_field_name="code",
        label=gettext_lazy("发起地区"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("您没有该地区的管理权限。")},
    )
    opens_on = day_field(gettext_lazy("开始日期"))
    due_on = day_field(gettext_lazy("截止日期"))
    plans = chosen_field(gettext_lazy("另加规划"), Plan.objects.none())
    indicators = chosen_field(gettext_lazy("另加指标"), Indicator.objects.none())
    regions = chosen_field(
        gettext_lazy("填报地区"), Region.objects.none(), required=True
    )
    form_valid_to = day_field(gettext_lazy("有效期至"), required=False)

    class Meta:
        model = Round
        fields = (
            *("issuer", "year", "title", "opens_on", "due_on", "own_plans"),
            *("with_prose", "plans", "indicators", "regions", "note", *MASTHEAD),
        )
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        today = timezone.localdate()
        kwargs["initial"] = {
            "year": today.year - 1,
            "opens_on": today,
            "due_on": today + WINDOW,
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        own = Region.objects.filter(reach.administered(user.grants)).order_by("code")
        visible = Region.objects.visible_to(user.grants)
        self.fields["issuer"].queryset = own
        self.fields["regions"].queryset = own
        self.fields["plans"].queryset = Plan.objects.listed().filter(region__in=visible)
        self.fields["indicators"].queryset = Indicator.objects.all()
        grants = [g.region for g in user.grants]
        self.initial["regions"] = [
            r.code for r, planned in self._planned() if planned and r.code in grants
        ]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("不填则按数据年度和发起地区命名。")
        if first := own.first():
            self.fields["title"].widget.attrs["placeholder"] = proposed_title(
                self.initial["year"], first
            )

    def clean_year(self):
        year, now = self.cleaned_data["year"], timezone.localdate().year
        if year > now:
            raise forms.ValidationError(
                _("%(year)s年尚未到，请填%(now)s年或以前的年份。")
                % {"year": year, "now": now}
            )
        return year

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("截止日期已过，请填今天或以后的日期。"))
        return due

    def clean(self):
        found = super().clean()
        issuer = found.get("issuer")
        for region in found.get("regions") or ():
            if issuer and not reach.lies_in(region, issuer):
                self.add_error(
                    "regions",
                    _("%(region)s不在%(issuer)s的范围内：请改发起地区，或不选它。")
                    % {"region": region, "issuer": issuer},
                )
        if issuer and found.get("year") and not found.get("title"):
            found["title"] = proposed_title(found["year"], issuer)
        wanted = ("own_plans", "plans", "indicators")
        if not any(found.get(name) for name in wanted):
            self.add_error(
                "own_plans", _("请选采集目录：各地区自己的规划、另加规划或另加指标。")
            )
        return found

    @property
    def catalogue(self) -> asked.Catalogue:
        """What the valid form would ask for."""
        found = self.cleaned_data
        return asked.Catalogue(
            found["year"],
            found["own_plans"],
            found["with_prose"],
            frozenset(plan.pk for plan in found["plans"]),
            frozenset(indicator.pk for indicator in found["indicators"]),
        )

    def _checked(self, name) -> set[str]:
        """Return the codes that are ticked, as posted or proposed."""
        return {str(value) for value in self[name].value() or ()}

    def _planned(self):
        """Return the regions one administers, each with whether it has a plan."""
        plans = Plan.objects.listed().filter(region=OuterRef("pk"))
        rows = self.fields["regions"].queryset.annotate(planned=Exists(plans))
        return [(row, row.planned) for row in rows]

    def tree(self):
        """Return the regions to choose from: (region, depth, has a plan, ticked)."""
        ticked, rows = self._checked("regions"), self._planned()
        top = min((region.level for region, _planned in rows), default=0)
        return [
            (region, region.level - top, planned, region.code in ticked)
            for region, planned in rows
        ]

    def all_plans(self):
        """Return the plans to choose from: (plan, ticked)."""
        ticked = self._checked("plans")
        rows = self.fields["plans"].queryset.select_related("region")
        return [(row, row.code in ticked) for row in rows]

    def all_indicators(self):
        """Return the indicators to choose from: (indicator, ticked), by domain."""
        ticked = self._checked("indicators")
        rows = Indicator.objects.select_related("domain")
        return [
            (row, row.code in ticked) for row in rows.order_by("domain__order", "name")
        ]

    def masthead(self):
        return [self[name] for name in MASTHEAD]


class DaysForm(forms.Form):
    """A round's window, moved."""

    opens_on = day_field(gettext_lazy("开始日期"))
    due_on = day_field(gettext_lazy("截止日期"))


class WordsForm(forms.ModelForm):
    """What a round says about itself: title, note, and the masthead of its sheets."""

    form_valid_to = day_field(gettext_lazy("有效期至"), required=False)

    class Meta:
        model = Round
        fields = ("title", "note", *MASTHEAD)
        widgets = {"note": forms.Textarea({"rows": 3})}


class ChaseForm(forms.Form):
    """The query string of the chaser's page."""

    within = forms.CharField(required=False, widget=forms.HiddenInput())
    region = forms.ModelChoiceField(
        Region.objects.none(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("地区"),
        empty_label=gettext_lazy("全部"),
        error_messages={
            "invalid_choice": gettext_lazy("这个填报任务没有您所选的地区，请重选。")
        },
    )
    state = forms.ChoiceField(
        choices=[("", gettext_lazy("全部")), *outstanding.STATES.items()],
        required=False,
        label=gettext_lazy("情况"),
        error_messages={
            "invalid_choice": gettext_lazy("没有“%(value)s”这种情况，请重选。")
        },
    )
    level = forms.ChoiceField(
        choices=[("", gettext_lazy("按建议")), *entry.LEVELS.items()],
        required=False,
        label=gettext_lazy("催报文本"),
        error_messages={
            "invalid_choice": gettext_lazy("催报分提醒、催办、督办三级，请重选。")
        },
    )

    def __init__(self, data, regions):
        super().__init__(data)
        self.regions = regions
        within = self.data.get("within", "")
        listed = [r.code for r in regions if _lies_within(r, within)]
        self.fields["region"].queryset = Region.objects.filter(code__in=listed)
        self.one_region = len(listed) == 1
        if self.one_region:
            self.fields["region"].widget = forms.HiddenInput()

    def clean_within(self):
        within = self.cleaned_data["within"]
        if within and not any(_lies_within(r, within) for r in self.regions):
            raise forms.ValidationError(_("这个填报任务没有您所选的地区，请重选。"))
        return within

    def shown(self, regions):
        """Return the regions that the choice keeps."""
        region, within = self.cleaned_data["region"], self.cleaned_data["within"]
        if region:
            return [region]
        return [r for r in regions if _lies_within(r, within)]

    def kept(self, rows):
        """Return the forms (with their counts) that the choice keeps."""
        state = self.cleaned_data["state"]
        return rows.filter(counting.STATES[state]) if state else rows

    @property
    def is_filtering(self) -> bool:
        return bool(self.cleaned_data["region"] or self.cleaned_data["state"])


def _lies_within(region, within: str) -> bool:
    """Return whether a region lies in what a code names; "" names everything."""
    if not within:
        return True
    return within.isdecimal() and codes.contains(within, region.code)


class NoticeForm(forms.Form):
    """The query string of a 督办单: whose, and by when it must be answered."""

    region = forms.CharField(
        error_messages={"required": gettext_lazy("地址中缺少地区。")}
    )
    department = forms.CharField(required=False)
    answer_on = day_field(gettext_lazy("完成时限"), required=False)
