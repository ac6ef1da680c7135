"""From a question to an answer: pages of JSON, pages or a stream of CSV."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import islice
from operator import itemgetter

from django.db.models import QuerySet
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError

from dashboards.api.parameters import Asked, refuse_unknown
from indicators.models import Domain, Indicator, Plan
from indicators.spreadsheets.formula_guard import SIGNS, guard
from regions import access
from regions.models import Region, User

CHUNK = 1000
CSV = "text/csv"
# A row written just now may be committed after it was looked for.
WRITING = timedelta(minutes=5)
BOM = "\ufeff"
AS_IS = {type(None), int}
RISKY = {*SIGNS, "'"}  # as the first character of a text: to be looked at


@dataclass
class Viewer:
    """Who asks: what may be taken away, and what of it is the person's own."""

    user: User

    @cached_property
    def own(self) -> frozenset[str]:
        return access.own_regions(self.user.grants)

    @cached_property
    def counts(self) -> frozenset[str]:
        """The own regions whose event counts the person may see."""
        grants = self.user.grants
        return frozenset(c for c in self.own if access.may_see_counts(grants, c))

    def regions(self, codes: list[str]) -> QuerySet[Region]:
        """Return the regions within reach, or those named; 404 for any other."""
        within = Region.objects.exportable_by(self.user.grants)
        return self._named(within, codes, _("地区"))

    def plans(self, plans: list[str], regions: list[str] = ()) -> QuerySet[Plan]:
        """Return the plans named, of the regions named; 404 for any other. A retired
        plan only where it is named."""
        within = Plan.objects.filter(region__in=self.regions(regions))
        if not plans:
            within = within.listed()
        return self._named(within, plans, _("规划"))

    def indicators(self, asked) -> QuerySet[Indicator]:
        """Return the indicators asked for; 404 for an unknown code."""
        found = self._named(Indicator.objects.all(), asked.indicator, _("指标"))
        if asked.domain:
            known = self._named(Domain.objects.all(), asked.domain, _("领域"))
            found = found.filter(domain__in=known)
        return found

    @staticmethod
    def _named(rows: QuerySet, codes: list[str], noun: str) -> QuerySet:
        """Keep the rows of the codes. One query if there are any."""
        if not codes:
            return rows
        known = set(rows.filter(code__in=codes).values_list("code", flat=True))
        if absent := [code for code in codes if code not in known]:
            words = {"noun": noun, "code": absent[0]}
            raise Http404(
                _("没有代码为“%(code)s”的%(noun)s，或不在您的权限之内。") % words
            )
        return rows.filter(code__in=known)


@dataclass(frozen=True)
class Table:
    """One address: the fields of a row, where they come from, which rows there are.

    `paths` leads from fields to the lookups of `find`'s queryset, whose order is
    stable; `finish` completes rows (at most CHUNK) that came from there, in place.
    """

    row: type[Schema]
    paths: dict[str, str]
    find: Callable[[Asked, Viewer], QuerySet]
    finish: Callable[[list[dict], Viewer], None] = lambda rows, viewer: None

    def read(self, rows: Iterable[tuple], viewer: Viewer) -> Iterator[dict]:
        """Yield finished rows, CHUNK at a time."""
        rows = iter(rows)
        while some := [
            dict(zip(self.paths, row, strict=True)) for row in islice(rows, CHUNK)
        ]:
            self.finish(some, viewer)
            yield from some


def answer(request, asked: Asked, table: Table):
    """Return what the address answers: a dict for JSON, a response for CSV.

    Two queries (how many, a page of them) beside those that check the codes asked
    for and those of `finish`; one for page=all.
    """
    refuse_unknown(request, asked)
    viewer = Viewer(request.auth)
    wants_csv = _format(request, asked) == "csv"
    everything = asked.page == "all"
    if everything and not wants_csv:
        raise HttpError(422, _("page=all只用于CSV：取JSON请按页取，每页最多1000行。"))
    found = table.find(asked, viewer)
    tuples = found.values_list(*table.paths.values())
    if everything:
        rows = table.read(tuples.iterator(chunk_size=CHUNK), viewer)
        return _csv(request, table, rows)
    start = (asked.page - 1) * asked.page_size
    rows = table.read(tuples[start : start + asked.page_size], viewer)
    if wants_csv:
        return _csv(request, table, rows)
    return _page(request, asked, found.count(), list(rows))


def _format(request, asked: Asked) -> str:
    if asked.format:
        return asked.format
    preferred = request.get_preferred_type(["application/json", CSV])
    return "csv" if preferred == CSV else "json"


def _page(request, asked: Asked, count: int, rows: list[dict]) -> dict:
    further = request.GET.copy()
    further["page"] = asked.page + 1
    address = request.build_absolute_uri(f"{request.path}?{further.urlencode()}")
    return {
        "count": count,
        "page": asked.page,
        "page_size": asked.page_size,
        "next": address if asked.page * asked.page_size < count else None,
        "next_since": timezone.localtime() - WRITING,
        "items": rows,
    }


# ----------------------------------------------------------------------- CSV


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(request, table: Table, rows: Iterator[dict]) -> StreamingHttpResponse:
    """Stream the rows: UTF-8 with BOM, CRLF, the field names as headings.

    An error midway breaks the connection: half a file never looks like a whole one.
    """
    name = request.path.rsplit("/", 1)[-1]
    return StreamingHttpResponse(
        _lines(table, rows),
        content_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(table: Table, rows: Iterator[dict]) -> Iterator[str]:
    names = list(table.row.model_fields)
    writer, values = csv.writer(_Echo()), itemgetter(*names)
    yield BOM + writer.writerow(names)
    while some := list(islice(rows, CHUNK)):
        yield "".join(writer.writerow(_cells(values(row))) for row in some)


def _cells(values: tuple) -> list:
    """Return the cells of a row; most values are written as they are."""
    return [
        value
        if (kind := type(value)) in AS_IS or (kind is str and value[:1] not in RISKY)
        else cell(value)
        for value in values
    ]


def cell(value):
    """Return a value as CSV has it: numbers exact, lists joined, text never a
    formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        here = value.astimezone(timezone.get_default_timezone())
        return here.isoformat(timespec="milliseconds")
    if isinstance(value, list):
        value = "；".join(value)
    return guard(value) if isinstance(value, str) else value
