"""LMDB's own environment."""

from __future__ import annotations

from pathlib import Path

import lmdb

from docstore.storage import faults

_MAX_TABLES = 65_536
_MAX_READERS = 1_024


def open_raw(path: Path, map_size: int, *, read_only: bool, sync: bool) -> lmdb.Environment:
    """Open the file in a directory, or make one there.

    :raises StoreError: it cannot be opened; what is wrong is told by the class.
    """
    try:
        return lmdb.open(
            str(path),
            map_size=map_size,
            readonly=read_only,
            create=not read_only,
            sync=sync,
            metasync=sync,
            max_dbs=_MAX_TABLES,
            max_readers=_MAX_READERS,
            max_spare_txns=8,
        )
    except lmdb.Error as error:
        raise faults.translate(error, path) from error
    except OSError as error:
        raise faults.translate(error, path) from error
