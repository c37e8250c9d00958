"""Lifecycles of data streams: how long their documents are to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docstore.api.indices.each_stream import change_each, shown_each
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.catalog.streams.lifecycle import check_lifecycle
from docstore.catalog.streams.retention import LIFECYCLE, GlobalRetention, manager, shown_lifecycle
from docstore.errors import JsonObject


@api("indices.get_data_lifecycle", "GET /_data_stream/{name}/_lifecycle", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    include_defaults: bool = False,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show how long data streams are to be kept. It is configuration only: docstore deletes nothing by age.

    :param include_defaults: also when an index would be rolled over.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    defaults = flag("include_defaults", include_defaults, False)

    def shown(catalog: Catalog, stream: DataStream) -> JsonObject:
        lifecycle = shown_lifecycle(catalog, stream, defaults=defaults)
        return {} if lifecycle is None else {"lifecycle": lifecycle}

    with node.environment.read() as txn:
        cluster = GlobalRetention.of(current(txn)).to_body()
    return {**shown_each(node, name, expand_wildcards, shown), "global_retention": cluster}


@api("indices.put_data_lifecycle", "PUT /_data_stream/{name}/_lifecycle", privilege=Privilege.MANAGE)
def put(
    node: Node,
    *,
    name: Names,
    data_retention: Body[str | None] = None,
    downsampling: Body[Sequence[JsonObject] | None] = None,
    downsampling_method: Body[str | None] = None,
    enabled: Body[bool | None] = None,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Say how long data streams are to be kept. It is kept and shown, and moves with the catalog; docstore deletes nothing by age.

    :param data_retention: ``"7d"``; for ever without it.
    :param downsampling, downsampling_method: kept only.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    given = {
        "enabled": enabled,
        "data_retention": data_retention,
        "downsampling": None if downsampling is None else list(downsampling),
        "downsampling_method": downsampling_method,
    }
    body = check_lifecycle({key: value for key, value in given.items() if value is not None})
    return change_each(node, name, expand_wildcards, lambda stream: replace(stream, lifecycle=body))


@api("indices.delete_data_lifecycle", "DELETE /_data_stream/{name}/_lifecycle", privilege=Privilege.MANAGE)
def delete(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take the lifecycle from data streams.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return change_each(node, name, expand_wildcards, lambda stream: replace(stream, lifecycle=None))


@api("indices.explain_data_lifecycle", "GET /{index}/_lifecycle/explain", privilege=Privilege.MONITOR)
def explain(
    node: Node, *, index: Names, include_defaults: bool = False, master_timeout: Duration | None = None
) -> JsonObject:
    """Show for indices whether a lifecycle governs them: of which data stream.

    :param include_defaults: also when an index would be rolled over.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    answer: JsonObject = {}
    defaults = flag("include_defaults", include_defaults, False)
    with node.environment.read() as txn:
        catalog = current(txn)
        for found in catalog.resolve(index, options.OPEN):
            stream = catalog.stream_of(found.name)
            managed = manager(found, stream) == LIFECYCLE
            body: JsonObject = {"index": found.name, "managed_by_lifecycle": managed}
            if managed and stream is not None:
                lifecycle = shown_lifecycle(catalog, stream, defaults=defaults)
                body |= {"index_creation_date_millis": found.created, "lifecycle": lifecycle}
            answer[found.name] = body
    return {"indices": answer}


@api("indices.get_data_lifecycle_stats", "GET /_lifecycle/stats", privilege=Privilege.MONITOR)
def get_stats(node: Node) -> JsonObject:
    """How many data streams have a lifecycle. Nothing runs in the background, so that there is no last run."""
    with node.environment.read() as txn:
        streams = [stream for stream in current(txn).section(DATA_STREAMS).values() if stream.lifecycle is not None]
        counts = [{"name": each.name, "backing_indices_in_total": len(each.backing), "backing_indices_in_error": 0} for each in streams]
    return {"data_stream_count": len(streams), "data_streams": counts}
