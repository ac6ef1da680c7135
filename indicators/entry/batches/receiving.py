"""Takes an uploaded spreadsheet in: read, compared, kept; nothing is written yet."""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import bulk, stamp, words
from indicators.entry.access import require
from indicators.entry.batches import (
    answering,
    forms,
    history,
    locking,
    rights,
    vocabulary,
)
from indicators.entry.batches import lines as of
from indicators.entry.batches.lines import BatchLine
from indicators.entry.problems import EntryError
from indicators.layouts import recognising
from indicators.layouts.figures import COLLECTION, Found
from indicators.layouts.known import FORMS, HISTORY
from indicators.models import Entry, ImportBatch, Submission
from indicators.spreadsheets import guard
from indicators.spreadsheets.refusal import FileRefused
from regions import access
from regions.models import Region

MOST_STORED = 20 * 2**20  # bytes of the lines of one batch
READING = threading.BoundedSemaphore(2)  # files read at a time in one process
PATIENCE = 30  # seconds that a third one waits
LONGEST_NAME = 200  # of the column; the ending stays
CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def compare(found: Found, region: Region, year: int | None, by) -> list[BatchLine]:
    """Return the difference of a file to what is stored, a line per cell, in the
    order of the file; `year` None is history. Writes nothing.

    Six to ten queries whatever the number of lines; inside a transaction.
    """
    if year is not None:
        unit = _supplier(found, region, by)
        made, _rows = forms.compare(found.figures, region, year, by, unit)
    else:
        made = [line for line, _value in history.compare(found.figures, by)]
    return _as_in_the_file([*made, *map(of.of_doubt, found.doubts)])


def _as_in_the_file(made: list[BatchLine]) -> list[BatchLine]:
    """Return the lines in the order of the file's sheets and rows."""
    sheets = {name: n for n, name in enumerate(dict.fromkeys(i.sheet for i in made))}
    return sorted(made, key=lambda i: (sheets[i.sheet], i.row, len(i.column), i.column))


def _supplier(found: Found, region: Region, by) -> str:
    """Return the unit whose collection sheet the bureau's clerk sends in, "" else."""
    if found.layout != COLLECTION or access.own_forms(by.grants, region.code):
        return ""
    return next(iter(stamp.units(found.stamp)), "")


@bulk.many_objects()
def receive(
    region: Region, year: int | None, file, *, source: str = "", by
) -> ImportBatch:
    """Read an uploaded file and keep it with its difference, to be looked at.

    `file` has a name, a size and is read once. The same file once more, not applied
    yet, is compared anew and stays one batch. Raises FileRefused for a file that is
    not read, NotAllowed for a person who may not upload here; then nothing is kept.
    """
    allowed = require_uploading(region, year, by)
    name = shown_name(str(file.name))
    guard.require_size(file.size, name)
    data = file.read()
    found = _read(region, year, name, data, allowed, {}, by)
    return _keep(found, region, year, name, data, source, by)


@bulk.many_objects()
def answer(
    batch: ImportBatch,
    said: Mapping[str, str],
    meant: Mapping[tuple[str, str], str],
    dropped: Iterable[int] = (),
    *,
    by,
) -> ImportBatch:
    """Take what the uploader says of a file and read it again; nothing is written of
    what it holds.

    `said` are answers by question, `meant` indicators (code or name) by (name, unit)
    of the file, `dropped` aliases of the office that no longer hold. Raises EntryError
    for an answer that is none, NotAllowed for anybody but the uploader.
    """
    with transaction.atomic():
        batch = locking.locked(batch)
        rights.require_uploader(batch, by)
        locking.require(batch, batch.kind, ImportBatch.State.READ)
        allowed = require_uploading(batch.region, batch.year, by)
        answering.take(batch, said)
        answering.forget(batch.region, dropped)
        answering.keep(batch.region, meant, by)
        with batch.file.open() as file:
            data = file.read()
        about = (batch.region, batch.year, batch.name, data, allowed)
        found = _read(*about, answering.answers(batch), by)
        _note(batch, found, batch.region, batch.year, by)
        batch.save()
    return batch


def _read(region, year, name, data, allowed, answers, by) -> Found:
    """Return what a file says; raises FileRefused, also while two others are read:
    each may take as much memory as a file may."""
    layouts = HISTORY if year is None else FORMS
    known = vocabulary.known(region, year, layouts, by, answers)
    if not READING.acquire(timeout=PATIENCE):
        raise FileRefused(_("正在读取其他文件，请稍后上传。"))
    try:
        found = recognising.read(data, name, known)
    finally:
        READING.release()
    if year is not None:
        found.notes = _verified(found, region, year, allowed) + found.notes
    if not found.figures and not found.doubts:
        raise FileRefused(
            _("“%(name)s”没有已填的数值，请在本年值等列填写后上传。") % {"name": name}
        )
    return found


def require_uploading(region: Region, year: int | None, by) -> set[int] | None:
    """Raise NotAllowed unless one may upload here; return whose rows, None for all."""
    if year is None:
        require("import", region, by)
        return None
    require("fill_in", region, by)
    mine = access.own_forms(by.grants, region.code)
    if not Submission.objects.asked().filter(region=region, year=year).exists():
        raise EntryError(
            _("%(region)s%(year)s年没有填报任务。") % {"region": region, "year": year}
        )
    return mine


def _verified(found: Found, region: Region, year: int, allowed) -> list[str]:
    """Return what the hidden mark of a form makes one remark; raises FileRefused."""
    rows = (
        Entry.objects.current()
        .of(region, year)
        .select_related("submission__department")
    )
    named = set(stamp.units(found.stamp))
    codes, mine = {}, set()
    for entry in rows.select_related("indicator", "submission__department"):
        unit = entry.submission.unit_key
        if not named or unit in named:
            codes[entry.indicator.code] = entry.indicator.name
        if allowed is not None and entry.submission.department_id in allowed:
            mine.add(unit)
    whose = None if allowed is None else mine
    return stamp.verify(found.stamp, region, year, codes, whose)


def shown_name(name: str) -> str:
    """Return a file's name as it is shown and kept: no path, nothing invisible."""
    path = PurePath(CONTROL.sub("", words.clean(name)).replace("\\", "/"))
    ending = path.suffix[:20]
    return (path.stem[: LONGEST_NAME - len(ending)] + ending) or "-"


@transaction.atomic
def _keep(
    found: Found, region, year, name: str, data: bytes, source, by
) -> ImportBatch:
    digest = hashlib.sha256(data).hexdigest()
    batch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .filter(region=region, year=year, by=by, sha256=digest, state="read")
        .first()
    )
    batch = batch or ImportBatch(region=region, year=year, by=by, sha256=digest)
    batch.kind = ImportBatch.Kind.HISTORY if year is None else ImportBatch.Kind.FORM
    batch.name, batch.size, batch.source = name, len(data), source
    batch.reading = {}
    _note(batch, found, region, year, by)
    if batch.file:
        batch.save()
        return batch
    batch.file.save(name, ContentFile(data), save=False)
    try:
        batch.save()
    except BaseException:  # whatever it is: no row, so no file either
        batch.file.delete(save=False)
        raise
    return batch


def _note(batch: ImportBatch, found: Found, region, year, by) -> None:
    """Put what a file says, and its difference to what is stored, on its batch."""
    made = compare(found, region, year, by)
    _require_storable(made)
    batch.layout, batch.notes = found.layout, found.notes
    batch.lines, batch.counts = of.stored(made), of.counts(made)
    batch.places = _places(made, year, by)
    answering.note(batch, found)


def _require_storable(made: list[BatchLine]) -> None:
    """Refuse a difference that would be too large to keep and to look at."""
    size = sum(map(of.size, made))
    if size > MOST_STORED:
        raise FileRefused(
            _("文件中文字过多（差异%(n)sMB，最多%(most)sMB），请分成几个文件上传。")
            % {"n": size // 2**20, "most": MOST_STORED // 2**20}
        )


def _places(lines: list[BatchLine], year: int | None, by) -> list[str]:
    """Return the regions (codes) whose stored figures a history's lines show."""
    if year is not None:
        return []
    named = {line.region for line in lines} - {""}
    return sorted(code for code in named if access.may_import(by.grants, code))
