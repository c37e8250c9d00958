"""Opening the store that a command is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docstore
from docstore.errors import NotAStoreError

if TYPE_CHECKING:
    from docstore.store import Store


def existing(path: Path) -> Store:
    """A store to write to, which must be there.

    :raises NotAStoreError: nothing is there; a mistyped path makes no store.
    """
    _require(path)
    return docstore.open(path)


def for_reading(path: Path) -> Store:
    """A store to read from, which must be there.

    :raises NotAStoreError: nothing is there.
    """
    _require(path)
    return docstore.open(path, read_only=True)


def new_or_existing(path: Path) -> Store:
    """A store to write to; made if there is none."""
    return docstore.open(path)


def _require(path: Path) -> None:
    if path.is_file():
        raise NotAStoreError(f"[{path}] is a file; a store is a directory")
    if not (path / "data.mdb").exists():
        raise NotAStoreError(f"there is no store at [{path}]; docstore load makes one")
