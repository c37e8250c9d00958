"""``index_filter``: only indices in which a document matches a query."""

from __future__ import annotations

from docstore.catalog.index import Index
from docstore.columns.cache import CACHE, ColumnCache
from docstore.query import Query, select
from docstore.search.near_real_time import reader_of
from docstore.storage.transaction import Transaction


def holds(txn: Transaction, index: Index, query: Query) -> bool:
    """Whether searches find a document of the index that matches."""
    index.check_readable()
    cache = ColumnCache() if txn.writable else CACHE
    return len(select(reader_of(txn, index), query, aliases=tuple(index.aliases), cache=cache)) > 0
