"""Rows put together without the template engine: what stands in them, and escaped."""

import pytest
from django.utils.html import conditional_escape

from dashboards import tables
from dashboards.answering import Lead
from dashboards.rows import PlanRow, Upper
from dashboards.tables.base import PageTable, RecordColumn

HOSTILE = '<b onclick="x">{}&amp;</b>'
EVERY = [getattr(tables, name) for name in tables.__all__ if name.endswith("Table")]


def row(**kwargs):
    known = {
        "region_code": "511700",
        "region_name": "达州市",
        "key": "1",
        "order": 1,
        "indicator": "life-expectancy",
        "label": "人均预期寿命",
        "unit": "岁",
        "decimals": 1,
        "direction": "up",
        "domain": "健康水平",
        "in_table": True,
    }
    return PlanRow(**known | kwargs)


def region_table(*rows):
    return tables.RegionTable(rows, [2030], rows)


def test_text_in_cells_and_headings_is_escaped():
    hostile = row(label=HOSTILE, leads=(Lead(HOSTILE),), upper=Upper(HOSTILE, 1, 2025))

    ((_heading, html),) = region_table(hostile).groups

    assert "<b onclick" not in html
    assert html.count("&lt;b onclick=&quot;x&quot;&gt;{}&amp;amp;&lt;/b&gt;") == 3


def test_a_heading_with_markup_is_escaped_before_each_cell():
    class Headed(PageTable):
        first = RecordColumn("甲", accessor="label")
        second = RecordColumn(HOSTILE, accessor="unit")

    ((_heading, html),) = Headed([row()]).groups

    assert 'data-label="&lt;b onclick=&quot;x&quot;&gt;{}&amp;amp;&lt;/b&gt;"' in html


def test_cells_are_those_of_django_tables():
    table = region_table(row(nature="binding"), row(label="医师", order=2))

    ((_heading, html),) = table.groups

    lines = html.splitlines()
    assert len(lines) == 2
    for line, bound in zip(lines, table.rows, strict=True):
        for column, cell in bound.items():
            assert f">{conditional_escape(cell)}</t" in line, column.name


def test_only_the_first_cell_heads_its_row():
    ((_heading, html),) = region_table(row()).groups

    assert html.startswith('<tr role="row"><th role="rowheader" scope="row" class=')
    assert html.count("<th") == html.count("</th>") == 1
    assert html.count("<td") == html.count("</td>") == 5


@pytest.mark.parametrize("table", EVERY)
def test_every_column_makes_its_cells_from_a_record(table):
    assert all(isinstance(c, RecordColumn) for c in table.base_columns.values())
