"""SQLite: FTS5 for the text, an index for each other field, the documents as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import Document
from benchmarks.search.corpus import Corpus
from benchmarks.search.memory import resident
from benchmarks.search.operation import HITS, KINDS, Answer, Operation

_RANKED = "SELECT d.doc FROM texts t JOIN docs d ON d.rowid = t.rowid WHERE t.text MATCH ?{} ORDER BY t.rank LIMIT {}"
_COUNTED = "SELECT count(*) FROM texts t{} WHERE t.text MATCH ?{}"


class Sqlite:
    """One table, one FTS5 index. Each search is asked twice: for its hits, and for their number."""

    kinds = frozenset(KINDS) - {"fuzzy"}

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        self._path, self._corpus = directory / "search.sqlite", corpus
        self._columns = tuple(dict.fromkeys([*corpus.groups, *corpus.numbers, corpus.keyword.split(".")[0]]))
        self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA case_sensitive_like = ON")
        return db

    def load(self, documents: list[Document]) -> None:
        """Rows first, indexes behind them."""
        db, names = self._db, self._columns
        db.execute(f"CREATE TABLE docs (doc TEXT, {', '.join(names)})")
        db.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='unicode61 remove_diacritics 0')")
        db.execute("BEGIN")
        rows = ((json.dumps(each), *(each[name] for name in names)) for each in documents)
        db.executemany(f"INSERT INTO docs VALUES (?{', ?' * len(names)})", rows)
        texts = ((at, each[self._corpus.text]) for at, each in enumerate(documents, 1))
        db.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", texts)
        number = self._corpus.number
        for name in names:
            db.execute(f"CREATE INDEX by_{name} ON docs ({name}{'' if name == number else f', {number}'})")
        db.execute("COMMIT")
        db.execute("ANALYZE")

    def write(self, document: Document) -> None:
        """A row, and its text, in one transaction."""
        db = self._db
        db.execute("BEGIN")
        values = (json.dumps(document), *(document[name] for name in self._columns))
        row = db.execute(f"INSERT INTO docs VALUES (?{', ?' * len(self._columns)})", values).lastrowid
        db.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (row, document[self._corpus.text]))
        db.execute("COMMIT")

    def overwrite(self, document: Document, number: int) -> None:
        """Another row in the place of one, and another text."""
        db, row = self._db, 1 + number % 10_000
        db.execute("BEGIN")
        (old,) = db.execute("SELECT doc FROM docs WHERE rowid = ?", (row,)).fetchone()
        values = (json.dumps(document), *(document[name] for name in self._columns), row)
        db.execute(f"UPDATE docs SET doc = ?, {', '.join(f'{name} = ?' for name in self._columns)} WHERE rowid = ?", values)
        db.execute("INSERT INTO texts (texts, rowid, text) VALUES ('delete', ?, ?)", (row, json.loads(old)[self._corpus.text]))
        db.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (row, document[self._corpus.text]))
        db.execute("COMMIT")

    def run(self, operation: Operation) -> Answer:
        """One or two statements."""
        found: Answer = getattr(self, f"_{operation.kind}")(operation)
        return found

    def close(self) -> None:
        """The connection."""
        self._db.close()

    def open(self) -> None:
        """The file again."""
        self._db = self._opened()

    def memory(self) -> int:
        """Of this process."""
        return resident("self")

    def _answer(self, hits: str, count: str, arguments: Sequence[Any]) -> Answer:
        rows = self._db.execute(hits, arguments).fetchall()
        (total,) = self._db.execute(count, arguments).fetchone()
        return Answer(total, [json.loads(doc) for (doc,) in rows])

    def _match(self, operation: Operation) -> Answer:
        return self._answer(_RANKED.format("", HITS), _COUNTED.format("", ""), [operation.text.replace(" ", " OR ")])

    def _phrase(self, operation: Operation) -> Answer:
        return self._answer(_RANKED.format("", HITS), _COUNTED.format("", ""), [f'"{operation.text}"'])

    def _bool(self, operation: Operation) -> Answer:
        more = f" AND d.{operation.number} >= ? AND d.{operation.number} < ?"
        joined = " JOIN docs d ON d.rowid = t.rowid"
        hits, count = _RANKED.format(more, HITS), _COUNTED.format(joined, more)
        return self._answer(hits, count, [operation.text, operation.low, operation.high])

    def _prefix(self, operation: Operation) -> Answer:
        where = f"FROM docs WHERE {operation.field.split('.')[0]} GLOB ?"
        return self._answer(f"SELECT doc {where} LIMIT {HITS}", f"SELECT count(*) {where}", [operation.text + "*"])

    def _range(self, operation: Operation) -> Answer:
        where = f"FROM docs WHERE {operation.field} >= ? AND {operation.field} < ?"
        return self._answer(f"SELECT doc {where} LIMIT {HITS}", f"SELECT count(*) {where}", [operation.low, operation.high])

    def _terms(self, operation: Operation) -> Answer:
        name = operation.field
        rows = self._db.execute(f"SELECT {name}, count(*) FROM docs GROUP BY {name} ORDER BY 2 DESC, 1 LIMIT 10").fetchall()
        return Answer(len(rows), [])

    def _terms_avg(self, operation: Operation) -> Answer:
        name, number = operation.field, operation.number
        statement = f"SELECT {name}, count(*), avg({number}) FROM docs GROUP BY {name} ORDER BY 2 DESC, 1 LIMIT 10"
        return Answer(len(self._db.execute(statement).fetchall()), [])

    def _sort(self, operation: Operation) -> Answer:
        direction = "DESC" if operation.descending else "ASC"
        hits = f"SELECT doc FROM docs ORDER BY {operation.field} {direction} LIMIT {HITS}"
        return self._answer(hits, "SELECT count(*) FROM docs", [])
