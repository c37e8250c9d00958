"""Indices as a whole: open, close, refresh, flush, forcemerge."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, are_active
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names import options
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.state import close_indices, open_indices, refuse_wildcards
from docstore.errors import JsonObject, ValidationError
from docstore.search.near_real_time import near_real_time
from docstore.storage.activity import activity
from docstore.storage.durability import Durability


@api("indices.open", "POST /{index}/_open", privilege=Privilege.MANAGE)
def open_(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Open closed indices.

    :param index: names, aliases; wildcards where ``action.destructive_requires_name`` is false.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IndexNotFoundError: a name does not exist, or is that of a data stream.
    """
    how = options.CLOSED.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    active = are_active(wait_for_active_shards)
    with node.environment.write() as txn:
        refuse_wildcards(current(txn), index)
        open_indices(txn, current(txn).resolve(index, how))
    return {"acknowledged": True, "shards_acknowledged": active}


@api("indices.close", "POST /{index}/_close", privilege=Privilege.MANAGE)
def close(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Close indices: nothing reads or writes their documents until they are opened.

    :param index: names, aliases; wildcards where ``action.destructive_requires_name`` is false.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.CLOSING.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    active = are_active(wait_for_active_shards)
    with node.environment.write() as txn:
        refuse_wildcards(current(txn), index)
        closed = close_indices(txn, current(txn).resolve(index, how))
    return {
        "acknowledged": True,
        "shards_acknowledged": bool(closed) and active,
        "indices": {found.name: {"closed": True} for found in closed},
    }


@api(
    "indices.refresh",
    "POST /_refresh",
    "GET /_refresh",
    "POST /{index}/_refresh",
    "GET /{index}/_refresh",
    privilege=Privilege.WRITE,
)
def refresh(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
) -> JsonObject:
    """Make writes visible to searches: there is something to do under ``docstore.open(near_real_time=True)`` only.

    :param index: names, aliases, wildcards; all when left out.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    """
    how = maintained(expand_wildcards, ignore_unavailable, allow_no_indices)
    with node.environment.read() as txn:
        found = current(txn).resolve(index, how)
    refreshes = near_real_time(node.environment)
    began = perf_counter()
    if refreshes is not None:
        refreshes.refresh([each.number for each in found])
    for each in found:
        activity(node.environment, each).refresh.add(perf_counter() - began)
    return {"_shards": shards_of(found)}


@api(
    "indices.flush",
    "POST /_flush",
    "GET /_flush",
    "POST /{index}/_flush",
    "GET /{index}/_flush",
    privilege=Privilege.WRITE,
)
def flush(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    force: bool | None = None,
    ignore_unavailable: bool | None = None,
    wait_if_ongoing: bool | None = None,
) -> JsonObject:
    """Bring all committed writes to the disk.

    There is something to do only under ``durability="async"``, and then for the whole store.

    :param index: names, aliases, wildcards; all when left out.
    :param force, wait_if_ongoing: without meaning here.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises ValidationError: ``force``, and not to wait.
    """
    if force and wait_if_ongoing is False:
        raise ValidationError("wait_if_ongoing must be true for a force flush")
    how = maintained(expand_wildcards, ignore_unavailable, allow_no_indices)
    environment = node.environment
    with environment.read() as txn:
        found = current(txn).resolve(index, how)
    began = perf_counter()
    if environment.durability is Durability.ASYNC and not environment.in_transaction:
        environment.sync()
    for each in found:
        activity(environment, each).flush.add(perf_counter() - began)
    return {"_shards": shards_of(found)}


def maintained(
    expand_wildcards: Names | None, ignore_unavailable: bool | None, allow_no_indices: bool | None
) -> IndicesOptions:
    """Which indices an API means that works on indices as a whole."""
    return options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )


def shards_of(indices: Sequence[Index]) -> JsonObject:
    """``_shards`` as one Elasticsearch node would count: replicas are wanted, and have nowhere to be."""
    primaries = sum(index.settings.number_of_shards for index in indices)
    wanted = sum(i.settings.number_of_shards * (1 + i.settings.number_of_replicas) for i in indices)
    return {"total": wanted, "successful": primaries, "failed": 0}
