"""A store that is taken back to what it held in the beginning, at the cost of what was written since and not of what it holds.

LMDB changes no page that a snapshot still sees. So while a snapshot of the beginning is held, whatever is written stands in pages that
the beginning did not use: with its two root pages put back, and what came behind its end cut off, the file holds the beginning again.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from docstore.storage.checkpoint import PAGE, newest_txn_id
from docstore.storage.environment import Environment

_FILE, _LOCK = "data.mdb", "lock.mdb"


class Beginning:
    """What a store holds now, while nobody has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with (path / _FILE).open("rb") as file:
            self._roots = file.read(2 * PAGE)
            self._inode, self._size = _measured(file)
        self._held: tuple[Environment, object, int] | None = None
        """The snapshot, which ends with the environment, and the last transaction under it."""

    @contextmanager
    def held(self, environment: Environment) -> Iterator[None]:
        """Around all that is written: from the opening of the store to just before its closing."""
        self._held = None
        snapshot = environment.raw.begin()
        known = snapshot.id() == newest_txn_id(self._roots)
        yield
        if known and environment.users == 1:
            self._held = environment, snapshot, int(environment.raw.info()["last_txnid"])

    def restore(self) -> bool:
        """After the closing, put the store back; ``False`` where that cannot be, and the directory is to be thrown away: the store was not
        closed, or closed and opened again, or somebody else has it open, or has written to it since.
        """
        if self._held is None or self._held[0].users > 0:
            return False
        last = self._held[2]
        self._held = None
        try:
            with (self.path / _LOCK).open("r+b") as lock, (self.path / _FILE).open("r+b") as file:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)  # the byte that LMDB locks while a process has the file open
                inode, size = _measured(file)
                if inode != self._inode or size < self._size or newest_txn_id(file.read(2 * PAGE)) != last:
                    return False
                os.pwrite(file.fileno(), self._roots, 0)
                os.ftruncate(file.fileno(), self._size)
                self._clear()
        except OSError:
            return False
        return True

    def _clear(self) -> None:
        """Remove what was worked out of the store, and all else that somebody put there."""
        for entry in list(os.scandir(self.path)):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            elif entry.name not in (_FILE, _LOCK):
                os.unlink(entry.path)


def _measured(file: BinaryIO) -> tuple[int, int]:
    """Which file it is, and how long."""
    stat = os.fstat(file.fileno())
    return stat.st_ino, stat.st_size
