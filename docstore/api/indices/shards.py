"""What the shards of indices are: ``_segments``, ``_recovery``, ``_shard_stores``, ``_search_shards``.

All documents of an index are in one log, which is shown as the one segment of its first shard.
"""

from __future__ import annotations

from docstore.api.cluster import figures
from docstore.api.cluster.figures import Figures
from docstore.api.cluster.machine import HOST
from docstore.api.cluster.shard_places import ADDRESS, allocation_id, described, started
from docstore.api.indices.state import shards_of
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, Routing, flag, names_of
from docstore.api.preference import asks
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Target
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import expression as expressions
from docstore.catalog.names import options
from docstore.errors import JsonObject

_VALUE_KEYS = {
    **dict.fromkeys(("term", "prefix", "wildcard", "regexp", "fuzzy"), "value"),
    **dict.fromkeys(("match", "match_phrase", "match_phrase_prefix", "match_bool_prefix"), "query"),
}
_STATUSES = (*figures.STATUSES, "all")


@api("indices.segments", "GET /_segments", "GET /{index}/_segments", privilege=Privilege.MONITOR)
def segments(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
) -> JsonObject:
    """Show the segments of shards: ``{"_shards": ..., "indices": {"name": {"shards": {"0": [{"segments": {...}}]}}}}``.

    :param index: names, aliases, wildcards; all when left out.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    how = options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
        counted = [Figures.of(txn, found) for found in indices]
    return {"_shards": shards_of(indices), "indices": {each.index.name: {"shards": _segments(node, each)} for each in counted}}


def _segments(node: Node, counted: Figures) -> JsonObject:
    routing = {"state": "STARTED", "primary": True, "node": node.id}
    shards: JsonObject = {}
    for shard in range(figures.primaries(counted.index)):
        inside = {"_0": _segment(counted)} if shard == 0 and (counted.documents or counted.deleted) else {}
        count = {"num_committed_segments": len(inside), "num_search_segments": len(inside)}
        shards[str(shard)] = [{"routing": routing, **count, "segments": inside}]
    return shards


def _segment(counted: Figures) -> JsonObject:
    return {
        "generation": 0,
        "num_docs": counted.documents,
        "deleted_docs": counted.deleted,
        "size_in_bytes": counted.bytes,
        "committed": True,
        "search": True,
        "version": "docstore",
        "compound": False,
        "attributes": {},
    }


@api("indices.recovery", "GET /_recovery", "GET /{index}/_recovery", privilege=Privilege.MONITOR)
def recovery(
    node: Node,
    *,
    index: Names | None = None,
    active_only: bool | None = None,
    allow_no_indices: bool | None = None,
    detailed: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
) -> JsonObject:
    """Show how shards came to be: ``{"name": {"shards": [{"id": 0, "type": "EMPTY_STORE", "stage": "DONE", ...}]}}``.

    A primary is there from the moment its index is made, so no recovery is ever under way, and none moves bytes.

    :param index: names, aliases, wildcards, closed and hidden ones too; all when left out.
    :param active_only: only what is under way, which is nothing.
    :param detailed: also ``details`` of files, of which there are none.
    :raises IndexNotFoundError: a name does not exist.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    how = options.ALL.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
    if flag("active_only", active_only, False):
        return {}
    files = flag("detailed", detailed, False)
    return {found.name: {"shards": [_recovery(node, found, n, files) for n in range(figures.primaries(found))]} for found in indices}


def _recovery(node: Node, index: Index, shard: int, detailed: bool) -> JsonObject:
    target = {"id": node.id, "host": HOST, "transport_address": ADDRESS, "ip": HOST, "name": node.name}
    resized = "index.resize.source.name" in index.settings.flat
    files: JsonObject = {"total": 0, "reused": 0, "recovered": 0, "percent": "0.0%"}
    size = ("total", "reused", "recovered", "recovered_from_snapshot")
    return {
        "id": shard,
        "type": "LOCAL_SHARDS" if resized else "EXISTING_STORE" if index.closed else "EMPTY_STORE",
        "stage": "DONE",
        "primary": True,
        "start_time_in_millis": index.created,
        "stop_time_in_millis": index.created,
        "total_time_in_millis": 0,
        "source": {"index": index.settings.get("index.resize.source.name")} if resized else {},
        "target": target,
        "index": {
            "size": {**{f"{name}_in_bytes": 0 for name in size}, "percent": "0.0%"},
            "files": {**files, "details": []} if detailed else files,
            "total_time_in_millis": 0,
            "source_throttle_time_in_millis": 0,
            "target_throttle_time_in_millis": 0,
        },
        "translog": {"recovered": 0, "total": 0, "percent": "100.0%", "total_on_start": 0, "total_time_in_millis": 0},
        "verify_index": {"check_index_time_in_millis": 0, "total_time_in_millis": 0},
    }


@api("indices.shard_stores", "GET /_shard_stores", "GET /{index}/_shard_stores", privilege=Privilege.MONITOR)
def shard_stores(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    status: Names | None = None,
) -> JsonObject:
    """Show where copies of shards are: ``{"indices": {"name": {"shards": {"0": {"stores": [...]}}}}}``.

    :param index: names, aliases, wildcards, closed ones too; all when left out.
    :param status: only indices of this health: ``green``, ``yellow``, ``red``, ``all``; yellow and red when left out.
    :raises IndexNotFoundError: a name does not exist.
    :raises IllegalArgumentError: another status.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    wanted = ["yellow", "red"] if status is None else [name.lower() for name in names_of(status)]
    for name in wanted:
        figures.check_status(name, _STATUSES)
    how = options.CHANGE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices is not False
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
    kept = [found for found in indices if "all" in wanted or figures.status_of(found) in wanted]
    return {"indices": {found.name: {"shards": _stores(node, found)} for found in kept}}


def _stores(node: Node, index: Index) -> JsonObject:
    def store(shard: int) -> JsonObject:
        return {node.id: described(node), "allocation_id": allocation_id(index, shard), "allocation": "primary"}

    return {str(shard): {"stores": [store(shard)]} for shard in range(figures.primaries(index))}


@api(
    "search_shards",
    "GET /_search_shards",
    "POST /_search_shards",
    "GET /{index}/_search_shards",
    "POST /{index}/_search_shards",
    privilege=Privilege.MONITOR,
)
def search_shards(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
    preference: str | None = None,
    routing: Routing | None = None,
) -> JsonObject:
    """Show which shards a search would ask, and what aliases filter: ``{"nodes": ..., "indices": ..., "shards": [[...]]}``.

    :param index: names, aliases, wildcards; all when left out.
    :param local, master_timeout, routing: without meaning for one local node: every shard is asked.
    :raises IndexNotFoundError: a name does not exist.
    :raises ClusterBlockError: reading an index is blocked.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        catalog = current(txn)
        targets = sorted(catalog.search_targets(index, how), key=lambda target: target.index.name)
        reached = expressions.find(catalog, index, how)
        check_all((target.index for target in targets), Operation.READ)
    shown = {target.index.name: _narrowed(target, reached[target.index.name]) for target in targets}
    pairs = [(target.index, shard) for target in targets for shard in range(figures.primaries(target.index))]
    pairs = [(found, shard) for found, shard in pairs if asks(node, preference, found.name, shard)]
    return {"nodes": {node.id: described(node)}, "indices": shown, "shards": [[started(node, *pair)] for pair in pairs]}


def _narrowed(target: Target, reached: set[str]) -> JsonObject:
    """The aliases by which an index is reached, and their filters where they all have one."""
    aliases = sorted(reached & target.index.aliases.keys())
    body: JsonObject = {"aliases": aliases} if aliases else {}
    filters = [_in_full(each) for each in target.filters or ()]
    if filters:
        body["filter"] = filters[0] if len(filters) == 1 else {"bool": {"should": filters}}
    return body


def _in_full(query: JsonObject) -> JsonObject:
    """A query of one field with its value under a name of its own, as Elasticsearch writes it."""
    ((kind, inner),) = query.items()
    key = _VALUE_KEYS.get(kind)
    if key is None or len(inner) != 1:
        return query
    ((field, value),) = inner.items()
    return query if isinstance(value, dict) else {kind: {field: {key: value}}}
