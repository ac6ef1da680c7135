"""Reads what the grid sends: its address, its plain form, its scripts' JSON."""

import json

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

from indicators.entry import CellChange, texts
from indicators.entry.drafts import SAID_BY_PAGES
from indicators.models import BaseFigure, Entry

MOST_CELLS = 2000  # rows in one request; a region's form has some dozens


class GridQuery(forms.Form):
    """What the grid's address may say: which rows, in which order, how large."""

    BY = [("domain", _("按领域")), ("owner", _("按提供部门"))]
    ONLY = [
        ("unfilled", _("只看未填")),
        ("problems", _("有错误或需核实")),
        ("returned", _("只看退回")),
    ]
    WRONG = _("“%(value)s”不是表格的显示方式，请从页面上的链接进入。")

    by = forms.ChoiceField(
        choices=BY, required=False, error_messages={"invalid_choice": WRONG}
    )
    only = forms.ChoiceField(
        choices=ONLY, required=False, error_messages={"invalid_choice": WRONG}
    )
    mine = forms.BooleanField(required=False)
    large = forms.BooleanField(required=False)
    rest = forms.BooleanField(required=False)


def posted_texts(post, code: str) -> dict[str, str]:
    """Return field → text that a plain form sent for one row."""
    return {
        name: post[key].replace("\r\n", "\n")
        for name in texts.COLUMNS
        if (key := f"{name}-{code}") in post
    }


def posted_seen(post, code: str) -> dict[str, str]:
    """Return field → text as the page showed it when it was sent to the browser."""
    try:
        seen = json.loads(post.get(f"was-{code}", "{}"))
    except ValueError:
        seen = None
    if not isinstance(seen, dict):
        raise BadRequest(_("表格不完整，请从待办重新打开填报表。"))
    return {str(name): str(text) for name, text in seen.items()}


def posted_version(post, code: str) -> int | None:
    text = post.get(f"version-{code}", "")
    return int(text) if text.isascii() and text.isdigit() else None


def supply_of(post) -> dict[str, str]:
    """Return who supplied, as the 代填 bar says it, and the source of all rows where one
    is given; {} where no department is chosen."""
    found = {name: post.get(f"supply-{name}", "").strip() for name in texts.SUPPLY}
    if source := post.get("supply-source", "").strip():
        found["source"] = source
    return found if found["supplier"] else {}


def plain_changes(post, entries: list[Entry]) -> list[CellChange]:
    """Return what a plain form changes, row by row; unchanged rows are left out."""
    found = []
    for entry in entries:
        code = entry.indicator.code
        typed = posted_texts(post, code)
        fields = texts.changed(typed, posted_seen(post, code), entry)
        if fields:
            found.append(CellChange(code, posted_version(post, code), fields))
    return found


def plain_bases(post, figures: list[BaseFigure]) -> list[tuple[BaseFigure, str, str]]:
    """Return (figure as stored, value, source) for the base figures that differ."""
    found = []
    for figure in figures:
        value = post.get(f"base-value-{figure.kind}", "").strip()
        source = post.get(f"base-source-{figure.kind}", "").strip()
        stored = (str(figure.value or ""), figure.source)
        if (value, source) != stored and (value or source):
            found.append((figure, value, source))
    return found


def json_of(request) -> dict:
    """Return the JSON object of a request's body; BadRequest for anything else."""
    try:
        found = json.loads(request.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadRequest(_("请求不是JSON对象。"))
    return found


def json_changes(body: dict) -> list[CellChange]:
    """Return the changes of a script's request: {"cells": [{indicator, version,
    fields, how}]}."""
    cells = body.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise BadRequest(_("请求中没有需保存的单元格，或数量过多。"))
    return [_change(cell) for cell in cells]


def _change(cell) -> CellChange:
    fields = cell.get("fields") if isinstance(cell, dict) else None
    version = cell.get("version") if isinstance(cell, dict) else None
    how = cell.get("how", "typed") if isinstance(cell, dict) else None
    right = (
        isinstance(fields, dict)
        and isinstance(cell.get("indicator"), str)
        and isinstance(version, int | None)
        and all(isinstance(text, str) for text in fields.values())
        and isinstance(how, str)
        and how in SAID_BY_PAGES
    )
    if not right:
        raise BadRequest(_("请求中的单元格不完整。"))
    return CellChange(cell["indicator"], version, fields, how)
