"""Copies of indices: clone, shrink, split, and empty ones of the same make."""

from __future__ import annotations

from math import ceil

from docstore.api.indices.alias_filters import check_filters
from docstore.api.node import Node
from docstore.api.parameters import Duration, are_active
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.aliases.alias import parse_aliases
from docstore.catalog.current import current
from docstore.catalog.resize import Resize, create_from, resize
from docstore.catalog.settings.types import byte_size
from docstore.errors import IllegalArgumentError, JsonObject
from docstore.storage.index_tables import IndexTables
from docstore.storage.transaction import Transaction


@api("indices.clone", "PUT /{index}/_clone/{target}", "POST /{index}/_clone/{target}", privilege=Privilege.MANAGE)
def clone(
    node: Node,
    *,
    index: str,
    target: str,
    aliases: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    settings: Body[JsonObject | None] = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Copy an index: documents, versions, mapping and settings.

    :param index: the index to copy; it must not take writes (``index.blocks.write``), and the copy inherits the block.
    :param settings, aliases: of the copy, above the settings of the source.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IndexNotFoundError: there is no such index.
    :raises InternalStateError: the index takes writes.
    :raises IllegalArgumentError: a number of shards that does not follow from the source's.
    """
    return _resized(node, Resize.CLONE, index, target, settings, aliases, wait_for_active_shards)


@api("indices.shrink", "PUT /{index}/_shrink/{target}", "POST /{index}/_shrink/{target}", privilege=Privilege.MANAGE)
def shrink(
    node: Node,
    *,
    index: str,
    target: str,
    aliases: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    max_primary_shard_size: Body[str | None] = None,
    settings: Body[JsonObject | None] = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Copy an index into one with fewer shards.

    :param index: the index to copy; it must not take writes (``index.blocks.write``), and the copy inherits the block.
    :param settings, aliases: of the copy, above the settings of the source.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IndexNotFoundError: there is no such index.
    :raises InternalStateError: the index takes writes.
    :raises IllegalArgumentError: a number of shards that does not follow from the source's.
    :param max_primary_shard_size: in place of ``settings.index.number_of_shards``: the fewest shards of at most this size (``"50gb"``).
    """
    return _resized(node, Resize.SHRINK, index, target, settings, aliases, wait_for_active_shards, max_primary_shard_size)


@api("indices.split", "PUT /{index}/_split/{target}", "POST /{index}/_split/{target}", privilege=Privilege.MANAGE)
def split(
    node: Node,
    *,
    index: str,
    target: str,
    aliases: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    settings: Body[JsonObject | None] = None,
    timeout: Duration | None = None,
    wait_for_active_shards: str | int | None = None,
) -> JsonObject:
    """Copy an index into one with more shards.

    :param index: the index to copy; it must not take writes (``index.blocks.write``), and the copy inherits the block.
    :param settings, aliases: of the copy, above the settings of the source.
    :param master_timeout, timeout: without meaning for one local node.
    :param wait_for_active_shards: of more than one, ``shards_acknowledged`` is false.
    :raises IndexNotFoundError: there is no such index.
    :raises InternalStateError: the index takes writes.
    :raises IllegalArgumentError: a number of shards that does not follow from the source's.
    """
    return _resized(node, Resize.SPLIT, index, target, settings, aliases, wait_for_active_shards)


@api(
    "indices.create_from",
    "PUT /_create_from/{source}/{dest}",
    "POST /_create_from/{source}/{dest}",
    privilege=Privilege.MANAGE,
    body_name="create_from",
)
def create_index_from(
    node: Node,
    *,
    source: str,
    dest: str,
    mappings_override: Body[JsonObject | None] = None,
    remove_index_blocks: Body[bool | None] = None,
    settings_override: Body[JsonObject | None] = None,
) -> JsonObject:
    """Create an empty index with the mapping and the settings of another.

    :param mappings_override, settings_override: what is to differ; a setting that is null is not taken over.
    :param remove_index_blocks: leave the blocks of the source behind; true when left out.
    :raises IndexNotFoundError: there is no such source.
    :raises ResourceAlreadyExistsError: an index has the name.
    """
    with node.environment.write() as txn:
        made = create_from(
            txn,
            source,
            dest,
            node.clock,
            settings=settings_override,
            mappings=mappings_override,
            remove_blocks=remove_index_blocks is not False,
        )
    return {"acknowledged": True, "shards_acknowledged": True, "index": made.name}


def _resized(
    node: Node,
    kind: Resize,
    index: str,
    target: str,
    settings: JsonObject | None,
    aliases: JsonObject | None,
    wait_for_active_shards: str | int | None,
    max_primary_shard_size: str | None = None,
) -> JsonObject:
    check_filters(parse_aliases(aliases).values())
    with node.environment.write() as txn:
        wanted = None if max_primary_shard_size is None else _shards_for(txn, index, max_primary_shard_size, settings)
        made = resize(txn, kind, index, target, node.clock, settings=settings, aliases=aliases, wanted_shards=wanted)
        active = are_active(wait_for_active_shards, made.settings.number_of_replicas)
    return {"acknowledged": True, "shards_acknowledged": active, "index": made.name}


def _shards_for(txn: Transaction, name: str, size: str, settings: JsonObject | None) -> int | None:
    """The fewest shards of at most this size; a divisor of the shards that there are."""
    if settings and any("number_of_shards" in str(key) for key in settings):
        raise IllegalArgumentError("Cannot set both index.number_of_shards and max_primary_shard_size for the target index")
    most = byte_size("max_primary_shard_size", size)
    if most <= 0:
        raise IllegalArgumentError("max_primary_shard_size must be greater than 0")
    index = current(txn).index(name)
    if index is None:
        return None
    before = index.settings.number_of_shards
    needed = max(1, ceil(IndexTables(txn, index.number).bytes_used() / most))
    return next((number for number in range(needed, before + 1) if before % number == 0), before)
