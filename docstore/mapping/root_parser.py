"""The top level of a mapping's body (``MappingParser``, ``RootObjectMapper.TypeParser``)."""

from __future__ import annotations

from typing import Any

from docstore.errors import IllegalArgumentError, MapperParsingError
from docstore.mapping.body_parser import BodyParser, dissolved, parse_dynamic, parse_subobjects
from docstore.mapping.dates.format import date_format
from docstore.mapping.dynamic_template import parse_templates
from docstore.mapping.java_text import java_string
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.parameter import boolean, listed
from docstore.mapping.root_options import RootOptions
from docstore.mapping.runtime_field import parse_runtime
from docstore.mapping.settings import MappingSettings


def parse_root(body: dict[str, Any], settings: MappingSettings) -> tuple[ObjectMapping, RootOptions]:
    """The root object and the options. Raises unwrapped: ``Mapping.parse`` says that the mapping failed to parse."""
    rest = dict(body)
    dynamic, enabled = rest.pop("dynamic", None), rest.pop("enabled", None)
    subobjects = parse_subobjects(rest)
    _refuse_fixed(rest)
    options = _options(rest, settings)
    root = ObjectMapping(
        "",
        BodyParser(settings).properties("", rest.pop("properties", None) or {}, flat=subobjects is False),
        dynamic=None if dynamic is None else parse_dynamic(dynamic, "dynamic"),
        enabled=None if enabled is None else boolean("enabled", enabled),
        subobjects=subobjects,
    )
    if rest:
        raise MapperParsingError(f"Root mapping definition has unsupported parameters: {listed(rest)}")
    return dissolved(root), options


def _options(rest: dict[str, Any], settings: MappingSettings) -> RootOptions:
    source = _section(rest, "_source")
    _check_mode(source)
    routing = _section(rest, "_routing")
    timestamp = _section(rest, "_data_stream_timestamp")
    options = RootOptions(
        source_enabled=_flag(source, "enabled"),
        source_includes=_strings(source, "includes"),
        source_excludes=_strings(source, "excludes"),
        routing_required=_flag(routing, "required"),
        timestamp_enabled=_flag(timestamp, "enabled"),
        meta=_meta(rest),
        date_detection=_flag(rest, "date_detection"),
        numeric_detection=_flag(rest, "numeric_detection"),
        dynamic_date_formats=_date_formats(rest),
        dynamic_templates=parse_templates(rest.pop("dynamic_templates"), settings) if "dynamic_templates" in rest else None,
        runtime=parse_runtime(rest.pop("runtime")) if "runtime" in rest else {},
    )
    for name, section in (("_source", source), ("_routing", routing), ("_data_stream_timestamp", timestamp)):
        for key in section:
            raise MapperParsingError(f"unknown parameter [{key}] on metadata field [{name}]")
    return options


_FIXED = (
    *("_id", "_index", "_index_mode", "_seq_no", "_version", "_ignored", "_nested_path", "_tier", "_feature", "_tsid"),
    "_ts_routing_hash",
)


def _refuse_fixed(rest: dict[str, Any]) -> None:
    """Metadata fields that have no options (``MetadataFieldMapper.FixedTypeParser``), and one that lost its only one."""
    for name in _FIXED:
        if name in rest:
            raise MapperParsingError(f"{name} is not configurable")
    names = _section(rest, "_field_names")
    if _flag(names, "enabled") is not None:
        raise MapperParsingError(
            "The `enabled` setting for the `_field_names` field has been deprecated and removed. Please remove it from your mappings "
            "and templates."
        )
    for key in names:
        raise MapperParsingError(f"unknown parameter [{key}] on metadata field [_field_names]")


def _check_mode(source: dict[str, Any]) -> None:
    """``_source.mode``, which says nothing since the setting ``index.mapping.source.mode`` does (``SourceFieldMapper``)."""
    mode = source.pop("mode", None)
    if mode is None:
        return
    if java_string(mode).lower() not in ("stored", "synthetic", "disabled"):
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.index.mapper.SourceFieldMapper.Mode.{java_string(mode).upper()}")
    if "enabled" in source:
        raise MapperParsingError("Cannot set both [mode] and [enabled] parameters")


def _section(rest: dict[str, Any], name: str) -> dict[str, Any]:
    section = rest.pop(name, None)
    if section is None:
        return {}
    if not isinstance(section, dict):
        raise IllegalArgumentError(f"[{name}] config must be an object")
    return dict(section)


def _flag(section: dict[str, Any], name: str) -> bool | None:
    return boolean(name, section.pop(name)) if name in section else None


def _strings(section: dict[str, Any], name: str) -> tuple[str, ...] | None:
    if name not in section:
        return None
    value = section.pop(name)
    if name == "dynamic_date_formats" and value == "none":
        return ()
    return tuple(map(java_string, value)) if isinstance(value, list) else (java_string(value),)


def _meta(rest: dict[str, Any]) -> dict[str, Any] | None:
    meta = rest.pop("_meta", None)
    if meta is not None and not isinstance(meta, dict):
        raise MapperParsingError("[_meta] must be an object")
    return meta


def _date_formats(rest: dict[str, Any]) -> tuple[str, ...] | None:
    formats = _strings(rest, "dynamic_date_formats")
    for pattern in formats or ():
        if pattern.startswith("epoch_"):
            raise MapperParsingError(f"Epoch [{pattern}] is not supported as dynamic date format")
        date_format(pattern)
    return formats
