"""Opening a store."""

from __future__ import annotations

import os

from docstore.catalog.current import current
from docstore.search.near_real_time import begin as begin_near_real_time
from docstore.storage.durability import Durability
from docstore.storage.environment import Environment
from docstore.storage.opening import open_environment
from docstore.store.store import Store


def open(
    path: str | os.PathLike[str] | None = None,
    *,
    durability: str | Durability | None = None,
    map_size: int | None = None,
    read_only: bool = False,
    near_real_time: bool = False,
) -> Store:
    """Open the store in a directory; made there if the directory is new or empty. Without a path, a temporary store.

    :param path: a directory, on a local disk. Several processes may open it at once.
    :param durability: ``"request"`` (the default): what was acknowledged survives a crash of the machine. ``"async"``: it survives a
        crash of the process, and a crash of the machine but for the last seconds. A temporary store is never synced.
    :param map_size: the most bytes that the store may ever take; address space, not disk. 1 TiB by default.
    :param read_only: open an existing store for reading only.
    :param near_real_time: searches see an index as it was at its last refresh, as Elasticsearch has it: after ``_refresh``, after a write
        with ``refresh``, or when an ``index.refresh_interval`` (1 s) has passed. Otherwise, by default, they see every acknowledged write.
        Getting by id is real-time in any case, unless asked for ``realtime=False``. Reindex, update and delete by query find what
        searches find: what was written since is not copied, and a document that was overwritten since is a version conflict. Holds for
        all that this process does with the store.
    :raises NotAStoreError: the path is a file, or a directory that holds something else.
    :raises StoreFormatError: a newer docstore wrote it.
    :raises StoreReadOnlyError: the disk cannot be written.
    :raises StoreError: the store is open in this process with other options.
    :raises ValueError: an unknown durability, a map size that is too small, a temporary store to be read only.
    """
    chosen = None if durability is None else Durability(durability)
    environment = open_environment(path, durability=chosen, map_size=map_size, read_only=read_only)
    _sweep(environment)
    if near_real_time:
        begin_near_real_time(environment)
    return Store(environment)


def _sweep(environment: Environment) -> None:
    """Remove the columns of indices that are gone."""
    derived = environment.derived
    if derived is not None and derived.groups():
        with environment.read() as txn:
            derived.sweep({index.uuid for index in current(txn)})
