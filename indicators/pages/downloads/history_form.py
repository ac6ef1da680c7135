"""Reads what the empty templates for a region's history are made of."""

from datetime import UTC

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry import owners
from indicators.layouts.figures import LONG, REGIONS, SERIES
from indicators.layouts.history_templates import Item, Template
from indicators.models.observations import Grade, MissingReason
from regions import access
from regions.models import Region

YEARS = 10  # columns of 指标×年份
TITLES = {
    SERIES: gettext_lazy("%(region)s历年数据（指标×年份）"),
    REGIONS: gettext_lazy("%(region)s%(year)s年数据（地区×指标）"),
    LONG: gettext_lazy("%(region)s历年数据（长表）"),
}


def template(region: Region, layout: str, newest: int, grants) -> Template:
    """Return the empty template of a layout for what a person imports there.

    `newest` is the last year asked for, or the one year of 地区×指标. Three queries.
    """
    rows = owners.rows(region)
    years = [newest] if layout == REGIONS else range(newest - YEARS + 1, newest + 1)
    named = {"region": region, "year": newest}
    return Template(
        layout=layout,
        title=str(TITLES[layout]) % named,
        region=Item(region.code, region.name),
        regions=[Item(r.code, r.name) for r in _regions(region, grants)],
        indicators=[
            Item(i.code, i.name, i.unit, i.decimals)
            for i in (row.indicator for row in rows)
        ],
        years=list(years),
        notes=_notes(layout, named),
        reasons=list(map(str, MissingReason.labels)),
        grades=list(map(str, Grade.labels)),
        author=settings.SITE_NAME,
        made_at=timezone.now().astimezone(UTC).replace(tzinfo=None),
    )


def _regions(region: Region, grants) -> list[Region]:
    """Return the region and those below whose history the person imports, too."""
    below = Region.objects.within(region).order_by("code")
    return [r for r in below if access.may_import(grants, r.code)]


def _notes(layout: str, named: dict) -> list[str]:
    shapes = {
        SERIES: _("每行一个指标，每列一年；没有数据的年份留空，可增加年份列。"),
        REGIONS: _("每行一个地区，每列一个指标，均为%(year)s年数值。") % named,
        LONG: _("每行一个数值；地区、指标可写名称或代码，代码和单位见下表。"),
    }
    return [
        shapes[layout],
        _("数值按表中的计量单位填，只填数字；未逐行注明来源的，上传时统一填写。"),
        _("上传后先看逐格差异，由第二人复核后生效。空白单元格不改变系统已有数据。"),
        str(settings.NOTICE),
    ]
