"""What a write answers, in Elasticsearch's words and order of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.documents.operation import DeleteOperation, Operation
from docstore.errors import ApiError, JsonObject, VersionConflictError
from docstore.frozen import frozen
from docstore.storage.record import PRIMARY_TERM

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.activity import Activity

CREATED = "created"
UPDATED = "updated"
DELETED = "deleted"
NOT_FOUND = "not_found"
NOOP = "noop"

USED = "used"
NOT_ENABLED = "not_enabled"
FAILED = "failed"
"""What became of a document that a data stream refuses: its failure store keeps it, there is none, or it does not take it either
(``IndexDocFailureStoreStatus``)."""

_STATUS = {CREATED: 201, NOT_FOUND: 404}


def status_of(result: str) -> int:
    """The HTTP status of a write with this result."""
    return _STATUS.get(result, 200)


@frozen
class Written:
    """A write that happened (a noop and a delete of nothing among them)."""

    index: str
    id: str
    version: int
    result: str
    seq_no: int
    copies: int
    get: JsonObject | None = None
    failure_store: str | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return status_of(self.result)

    def body(self, *, forced_refresh: bool = False) -> JsonObject:
        """The response body."""
        answer: JsonObject = {"_index": self.index, "_id": self.id, "_version": self.version, "result": self.result}
        if forced_refresh and self.result != NOOP:
            answer["forced_refresh"] = True
        done = 0 if self.result == NOOP else 1
        answer["_shards"] = {"total": self.copies * done, "successful": done, "failed": 0}
        answer["_seq_no"] = self.seq_no
        answer["_primary_term"] = PRIMARY_TERM
        if self.failure_store is not None:
            answer["failure_store"] = self.failure_store
        if self.get is not None:
            answer["get"] = self.get
        return answer


@frozen
class Refused:
    """A write that did not happen."""

    index: str
    id: str | None
    error: ApiError
    failure_store: str | None = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.error.status

    def told(self) -> ApiError:
        """The error, which also tells of the failure store where there could be one."""
        return self.error if self.failure_store is None else self.error.with_more(failure_store=self.failure_store)


Outcome = Written | Refused


def count_write(activity: Activity, operation: Operation, outcome: Outcome, seconds: float) -> None:
    """Count an operation among what was done to its index."""
    if isinstance(outcome, Refused):
        activity.failed += 1
        activity.conflicts += isinstance(outcome.error, VersionConflictError)
    elif isinstance(operation, DeleteOperation):
        activity.deleted.add(seconds)
    elif outcome.result == NOOP:
        activity.noops += 1
    else:
        activity.indexed.add(seconds)


def copies(index: Index) -> int:
    """How many shard copies a write is meant for: Elasticsearch counts replicas that nobody has assigned."""
    return 1 + index.settings.number_of_replicas
