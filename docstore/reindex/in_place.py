"""Writing a batch back into the index that it was read from: each document only if it is still the one that was found."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docstore.catalog.current import current
from docstore.catalog.durability import admit_write
from docstore.catalog.pipelines import check_pipelines
from docstore.catalog.time_series import is_time_series
from docstore.clock import Clock
from docstore.documents import results
from docstore.documents.operation import DeleteOperation, Guard, IndexOperation, Operation
from docstore.documents.source_filter import EVERYTHING
from docstore.documents.versioning import IfUnchanged, conflict_error
from docstore.documents.writer import DocumentWriter
from docstore.errors import ApiError, IndexNotFoundError, VersionConflictError
from docstore.reindex.by_query import Deed
from docstore.reindex.destination import Refused, Shortage, Written
from docstore.reindex.judge import Judge, Refusals
from docstore.reindex.merged import Merged
from docstore.reindex.part import Part
from docstore.reindex.stamping import restamp
from docstore.reindex.transform import no_source
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.activity import activity
from docstore.storage.batch import Batch
from docstore.storage.index_writer import IndexWriter
from docstore.storage.keys import id_keys
from docstore.storage.pointer import Pointer

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction


class InPlace:
    """Updates or deletes what a run has found.

    A document that somebody else has written since is a conflict. An update stores the document that is there again, so that it
    meets the mapping as it is now.
    """

    def __init__(self, deed: Deed, clock: Clock, *, shortage: Shortage | None = None) -> None:
        self.deed = deed
        self.clock = clock
        self.shortage = shortage
        self.judge = Judge()

    def write(self, txn: Transaction, part: Part | Merged, batch: Batch) -> Written:
        """Write a batch of a part.

        :raises IllegalArgumentError: an update of an index that keeps no ``_source``.
        """
        assert isinstance(part, Part)
        index = current(txn).index(part.index)
        if index is None or index.uuid != part.uuid:
            missing = IndexNotFoundError(part.index)
            return Written(failures=[Refused(part.index, record.id_of(body), missing) for body in batch.bodies])
        if self.deed is Deed.UPDATE and not part.stored.fetch:
            raise no_source(part.index, record.id_of(batch.bodies[0]))
        written = Written()
        if self.shortage is not None:
            error = self.shortage.error(index.name, len(batch))
            written.failures = [Refused(index.name, record.id_of(body), error) for body in batch.bodies]
            return written
        if is_time_series(index) or (self.deed is Deed.UPDATE and part.stored != EVERYTHING):
            self._one_by_one(txn, part, batch, written)
        else:
            self._at_once(txn, index, batch, written)
        return written

    def _at_once(self, txn: Transaction, index: Index, batch: Batch, written: Written) -> None:
        """Write the batch in a few calls; a test holds what comes of it to what its operations one by one come to."""
        began, done, refusals = perf_counter(), activity(txn.environment, index), Refusals()
        try:
            admit_write(txn, index)
            if self.deed is Deed.UPDATE:
                check_pipelines(index)
                index, refusals = self.judge.judge(txn, index, batch)
        except ApiError as error:
            refusals = dict.fromkeys(range(len(batch)), error)
        found = _Found(IndexWriter(txn, index.number), batch)
        stays = found.unchanged.copy()
        stays[list(refusals)] = False
        for at in np.flatnonzero(~stays).tolist():
            if at in refusals:
                written.failures.append(Refused(index.name, record.id_of(batch.bodies[at]), refusals[at]))
            else:
                written.conflicts.append(Refused(index.name, record.id_of(batch.bodies[at]), found.conflict(at, index)))
        if stays.any():
            self._store(found, batch, stays)
        count, seconds = int(np.count_nonzero(stays)), perf_counter() - began
        if self.deed is Deed.UPDATE:
            written.updated = count
            done.indexed.add(seconds, count)
        else:
            written.deleted = count
            done.deleted.add(seconds, count)
        done.written.add(seconds)
        done.conflicts += len(written.conflicts)
        done.failed += len(batch) - count

    def _store(self, found: _Found, batch: Batch, stays: NDArray[np.bool_]) -> None:
        places = np.flatnonzero(stays)
        keys, old = [found.keys[at] for at in places.tolist()], found.rows_of(places)
        if self.deed is Deed.UPDATE:
            kept = batch.where(stays)
            stamps = restamp(kept.stamps, old["version"].astype(np.int64) + 1)
            found.writer.put_many(keys, kept, stamps, old, np.arange(len(places)))
        else:
            found.writer.remove_many(keys, [found.ids[at] for at in places.tolist()], old, self.clock.millis())
        found.writer.save()

    def _one_by_one(self, txn: Transaction, part: Part, batch: Batch, written: Written) -> None:
        """Write each document by an operation of its own: what the index shows of it is not what is stored."""
        writer = DocumentWriter(txn, self.clock)
        for seq_no, body in zip(batch.seqs.tolist(), batch.bodies, strict=True):
            operation = self._operation(part, seq_no, body)
            _note(written, part.index, record.id_of(body), writer.apply(operation))
        writer.save()

    def _operation(self, part: Part, seq_no: int, body: bytes) -> Operation:
        doc_id, routing = record.id_of(body), record.routing_of(body)
        guard = Guard(if_seq_no=seq_no, if_primary_term=record.PRIMARY_TERM)
        if self.deed is Deed.DELETE:
            return DeleteOperation(index=part.index, id=doc_id, guard=guard, routing=routing)
        source = part.stored.apply(codec.decode(record.source_of(body)))
        return IndexOperation(index=part.index, source=source, id=doc_id, guard=guard, routing=routing)


class _Found:
    """What ``ids`` says of the documents of a batch."""

    def __init__(self, writer: IndexWriter, batch: Batch) -> None:
        self.writer = writer
        self.ids = batch.ids
        self.keys = id_keys(self.ids)
        self._seqs = batch.seqs
        places, self._rows = writer.find_many(self.keys)
        self._row = np.full(len(self.ids), -1)
        self._row[places] = np.arange(len(places))
        self.unchanged = np.zeros(len(self.ids), dtype=np.bool_)
        """Which documents are still those of the batch."""
        self.unchanged[places] = (self._rows["seq"] == self._seqs[places]) & (self._rows["deleted"] == 0)

    def rows_of(self, places: NDArray[np.int64]) -> NDArray[np.void]:
        """The rows of these documents, which are there."""
        rows: NDArray[np.void] = self._rows[self._row[places]]
        return rows

    def conflict(self, at: int, index: Index) -> ApiError:
        """Why one that was changed is not written."""
        row = self._row[at]
        now = None if row < 0 else Pointer(*self._rows[row].tolist())
        why = IfUnchanged(int(self._seqs[at]), record.PRIMARY_TERM).conflict(now)
        return conflict_error(self.ids[at].decode(), why or "", index)


def _note(written: Written, index: str, doc_id: str, outcome: results.Outcome) -> None:
    if isinstance(outcome, results.Refused):
        refused = written.conflicts if isinstance(outcome.error, VersionConflictError) else written.failures
        refused.append(Refused(index, doc_id, outcome.error))
    elif outcome.result == results.DELETED:
        written.deleted += 1
    else:
        written.updated += 1
