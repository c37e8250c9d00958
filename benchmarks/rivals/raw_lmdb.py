"""The floor: LMDB's own cursors, without a document API around them. No sync."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import lmdb

Rows = Iterable[tuple[Any, Any]]

_TABLES = (b"log", b"ids")


class RawLmdb:
    """An environment with the tables ``log`` and ``ids`` of a source, and another pair to copy them into."""

    def __init__(self, directory: Path) -> None:
        self.env = lmdb.open(str(directory / "rival.lmdb"), map_size=1 << 36, max_dbs=8, sync=False, metasync=False)
        self.source = {name: self.env.open_db(b"from-" + name) for name in _TABLES}
        self.target = {name: self.env.open_db(b"to-" + name) for name in _TABLES}

    def fill(self, log: Rows, ids: Rows) -> None:
        """Put rows, in the order of their keys, into the source tables."""
        with self.env.begin(write=True) as txn:
            for name, rows in zip(_TABLES, (log, ids), strict=True):
                txn.cursor(self.source[name]).putmulti(rows, append=True)

    def empty(self) -> None:
        """Empty the target tables."""
        with self.env.begin(write=True) as txn:
            for table in self.target.values():
                txn.drop(table, delete=False)

    def copy(self) -> None:
        """Both tables, cursor to cursor, in one transaction."""
        with self.env.begin(write=True) as txn:
            for name in _TABLES:
                txn.cursor(self.target[name]).putmulti(txn.cursor(self.source[name]).iternext(), append=True)

    def get_each(self, ids: Iterable[bytes]) -> None:
        """The record of one id after another, each in a transaction of its own."""
        pointers, records = self.source[b"ids"], self.source[b"log"]
        for doc_id in ids:
            with self.env.begin() as txn:
                txn.get((txn.get(doc_id, db=pointers) or b"")[:8], db=records)

    def put_each(self, rows: Rows) -> None:
        """One row after another, each in a transaction of its own."""
        target = self.target[b"log"]
        for key, value in rows:
            with self.env.begin(write=True) as txn:
                txn.put(key, value, db=target)

    def close(self) -> None:
        """Close the environment."""
        self.env.close()
