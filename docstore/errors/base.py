"""What every error knows, and what an ``ApiError`` looks like on the wire."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docstore.errors.place import Place

JsonObject = dict[str, Any]


class DocstoreError(Exception):
    """The root of everything docstore raises on purpose."""


class ApiError(DocstoreError):
    """An answer that Elasticsearch would give with an HTTP error status.

    ``metadata`` are the further keys of the error object on the wire (``index``, ``index_uuid``, ``shard`` ...); ``response`` is
    the body, where that is not an error object.
    """

    status: int = 500
    type: str = "exception"

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

    def with_more(self, **metadata: Any) -> ApiError:
        """The same with further keys, which ``root_cause`` does not show."""
        more = copy(self)
        more._root_cause = self.root_cause
        more.metadata = {**self.metadata, **metadata}
        return more

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
