"""The series that a document of a time series belongs to: what its dimensions say (``TimeSeriesIdFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Table
from typing import Any, ClassVar, Protocol

from docstore.errors import ApiError
from docstore.mapping.field_type import ColumnValue, Fetcher, FieldType, LocatedCause
from docstore.mapping.series_id import Bytes, Encoded, encoded_value, tsid_of
from docstore.mapping.series_places import Places, places_of
from docstore.mapping.shape import Shape
from docstore.mapping.source_paths import under

TSID = "_tsid"
_KEYS = "time_series_dimensions"


class Fields(Protocol):
    """What is used of a mapping."""

    def fields(self) -> Table[str, FieldType]:
        """All leaf fields by full path."""

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it."""


class _Known:
    """What was found of one mapping, which is itself kept, so that no other gets its identity."""

    def __init__(self, mapping: Fields) -> None:
        self.mapping = mapping
        self.dimensions = _dimension_fields(mapping)
        self.places: dict[tuple[tuple[str, ...], Shape], Places | None] = {}


_MOST_MAPPINGS, _MOST_PLACES = 128, 1024
_KNOWN: dict[int, _Known] = {}


def _known(mapping: Fields) -> _Known:
    found = _KNOWN.get(id(mapping))
    if found is None or found.mapping is not mapping:
        found = _Known(mapping)
        if len(_KNOWN) >= _MOST_MAPPINGS:
            _KNOWN.clear()
        _KNOWN[id(mapping)] = found
    return found


def places_in(mapping: Fields, routing: tuple[str, ...], shape: Shape) -> Places | None:
    """Where documents of a shape have what their series follows from; ``None`` where each is to be searched."""
    known = _known(mapping)
    try:
        return known.places[routing, shape]
    except KeyError:
        if len(known.places) >= _MOST_PLACES:
            known.places.clear()
        found = known.places[routing, shape] = places_of(known.dimensions, routing, shape)
        return found


def dimension_fields(mapping: Fields) -> tuple[tuple[str, FieldType], ...]:
    """The fields that are dimensions, and the keys of flattened ones that are, by full path."""
    return _known(mapping).dimensions


def _dimension_fields(mapping: Fields) -> tuple[tuple[str, FieldType], ...]:
    fields = mapping.fields().items()
    plain = [(path, field) for path, field in fields if field.values.get("time_series_dimension")]
    keyed = [(f"{path}.{key}", field.sub_field(key) or field) for path, field in fields for key in field.values.get(_KEYS) or ()]
    return (*plain, *keyed)


def encoded_dimensions(mapping: Fields, source: dict[str, Any]) -> Encoded:
    """The dimensions of a document that its series follows from: what columns have of their values, in the order of the document."""
    found = []
    for path, field in dimension_fields(mapping):
        values = [each for value in values_at(source, path) for each in field.column_values(value)]
        if values:
            found.append((path, tuple(encoded_value(field, value) for value in values)))
    return tuple(sorted(found))


def values_at(source: dict[str, Any], path: str) -> list[Any]:
    """All values at a path that are not null."""
    found: list[Any] = []
    for value in under(source, path):
        found += value if isinstance(value, list) else [value]
    return [value for value in found if value is not None]


class SeriesName(Bytes):
    """``_tsid`` as a column: one text for each series."""

    __slots__ = ("_of",)
    type_name: ClassVar[str] = TSID

    def __init__(self, of: Fields) -> None:
        super().__init__(TSID)
        self._of = of

    def to_body(self) -> dict[str, Any]:
        """Another mapping has other dimensions."""
        return {"type": self.type_name, "hash": "murmur3", "of": self._of.to_body()}

    def fetcher(self, pattern: str | None) -> Fetcher:
        """As responses show it."""
        return lambda value: [self.from_column(found) for found in self.column_values(value)]

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """Of a whole document."""
        try:
            found = encoded_dimensions(self._of, value) if isinstance(value, dict) else ()
        except (ApiError, LocatedCause):
            return ()
        return (tsid_of(found).hex(),) if found else ()
