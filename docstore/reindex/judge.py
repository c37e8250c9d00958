"""Do these records fit the destination's mapping? Asked once per shape, and per document only where the shape leaves it open.

The outcome for each document is what indexing it would give; ``DocumentJudge`` does just that and is the yardstick for
``ShapeJudge``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.catalog import changes
from docstore.documents import shape_ids
from docstore.documents.admission import SHAPES, fits
from docstore.errors import ApiError
from docstore.mapping.verdict import Action, Verdict
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction

Refusals = dict[int, ApiError]
"""Place in the batch -> why the document there is not accepted."""


class Judge:
    """Judges batches for one destination; brings its mapping up to date as documents need it."""

    def __init__(self) -> None:
        self._verdicts: dict[bytes, Verdict | None] = {}
        self._mapping: object = None

    def judge(self, txn: Transaction, index: Index, batch: Batch) -> tuple[Index, Refusals]:
        """The index with its mapping brought up to date, and the documents that it does not take."""
        refusals: Refusals = {}
        kinds = batch.kinds()
        if self._mapping is not index.mapping:
            self._forget(index)
        if not all(kind in self._verdicts for kind in kinds):
            index = self._learn(txn, index, batch, refusals)
        verdicts = {kind: self._verdicts.get(kind) for kind in kinds}
        if not all(verdict is not None and verdict.action is Action.COPY for verdict in verdicts.values()):
            return self._one_by_one(txn, index, batch, refusals)
        limit = min((v.max_bytes for v in verdicts.values() if v is not None and v.max_bytes is not None), default=None)
        if limit is not None and max(map(len, batch.bodies)) >= limit:
            return self._one_by_one(txn, index, batch, refusals)
        return index, refusals

    def _forget(self, index: Index) -> None:
        self._verdicts.clear()
        self._mapping = index.mapping

    def _learn(self, txn: Transaction, index: Index, batch: Batch, refusals: Refusals) -> Index:
        """Find the verdict on shapes that are new here, letting the documents that have them extend the mapping.

        In the order of the documents: as long as a shape has no verdict, because those that had it were refused, each one is examined.
        """
        for place in range(len(batch)):
            stamp = batch.stamp(place)
            if stamp in self._verdicts or place in refusals:
                continue
            shape = shape_ids.shape_of(txn, record.read_stamp(stamp).shape)
            verdict = None if shape is None else index.mapping.verdict(shape)
            if verdict is None or verdict.action is Action.DYNAMIC:
                before = index
                index = self._examine(txn, index, place, batch, refusals)
                if index is not before:
                    self._forget(index)
                verdict = None if shape is None or place in refusals else index.mapping.verdict(shape)
            if verdict is not None and verdict.action is not Action.DYNAMIC:
                self._verdicts[stamp] = verdict
        return index

    def _one_by_one(self, txn: Transaction, index: Index, batch: Batch, refusals: Refusals) -> tuple[Index, Refusals]:
        for place, body in enumerate(batch.bodies):
            if place in refusals:
                continue
            verdict = self._verdicts.get(batch.stamp(place)) if index.mapping is self._mapping else None
            if verdict is not None and verdict.action is Action.COPY and _short(verdict, body):
                continue
            if verdict is not None and verdict.action is Action.CHECK:
                _check(verdict, place, body, refusals)
            else:
                index = self._examine(txn, index, place, batch, refusals)
        return index, refusals

    def _examine(self, txn: Transaction, index: Index, place: int, batch: Batch, refusals: Refusals) -> Index:
        """Let one document meet the mapping in full."""
        document = record.decode(batch.stamp(place), batch.bodies[place])
        source = codec.decode(document.source)
        try:
            mapping = fits(index.mapping, SHAPES.of(source), source, document.source, document.id)
        except ApiError as error:
            refusals[place] = error
            return index
        if mapping is not index.mapping:
            index = index.with_mapping(mapping)
            changes.put_index(txn, index)
        return index


def _short(verdict: Verdict, body: bytes) -> bool:
    return verdict.max_bytes is None or len(body) < verdict.max_bytes


def _check(verdict: Verdict, place: int, body: bytes, refusals: Refusals) -> None:
    try:
        verdict.check(codec.decode(record.source_of(body)), record.id_of(body))
    except ApiError as error:
        refusals[place] = error


class DocumentJudge(Judge):
    """Lets every document meet the mapping in full, whatever its shape."""

    def judge(self, txn: Transaction, index: Index, batch: Batch) -> tuple[Index, Refusals]:
        """As ``Judge.judge``."""
        refusals: Refusals = {}
        for place in range(len(batch)):
            index = self._examine(txn, index, place, batch, refusals)
        return index, refusals
