"""What all tables of the dashboards share."""

import django_tables2 as tables

NUMBER = {"td": {"class": "n"}, "th": {"class": "n"}}
EMPTY = "—"


class PageTable(tables.Table):
    """What all tables of the dashboards share: caption, print heading, row groups.

    `group_by` names the attribute that heads a group of rows; unused once sorted.
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

    @property
    def groups(self):
        """Return [(heading, bound rows)]; one group without heading when sorted."""
        rows = list(self.paginated_rows)
        if not self.group_by or self.order_by:
            return [("", rows)] if rows else []
        found: dict = {}
        for row in rows:
            found.setdefault(getattr(row.record, self.group_by), []).append(row)
        return [(self.heading(value), own) for value, own in found.items()]

    def heading(self, value):
        return value
