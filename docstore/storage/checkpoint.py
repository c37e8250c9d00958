"""Durability without a disk flush at each commit: checkpoints that a machine crash falls back to.

LMDB without syncing may, after a crash of the machine, find a newest root whose pages never reached the disk. So a process that has a
store open under ``durability="async"`` takes a checkpoint every few seconds: it pins the newest snapshot (LMDB then overwrites none
of its pages), flushes the file, and keeps a copy of that snapshot's root page in a file of its own, ``checkpoint.<process>``. When a
store is opened after a reboot and finds such files of an earlier boot, the newest root is put back: the store is as it was then. A
clean close flushes and removes the process's file; the file of a process that was killed goes when the next one opens the store or
takes a checkpoint. Processes of one boot need none of this; the operating system keeps what they wrote.
"""

from __future__ import annotations

import fcntl
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from struct import Struct

import lmdb

from docstore.frozen import frozen
from docstore.storage.process import boot_id, lives, own_name

INTERVAL = 5.0
"""Seconds between checkpoints of a store that is written to."""

PAGE = os.sysconf("SC_PAGESIZE")
_MAGIC = 0xBEEFC0DE
_META = Struct("=QHHHHIIQQ48s48sQQ")
"""LMDB's page header (number, pad, flags, lower, upper) and MDB_meta (magic, version, address, map size, two trees, last page, txn id)."""
_TXN_ID = Struct("=Q")
_TXN_ID_AT = _META.size - _TXN_ID.size
_FRAME = Struct("=I36sQ")
"""CRC of the rest, boot id, transaction id; the root page follows."""
_FILES = "checkpoint.*"


class Checkpoints:
    """The checkpoints that one process takes of one store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pin: lmdb.Transaction | None = None
        self._dirty = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, raw: lmdb.Environment) -> None:
        """Take the first checkpoint and go on taking them in the background."""
        self.take(raw)
        self._thread = threading.Thread(target=self._run, args=(raw,), name="docstore-checkpoint", daemon=True)
        self._thread.start()

    def _run(self, raw: lmdb.Environment) -> None:
        while not self._ended.wait(INTERVAL):
            if self._dirty:
                with suppress(lmdb.Error, OSError):
                    self.take(raw)

    def wrote(self) -> None:
        """There is something that the last checkpoint does not hold."""
        self._dirty = True

    def take(self, raw: lmdb.Environment) -> None:
        """Take a checkpoint now."""
        with self._lock:
            self._dirty = False
            with raw.begin(write=True):
                pin = raw.begin()
                root = _read_root(self._path, pin.id())
            raw.sync(True)
            with _exclusive(self._path):
                _save(self._path, pin.id(), root)
                _remove(self._path, _of_the_dead(self._path))
            old, self._pin = self._pin, pin
            if old is not None:
                old.abort()

    def stop(self, raw: lmdb.Environment) -> None:
        """Bring everything to the disk; the fallback is no longer needed. Nothing, where no checkpoint was taken."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        if self._pin is None:
            return
        raw.sync(True)
        self._drop()

    def _drop(self) -> None:
        """Remove this process's file, and only then let its snapshot go."""
        with self._lock:
            with _exclusive(self._path):
                _remove(self._path, [_own(self._path)])
            if self._pin is not None:
                self._pin.abort()
                self._pin = None

    def follow(self, raw: lmdb.Environment) -> None:
        """After a commit that reached the disk: while other processes hold the store under checkpoints, they must not fall behind it."""
        others = [file for file in self._path.glob(_FILES) if file != _own(self._path)]
        if others:
            self.take(raw)
        elif self._pin is not None:
            self._drop()

    @staticmethod
    def sweep(path: Path, raw: lmdb.Environment) -> None:
        """Bring to the disk what killed processes left unflushed, and remove their files."""
        if not pending(path):
            return
        with _exclusive(path):
            dead = _of_the_dead(path)
            if dead:
                raw.sync(True)
                _remove(path, dead)


@frozen
class Saved:
    """What a checkpoint file says."""

    file: Path
    boot: bytes
    txn_id: int
    root: bytes


def pending(path: Path) -> bool:
    """Whether some process may hold this store under checkpoints."""
    return next(path.glob(_FILES), None) is not None


def crashed(path: Path) -> bool:
    """Whether the machine has crashed under processes that had the store open, and nobody has put that right yet."""
    return any(saved.boot != boot_id() for saved in _load_all(path))


def recover(path: Path) -> bool:
    """Fall back to the newest checkpoint if the machine has crashed since; whether it did. Call before LMDB opens the file."""
    if not pending(path):
        return False
    with _exclusive(path):
        earlier = [saved for saved in _load_all(path) if saved.boot != boot_id()]
        if not earlier:
            return False
        newest = max(earlier, key=lambda saved: saved.txn_id)
        _restore(path, newest.txn_id, newest.root)
        _remove(path, [saved.file for saved in earlier])
        return True


def _read_root(path: Path, txn_id: int) -> bytes:
    """The root page that LMDB wrote for a transaction: page 0 and page 1 take turns."""
    with (path / "data.mdb").open("rb") as file:
        page = os.pread(file.fileno(), PAGE, (txn_id & 1) * PAGE)
    fields = _META.unpack_from(page)
    if fields[5] != _MAGIC or fields[12] != txn_id:
        raise OSError(f"the root page of transaction {txn_id} is not where it should be")
    return page


def newest_txn_id(roots: bytes) -> int:
    """The transaction that wrote the newer one of a file's two root pages."""
    return max(int(_META.unpack_from(roots, at)[12]) for at in (0, PAGE))


def _restore(path: Path, txn_id: int, root: bytes) -> None:
    with (path / "data.mdb").open("r+b") as file:
        for slot in (0, 1):
            page = bytearray(root)
            page[:8] = _TXN_ID.pack(slot)
            if slot != txn_id & 1:
                page[_TXN_ID_AT : _META.size] = _TXN_ID.pack(txn_id - 1)
            os.pwrite(file.fileno(), page, slot * PAGE)
        os.fsync(file.fileno())


def _own(path: Path) -> Path:
    return path / f"checkpoint.{own_name()}"


def _save(path: Path, txn_id: int, root: bytes) -> None:
    body = _FRAME.pack(0, boot_id(), txn_id)[4:] + root
    fresh = path / f"new-checkpoint.{own_name()}"
    with fresh.open("wb") as file:
        file.write(Struct("=I").pack(zlib.crc32(body)) + body)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(_own(path))
    _sync_directory(path)


def _load_all(path: Path) -> list[Saved]:
    """All checkpoint files that are whole; one that is not was never the newest."""
    found = []
    for file in path.glob(_FILES):
        with suppress(FileNotFoundError):
            data = file.read_bytes()
            if len(data) != _FRAME.size + PAGE:
                continue
            crc, boot, txn_id = _FRAME.unpack_from(data)
            if zlib.crc32(data[4:]) == crc:
                found.append(Saved(file, boot, txn_id, data[_FRAME.size :]))
    return found


def _of_the_dead(path: Path) -> list[Path]:
    """Files of this boot whose processes have ended: they hold no snapshot any more."""
    earlier = {saved.file for saved in _load_all(path) if saved.boot != boot_id()}
    return [file for file in path.glob(_FILES) if file not in earlier and not lives(file.name.removeprefix("checkpoint."))]


def _remove(path: Path, files: list[Path]) -> None:
    """Remove files for good: one that came back after a crash would undo what was written since."""
    for file in files:
        file.unlink(missing_ok=True)
    if files:
        _sync_directory(path)


def _sync_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """One process at a time looks at, or replaces, the checkpoint."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
