"""The links above the grid: which form, which order, which rows, how large."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Entry
from indicators.pages.grid.forms import GridQuery
from indicators.pages.progress import FormProgress


def links(scope, entries: Iterable[Entry], collects: bool) -> dict:
    """Return the links by group; each keeps what the other groups say.

    `collects`: the viewer is noted as 经办人 of some of the rows.
    """
    return {
        "forms": form_links(scope, entries, collects),
        "by": [
            _link(words, scope.by == by, address(scope, by=by))
            for by, words in GridQuery.BY
        ],
        "only": [
            _link(words, scope.only == only, address(scope, only=only))
            | {"value": only}
            for only, words in [("", _("全部指标")), *GridQuery.ONLY]
        ],
        "large": _link("", scope.large, address(scope, large=not scope.large)),
    }


def _link(words, current: bool, url: str, note: str = "") -> dict:
    return {"words": words, "current": current, "url": url, "note": note}


def address(scope, **changes) -> str:
    """Return the grid's query string with some of it changed."""
    said = {
        "department": _department(scope),
        "mine": scope.mine,
        "by": scope.by if scope.by != "domain" else "",
        "only": scope.only,
        "large": scope.large,
    } | changes
    kept = {
        name: 1 if value is True else value
        for name, value in said.items()
        if value or (name == "department" and value == "")
    }
    return "?" + urlencode(kept)


def _department(scope) -> str | None:
    """Return how the address names the form looked at; "" is the bureau's own."""
    if scope.form is None:
        return None
    return scope.form.department.name if scope.form.department else ""


def form_links(scope, entries: Iterable[Entry], collects: bool) -> list[dict]:
    """Return the forms one may switch to, with how far each is; [] for only one."""
    today, found = timezone.localdate(), {}
    for entry in entries:
        form, counts = found.setdefault(
            entry.submission_id, (entry.submission, FormProgress())
        )
        counts.add(entry, today)
    if len(found) < 2 and not collects:
        return []
    everything = address(scope, department=None, mine=False)
    links = [_link(_("全部"), not scope.form and not scope.mine, everything)]
    if collects:
        mine = address(scope, department=None, mine=True)
        links.append(_link(_("我经办的"), scope.mine, mine))
    ordered = sorted(
        found.values(), key=lambda pair: (bool(pair[0].department), pair[0].unit_name)
    )
    for form, counts in ordered:
        name = form.department.name if form.department else ""
        current = scope.form is not None and scope.form.pk == form.pk
        url = address(scope, department=name, mine=False)
        done = f"{counts.filled}/{counts.asked}"
        links.append(_link(form.unit_name, current, url, done))
    return links
