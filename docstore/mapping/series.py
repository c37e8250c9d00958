"""The series that a document of a time series belongs to: what its dimensions say (``TimeSeriesIdFieldMapper``)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from collections.abc import Mapping as Table
from functools import lru_cache
from typing import Any, ClassVar, Protocol, cast

from docstore.errors import ApiError
from docstore.mapping.field_type import ColumnValue, Fetcher, FieldType, LocatedCause
from docstore.mapping.series_id import Bytes, Encoded, encoded_value, tsid_of
from docstore.mapping.source_paths import under

TSID = "_tsid"
_KEYS = "time_series_dimensions"


class Fields(Protocol):
    """What is used of a mapping."""

    def fields(self) -> Table[str, FieldType]:
        """All leaf fields by full path."""

    def to_body(self) -> dict[str, Any]:
        """As ``GET _mapping`` shows it."""


def dimension_fields(mapping: Fields) -> tuple[tuple[str, FieldType], ...]:
    """The fields that are dimensions, and the keys of flattened ones that are, by full path."""
    return _dimension_fields(cast(Hashable, mapping))


@lru_cache(maxsize=128)
def _dimension_fields(mapping: Any) -> tuple[tuple[str, FieldType], ...]:
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
