"""Several source indices read as one, in the order of a sort over all of them."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from docstore.reindex.part import Part
from docstore.reindex.selection import Ranks
from docstore.reindex.transform import Transform
from docstore.storage.batch import Batch, joined
from docstore.storage.transaction import Transaction

Turns = NDArray[np.int64]
"""For each document in order the place of its part among the parts."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Parts that take turns. A position is a place in ``turns``; ``begin`` is the one of the batch at hand."""

    parts: tuple[Part, ...]
    turns: Turns
    begin: int = 0

    @property
    def total(self) -> int:
        """How many documents."""
        return len(self.turns)

    @property
    def uuids(self) -> frozenset[str]:
        """The indices."""
        return frozenset(part.uuid for part in self.parts)

    @property
    def whole(self) -> None:
        """Not one index as it is."""
        return None

    def at(self, position: int) -> Merged:
        """The same with a batch at this position at hand."""
        return replace(self, begin=position)

    def page(self, txn: Transaction, position: int, size: int) -> Batch:
        """The next documents from a position on."""
        turns = self.turns[position : position + size]
        found = []
        for number, part in enumerate(self.parts):
            before, here = (int(np.count_nonzero(each == number)) for each in (self.turns[:position], turns))
            found.append(part.page(txn, before, here))
        return _interleaved(found, turns)

    def after(self, position: int, batch: Batch) -> int:
        """The position after this batch."""
        return position + len(batch)

    def transformed(self, txn: Transaction, batch: Batch, transform: Transform) -> Batch:
        """The records of the batch at hand as the destination is to get them.

        :raises IllegalArgumentError: one is of an index that keeps no ``_source``.
        """
        turns = self.turns[self.begin : self.begin + len(batch)]
        found = []
        for number, part in enumerate(self.parts):
            its = turns == number
            found.append(part.transformed(txn, batch.where(its), transform) if its.any() else batch.where(its))
        return _interleaved(found, turns)


def _interleaved(found: list[Batch], turns: Turns) -> Batch:
    """Batches as one in which they take turns."""
    places = np.empty(len(turns), dtype=np.int64)
    places[np.argsort(turns, kind="stable")] = np.arange(len(turns))
    whole = joined(found)
    bodies = whole.bodies
    order = places.tolist()
    return Batch(b"".join([whole.stamp(at) for at in order]), seqs=whole.seqs[places], bodies=[bodies[at] for at in order])


def take_turns(ranks: Sequence[Sequence[Ranks]]) -> Turns:
    """The turns of parts, each of which is in order; among equals the first part comes first."""
    streams = [[(rank, number) for rank in each] for number, each in enumerate(ranks)]
    return np.fromiter((number for _, number in heapq.merge(*streams)), dtype=np.int64)
