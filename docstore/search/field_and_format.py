"""``fields`` and ``docvalue_fields``: a name or a pattern, and how values are shown (``FieldAndFormat``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.wire import Declared, boolean, declared, text

_STRING = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN"})


@frozen
class FieldAndFormat:
    """One entry."""

    field: str
    format: str | None = None
    include_unmapped: bool = False


_KEYS = {
    "field": Declared(_STRING, text),
    "format": Declared(_STRING | {"VALUE_NULL"}, lambda value: None if value is None else text(value)),
    "include_unmapped": Declared(_STRING, boolean),
}


def fields_and_formats(entries: Sequence[Any], kind: str) -> tuple[FieldAndFormat, ...]:
    """The entries of a list: names, or ``{"field": ..., "format": ...}``.

    :raises XContentParseError: another shape.
    :raises IllegalArgumentError: no field.
    """
    return tuple(_entry(each, kind) for each in entries)


def _entry(each: Any, kind: str) -> FieldAndFormat:
    if not isinstance(each, dict):
        return FieldAndFormat(text(each))
    found = declared(f"{kind}_field" if kind == "fields" else "docvalue_field", each, _KEYS)
    if "field" not in found:
        raise IllegalArgumentError("Required [field]")
    return FieldAndFormat(found["field"], found.get("format"), found.get("include_unmapped", False))
