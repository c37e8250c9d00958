"""Is this directory a store, and one that this version can read? The ``meta`` table's fixed rows."""

from __future__ import annotations

from pathlib import Path
from struct import Struct

import lmdb

from docstore.clock import CLOCK
from docstore.errors import NotAStoreError, StoreFormatError
from docstore.storage.tables import META
from docstore.storage.transaction import Transaction

FORMAT = 1
"""The version of the layout in docs/storage.md; raised by a change that older code would misread."""

_FORMAT_KEY = b"format"
_STORE_ID = b"store_id"
_COUNTER = Struct(">Q")
_OWN_FILES = ("data.mdb", "lock.mdb", "checkpoint.", "new-checkpoint.", "columns")


def examine(path: Path) -> None:
    """Refuse a path that holds something other than a store, before anything is made there."""
    if path.is_file():
        raise NotAStoreError(f"[{path}] is a file; a store is a directory")
    if not path.is_dir() or (path / "data.mdb").exists():
        return
    others = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith(_OWN_FILES))
    if others:
        raise NotAStoreError(f"[{path}] is not a store: it holds [{others[0]}]; give an empty or a new directory")


def verify(txn: Transaction) -> None:
    """Refuse a foreign LMDB file and a newer format."""
    try:
        found = txn.get(META, _FORMAT_KEY)
    except lmdb.Error:
        found = None
    if found is None:
        raise NotAStoreError(f"[{txn.environment.path}] holds an LMDB environment that docstore did not make")
    (version,) = _COUNTER.unpack(found)
    if version > FORMAT:
        raise StoreFormatError(
            f"[{txn.environment.path}] has format {version}, this docstore reads up to {FORMAT}: install a newer docstore"
        )


def mark(txn: Transaction) -> None:
    """Make an empty LMDB environment a store."""
    txn.put(META, _FORMAT_KEY, _COUNTER.pack(FORMAT))
    txn.put(META, _STORE_ID, CLOCK.uuid().encode())


def store_id(txn: Transaction) -> str:
    """The id that the store was born with."""
    return (txn.get(META, _STORE_ID) or b"").decode()


def counter(txn: Transaction, name: bytes) -> int:
    """A named counter of the store, 0 before it was moved."""
    value = txn.get(META, name)
    return 0 if value is None else int(_COUNTER.unpack(value)[0])


def advance(txn: Transaction, name: bytes) -> int:
    """Move a named counter by one and give its new value."""
    value = counter(txn, name) + 1
    txn.put(META, name, _COUNTER.pack(value))
    return value
