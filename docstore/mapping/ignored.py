"""Which fields of a document were left out of the index (``_ignored``): malformed values, strings beyond ``ignore_above``, and
fields for which the mapping had no room.

Told from ``_source`` and the mapping whenever it is asked; nothing of it is stored.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docstore.errors import ApiError
from docstore.mapping.document_parser import DocumentParser, Dotted, Parent
from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import json_text, utf16_length
from docstore.mapping.object_mapping import Dynamic, ObjectMapping
from docstore.mapping.parameter import NO_LIMIT

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping


@dataclass(slots=True)
class IgnoredFields(DocumentParser):
    """The walk over a document that was accepted; it refuses nothing and adds nothing."""

    names: set[str] = field(default_factory=set)

    def _validate_one(self, one: FieldType, value: Any) -> None:
        if one.ignores(value):
            self.names.add(one.path)

    def _learn(self, field: FieldType, value: Any) -> None:
        """What there was to learn is known."""

    def _new_object(self, parent: Parent, name: str, value: dict[str, Any] | Dotted) -> None:
        if parent.dynamic is Dynamic.RUNTIME:
            self._inside(Parent(ObjectMapping(parent.node.child_path(name)), parent.dynamic), value)
        elif parent.node.flat:
            self._inside(Parent(parent.node, parent.dynamic, f"{name}."), value)
        else:
            self._unmapped(parent, name)

    def _new_value(self, parent: Parent, name: str, value: Any) -> None:
        if value is not None:
            self._unmapped(parent, name)

    def _unmapped(self, parent: Parent, name: str) -> None:
        # with room it would have been mapped when the document came
        if parent.dynamic in (Dynamic.TRUE, Dynamic.RUNTIME) and self.mapping.settings.ignores_dynamic:
            self.names.add(parent.node.child_path(name))

    def _count_nested(self) -> None:
        """Such a document was refused."""


def shortest_ignored(mapping: Mapping) -> int:
    """``Mapping.ignores_above``."""
    if mapping.settings.ignores_dynamic:
        return -1
    least = NO_LIMIT
    for leaf in mapping.fields().values():
        if not leaf.may_ignore:
            continue
        limit = leaf.get("ignore_above") if leaf.ignores_by_length else -1
        if limit < _LONGEST_NUMBER or utf16_length(json_text(leaf.values.get("null_value") or "")) > limit:
            return -1
        least = min(least, limit)
    return least


_LONGEST_NUMBER = 32
"""A number as text is shorter; integers beyond 64 bits are looked at as texts."""


def all_short(value: Any, limit: int) -> bool:
    """Whether no text in a JSON value is, surely, longer than so many UTF-16 units."""
    kind = type(value)
    if kind is str:
        return len(value) <= limit if value.isascii() else 2 * len(value) <= limit
    if kind is dict:
        return all(all_short(inner, limit) for inner in value.values())
    if kind is list:
        return all(all_short(inner, limit) for inner in value)
    return kind is not int or -_BIG < value < _BIG


_BIG = 1 << 64


def ignored_fields(mapping: Mapping, source: dict[str, Any]) -> tuple[str, ...]:
    """Full paths, sorted; () for most documents."""
    walk = IgnoredFields(mapping, source, "")
    # a document of an earlier mapping may hold what this one refuses
    with suppress(ApiError):
        walk.parse()
    return tuple(sorted(walk.names))
