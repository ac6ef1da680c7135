"""Tables of plan indicators; rows are PlanRow (dashboards/rows.py)."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.charts import sparklines
from dashboards.tables.base import NUMBER, PageTable, RecordColumn
from dashboards.templatetags import plans as show
from indicators.models.target_years import said_year


class PlanRowTable(PageTable):
    """Indicators of a plan with their verdicts: the part every such table has."""

    name = RecordColumn(_("指标"), accessor="label", order_by="order")
    status = RecordColumn(_("评价"), accessor="status", order_by="urgency")
    latest = RecordColumn(
        _("最新值"), accessor="status", order_by="latest_year", attrs=NUMBER
    )
    due = RecordColumn(_("应达到"), accessor="status", orderable=False, attrs=NUMBER)
    spark = RecordColumn(_("走势与规划路径"), accessor="status", orderable=False)

    group_by = "domain"

    def __init__(self, rows, *, whole=(), **kwargs):
        """Build for `rows`; the sparklines share the years of `whole`, the plan before
        filtering, else of the rows."""
        super().__init__(rows, **kwargs)
        self.years = sparklines.span(whole or rows)

    def render_name(self, record):
        address = reverse(
            "dashboards:indicator", args=[record.region_code, record.indicator]
        )
        tag = show.nature(record.nature)
        return format_html(
            '<a href="{}">{}</a>&nbsp;<span class="unit">{}</span>{}',
            address,
            record.label,
            record.unit,
            format_html(' <span class="tag">{}</span>', tag) if tag else "",
        )

    def render_status(self, record):
        return format_html("{}{}", show.status(record), show.status_why(record))

    def render_latest(self, record):
        return show.latest(record)

    def render_due(self, record):
        return show.due(record)

    def render_spark(self, record):
        return show.spark(record, self.years)

    def render_department(self, record):
        return show.leads(record)


class GoalColumn(RecordColumn):
    """The target of one milestone year, or the undated one, as printed."""

    def __init__(self, year):
        text = gettext("%(when)s目标") % {"when": said_year(year)}
        super().__init__(text, accessor="status", orderable=False)
        self.year = year

    def render(self, record):
        return show.goal(record, self.year)


class RegionTable(PlanRowTable):
    """The rows of a plan's own table, by domain in plan order."""

    upper = RecordColumn(
        _("上级数值"), accessor="status", orderable=False, attrs=NUMBER
    )
    department = RecordColumn(_("责任部门"), accessor="department")

    class Meta:
        attrs = {"class": "rows"}

    def __init__(self, rows, years, whole, **kwargs):
        """Build for `rows`; columns depend on `whole`, the plan before filtering."""
        goals = [(f"goal{year or ''}", GoalColumn(year)) for year in years]
        gone = [
            name
            for name, used in [
                ("upper", any(row.upper for row in whole)),
                ("department", any(row.departments for row in whole)),
            ]
            if not used
        ]
        super().__init__(
            rows,
            extra_columns=goals,
            sequence=("...", *(n for n, _ in goals), "upper", "department"),
            exclude=gone,
            whole=whole,
            **kwargs,
        )

    def render_upper(self, record):
        return show.upper(record)


class DepartmentTable(PlanRowTable):
    """The rows for which one department answers, each with what it is for it."""

    role = RecordColumn(_("职责"), accessor="status", orderable=False)
    upper = RecordColumn(
        _("上级数值"), accessor="status", orderable=False, attrs=NUMBER
    )

    class Meta:
        attrs = {"class": "rows"}
        orderable = False

    def __init__(self, rows, years, department, **kwargs):
        """Build for the `rows` of the department of that name."""
        goals = [(f"goal{year or ''}", GoalColumn(year)) for year in years]
        super().__init__(
            rows,
            extra_columns=goals,
            sequence=("name", "role", "...", *(n for n, _ in goals), "upper"),
            exclude=[] if any(row.upper for row in rows) else ["upper"],
            **kwargs,
        )
        self.department = department

    def render_role(self, record):
        return show.role_of(record, self.department)

    def render_upper(self, record):
        return show.upper(record)


class ProseTable(PlanRowTable):
    """Targets from the prose of a plan: their years differ, so one column has all."""

    goals = RecordColumn(_("目标（原文）"), accessor="status", orderable=False)
    department = RecordColumn(_("责任部门"), accessor="department", orderable=False)

    class Meta:
        attrs = {"class": "rows prose-rows"}
        orderable = False

    def __init__(self, rows, **kwargs):
        gone = [] if any(row.departments for row in rows) else ["department"]
        super().__init__(rows, exclude=gone, **kwargs)

    def render_goals(self, record):
        return show.goals(record)


class CurrentTable(PageTable):
    """Figures a plan states without any target for them."""

    name = RecordColumn(_("指标"), accessor="label")
    stated = RecordColumn(_("规划所列现状"), accessor="baseline", attrs=NUMBER)
    latest = RecordColumn(_("最新值"), accessor="label", attrs=NUMBER)

    class Meta:
        attrs = {"class": "rows current-rows"}
        orderable = False

    group_by = "domain"
    render_name = PlanRowTable.render_name

    def render_latest(self, record):
        return show.latest(record)


class AttentionTable(PlanRowTable):
    """The worst rows over several regions."""

    region = RecordColumn(_("地区"), accessor="region_name", orderable=False)
    department = RecordColumn(_("责任部门"), accessor="department", orderable=False)
    group_by = ""

    class Meta:
        attrs = {"class": "rows attention"}
        orderable = False
        sequence = ("name", "region", "...", "department")

    def __init__(self, rows, **kwargs):
        gone = [] if any(row.departments for row in rows) else ["department"]
        super().__init__(rows, exclude=gone, **kwargs)

    def render_region(self, record):
        address = reverse("dashboards:region", args=[record.region_code])
        return format_html('<a href="{}">{}</a>', address, record.region_name)
