"""The hints of 数据体检 as CSV: UTF-8 with BOM, CRLF, streamed."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from django.utils.translation import gettext as _

from dashboards.checkup import Hint
from dashboards.checkup_words import LABELS
from dashboards.reports.long_csv import BOM, ROWS, cells, taken


def stream(
    hints: Iterable[Hint], names: Mapping[str, str], concepts: Mapping
) -> Iterator[str]:
    """Yield the file in pieces of ROWS rows, texts guarded against formulas; `names`
    are those of regions and `concepts` the indicators by code."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(_headings())
    for n, hint in enumerate(hints, 1):
        concept = concepts[hint.indicator]
        row = (
            *(LABELS[hint.kind], hint.region, names[hint.region]),
            *(concept.code, concept.name, concept.unit, hint.year, hint.sentence),
            _("是") if hint.demo else "",
        )
        writer.writerow(cells(row))
        if n % ROWS == 0:
            yield taken(buffer)
    yield taken(buffer)


def _headings() -> list[str]:
    return [
        *(_("类型"), _("地区代码"), _("地区"), _("指标代码"), _("指标")),
        *(_("计量单位"), _("年份"), _("提示"), _("含演示数据")),
    ]
