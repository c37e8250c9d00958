"""What indices take: bytes on disk by part, and columns in memory, which can be dropped."""

from __future__ import annotations

from docstore.api.cat.units import size_text
from docstore.api.indices.state import shards_of
from docstore.api.node import Node
from docstore.api.parameters import Names, flag
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import options
from docstore.columns.cache import CACHE
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.storage.tables import IDS, LOG
from docstore.storage.transaction import Transaction

_KINDS = ("stored_fields", "doc_values", "points", "norms", "term_vectors", "knn_vectors")
_EXPENSIVE = (
    "analyzing the disk usage of an index is expensive and resource intensive, the parameter [run_expensive_tasks] must be set to [true] "
    "in order for the task to be performed"
)


@api("indices.disk_usage", "POST /{index}/_disk_usage", privilege=Privilege.MONITOR)
def disk_usage(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flush: bool | None = None,
    ignore_unavailable: bool | None = None,
    run_expensive_tasks: bool | None = None,
) -> JsonObject:
    """Show what takes how many bytes: ``{"_shards": ..., "name": {"store_size_in_bytes": ..., "all_fields": ..., "fields": ...}}``.

    On disk are the documents, shown as the stored field ``_source``, and the table of ids, shown as the inverted index of ``_id``.

    :param index: names, aliases, wildcards.
    :param run_expensive_tasks: must be true, though it is cheap here.
    :param flush: without meaning here.
    :raises IllegalArgumentError: ``run_expensive_tasks`` is not true.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    if not flag("run_expensive_tasks", run_expensive_tasks, False):
        raise IllegalArgumentError(_EXPENSIVE)
    how = options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
        return {"_shards": shards_of(indices), **{found.name: _usage(txn, found) for found in indices}}


def _usage(txn: Transaction, index: Index) -> JsonObject:
    documents, ids = (txn.bytes_used(table.of(index.number)) for table in (LOG, IDS))
    return {
        **_sized("store_size", documents + ids),
        "all_fields": _field(inverted=ids, stored=documents),
        "fields": {"_id": _field(inverted=ids), "_source": _field(stored=documents)},
    }


def _field(*, inverted: int = 0, stored: int = 0) -> JsonObject:
    body: JsonObject = {**_sized("total", inverted + stored), "inverted_index": _sized("total", inverted)}
    for kind in _KINDS:
        body |= _sized(kind, stored if kind == "stored_fields" else 0)
    return body


def _sized(name: str, count: int) -> JsonObject:
    return {name: size_text(count), f"{name}_in_bytes": count}


@api("indices.clear_cache", "POST /_cache/clear", "POST /{index}/_cache/clear", privilege=Privilege.MANAGE)
def clear_cache(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    fielddata: bool | None = None,
    fields: Names | None = None,
    ignore_unavailable: bool | None = None,
    query: bool | None = None,
    request: bool | None = None,
) -> JsonObject:
    """Drop the columns of indices from this process's memory; searches make them again when they need them.

    :param index: names, aliases, wildcards; all when left out.
    :param fielddata, query, request: the kinds of caches; columns are dropped for each but ``request`` alone. Without any, all are meant.
    :param fields: with ``fielddata``: all columns of an index go, whichever fields are named.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    asked = {name: flag(name, value, False) for name, value in (("fielddata", fielddata), ("query", query), ("request", request))}
    how = options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_WRITE)
    if asked["fielddata"] or asked["query"] or not asked["request"]:
        for found in indices:
            CACHE.forget(node.environment.opening, found.uuid)
    return {"_shards": shards_of(indices)}
