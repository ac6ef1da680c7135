"""What entry refuses, each with one sentence in Chinese."""

from django.core.exceptions import PermissionDenied


class EntryError(ValueError):
    """Something that cannot be done to a form or cell: what, where and what to do."""


class NotAllowed(EntryError, PermissionDenied):
    """The person may not do this here; the sentence says who may. Pages answer 403."""
