"""The table of targets in words; rows are MilestoneRow (dashboards/rows.py)."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.rows import SetState, Source
from dashboards.tables.base import EMPTY, PageTable, RecordColumn
from dashboards.templatetags import plans as show
from indicators.models.target_years import said_year
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
    """Targets in words with the states that people have set; rows are MilestoneRow.

    `place` is (region, plan) by code. With `sets` each row leads to where its state is
    set, with `files` to the file that shows it.
    """

    what = RecordColumn(_("目标（照原文）"), accessor="raw")
    state = RecordColumn(_("完成情况"), accessor="state", empty_values=())
    evidence = RecordColumn(_("依据"), accessor="now", empty_values=())
    source = RecordColumn(_("出处"), accessor="sources", empty_values=())

    group_by = "year"

    class Meta:
        attrs = {"class": "rows milestones"}
        orderable = False

    def __init__(self, rows, *, place, sets=False, files=False, **kwargs):
        self.place, self.sets, self.files = place, sets, files
        super().__init__(rows, **kwargs)

    def heading(self, value):
        return said_year(value)

    def render_what(self, record):
        return milestone(record)

    def render_state(self, record):
        if record.questions:
            return self._doubted(record)
        found = milestone_state(record.state)
        if not self.sets:
            return found
        region, plan = self.place
        dated = [] if record.year is None else [record.year]
        address = [region, plan, record.key, *dated]
        return format_html(
            '{} <a class="set no-print" href="{}">{}</a>',
            found,
            reverse("indicators:milestone", args=address),
            gettext("更新") if record.state else gettext("认定"),
        )

    def _doubted(self, record):
        """Return 待确认 with its questions, and where they are answered: until then no
        state is set."""
        word = states.DOUBTED
        lines = ((question,) for question in record.questions)
        to = reverse("indicators:doubts") + f"#{self.place[1]}-{record.key}"
        link = ' <a class="set no-print" href="{}">{}</a>'
        return format_html(
            "{}{}{}",
            show.shape(word.shape, gettext(word.label), word.group),
            format_html(link, to, gettext("答复")) if self.sets else "",
            format_html_join("", '<small class="asked">{}</small>', lines),
        )

    def render_evidence(self, record):
        found = format_html('<span class="nil">{}</span>', EMPTY)
        if record.states:
            found = self._shown(record.states[0])
        return format_html(
            "{}{}{}",
            found,
            self._folded(gettext("此前%(n)s次"), record.states[1:]),
            self._folded(gettext("修订前%(n)s次"), record.earlier),
        )

    def _folded(self, words: str, before):
        """Return states that do not count any more, folded away under their number."""
        if not before:
            return ""
        shown = (
            (gettext(states.MILESTONE[s.state].label), self._shown(s)) for s in before
        )
        return format_html(
            "<details><summary>{}</summary>{}</details>",
            words % {"n": len(before)},
            format_html_join("", "<div><b>{}</b> {}</div>", shown),
        )

    def _shown(self, state: SetState):
        file = ""
        if state.token and self.files:
            address = reverse("indicators:milestone_file", args=[state.token])
            file = format_html(' <a href="{}">{}</a>', address, state.file)
        by = f"{state.date:%Y-%m-%d} {state.by}"
        return format_html("{}{}<small>{}</small>", state.evidence, file, by)

    def render_source(self, record):
        return format_html_join("", "{}", ((source(line),) for line in record.sources))
