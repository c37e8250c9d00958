"""``_cluster/stats`` and ``_info``: the store and its one node in figures."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from docstore.api.cluster import figures
from docstore.api.cluster.machine import disk, memory, os_info, process_stats, started_millis
from docstore.api.cluster.node_names import is_meant
from docstore.api.indices.sections import Counted, counted, sections
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.storage import layout
from docstore.version import ELASTICSEARCH_VERSION

_SECTIONS = frozenset(("docs", "store", "fielddata", "query_cache", "completion", "segments", "dense_vector", "sparse_vector"))
_OF_SNAPSHOTS = ("snapshots", "shard_snapshots", "snapshot_deletions", "concurrent_operations", "cleanups")
_OF_ANALYSIS = (
    "char_filter_types", "tokenizer_types", "filter_types", "analyzer_types", "built_in_char_filters", "built_in_tokenizers",
    "built_in_filters", "built_in_analyzers",
)  # fmt: skip
_NO_TIME = {"max": 0, "avg": 0, "p90": 0}
_NO_REMOTE_SEARCHES = {
    **dict.fromkeys(("total", "success", "skipped"), 0),
    **dict.fromkeys(("took", "took_mrt_true", "took_mrt_false"), _NO_TIME),
    **dict.fromkeys(("remotes_per_search_max", "remotes_per_search_avg"), 0),
    **{key: {} for key in ("failure_reasons", "features", "clients", "clusters")},
}
_TARGETS = ("_all", "http", "ingest", "thread_pool", "script")


@api("cluster.stats", "GET /_cluster/stats", "GET /_cluster/stats/nodes/{node_id}", privilege=Privilege.MONITOR)
def stats(
    node: Node, *, include_remotes: bool | None = None, node_id: Names | None = None, timeout: Duration | None = None
) -> JsonObject:
    """How many indices, shards, documents, bytes and fields of which type there are, and what the node and its machine are.

    :param node_id: other nodes than the one of the store have nothing.
    :param include_remotes, timeout: without meaning here: there are no other clusters, and nothing is waited for.
    """
    meant = is_meant(node, node_id)
    with node.environment.read() as txn:
        found = list(current(txn)) if meant else []
        known = counted(txn, found)
        uuid = layout.store_id(txn)
    total = 1 if meant else 0
    return {
        "_nodes": {"total": total, "successful": total, "failed": 0},
        "cluster_uuid": uuid,
        "timestamp": node.clock.millis(),
        "cluster_name": "docstore",
        "status": figures.worst(map(figures.status_of, found)),
        "indices": _indices(list(known.values())),
        "nodes": _nodes(node, total),
        "repositories": {},
        "snapshots": {"current_counts": dict.fromkeys(_OF_SNAPSHOTS, 0), "repositories": {}},
        "ccs": {"clusters": {}, "_search": _NO_REMOTE_SEARCHES},
    }


def _indices(known: Sequence[Counted]) -> JsonObject:
    indices = [each.index for each in known if each.index is not None]
    size, shards = sum(each.bytes for each in known), sum(each.shards for each in known)
    version = {"version": ELASTICSEARCH_VERSION, "index_count": len(known), "primary_shard_count": shards, "total_primary_bytes": size}
    asked = sum(each.activity.searched.query.total for each in known)
    return {
        "count": len(known),
        "shards": _shards(indices),
        **sections([*known, Counted()], _SECTIONS),
        "mappings": _mappings(indices),
        "analysis": {key: [] for key in _OF_ANALYSIS} | {"synonyms": {}},
        "versions": [version] if known else [],
        "search": {"total": asked, "queries": {}, "rescorers": {}, "sections": {}, "retrievers": {}, "extended": {}},
    }


def _shards(indices: Sequence[Index]) -> JsonObject:
    if not indices:
        return {}
    counts = [figures.primaries(index) for index in indices]
    spread = {"min": min(counts), "max": max(counts), "avg": sum(counts) / len(counts)}
    nothing = {"min": 0.0, "max": 0.0, "avg": 0.0}
    return {
        "total": sum(counts),
        "primaries": sum(counts),
        "replication": 0.0,
        "index": {"shards": spread, "primaries": spread, "replication": nothing},
    }


def _mappings(indices: Iterable[Index]) -> JsonObject:
    fields: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for index in indices:
        types = Counter(field.type_name for field in index.mapping.fields().values())
        fields += types
        holding += Counter(dict.fromkeys(types, 1))
    modes = Counter(str(index.settings.get("index.mapping.source.mode") or "stored").lower() for index in indices)
    kinds = [{"name": name, "count": fields[name], "index_count": holding[name]} for name in sorted(fields)]
    return {"total_field_count": sum(fields.values()), "field_types": kinds, "runtime_field_types": [], "source_modes": dict(modes)}


def _nodes(node: Node, total: int) -> JsonObject:
    used, machine = process_stats(node.clock.millis()), os_info()
    roles = {"coordinating_only": 0, "data": total, "ingest": total, "master": total}
    opened = dict.fromkeys(("min", "max", "avg"), used["open_file_descriptors"])
    return {
        "count": {"total": total, **roles},
        "versions": [ELASTICSEARCH_VERSION] if total else [],
        "os": {
            "available_processors": machine["available_processors"] * total,
            "allocated_processors": machine["allocated_processors"] * total,
            "names": [{"name": machine["name"], "count": total}] if total else [],
            "pretty_names": [{"pretty_name": machine["pretty_name"], "count": total}] if total else [],
            "architectures": [{"arch": machine["arch"], "count": total}] if total else [],
            "mem": memory(),
        },
        "process": {"cpu": {"percent": used["cpu"]["percent"]}, "open_file_descriptors": opened},
        "fs": disk(node.environment.path),
        "plugins": [],
        "network_types": {"transport_types": {}, "http_types": {"docstore": total} if total else {}},
        "discovery_types": {"single-node": total} if total else {},
        "packaging_types": [{"flavor": "docstore", "type": "python", "count": total}] if total else [],
        "ingest": {"number_of_pipelines": 0, "processor_stats": {}},
        "jvm": {
            "max_uptime_in_millis": max(node.clock.millis() - started_millis(), 0),
            "versions": [],
            "mem": {"heap_used_in_bytes": used["mem"]["resident_in_bytes"], "heap_max_in_bytes": memory()["total_in_bytes"]},
            "threads": threading.active_count(),
        },
        "indexing_pressure": {"memory": {"current": {}, "total": {}, "limit_in_bytes": 0}},
    }


@api("cluster.info", "GET /_info/{target}", privilege=Privilege.MONITOR)
def info(node: Node, *, target: Names) -> JsonObject:
    """The name of the cluster. What Elasticsearch counts of ``http``, ``ingest``, ``thread_pool`` and ``script``, a store does not.

    :raises IllegalArgumentError: another target.
    """
    unknown = [name for name in names_of(target) if name not in _TARGETS]
    if unknown:
        raise IllegalArgumentError(f"request [/_info/{','.join(names_of(target))}] contains unrecognized target: [{unknown[0]}]")
    return {"cluster_name": "docstore"}
