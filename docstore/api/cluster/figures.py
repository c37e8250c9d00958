"""What is counted of indices and their shards, for health, statistics and tables.

A store is one node. Each primary shard is there and active; a replica that an index asks for has no other node to be on, so it is
unassigned, and the index is yellow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction

GREEN, YELLOW, RED = "green", "yellow", "red"
STATUSES = (GREEN, YELLOW, RED)


def check_status(name: str, known: Collection[str] = STATUSES) -> None:
    """:raises IllegalArgumentError: there is no such status."""
    if name not in known:
        raise IllegalArgumentError(f"unknown cluster health status [{name}]")


@dataclass(frozen=True, slots=True)
class Figures:
    """An index and what is in it."""

    index: Index
    documents: int
    deleted: int
    bytes: int

    @classmethod
    def of(cls, txn: Transaction, index: Index) -> Figures:
        """Count an index."""
        tables = IndexTables(txn, index.number)
        return cls(index, tables.state.live, tables.state.tombstones, tables.bytes_used())


def primaries(index: Index) -> int:
    """How many primary shards an index has."""
    return index.settings.number_of_shards


def replicas(index: Index) -> int:
    """How many copies of its primaries an index asks for."""
    return index.settings.number_of_replicas


def unassigned(index: Index) -> int:
    """How many replicas have nowhere to be."""
    return primaries(index) * replicas(index)


def status_of(index: Index) -> str:
    """``yellow`` for an index that asks for replicas."""
    return YELLOW if unassigned(index) else GREEN


def worst(statuses: Iterable[str]) -> str:
    """The worst of some statuses; ``green`` for none."""
    return max(statuses, key=STATUSES.index, default=GREEN)
