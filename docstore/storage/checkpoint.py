"""Durability without a disk flush at each commit: checkpoints that a machine crash falls back to.

LMDB without syncing may, after a crash of the machine, find a newest root whose pages never reached the disk. So a store under
``durability="async"`` takes a checkpoint every few seconds: it pins the newest snapshot (LMDB then overwrites none of its pages),
flushes the file, and keeps a copy of that snapshot's root page in the file ``checkpoint``. When a store is opened after a reboot and
finds the file of an earlier boot, it puts that root back: the store is as it was at the checkpoint. A clean close flushes and
removes the file. Processes of one boot need none of this; the operating system keeps what they wrote.
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
            _save(self._path, pin.id(), root)
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
        self._pin.abort()
        with _exclusive(self._path), suppress(FileNotFoundError):
            (self._path / "checkpoint").unlink()

    @staticmethod
    def pending(path: Path) -> bool:
        """Whether some process holds this store under checkpoints."""
        return (path / "checkpoint").exists()

    @staticmethod
    def recover(path: Path) -> bool:
        """Fall back to the checkpoint if the machine has crashed since; whether it did. Call before LMDB opens the file."""
        if not Checkpoints.pending(path):
            return False
        with _exclusive(path):
            saved = _load(path)
            if saved is None or saved[0] == boot_id():
                return False
            _, txn_id, root = saved
            _restore(path, txn_id, root)
            _save_frame(path, txn_id, root)
            return True


def boot_id() -> bytes:
    """What changes when the machine starts anew; on systems that do not tell, each process counts as a new start."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes().strip()[:36]
    except OSError:
        return b"pid-%031d" % os.getpid()


def _read_root(path: Path, txn_id: int) -> bytes:
    """The root page that LMDB wrote for a transaction: page 0 and page 1 take turns."""
    with (path / "data.mdb").open("rb") as file:
        page = os.pread(file.fileno(), PAGE, (txn_id & 1) * PAGE)
    fields = _META.unpack_from(page)
    if fields[5] != _MAGIC or fields[12] != txn_id:
        raise OSError(f"the root page of transaction {txn_id} is not where it should be")
    return page


def _restore(path: Path, txn_id: int, root: bytes) -> None:
    with (path / "data.mdb").open("r+b") as file:
        for slot in (0, 1):
            page = bytearray(root)
            page[:8] = _TXN_ID.pack(slot)
            if slot != txn_id & 1:
                page[_TXN_ID_AT : _META.size] = _TXN_ID.pack(txn_id - 1)
            os.pwrite(file.fileno(), page, slot * PAGE)
        os.fsync(file.fileno())


def _save(path: Path, txn_id: int, root: bytes) -> None:
    with _exclusive(path):
        saved = _load(path)
        if saved is None or saved[0] != boot_id() or saved[1] <= txn_id:
            _save_frame(path, txn_id, root)


def _save_frame(path: Path, txn_id: int, root: bytes) -> None:
    body = _FRAME.pack(0, boot_id(), txn_id)[4:] + root
    with (path / "checkpoint.new").open("wb") as file:
        file.write(Struct("=I").pack(zlib.crc32(body)) + body)
        file.flush()
        os.fsync(file.fileno())
    (path / "checkpoint.new").replace(path / "checkpoint")
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _load(path: Path) -> tuple[bytes, int, bytes] | None:
    try:
        data = (path / "checkpoint").read_bytes()
    except FileNotFoundError:
        return None
    if len(data) != _FRAME.size + PAGE:
        return None
    crc, boot, txn_id = _FRAME.unpack_from(data)
    if zlib.crc32(data[4:]) != crc:
        return None
    return boot, txn_id, data[_FRAME.size :]


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """One process at a time looks at, or replaces, the checkpoint."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
