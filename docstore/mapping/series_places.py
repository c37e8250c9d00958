"""Where the fields stand that a series follows from, in documents of one shape: found once, and not for each point."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from docstore.mapping.field_type import FieldType
from docstore.mapping.java_text import json_text
from docstore.mapping.series_id import Encoded, encoded_value, hash_of_series
from docstore.mapping.series_route import Routed, routes, routing_hash
from docstore.mapping.shape import Kind

if TYPE_CHECKING:
    from docstore.mapping.shape import Shape

_SPELLED = Kind.SPELLING | Kind.MALFORMED
_SCALAR = Kind.BOOLEAN | Kind.INTEGER | Kind.BIG_INTEGER | Kind.FLOAT | Kind.NON_FINITE | Kind.STRING | Kind.WIDE_FLOAT

_MOST = 16_384
"""Series of one shape whose hashes are kept."""


class Places:
    """Of a shape in which each of the fields has one value, under the keys of its path; in the order of the paths."""

    __slots__ = ("_around", "_dimensions", "_hashes", "_keys", "_routed")

    def __init__(self, routed: list[str], dimensions: list[tuple[str, FieldType]]) -> None:
        self._routed = [(path, tuple(path.split("."))) for path in routed]
        self._dimensions = [(path, field, tuple(path.split("."))) for path, field in dimensions]
        self._keys = list(dict.fromkeys([keys for _, keys in self._routed] + [keys for _, _, keys in self._dimensions]))
        around = {keys[:count] for keys in self._keys for count in range(1, len(keys))}
        self._around = sorted(around, key=len)
        """Keys of the objects that the values stand in."""
        self._hashes: dict[tuple[Any, ...], bytes] = {}
        """By the values of all."""

    def address(self, source: dict[str, Any]) -> bytes | None:
        """The hash of what a point is routed by and that of its series; ``None`` if it lacks either, or has dots in its keys."""
        for keys in self._around:
            if _is_dotted(tuple(_at(source, keys))):
                return None
        values = tuple([_at(source, keys) for keys in self._keys])
        known = self._hashes.get(values)
        if known is not None:
            return known
        routed, dimensions = self._routing_values(source), self._encoded_dimensions(source)
        if not routed or not dimensions:
            return None
        found = routing_hash(routed) + hash_of_series(dimensions)
        if float not in map(type, values):  # 0.0 is -0.0
            if len(self._hashes) >= _MOST:
                self._hashes.clear()
            self._hashes[values] = found
        return found

    def _routing_values(self, source: dict[str, Any]) -> Routed:
        return tuple([(path, json_text(_at(source, keys))) for path, keys in self._routed])

    def _encoded_dimensions(self, source: dict[str, Any]) -> Encoded:
        found = []
        for path, field, keys in self._dimensions:
            values = field.column_values(_at(source, keys))
            if values:
                found.append((path, tuple([encoded_value(field, value) for value in values])))
        return tuple(found)


@lru_cache(maxsize=4096)
def _is_dotted(keys: tuple[str, ...]) -> bool:
    """A shape tells this of the outermost keys only."""
    return any("." in key for key in keys)


def _at(value: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def places_of(dimensions: tuple[tuple[str, FieldType], ...], routing: tuple[str, ...], shape: Shape) -> Places | None:
    """The places; ``None`` where documents are to be searched one by one: with lists, or with dots in their keys."""
    kinds: dict[str, Kind] = {}
    for path, kind in shape.entries:
        if kind & _SPELLED:
            return None
        kinds[path] = kind
    routed = [path for path, kind in kinds.items() if kind & _SCALAR and routes(routing, path)]
    named = sorted([(path, field) for path, field in dimensions if kinds.get(path, Kind.NULL) != Kind.NULL], key=lambda each: each[0])
    for path in (*routed, *(path for path, _ in named)):
        if not (kinds[path] & _SCALAR) or any(kinds[upper] & Kind.ARRAY for upper in _ways(path)):
            return None
    return Places(routed, named)


def _ways(path: str) -> list[str]:
    """The path, and those of the objects around it."""
    parts = path.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
