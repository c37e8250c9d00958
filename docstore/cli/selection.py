"""The documents that an expression and a query select, read at one moment in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.documents.source_filter import SourceFilter, stored_filter
from docstore.errors import JsonObject
from docstore.query import parse as parse_query
from docstore.query import select as seq_nos
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch
from docstore.storage.index_reader import IndexReader
from docstore.storage.transaction import Transaction
from docstore.store import Store


class Selected(NamedTuple):
    """One document."""

    id: str
    routing: str | None
    version: int
    source: JsonObject | None
    """``None`` where the index keeps no ``_source``."""


def select(store: Store, index: str, query: JsonObject | None = None) -> Iterator[Selected]:
    """Documents of the indices and aliases of an expression, as a search would find them.

    :raises ApiError: the expression or the query is wrong.
    """
    if query is not None:
        parse_query(query)
    with store._node.environment.read() as txn:
        for target in current(txn).search_targets(index, OPEN_NOT_CLOSED):
            target.index.check_readable()
            for batch in _batches(txn, target, query):
                shown = stored_filter(target.index.mapping)
                yield from (_selected(batch.stamp(at), body, shown) for at, body in enumerate(batch.bodies))


def _batches(txn: Transaction, target: Target, query: JsonObject | None) -> Iterator[Batch]:
    index = target.index
    reader: IndexReader[Any] = IndexReader(
        txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping, history=index.history
    )
    clauses = [] if query is None else [query]
    if target.filters is not None:
        clauses.append({"bool": {"should": list(target.filters), "minimum_should_match": 1}})
    if not clauses:
        return reader.batches()
    parsed = parse_query({"bool": {"filter": clauses}})
    return reader.at(seq_nos(reader, parsed, aliases=tuple(index.aliases)))


def _selected(stamp: bytes, body: bytes, shown: SourceFilter) -> Selected:
    found = record.decode(stamp, body)
    return Selected(found.id, found.routing, found.version, shown.apply(codec.decode(found.source)) if shown.fetch else None)
