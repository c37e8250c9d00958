"""``index_filter``: only indices in which a document matches a query."""

from __future__ import annotations

from docstore import query as queries
from docstore.catalog.index import Index
from docstore.columns.cache import CACHE, ColumnCache
from docstore.search.near_real_time import reader_of
from docstore.storage.transaction import Transaction


def holds(txn: Transaction, index: Index, query: queries.Query) -> bool:
    """Whether searches find a document of the index that matches."""
    index.check_readable()
    cache = ColumnCache() if txn.writable else CACHE
    return len(queries.select(reader_of(txn, index), query, aliases=tuple(index.aliases), cache=cache)) > 0
