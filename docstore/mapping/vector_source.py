"""Vectors of a document as numbers, in whatever way they were given: Elasticsearch keeps them apart from ``_source`` and puts them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docstore.mapping.types.dense_vector import DenseVectorField

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping


def unpacked(mapping: Mapping, source: dict[str, Any]) -> dict[str, Any]:
    """The document with lists of numbers where vectors are given as text, and nothing where they are null; what is no vector stays."""
    shown: Any = source
    for path, field in mapping.fields().items():
        if isinstance(field, DenseVectorField):
            shown = _within(shown, path, field)
    return shown  # type: ignore[no-any-return]


def _within(value: Any, path: str, field: DenseVectorField) -> Any:
    if isinstance(value, list):
        return [_within(each, path, field) for each in value]
    if not isinstance(value, dict):
        return value
    if path in value and value[path] is None:
        return {key: each for key, each in value.items() if key != path}
    if isinstance(value.get(path), str):
        return {**value, path: field.as_numbers(value[path])}
    changed = {}
    for key in value:
        if path.startswith(f"{key}.") and isinstance(value[key], dict | list):
            changed[key] = _within(value[key], path[len(key) + 1 :], field)
    return {**value, **changed} if changed else value
