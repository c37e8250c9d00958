"""Mappings of single fields."""

from __future__ import annotations

from typing import Any

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.catalog.names import options
from docstore.columns.fields import simple_pattern
from docstore.errors import JsonObject
from docstore.mapping.field_type import FieldType
from docstore.mapping.mapping import Mapping
from docstore.mapping.metadata import SHOWN_METADATA


@api(
    "indices.get_field_mapping",
    "GET /_mapping/field/{fields}",
    "GET /{index}/_mapping/field/{fields}",
    privilege=Privilege.MONITOR,
)
def get_field_mapping(
    node: Node,
    *,
    fields: Names,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    include_defaults: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show the mappings of fields: ``{"index": {"mappings": {"a.b": {"full_name": "a.b", "mapping": {"b": {...}}}}}}``.

    :param fields: full names, patterns with ``*``; those that an index has not are left out.
    :param include_defaults: show the parameters that have their defaults too.
    :param local, master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
        return {found.name: {"mappings": _mappings(found.mapping, fields, include_defaults is True)} for found in indices}


def _mappings(mapping: Mapping, fields: Names, defaults: bool) -> JsonObject:
    leaves = mapping.fields()
    derived = {path for leaf in leaves.values() for path in leaf.derived_fields()}
    own = {path: leaf for path, leaf in leaves.items() if path not in derived}
    every: dict[str, FieldType | None] = {**dict.fromkeys(SHOWN_METADATA), **own}
    wanted: dict[str, None] = {}
    for pattern in names_of(fields):
        if "*" in pattern:
            matches = simple_pattern(pattern).fullmatch
            wanted.update(dict.fromkeys(name for name in every if matches(name)))
        elif pattern in every:
            wanted[pattern] = None
    root = mapping.options.to_body()
    return {name: {"full_name": name, "mapping": _mapping(name, every[name], root, defaults)} for name in sorted(wanted)}


def _mapping(name: str, field: FieldType | None, root: JsonObject, defaults: bool) -> dict[str, Any]:
    if field is None:
        return {name: root[name]} if name in root else {}
    return {field.name: field.full_body() if defaults else field.to_body()}
