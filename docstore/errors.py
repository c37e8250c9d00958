"""What can go wrong, as one tree.

::

    DocstoreError
    ├── StoreError                      the directory on disk: no Elasticsearch equivalent
    │   ├── NotAStoreError              the path holds something else
    │   ├── StoreFormatError            written by a newer docstore
    │   ├── StoreReadOnlyError          a write to a store opened, or mounted, read-only
    │   ├── StoreFullError              the map size is used up
    │   ├── DiskFullError               the file system is full
    │   ├── StoreCorruptError           the bytes are not what they must be
    │   ├── StoreClosedError            used after close, or after a fork
    │   └── TransactionError            store.transaction() used wrongly
    └── ApiError                        what Elasticsearch would answer with an error body
        ├── BadRequestError        400
        ├── AuthenticationException 401
        ├── AuthorizationException 403
        ├── NotFoundError          404
        ├── ConflictError          409
        ├── TooManyRequestsError   429
        ├── InternalServerError    500
        ├── ApiNotSupportedError   501
        └── ServiceUnavailableError 503

The classes under ``ApiError`` are named as in elasticsearch-py; below each stands one class per Elasticsearch exception,
which fixes the wire name (``type``). An ``ApiError`` knows its ``status``, ``type``, ``reason`` and ``body``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

JsonObject = dict[str, Any]


class DocstoreError(Exception):
    """The root of everything docstore raises on purpose."""


class StoreError(DocstoreError):
    """The store as a directory on disk cannot do what was asked."""


class NotAStoreError(StoreError):
    """The path exists, but holds something other than a docstore store."""


class StoreFormatError(StoreError):
    """The store was written by a newer version of docstore."""


class StoreReadOnlyError(StoreError):
    """A write to a store that is opened, or lies on a disk mounted, read-only."""


class StoreFullError(StoreError):
    """The store has reached its map size; nothing of the failed call was written."""


class DiskFullError(StoreError):
    """The file system has no room left; nothing of the failed call was written."""


class StoreCorruptError(StoreError):
    """Stored bytes are not what they must be."""


class StoreClosedError(StoreError):
    """The store was closed, or opened before a fork and used after it."""


class TransactionError(StoreError):
    """``store.transaction()`` was used where it cannot be."""


class Token(Enum):
    """Which token of a request body an error points at."""

    KEY = "key"
    VALUE = "value"
    END = "end"


@dataclass(slots=True)
class Place:
    """What of a request body was read when an error was found: a key of an object, or of one inside it.

    ``within`` is the very object of the body, not a copy; None while nobody has said.
    """

    token: Token
    key: str | None = None
    within: Any = None


class ApiError(DocstoreError):
    """An answer that Elasticsearch would give with an HTTP error status.

    ``metadata`` are the further keys of the error object on the wire (``index``, ``index_uuid``, ``shard`` ...); ``response`` is
    the body, where that is not an error object.
    """

    status: int = 500
    type: ClassVar[str] = "exception"

    def __init__(
        self,
        reason: str,
        *,
        caused_by: ApiError | None = None,
        root_cause: ApiError | None = None,
        response: JsonObject | None = None,
        **metadata: Any,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place: Place | None = None
        self.caused_by = caused_by
        self.metadata: JsonObject = metadata
        self._root_cause = root_cause
        self._response = response

    @property
    def cause(self) -> JsonObject:
        """The error object as it stands in a bulk item, in a reindex failure and in ``body["error"]``."""
        cause: JsonObject = {"type": self.type, "reason": self.reason, **self.metadata}
        if self.caused_by is not None:
            cause["caused_by"] = self.caused_by.cause
        return cause

    @property
    def root_cause(self) -> ApiError:
        """What ``root_cause`` shows."""
        return self._root_cause or self

    @property
    def body(self) -> JsonObject:
        """The whole response body: ``{"error": {"root_cause": [...], "type": ..., "reason": ...}, "status": ...}``.

        Where Elasticsearch answers an error status with an ordinary body (a get that found nothing, a reindex with failures), that.
        """
        if self._response is not None:
            return self._response
        root = self.root_cause
        root_cause = {"type": root.type, "reason": root.reason, **root.metadata}
        return {"error": {"root_cause": [root_cause], **self.cause}, "status": self.status}

    @property
    def status_code(self) -> int:
        """``status`` under the name that elasticsearch-py gives it."""
        return self.status

    @property
    def message(self) -> str:
        """``type`` under the name that elasticsearch-py gives it."""
        return self.type

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.status}, {self.type!r}, {self.reason!r})"


class BadRequestError(ApiError):
    status = 400


class AuthenticationException(ApiError):
    status = 401


class AuthorizationException(ApiError):
    status = 403


class NotFoundError(ApiError):
    status = 404


class ConflictError(ApiError):
    status = 409


class TooManyRequestsError(ApiError):
    status = 429


class InternalServerError(ApiError):
    status = 500


class ServiceUnavailableError(ApiError):
    status = 503


# 400


class IllegalArgumentError(BadRequestError):
    type = "illegal_argument_exception"


class UnsupportedSelectorError(BadRequestError):
    """``name::failures`` where an API means indices as such."""

    type = "unsupported_selector_exception"


class StatusError(ApiError):
    """An answer of the REST layer whose ``error`` is one sentence: no handler, a method or a content type that is not taken.

    ``show_status`` is whether the body repeats the status, which Elasticsearch does for all but the missing handler.
    """

    type = "status_exception"

    def __init__(self, status: int, text: str, *, show_status: bool = True, headers: dict[str, str] | None = None) -> None:
        super().__init__(text, response={"error": text, "status": status} if show_status else {"error": text})
        self.status = status
        self.headers = headers or {}


class ValidationError(BadRequestError):
    """``problems`` are the single sentences; the reason numbers them as Elasticsearch does."""

    type = "action_request_validation_exception"

    def __init__(self, *problems: str) -> None:
        super().__init__("Validation Failed: " + "".join(f"{n}: {text};" for n, text in enumerate(problems, 1)))
        self.problems = problems


class XContentParseError(BadRequestError):
    """A request body that is not what a parser was declared to take. Where that is, stands before the reason."""

    type = "x_content_parse_exception"


class NamedObjectNotFoundError(BadRequestError):
    type = "named_object_not_found_exception"


class ParsingError(BadRequestError):
    """A request body that is JSON but not what the API takes (``line`` and ``col`` where they are known)."""

    type = "parsing_exception"


class DocumentParsingError(BadRequestError):
    type = "document_parsing_exception"


class MapperParsingError(BadRequestError):
    type = "mapper_parsing_exception"


class StrictDynamicMappingError(BadRequestError):
    type = "strict_dynamic_mapping_exception"


class ResourceAlreadyExistsError(BadRequestError):
    type = "resource_already_exists_exception"


class InvalidIndexNameError(BadRequestError):
    type = "invalid_index_name_exception"


class InvalidAliasNameError(BadRequestError):
    type = "invalid_alias_name_exception"


class InvalidIndexTemplateError(BadRequestError):
    """A template whose name, patterns or parts cannot be."""

    type = "invalid_index_template_exception"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"index_template [{name}] invalid, cause [{problem}]")


class QueryValidationError(ValidationError):
    """What a query says that no field could answer."""

    type = "query_validation_exception"


class SettingsValidationError(ValidationError):
    """Settings that are wrong together, or not the caller's to set."""

    type = "validation_exception"


class SettingsError(InternalServerError):
    """A parameter of an analysis component that is no number; Elasticsearch answers 500 too."""

    type = "settings_exception"


class IndexClosedError(BadRequestError):
    type = "index_closed_exception"


class RoutingMissingError(BadRequestError):
    type = "routing_missing_exception"


class QueryShardError(BadRequestError):
    type = "query_shard_exception"


class MediaTypeHeaderError(BadRequestError):
    type = "media_type_header_exception"


class NumberFormatError(BadRequestError):
    type = "number_format_exception"


class DateTimeParseError(BadRequestError):
    type = "date_time_parse_exception"


class ElasticsearchParseError(BadRequestError):
    """A value inside a request that is not what it must be (date math, byte sizes, mapping properties ...)."""

    type = "parse_exception"


class QueryTextError(BadRequestError):
    """What Lucene's query parser says of a text; only ever a cause."""

    type = "parse_exception"


class JsonParseError(BadRequestError):
    """What the JSON parser says of a token; only ever a cause."""

    type = "json_parse_exception"


class InputCoercionError(BadRequestError):
    """What the JSON parser says of a number that does not fit; only ever a cause."""

    type = "input_coercion_exception"


class IllegalStateError(BadRequestError):
    """Closing indices is forbidden; and a cause of a document_parsing_exception, which fixes the status."""

    type = "illegal_state_exception"


class AggregationExecutionError(BadRequestError):
    """An aggregation that cannot be worked out: a path that leads nowhere, a skip that is no number."""

    type = "aggregation_execution_exception"


class TooManyClausesError(BadRequestError):
    type = "too_many_clauses"


class TooManyNestedClausesError(BadRequestError):
    type = "too_many_nested_clauses"


class TooComplexToDeterminizeError(BadRequestError):
    """A pattern that would take too much work to run."""

    type = "too_complex_to_determinize_exception"


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


# 403


class ClusterBlockError(AuthorizationException):
    type = "cluster_block_exception"


# 404


class IndexNotFoundError(NotFoundError):
    type = "index_not_found_exception"

    def __init__(self, index: str, *, reason: str | None = None, uuid: str = "_na_", **metadata: Any) -> None:
        super().__init__(
            reason or f"no such index [{index}]",
            **{"resource.type": "index_or_alias", "resource.id": index, "index_uuid": uuid, "index": index, **metadata},
        )


class AutoCreateForbiddenError(NotFoundError):
    """A write names an index that is not there, and may not make it."""

    type = "index_not_found_exception"

    def __init__(self, index: str, why: str) -> None:
        super().__init__(f"no such index [{index}] and {why}", index_uuid="_na_", index=index)


class DocumentMissingError(NotFoundError):
    type = "document_missing_exception"


class DocumentNotFoundError(NotFoundError):
    """A get or delete that found nothing: the body is the ordinary answer, with status 404."""

    type = "not_found"

    def __init__(self, response: JsonObject) -> None:
        text = f"document [{response.get('_id')}] was not found in [{response.get('_index')}]"
        super().__init__(text, response=response)


class AliasesNotFoundError(NotFoundError):
    type = "aliases_not_found_exception"


class IndexTemplateMissingError(NotFoundError):
    type = "index_template_missing_exception"

    def __init__(self, name: str) -> None:
        super().__init__(f"index_template [{name}] missing")


class RepositoryMissingError(NotFoundError):
    type = "repository_missing_exception"


class ResourceNotFoundError(NotFoundError):
    type = "resource_not_found_exception"


class NoSuchRemoteClusterError(NotFoundError):
    type = "no_such_remote_cluster_exception"


class SearchContextMissingError(NotFoundError):
    """A scroll or a point in time that expired, was closed, or never was here."""

    type = "search_context_missing_exception"


# 429


class SearchTimeoutError(TooManyRequestsError):
    """The time of a search is over, and it was not to give a part of the answer."""

    type = "search_timeout_exception"

    def __init__(self) -> None:
        super().__init__("Time exceeded")


class TooManyScrollContextsError(TooManyRequestsError):
    """``limit`` is ``search.max_open_scroll_context``."""

    type = "too_many_scroll_contexts_exception"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Trying to create too many scroll contexts. Must be less than or equal to: [{limit}]. This limit can be set by changing the "
            "[search.max_open_scroll_context] setting.",
            max_scroll_contexts=limit,
        )


class FloodStageBlockError(TooManyRequestsError):
    """A cluster block that time may lift."""

    type = "cluster_block_exception"


# 409


class VersionConflictError(ConflictError):
    type = "version_conflict_engine_exception"


# 500


class MapperError(InternalServerError):
    """A put-mapping that changes what of an object mapping cannot change."""

    type = "mapper_exception"


class CatalogConflictError(InternalServerError):
    """A change of aliases that would leave the catalog contradicting itself; Elasticsearch answers 500 too."""

    type = "illegal_state_exception"


class TooManyTokensError(InternalServerError):
    """An analysis that shows more tokens than its index allows."""

    type = "illegal_state_exception"


class ApiNotSupportedError(ApiError):
    """A whole API that Elasticsearch has and docstore has not."""

    status = 501
    type = "unsupported_operation_exception"


class NotImplementedByDocstoreError(BadRequestError):
    """Something Elasticsearch has and docstore has not: said, never ignored."""

    type = "illegal_argument_exception"


class ScriptError(BadRequestError):
    """A script that does not compile, with ``script_stack``, ``script`` and ``lang``."""

    type = "script_exception"


class DocumentSourceMissingError(BadRequestError):
    type = "document_source_missing_exception"


class UnavailableShardsError(ServiceUnavailableError):
    type = "unavailable_shards_exception"


class TaskTimeoutError(TooManyRequestsError):
    type = "timeout_exception"


_BY_STATUS: dict[int, type[ApiError]] = {
    error.status: error
    for error in (
        BadRequestError,
        AuthenticationException,
        AuthorizationException,
        NotFoundError,
        ConflictError,
        TooManyRequestsError,
        InternalServerError,
        ServiceUnavailableError,
    )
}


def answered(status: int, response: JsonObject, reason: str) -> ApiError:
    """The error for an ordinary body that comes with an error status."""
    return _BY_STATUS.get(status, ApiError)(reason, response=response)


def search_failed(failures: Sequence[tuple[str, str, ApiError]], *, reason: str = "all shards failed", phase: str = "query") -> ApiError:
    """The error of a search that no index could answer (``SearchPhaseExecutionException``): the status is that of the first failure.

    ``failures`` are (index, node id, error).
    """
    first = failures[0][2]
    shown = [_failed_shard(*failure) for failure in failures]
    root = first
    while _is_elastic(root) and root.caused_by is not None and _is_elastic(root.caused_by):
        root = root.caused_by
    error = _BY_STATUS.get(first.status, ApiError)(
        reason, caused_by=_search_cause(first, root), root_cause=root, phase=phase, grouped=True, failed_shards=shown
    )
    error.type = "search_phase_execution_exception"  # type: ignore[misc]
    return error


def reduce_failed(error: ApiError) -> ApiError:
    """The error of a search whose indices answered, but whose answers do not go together (too many buckets, different types)."""
    failed = _BY_STATUS.get(error.status, ApiError)(
        "", caused_by=error, root_cause=error, phase="fetch", grouped=True, failed_shards=[]
    )
    failed.type = "search_phase_execution_exception"  # type: ignore[misc]
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
    wrapped.type = first.type  # type: ignore[misc]
    return wrapped


_JAVA_NAMES = """
illegal_argument_exception illegal_state_exception number_format_exception date_time_parse_exception x_content_parse_exception
named_object_not_found_exception input_coercion_exception json_parse_exception unsupported_operation_exception
too_many_clauses too_many_nested_clauses too_complex_to_determinize_exception
"""
_JAVA = frozenset(_JAVA_NAMES.split())


def _is_elastic(error: ApiError) -> bool:
    """Whether Elasticsearch's class for it is an ``ElasticsearchException``."""
    return error.type not in _JAVA and not isinstance(error, QueryTextError)
