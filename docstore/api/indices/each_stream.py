"""Showing and changing each of the data streams that a request names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_object
from docstore.catalog.current import current
from docstore.catalog.names.options import Expand, parse_expand
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.catalog.streams.names import select_streams
from docstore.errors import ApiError, JsonObject
from docstore.storage.transaction import Transaction


def shown_each(
    node: Node, name: Names, expand_wildcards: Names | None, shown: Callable[[Catalog, DataStream], JsonObject]
) -> JsonObject:
    """The chosen streams, as ``shown`` shows each."""
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    with node.environment.read() as txn:
        catalog = current(txn)
        return {"data_streams": [{"name": stream.name, **shown(catalog, stream)} for stream in select_streams(catalog, name, expand)]}


def change_each(node: Node, name: Names, expand_wildcards: Names | None, changed: Callable[[DataStream], DataStream]) -> JsonObject:
    """Put what ``changed`` makes of each of the chosen streams in its place."""
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    with node.environment.write() as txn:
        for stream in select_streams(current(txn), name, expand):
            put_object(txn, DATA_STREAMS, stream.name, changed(stream))
    return {"acknowledged": True}


class _DryRun(Exception):
    """Undoes what was only tried."""


def try_each(
    node: Node, name: Names, applied: str, change: Callable[[Transaction, DataStream], JsonObject], *, dry_run: bool
) -> JsonObject:
    """Change data streams one by one; what one of them refuses is told, and leaves it as it was."""
    rows: list[JsonObject] = []
    with suppress(_DryRun), node.environment.write() as txn:
        for stream in select_streams(current(txn), name):
            try:
                with txn.savepoint():
                    rows.append({"name": stream.name, applied: True, **change(txn, stream)})
            except ApiError as error:
                rows.append({"name": stream.name, applied: False, "error": error.reason})
        if dry_run:
            raise _DryRun
    return {"data_streams": rows}


def latest(txn: Transaction, stream: DataStream) -> DataStream:
    """A stream as it is by now in the transaction."""
    return current(txn).stream(stream.name) or stream
