"""What a store holds, as plain data to compare."""

from __future__ import annotations

from typing import Any

import docstore
from docstore import ApiError
from docstore.catalog.current import current
from docstore.storage.index_reader import IndexReader

Row = tuple[int, int, str | None, dict[str, Any]]
"""(_version, _seq_no, _routing, _source) of a document."""


def documents(store: docstore.Store, index: str) -> dict[str, Row]:
    """All documents of an index by id, in the order of their ``_seq_no``."""
    with store._environment.read() as txn:
        found = current(txn).index(index)
        if found is None:
            return {}
        reader: IndexReader[Any] = IndexReader(txn, found.number, name=index, uuid=found.uuid, mapping=found.mapping, history=found.history)
        ids = [doc_id for _, batch in reader.ids() for doc_id in batch]
    rows = {}
    for start in range(0, len(ids), 1000):
        for got in store.mget(index=index, ids=ids[start : start + 1000])["docs"]:
            assert got.get("found"), got
            rows[got["_id"]] = (got["_version"], got["_seq_no"], got.get("_routing"), got.get("_source"))
    return rows


def sources(store: docstore.Store, index: str) -> dict[str, Any]:
    """``_source`` by id."""
    return {doc_id: row[3] for doc_id, row in documents(store, index).items()}


def without_took(response: dict[str, Any]) -> dict[str, Any]:
    """A response without what no two runs have in common."""
    return {key: value for key, value in response.items() if key != "took"}


def raised(error: ApiError) -> tuple[int, str, str]:
    """An error as (status, type, reason)."""
    return error.status, error.type, error.reason
