"""Mappings: get, put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Body, Place, Privilege, WholeBody, Wire, api
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_mapping as change_mapping
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.mapping_rules import check_mapping
from docstore.catalog.names import options
from docstore.catalog.names.expression import parts_of
from docstore.catalog.names.options import IndicesOptions
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject, ValidationError


@api("indices.get_mapping", "GET /_mapping", "GET /{index}/_mapping", privilege=Privilege.MONITOR)
def get_mapping(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show mappings: ``{"index": {"mappings": {"properties": {...}}}}``.

    :param index: names, aliases, wildcards; all when left out.
    :param local, master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
        return {found.name: {"mappings": found.mapping.to_body()} for found in indices}


@api(
    "indices.put_mapping",
    "PUT /{index}/_mapping",
    "POST /{index}/_mapping",
    privilege=Privilege.MANAGE,
)
def put_mapping(
    node: Node,
    *,
    index: Names,
    allow_no_indices: bool | None = None,
    date_detection: Body[bool | None] = None,
    dynamic: Body[str | bool | None] = None,
    dynamic_date_formats: Body[Sequence[str] | None] = None,
    dynamic_templates: Body[Sequence[JsonObject] | None] = None,
    expand_wildcards: Names | None = None,
    field_names: Annotated[JsonObject | None, Place.BODY, Wire("_field_names")] = None,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    meta: Annotated[JsonObject | None, Place.BODY, Wire("_meta")] = None,
    numeric_detection: Body[bool | None] = None,
    properties: Body[JsonObject | None] = None,
    routing: Annotated[JsonObject | None, Place.BODY, Wire("_routing")] = None,
    runtime: Body[JsonObject | None] = None,
    source: Annotated[JsonObject | None, Place.BODY, Wire("_source")] = None,
    timeout: Duration | None = None,
    write_index_only: bool = False,
    body: WholeBody[JsonObject | None] = None,
) -> JsonObject:
    """Add fields to the mappings of indices, or change what of a field may change.

    Documents that are there already are found through a new field, or under a changed ``ignore_above``, once they are written again: by
    ``update_by_query`` without a body, as in Elasticsearch. Aliases, runtime fields and what only searches obey hold for all at once.

    :param index: names, aliases, wildcards.
    :param properties: ``{"field": {"type": "keyword"}}``; the other keys of a mapping have parameters too: ``meta`` is
        ``_meta``, ``routing`` ``_routing``, ``source`` ``_source``, ``field_names`` ``_field_names``.
    :param body: the mapping as one object, in place of the parameters.
    :param write_index_only: of an alias, change only the write index.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    :raises IllegalArgumentError: a change that an existing field does not allow.
    :raises MapperParsingError: a wrong mapping.
    """
    given = {
        "date_detection": date_detection,
        "dynamic": dynamic,
        "dynamic_date_formats": dynamic_date_formats,
        "dynamic_templates": dynamic_templates,
        "_field_names": field_names,
        "_meta": meta,
        "numeric_detection": numeric_detection,
        "properties": properties,
        "_routing": routing,
        "runtime": runtime,
        "_source": source,
    }
    change = {**(body or {}), **{key: value for key, value in given.items() if value is not None}}
    if body is None and not change:
        raise ValidationError("mapping source is missing")
    if change.keys() == {"_doc"}:
        raise IllegalArgumentError("Types cannot be provided in put mapping requests")
    how = options.CHANGE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.write() as txn:
        targets = _targets(current(txn), index, how, write_index_only=write_index_only)
        check_all(targets, Operation.METADATA_WRITE)
        for found in targets:
            merged = found.mapping.merge(change)
            if merged is not found.mapping:
                check_mapping(found.name, found.settings, merged)
                change_mapping(txn, found, merged)
    return {"acknowledged": True}


def _targets(catalog: Catalog, index: Names, how: IndicesOptions, *, write_index_only: bool) -> list[Index]:
    if not write_index_only:
        return catalog.resolve(index, how)
    found: dict[Index, None] = {}
    for name in parts_of(index):
        if "*" in name:
            found.update(dict.fromkeys(catalog.resolve(name, how)))
            continue
        target = catalog.write_index(name)
        if target is None:
            raise IndexNotFoundError(name)
        found[target.index] = None
    return list(found)
