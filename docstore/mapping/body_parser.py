"""From the ``properties`` of a mapping's body to fields and objects (``ObjectMapper.TypeParser``)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docstore.errors import (
    ElasticsearchParseError,
    IllegalArgumentError,
    MapperError,
    MapperParsingError,
)
from docstore.mapping import types as _registered  # noqa: F401  (registers the field types)
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import java_class, java_string
from docstore.mapping.names import is_blank
from docstore.mapping.object_mapping import Dynamic, ObjectMapping, merge_nodes
from docstore.mapping.parameter import SYNTHETIC_SOURCE_KEEP, boolean, integer, refuse_remaining
from docstore.mapping.registry import FIELD_TYPES, KNOWN_ELSEWHERE
from docstore.mapping.settings import MappingSettings

Node = ObjectMapping | FieldType
_DEEPEST = 100
"""Deeper bodies are not even read; the index's own limit is checked on the whole mapping (``lookup.py``)."""


def parse_dynamic(value: Any, where: str) -> Dynamic:
    """The value of ``dynamic``; ``where`` names it in messages."""
    text = java_string(value)
    if text.lower() == "strict":
        return Dynamic.STRICT
    if text.lower() == "runtime":
        return Dynamic.RUNTIME
    return Dynamic.TRUE if boolean(where, value) else Dynamic.FALSE


class BodyParser:
    """Parses with the limits and defaults of one index."""

    def __init__(self, settings: MappingSettings) -> None:
        self._settings = settings
        self._depth = 0

    def properties(self, parent: str, body: Any, *, flat: bool = False) -> dict[str, Node]:
        """The fields and objects of a ``properties`` body, by their names; ``flat`` of an object that has no objects."""
        if isinstance(body, list) and not body:
            return {}
        if not isinstance(body, dict):
            raise ElasticsearchParseError("properties must be a map type")
        properties: dict[str, Node] = {}
        for name, spec in body.items():
            self._check_name(name)
            if isinstance(spec, list) and not spec:
                continue
            if not isinstance(spec, dict):
                raise MapperParsingError(
                    f"Expected map for property [fields] on field [{name}] but got a class java.lang.String"
                )
            node = self._undotted(parent, name, spec) if flat else self._named(parent, name, spec)
            child = node.path.removeprefix(f"{parent}." if parent else "")
            if not flat:
                child = child.partition(".")[0]
            properties[child] = merge_nodes(properties[child], node) if child in properties else node
        return properties

    @staticmethod
    def _check_name(name: str) -> None:
        if not name:
            raise IllegalArgumentError("field name cannot be an empty string")
        if is_blank(name):
            raise IllegalArgumentError("field name cannot contain only whitespaces")

    def _named(self, parent: str, name: str, spec: dict[str, Any]) -> Node:
        """A field whose name may have dots: the objects on the way come with it."""
        parts = name.split(".")
        while parts and not parts[-1]:
            parts.pop()
        if not parts:
            raise IllegalArgumentError("field name cannot contain only dots")
        for part in parts:
            self._check_name(part)
        paths = [".".join(([parent] if parent else []) + parts[: n + 1]) for n in range(len(parts))]
        node = self.node(paths[-1], name, spec)
        for path in reversed(paths[:-1]):
            node = ObjectMapping(path, {node.path.rpartition(".")[2]: node})
        return node

    def _undotted(self, parent: str, name: str, spec: dict[str, Any]) -> Node:
        """A member of an object without subobjects: dots in its name mean nothing."""
        node = self.node(f"{parent}.{name}" if parent else name, name, spec)
        if isinstance(node, ObjectMapping) and node.nested:
            raise MapperParsingError(
                f"Tried to add nested object [{name}] to object [{parent.rpartition('.')[2] or '_doc'}] which does not support subobjects"
            )
        return node

    def node(self, path: str, shown: str, spec: dict[str, Any]) -> Node:
        """The field or object that a body describes."""
        kind = self._kind(shown, spec)
        if kind in ("object", "nested", "passthrough"):
            return self._object(path, shown, kind, spec)
        return self._leaf(path, shown, kind, spec)

    @staticmethod
    def _kind(shown: str, spec: dict[str, Any]) -> str:
        if spec.get("type") is not None:
            return java_string(spec["type"])
        if spec.get("properties") is not None or (len(spec) == 1 and spec.get("enabled") is not None):
            return "object"
        raise MapperParsingError(f"No type specified for field [{shown}]")

    def _object(self, path: str, shown: str, kind: str, spec: dict[str, Any]) -> ObjectMapping:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MapperParsingError(f"Limit of mapping depth [{self._settings.depth_limit}] has been exceeded")
        rest = {key: value for key, value in spec.items() if key != "type"}
        dynamic, enabled = rest.pop("dynamic", None), rest.pop("enabled", None)
        include = [
            boolean(path, rest.pop(name, False)) if kind == "nested" else False
            for name in ("include_in_parent", "include_in_root")
        ]
        subobjects = parse_subobjects(rest) if kind == "object" else None
        priority = integer(path, rest.pop("priority", -1)) if kind == "passthrough" else None
        dimensions = rest.pop("time_series_dimension", None) if kind == "passthrough" else None
        keep = rest.pop("synthetic_source_keep", None)
        result = ObjectMapping(
            path,
            self.properties(path, rest.pop("properties", {}), flat=subobjects is False or priority is not None),
            dynamic=None if dynamic is None else parse_dynamic(dynamic, f"{path}.dynamic"),
            enabled=None if enabled is None else boolean(path, enabled),
            subobjects=subobjects,
            keep=None if keep is None else SYNTHETIC_SOURCE_KEEP.parse(path, keep),
            nested=kind == "nested",
            include_in_parent=include[0],
            include_in_root=include[1],
            priority=priority,
            dimensions=None if dimensions is None else boolean(path, dimensions),
        )
        refuse_remaining(shown, rest)
        if priority is not None and priority < 0:
            raise MapperError(f"Pass-through object [{path}] is missing a non-negative value for parameter [priority]")
        self._depth -= 1
        return dissolved(result)

    def _leaf(self, path: str, shown: str, kind: str, spec: dict[str, Any], *, multi: bool = False) -> FieldType:
        cls = FIELD_TYPES.get(kind)
        if cls is None:
            raise _unknown_type(kind, shown)
        if multi and not cls.in_multi_fields:
            raise MapperParsingError(f"Field [{shown}] of type [{kind}] can't be used in multifields")
        rest = {key: value for key, value in spec.items() if key not in ("type", "fields", "copy_to")}
        name = path.rpartition(".")[2]
        for key in ("fields", "copy_to"):
            if kind == "alias" and key in spec:
                rest[key] = spec[key]
        values = cls.parse_values(name, rest)
        multi_fields = {}
        if "fields" in spec:
            if multi:
                raise MapperParsingError(
                    f"Encountered a multi-field [{name}] which itself contains a multi-field. "
                    "Defining chained multi-fields is not supported."
                )
            multi_fields = self._multi_fields(path, spec["fields"])
        copy_to = _copy_to(spec.get("copy_to", []))
        if multi and copy_to:
            raise IllegalArgumentError(f"[copy_to] may not be used to copy from a multi-field: [{path}]")
        return cls(path, values, multi_fields=multi_fields, copy_to=copy_to, settings=self._settings)

    def _multi_fields(self, path: str, body: Any) -> dict[str, FieldType]:
        if isinstance(body, list) and not body:
            return {}
        name = path.rpartition(".")[2]
        if not isinstance(body, dict):
            raise MapperParsingError(
                f"expected map for property [fields] on field [{java_string(body)}] or [{name}] but got a class "
                f"java.lang.{java_class(body)}"
            )
        fields: dict[str, FieldType] = {}
        for sub, spec in body.items():
            if "." in sub:
                raise MapperParsingError(f"Field name [{sub}] which is a multi field of [{name}] cannot contain '.'")
            if not isinstance(spec, dict):
                raise MapperParsingError(f"illegal field [{sub}], only fields can be specified inside fields")
            if spec.get("type") is None:
                raise MapperParsingError(f"no type specified for property [{sub}]")
            kind = java_string(spec["type"])
            if kind in ("object", "nested", "passthrough", "alias"):
                raise MapperParsingError(f"Type [{kind}] cannot be used in multi field")
            fields[sub] = self._leaf(f"{path}.{sub}", sub, kind, spec, multi=True)
        return fields


def parse_subobjects(rest: dict[str, Any]) -> bool | None:
    """Takes ``subobjects`` out of a body (``ObjectMapper.Subobjects``)."""
    value = rest.pop("subobjects", None)
    if value is None or isinstance(value, bool):
        return value
    text = java_string(value).lower()
    if not isinstance(value, str) or text not in ("true", "false"):
        raise ElasticsearchParseError(f"unknown subobjects value: {java_string(value)}")
    return text == "true"


def dissolved(node: ObjectMapping) -> ObjectMapping:
    """An object without subobjects has the fields of those that its body gives it."""
    return replace(node, properties=node.flattened(node.dynamic)) if node.flat else node


def _copy_to(value: Any) -> tuple[str, ...]:
    return tuple(map(java_string, value)) if isinstance(value, list) else (java_string(value),)


def _unknown_type(kind: str, shown: str) -> MapperParsingError:
    if kind in KNOWN_ELSEWHERE:
        return MapperParsingError(f"docstore does not support the mapper type [{kind}] declared on field [{shown}]")
    return MapperParsingError(
        f"The mapper type [{kind}] declared on field [{shown}] does not exist. It might have been created within a "
        "future version or requires a plugin to be installed. Check the documentation."
    )
