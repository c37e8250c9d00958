"""The contexts of ``completion``: categories and places that a suggestion belongs to (``ContextMappings``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docstore.errors import ElasticsearchParseError, IllegalArgumentError
from docstore.json_token import token_of
from docstore.mapping.field_type import FieldType
from docstore.mapping.geo.distance import parse_distance
from docstore.mapping.geo.geohash import diagonal_of, encode_geohash, length_for
from docstore.mapping.geo.point_reader import EarthPointReader, is_number, to_double
from docstore.mapping.java_text import java_string, json_text
from docstore.mapping.parameter import refuse_remaining

_KINDS = ("CATEGORY", "GEO")
_DEFAULT_PRECISION = 6


@dataclass(frozen=True, slots=True)
class Context:
    """One context as the mapping describes it; ``precision`` is the length of the geohashes of a place."""

    name: str
    kind: str
    path: str | None = None
    precision: int | None = None

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it."""
        shown = {"name": self.name, "type": self.kind, "precision": self.precision, "path": self.path}
        return {key: value for key, value in shown.items() if value is not None}

    def values(self, value: Any) -> set[str]:
        """What a document says: categories, or geohashes of places.

        :raises ElasticsearchParseError, IllegalArgumentError: neither.
        """
        return _places(value, self.precision or 0) if self.kind == "GEO" else _categories(value)

    def check_path(self, fields: Mapping[str, FieldType]) -> None:
        """:raises ElasticsearchParseError: a place is taken from a field that holds none."""
        if self.kind != "GEO" or self.path is None:
            return
        where = f"field [{self.path}] referenced in context [{self.name}]"
        if self.path not in fields:
            raise ElasticsearchParseError(f"{where} is not defined in the mapping")
        found = fields[self.path].type_name
        if found != "geo_point":
            raise ElasticsearchParseError(f"{where} must be mapped to geo_point, found [{found}]")


def parse_contexts(field: str, value: Any) -> list[dict[str, Any]]:
    """The contexts of a mapping, one or a list, as they are shown.

    :raises ApiError: they are none.
    """
    if isinstance(value, dict):
        return [_context(value).to_body()]
    if not isinstance(value, list):
        raise ElasticsearchParseError("expected a list or an entry of context mapping")
    if not value:
        raise ElasticsearchParseError("expected at least one context mapping")
    return [_context(one).to_body() for one in value]


def context_of(shown: Mapping[str, Any]) -> Context:
    """A context from its body as it is shown."""
    return Context(shown["name"], shown["type"], shown.get("path"), shown.get("precision"))


def _context(body: Any) -> Context:
    if not isinstance(body, dict):
        raise ElasticsearchParseError("expected a list or an entry of context mapping")
    for key in ("name", "type"):
        if body.get(key) is None:
            raise ElasticsearchParseError(f"missing [{key}] in context mapping")
    name, kind = java_string(body["name"]), java_string(body["type"]).upper()
    if kind not in _KINDS:
        raise IllegalArgumentError(f"No context type for [{java_string(body['type'])}]")
    known = ("name", "type", "path", *(("precision",) if kind == "GEO" else ()))
    refuse_remaining(name, {key: item for key, item in body.items() if key not in known})
    path = None if body.get("path") is None else java_string(body["path"])
    return Context(name, kind, path, _precision(body.get("precision")) if kind == "GEO" else None)


def _precision(value: Any) -> int:
    """A number of characters, or a distance that a cell is at least as large as."""
    if value is None:
        return _DEFAULT_PRECISION
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    meters = value if isinstance(value, float) else parse_distance(value)
    level = length_for(meters)
    return max(1, level - 1) if diagonal_of(level) < meters else max(1, level)


def _categories(value: Any) -> set[str]:
    if isinstance(value, list):
        for item in value:
            if item is None or isinstance(item, (list, dict)):
                raise ElasticsearchParseError(
                    f"context array must have string, number or boolean values, but was [{token_of(item)}]"
                )
        return set(map(json_text, value))
    if value is None or isinstance(value, dict):
        raise ElasticsearchParseError(
            "contexts must be a string, number or boolean or a list of string, number or boolean, but was "
            f"[{token_of(value)}]"
        )
    return {json_text(value)}


def _places(value: Any, precision: int) -> set[str]:
    if isinstance(value, str):
        return {value[:precision]}
    if not isinstance(value, list):
        return {_geohash(value, precision)}
    if not value or not is_number(value[0]):
        return {_geohash(item, precision) for item in value}
    if len(value) < 2 or not is_number(value[1]):
        raise ElasticsearchParseError("latitude must be a numeric value")
    if len(value) > 2:
        raise ElasticsearchParseError("only two values [lon, lat] expected")
    return {_encoded(to_double(value[0]), to_double(value[1]), precision)}


def _geohash(value: Any, precision: int) -> str:
    return _encoded(*EarthPointReader(ignore_z_value=False).point(value), precision)


def _encoded(longitude: float, latitude: float, precision: int) -> str:
    inside = -180 <= longitude <= 180 and -90 <= latitude <= 90
    if not inside:
        raise IllegalArgumentError(f"invalid place [{java_string(latitude)}, {java_string(longitude)}] of a context")
    return encode_geohash(longitude, latitude, precision)
