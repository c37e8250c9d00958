"""``index_filter``: only indices in which a document matches a query."""

from __future__ import annotations

from docstore.catalog.index import Index
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.view import IndexView
from docstore.query import Query, bind, select
from docstore.query.matcher import MatchesAll
from docstore.search.near_real_time import reader_of
from docstore.storage.transaction import Transaction


def holds(txn: Transaction, index: Index, query: Query) -> bool:
    """Whether searches find a document of the index that matches; an index that matches as a whole need not have one."""
    index.check_readable()
    cache = ColumnCache() if txn.writable else CACHE
    reader, aliases = reader_of(txn, index), tuple(index.aliases)
    if len(select(reader, query, aliases=aliases, cache=cache)):
        return True
    return isinstance(bind(query, IndexView(reader, aliases=aliases, cache=cache)), MatchesAll)
