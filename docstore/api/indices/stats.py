"""Index statistics."""

from __future__ import annotations

from collections.abc import Iterable

from docstore.api.indices.state import shards_of
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, api
from docstore.catalog import options
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction

_KEPT = ("docs", "store", "search")
_NOT_KEPT = """
indexing get merge refresh flush warmer query_cache fielddata completion segments translog suggest request_cache
recovery bulk shard_stats mappings dense_vector sparse_vector
"""
_METRICS = frozenset((*_KEPT, *_NOT_KEPT.split()))
_LEVELS = ("cluster", "indices", "shards")


@api(
    "indices.stats",
    "GET /_stats",
    "GET /_stats/{metric}",
    "GET /{index}/_stats",
    "GET /{index}/_stats/{metric}",
    privilege=Privilege.MONITOR,
)
def stats(
    node: Node,
    *,
    index: Names | None = None,
    metric: Names | None = None,
    completion_fields: Names | None = None,
    expand_wildcards: Names | None = None,
    fielddata_fields: Names | None = None,
    fields: Names | None = None,
    forbid_closed_indices: bool = True,
    groups: Names | None = None,
    include_segment_file_sizes: bool = False,
    include_unloaded_segments: bool = False,
    level: str = "indices",
) -> JsonObject:
    """Count documents and bytes: ``{"_all": {"primaries": {...}, "total": {...}}, "indices": {"name": {...}}}``.

    Kept are ``docs`` (``count``, ``deleted``: deletions that are remembered), ``store``, and of ``search`` the
    ``open_contexts``: none, as a run reads its source without one. Nothing else is counted, and nothing made up. One node holds
    no replicas, so ``total`` equals ``primaries``.

    :param index: names, aliases, wildcards; all when left out.
    :param metric: ``docs``, ``store``, ``search``, ``_all``; other metrics of Elasticsearch are accepted and show nothing.
    :param forbid_closed_indices: ``False`` counts closed indices that are named.
    :param level: ``cluster``, ``indices``, or ``shards``, which shows what ``indices`` does.
    :param completion_fields, fielddata_fields, fields, groups: for metrics that are not kept.
    :param include_segment_file_sizes, include_unloaded_segments: for metrics that are not kept.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises IllegalArgumentError: an unknown metric or level.
    """
    metrics = _parse_metrics(index, metric)
    if level not in _LEVELS:
        raise IllegalArgumentError(
            f"level parameter must be one of [cluster] or [indices] or [shards] but was [{level}]"
        )
    base = options.MAINTAIN if forbid_closed_indices else options.OPEN
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, base.with_request(expand_wildcards=expand_wildcards))
        check_all(indices, Operation.METADATA_READ)
        counted = {found: _count(txn, found) for found in indices}
    answer: JsonObject = {"_shards": shards_of(indices), "_all": _both(_sum(counted.values()), metrics)}
    if level != "cluster":
        answer["indices"] = {found.name: {**_identity(found), **_both(c, metrics)} for found, c in counted.items()}
    return answer


Counts = tuple[int, int, int]
"""Documents, remembered deletions, bytes."""


def _count(txn: Transaction, index: Index) -> Counts:
    tables = IndexTables(txn, index.number)
    return tables.state.live, tables.state.tombstones, tables.bytes_used()


def _sum(counts: Iterable[Counts]) -> Counts:
    live, deleted, size = map(sum, zip((0, 0, 0), *counts, strict=True))
    return live, deleted, size


def _identity(index: Index) -> JsonObject:
    health = "yellow" if index.settings.number_of_replicas else "green"
    return {"uuid": index.uuid, "health": health, "status": "close" if index.closed else "open"}


def _both(counts: Counts, metrics: frozenset[str]) -> JsonObject:
    live, deleted, size = counts
    body: JsonObject = {}
    if "docs" in metrics:
        body["docs"] = {"count": live, "deleted": deleted, "total_size_in_bytes": size}
    if "store" in metrics:
        body["store"] = {"size_in_bytes": size, "total_data_set_size_in_bytes": size, "reserved_in_bytes": 0}
    if "search" in metrics:
        body["search"] = {"open_contexts": 0}
    return {"primaries": body, "total": body}


def _parse_metrics(index: Names | None, metric: Names | None) -> frozenset[str]:
    """``"docs,store"`` or a list; ``_all``, or nothing, is every metric."""
    if metric is None:
        return _METRICS
    names = metric.split(",") if isinstance(metric, str) else list(metric)
    if "_all" in names:
        return _METRICS
    unknown = sorted(set(names) - _METRICS)
    if unknown:
        at = "" if index is None else f"/{index if isinstance(index, str) else ','.join(index)}"
        path = f"{at}/_stats/{','.join(names)}"
        word = "metric" if len(unknown) == 1 else "metrics"
        listed = ", ".join(f"[{name}]" for name in unknown)
        raise IllegalArgumentError(f"request [{path}] contains unrecognized {word}: {listed}")
    return frozenset(names)
