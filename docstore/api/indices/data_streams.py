"""Data streams: create, get, delete, stats, modify, migrate, promote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names.options import Expand, parse_expand
from docstore.catalog.settings.settings import Settings, nested, parse_settings
from docstore.catalog.streams.changes import backing_indices, create_stream, delete_stream, next_parts
from docstore.catalog.streams.data_stream import DataStream
from docstore.catalog.streams.failure_store import is_enabled
from docstore.catalog.streams.modify import migrate, modify, parse_stream_actions
from docstore.catalog.streams.names import select_streams
from docstore.catalog.streams.retention import ILM, LIFECYCLE, NOBODY, Management, manager, shown_failures_lifecycle, shown_lifecycle
from docstore.catalog.templates.composition import template_of
from docstore.catalog.time_series import is_time_series
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.documents.time_span import shown_time, span_of
from docstore.errors import JsonObject, ResourceNotFoundError
from docstore.mapping.timestamp import TIMESTAMP
from docstore.storage.index_reader import IndexReader
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


@api("indices.create_data_stream", "PUT /_data_stream/{name}", privilege=Privilege.MANAGE)
def create(node: Node, *, name: str, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Create a data stream from the index template that matches its name.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IllegalArgumentError: not a name, or no template enables such a data stream.
    :raises ResourceAlreadyExistsError: there is one.
    """
    with node.environment.write() as txn:
        create_stream(txn, name, node.clock)
    return {"acknowledged": True}


@api("indices.get_data_stream", "GET /_data_stream", "GET /_data_stream/{name}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    name: Names | None = None,
    expand_wildcards: Names | None = None,
    include_defaults: bool = False,
    master_timeout: Duration | None = None,
    verbose: bool = False,
) -> JsonObject:
    """Show data streams: ``{"data_streams": [{"name": ..., "indices": [...], "generation": 1, ...}]}``.

    :param name: names, wildcards; all when left out.
    :param verbose: also ``maximum_timestamp`` of each.
    :param include_defaults: also when the lifecycle would roll an index over.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    defaults = flag("include_defaults", include_defaults, False)
    with node.environment.read() as txn:
        catalog = current(txn)
        found = select_streams(catalog, name, expand)
        bodies = [_shown(catalog, stream, defaults=defaults) for stream in found]
        if verbose:
            for body, stream in zip(bodies, found, strict=True):
                body["maximum_timestamp"] = _newest(txn, backing_indices(catalog, stream))
    return {"data_streams": bodies}


def _shown(catalog: Catalog, stream: DataStream, *, defaults: bool) -> JsonObject:
    template = template_of(catalog, stream.name)
    coming = Management.of(Settings(next_parts(catalog, stream)[0]))
    indices = backing_indices(catalog, stream)
    replicas = any(index.settings.number_of_replicas for index in indices)
    body: JsonObject = {
        "name": stream.name,
        "timestamp_field": {"name": TIMESTAMP},
        "indices": [_index(index, stream) for index in indices],
        "generation": stream.generation,
        "status": "YELLOW" if replicas else "GREEN",
    }
    if template is not None:
        body["template"] = template.name
        if template.meta is not None:
            body["_meta"] = template.meta
    if stream.lifecycle is not None:
        body["lifecycle"] = shown_lifecycle(catalog, stream, defaults=defaults)
    if coming.policy is not None:
        body["ilm_policy"] = coming.policy
    return {
        **body,
        "next_generation_managed_by": coming.by(stream),
        "prefer_ilm": coming.prefers_policy,
        "hidden": stream.hidden,
        "system": False,
        "allow_custom_routing": stream.allow_custom_routing,
        "replicated": False,
        "rollover_on_write": stream.rollover_on_write,
        "index_mode": str(indices[-1].settings.get("index.mode")),
        **_time_series(indices),
        "settings": nested({k: v for k, v in parse_settings(stream.settings).items() if v is not None}),
        "mappings": stream.mappings,
        "failure_store": _failure_store(catalog, stream, defaults=defaults),
    }


def _failure_store(catalog: Catalog, stream: DataStream, *, defaults: bool) -> JsonObject:
    lifecycle = shown_failures_lifecycle(catalog, stream, defaults=defaults)
    lives = lifecycle is not None and bool(lifecycle["enabled"])
    indices = []
    for index in catalog.failures(stream.name):
        own = Management.of(index.settings)
        managed_by = LIFECYCLE if lives and not (own.policy and own.prefers_policy) else ILM if own.policy else NOBODY
        policy = own.to_body() if own.policy else {}
        indices.append({"index_name": index.name, "index_uuid": index.uuid, "managed_by": managed_by, **policy})
    body = {"enabled": is_enabled(catalog, stream), "rollover_on_write": stream.failures_rollover_on_write, "indices": indices}
    return body if lifecycle is None else {**body, "lifecycle": lifecycle}


def _time_series(indices: Sequence[Index]) -> JsonObject:
    """The times that a stream of points takes, where spans of indices that meet are one (``TransportGetDataStreamsAction``)."""
    if not is_time_series(indices[-1]):
        return {}
    spans: list[tuple[int, int]] = []
    for start, end in sorted(span_of(index) for index in indices if is_time_series(index)):
        if spans and spans[-1][1] >= start:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    ranges = [{"start": shown_time(start, "milliseconds"), "end": shown_time(end, "milliseconds")} for start, end in spans]
    return {"time_series": {"temporal_ranges": ranges}}


def _index(index: Index, stream: DataStream) -> JsonObject:
    return {
        "index_name": index.name,
        "index_uuid": index.uuid,
        **Management.of(index.settings).to_body(),
        "managed_by": manager(index, stream),
        "index_mode": str(index.settings.get("index.mode")),
    }


@api("indices.delete_data_stream", "DELETE /_data_stream/{name}", privilege=Privilege.MANAGE)
def delete(
    node: Node, *, name: Names, expand_wildcards: Names | None = None, master_timeout: Duration | None = None
) -> JsonObject:
    """Remove data streams with their backing indices.

    :param name: names, wildcards.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    with node.environment.write() as txn:
        for stream in select_streams(current(txn), name, expand):
            delete_stream(txn, stream)
    return {"acknowledged": True}


@api("indices.data_streams_stats", "GET /_data_stream/_stats", "GET /_data_stream/{name}/_stats", privilege=Privilege.MONITOR)
def stats(node: Node, *, name: Names | None = None, expand_wildcards: Names | None = None) -> JsonObject:
    """Count data streams, their indices and bytes, and tell the newest ``@timestamp`` of each.

    :param name: names, wildcards; all when left out.
    :raises IndexNotFoundError: there is none of a name.
    """
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    rows: list[JsonObject] = []
    with node.environment.read() as txn:
        catalog = current(txn)
        for stream in select_streams(catalog, name, expand):
            indices = backing_indices(catalog, stream)
            size = sum(IndexTables(txn, index.number).bytes_used() for index in indices)
            rows.append(
                {
                    "data_stream": stream.name,
                    "backing_indices": len(indices),
                    "store_size_bytes": size,
                    "maximum_timestamp": _newest(txn, indices),
                }
            )
    shards = sum(row["backing_indices"] for row in rows)
    return {
        "_shards": {"total": shards, "successful": shards, "failed": 0},
        "data_stream_count": len(rows),
        "backing_indices": shards,
        "total_store_size_bytes": sum(row["store_size_bytes"] for row in rows),
        "data_streams": rows,
    }


def _newest(txn: Transaction, indices: Sequence[Index]) -> int:
    """The greatest ``@timestamp`` in milliseconds; 0 without documents."""
    found = [0]
    for index in indices:
        reader: IndexReader[Any] = IndexReader(
            txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping, history=index.history
        )
        view = IndexView(reader)
        field = view.field(TIMESTAMP)
        if field is None or not reader.count:
            continue
        values: Any = view.column(Want(field)).values  # type: ignore[attr-defined]  # dates are numbers
        newest = int(np.max(values, initial=0))
        found.append(newest // 1_000_000 if field.type_name == "date_nanos" else newest)
    return max(found)


@api("indices.modify_data_stream", "POST /_data_stream/_modify", privilege=Privilege.MANAGE)
def modify_backing(node: Node, *, actions: Body[Sequence[Mapping[str, Any]] | None] = None) -> JsonObject:
    """Add indices to data streams as their oldest, or take indices out of them: all of it, or none.

    :param actions: ``[{"add_backing_index": {"data_stream": "s", "index": "i"}}, {"remove_backing_index": {...}}]``, with
        ``"failure_store": true`` for the indices of the failure store.
    :raises IllegalArgumentError: an action that cannot be done.
    """
    parsed = parse_stream_actions(actions)
    with node.environment.write() as txn:
        modify(txn, parsed)
    return {"acknowledged": True}


@api("indices.migrate_to_data_stream", "POST /_data_stream/_migrate/{name}", privilege=Privilege.MANAGE)
def migrate_alias(
    node: Node, *, name: str, master_timeout: Duration | None = None, timeout: Duration | None = None
) -> JsonObject:
    """Make a data stream of an alias: its indices become the backing indices, its write index the last of them.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IllegalArgumentError: there is no such alias, it has no write index, or no template enables the data stream.
    """
    with node.environment.write() as txn:
        migrate(txn, name)
    return {"acknowledged": True}


@api("indices.promote_data_stream", "POST /_data_stream/_promote/{name}", privilege=Privilege.MANAGE)
def promote(node: Node, *, name: str, master_timeout: Duration | None = None) -> JsonObject:
    """Make a replicated data stream a regular one. No data stream of a store is replicated from elsewhere, so all are regular.

    :param master_timeout: without meaning for one local node.
    :raises ResourceNotFoundError: there is no such data stream.
    """
    with node.environment.read() as txn:
        if current(txn).stream(name) is None:
            raise ResourceNotFoundError(f"data stream [{name}] does not exist")
    return {"acknowledged": True}
