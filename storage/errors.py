"""The one error of storage: a line for the operator, no traceback."""

from __future__ import annotations


class StorageError(Exception):
    """The database or the archive cannot be used; `str()` is one line that says which and why."""
