"""Mappings that data streams have of their own."""

from __future__ import annotations

from dataclasses import replace

from docstore.api.indices.each_stream import latest, shown_each, try_each
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, WholeBody, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_object
from docstore.catalog.current import current
from docstore.catalog.streams.changes import next_parts
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.errors import JsonObject
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.storage.transaction import Transaction


@api("indices.get_data_stream_mappings", "GET /_data_stream/{name}/_mappings", privilege=Privilege.MONITOR)
def get(node: Node, *, name: Names, master_timeout: Duration | None = None) -> JsonObject:
    """Show the mappings that data streams have of their own, and those of the next backing index.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return shown_each(node, name, None, _shown)


def _shown(catalog: Catalog, stream: DataStream) -> JsonObject:
    settings, mappings = next_parts(catalog, stream)
    effective = FieldMapping.parse(mappings, settings=settings)
    return {"mappings": stream.mappings, "effective_mappings": effective.to_body()}


@api("indices.put_data_stream_mappings", "PUT /_data_stream/{name}/_mappings", privilege=Privilege.MANAGE)
def put(
    node: Node,
    *,
    name: Names,
    dry_run: bool = False,
    mappings: WholeBody[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Give data streams mappings of their own: for backing indices to come, above those of the template.

    :param mappings: ``{"properties": {...}}``; empty takes them back.
    :param dry_run: only tell what would be.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    given = dict(mappings or {})
    given = given["_doc"] if given.keys() == {"_doc"} else given

    def change(txn: Transaction, stream: DataStream) -> JsonObject:
        put_object(txn, DATA_STREAMS, stream.name, replace(stream, mappings=merged_mappings([stream.mappings, given]) if given else {}))
        return _shown(current(txn), latest(txn, stream))

    return try_each(node, name, "applied_to_data_stream", change, dry_run=dry_run)
