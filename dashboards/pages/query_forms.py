"""Query strings as forms: what is not a choice is refused, never guessed."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards import balances, summaries
from indicators.models import PlanIndicator
from indicators.rules import assessment


class QueryChoice(forms.ChoiceField):
    """An optional choice of a query string; refuses with a sentence."""

    def __init__(self, *, label, choices=(), any_label=None, **kwargs):
        everything = [("", any_label or _("全部"))]
        message = _("网址中的“%(value)s”不是可选的%(label)s。")
        super().__init__(
            label=label,
            choices=[*everything, *choices],
            required=False,
            error_messages={"invalid_choice": message},
            **kwargs,
        )

    def validate(self, value):
        if value and not self.valid_value(value):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value, "label": self.label},
            )


def sort_choices(names):
    return [(sign + name, name) for name in names for sign in ("", "-")]


class PlanForm(forms.Form):
    """Which of the region's plans to show; the one in force unless named."""

    def __init__(self, data, plans):
        super().__init__(data, label_suffix="")
        choices = [(plan.code, plan.title) for plan in plans]
        self.fields["plan"] = QueryChoice(label=_("规划"), choices=choices)
        self.plans = plans

    @property
    def plan(self):
        code = self.cleaned_data["plan"]
        return next((p for p in self.plans if p.code == code), self.plans[0])


def status_choices():
    """Return the tiles and under each the categories it counts."""
    tiles = [
        (code, gettext(words)) for code, (_g, words, _c) in summaries.TILES.items()
    ]
    on_course = (summaries.ON_COURSE, gettext("按规划推进"))
    categories = [
        (code, gettext(assessment.CATEGORIES[code].counted))
        for code in summaries.READ_OUT
    ]
    return [
        (gettext("分组"), [on_course, *tiles]),
        (gettext("在期的评价"), categories),
    ]


def part_choices(name):
    """Return the parts of a balance that its numbers open."""
    words = balances.WORDS[name].items()
    return [(part, gettext(said)) for part, (_group, said) in words]


def page_field():
    """Return a field for the number of a page."""
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages={
            "invalid": _("网址中的页码应为整数。"),
            "min_value": _("网址中的页码应从1起。"),
            "max_value": _("网址中的页码过大。"),
        },
    )


class PageForm(forms.Form):
    """Which page of a long list."""

    page = page_field()


class PartsForm(forms.Form):
    """Which parts of the three balances to show: a field for each balance."""

    def add_parts(self):
        """Add the fields; what is shown of a page is then `parts`."""
        for name, (title, _dated) in balances.TITLES.items():
            self.fields[name] = QueryChoice(
                label=gettext(title), choices=part_choices(name)
            )

    @property
    def parts(self) -> dict[str, str]:
        """Balance → the part that is chosen."""
        found = {name: self.cleaned_data[name] for name in balances.TITLES}
        return {name: part for name, part in found.items() if part}

    @property
    def chosen_parts(self) -> list[tuple[str, str]]:
        """The chosen parts in words, as (balance, part)."""
        return [
            (gettext(balances.TITLES[name][0]), gettext(balances.WORDS[name][part][1]))
            for name, part in self.parts.items()
        ]

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """The chosen parts as (balance, part, its words)."""
        words = (said for _title, said in self.chosen_parts)
        return [
            (*part, said) for part, said in zip(self.parts.items(), words, strict=True)
        ]


class RowsForm(PartsForm):
    """Which rows of a plan to show, and in what order."""

    SORTS = ("name", "status", "latest", "department")
    FILTERS = ("status", "domain", "department", "nature")

    def __init__(self, data, rows):
        super().__init__(data, label_suffix="")
        domains = dict.fromkeys(row.domain for row in rows)
        departments = sorted({name for row in rows for name in row.departments})
        natures = {row.nature for row in rows} - {""}
        field = self.fields
        field["status"] = QueryChoice(label=_("评价"), choices=status_choices())
        field["domain"] = QueryChoice(
            label=_("领域"), choices=[(name, name) for name in domains]
        )
        field["department"] = QueryChoice(
            label=_("责任部门"), choices=[(name, name) for name in departments]
        )
        field["nature"] = QueryChoice(
            label=_("性质"),
            choices=[c for c in PlanIndicator.Nature.choices if c[0] in natures],
        )
        self.add_parts()
        field["sort"] = QueryChoice(label=_("排序"), choices=sort_choices(self.SORTS))
        field["prose"] = QueryChoice(label=_("正文指标"), choices=[("1", _("显示"))])
        self.shown = [
            self[name]
            for name in self.FILTERS
            if name in ("status", "domain") or len(field[name].choices) > 1
        ]

    @property
    def wants_prose(self) -> bool:
        return self.cleaned_data["prose"] == "1"

    @property
    def is_filtering(self) -> bool:
        return bool(self.parts) or any(self.cleaned_data[n] for n in self.FILTERS)

    def keep(self, rows):
        """Return the rows that the filters let through."""
        wanted = self.cleaned_data
        status, department = wanted["status"], wanted["department"]
        counted = [balances.matches(rows, *part) for part in self.parts.items()]
        return [
            row
            for row in rows
            if all(row in found for found in counted)
            and (not status or summaries.matches(row, status))
            and (not wanted["domain"] or row.domain == wanted["domain"])
            and (not department or department in row.departments)
            and (not wanted["nature"] or row.nature == wanted["nature"])
        ]


class OverviewForm(PartsForm):
    """Order and page of the overview's regions, and what they are to have."""

    SORTS = ("region", "total", "data")  # not by verdicts: no ranking of regions

    def __init__(self, data):
        super().__init__(data, label_suffix="")
        self.fields["sort"] = QueryChoice(
            label=_("排序"), choices=sort_choices(self.SORTS)
        )
        self.add_parts()
        self.fields["page"] = page_field()


class ChangesForm(forms.Form):
    """Whether to show the whole history of an indicator's values."""

    def __init__(self, data):
        super().__init__(data, label_suffix="")
        self.fields["history"] = QueryChoice(
            label=_("变更记录"), choices=[("all", _("全部"))]
        )

    @property
    def wants_all(self) -> bool:
        return self.cleaned_data["history"] == "all"


class ChartForm(forms.Form):
    """Whose chart of an indicator: the first plan row's unless one is named."""

    def __init__(self, data, names):
        super().__init__(data, label_suffix="")
        self.fields["row"] = QueryChoice(
            label=_("规划指标"), choices=[(name, name) for name in names]
        )
        self.names = names

    @property
    def number(self) -> int | None:
        """The number of the chosen row; None without any row."""
        chosen = self.cleaned_data["row"]
        if not self.names:
            return None
        return self.names.index(chosen) if chosen else 0
