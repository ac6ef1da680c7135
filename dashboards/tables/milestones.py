"""The table of targets in words; rows are MilestoneRow (dashboards/rows.py)."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.rows import Source
from dashboards.tables.base import EMPTY, PageTable
from dashboards.templatetags import plans as show
from indicators.rules import states


def milestone_state(state: str):
    """Return the set state as shape and word; 未认定 where nobody has set one."""
    found = states.MILESTONE[state] if state else states.UNSET
    return show.shape(found.shape, gettext(found.label), found.group)


def milestone(row):
    """Return a target in words: what it is about, the printed words, the remark."""
    label = "" if row.label in row.raw else row.label
    return format_html(
        "{}{}{}",
        format_html("<b>{}</b> ", label) if label else "",
        row.raw,
        format_html("<small>{}</small>", row.remark) if row.remark else "",
    )


def source(found: Source):
    """Return a provenance; the sentence it quotes folds away under it."""
    if not found.quote:
        return format_html("<div>{}</div>", found.place)
    return format_html(
        "<details><summary>{}</summary>{}</details>", found.place, found.quote
    )


class MilestoneTable(PageTable):
    """Targets in words with the status a person has set; rows are MilestoneRow."""

    what = tables.Column(_("目标（照原文）"), accessor="raw")
    state = tables.Column(_("状态"), accessor="state", empty_values=())
    evidence = tables.Column(_("依据"), accessor="evidence", empty_values=())
    source = tables.Column(_("出处"), accessor="sources", empty_values=())

    group_by = "year"

    class Meta:
        attrs = {"class": "rows milestones"}
        orderable = False

    def heading(self, value):
        return gettext("%(year)s年") % {"year": value}

    def render_what(self, record):
        return milestone(record)

    def render_state(self, value):
        return milestone_state(value)

    def render_evidence(self, record):
        if not record.state:
            return format_html('<span class="nil">{}</span>', EMPTY)
        by = f"{record.date:%Y-%m-%d} {record.by}"
        return format_html("{}<small>{}</small>", record.evidence, by)

    def render_source(self, value):
        return format_html_join("", "{}", ((source(line),) for line in value))
