"""A transaction over the tables of a store.

Reads see one moment of the store (LMDB keeps it for as long as the transaction lives); writes are seen by nobody until the
commit, and then all at once. A write transaction belongs to the thread that began it; a snapshot may wander between threads, one at
a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import lmdb

from docstore.errors import StoreError, StoreReadOnlyError
from docstore.storage.cursor import Cursor
from docstore.storage.tables import Table

if TYPE_CHECKING:
    from docstore.storage.environment import Environment


class Transaction:
    """Tables at one moment.

    ``memo`` carries what layers above derive from this moment (the catalog); it dies with the transaction, or with the
    savepoint in which it was changed.
    """

    __slots__ = ("_after_commit", "_at_end", "_earlier", "_handles", "_opened", "environment", "flushes", "memo", "raw", "writable")

    def __init__(
        self, environment: Environment, handles: Mapping[bytes, lmdb._Database], raw: lmdb.Transaction, *, writable: bool
    ) -> None:
        """``handles`` are those that were known before ``raw`` began."""
        self.environment = environment
        self._earlier: tuple[lmdb.Transaction, ...] = ()
        self.raw = raw
        self.writable = writable
        self.memo: dict[str, Any] = {}
        self.flushes = False
        """Whether its commit is to be on the disk under "async" too."""
        self._after_commit: tuple[Callable[[], None], ...] = ()
        self._at_end: tuple[Callable[[], None], ...] = ()
        self._opened: dict[bytes, lmdb._Database] = {}
        self._handles = handles

    def handle(self, table: Table) -> lmdb._Database:
        """LMDB's handle of a table, opened on first use."""
        return self._handles.get(table.name) or self._opened.get(table.name) or self._open(table)

    def _open(self, table: Table) -> lmdb._Database:
        """Open a table that was not known when this began; a snapshot does so for itself, under a lock until it ends."""
        if not self._opened:
            self.environment.handle_lock.acquire()
        try:
            if not self.writable and self._handles is not self.environment.handles:
                self._renew()
            known = self._handles.get(table.name)
            handle = known or self.environment.raw.open_db(table.name, txn=self.raw, create=self.writable)
        except BaseException:
            if not self._opened:
                self.environment.handle_lock.release()
            raise
        if known is not None and not self._opened:
            self.environment.handle_lock.release()
        elif known is None:
            self._opened[table.name] = handle
        return handle

    def _renew(self) -> None:
        """Go on in another view of the same moment, which knows the tables that others have opened since this one began.

        LMDB numbers handles: a snapshot that opens one must know all that the process has, or two tables get one number.

        :raises StoreError: there is no such view, for there have been writes since.
        """
        handles, raw = self.environment.view()
        if raw.id() != self.raw.id():
            raw.abort()
            raise StoreError(f"[{self.environment.path}] gained tables, and was written to, while this was read: ask again")
        self._earlier += (self.raw,)
        self.raw, self._handles = raw, handles

    def get(self, table: Table, key: bytes) -> bytes | None:
        """The value under a key, or ``None``."""
        handle = self._handles.get(table.name) or self.handle(table)
        value: Any = self.raw.get(key, None, handle)
        return value  # type: ignore[no-any-return]

    def put(self, table: Table, key: bytes, value: bytes) -> None:
        """Store a value under a key, over what was there."""
        self.raw.put(key, value, db=self.handle(table))

    def delete(self, table: Table, key: bytes) -> bool:
        """Remove a key; whether it was there."""
        return bool(self.raw.delete(key, db=self.handle(table)))

    def cursor(self, table: Table) -> Cursor:
        """A cursor, positioned nowhere. It dies with the transaction (or savepoint) it was made in."""
        handle = self._handles.get(table.name) or self.handle(table)
        found: Any = self.raw.cursor(handle)
        return found  # type: ignore[no-any-return]

    def empty(self, table: Table) -> None:
        """Remove all rows of a table, in time proportional to its pages."""
        self.raw.drop(self.handle(table), delete=False)

    def entries(self, table: Table) -> int:
        """How many rows a table has."""
        handle = self.handle(table)
        return int(self.raw.stat(handle)["entries"])

    def bytes_used(self, table: Table) -> int:
        """How many bytes of pages a table takes."""
        handle = self.handle(table)
        stat = self.raw.stat(handle)
        return int(stat["psize"] * (stat["branch_pages"] + stat["leaf_pages"] + stat["overflow_pages"]))

    def prefixed(self, table: Table, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """All (key, value) whose key begins with a prefix, in order."""
        cursor = self.cursor(table)
        if cursor.set_range(prefix):
            for key, value in cursor.iternext():
                if not key.startswith(prefix):
                    return
                yield key, value

    def after_commit(self, action: Callable[[], None]) -> None:
        """Call this once the transaction is committed; never if it is not."""
        self._after_commit += (action,)

    def about_to_write(self, index: int) -> None:
        """Tell whoever wants to know that the index with this table number will be written to."""
        if self.environment.before_write is not None:
            self.environment.before_write(self, index)

    def at_end(self, action: Callable[[], None]) -> None:
        """Call this when a read transaction ends."""
        self._at_end += (action,)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All that is written inside is undone when the block raises; the transaction goes on."""
        if not self.writable:
            raise StoreReadOnlyError("a read transaction has no savepoints")
        parent, memo, waiting = self.raw, dict(self.memo), self._after_commit
        opened = set(self._opened)
        self.raw = self.environment.raw.begin(parent=parent, write=True)
        try:
            yield
        except BaseException:
            self.raw.abort()
            self.memo = memo
            self._after_commit = waiting
            self._forget(set(self._opened) - opened)
            raise
        else:
            self.raw.commit()
        finally:
            self.raw = parent

    def _forget(self, names: set[bytes]) -> None:
        """Handles opened in an aborted savepoint are gone with it."""
        for name in names:
            del self._opened[name]
        if names and not self._opened:
            self.environment.handle_lock.release()

    def commit(self) -> None:
        """Make all writes visible and, as the store's durability says, durable."""
        if self._opened:
            self.environment.publish(self.raw, self._opened)
        else:
            self.raw.commit()
        self._release()
        for action in self._after_commit:
            action()

    def abort(self) -> None:
        """Undo all writes; ends a snapshot."""
        self.raw.abort()
        self._release()

    def end(self) -> None:
        """End a read transaction. Handles that it opened end with it: LMDB keeps only those of a write transaction."""
        for action in self._at_end:
            action()
        self.raw.abort()
        for raw in self._earlier:
            raw.abort()
        if self._opened:
            self._release()

    def _release(self) -> None:
        if self._opened:
            self._opened = {}
            self.environment.handle_lock.release()
