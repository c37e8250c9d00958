"""A query, an aggregation or a page of hits that cannot be answered."""

from __future__ import annotations

from docstore.errors.request import ValidationError
from docstore.errors.status import BadRequestError, NotFoundError, TooManyRequestsError


class QueryShardError(BadRequestError):
    type = "query_shard_exception"


class QueryValidationError(ValidationError):
    """What a query says that no field could answer."""

    type = "query_validation_exception"


class QueryTextError(BadRequestError):
    """What Lucene's query parser says of a text; only ever a cause."""

    type = "parse_exception"


class TooManyClausesError(BadRequestError):
    type = "too_many_clauses"


class TooManyNestedClausesError(BadRequestError):
    type = "too_many_nested_clauses"


class TooComplexToDeterminizeError(BadRequestError):
    """A pattern that would take too much work to run."""

    type = "too_complex_to_determinize_exception"


class AggregationExecutionError(BadRequestError):
    """An aggregation that cannot be worked out: a path that leads nowhere, a skip that is no number."""

    type = "aggregation_execution_exception"


class InvalidPathError(AggregationExecutionError):
    """An order by something below that is not there, or is no number."""

    type = "invalid_path"


class TooManyBucketsError(BadRequestError):
    """``limit`` is ``search.max_buckets``; ``but_was`` a number that was asked for."""

    type = "too_many_buckets_exception"

    def __init__(self, limit: int, but_was: int | None = None) -> None:
        found = "but this number of buckets was exceeded" if but_was is None else f"but was [{but_was}]"
        super().__init__(
            f"Trying to create too many buckets. Must be less than or equal to: [{limit}] {found}. "
            "This limit can be set by changing the [search.max_buckets] cluster level setting.",
            max_buckets=limit,
        )


class SearchContextMissingError(NotFoundError):
    """A scroll or a point in time that expired, was closed, or never was here."""

    type = "search_context_missing_exception"


class TooManyScrollContextsError(TooManyRequestsError):
    """``limit`` is ``search.max_open_scroll_context``."""

    type = "too_many_scroll_contexts_exception"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Trying to create too many scroll contexts. Must be less than or equal to: [{limit}]. This limit can be set by changing the "
            "[search.max_open_scroll_context] setting.",
            max_scroll_contexts=limit,
        )


class SearchTimeoutError(TooManyRequestsError):
    """The time of a search is over, and it was not to give a part of the answer."""

    type = "search_timeout_exception"

    def __init__(self) -> None:
        super().__init__("Time exceeded")


class ScriptError(BadRequestError):
    """A script that does not compile, with ``script_stack``, ``script`` and ``lang``."""

    type = "script_exception"
