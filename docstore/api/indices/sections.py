"""The sections of statistics, one for each metric: what was counted of an index, in Elasticsearch's words (``CommonStats``).

What a store has not (merges in the background, caches, memory of segments, a translog) is there and zero, as programs that read
statistics expect all of a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from docstore.api.cluster import figures, shard_places
from docstore.api.node import Node
from docstore.api.parameters import Names, names_of
from docstore.api.unrecognized import unrecognized
from docstore.catalog.index import Index
from docstore.errors import JsonObject
from docstore.search.contexts import contexts_of
from docstore.storage.activity import Activity, Count, Searched, activity
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """All that is known of an index, or of none."""

    index: Index | None = None
    documents: int = 0
    deleted: int = 0
    """Deletions that are remembered."""

    bytes: int = 0
    shards: int = 0
    fields: int = 0
    activity: Activity = field(default_factory=lambda: Activity(""))
    contexts: int = 0
    """Open scrolls and points in time."""

    scrolls: int = 0


def counted(txn: Transaction, indices: Iterable[Index]) -> dict[str, Counted]:
    """What is known of some indices, by their names."""
    contexts, scrolls = contexts_of(txn.environment).open_on()
    return {index.name: _counted(txn, index, contexts[index.uuid], scrolls[index.uuid]) for index in indices}


def _counted(txn: Transaction, index: Index, contexts: int, scrolls: int) -> Counted:
    tables = IndexTables(txn, index.number)
    return Counted(
        index,
        tables.state.live,
        tables.state.tombstones,
        tables.bytes_used(),
        shards=figures.primaries(index),
        fields=len(index.mapping.fields()),
        activity=activity(txn.environment, index),
        contexts=contexts,
        scrolls=scrolls,
    )


def _docs(of: Counted) -> JsonObject:
    return {"count": of.documents, "deleted": of.deleted, "total_size_in_bytes": of.bytes}


def _shard_stats(of: Counted) -> JsonObject:
    return {"total_count": of.shards}


def _store(of: Counted) -> JsonObject:
    return {"size_in_bytes": of.bytes, "total_data_set_size_in_bytes": of.bytes, "reserved_in_bytes": 0}


def _indexing(of: Counted) -> JsonObject:
    done = of.activity
    return {
        "index_total": done.indexed.total,
        "index_time_in_millis": done.indexed.millis,
        "index_current": 0,
        "index_failed": done.failed,
        "index_failed_due_to_version_conflict": done.conflicts,
        "delete_total": done.deleted.total,
        "delete_time_in_millis": done.deleted.millis,
        "delete_current": 0,
        "noop_update_total": done.noops,
        "is_throttled": False,
        "throttle_time_in_millis": 0,
        "write_load": 0.0,
        "recent_write_load": 0.0,
        "peak_write_load": 0.0,
    }


def _get(of: Counted) -> JsonObject:
    found, missing = of.activity.found, of.activity.missing
    return {
        "total": found.total + missing.total,
        "time_in_millis": found.millis + missing.millis,
        "exists_total": found.total,
        "exists_time_in_millis": found.millis,
        "missing_total": missing.total,
        "missing_time_in_millis": missing.millis,
        "current": 0,
    }


def _search(of: Counted) -> JsonObject:
    return {"open_contexts": of.contexts, **_searched(of.activity.searched, of.activity.scroll, of.scrolls)}


def _searched(done: Searched, scrolled: Count, scrolls: int) -> JsonObject:
    return {
        "query_total": done.query.total,
        "query_time_in_millis": done.query.millis,
        "query_current": 0,
        "query_failure": done.failed,
        "fetch_total": done.fetch.total,
        "fetch_time_in_millis": done.fetch.millis,
        "fetch_current": 0,
        "fetch_failure": 0,
        "scroll_total": scrolled.total,
        "scroll_time_in_millis": scrolled.millis,
        "scroll_current": scrolls,
        **_zeros("suggest_total", "suggest_time_in_millis", "suggest_current"),
        "recent_search_load": 0.0,
    }


def search_groups(counted: Iterable[Counted], patterns: Names) -> JsonObject:
    """Of the names that searches gave themselves, those that match: what was counted of each in some indices together."""
    wanted = names_of(patterns)
    found: dict[str, list[JsonObject]] = {}
    for of in counted:
        for name, done in of.activity.groups.items():
            if wanted == ["_all"] or any(fnmatchcase(name, pattern) for pattern in wanted):
                found.setdefault(name, []).append(_searched(done, Count(), 0))
    return {name: _sum(bodies) for name, bodies in found.items()}


def _merges(of: Counted) -> JsonObject:
    sizes = ("total_docs", "total_size_in_bytes", "total_auto_throttle_in_bytes")
    none = _zeros(*sizes, "total_stopped_time_in_millis", "total_throttled_time_in_millis")
    now = _zeros("current", "current_docs", "current_size_in_bytes")
    return {**now, "total": of.activity.merge.total, "total_time_in_millis": of.activity.merge.millis, **none}


def _refresh(of: Counted) -> JsonObject:
    done = of.activity.refresh
    times = {"total_time_in_millis": done.millis, "external_total": done.total, "external_total_time_in_millis": done.millis}
    return {"total": done.total, **times, "listeners": 0}


def _flush(of: Counted) -> JsonObject:
    done = of.activity.flush
    times = {"total_time_in_millis": done.millis, "total_time_excluding_waiting_on_lock_in_millis": done.millis}
    return {"total": done.total, "periodic": 0, **times}


def _segments(of: Counted) -> JsonObject:
    memory = (
        "memory", "terms_memory", "stored_fields_memory", "term_vectors_memory", "norms_memory", "points_memory", "doc_values_memory",
        "index_writer_memory", "version_map_memory", "fixed_bit_set_memory",
    )  # fmt: skip
    held = int(of.documents + of.deleted > 0)
    sizes = {f"{name}_in_bytes": 0 for name in memory}
    return {"count": held, **sizes, "max_unsafe_auto_id_timestamp": -1, "file_sizes": {}}


def _bulk(of: Counted) -> JsonObject:
    done = of.activity.written
    average = done.seconds * 1000 / done.total if done.total else 0.0
    times = {"total_time_in_millis": done.millis, "total_size_in_bytes": 0, "avg_time_in_millis": int(average)}
    return {"total_operations": done.total, **times, "avg_size_in_bytes": 0}


def _zeros(*names: str) -> JsonObject:
    return dict.fromkeys(names, 0)


def _none(*names: str) -> Callable[[Counted], JsonObject]:
    return lambda of: _zeros(*names)


def _fielddata(of: Counted) -> JsonObject:
    return {**_zeros("memory_size_in_bytes", "evictions"), "global_ordinals": {"build_time_in_millis": 0}}


def _mappings(of: Counted) -> JsonObject:
    return {"total_count": of.fields, "total_estimated_overhead_in_bytes": 0}


_SECTIONS: dict[str, tuple[str, Callable[[Counted], JsonObject]]] = {
    "docs": ("docs", _docs),
    "shard_stats": ("shard_stats", _shard_stats),
    "store": ("store", _store),
    "indexing": ("indexing", _indexing),
    "get": ("get", _get),
    "search": ("search", _search),
    "merge": ("merges", _merges),
    "refresh": ("refresh", _refresh),
    "flush": ("flush", _flush),
    "warmer": ("warmer", _none("current", "total", "total_time_in_millis")),
    "query_cache": (
        "query_cache",
        _none("memory_size_in_bytes", "total_count", "hit_count", "miss_count", "cache_size", "cache_count", "evictions"),
    ),
    "fielddata": ("fielddata", _fielddata),
    "completion": ("completion", _none("size_in_bytes")),
    "segments": ("segments", _segments),
    "translog": (
        "translog",
        _none("operations", "size_in_bytes", "uncommitted_operations", "uncommitted_size_in_bytes", "earliest_last_modified_age"),
    ),
    "request_cache": ("request_cache", _none("memory_size_in_bytes", "evictions", "hit_count", "miss_count")),
    "recovery": ("recovery", _none("current_as_source", "current_as_target", "throttle_time_in_millis")),
    "bulk": ("bulk", _bulk),
    "mappings": ("mappings", _mappings),
    "dense_vector": ("dense_vector", _none("value_count")),
    "sparse_vector": ("sparse_vector", _none("value_count")),
}
"""Metric: the name of its section, and what is in it."""

METRICS = frozenset((*_SECTIONS, "suggest"))
"""All names that a request may give; ``suggest`` is within ``search``."""

_OF_INDICES = METRICS - {"mappings"}
"""Those that are shown unless others are asked for."""


def parse_metrics(path: str, given: Names | None, what: str) -> frozenset[str]:
    """``"docs,store"`` or a list; ``_all``, or nothing, is every metric.

    :param what: an error calls a metric that there is not so.
    :raises IllegalArgumentError: there is one.
    """
    names = ["_all"] if given is None else names_of(given)
    if "_all" in names:
        return _OF_INDICES
    unknown = set(names) - METRICS
    if unknown:
        raise unrecognized(f"{path}/{','.join(names)}", unknown, METRICS, what)
    return frozenset(names)


def sections(counted: Sequence[Counted], metrics: frozenset[str], groups: Names | None = None) -> JsonObject:
    """The sections of some indices together; nothing of none. ``groups``: of searches also those that gave themselves these names."""
    if not counted:
        return {}
    shown = [(key, section) for metric, (key, section) in _SECTIONS.items() if metric in metrics]
    body = {key: _sum([section(each) for each in counted]) for key, section in shown}
    if groups is not None and "search" in body and (named := search_groups(counted, groups)):
        body["search"]["groups"] = named
    return body


def shards_of(node: Node, txn: Transaction, counted: Counted, metrics: frozenset[str]) -> dict[str, JsonObject]:
    """The sections of each shard of an index, by its number; all documents are in the first."""
    assert counted.index is not None
    held = shard_places.shards(node, txn, counted.index)
    first = replace(counted, shards=1)
    return {str(at): {**sections([first if at == 0 else Counted(shards=1)], metrics), **shard} for at, shard in enumerate(held)}


def _sum(bodies: list[JsonObject]) -> JsonObject:
    first = bodies[0]
    return {key: _together([body[key] for body in bodies]) for key in first}


def _together(values: list[object]) -> object:
    first = values[0]
    if isinstance(first, dict):
        return _sum(values)  # type: ignore[arg-type]
    if isinstance(first, bool):
        return any(values)
    return max(values) if first == -1 else sum(values)  # type: ignore[type-var, arg-type]
