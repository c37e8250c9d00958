"""What LMDB and the operating system report, said as docstore's errors with a hint what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit

import lmdb

from docstore.errors import (
    DiskFullError,
    NotAStoreError,
    StoreCorruptError,
    StoreError,
    StoreFormatError,
    StoreFullError,
    StoreReadOnlyError,
)

_NEARLY = 1 << 24
"""Bytes."""

_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), os.strerror(errno.EFBIG))
_READ_ONLY = (os.strerror(errno.EROFS), os.strerror(errno.EACCES), os.strerror(errno.EPERM))


def translate(error: Exception, path: Path) -> StoreError:
    """The docstore error that says what happened to the store at ``path``."""
    text = str(error)
    if isinstance(error, lmdb.MapFullError):
        return StoreFullError(
            f"the store at [{path}] has reached its map size; nothing was written. Open it with a larger one: "
            "docstore.open(path, map_size=...)"
        )
    if isinstance(error, lmdb.DbsFullError):
        return StoreFullError(f"the store at [{path}] has as many indices as it has room for; nothing was written. Delete some first")
    short_write = os.strerror(errno.EIO) in text and _no_room(path)
    if isinstance(error, lmdb.DiskError) or short_write or any(word in text for word in _FULL):
        return DiskFullError(f"no room left on the disk of [{path}]; nothing was written ({text})")
    if isinstance(error, lmdb.ReadonlyError) or any(word in text for word in _READ_ONLY):
        return StoreReadOnlyError(f"cannot write to [{path}]; docstore.open(path, read_only=True) opens it for reading ({text})")
    if isinstance(error, lmdb.InvalidError):
        return NotAStoreError(f"[{path}] holds a data.mdb that is not an LMDB file ({text})")
    if isinstance(error, lmdb.VersionMismatchError):
        return StoreFormatError(f"[{path}] was written by another version of LMDB ({text})")
    if isinstance(error, lmdb.CorruptedError | lmdb.PageNotFoundError):
        return StoreCorruptError(f"the store at [{path}] is damaged; restore a backup ({text})")
    if isinstance(error, lmdb.ReadersFullError):
        return StoreError(f"too many readers at once on [{path}]: end snapshots that are no longer needed ({text})")
    return StoreError(f"[{path}]: {text}")


def _no_room(path: Path) -> bool:
    """Whether the disk, or the largest file that the process may have, is nearly used up: LMDB tells a short write as an I/O error."""
    disk = os.statvfs(path)
    largest, _ = getrlimit(RLIMIT_FSIZE)
    file = path / "data.mdb"
    size = file.stat().st_size if file.exists() else 0
    return disk.f_bavail * disk.f_frsize < _NEARLY or (largest != RLIM_INFINITY and size + _NEARLY > largest)
