"""Errors as answers: a status and a body."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from docstore.errors import (
    ApiError,
    DiskFullError,
    InternalServerError,
    JsonObject,
    ServiceUnavailableError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    XContentParseError,
)

_LOG = logging.getLogger("docstore.rest")
_STORE_STATUS: dict[type[StoreError], int] = {StoreReadOnlyError: 403, StoreFullError: 507, DiskFullError: 507}


def api_error(error: Exception) -> ApiError:
    """What a caller is told of any error. One that nobody foresaw is also logged."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, RecursionError):
        return XContentParseError("the request, or a document that it meets, is nested too deep")
    if isinstance(error, StoreError):
        return _of_store(error)
    _LOG.error("an API failed in a way that it must not", exc_info=error)
    return _named(InternalServerError, error, 500)


def _of_store(error: StoreError) -> ApiError:
    return _named(ServiceUnavailableError, error, _STORE_STATUS.get(type(error), 503))


def _named(kind: type[ApiError], error: Exception, status: int) -> ApiError:
    """An error under the name of its class, as Elasticsearch names exceptions (``StoreFullError`` is ``store_full_exception``)."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower().removesuffix("_error").removesuffix("_exception")
    named = type(kind.__name__, (kind,), {"type": f"{words}_exception", "status": status})
    found: ApiError = named(str(error))
    return found


def body_of(error: ApiError, *, trace: bool) -> JsonObject:
    """The body of an error; with ``error_trace``, each of its error objects has a ``stack_trace``."""
    body = error.body
    if not trace or not isinstance(body.get("error"), dict):
        return body
    lines = "".join(traceback.format_exception(error))
    return {**body, "error": _traced(body["error"], lines)}


def _traced(cause: JsonObject, lines: str) -> JsonObject:
    found: JsonObject = {}
    for key, value in cause.items():
        if key == "root_cause":
            found[key] = [_traced(each, lines) for each in value]
        elif key == "caused_by":
            found[key] = _traced(value, lines)
        else:
            found[key] = value
    return {**found, "stack_trace": f"{_told(cause)}\n{lines}"}


def _told(cause: dict[str, Any]) -> str:
    return f"[{cause.get('type')}] {cause.get('reason')}"
