"""What bounds the size of queries."""

from __future__ import annotations

from docstore.catalog.current import current
from docstore.catalog.settings.cluster import cluster_setting
from docstore.columns.view import IndexView
from docstore.errors import ApiError, CircuitBreakingError, IllegalArgumentError, TooManyClausesError, TooManyNestedClausesError
from docstore.storage.index_reader import IndexReader

MAX_CLAUSES = 4096
"""How many clauses a query may have. Elasticsearch 8 and later compute it (a clause for every 16 kB of the heap, divided by the threads
that search, but no fewer than 1024); its setting ``indices.query.bool.max_clause_count`` has no effect any more. Here it is the default
that the setting had, on every machine.
"""


def too_many_clauses() -> ApiError:
    """More clauses in one query than there may be (``IndexSearcher.TooManyClauses``)."""
    return TooManyClausesError(f"maxClauseCount is set to {MAX_CLAUSES}")


def too_many_nested_clauses() -> ApiError:
    """More clauses in all that queries are made of than there may be (``IndexSearcher.TooManyNestedClauses``)."""
    return TooManyNestedClausesError(f"Query contains too many nested clauses; maxClauseCount is set to {MAX_CLAUSES}")


def too_many_fields(count: int, pattern: str | None = None) -> ApiError:
    """A pattern that means more fields than there may be clauses (``QueryParserHelper.checkForTooManyFields``)."""
    shown = "" if pattern is None else f"for [{pattern}] "
    return IllegalArgumentError(f"field expansion {shown}matches too many fields, limit: {MAX_CLAUSES}, got: {count}")


HEAP = 1 << 30
"""Of what ``indices.breaker.request.limit`` is a share: a store has no heap of its own."""

_LITTLE = 64 << 20


def reserve(view: IndexView, wanted: int, what: str) -> None:
    """Before arrays are made whose size a request chooses, so many bytes in all.

    :raises CircuitBreakingError: more than a request may take (``indices.breaker.request.limit``).
    """
    if wanted <= _LITTLE or not isinstance(view.reader, IndexReader):
        return
    limit = cluster_setting(current(view.reader.txn), "indices.breaker.request.limit")
    most = int(HEAP * float(limit[:-1]) / 100) if isinstance(limit, str) else int(limit)
    if 0 <= most < wanted:
        raise CircuitBreakingError("request", what, wanted, most)


def check_regex_length(view: IndexView, value: str, where: str) -> None:
    """:raises IllegalArgumentError: a regular expression is longer than its index allows."""
    most = view.limits.max_regex_length
    if len(value) > most:
        raise IllegalArgumentError(
            f"The length of regex [{len(value)}] used in the {where} has exceeded the allowed maximum of [{most}]."
            " This maximum can be set by changing the [index.max_regex_length] index level setting."
        )


def check_cheap(view: IndexView, what: str, hint: str = "") -> None:
    """For a kind of query that may be slow.

    :raises IllegalArgumentError: the cluster settings forbid it (``search.allow_expensive_queries``).
    """
    if isinstance(view.reader, IndexReader) and not cluster_setting(current(view.reader.txn), "search.allow_expensive_queries"):
        raise IllegalArgumentError(
            f"{what} cannot be executed when 'search.allow_expensive_queries' is set to false.{hint and f' {hint}'}"
        )
