"""Index blocks: add, remove."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names import options
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.settings.update import Changes, update_settings
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError

_BLOCKS = ("metadata", "read", "read_only", "write")


@api("indices.add_block", "PUT /{index}/_block/{block}", privilege=Privilege.MANAGE)
def add_block(
    node: Node,
    *,
    index: Names,
    block: str,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Forbid a kind of operation on indices; the same as setting ``index.blocks.<block>``.

    :param index: names, aliases, wildcards.
    :param block: ``metadata``, ``read``, ``read_only`` or ``write``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    :raises IllegalArgumentError: another block.
    :raises ValidationError: ``read_only_allow_delete``, which only the settings have.
    """
    how = _options(expand_wildcards, ignore_unavailable, allow_no_indices)
    found = _set(node, index, block, how, value="true")
    blocked = [{"name": blocked.name, "blocked": True} for blocked in found]
    return {"acknowledged": True, "shards_acknowledged": bool(found), "indices": blocked}


@api("indices.remove_block", "DELETE /{index}/_block/{block}", privilege=Privilege.MANAGE)
def remove_block(
    node: Node,
    *,
    index: Names,
    block: str,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take a block from indices.

    :param index: names, aliases, wildcards.
    :param block: ``metadata``, ``read``, ``read_only`` or ``write``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    :raises IllegalArgumentError: another block.
    :raises ValidationError: ``read_only_allow_delete``, which only the settings have.
    """
    how = _options(expand_wildcards, ignore_unavailable, allow_no_indices)
    found = _set(node, index, block, how, value=None)
    return {"acknowledged": True, "indices": [{"name": freed.name, "unblocked": True} for freed in found]}


def _options(
    expand_wildcards: Names | None, ignore_unavailable: bool | None, allow_no_indices: bool | None
) -> IndicesOptions:
    return options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )


def _set(node: Node, index: Names, block: str, how: IndicesOptions, *, value: str | None) -> list[Index]:
    if block == "read_only_allow_delete":
        raise ValidationError("read_only_allow_delete block is for internal use only")
    if block not in _BLOCKS:
        raise IllegalArgumentError(f"No block found with name {block}")
    changes: Changes = {f"index.blocks.{block}": value}
    with node.environment.write() as txn:
        found = current(txn).resolve(index, how)
        update_settings(txn, found, changes, preserve_existing=False, reopen=False)
    return found
