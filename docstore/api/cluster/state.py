"""``_cluster/state``: everything that a store knows besides documents, in the shape that Elasticsearch gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docstore.api.cluster import figures
from docstore.api.cluster.node_names import metrics_of
from docstore.api.cluster.shard_places import allocation_id, described, started, waiting
from docstore.api.indices import component_templates, index_templates, legacy_templates
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, seconds
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import BLOCKS
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import VERSION, current
from docstore.catalog.index import Index
from docstore.catalog.names.options import ALL
from docstore.catalog.settings.rules import routing_shards
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.errors import JsonObject
from docstore.storage import layout


@dataclass(frozen=True, slots=True)
class _View:
    """What an answer is made of."""

    node: Node
    catalog: Catalog
    indices: Sequence[Index]
    store_id: str
    flat: bool


@api(
    "cluster.state",
    "GET /_cluster/state",
    "GET /_cluster/state/{metric}",
    "GET /_cluster/state/{metric}/{index}",
    privilege=Privilege.MONITOR,
)
def state(
    node: Node,
    *,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flat_settings: bool | None = None,
    ignore_unavailable: bool | None = None,
    index: Names | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
    metric: Names | None = None,
    wait_for_metadata_version: int | None = None,
    wait_for_timeout: Duration | None = None,
) -> JsonObject:
    """Indices, templates, data streams and blocks; the one node; and where the shards are: all of them on it.

    ``state_uuid`` and the versions are those of the catalog, which grows with every change of what is shown here.

    :param index: which indices to show.
    :param metric: of ``version``, ``master_node``, ``blocks``, ``nodes``, ``metadata``, ``routing_table``, ``routing_nodes``; ``_all``.
    :param wait_for_metadata_version: answers with ``wait_for_timed_out`` where the version is lower: nothing is waited for.
    :raises IllegalArgumentError: another metric.
    :raises IndexNotFoundError: an index that is named is missing.
    """
    chosen = metrics_of("/_cluster/state" if metric is None else f"/_cluster/state/{metric}", metric, tuple(_PARTS), ("customs",))
    how = ALL.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    flat = flag("flat_settings", flat_settings, False)
    seconds("wait_for_timeout", wait_for_timeout, 0)
    with node.environment.read() as txn:
        catalog = current(txn)
        view = _View(node, catalog, catalog.resolve(index, how), layout.store_id(txn), flat)
        version = layout.counter(txn, VERSION)
    body: JsonObject = {"cluster_name": "docstore", "cluster_uuid": view.store_id}
    if wait_for_metadata_version is not None and wait_for_metadata_version > version:
        return {**body, "wait_for_timed_out": True}
    for name in chosen:
        body |= {"version": version, "state_uuid": f"{view.store_id}-{version}"} if name == "version" else {name: _PARTS[name](view)}
    return body


def _blocks(view: _View) -> JsonObject:
    found = {index.name: blocked for index in view.indices if (blocked := _blocks_of(index))}
    return {"indices": found} if found else {}


def _blocks_of(index: Index) -> JsonObject:
    body: JsonObject = {}
    if index.closed:
        body["4"] = {"description": "index closed", "retryable": False, "levels": ["read", "write"]}
    held = {block for blocks in index.settings.blocks.values() for block in blocks}
    for block in BLOCKS:
        if block in held:
            levels = sorted(operation.value for operation in block.operations)
            body[str(block.id)] = {"description": block.description, "retryable": False, "levels": levels}
    return body


def _nodes(view: _View) -> JsonObject:
    return {view.node.id: described(view.node)}


def _metadata(view: _View) -> JsonObject:
    streams = view.catalog.section(DATA_STREAMS)
    return {
        "cluster_uuid": view.store_id,
        "cluster_uuid_committed": True,
        "cluster_coordination": {
            "term": 1,
            "last_committed_config": [view.node.id],
            "last_accepted_config": [view.node.id],
            "voting_config_exclusions": [],
        },
        "templates": legacy_templates.get(view.node),
        "indices": {index.name: _index(view, index) for index in view.indices},
        "index_template": {"index_template": _named(index_templates.get(view.node), "index_template")},
        "component_template": {"component_template": _named(component_templates.get(view.node), "component_template")},
        "data_stream": {"data_stream": {name: _stream(view, name) for name in streams}, "data_stream_aliases": {}},
        "index-graveyard": {"tombstones": []},
    }


def _named(listed: JsonObject, kind: str) -> JsonObject:
    return {each["name"]: each[kind] for each in listed[f"{kind}s"]}


def _stream(view: _View, name: str) -> JsonObject:
    stream = view.catalog.section(DATA_STREAMS)[name]
    backing = [{"index_name": each} for each in stream.backing]
    return {"name": name, "timestamp_field": {"name": "@timestamp"}, "indices": backing, "generation": stream.generation}


def _index(view: _View, index: Index) -> JsonObject:
    shards = range(figures.primaries(index))
    return {
        "routing_num_shards": routing_shards(index.settings),
        "state": "close" if index.closed else "open",
        "settings": index.settings.to_body(flat=view.flat),
        "mappings": {"_doc": index.mapping.to_body()},
        "aliases": list(index.aliases),
        "primary_terms": {str(shard): 1 for shard in shards},
        "in_sync_allocations": {str(shard): [allocation_id(index, shard)] for shard in shards},
        "rollover_info": {},
        "system": False,
    }


def _shards(view: _View, index: Index) -> JsonObject:
    return {str(shard): [started(view.node, index, shard), *waiting(index, shard)] for shard in range(figures.primaries(index))}


def _routing_table(view: _View) -> JsonObject:
    return {"indices": {index.name: {"shards": _shards(view, index)} for index in view.indices}}


def _routing_nodes(view: _View) -> JsonObject:
    pairs = [(index, shard) for index in view.indices for shard in range(figures.primaries(index))]
    unassigned = [each for index, shard in pairs for each in waiting(index, shard)]
    return {"unassigned": unassigned, "nodes": {view.node.id: [started(view.node, index, shard) for index, shard in pairs]}}


_PARTS: dict[str, Callable[[_View], object]] = {
    "version": lambda view: None,
    "master_node": lambda view: view.node.id,
    "blocks": _blocks,
    "nodes": _nodes,
    "metadata": _metadata,
    "routing_table": _routing_table,
    "routing_nodes": _routing_nodes,
}
