"""Keeps the files that come with a form: proofs of cells and the signed sheet."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import events
from indicators.entry.access import require_entering, require_unlocked
from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import Attachment, Entry, FormEvent, Submission
from regions import access, permits

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200  # of the column; the ending stays, it says what the file is
# What offices scan and send, recognised by its first bytes, not by its name.
KINDS = {
    ".pdf": ("application/pdf", [b"%PDF-"]),
    ".jpg": ("image/jpeg", [b"\xff\xd8\xff"]),
    ".jpeg": ("image/jpeg", [b"\xff\xd8\xff"]),
    ".png": ("image/png", [b"\x89PNG\r\n\x1a\n"]),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [b"PK\x03\x04"],
    ),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [b"PK\x03\x04"],
    ),
    ".xls": ("application/vnd.ms-excel", [b"\xd0\xcf\x11\xe0"]),
    ".doc": ("application/msword", [b"\xd0\xcf\x11\xe0"]),
    ".ofd": ("application/ofd", [b"PK\x03\x04"]),
}


def _content_type(name: str, file) -> str:
    """Return the type of a file whose first bytes agree with its name."""
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise EntryError(
            _("“%(name)s”的格式不能接收：请上传PDF、图片、OFD、Word或Excel文件。")
            % {"name": name}
        )
    kind, heads = KINDS[ending]
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if not any(head.startswith(h) for h in heads):
        raise EntryError(
            _("“%(name)s”的内容与扩展名不符，可能已损坏或改名，请重新导出后上传。")
            % {"name": name}
        )
    return kind


def _digest(file) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


@transaction.atomic
def attach(
    form: Submission,
    file,
    codes: Iterable[str] = (),
    *,
    kind: str = Attachment.Kind.PROOF,
    check_code: str = "",
    about: Mapping | None = None,
    by,
) -> Attachment:
    """Keep an uploaded file with a form, for a block of its region's cells.

    One file may prove cells of any number; they must be cells that the person may
    fill in. A signed sheet carries the check code of the form it was signed for, and
    `about` what is to be kept in the form's log to compare it by.
    Raises EntryError for a file that is empty, too large or of a foreign kind.
    """
    _require_attaching(form, kind, by)
    columns = kept(file)
    entries = _cells(form, codes, by)
    row = Attachment.objects.create(
        submission=form, kind=kind, check_code=check_code, by=by, **columns
    )
    row.entries.set(entries)
    _note(row, [e.indicator.code for e in entries], about or {}, by)
    return row


def _note(row: Attachment, codes: list[str], about: Mapping, by) -> None:
    signed = row.kind == Attachment.Kind.SIGNED
    details = {"indicators": codes, "code": row.check_code, "token": str(row.token)}
    FormEvent.objects.create(
        submission=row.submission,
        kind=FormEvent.Kind.SIGNED if signed else FormEvent.Kind.ATTACHED,
        text=row.name,
        details=details | dict(about),
        by=by,
    )


def kept(file) -> dict:
    """Return an uploaded file with what is kept of it, by column; EntryError for one
    that is empty, too large or of a foreign kind."""
    name, content_type = _accepted(file)
    about = {"name": name, "content_type": content_type, "size": file.size}
    return about | {"sha256": _digest(file), "file": file}


def _accepted(file) -> tuple[str, str]:
    """Return an uploaded file's name and type; raises EntryError."""
    path = PurePath(str(file.name).replace("\\", "/"))
    name = path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix
    if not file.size:
        raise EntryError(_("“%(name)s”是空文件。") % {"name": name})
    if file.size > LARGEST:
        raise EntryError(
            _("“%(name)s”超过20MB：请压缩或分成几个文件。") % {"name": name}
        )
    return name, _content_type(name, file)


def _require_attaching(form: Submission, kind: str, by) -> None:
    """Proofs come from who fills in, while the form is open; the signed sheet, which
    changes no cell, also from a reviewer and after locking."""
    if kind == Attachment.Kind.SIGNED:
        if not access.may_review(by.grants, form.region.code):
            require_entering(form, by)
        return
    require_entering(form, by)
    require_unlocked(form)


def _cells(form: Submission, codes: Iterable[str], by) -> list[Entry]:
    codes = set(codes)
    entries = list(
        Entry.objects.current()
        .of(form.region, form.year)
        .filter(indicator__code__in=codes)
        .select_related("indicator", "submission__region", "submission__department")
    )
    for entry in entries:
        require_entering(entry.submission, by)
    return entries


@transaction.atomic
def detach(attachment: Attachment, *, by) -> None:
    """Remove a proof that is no longer wanted, while all its cells are still open.

    One file may prove cells of several forms: whoever removes it fills in them all.
    """
    form = attachment.submission
    require_entering(form, by)
    require_unlocked(form)
    if attachment.kind == Attachment.Kind.SIGNED:
        raise NotAllowed(permits.on_rows("remove_signed"))
    about = ("indicator", "submission__region", "submission__department")
    rows = list(attachment.entries.select_related(*about))
    for row in rows:
        require_entering(row.submission, by)
    if any(not row.is_open for row in rows):
        raise EntryError(
            _("“%(name)s”佐证的指标已提交或审定，不能删除。")
            % {"name": attachment.name}
        )
    name, stored = attachment.name, attachment.file
    attachment.delete()
    text = _("删除%(name)s") % {"name": name}
    events.note(FormEvent.Kind.ATTACHED, rows, by, text)
    transaction.on_commit(lambda: stored.delete(save=False))
