"""What bounds the size of queries."""

from __future__ import annotations

from docstore.errors import ApiError, IllegalArgumentError, TooManyClausesError, TooManyNestedClausesError

MAX_CLAUSES = 4096
"""``indices.query.bool.max_clause_count`` on a machine of ordinary size."""


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
