"""What was done to an index since its store was opened here: how often, and how long it took.

Counted in memory, by each process for itself, as Elasticsearch's nodes count; what a transaction that fails has done stays counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from docstore.storage.environment import Environment


@dataclass(slots=True)
class Count:
    """One kind of operation."""

    total: int = 0
    seconds: float = 0.0

    def add(self, seconds: float, operations: int = 1) -> None:
        """So many more, which took so long together."""
        self.total += operations
        self.seconds += seconds

    @property
    def millis(self) -> int:
        """The time that all took."""
        return int(self.seconds * 1000)


@dataclass(slots=True)
class Searched:
    """Searches of an index: all, or those that gave themselves a name (``stats``)."""

    query: Count = field(default_factory=Count)
    fetch: Count = field(default_factory=Count)
    failed: int = 0


@dataclass(slots=True)
class Activity:
    """One index."""

    uuid: str
    indexed: Count = field(default_factory=Count)
    deleted: Count = field(default_factory=Count)
    failed: int = 0
    conflicts: int = 0
    noops: int = 0
    written: Count = field(default_factory=Count)
    """Batches of writes; a single write is one of its own."""

    found: Count = field(default_factory=Count)
    missing: Count = field(default_factory=Count)
    searched: Searched = field(default_factory=Searched)
    groups: dict[str, Searched] = field(default_factory=dict)
    scroll: Count = field(default_factory=Count)
    refresh: Count = field(default_factory=Count)
    flush: Count = field(default_factory=Count)
    merge: Count = field(default_factory=Count)

    def searches(self, groups: Iterable[str]) -> list[Searched]:
        """Where a search counts that has given itself these names."""
        return [self.searched, *[self.groups.setdefault(name, Searched()) for name in groups]] if groups else [self.searched]


class Numbered(Protocol):
    """An index, as far as it is told apart from others here."""

    @property
    def number(self) -> int:
        """Its number in the store, which others have had before."""

    @property
    def uuid(self) -> str:
        """Its own."""


def activity(environment: Environment, index: Numbered) -> Activity:
    """What was done to an index of a store."""
    kept: Any = environment.cache.get("activity")
    if kept is None:
        kept = environment.cache.setdefault("activity", {})
    found: Activity | None = kept.get(index.number)
    if found is None or found.uuid != index.uuid:
        found = kept[index.number] = Activity(index.uuid)
    return found
