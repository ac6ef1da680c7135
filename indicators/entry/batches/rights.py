"""Who may look at a batch, apply, confirm, cancel and undo it (§ Access)."""

from indicators.entry.problems import NotAllowed
from indicators.models import ImportBatch
from regions import access, permits

Kind, State = ImportBatch.Kind, ImportBatch.State


def may_look(batch: ImportBatch, user) -> bool:
    """Whoever uploaded it, and who reads all cells of the region's forms, or for
    history who imports it there."""
    code, grants = batch.region.code, user.grants
    if batch.by_id == user.pk and _still_works_there(batch, user):
        return True
    if batch.kind == Kind.HISTORY:
        return _imports_all(batch, user)
    return access.may_read_entries(grants, code, None)


def _imports_all(batch: ImportBatch, user) -> bool:
    """Whether the person imports the history of every region that the lines show."""
    return imports(user.grants, {batch.region.code, *batch.places})


def imports(grants, codes) -> bool:
    """Whether the grants import, or confirm, the history of all the regions (codes)."""
    return all(access.may_import(grants, code) for code in codes)


def _still_works_there(batch: ImportBatch, user) -> bool:
    if batch.kind == Kind.HISTORY:
        return _imports_all(batch, user)
    return access.may_enter_any(user.grants, batch.region.code)


def may_have_file(batch: ImportBatch, user) -> bool:
    """The file itself may hold event counts: for who may see them, and who sent it."""
    counts = access.may_see_counts(user.grants, batch.region.code)
    return may_look(batch, user) and (counts or batch.by_id == user.pk)


def may_undo(batch: ImportBatch, user) -> bool:
    """Who applied it, and the region's reviewers and administrators."""
    if batch.kind == Kind.HISTORY:
        return _imports_all(batch, user)
    if access.may_lock(user.grants, batch.region.code):
        return True
    return batch.applied_by_id == user.pk and may_look(batch, user)


def require_uploader(batch: ImportBatch, user) -> None:
    """Raise NotAllowed unless the person uploaded the file: what it says is theirs."""
    if batch.by_id != user.pk or not may_look(batch, user):
        raise NotAllowed(permits.on_rows("apply_batch", who=batch.by))


def require_undoing(batch: ImportBatch, user) -> None:
    if not may_undo(batch, user):
        raise NotAllowed(permits.on_rows("undo_batch", region=batch.region))
