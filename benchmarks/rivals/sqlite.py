"""SQLite with one table of (text primary key, blob): write-ahead log, ``synchronous`` off."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Row = tuple[str, bytes | str]

_TABLE = "CREATE TABLE {} (id TEXT PRIMARY KEY, doc BLOB)"


class Sqlite:
    """A database file with the tables ``a`` (the source) and ``b``."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "rival.sqlite"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = OFF")
        for name in ("a", "b"):
            self.db.execute(_TABLE.format(name))

    def fill(self, rows: Iterable[Row]) -> None:
        """Put rows into ``a``."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO a VALUES (?, ?)", rows)
        self.db.execute("COMMIT")
        self._rest()

    def empty(self) -> None:
        """Make ``b`` a new, empty table."""
        self.db.execute("DROP TABLE b")
        self.db.execute(_TABLE.format("b"))
        self._rest()

    def _rest(self) -> None:
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy(self) -> None:
        """All rows of ``a`` into the empty ``b``.

        Both tables are alike and ``b`` is empty, so SQLite moves whole records of table and key index (its transfer optimization).
        """
        self.db.execute("INSERT INTO b SELECT * FROM a")

    def upsert(self) -> None:
        """All rows of ``a`` over the same ids in ``b``."""
        self.db.execute("INSERT INTO b SELECT * FROM a WHERE true ON CONFLICT(id) DO UPDATE SET doc = excluded.doc")

    def change(self) -> None:
        """Let every row of ``b`` differ from that of ``a`` in its first byte."""
        self.db.execute("UPDATE b SET doc = CAST(x'00' || substr(doc, 2) AS BLOB)")
        self._rest()

    def load(self, documents: Iterable[dict[str, Any]], field: str) -> None:
        """Documents as JSON into the empty ``b``, in one transaction."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO b VALUES (?, ?)", ((str(one[field]), json.dumps(one)) for one in documents))
        self.db.execute("COMMIT")

    def rows(self, ids: Iterable[str]) -> None:
        """Fetch one row after another by primary key."""
        execute = self.db.execute
        for doc_id in ids:
            execute("SELECT doc FROM a WHERE id = ?", (doc_id,)).fetchone()

    def documents(self, ids: Iterable[str]) -> None:
        """Fetch one row after another by primary key and parse its JSON."""
        execute, parse = self.db.execute, json.loads
        for doc_id in ids:
            parse(execute("SELECT doc FROM a WHERE id = ?", (doc_id,)).fetchone()[0])

    def insert_each(self, documents: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """One document after another, each in a transaction of its own."""
        execute, dump = self.db.execute, json.dumps
        for doc_id, document in documents:
            execute("BEGIN")
            execute("INSERT INTO b VALUES (?, ?)", (doc_id, dump(document)))
            execute("COMMIT")

    def live_and_die(self, name: str, documents: list[tuple[str, dict[str, Any]]], cycles: int) -> None:
        """A table is made, gets documents in one transaction, and is dropped; so many times."""
        execute, dump = self.db.execute, json.dumps
        for _ in range(cycles):
            execute(_TABLE.format(name))
            execute("BEGIN")
            for doc_id, document in documents:
                execute(f"INSERT INTO {name} VALUES (?, ?)", (doc_id, dump(document)))
            execute("COMMIT")
            execute(f"DROP TABLE {name}")

    def count(self) -> int:
        """How many rows ``b`` has."""
        return int(self.db.execute("SELECT count(*) FROM b").fetchone()[0])

    def close(self) -> None:
        """Close the database."""
        self.db.close()
