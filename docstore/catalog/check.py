"""Is the catalog sound? Rows against each other, and what is kept in memory against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docstore.catalog.aliases.rules import check_alias_properties
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import INDEX_ROWS, current
from docstore.catalog.index import Index
from docstore.catalog.names.lookup import Lookup
from docstore.catalog.names.valid import check_alias_name, check_index_name
from docstore.catalog.section import EMPTY, SECTIONS, Section
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.errors import ApiError
from docstore.storage.tables import CATALOG, STATES
from docstore.storage.transaction import Transaction


def check_catalog(txn: Transaction) -> Iterator[str]:
    """All problems, each a sentence; nothing when the catalog is sound."""
    catalog = current(txn)
    rows = {key[len(INDEX_ROWS) :].decode(): row for key, row in txn.prefixed(CATALOG, INDEX_ROWS)}
    if rows != catalog.rows:
        yield f"the catalog in memory has {sorted(catalog.rows)}, the table {sorted(rows)}, or other bytes"
    for name, row in rows.items():
        yield from _check_row(txn, name, row)
    yield from _check_numbers(catalog)
    yield from _check_names(catalog)
    for section in SECTIONS.values():
        yield from _check_section(txn, catalog, section)


def _check_section(txn: Transaction, catalog: Catalog, section: Section[Any]) -> Iterator[str]:
    kept = catalog.sections.get(section.name, EMPTY)
    rows = {key[len(section.prefix) :].decode(): row for key, row in txn.prefixed(CATALOG, section.prefix)}
    if rows != kept.rows:
        yield f"the {section.name} objects in memory are {sorted(kept.rows)}, the table has {sorted(rows)}, or other bytes"
    for name, row in rows.items():
        if section.row(section.value(name, row)) != row:
            yield f"{section.name} [{name}] is not written as it is read"


def _check_row(txn: Transaction, name: str, row: bytes) -> Iterator[str]:
    index = Index.from_row(name, row)
    try:
        check_index_name(name)
        for alias in index.aliases.values():
            check_alias_name(alias.name, alias.index_routing)
        _ = index.mapping, [index.settings.get(key) for key in ("index.number_of_shards", "index.hidden")]
    except ApiError as error:
        yield f"[{name}] {error.reason}"
    if index.to_row() != row:
        yield f"[{name}] is not written as it is read"
    if txn.get(STATES, index.number.to_bytes(4, "big")) is None:
        yield f"[{name}] names table number {index.number}, which has no state"


def _check_stream(catalog: Catalog, stream: DataStream) -> Iterator[str]:
    if not stream.backing:
        yield f"data stream [{stream.name}] has no index"
    for name in stream.backing:
        index = catalog.index(name)
        if index is None:
            yield f"data stream [{stream.name}] names the index [{name}], which there is not"
        elif not index.hidden or not index.mapping.timestamp_required:
            yield f"the index [{name}] of data stream [{stream.name}] is not hidden, or wants no timestamp"
    for name in stream.failures:
        if catalog.index(name) is None:
            yield f"the failure store of data stream [{stream.name}] names the index [{name}], which there is not"
    if catalog.index(stream.name) is not None or catalog.alias(stream.name):
        yield f"[{stream.name}] is a data stream and an index or an alias"


def _check_numbers(catalog: Catalog) -> Iterator[str]:
    seen: dict[int, str] = {}
    for index in catalog:
        other = seen.setdefault(index.number, index.name)
        if other != index.name:
            yield f"[{other}] and [{index.name}] have the same table number {index.number}"


def _check_names(catalog: Catalog) -> Iterator[str]:
    fresh, kept = Lookup.of(catalog, catalog.section(DATA_STREAMS)), catalog.lookup
    same_streams = (fresh.streams, fresh.stream_of, fresh.of_stream_alias) == (kept.streams, kept.stream_of, kept.of_stream_alias)
    if (fresh.indices, fresh.of_alias, fresh.names) != (kept.indices, dict(kept.of_alias), kept.names) or not same_streams:
        yield "the names in order are not the names of the indices, data streams and aliases"
    for stream in kept.streams.values():
        yield from _check_stream(catalog, stream)
    for alias in kept.of_alias:
        if catalog.index(alias) is not None:
            yield f"[{alias}] is an index and an alias"
        try:
            check_alias_properties(catalog, alias)
        except ApiError as error:
            yield error.reason
