"""A document that was refused, as a failure store keeps it (``FailureStoreDocumentConverter``)."""

from __future__ import annotations

from docstore.documents.operation import IndexOperation
from docstore.documents.time_span import shown_time
from docstore.errors import ApiError, JsonObject


def failure_document(operation: IndexOperation, error: ApiError, now: int) -> JsonObject:
    """``{"@timestamp": ..., "document": {"id", "routing", "index", "source"}, "error": {"type", "message", "stack_trace"}}``.

    :param now: milliseconds since the epoch.
    """
    document: JsonObject = {"id": operation.id, "routing": operation.routing, "index": operation.index, "source": operation.source}
    return {
        "@timestamp": shown_time(now, "milliseconds"),
        "document": {key: value for key, value in document.items() if value is not None},
        "error": {"type": error.type, "message": error.reason, "stack_trace": _trace(error)},
    }


def _trace(error: ApiError) -> str:
    """The error and its causes, one a line."""
    causes = [error]
    while causes[-1].caused_by is not None:
        causes.append(causes[-1].caused_by)
    return "\nCaused by: ".join(f"{cause.type}: {cause.reason}" for cause in causes)
