"""The table of regions; rows are RegionLine (dashboards/summaries.py)."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.tables.base import EMPTY, NUMBER, PageTable, RecordColumn
from dashboards.templatetags import plans as show


def count_column(header, tile, **kwargs):
    """Return a column of counts that lead to the region page, filtered. Regions are
    not ordered by verdicts: their plans have other indicators and targets."""
    about = {"attrs": NUMBER, "empty_values": (), "orderable": not tile}
    return TallyColumn(header, tile, **about, **kwargs)


class TallyColumn(RecordColumn):
    """A count that opens its rows; `tile` is their filter, of a status or named."""

    def __init__(self, header, tile, **kwargs):
        super().__init__(header, **kwargs)
        self.tile = f"status={tile}" if tile and "=" not in tile else tile

    def render(self, record):
        value = self.accessor.resolve(record)
        if not value:
            return mark_safe('<span class="nil">0</span>')
        query = f"?{self.tile}" if self.tile else ""
        address = reverse("dashboards:region", args=[record.region.code])
        plan = (
            f"{'&' if query else '?'}plan={record.plan.code}" if record.others else ""
        )
        return format_html('<a href="{}{}{}">{}</a>', address, query, plan, value)


class OverviewTable(PageTable):
    """One row per region that has a plan; rows are summaries of RegionLine."""

    region = RecordColumn(_("地区"), accessor="name", order_by="region__code")
    bar = RecordColumn(_("评价构成"), accessor="summary", orderable=False)
    total = count_column(_("指标"), "", accessor="summary__total")
    closed = count_column(_("已到期"), "pace=over", accessor="summary__closed")
    on_course = count_column(
        _("按规划推进"), "on_course", accessor="summary__on_course"
    )
    watch = count_column(_("需关注"), "watch", accessor="summary__watch")
    stale = count_column(_("尚好但数据偏旧"), "stale", accessor="summary__stale")
    bad = count_column(_("滞后或未达要求"), "bad", accessor="summary__bad")
    none = count_column(_("暂无法评价"), "none", accessor="summary__unassessable")
    due_not_met = count_column(_("到期未达标"), "due=not_met", accessor="due_not_met")
    unlikely = count_column(_("预计难以完成"), "ahead=unlikely", accessor="unlikely")
    data = RecordColumn(_("数据截至"), accessor="latest", attrs=NUMBER, empty_values=())

    class Meta:
        attrs = {"class": "rows overview"}

    def __init__(self, lines, parts=(), **kwargs):
        """Build for the regions; `parts` of balances, (balance, part, words), have
        columns of their own."""
        more = [
            (
                f"{name}_{part}",
                count_column(
                    words,
                    f"{name}={part}",
                    accessor=f"balances__{name}__parts__{part}",
                ),
            )
            for name, part, words in parts
        ]
        gone = [
            name
            for name in ("closed", "stale")
            if not any(getattr(line.summary, name) for line in lines)
        ]
        place = ("region", "bar", *(name for name, _column in more), "...")
        super().__init__(
            lines, exclude=gone, extra_columns=more, sequence=place, **kwargs
        )

    def render_region(self, record):
        address = reverse("dashboards:region", args=[record.region.code])
        marks = [
            format_html(' <mark class="draft">{}</mark>', gettext("征求意见稿"))
            if record.plan.status == "draft"
            else "",
            format_html(" <mark>{}</mark>", gettext("含演示数据"))
            if record.demo
            else "",
        ]
        more = ""
        if record.others:
            more = gettext("；另有%(count)s个规划") % {"count": record.others}
        return format_html(
            '<a href="{}"><b>{}</b></a>{}{}<small>{}{}</small>',
            address,
            record.name,
            *marks,
            record.plan.title,
            more,
        )

    def render_bar(self, record):
        return show.bar(record.summary)

    def render_none(self, record):
        column = self.columns["none"].column
        number = column.render(record)
        why = gettext("、").join(
            f"{gettext(p.words)}{p.count}" for p in record.summary.reasons
        )
        return format_html("{}<small>{}</small>", number, why) if why else number

    def render_data(self, record):
        if not record.latest:
            return EMPTY
        year = gettext("%(year)s年") % {"year": record.latest}
        if not record.summary.stale_values:
            return year
        old = gettext("%(count)s项偏旧") % {"count": record.summary.stale_values}
        return format_html("{}<small>{}</small>", year, old)
