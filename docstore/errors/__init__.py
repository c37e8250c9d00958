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
    │   ├── StoreClosingError           a task stops because the store is being closed
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

The classes under ``ApiError`` are named as in elasticsearch-py and stand in ``status``; below each stands one class per Elasticsearch
exception, which fixes the wire name (``type``), in the module of what it is about: ``request`` (arguments and headers), ``body``,
``documents``, ``indices``, ``mappings``, ``search``, ``tasks``. ``shards`` makes one error of those of several indices. An ``ApiError``
knows its ``status``, ``type``, ``reason`` and ``body`` (``base``). All names are exported here; a module is imported
when one of its names is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.lazy import exports

if TYPE_CHECKING:
    from docstore.errors.base import *  # noqa: F403
    from docstore.errors.body import *  # noqa: F403
    from docstore.errors.documents import *  # noqa: F403
    from docstore.errors.indices import *  # noqa: F403
    from docstore.errors.mappings import *  # noqa: F403
    from docstore.errors.place import *  # noqa: F403
    from docstore.errors.request import *  # noqa: F403
    from docstore.errors.search import *  # noqa: F403
    from docstore.errors.shards import *  # noqa: F403
    from docstore.errors.status import *  # noqa: F403
    from docstore.errors.storage import *  # noqa: F403
    from docstore.errors.tasks import *  # noqa: F403

_EXPORTED = {
    "base": "ApiError DocstoreError JsonObject",
    "body": """
        EndOfBodyError InputCoercionError JsonEndError JsonParseError NamedObjectNotFoundError NotBuiltError ParsingError
        XContentParseError
    """,
    "documents": """
        DocumentMissingError DocumentNotFoundError DocumentParsingError DocumentSourceMissingError RoutingMissingError
        StrictDynamicMappingError TimestampError UnavailableShardsError VersionConflictError
    """,
    "indices": """
        AliasesNotFoundError AutoCreateForbiddenError CatalogConflictError ClusterBlockError FloodStageBlockError
        IndexClosedError IndexNotFoundError IndexTemplateMissingError InternalStateError InvalidAliasNameError InvalidIndexNameError
        InvalidIndexTemplateError NoSuchRemoteClusterError RepositoryMissingError ResourceAlreadyExistsError
        SettingsValidationError UnsupportedSelectorError
    """,
    "mappings": "MapperError MapperParsingError SettingsError TooManyTokensError",
    "place": "Place Token",
    "request": """
        ApiNotSupportedError BadParameterError DateTimeParseError ElasticsearchParseError IllegalArgumentError IllegalStateError
        MediaTypeHeaderError NotImplementedByDocstoreError NotTextError NumberFormatError PatternSyntaxError ResourceNotFoundError
        StatusError TooLongHttpHeaderError TooLongHttpLineError ValidationError
    """,
    "search": """
        AggregationExecutionError InvalidPathError QueryShardError QueryTextError QueryValidationError ScriptError
        SearchContextMissingError SearchTimeoutError TooComplexToDeterminizeError TooManyBucketsError TooManyClausesError
        TooManyNestedClausesError TooManyScrollContextsError
    """,
    "shards": "reduce_failed search_failed",
    "status": """
        AuthenticationException AuthorizationException BadRequestError CircuitBreakingError ConflictError InternalServerError NotFoundError
        ServiceUnavailableError TooManyRequestsError answered
    """,
    "storage": """
        DiskFullError NotAStoreError StoreClosedError StoreClosingError StoreCorruptError StoreError StoreFormatError StoreFullError
        StoreReadOnlyError TransactionError
    """,
    "tasks": "TaskCancelledError TaskTimeoutError",
}

if not TYPE_CHECKING:
    __all__ = [name for names in _EXPORTED.values() for name in names.split()]
    __getattr__, __dir__ = exports(__name__, {f"{__name__}.{module}": names for module, names in _EXPORTED.items()})
