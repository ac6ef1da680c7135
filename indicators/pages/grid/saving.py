"""Where the grid's scripts save single cells and base figures; answers are JSON."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators import entry
from indicators.entry import checking
from indicators.models import (
    BaseFigure,
    BaseFigureChange,
    Entry,
    Indicator,
    Relation,
)
from indicators.pages import permissions
from indicators.pages.grid import form_rows, forms, remarks
from regions import permits
from regions.models import Region


@never_cache
@require_POST
@permissions.answers_json
def cells(request, code, year):
    """Save a list of rows: {"rows": what became of each, "around": their partners}.

    A row of a region's form that is refused or in conflict does not hinder the
    others. "around" are rows whose findings the change may have altered.
    """
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    body = _body(request)
    changes = forms.json_changes(body)
    outcomes = entry.save(region, year, changes, by=request.user)
    changed = [o.entry for o in outcomes]
    around = partners(request, region, year, changed)
    found = checking.findings(region, year, [*changed, *around])
    return JsonResponse(
        {
            "rows": [remarks.answer(o.entry, found[o.entry.pk], o) for o in outcomes],
            "around": [remarks.answer(e, found[e.pk]) for e in around],
        }
    )


def _body(request) -> dict:
    """Return the JSON sent; refuses what another account's page sends."""
    body = forms.json_of(request)
    permissions.require_same_person(request, body.get("by"))
    return body


def partners(request, region: Region, year: int, entries: Iterable[Entry]):
    """Return the other cells that a declared relation ties to these, as far as the
    person may read them. One or two queries."""
    pks = {e.indicator_id for e in entries}
    tied = Relation.objects.filter(Q(left__in=pks) | Q(right__in=pks))
    others = {pk for pair in tied.values_list("left", "right") for pk in pair} - pks
    if not others:
        return []
    rows_there = (
        Entry.objects.current()
        .of(region, year)
        .filter(indicator__in=others)
        .select_related(
            *("indicator", "submission__region", "submission__department"),
            *("submission__locked_by", "supplier", "substitute_region"),
        )
    )
    return list(form_rows.readable(rows_there, request.user.grants, region))


@never_cache
@require_POST
@permissions.answers_json
def base(request, code, year):
    """Save one base figure; answers it and the rows whose rate it changed."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    body = _body(request)
    kind, version = body.get("kind"), body.get("version") or None
    why = body.get("why", "")
    texts = (body.get("value"), body.get("source"))
    right = isinstance(version, int | None)
    right = right and all(isinstance(t, str) for t in (*texts, why))
    if kind not in Indicator.Base.values or not right:
        raise BadRequest(_("请求中的基础数据不完整。"))
    figure, changed = entry.save_base(
        *(region, year, kind, *texts), version=version, by=request.user, why=why
    )
    around = _after(request, region, year, changed)
    return JsonResponse({"base": base_answer(figure), "around": around})


def base_answer(figure: BaseFigure) -> dict:
    return {
        "kind": figure.kind,
        "value": str(figure.value),
        "source": figure.source,
        "version": figure.version,
    }


@never_cache
@require_safe
def base_history(request, code, year):
    """Show what was changed in the base figures that the person may read."""
    region = permissions.reachable(request, code)
    grants = request.user.grants
    kinds = form_rows.base_kinds_read(region, year, grants)
    permissions.require(bool(kinds), permits.on_rows("read_base_history"))
    changes = BaseFigureChange.objects.filter(region=region, year=year, kind__in=kinds)
    context = {
        "section": "entry",
        "region": region,
        "year": year,
        "changes": changes.select_related("by"),
    }
    return render(request, "entry/base_history.html", context)


def _after(request, region: Region, year: int, changed: list[Entry]) -> list[dict]:
    """Return the recomputed rows as the scripts read them, as far as the page shows
    them to the person."""
    if not changed:
        return []
    there = form_rows.entries_of(region, year).filter(pk__in=[e.pk for e in changed])
    fresh = list(form_rows.readable(there, request.user.grants, region))
    found = checking.findings(region, year, fresh)
    return [remarks.answer(e, found[e.pk]) for e in fresh]
