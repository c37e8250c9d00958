"""The usual operation of a bulk request: a document, the index it goes into, perhaps an id, and nothing else.

Most bulk requests are nothing but these, so what others need is left out once for all of them (``PlainIndex``). A document that is not
taken as it is goes the way of all operations, which says why, or makes the fields that it adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docstore.catalog.pipelines import check_pipelines
from docstore.catalog.time_series import is_time_series
from docstore.documents import shape_ids
from docstore.documents.admission import SHAPES
from docstore.documents.arrival import gives_time
from docstore.documents.bulk_items import Head, Stored
from docstore.documents.operation import IndexOperation, OpType
from docstore.documents.results import CREATED, UPDATED, copies
from docstore.documents.time_series import id_in_series
from docstore.errors import ApiError
from docstore.frozen import frozen
from docstore.mapping.shape import ForeignValueError, Shape
from docstore.mapping.verdict import Action
from docstore.storage import record
from docstore.storage import source as codec

if TYPE_CHECKING:
    from docstore.catalog.catalog import WriteTarget
    from docstore.catalog.index import Index
    from docstore.clock import Clock
    from docstore.storage.index_writer import IndexWriter
    from docstore.storage.source import Source

SURE_ID = 128
"""An id of so many characters is within Elasticsearch's limit of bytes."""


@frozen
class PlainWrite:
    """One of them."""

    index: str
    source: Source
    id: str | None
    """``None``: a new one; at most ``SURE_ID`` characters, and not empty."""
    action: str
    """``index`` or ``create``."""

    def operation(self) -> IndexOperation:
        """The same, as all others are."""
        return IndexOperation(self.index, self.source, self.id, op_type=OpType.INDEX if self.action == "index" else OpType.CREATE)


class PlainIndex:
    """An index in a write transaction, for as long as its mapping and its settings stand."""

    __slots__ = ("_clock", "_heads", "_is_series", "_mapping", "_numbers", "_writer", "index", "stored")

    def __init__(self, index: Index, writer: IndexWriter, clock: Clock) -> None:
        self.index = index
        self._clock = clock
        self._is_series = is_time_series(index)
        self.stored = 0
        """How many documents."""
        self._mapping = index.mapping
        self._writer = writer
        self._numbers: dict[Shape, int] = {}
        """Of the shapes that were met."""
        self._heads: dict[tuple[str, bool], Head] = {}

    @staticmethod
    def is_one(target: WriteTarget) -> bool:
        """Whether documents go into the index as they are, without anything that the index asks of them."""
        index = target.index
        if target.alias is not None or target.stream is not None or gives_time(index):
            return False
        try:
            check_pipelines(index)
        except ApiError:
            return False
        return not (index.mapping.routing_required or index.mapping.joins)

    def put(self, given: str | None, source: Source, action: str) -> Stored | None:
        """Store a document; ``None`` if that is not so simple, and nothing was done.

        :param given: its id; ``None``: a new one, or that which follows from it.
        """
        try:
            shape = SHAPES.of(source)
            encoded = codec.encode(source)
            verdict = self._mapping.verdict(shape)
            if verdict.action is Action.CHECK:
                verdict.check(source, given or "", len(encoded))
            elif verdict.action is not Action.COPY or (verdict.max_bytes is not None and len(encoded) >= verdict.max_bytes):
                return None
            if self._is_series:
                doc_id = id_in_series(self.index, source, given, shape)
            else:
                doc_id = self._clock.document_id() if given is None else given
            key = doc_id.encode()
        except (ApiError, ForeignValueError, RecursionError, UnicodeEncodeError):
            return None
        old = self._writer.pointer(key)
        created = old is None or old.deleted == 1
        if not created and action == "create":
            return None
        number = self._numbers.get(shape)
        if number is None:
            number = self._numbers[shape] = shape_ids.id_of(self._writer.txn, shape)
        version = 1 if old is None else old.version + 1
        seq = self._writer.put(key, number, version, record.body(key, None, encoded), old)
        self.stored += 1
        return self._heads.get((action, created)) or self._head(action, created), doc_id, version, seq

    def _head(self, action: str, created: bool) -> Head:
        found = Head(action, self.index.name, copies(self.index), CREATED if created else UPDATED)
        return self._heads.setdefault((action, created), found)
