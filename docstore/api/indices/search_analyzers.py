"""``_reload_search_analyzers``: analyzers that read files, or sets of synonyms, again; a store has none of them."""

from __future__ import annotations

from docstore.api.indices.state import shards_of
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.errors import JsonObject


@api(
    "indices.reload_search_analyzers",
    "GET /{index}/_reload_search_analyzers",
    "POST /{index}/_reload_search_analyzers",
    privilege=Privilege.MANAGE,
)
def reload_search_analyzers(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    resource: str | None = None,
) -> JsonObject:
    """Read the synonyms of search analyzers again: they stand in the settings of an index, where nothing changes behind its back.

    :param index: names, aliases, wildcards.
    :param resource: without meaning here.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
    return {"_shards": shards_of(indices), "reload_details": []}
