"""Opening a store, or making one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from docstore.errors import NotAStoreError
from docstore.storage.durability import Durability
from docstore.storage.environment import Environment
from docstore.storage.opened import OPEN, OPEN_LOCK

DEFAULT_MAP_SIZE = 1 << 40
"""One TiB of address space, reserved and not used: the file grows as data comes."""

_LEAST_MAP_SIZE = 1 << 20


def open_environment(
    path: str | os.PathLike[str] | None,
    *,
    durability: Durability | None = None,
    map_size: int | None = None,
    read_only: bool = False,
) -> Environment:
    """Open the store in a directory, or make one there; without a path, a temporary one.

    Opening a path again in the same process gives the same environment; options that are given must then be the same.

    :raises NotAStoreError: the path is a file, or a directory with something else in it, or not there to be read.
    :raises StoreFormatError: the store was written by a newer docstore.
    :raises StoreReadOnlyError: the disk cannot be written and ``read_only`` was not asked for.
    :raises StoreError: the store is open in this process with other options.
    :raises ValueError: an option, or the path, is not of its kind.
    """
    if map_size is not None and map_size < _LEAST_MAP_SIZE:
        raise ValueError(f"map_size is a number of bytes, at least {_LEAST_MAP_SIZE}, not {map_size}")
    if path is None:
        if read_only:
            raise ValueError("a temporary store is new and empty: there is nothing to open it read-only for")
        where = Path(tempfile.mkdtemp(prefix="docstore-"))
        size = map_size or DEFAULT_MAP_SIZE
        return Environment(where, durability=Durability.NONE, map_size=size, read_only=False, temporary=True)
    where = _resolved(path)
    with OPEN_LOCK:
        found = OPEN.get(where)
        if found is not None:
            found.share(durability, map_size, read_only=read_only)
            return found
        if read_only and not (where / "data.mdb").exists():
            raise NotAStoreError(f"there is no store at [{where}] to be read")
        made = Environment(
            where,
            durability=durability or Durability.REQUEST,
            map_size=map_size or DEFAULT_MAP_SIZE,
            read_only=read_only,
            temporary=False,
        )
        OPEN[where] = made
        return made


def _resolved(path: str | os.PathLike[str]) -> Path:
    if not isinstance(path, str | os.PathLike):
        raise ValueError(f"a path is a string or a pathlib.Path, not {type(path).__name__}")
    try:
        where = Path(path).expanduser().resolve()
        where.exists()
    except (OSError, ValueError, RuntimeError) as error:
        raise NotAStoreError(f"[{path!r}] cannot be the path of a store: {error}") from error
    return where
