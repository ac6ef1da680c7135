"""Tables of what changed; rows are of dashboards/changes.py."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.changes import SinceCounts
from dashboards.tables.base import NUMBER, PageTable, RecordColumn
from dashboards.templatetags import plans as show
from indicators.models.target_years import said_year
from indicators.rules import assessment, causes, numbers


def verdict(code: str, reason: str, direction: str = ""):
    """Return a verdict of before or after as shape and word, with its reason."""
    if not code:
        return gettext("不再评价")
    group = assessment.CATEGORIES[code].group
    word = show.shape(code, show.words(code), group)
    known = assessment.REASONS.get(reason)
    if known is None or group == "good":
        return word
    return format_html("{}<small>{}</small>", word, gettext(known.label))


class ChangedTable(PageTable):
    """What every list of changes shows: the indicator, and the day."""

    name = RecordColumn(_("指标"), accessor="label")
    at = RecordColumn(_("日期"), accessor="at")

    class Meta:
        attrs = {"class": "rows changes"}
        orderable = False
        sequence = ("name", "...", "at")

    def __init__(self, rows, *, place, **kwargs):
        self.place = place
        super().__init__(rows, **kwargs)

    def render_name(self, record):
        if not record.indicator:
            return record.label
        address = reverse("dashboards:indicator", args=[self.place, record.indicator])
        return format_html('<a href="{}">{}</a>', address, record.label)

    def render_at(self, record):
        return f"{timezone.localtime(record.at):%Y-%m-%d}"


class MovedTable(ChangedTable):
    """Verdicts that moved: from, to, why, by whom."""

    before = RecordColumn(_("原评价"), accessor="before")
    after = RecordColumn(_("现评价"), accessor="after")
    cause = RecordColumn(_("变动原因"), accessor="cause")
    by = RecordColumn(_("操作人"), accessor="by", empty_values=("",))

    class Meta(ChangedTable.Meta):
        pass

    def render_before(self, record):
        return verdict(*record.before, record.direction)

    def render_after(self, record):
        return verdict(*record.after, record.direction)

    def render_cause(self, record):
        return gettext(causes.CAUSES[record.cause].label)


class RevisedValueTable(ChangedTable):
    """Past values that were revised."""

    year = RecordColumn(_("年份"), accessor="year", attrs=NUMBER)
    old = RecordColumn(_("原值"), accessor="old", attrs=NUMBER)
    new = RecordColumn(_("现值"), accessor="new", attrs=NUMBER)
    why = RecordColumn(_("更正原因"), accessor="why", empty_values=("",))
    by = RecordColumn(_("操作人"), accessor="by", empty_values=("",))

    class Meta(ChangedTable.Meta):
        pass

    def render_old(self, record):
        return numbers.plain(record.old, record.decimals)

    def render_new(self, record):
        return format_html(
            '<b>{}</b>&nbsp;<span class="unit">{}</span>',
            numbers.plain(record.new, record.decimals),
            numbers.shown_unit(record.unit),
        )


class RevisedTargetTable(ChangedTable):
    """Targets that were revised, and the document they rest on."""

    year = RecordColumn(_("目标年"), accessor="year", empty_values=())
    old = RecordColumn(_("原目标"), accessor="old", empty_values=("",))
    new = RecordColumn(_("现目标"), accessor="new")
    document = RecordColumn(_("依据"), accessor="document")

    class Meta(ChangedTable.Meta):
        pass

    def render_year(self, record):
        return said_year(record.year)


class YearTable(PageTable):
    """Rows whose verdict is another than a year before, both side by side."""

    name = RecordColumn(_("指标"), accessor="label")
    before = RecordColumn(_("上年"), accessor="before_code")
    now = RecordColumn(_("本年"), accessor="code")
    latest = RecordColumn(_("最新值"), accessor="code", attrs=NUMBER)

    class Meta:
        attrs = {"class": "rows changes"}
        orderable = False

    render_name = ChangedTable.render_name

    def __init__(self, rows, *, place, year, **kwargs):
        self.place = place
        super().__init__(rows, **kwargs)
        for name, of in (("before", year - 1), ("now", year)):
            head = gettext("%(year)s年度评价") % {"year": of}
            self.columns[name].column.verbose_name = head

    def render_before(self, record):
        return verdict(record.before_code, record.before_reason, record.direction)

    def render_now(self, record):
        return verdict(record.code, record.reason, record.direction)

    def render_latest(self, record):
        return show.latest(record)


@dataclass(frozen=True)
class SinceLine:
    """One region with what changed in its plan in force."""

    region: object
    plan: object
    name: str
    counts: SinceCounts
    others: int


class SinceTable(PageTable):
    """Regions in code order with what changed since a day; each leads to its lists."""

    name = RecordColumn(_("地区"), accessor="name")
    up = RecordColumn(_("评价好转"), accessor="counts__up", attrs=NUMBER)
    down = RecordColumn(_("评价变差"), accessor="counts__down", attrs=NUMBER)
    values = RecordColumn(_("以往数值更正"), accessor="counts__values", attrs=NUMBER)
    targets = RecordColumn(_("目标值修订"), accessor="counts__targets", attrs=NUMBER)

    class Meta:
        attrs = {"class": "rows since"}
        orderable = False

    def __init__(self, rows, *, since, **kwargs):
        self.since = since
        super().__init__(rows, caption=gettext("各地区的变动"), **kwargs)

    def render_name(self, record):
        address = reverse("dashboards:changes", args=[record.region.code])
        plan = f"&plan={record.plan.code}" if record.others else ""
        return format_html(
            '<a href="{}?since={}{}">{}</a><small>{}</small>',
            address,
            f"{self.since:%Y-%m-%d}",
            plan,
            record.name,
            record.plan.title,
        )
