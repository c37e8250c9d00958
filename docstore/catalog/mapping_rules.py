"""What the mapping of an index must be for its settings: partitions, the index sort, time series (``DocumentMapper.validate``)."""

from __future__ import annotations

from typing import Any

from docstore.catalog.names.lookup import compiled
from docstore.catalog.settings.settings import Settings
from docstore.errors import IllegalArgumentError, InternalStateError, MapperParsingError
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.mapping import Mapping

_ROUTED_BY = (
    "All fields that match routing_path must be configured with [time_series_dimension: true] or flattened fields "
    "with a list of dimensions in [time_series_dimensions] and without the [script] parameter."
)
_KEEPING = ("time_series", "logsdb")
_COMPARED = ("half_float", "scaled_float")
"""Types that Lucene cannot keep an index sorted by: their values are compared by code of Elasticsearch."""

_SORTABLE = (ColumnKind.INTEGER, ColumnKind.FLOAT, ColumnKind.KEYWORD)


def check_mapping(name: str, settings: Settings, mapping: Mapping) -> None:
    """Refuse a mapping that the settings of its index do not go with.

    :raises IllegalArgumentError, MapperParsingError: with Elasticsearch's text.
    """
    if settings.get("index.routing_partition_size") > 1 and not mapping.routing_required:
        raise IllegalArgumentError(f"mapping type [_doc] must have routing required for partitioned index [{name}]")
    mode = settings.get("index.mode")
    if mode in _KEEPING and not mapping.source_enabled:
        raise MapperParsingError(f"Failed to parse mapping: _source can not be disabled in index using [{mode}] index mode")
    if mode == "time_series":
        _check_time_series(settings, mapping)
    for field in settings.get("index.sort.field"):
        _check_sort_field(mapping, field)


def _check_sort_field(mapping: Mapping, path: str) -> None:
    if path in ("_doc", "_id", "_seq_no"):
        return
    for inner in mapping.root.objects():
        if inner.nested and path.startswith(inner.path):
            raise IllegalArgumentError(f"cannot apply index sort to field [{path}] under nested object [{inner.path}]")
    field: Any = mapping.field(path)
    if field is None or mapping.is_runtime(path):
        raise IllegalArgumentError(f"unknown index sort field:[{path}]")
    if field.type_name == "alias":
        raise IllegalArgumentError(f"Cannot use alias [{path}] as an index sort field")
    if field.column is ColumnKind.TEXT or not field.get("doc_values"):
        raise IllegalArgumentError(f"docvalues not found for index sort field:[{path}]")
    if field.column not in _SORTABLE or field.type_name in _COMPARED:
        raise IllegalArgumentError(f"invalid index sort field:[{path}]")


def _check_time_series(settings: Settings, mapping: Mapping) -> None:
    filters = mapping.source_includes or mapping.source_excludes
    if filters and "index.mapping.source.mode" not in settings.flat:
        raise IllegalArgumentError("filtering the stored _source is incompatible with synthetic source")
    if mapping.options.timestamp_enabled is False:
        raise InternalStateError("[_data_stream_timestamp] meta field has been disabled")
    if mapping.routing_required:
        raise IllegalArgumentError("routing is forbidden on CRUD operations that target indices in [index.mode=time_series]")
    objects = {inner.path for inner in mapping.root.objects()}
    for wanted in settings.get("index.routing_path"):
        pattern = compiled(wanted)
        for path in filter(pattern.fullmatch, mapping.runtime_fields()):
            raise IllegalArgumentError(f"{_ROUTED_BY} [{path}] was a runtime [{mapping.options.runtime_type(path)}].")
        if wanted in objects:
            raise IllegalArgumentError(f"{_ROUTED_BY} [{wanted}] was [object].")
        for path, field in mapping.fields().items():
            if pattern.fullmatch(path) and not _is_dimension(field) and not _is_passed_through(mapping, field):
                problem = "was not a dimension" if field.type_name in ("keyword", "flattened") else f"was [{field.type_name}]"
                raise IllegalArgumentError(f"{_ROUTED_BY} [{path}] {problem}.")


def _is_passed_through(mapping: Mapping, field: Any) -> bool:
    """Whether it is an object among the dimensions of a pass-through object, where only single values are dimensions."""
    around = mapping.object_at(field.path.rpartition(".")[0])
    return field.type_name == "flattened" and around is not None and bool(around.dimensions)


def _is_dimension(field: Any) -> bool:
    return bool(field.values.get("time_series_dimension") or field.values.get("time_series_dimensions"))
