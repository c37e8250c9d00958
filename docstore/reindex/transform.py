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
from docstore.storage.record import Op

if TYPE_CHECKING:
    from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Transform:
    """The changes of one run. ``decode`` forces each document through its decoded form (the document strategy)."""

    filter: SourceFilter
    routing: Routing
    decode: bool = False

    @property
    def raw(self) -> bool:
        """Whether ``_source`` moves as bytes."""
        return self.filter.everything and not self.decode

    def apply(self, txn: Transaction, values: list[bytes], source_index: str) -> list[bytes]:
        """The records as the destination is to get them, stamped with their shape and the source's version.

        :raises IllegalArgumentError: the source index keeps no ``_source``.
        """
        if not self.raw:
            return [self._rebuild(txn, value, source_index) for value in values]
        if self.routing.keeps:
            return values
        return [
            record.with_routing(value, self.routing.of(record.decode(value).routing))
            if self.routing.text != "discard" or value[18] or value[19]
            else value
            for value in values
        ]

    def _rebuild(self, txn: Transaction, value: bytes, source_index: str) -> bytes:
        document = record.decode(value)
        if not document.source:
            raise no_source(source_index, document.id)
        source = self.filter.apply(codec.decode(document.source))
        shape = shape_ids.id_of(txn, SHAPES.of(source))
        routing = self.routing.of(document.routing)
        return record.encode(Op.INDEX, shape, document.version, document.id.encode(), routing, codec.encode(source))


def no_source(index: str, doc_id: str) -> IllegalArgumentError:
    """The error of a run over an index that keeps no ``_source``; it ends the run."""
    return IllegalArgumentError(f"[{index}][{doc_id}] didn't store _source")
