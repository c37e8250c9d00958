"""Dynamic mapping: the field that a new value gets (``DynamicFieldsBuilder``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docstore.errors import IllegalArgumentError
from docstore.exact import Exact
from docstore.frozen import frozen
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.dynamic_template import Named
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import parse_java_double, parse_java_long
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.registry import FIELD_TYPES
from docstore.mapping.runtime_field import RuntimeField, source_only
from docstore.mapping.settings import MappingSettings

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

DYNAMIC_DATE_FORMATS = (DEFAULT, "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis")
"""What date detection tries (``RootObjectMapper.Defaults``); all have digits."""

_OF_OBJECTS = ("object", "nested", "passthrough")
_DIGIT = re.compile(r"[0-9]")


def json_type(mapping: Mapping, value: Any) -> tuple[str, str | None]:
    """What a dynamic template's ``match_mapping_type`` sees, and the format of a detected date."""
    if isinstance(value, bool):
        return "boolean", None
    if isinstance(value, int):
        return "long", None
    if isinstance(value, float):
        return "double", None
    usual = not mapping.numeric_detection and mapping.dynamic_date_formats == DYNAMIC_DATE_FORMATS
    if usual and _DIGIT.search(value) is None:
        return "string", None
    whole, number = parse_java_long(value), parse_java_double(value)
    if mapping.numeric_detection and (whole is not None or number is not None):
        return ("long" if whole is not None else "double"), None
    if whole is None and number is None and mapping.date_detection:
        for pattern in mapping.dynamic_date_formats:
            try:
                date_format(pattern).parse(value)
            except IllegalArgumentError:
                continue
            return "date", pattern
    return "string", None


@frozen
class Wanted:
    """What the object that a new field comes into wants of it: ``dimensions`` are those of a time series, whose texts are keywords."""

    dynamic: Dynamic
    dimensions: bool = False


def new_field(
    mapping: Mapping, path: str, name: str, value: Any, wanted: Wanted, named: Named
) -> ObjectMapping | FieldType | RuntimeField:
    """The field for a scalar at a path that the mapping does not have; ``name`` is the last part of the path."""
    kind, pattern = json_type(mapping, value)
    template = mapping.options.template_for(path, name, kind, named)
    if template is not None:
        return template.build(mapping, path, name, kind, pattern)
    if wanted.dynamic is Dynamic.RUNTIME:
        return source_only(path, kind, pattern)
    if wanted.dimensions and kind == "string":
        return mapping.extensions.field(path, kind, pattern, lambda: FIELD_TYPES["keyword"](path, settings=mapping.settings))
    return mapping.extensions.field(path, kind, pattern, lambda: _of_kind(path, kind, pattern, mapping.settings))


def _of_kind(path: str, kind: str, pattern: str | None, settings: MappingSettings) -> FieldType:
    if kind == "string":
        keyword = FIELD_TYPES["keyword"](f"{path}.keyword", {"ignore_above": 256}, settings=settings)
        return FIELD_TYPES["text"](path, multi_fields={"keyword": keyword}, settings=settings)
    if kind == "date":
        return FIELD_TYPES["date"](path, {"format": pattern}, settings=settings)
    return FIELD_TYPES["float" if kind == "double" else kind](path, settings=settings)


def new_array(mapping: Mapping, path: str, name: str, named: Named) -> FieldType | None:
    """The field for a whole array: the one that a template has for objects, if it takes arrays (``parseArrayDynamic``)."""
    template = mapping.options.template_for(path, name, "object", named)
    if template is None or template.type_of(name, "object") in _OF_OBJECTS:
        return None
    node = template.build(mapping, path, name, "object", None)
    return node if isinstance(node, FieldType) and node.takes_arrays else None


def is_vector(mapping: Mapping, path: str, name: str, items: list[Any], dynamic: Dynamic, named: Named) -> bool:
    """Whether a new array is mapped as one vector: so many fractions, and no template that wants them otherwise."""
    from docstore.mapping.types.dense_vector import MAX_DIMS, MIN_DYNAMIC_DIMS

    return (
        MIN_DYNAMIC_DIMS <= len(items) <= MAX_DIMS
        and dynamic is Dynamic.TRUE
        and set(map(type, items)) <= {float, Exact}
        and mapping.options.template_for(path, name, "double", named) is None
    )


def new_vector(mapping: Mapping, path: str) -> FieldType:
    """The field for such an array; its dimensions are learned."""
    return FIELD_TYPES["dense_vector"](path, settings=mapping.settings)


def new_object(mapping: Mapping, path: str, name: str, named: Named) -> ObjectMapping | FieldType:
    """The mapping for an object at a path that the mapping does not have."""
    template = mapping.options.template_for(path, name, "object", named)
    node = None if template is None else template.build(mapping, path, name, "object", None)
    return ObjectMapping(path) if node is None or isinstance(node, RuntimeField) else node
