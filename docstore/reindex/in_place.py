"""Writing a batch back into the index that it was read from: each document only if it is still the one that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.catalog.current import current
from docstore.clock import Clock
from docstore.documents import results
from docstore.documents.operation import DeleteOperation, Guard, IndexOperation, Operation
from docstore.documents.writer import DocumentWriter
from docstore.errors import IndexNotFoundError, VersionConflictError
from docstore.reindex.by_query import Deed
from docstore.reindex.destination import Refused, Shortage, Written
from docstore.reindex.merged import Merged
from docstore.reindex.part import Part
from docstore.reindex.transform import no_source
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch

if TYPE_CHECKING:
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
        writer = DocumentWriter(txn, self.clock)
        for seq_no, body in zip(batch.seqs.tolist(), batch.bodies, strict=True):
            operation = self._operation(part, seq_no, body)
            _note(written, index.name, record.id_of(body), writer.apply(operation))
        writer.save()
        return written

    def _operation(self, part: Part, seq_no: int, body: bytes) -> Operation:
        doc_id, routing = record.id_of(body), record.routing_of(body)
        guard = Guard(if_seq_no=seq_no, if_primary_term=record.PRIMARY_TERM)
        if self.deed is Deed.DELETE:
            return DeleteOperation(index=part.index, id=doc_id, guard=guard, routing=routing)
        source = part.stored.apply(codec.decode(record.source_of(body)))
        return IndexOperation(index=part.index, source=source, id=doc_id, guard=guard, routing=routing)


def _note(written: Written, index: str, doc_id: str, outcome: results.Outcome) -> None:
    if isinstance(outcome, results.Refused):
        refused = written.conflicts if isinstance(outcome.error, VersionConflictError) else written.failures
        refused.append(Refused(index, doc_id, outcome.error))
    elif outcome.result == results.DELETED:
        written.deleted += 1
    else:
        written.updated += 1
