"""A document that a query refers to by index and id, as its transaction sees it."""

from __future__ import annotations

from typing import Any

from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.options import SINGLE
from docstore.columns.view import IndexView
from docstore.errors import IndexNotFoundError, NotImplementedByDocstoreError
from docstore.mapping.mapping import Mapping
from docstore.storage import source as codec
from docstore.storage.index_reader import IndexReader
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction

Json = dict[str, Any]


def other_document(view: IndexView, index: str, doc_id: str, version: int | None = None) -> Json | None:
    """Its ``_source``, as the index shows it; None when there is none, or not in this ``version``.

    :raises IndexNotFoundError: there is no such index.
    :raises IllegalArgumentError: an alias of several indices.
    """
    txn, meant = _index(view, index)
    meant.check_readable()
    found = IndexTables(txn, meant.number).live(doc_id.encode("utf-8", "surrogatepass"))
    if found is None or version not in (None, found[1].version) or not meant.mapping.source_enabled:
        return None
    stored = codec.decode(found[1].source)
    return meant.mapping.shown_source(stored) if meant.mapping.source_mode == "synthetic" else stored


def other_mapping(view: IndexView, index: str) -> Mapping:
    """The mapping of an index, or of that which an alias means.

    :raises IndexNotFoundError: there is no such index.
    """
    return _index(view, index)[1].mapping


def _index(view: IndexView, name: str) -> tuple[Transaction, Index]:
    if not isinstance(view.reader, IndexReader):
        raise NotImplementedByDocstoreError("this query cannot look up documents of other indices")
    txn = view.reader.txn
    catalog = current(txn)
    meant = catalog.index(name)
    if meant is None:
        if "," in name:
            raise IndexNotFoundError(name)
        meant = catalog.resolve([name], SINGLE)[0]
    return txn, meant
