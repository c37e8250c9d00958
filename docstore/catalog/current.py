"""The catalog as a transaction sees it.

A process keeps the catalog of the newest version it has seen. A transaction compares that version with the one in
``meta``: equal, and nothing is read; different (another process, or an older snapshot), and the rows are read again, of
which those with unchanged bytes keep their parsed objects.
"""

from __future__ import annotations

from typing import Any

from docstore.catalog.catalog import Catalog
from docstore.catalog.index import Index
from docstore.catalog.names.lookup import Lookup
from docstore.catalog.section import EMPTY, Contents, Section
from docstore.catalog.sections import SECTIONS
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.storage.tables import CATALOG, META
from docstore.storage.transaction import Transaction

VERSION = b"catalog"
"""The counter in ``meta`` that every change of the catalog moves."""

INDEX_ROWS = b"index\0"
"""What the keys of index rows begin with; the name follows."""

_MEMO = "catalog"
_CHANGED = "catalog.changed"
_WAITING = "catalog.waiting"

Kept = tuple[bytes, Catalog]
"""A version and its catalog."""


def current(txn: Transaction) -> Catalog:
    """The catalog at the transaction's moment, with the transaction's own changes.

    Half a microsecond when nothing changed since the process last looked.
    """
    mine: Catalog | None = txn.memo.get(_MEMO)
    if mine is None:
        version = txn.get(META, VERSION) or b""
        kept: Kept | None = txn.environment.cache.get(_MEMO)  # type: ignore[assignment]
        mine = kept[1] if kept is not None and kept[0] == version else _read(txn, version, kept)
        txn.memo[_MEMO] = mine
    return mine


def remember(txn: Transaction, catalog: Catalog) -> None:
    """Make a changed catalog the transaction's own; the last one of the transaction is the process's once committed."""
    txn.memo[_MEMO] = catalog
    txn.memo[_CHANGED] = txn.get(META, VERSION) or b""
    if _WAITING not in txn.memo:
        txn.memo[_WAITING] = True
        txn.after_commit(lambda: _keep(txn, txn.memo[_CHANGED], txn.memo[_MEMO]))


def _keep(txn: Transaction, version: bytes, catalog: Catalog) -> None:
    """Versions only grow, so an old snapshot never puts a newer catalog out."""
    kept: Kept | None = txn.environment.cache.get(_MEMO)  # type: ignore[assignment]
    if kept is None or kept[0] < version:
        txn.environment.cache[_MEMO] = (version, catalog)


def _read(txn: Transaction, version: bytes, kept: Kept | None) -> Catalog:
    known = kept[1] if kept is not None else Catalog({}, {}, Lookup.of((), {}))
    rows: dict[str, bytes] = {}
    indices: dict[str, Index] = {}
    for key, row in txn.prefixed(CATALOG, INDEX_ROWS):
        name = key[len(INDEX_ROWS) :].decode()
        same = known.index(name) if known.rows.get(name) == row else None
        rows[name] = row
        indices[name] = same if same is not None else Index.from_row(name, row)
    sections = {name: _contents(txn, section, known.sections.get(name, EMPTY)) for name, section in SECTIONS.items()}
    streams = sections[DATA_STREAMS.name].values
    same_names = streams == known.section(DATA_STREAMS) and all(_same_names(known.index(name), index) for name, index in indices.items())
    lookup = known.lookup if same_names and len(known) == len(indices) else Lookup.of(indices.values(), streams)
    catalog = Catalog(indices, rows, lookup, sections)
    _keep(txn, version, catalog)
    return catalog


def _contents(txn: Transaction, section: Section[Any], known: Contents) -> Contents:
    rows = {key[len(section.prefix) :].decode(): row for key, row in txn.prefixed(CATALOG, section.prefix)}
    if rows == known.rows:
        return known
    values = {name: known.values[name] if known.rows.get(name) == row else section.value(name, row) for name, row in rows.items()}
    return Contents(values, rows)


def _same_names(old: Index | None, new: Index) -> bool:
    return old is new or (old is not None and old.aliases.keys() == new.aliases.keys())
