"""One store on disk: transactions, durability, closing.

The directory holds LMDB's ``data.mdb`` and ``lock.mdb``, and under ``durability="async"`` a ``checkpoint`` (see
``storage/checkpoint.py``).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path

import lmdb

from docstore.errors import NotAStoreError, StoreClosedError, StoreError, StoreReadOnlyError, TransactionError
from docstore.storage import checkpoint, faults, index_tables, layout
from docstore.storage.checkpoint import Checkpoints
from docstore.storage.derived import DerivedFiles
from docstore.storage.durability import Durability
from docstore.storage.opened import OPEN, OPEN_LOCK
from docstore.storage.process import Forks
from docstore.storage.raw import open_raw
from docstore.storage.tables import STORE_TABLES
from docstore.storage.transaction import Transaction
from docstore.storage.transaction_blocks import Reading, Writing

_OPENINGS = count(1)

_FORKED = (
    "a store does not survive a fork: open it after the fork and not before, or start processes with the spawn method "
    '(multiprocessing.get_context("spawn"))'
)


class _Current(threading.local):
    """The write transaction of this thread, and how many blocks are open within it."""

    txn: Transaction | None = None
    depth = 0


class Environment:
    """An open store. ``opening`` makes one."""

    def __init__(self, path: Path, *, durability: Durability, map_size: int, read_only: bool, temporary: bool) -> None:
        self.path = path
        self.durability = durability
        self.read_only = read_only
        self.temporary = temporary
        self.map_size = map_size
        self.handles: dict[bytes, lmdb._Database] = {}
        """What a transaction that begins now can use; never changed, replaced by one that has more."""
        self.handle_lock = threading.Lock()
        self._publishing = threading.Lock()
        self.cache: dict[str, object] = {}
        self.before_write: Callable[[Transaction, int], None] | None = None
        """Called with the number of an index before a transaction writes to it."""
        self.users = 1
        self.opening = next(_OPENINGS)
        """A number of its own in this process: two stores, one a copy of the other, are told apart by it."""
        self._tables_through = 0
        self._forks = Forks.count
        self._current = _Current()
        layout.examine(path)
        self._checkpoints = Checkpoints(path)
        self.derived: DerivedFiles | None = None if temporary else DerivedFiles(path / "columns", writable=not read_only)
        """Where columns are kept; a temporary store keeps none."""
        if not read_only:
            if self.derived is not None and checkpoint.crashed(path):
                self.derived.drop_all()
            checkpoint.recover(path)
        elif checkpoint.crashed(path):
            raise StoreReadOnlyError(f"the machine crashed while [{path}] was written to: open it once for writing, which repairs it")
        self.raw = open_raw(path, map_size, read_only=read_only, sync=durability is Durability.REQUEST)
        try:
            self._prepare()
        except BaseException:
            self.raw.close()
            raise

    def _prepare(self) -> None:
        if self.read_only:
            with self.read() as txn:
                layout.verify(txn)
                last = index_tables.last_number(txn)
            tables = (*STORE_TABLES, *index_tables.between(0, last))
            self.handles = {table.name: self.raw.open_db(table.name, create=False) for table in tables}
            return
        with self.write() as txn:
            if self.raw.stat()["entries"]:
                layout.verify(txn)
            else:
                layout.mark(txn)
            for table in STORE_TABLES:
                txn.handle(table)
            self._open_new_tables(txn)
        Checkpoints.sweep(self.path, self.raw)
        self.raw.reader_check()
        if self.durability is Durability.ASYNC:
            self._checkpoints.start(self.raw)

    def open_new_tables(self) -> None:
        """Make the tables of all indices known to snapshots that begin from now on."""
        with self.read() as txn:
            known = index_tables.last_number(txn) == self._tables_through
        if not known and not self.read_only and not self.in_transaction:
            with self.write():
                pass

    def _open_new_tables(self, txn: Transaction) -> None:
        """Open the tables that were made, here or by other processes, since this was last done.

        Handles opened by a write transaction are good for all later ones; a reader that comes before one of those opens its own.
        """
        last = index_tables.last_number(txn)
        if last == self._tables_through:
            return
        for table in index_tables.between(self._tables_through, last):
            txn.handle(table)

        def opened() -> None:
            self._tables_through = last

        txn.after_commit(opened)

    def read(self) -> Reading:
        """The store at this moment, for a ``with`` block; inside this thread's write transaction, what that one has written so far."""
        return Reading(self, self._current.txn)

    def snapshot(self) -> Transaction:
        """A read transaction that the caller ends with ``end()``; it sees this moment until then."""
        self._alive()
        try:
            with self._publishing:
                return Transaction(self, self.handles, self.raw.begin(), writable=False)
        except lmdb.Error as error:
            raise faults.translate(error, self.path) from error

    def view(self) -> tuple[dict[bytes, lmdb._Database], lmdb.Transaction]:
        """A view of this moment, and all tables that it knows."""
        with self._publishing:
            return self.handles, self.raw.begin()

    def publish(self, raw: lmdb.Transaction, opened: dict[bytes, lmdb._Database]) -> None:
        """Commit a transaction that opened tables.

        What it wrote is visible before LMDB has counted its tables, so no view may begin in between: it could see an index and not
        know its tables.
        """
        with self._publishing:
            raw.commit()
            self.handles = {**self.handles, **opened}

    def write(self) -> AbstractContextManager[Transaction]:
        """A write transaction: committed at the end of the block, undone when it raises.

        Within a thread's open write transaction, a block is a savepoint of it. Waits while another thread or process writes.

        :raises StoreReadOnlyError: the store is open for reading.
        :raises StoreFullError, DiskFullError: no room; nothing of the block was written.
        """
        current = self._current.txn
        return Writing(self) if current is None else self._within(current)

    @contextmanager
    def _within(self, current: Transaction) -> Iterator[Transaction]:
        self._current.depth += 1
        try:
            with current.savepoint():
                yield current
        except lmdb.Error as error:
            raise faults.translate(error, self.path) from error
        finally:
            self._current.depth -= 1

    def begin_write(self) -> Transaction:
        """A write transaction of this thread, for ``Writing``."""
        txn = self._begin_write()
        self._current.txn, self._current.depth = txn, 0
        try:
            if self.handles:
                self._open_new_tables(txn)
        except BaseException as error:
            self.end_write(txn, error)
            raise
        return txn

    def end_write(self, txn: Transaction, error: BaseException | None) -> None:
        """Commit it, or undo it because of an error; one of LMDB becomes one of ours."""
        try:
            if error is None:
                txn.commit()
            else:
                self._undo(txn)
        except lmdb.Error as fault:
            self._undo(txn)
            raise faults.translate(fault, self.path) from fault
        except BaseException:
            self._undo(txn)
            raise
        finally:
            self._current.txn = None
        if isinstance(error, lmdb.Error):
            raise faults.translate(error, self.path) from error
        if error is None and self.durability is not Durability.NONE:
            self._wrote(flush=txn.flushes)

    def _wrote(self, *, flush: bool) -> None:
        """Under "async" there is something for the next checkpoint; under "request", beside an "async" process, it may not wait."""
        if self.durability is Durability.ASYNC and flush:
            self._checkpoints.take(self.raw)
        elif self.durability is Durability.ASYNC:
            self._checkpoints.wrote()
        elif checkpoint.pending(self.path):
            self._checkpoints.follow(self.raw)

    def _begin_write(self) -> Transaction:
        self._alive()
        if self.read_only:
            raise StoreReadOnlyError(f"the store at [{self.path}] is open read-only")
        try:
            return Transaction(self, self.handles, self.raw.begin(write=True), writable=True)
        except lmdb.Error as error:
            raise faults.translate(error, self.path) from error

    @staticmethod
    def _undo(txn: Transaction) -> None:
        with suppress(lmdb.Error):
            txn.abort()

    @property
    def in_transaction(self) -> bool:
        """Whether this thread has a write transaction open."""
        return self._current.txn is not None

    @property
    def nested(self) -> bool:
        """Whether this thread is in a write transaction within another: what it does is committed by somebody else."""
        return self.in_transaction and self._current.depth > 0

    def sync(self) -> None:
        """Bring all committed writes to the disk.

        :raises TransactionError: inside ``store.transaction()``, whose writes are not committed.
        """
        if self.in_transaction:
            raise TransactionError("sync inside store.transaction() would miss its writes; sync after it")
        self._alive()
        if self.durability is Durability.ASYNC or (not self.temporary and checkpoint.pending(self.path)):
            self._checkpoints.take(self.raw)
        else:
            self.raw.sync(True)

    def copy(self, path: Path) -> None:
        """Write a compact copy of this moment's committed state into an empty or missing directory, without blocking anyone.

        :raises TransactionError: inside ``store.transaction()``, whose writes such a copy would not hold.
        """
        if self.in_transaction:
            raise TransactionError("backup inside store.transaction() would miss its writes; back up after it")
        self._alive()
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotAStoreError(f"[{path}] is not empty; a backup goes into a new or an empty directory")
        path.mkdir(parents=True, exist_ok=True)
        try:
            self.raw.copy(str(path), compact=True)
        except (lmdb.Error, OSError) as error:
            (path / "data.mdb").unlink(missing_ok=True)
            raise faults.translate(error, path) from error

    def share(self, durability: Durability | None, map_size: int | None, *, read_only: bool) -> None:
        """Count one more user, who asks for these options.

        :raises StoreError: they are not those that the environment has.
        :raises StoreClosedError: it was opened before a fork.
        """
        if self._forks != Forks.count:
            raise StoreClosedError(_FORKED)
        asked = {"durability": durability or self.durability, "map_size": map_size or self.map_size, "read_only": read_only}
        for name, value in asked.items():
            present = getattr(self, name)
            if value != present:
                raise StoreError(f"the store at [{self.path}] is open in this process with {name}={present}; close it first")
        self.users += 1

    def close(self) -> None:
        """Give the environment back; the last user's close ends it. A temporary store is removed."""
        with OPEN_LOCK:
            self.users -= 1
            if self.users > 0:
                return
            OPEN.pop(self.path, None)
            self._shut()

    def _shut(self) -> None:
        if self._forks != Forks.count:
            return
        self._checkpoints.stop(self.raw)
        self.raw.close()
        if self.temporary:
            shutil.rmtree(self.path, ignore_errors=True)

    def _alive(self) -> None:
        if self.users <= 0:
            raise StoreClosedError(f"the store at [{self.path}] is closed")
        if self._forks != Forks.count:
            raise StoreClosedError(_FORKED)
