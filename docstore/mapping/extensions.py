"""What documents have added to one mapping, remembered: indices that are made and filled alike, as by the tests of a program, come to
the same mapping object, and what that one has learnt of shapes serves them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from docstore.mapping.dynamic import json_type
from docstore.mapping.field_type import FieldType
from docstore.mapping.object_mapping import ObjectMapping
from docstore.mapping.runtime_field import RuntimeField
from docstore.mapping.shape import Kind, Shape

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping

K = TypeVar("K")
V = TypeVar("V")
Addition = ObjectMapping | FieldType | RuntimeField
"""What a document can add to a mapping."""
Outcome = tuple[Shape, tuple[tuple[str, str | None], ...]]
"""All that decides which fields a document adds: its structure, and what each of its texts is taken for."""

_MOST = 16
_MOST_FIELDS = 256
_DISORDERLY = Kind.ARRAY | Kind.SPELLING | Kind.MALFORMED
_ARRAYS_OF_TEXTS = (Kind.ARRAY, Kind.ARRAY | Kind.STRING)


class Extensions:
    """Bounded; lost when the mapping is."""

    __slots__ = ("_by_body", "_by_nodes", "_by_outcome", "_fields")

    def __init__(self) -> None:
        self._by_outcome: dict[Outcome, Mapping] = {}
        self._by_nodes: dict[tuple[int, ...], tuple[tuple[Addition, ...], Mapping]] = {}
        """By the identities of the fields, which live as long as they are kept here."""
        self._by_body: dict[str, Mapping] = {}
        self._fields: dict[tuple[str, str, str | None], FieldType] = {}

    def field(self, path: str, kind: str, pattern: str | None, make: Callable[[], FieldType]) -> FieldType:
        """The field that a new value of this kind gets at this path."""
        key = (path, kind, pattern)
        found = self._fields.get(key)
        if found is None:
            found = make()
            _keep(self._fields, key, found, _MOST_FIELDS)
        return found

    def of_outcome(self, outcome: Outcome) -> Mapping | None:
        """The mapping that an earlier document of the same outcome came to."""
        return self._by_outcome.get(outcome)

    def remember(self, outcome: Outcome, extended: Mapping) -> None:
        """Documents of this outcome come to this mapping."""
        _keep(self._by_outcome, outcome, extended, _MOST)

    def with_nodes(self, nodes: tuple[Addition, ...], make: Callable[[tuple[Addition, ...]], Mapping]) -> Mapping:
        """The mapping with these fields; the same one for fields that are alike."""
        identities = tuple(map(id, nodes))
        known = self._by_nodes.get(identities)
        if known is None:
            body = repr([(type(node), node.path, node.to_body()) for node in nodes])
            found = self._by_body.get(body) or make(nodes)
            _keep(self._by_body, body, found, _MOST)
            known = nodes, found
            _keep(self._by_nodes, identities, known, _MOST)
        return known[1]


def outcome_of(mapping: Mapping, shape: Shape, source: dict[str, Any]) -> Outcome | None:
    """What decides about the additions of a document; ``None`` where more than that does: the order of fields at a limit or of values in
    an array, keys with dots beside objects, what fields learn from their values."""
    if mapping.settings.ignores_dynamic or mapping.learns:
        return None
    if not _is_orderly(shape):
        return None
    texts: list[tuple[str, str | None]] = []
    _collect(mapping, source, texts)
    return shape, tuple(texts)


@lru_cache(maxsize=1024)
def _is_orderly(shape: Shape) -> bool:
    return not any(kind & _DISORDERLY and kind not in _ARRAYS_OF_TEXTS for _, kind in shape.entries)


def _collect(mapping: Mapping, members: dict[str, Any], texts: list[tuple[str, str | None]]) -> None:
    for value in members.values():
        if type(value) is str:
            texts.append(json_type(mapping, value))
        elif type(value) is dict:
            _collect(mapping, value, texts)
        elif type(value) is list:
            _collect_items(mapping, value, texts)


def _collect_items(mapping: Mapping, items: list[Any], texts: list[tuple[str, str | None]]) -> None:
    for item in items:
        if type(item) is list:
            _collect_items(mapping, item, texts)
        elif item is not None:
            texts.append(json_type(mapping, item))


def _keep(cache: dict[K, V], key: K, value: V, most: int) -> None:
    if len(cache) >= most and key not in cache:
        cache.clear()
    cache[key] = value
