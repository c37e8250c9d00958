"""What a run changes in a record on its way: ``_source`` filter and routing. The raw strategy changes nothing it need not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docstore.documents import shape_ids
from docstore.documents.admission import SHAPES
from docstore.documents.source_filter import SourceFilter
from docstore.errors import IllegalArgumentError
from docstore.reindex.routing import Routing
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch
from docstore.storage.record import Op

if TYPE_CHECKING:
    from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Transform:
    """The changes of one run. ``decode`` forces each document through its decoded form (the document strategy)."""

    filter: SourceFilter
    routing: Routing
    decode: bool = False

    def apply(self, txn: Transaction, batch: Batch, stored: SourceFilter) -> Batch:
        """The records as the destination is to get them, stamped with their shape and the source's version; the batch itself where
        nothing changes. ``stored`` is what the source index shows of its documents."""
        if not self.filter.everything or not stored.everything or self.decode:
            rebuilt = [self._rebuild(txn, batch.stamp(at), body, stored) for at, body in enumerate(batch.bodies)]
            return Batch(b"".join(stamp for stamp, _ in rebuilt), seqs=batch.seqs, bodies=[body for _, body in rebuilt])
        if self.routing.keeps:
            return batch
        return Batch(batch.stamps, seqs=batch.seqs, bodies=[self._rerouted(body) for body in batch.bodies])

    def _rerouted(self, body: bytes) -> bytes:
        present = record.routing_of(body)
        wanted = self.routing.of(present)
        return body if wanted == present else record.with_routing(body, wanted)

    def _rebuild(self, txn: Transaction, stamp: bytes, body: bytes, stored: SourceFilter) -> tuple[bytes, bytes]:
        document = record.decode(stamp, body)
        source = self.filter.apply(stored.apply(codec.decode(document.source)))
        shape = shape_ids.id_of(txn, SHAPES.of(source))
        routing = self.routing.of(document.routing)
        made = record.body(document.id.encode(), routing, codec.encode(source))
        return record.stamp(Op.INDEX, shape, document.version), made


def no_source(index: str, doc_id: str) -> IllegalArgumentError:
    """The error of a run over an index that keeps no ``_source``; it ends the run."""
    return IllegalArgumentError(f"[{index}][{doc_id}] didn't store _source")
