"""Files beside ``data.mdb`` with what was worked out of the log: any of them may be missing, or go, at any time.

A file is written whole under another name and then renamed, so that a reader finds the old one or the new one, in whatever process;
what a reader has mapped stays readable. It is not flushed: a checksum tells, after a crash of the machine, what never reached the disk.
"""

from __future__ import annotations

import mmap
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from struct import Struct

from docstore.storage.process import lives, own_name

FRAME = Struct("<8sIIQ")
"""Magic, format, CRC-32 of what follows, its length."""

_MAGIC = b"docstore"
_FORMAT = 1
_SUFFIX = ".derived"
_NEW = ".new-"
_numbers = count()


class DerivedFiles:
    """Files by group (an index) and name."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.folder = folder
        self._writable = writable

    def read(self, group: str, name: str) -> memoryview | None:
        """What a file holds, mapped; None when there is none, or it is not what was written."""
        path = self._path(group, name)
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None
        view = memoryview(mapped)
        if len(view) < FRAME.size:
            return None
        magic, version, checksum, length = FRAME.unpack_from(view)
        content = view[FRAME.size :]
        sound = (magic, version, length) == (_MAGIC, _FORMAT, len(content)) and zlib.crc32(content) == checksum
        return content if sound else None

    def write(self, group: str, name: str, parts: Sequence[bytes | memoryview]) -> bool:
        """Put a file in the place of another; whether that could be done (the disk may be full, or not writable)."""
        if not self._writable:
            return False
        checksum, length = 0, 0
        for part in parts:
            checksum, length = zlib.crc32(part, checksum), length + memoryview(part).nbytes
        path = self._path(group, name)
        made = path.with_name(f"{_NEW}{next(_numbers)}-{own_name()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with made.open("wb") as file:
                file.write(FRAME.pack(_MAGIC, _FORMAT, checksum, length))
                file.writelines(parts)
            made.replace(path)
        except OSError:
            with suppress(OSError):
                made.unlink(missing_ok=True)
            return False
        return True

    def groups(self) -> list[str]:
        """Those that have files."""
        try:
            return sorted(entry.name for entry in os.scandir(self.folder) if entry.is_dir())
        except OSError:
            return []

    def names(self, group: str) -> Iterator[str]:
        """The files of a group."""
        with suppress(OSError):
            for entry in sorted(os.scandir(self.folder / group), key=lambda entry: entry.name):
                if entry.name.endswith(_SUFFIX):
                    yield entry.name.removesuffix(_SUFFIX)

    def drop(self, group: str) -> None:
        """Remove the files of a group."""
        if self._writable and os.path.isdir(path := os.path.join(self.folder, group)):
            shutil.rmtree(path, ignore_errors=True)

    def drop_all(self) -> None:
        """Remove everything."""
        if self._writable:
            shutil.rmtree(self.folder, ignore_errors=True)

    def sweep(self, groups: set[str]) -> None:
        """Remove the files of other groups, and what was not finished by processes that no longer live."""
        if not self._writable:
            return
        for group in self.groups():
            if group not in groups:
                self.drop(group)
                continue
            with suppress(OSError):
                for entry in os.scandir(self.folder / group):
                    if entry.name.startswith(_NEW) and not lives(entry.name.partition("-")[2].partition("-")[2]):
                        os.unlink(entry.path)

    def _path(self, group: str, name: str) -> Path:
        return self.folder / group / f"{name}{_SUFFIX}"

