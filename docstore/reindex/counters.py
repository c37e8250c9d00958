"""What a run has done so far, and how it is shown (``BulkByPaginatedSearchTask.Status``)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from docstore.errors import JsonObject
from docstore.reindex.throttle import shown


@dataclass(slots=True)
class Counters:
    """The counts of one worker."""

    total: int = 0
    updated: int = 0
    created: int = 0
    deleted: int = 0
    batches: int = 0
    version_conflicts: int = 0
    noops: int = 0
    throttled_millis: int = 0
    bulk_retries: int = 0

    @property
    def succeeded(self) -> int:
        """How many documents count towards ``max_docs``."""
        return self.updated + self.created + self.deleted

    @property
    def processed(self) -> int:
        """How many documents are behind us, whatever became of them."""
        return self.succeeded + self.version_conflicts + self.noops

    def to_row(self) -> list[int]:
        """For a checkpoint."""
        return [getattr(self, name) for name in _NAMES]

    def __add__(self, other: Counters) -> Counters:
        return Counters(*(mine + theirs for mine, theirs in zip(self.to_row(), other.to_row(), strict=True)))


_NAMES = tuple(field.name for field in fields(Counters))


@dataclass(frozen=True, slots=True)
class Pace:
    """The throttle as a status shows it."""

    requests_per_second: float = float("inf")
    throttled_until_millis: int = 0


def status(counters: Counters, pace: Pace, *, slice_id: int | None = None, canceled: str | None = None) -> JsonObject:
    """One status object."""
    body: JsonObject = {} if slice_id is None else {"slice_id": slice_id}
    body |= {
        "total": counters.total,
        "updated": counters.updated,
        "created": counters.created,
        "deleted": counters.deleted,
        "batches": counters.batches,
        "version_conflicts": counters.version_conflicts,
        "noops": counters.noops,
        "retries": {"bulk": counters.bulk_retries, "search": 0},
        "throttled_millis": counters.throttled_millis,
        "requests_per_second": shown(pace.requests_per_second),
    }
    if canceled is not None:
        body["canceled"] = canceled
    body["throttled_until_millis"] = pace.throttled_until_millis
    return body
