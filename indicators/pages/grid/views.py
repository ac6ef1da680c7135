"""The entry grid: one page that a script makes live and that works as a plain form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import entry
from indicators.entry import texts
from indicators.models import Entry
from indicators.pages import permissions
from indicators.pages.grid import acts, form_rows, forms, grid_page
from indicators.pages.grid.grid_rows import TypedRow
from regions import permits
from regions.models import Region


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, code, year):
    """Show a region's year; take what a plain form sends and show it again."""
    region = permissions.reachable(request, code)
    query = forms.GridQuery(request.GET)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    scope = scope_of(request, region, year, query.cleaned_data)
    if request.method == "POST":
        return posted(request, scope)
    return page(request, scope)


def scope_of(request, region: Region, year: int, asked: dict) -> grid_page.GridScope:
    """Return what is looked at; 403 for who may read none of it, 404 for no form."""
    form = permissions.named_form(region, year, request.GET.get("department"))
    if form:
        permissions.require_on(request, "read", form)
    else:
        permissions.require_act(request, "read_forms", region)
    return grid_page.GridScope(
        region=region,
        year=year,
        user=request.user,
        form=form,
        by=asked["by"] or "domain",
        only=asked["only"],
        mine=asked["mine"],
        large=asked["large"],
        rest=asked["rest"],
    )


def page(request, scope, typed=None, status=200):
    """Answer with the page; where there is nothing asked, with what to do."""
    context = grid_page.context(scope, typed)
    # at the same address, and yet no reload, which would post again
    context["again"] = request.get_full_path() if status != 200 else ""
    empty = not context["rows"]
    template = "entry/grid_empty.html" if empty else "entry/grid.html"
    return render(request, template, context, status=status)


def posted(request, scope):
    """Save what differs, then do what the pressed button says; all of it said back."""
    entries = scope.entries()
    mine = [e for e in entries if scope.may_enter(e.submission)]
    permissions.require(bool(mine), permits.sentence("fill_in", scope.region))
    typed = save_plain(request, scope, mine)
    save_bases(request, scope, mine)
    if typed:
        messages.error(
            request,
            _("%(n)s项未保存，所填内容仍在表中，原因见各项下方。") % {"n": len(typed)},
        )
        return page(request, scope, typed, status=422)
    try:
        acts.from_form(request, scope)
    except entry.CellsRefused as why:
        messages.error(request, str(why))
        typed = {code: TypedRow(blocked=said) for code, said in why.cells.items()}
        return page(request, scope, typed, status=422)
    except entry.EntryError as why:
        messages.error(request, str(why))
        return page(request, scope, status=422)
    return redirect(request.get_full_path())


def save_plain(request, scope, entries: list[Entry]) -> dict[str, TypedRow]:
    """Save the rows that differ; return what could not be stored, by indicator code."""
    changes = forms.plain_changes(request.POST, entries)
    if not changes:
        return {}
    outcomes = entry.save(scope.region, scope.year, changes, by=request.user)
    found, saved = {}, 0
    for change, outcome in zip(changes, outcomes, strict=True):
        saved += outcome.status == "saved"
        if outcome.status == "conflict":
            theirs = texts.of(outcome.entry)
            found[change.indicator] = TypedRow(change.fields, theirs=theirs)
        elif outcome.refused:
            kept = {name: change.fields[name] for name in outcome.refused}
            found[change.indicator] = TypedRow(kept, outcome.refused)
    if saved:
        messages.success(request, _("已保存%(n)s项。") % {"n": saved})
    return found


def save_bases(request, scope, entries: list[Entry]) -> None:
    """Save the base figures that differ, each refusal a message of its own."""
    grants = request.user.grants
    figures = form_rows.bases(scope.region, scope.year, entries, grants)
    for figure, value, source in forms.plain_bases(request.POST, figures):
        seen = request.POST.get(f"base-version-{figure.kind}", "")
        try:
            entry.save_base(
                *(scope.region, scope.year, figure.kind, value, source),
                version=int(seen)
                if seen.isascii() and seen.isdigit() and int(seen)
                else None,
                by=request.user,
                why=request.POST.get(f"base-why-{figure.kind}", ""),
            )
        except entry.EntryError as why:
            messages.error(
                request,
                _("%(figure)s：%(why)s")
                % {"figure": figure.get_kind_display(), "why": why},
            )
