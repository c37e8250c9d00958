"""A search that no index could answer, or whose answers do not go together (``SearchPhaseExecutionException``)."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.errors.base import ApiError, JsonObject
from docstore.errors.search import QueryTextError
from docstore.errors.status import of_status

_PHASE_FAILED = "search_phase_execution_exception"


def search_failed(failures: Sequence[tuple[str, str, ApiError]], *, reason: str = "all shards failed", phase: str = "query") -> ApiError:
    """The error of a search that no index could answer: the status is that of the first failure.

    ``failures`` are (index, node id, error).
    """
    first = failures[0][2]
    shown = [_failed_shard(*failure) for failure in failures]
    root = first
    while _is_elastic(root) and root.caused_by is not None and _is_elastic(root.caused_by):
        root = root.caused_by
    error = of_status(first.status)(
        reason, caused_by=_search_cause(first, root), root_cause=root, phase=phase, grouped=True, failed_shards=shown
    )
    error.type = _PHASE_FAILED
    return error


def reduce_failed(error: ApiError) -> ApiError:
    """The error of a search whose indices answered, but whose answers do not go together (too many buckets, different types)."""
    failed = of_status(error.status)("", caused_by=error, root_cause=error, phase="fetch", grouped=True, failed_shards=[])
    failed.type = _PHASE_FAILED
    return failed


def _failed_shard(index: str, node: str, error: ApiError) -> JsonObject:
    if not index:
        return {"shard": -1, "index": None, "reason": error.cause}
    return {"shard": 0, "index": index, "node": node, "reason": error.cause}


def _search_cause(first: ApiError, root: ApiError) -> ApiError | None:
    """What is told once is not told again; an exception of Java itself is wrapped first, and so is told twice."""
    if root is not first:
        return root
    if _is_elastic(first):
        return None
    wrapped = ApiError(first.reason, caused_by=first)
    wrapped.type = first.type
    return wrapped


_JAVA_NAMES = """
illegal_argument_exception illegal_state_exception number_format_exception date_time_parse_exception x_content_parse_exception
named_object_not_found_exception input_coercion_exception json_parse_exception pattern_syntax_exception unsupported_operation_exception
too_many_clauses too_many_nested_clauses too_complex_to_determinize_exception query_validation_exception
"""
_JAVA = frozenset(_JAVA_NAMES.split())


def _is_elastic(error: ApiError) -> bool:
    """Whether Elasticsearch's class for it is an ``ElasticsearchException``."""
    return error.type not in _JAVA and not isinstance(error, QueryTextError)
