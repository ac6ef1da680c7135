"""The hidden mark of a form that this system wrote: what it says, whether it holds.

A form carries it on a very hidden sheet, one key and its value a row. The
fingerprint covers what the form is of and which rows it has, never a value.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.layouts import columns
from indicators.layouts.figures import COLLECTION, ENTRY_FORM
from indicators.spreadsheets.refusal import FileRefused

SHEET = columns.STAMP_SHEET
FORMAT = "1"
KINDS = (ENTRY_FORM, COLLECTION)
SIGNED = ("kind", "format", "region", "year", "units")
SHOWN = 5  # indicators that a sentence names
A_CELL = 60  # indicator codes in one cell of the hidden sheet


def make(
    kind: str, region, year: int, units: Iterable[str], codes: Iterable[str], at
) -> dict[str, str]:
    """Return the mark of a form as texts.

    `units` names the forms (Submission.unit_key) that its rows belong to, none where
    it holds all of the region's year; `codes` are its rows in order; `at` is when.
    """
    codes = list(codes)
    said = {
        "kind": kind,
        "format": FORMAT,
        "region": region.code,
        "region_name": region.name,
        "year": str(year),
        "units": "\n".join(units),
        "made_at": at.isoformat(timespec="seconds"),
        "rows": str(len(codes)),
    } | {
        f"codes{start // A_CELL + 1}": " ".join(codes[start : start + A_CELL])
        for start in range(0, len(codes), A_CELL)
    }
    return said | {"fingerprint": _fingerprint(said, settings.SECRET_KEY)}


def _fingerprint(said: Mapping[str, str], secret: str) -> str:
    signed = [said.get(name, "") for name in SIGNED]
    text = json.dumps([*signed, *codes_of(said)], ensure_ascii=True)
    key = f"healthplan form {secret}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:24]


def holds(said: Mapping[str, str]) -> bool:
    """Say whether the fingerprint is ours, of the present or an earlier secret."""
    given = said.get("fingerprint", "").encode()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(
        hmac.compare_digest(_fingerprint(said, secret).encode(), given)
        for secret in secrets
    )


def codes_of(said: Mapping[str, str]) -> list[str]:
    """Return the indicator codes of a form's rows when it was made, in order."""
    found, part = [], 1
    while text := said.get(f"codes{part}", ""):
        found += text.split()
        part += 1
    return found


def units(said: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the forms that a mark is of; () for all of the region's."""
    return tuple(filter(None, said.get("units", "").split("\n")))


def verify(
    said: Mapping[str, str],
    region,
    year: int,
    codes: Mapping[str, str] | Collection[str],
    allowed: Collection[str] | None = None,
) -> list[str]:
    """Return what a person should know of a form before it is applied; [] for nothing.

    `codes` are the indicators (code → name where known) that the forms which the mark
    is of hold now (see `units`); `allowed` names the forms that the person fills in,
    None for all. A file without a mark is only noted. Raises FileRefused for a form
    of another region, year or unit, and for a mark that is not ours.
    """
    if not said:
        return [
            _(
                "该文件不是从本系统下载的，已按表头识别。"
                "下载后他人有无修改无法判断，请逐项核对后导入。"
            )
        ]
    _require_place(said, region, year)
    _require_ours(said)
    _require_unit(said, allowed)
    return _of_another_list(said, codes)


def _require_ours(said: Mapping[str, str]) -> None:
    if said.get("kind") not in KINDS or said.get("format") != FORMAT:
        raise FileRefused(_("该表由其他版本导出，请重新下载填报表，填写后上传。"))
    if not holds(said):
        raise FileRefused(_("该表校验信息与本系统不符，请重新下载填报表，填写后上传。"))


def _require_place(said: Mapping[str, str], region, year: int) -> None:
    """Refuse the form of another region or year, whoever wrote it."""
    place, when = said.get("region", ""), said.get("year", "")
    if (place, when) == (region.code, str(year)):
        return
    name = said.get("region_name") or place
    if place != region.code:
        raise FileRefused(
            _(
                "该表为%(other)s%(when)s年填报表，请在%(other)s的页面上传，"
                "或改用%(region)s的表。"
            )
            % {"other": name, "when": when, "region": region}
        )
    raise FileRefused(
        _("该表为%(when)s年填报表，请在%(when)s年的页面上传，或下载%(year)s年的表。")
        % {"when": when, "year": year}
    )


def _require_unit(said: Mapping[str, str], allowed: Collection[str] | None) -> None:
    """Refuse a form none of whose rows the person fills in."""
    named = units(said)
    if allowed is None or not named or set(named) & set(allowed):
        return
    raise FileRefused(
        _("该表为%(other)s的填报表，请下载%(mine)s的表。")
        % {"other": _("、").join(named), "mine": _("、").join(sorted(allowed))}
    )


def _of_another_list(
    said: Mapping[str, str], codes: Mapping[str, str] | Collection[str]
) -> list[str]:
    """Return what was added to and taken from the list since the form was made."""
    names = dict(codes) if isinstance(codes, Mapping) else {c: c for c in codes}
    then = codes_of(said)
    added = [name for code, name in names.items() if code not in set(then)]
    gone = [code for code in then if code not in names]
    found = []
    if added:
        found.append(
            _("该表于%(day)s下载，其后增加的%(n)s项指标未列入：%(names)s。")
            % {"day": _made_on(said), "n": len(added), "names": _some(added)}
        )
    if gone:
        found.append(
            _("该表于%(day)s下载，其中%(n)s项指标已不采集，未读取：%(names)s。")
            % {"day": _made_on(said), "n": len(gone), "names": _some(gone)}
        )
    return found


def _made_on(said: Mapping[str, str]) -> str:
    try:
        made = datetime.fromisoformat(said.get("made_at", ""))
    except ValueError:
        return _("此前")
    return f"{made:%Y-%m-%d %H:%M}"


def _some(names: list[str]) -> str:
    shown = _("、").join(names[:SHOWN])
    return shown if len(names) <= SHOWN else _("%(names)s等") % {"names": shown}
