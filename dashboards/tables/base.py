"""What all tables of the dashboards share."""

from functools import cached_property

import django_tables2 as tables
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

NUMBER = {"td": {"class": "n"}, "th": {"class": "n"}}
EMPTY = "—"


class RecordColumn(tables.Column):
    """A column whose cells are made from their record alone: every `render` of it, and
    every `render_NAME` of a table, takes a record and returns what stands in the cell,
    safe HTML or text that is escaped."""

    def render(self, record):
        value = self.accessor.resolve(record)
        return EMPTY if value in self.empty_values else value


class RowTemplate:
    """The HTML of a table's rows, made once a table: what stands before each cell.

    Cells are called straight, not through django-tables2's bound rows, and joined
    without the template engine: both together cost half of a page's time.
    """

    def __init__(self, columns):
        """Take the bound columns shown; the first heads its row."""
        first, *others = columns
        head = '<th role="rowheader" scope="row" {}>'
        self.opening = [format_html(head, first.attrs["td"].as_html())] + [
            format_html(
                '</td><td role="cell" data-label="{}" {}>',
                column.header,
                column.attrs["td"].as_html(),
            )
            for column in others
        ]
        if others:
            self.opening[1] = self.opening[1].replace("</td>", "</th>", 1)
        self.closing = "</td></tr>\n" if others else "</th></tr>\n"
        self.renders = [column.render for column in columns]

    def row(self, record) -> str:
        """Return one row; text in its cells is escaped."""
        parts = ['<tr role="row">']
        for opening, render in zip(self.opening, self.renders, strict=True):
            parts += (opening, conditional_escape(render(record)))
        return "".join(parts) + self.closing


class PageTable(tables.Table):
    """What all tables of the dashboards share: caption, print heading, row groups.

    `group_by` names the attribute that heads a group of rows; unused once sorted.
    Every column is a RecordColumn.
    """

    group_by: str = ""
    caption = ""

    def __init__(self, rows, *, sheet="", caption="", **kwargs):
        super().__init__(rows, empty_text=kwargs.pop("empty_text", EMPTY), **kwargs)
        self.sheet = sheet
        self.caption = caption

    def get_column_class_names(self, classes_set, bound_column):
        return super().get_column_class_names(classes_set, bound_column) | {
            f"c-{bound_column.name}"
        }

    @cached_property
    def row_template(self) -> RowTemplate:
        return RowTemplate(list(self.columns))

    @property
    def groups(self):
        """Return [(heading, the HTML of its rows)]; one group without heading when
        sorted."""
        records = [row.record for row in self.paginated_rows]
        if not self.group_by or self.order_by:
            return [("", self._rows(records))] if records else []
        found: dict = {}
        for record in records:
            found.setdefault(getattr(record, self.group_by), []).append(record)
        return [(self.heading(value), self._rows(own)) for value, own in found.items()]

    def _rows(self, records):
        return mark_safe("".join(map(self.row_template.row, records)))

    def heading(self, value):
        return value
