"""What the fields of one mapping are good for: searched, aggregated, of which family of types (``FieldCapabilitiesFetcher``)."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docstore.mapping.field_type import FieldType
from docstore.mapping.types.alias import AliasField

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

_FAMILIES = {"constant_keyword": "keyword", "wildcard": "keyword", "match_only_text": "text"}
_ALWAYS_SEARCHABLE = frozenset(
    [
        "aggregate_metric_double", "completion", "constant_keyword", "counted_keyword", "join", "parent", "percolator", "rank_feature",
        "rank_features", "sparse_vector", "version", "wildcard",
    ]
)
_NEVER_SEARCHABLE = frozenset(["binary", "histogram"])
_SEARCHED_BY_DOC_VALUES = frozenset(
    [
        "boolean", "byte", "date", "date_nanos", "double", "float", "geo_point", "half_float", "integer", "ip", "keyword",
        "long", "scaled_float", "short", "token_count", "unsigned_long",
    ]
)
_ALWAYS_AGGREGATABLE = frozenset(
    [
        "aggregate_metric_double", "constant_keyword", "counted_keyword", "histogram", "join", "parent", "version", "wildcard",
    ]
)
_NEVER_AGGREGATABLE = frozenset(
    [
        "completion", "dense_vector", "match_only_text", "percolator", "point", "rank_feature", "rank_features",
        "search_as_you_type", "sparse_vector",
    ]
)
_METADATA = {
    "_data_stream_timestamp": ("_data_stream_timestamp", False, False),
    "_doc_count": ("integer", False, False),
    "_feature": ("_feature", False, False),
    "_field_names": ("_field_names", True, False),
    "_id": ("_id", True, False),
    "_ignored": ("_ignored", True, True),
    "_ignored_source": ("_ignored_source", False, False),
    "_index": ("_index", True, True),
    "_index_mode": ("keyword", True, True),
    "_nested_path": ("_nested_path", True, False),
    "_routing": ("_routing", True, False),
    "_seq_no": ("_seq_no", True, True),
    "_source": ("_source", False, False),
    "_tier": ("keyword", True, True),
    "_version": ("_version", False, True),
}
"""The fields that every index has: type, searchable, aggregatable."""

_OF_SERIES = {"_tsid": ("_tsid", False, True), "_ts_routing_hash": ("_ts_routing_hash", False, False)}
"""And those of a time series."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One field of one index."""

    type: str
    searchable: bool
    aggregatable: bool
    metadata: bool = False
    multi_field: bool = False
    nested: bool = False
    runtime: bool = False
    dimension: bool = False
    metric: str | None = None
    meta: Table[str, str] = field(default_factory=dict)


def capabilities(mapping: Mapping) -> dict[str, Capability]:
    """All fields by full path, without the objects around them (``parents``); metadata fields too."""
    found = {name: Capability(*values, metadata=True) for name, values in _METADATA.items()}
    if mapping.settings.query.time_series:
        found |= {name: Capability(*values, metadata=True) for name, values in _OF_SERIES.items()}
    fields = mapping.fields()
    multi = {sub.path for leaf in fields.values() for sub in leaf.multi_fields.values()}
    for path, leaf in fields.items():
        target = fields[leaf.target] if isinstance(leaf, AliasField) else leaf
        nested = mapping.nested_path(target.path) is not None
        found[path] = _of_field(target, multi_field=path in multi, nested=nested)
    found |= {name: found[path] for name, path in mapping.passed_through().items()}
    for path in mapping.runtime_fields():
        found[path] = Capability(mapping.options.runtime_type(path) or "keyword", True, True, runtime=True)
    return found


def parents(mapping: Mapping, path: str) -> dict[str, str]:
    """The objects that a field of the mapping lies in, and whether they are ``object`` or ``nested``."""
    above: dict[str, str] = {}
    while path := path.rpartition(".")[0]:
        if mapping.field(path) is None:
            inner = mapping.object_at(path)
            if inner is not None:
                above[path] = "nested" if inner.nested else "object"
    return above


def _of_field(leaf: FieldType, *, multi_field: bool, nested: bool) -> Capability:
    name = leaf.type_name
    return Capability(
        _FAMILIES.get(name, name),
        _searchable(leaf),
        _aggregatable(leaf),
        multi_field=multi_field,
        nested=nested,
        dimension=bool(leaf.values.get("time_series_dimension")),
        metric=leaf.values.get("time_series_metric"),
        meta=leaf.values.get("meta") or {},
    )


def _searchable(leaf: FieldType) -> bool:
    if leaf.type_name in _ALWAYS_SEARCHABLE or leaf.type_name in _NEVER_SEARCHABLE:
        return leaf.type_name in _ALWAYS_SEARCHABLE
    return leaf.has("index") or (leaf.type_name in _SEARCHED_BY_DOC_VALUES and leaf.has("doc_values"))


def _aggregatable(leaf: FieldType) -> bool:
    if leaf.type_name in _ALWAYS_AGGREGATABLE or leaf.type_name in _NEVER_AGGREGATABLE:
        return leaf.type_name in _ALWAYS_AGGREGATABLE
    return leaf.has("fielddata") if leaf.type_name == "text" else leaf.has("doc_values")
