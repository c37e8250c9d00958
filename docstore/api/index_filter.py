"""``index_filter``: only indices in which a document matches a query."""

from __future__ import annotations

from typing import Any

from docstore import query as queries
from docstore.catalog.index import Index
from docstore.storage.index_reader import IndexReader
from docstore.storage.transaction import Transaction


def holds(txn: Transaction, index: Index, query: queries.Query) -> bool:
    """Whether the index has a document that matches."""
    index.check_readable()
    reader: IndexReader[Any] = IndexReader(txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping)
    return len(queries.select(reader, query, aliases=tuple(index.aliases))) > 0
