"""From a query to the documents it selects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NoReturn

import numpy as np

from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.reader import Reader
from docstore.columns.rows import Ints
from docstore.columns.sort import order
from docstore.columns.view import IndexView
from docstore.errors import ApiError, ElasticsearchParseError, IndexNotFoundError, ParsingError, QueryShardError
from docstore.query.limits import MAX_CLAUSES, too_many_nested_clauses
from docstore.query.matcher import Matcher
from docstore.query.query import Query, leaf_count
from docstore.query.scorer import NO_BOOST, Boost, Scored
from docstore.query.sort import Sort, bind_sort
from docstore.query.targets import refusal


def select(
    reader: Reader,
    query: Query,
    *,
    sort: Sequence[Sort] = (),
    aliases: Collection[str] = (),
    cache: ColumnCache = CACHE,
) -> Ints:
    """The ``_seq_no`` of the live documents that match: in the order of ``sort``, else (and among equals) in log order.

    ``aliases`` are the names under which ``_index`` also knows this index. Pass a cache of its own for a reader that
    sees what its transaction has not committed yet.

    :raises QueryShardError: the query cannot be answered by the fields of this index.

    """
    view = IndexView(reader, aliases=aliases, cache=cache)
    matcher, keys = bind(query, view), bind_sort(sort, view)
    if not keys:
        return matcher.seqs()
    ordinals = np.flatnonzero(matcher.run())
    return view.position.seqs[order(view, keys, ordinals)]


def bind(query: Query, view: IndexView) -> Matcher:
    """The query on one index (``SearchExecutionContext.toQuery``): what a field type refuses becomes a
    ``query_shard_exception``.

    A text that is no date fails as itself in a ``range``: Elasticsearch reads its ends before it makes the query.
    """
    try:
        found = query.bind(view)
        if not query.is_leaf and leaf_count(query) > MAX_CLAUSES:
            raise too_many_nested_clauses()
    except ApiError as error:
        refuse(view, error)
    return found


def bind_scored(query: Query, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
    """The same with its scorer."""
    try:
        found = query.bind_scored(view, boost)
        if not query.is_leaf and leaf_count(query) > MAX_CLAUSES:
            raise too_many_nested_clauses()
    except ApiError as error:
        refuse(view, error)
    return found


def refuse(view: IndexView, error: ApiError) -> NoReturn:
    """What went wrong while a query met an index, as that index's failure.

    :raises ApiError: always.
    """
    if isinstance(error, _AS_THEY_ARE):
        raise error
    raise refusal(view, f"failed to create query: {error.reason}", error) from error


_AS_THEY_ARE = (QueryShardError, ParsingError, ElasticsearchParseError, IndexNotFoundError)
