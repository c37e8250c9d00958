"""The directory on disk cannot do what was asked."""

from __future__ import annotations

from docstore.errors.base import DocstoreError


class StoreError(DocstoreError):
    """The store as a directory on disk cannot do what was asked."""


class NotAStoreError(StoreError):
    """The path exists, but holds something other than a docstore store."""


class StoreFormatError(StoreError):
    """The store was written by a newer version of docstore."""


class StoreReadOnlyError(StoreError):
    """A write to a store that is opened, or lies on a disk mounted, read-only."""


class StoreFullError(StoreError):
    """The store has reached its map size; nothing of the failed call was written."""


class DiskFullError(StoreError):
    """The file system has no room left; nothing of the failed call was written."""


class StoreCorruptError(StoreError):
    """Stored bytes are not what they must be."""


class StoreClosedError(StoreError):
    """The store was closed, or opened before a fork and used after it."""


class StoreClosingError(StoreError):
    """The store is being closed: what is still going on stops here. A task can be resumed when the store is open again."""

    def __init__(self) -> None:
        super().__init__("the store is being closed")


class TransactionError(StoreError):
    """``store.transaction()`` was used where it cannot be."""
