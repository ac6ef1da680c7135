"""Tables of the indicator page; rows are those of dashboards/values.py and rows.py."""

from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.rows import PlanRow, Revised
from dashboards.tables.base import EMPTY, NUMBER, PageTable, RecordColumn
from dashboards.tables.milestones import source
from dashboards.values import LevelSeries, YearValue
from indicators.models.target_years import said_year
from indicators.rules import assessment, digits, numbers


def value_rows(values, levels, row: PlanRow | None) -> list[dict]:
    """Return the rows of the value table, newest first, with path and levels above."""
    path = {}
    if row and "maintenance" not in row.flags:
        path = dict(row.result.path or ()) if row.result.scale == "value" else {}
    years = {v.year: v for v in values}
    return [
        {
            "year": year,
            "own": years[year],
            "path": path.get(year),
            "levels": {level.name: level.at(year) for level in levels},
        }
        for year in sorted(years, reverse=True)
    ]


class ValueTable(PageTable):
    """A year per row: value, what was due, the levels above, source and grade."""

    year = RecordColumn(_("年份"), accessor="year", attrs=NUMBER)
    value = RecordColumn(_("实际值"), accessor="own", attrs=NUMBER)
    path = RecordColumn(_("序时目标值"), attrs=NUMBER)
    grade = RecordColumn(_("数据性质"), accessor="own")
    source = RecordColumn(_("来源"), accessor="own")

    class Meta:
        attrs = {"class": "rows values"}
        orderable = False

    def __init__(self, rows, *, decimals, places, levels, counts=False, **kwargs):
        self.decimals, self.places = decimals, places
        extra = [
            (f"level{n}", level_column(level, decimals))
            for n, level in enumerate(levels)
        ]
        if counts:
            extra.append(("events", EventsColumn(_("事件数 / 分母"), accessor="own")))
        names = ["year", "value"]
        hidden = [] if any(r["path"] is not None for r in rows) else ["path"]
        if not any(r["own"].grade for r in rows):
            hidden.append("grade")
        sequence = [*names, "path", *(name for name, _c in extra), "grade", "source"]
        super().__init__(
            rows, extra_columns=extra, sequence=sequence, exclude=hidden, **kwargs
        )

    def render_value(self, record):
        value: YearValue = record["own"]
        marks = []
        if value.held:
            marks.append(held_mark())
        if value.value is None:
            marks.append(format_html('<span class="tag">{}</span>', value.missing))
            return format_html_join(" ", "{}", ((m,) for m in marks))
        if value.demo:
            marks.append(
                format_html('<span class="demo-value">{}</span>', gettext("演示"))
            )
        if value.substitute:
            text = gettext("以%(region)s数据代替") % {"region": value.substitute}
            marks.append(format_html('<span class="tag">{}</span>', text))
        if value.own_definition:
            words = gettext("口径：%(own)s") % {"own": value.own_definition}
            marks.append(format_html('<span class="tag">{}</span>', words))
        if value.breaks:
            marks.append(
                format_html('<span class="tag">{}</span>', gettext("口径变更"))
            )
        return format_html(
            "{} <b>{}</b>",
            format_html_join(" ", "{}", ((m,) for m in marks)),
            numbers.plain(value.value, self.decimals),
        )

    def render_path(self, record):
        due = record["path"]
        return EMPTY if due is None else numbers.figure(due, self.places)

    def render_grade(self, record):
        return record["own"].grade or EMPTY

    def render_source(self, record):
        value: YearValue = record["own"]
        note = format_html("<small>{}</small>", value.note) if value.note else ""
        return format_html("{}{}", value.source, note)


def held_mark():
    """Return the mark of a figure that only the region's own people see as yet."""
    why = gettext("已审定、未报送；其他地区可见的为上次报送的数值")
    return format_html(
        '<span class="tag" title="{}">{}</span>', why, gettext("已审定、未报送")
    )


class EventsColumn(RecordColumn):
    """Events over denominator, for the region's own staff and reviewers only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs=NUMBER, **kwargs)

    def render(self, record):
        value: YearValue = record["own"]
        if value.events is None or not value.denominator:
            return EMPTY
        return f"{value.events} / {value.denominator}"


def level_column(level: LevelSeries, decimals: int):
    """Return the column of one upper level's values of the same years."""

    class LevelColumn(RecordColumn):
        def render(self, record):
            found = record["levels"].get(level.name)
            return EMPTY if found is None else numbers.plain(found, decimals)

    return LevelColumn(level.name, accessor="levels", attrs=NUMBER)


def revision_lines(revised: Revised, number: int = 0) -> list[str]:
    """Return what a revision rests on: the document and its day, why, by whom."""
    about = [revised.document]
    if number:
        about = [gettext("第%(n)s次修订：%(document)s")]
        about[0] %= {"n": number, "document": revised.document}
    if revised.date:
        about.append(f"{revised.date:%Y-%m-%d}")
    lines = [gettext("，").join(about)]
    if revised.reason:
        lines.append(revised.reason)
    if revised.second:
        words = gettext("%(by)s提出，%(second)s复核")
        lines.append(words % {"by": revised.by, "second": revised.second})
    return lines


# Kinds whose words name no level: that which they come to is said beside them.
RESOLVED = {
    "relative",
    "points",
    "absolute",
    "multiply",
    "annual",
    "cumulative",
    "keep",
}


class AimTable(PageTable):
    """Targets of a plan row with their reading, attainment and provenance."""

    year = RecordColumn(_("年份"), accessor="year")
    printed = RecordColumn(_("目标（照原文）"))
    read = RecordColumn(_("读作"), empty_values=())
    state = RecordColumn(_("达标情况"), empty_values=())
    source = RecordColumn(_("出处"), accessor="sources", empty_values=())

    class Meta:
        attrs = {"class": "rows aims"}
        orderable = False

    def __init__(self, rows, *, row, unit, **kwargs):
        self.row, self.unit = row, unit
        super().__init__(rows, **kwargs)

    def render_year(self, record):
        return said_year(record.year)

    def render_printed(self, record):
        issuer = (
            format_html(' <span class="tag">{}</span>', record.issuer)
            if record.issuer
            else ""
        )
        printed = "<s>{}</s>{}{}" if record.superseded else "<b>{}</b>{}{}"
        return format_html(printed, record.printed, issuer, self._revision(record))

    def _revision(self, record):
        lines = [gettext("已修订，不再适用")] if record.superseded else []
        if record.revision:
            lines += revision_lines(record.revised, record.revision)
        return format_html_join("", " <small>{}</small>", ((line,) for line in lines))

    def render_read(self, record):
        lines = [record.read] if record.read else []
        if record.value is not None and (
            record.kind in RESOLVED or self.row.foreign_unit
        ):
            value = numbers.trimmed(record.exact, 12)
            if record.exact is None:
                found = digits.resolved(record.value, self.row.decimals)
                value = numbers.trimmed(found, 12)
            text = gettext("即 %(value)s%(unit)s")
            unit = numbers.shown_unit(self.unit)
            lines.append(text % {"value": value, "unit": unit})
        if record.year is None and not record.issuer and not record.superseded:
            text = gettext(
                "规划期末为%(year)s年，是否以此为目标年，由规划主管部门确定。"
            )
            lines.append(text % {"year": self.row.plan_end})
        if record.remark:
            lines.append(record.remark)
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def render_state(self, record):
        if record.issuer:
            return format_html("<small>{}</small>", gettext("只供参照，不作评价"))
        if record.superseded:
            return EMPTY
        if record.year is None:
            return format_html("<small>{}</small>", gettext("未注明年份，不作评价"))
        if not record.state:
            return EMPTY
        found = assessment.ATTAINMENTS[record.state]
        tone, text = found.group, gettext(found.label)
        return format_html('<span class="state {}">{}</span>', tone, text)

    def render_source(self, record):
        return format_html_join("", "{}", ((source(line),) for line in record.sources))


class ChangeTable(PageTable):
    """The history of values: when, which year, from → to, who, through what, why."""

    at = RecordColumn(_("时间"))
    year = RecordColumn(_("年份"), accessor="year", attrs=NUMBER)
    old = RecordColumn(_("原值"), empty_values=(), attrs=NUMBER)
    new = RecordColumn(_("新值"), empty_values=(), attrs=NUMBER)
    by = RecordColumn(_("操作人"), empty_values=())
    via = RecordColumn(_("途径"))
    why = RecordColumn(_("原因"), empty_values=())

    class Meta:
        attrs = {"class": "rows changes"}
        orderable = False

    def __init__(self, rows, *, decimals, **kwargs):
        self.decimals = decimals
        super().__init__(rows, **kwargs)

    def render_at(self, record):
        return formats.date_format(timezone.localtime(record.at), "Y-m-d H:i")

    def render_old(self, record):
        return self._figure(record.old, record.old_reason)

    def render_new(self, record):
        return self._figure(record.new, record.new_reason)

    def _figure(self, value, reason):
        if value is None:
            return reason or EMPTY
        return numbers.plain(value, self.decimals)

    def render_by(self, record):
        """Print who filled it in and who approved it; one name where there is no
        form."""
        if not record.entered_by:
            return record.by or gettext("系统")
        roles = [(gettext("填报"), record.entered_by), (gettext("审定"), record.by)]
        return format_html_join(
            "",
            "<div><small>{}</small> {}</div>",
            ((role, name) for role, name in roles if name),
        )

    def render_via(self, record):
        document = record.document and format_html("<small>{}</small>", record.document)
        return format_html("{}{}", record.via, document)

    def render_why(self, record):
        words = gettext("%(name)s：%(old)s → %(new)s")
        others = (
            (words % {"name": name, "old": old, "new": new},)
            for name, old, new in record.others
        )
        return format_html(
            "{}{}", record.why, format_html_join("", "<small>{}</small>", others)
        )
