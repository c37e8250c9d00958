"""Mappings of several templates as one body: what comes later wins, field by field (``MapperService.mergeMappings``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docstore.errors import JsonObject

_OBJECTS = (None, "object", "nested", "passthrough")


def merged_mappings(bodies: Iterable[JsonObject]) -> JsonObject:
    """One mapping body.

    >>> merged_mappings([{"properties": {"a": {"type": "long"}}}, {"properties": {"a": {"type": "keyword"}}, "dynamic": "strict"}])
    {'properties': {'a': {'type': 'keyword'}}, 'dynamic': 'strict'}
    """
    result: JsonObject = {}
    for body in bodies:
        result = _merged(result, body)
    return result


def _merged(old: JsonObject, new: JsonObject) -> JsonObject:
    result = dict(old)
    for key, value in new.items():
        before = result.get(key)
        if key in ("properties", "runtime") and isinstance(before, dict) and isinstance(value, dict):
            result[key] = _fields(before, value)
        elif key == "dynamic_templates" and isinstance(before, list) and isinstance(value, list):
            result[key] = _templates(before, value)
        elif isinstance(before, dict) and isinstance(value, dict):
            result[key] = {**before, **value}
        else:
            result[key] = value
    return result


def _fields(old: JsonObject, new: JsonObject) -> JsonObject:
    result = dict(old)
    for name, field in new.items():
        before = result.get(name)
        both = isinstance(before, dict) and isinstance(field, dict)
        result[name] = _merged(before, field) if both and _is_object(before) and _is_object(field) else field  # type: ignore[arg-type]
    return result


def _is_object(field: Any) -> bool:
    return field.get("type") in _OBJECTS


def _templates(old: list[Any], new: list[Any]) -> list[Any]:
    named: dict[str, Any] = {}
    for entry in (*old, *new):
        for name, template in entry.items():
            named[name] = {name: template}
    return list(named.values())
