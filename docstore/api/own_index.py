"""Hidden indices that belong to the store and not to a program: what is kept in them can be searched, and is cleared as documents are."""

from __future__ import annotations

from docstore.catalog.changes import create_index
from docstore.catalog.current import current
from docstore.catalog.templates.composition import NOTHING
from docstore.clock import Clock
from docstore.documents.operation import DeleteOperation, IndexOperation
from docstore.documents.writer import DocumentWriter
from docstore.errors import JsonObject
from docstore.frozen import frozen
from docstore.search.near_real_time import refreshed_after
from docstore.storage.transaction import Transaction

_SETTINGS: JsonObject = {"index.number_of_shards": 1, "index.number_of_replicas": 0, "index.hidden": True}


@frozen
class OwnIndex:
    """One of them, made when something is first kept in it."""

    name: str
    mappings: JsonObject

    def keep(self, txn: Transaction, clock: Clock, doc_id: str, source: JsonObject) -> None:
        """Store a document, in place of one of this id.

        :raises ApiError: the index cannot be written.
        """
        if current(txn).index(self.name) is None:
            create_index(txn, self.name, settings=_SETTINGS, mappings=self.mappings, clock=clock, templates=NOTHING)
        writer = DocumentWriter(txn, clock)
        writer.apply(IndexOperation(index=self.name, source=source, id=doc_id))
        writer.save()
        refreshed_after(txn, True)

    def forget(self, txn: Transaction, clock: Clock, *doc_ids: str) -> None:
        """Remove documents, if they are there.

        :raises ApiError: the index cannot be written.
        """
        if doc_ids and current(txn).index(self.name) is not None:
            writer = DocumentWriter(txn, clock)
            for doc_id in doc_ids:
                writer.apply(DeleteOperation(index=self.name, id=doc_id))
            writer.save()
