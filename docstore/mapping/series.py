"""The series that a document of a time series belongs to: what its dimensions say (``TimeSeriesIdFieldMapper``)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Mapping as Table
from functools import lru_cache
from hashlib import blake2b
from typing import Any, ClassVar, Protocol, cast

from docstore.errors import ApiError
from docstore.mapping.field_type import ColumnKind, ColumnValue, Fetcher, FieldType, LocatedCause
from docstore.mapping.source_paths import under

TSID = "_tsid"
SERIES_BYTES = 12
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


def dimensions(mapping: Fields, source: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The dimensions of a document that have a value; of several values a tuple, in their order."""
    for path, field in dimension_fields(mapping):
        found = tuple(_shown(field, value) for value in values_at(source, path))
        if found:
            yield path, found[0] if len(found) == 1 else found


def _shown(field: FieldType, value: Any) -> Any:
    shown = field.column_value(value)
    return value if shown is None else shown


def values_at(source: dict[str, Any], path: str) -> list[Any]:
    """All values at a path that are not null."""
    found: list[Any] = []
    for value in under(source, path):
        found += value if isinstance(value, list) else [value]
    return [value for value in found if value is not None]


def series_of(values: Table[str, Any]) -> bytes:
    """A series by its dimensions."""
    return blake2b(repr(sorted(values.items())).encode("utf-8", "surrogatepass"), digest_size=SERIES_BYTES).digest()


def series_text(series: bytes) -> str:
    """A series as it is shown."""
    return urlsafe_b64encode(series).decode().rstrip("=")


class SeriesName(FieldType):
    """``_tsid`` as a column: one text for each series."""

    __slots__ = ("_of",)
    type_name: ClassVar[str] = TSID
    column: ClassVar[ColumnKind] = ColumnKind.KEYWORD
    several: ClassVar[bool] = True

    def __init__(self, of: Fields) -> None:
        super().__init__(TSID)
        self._of = of

    def to_body(self) -> dict[str, Any]:
        """Another mapping has other dimensions."""
        return {"type": self.type_name, "of": self._of.to_body()}

    def fetcher(self, pattern: str | None) -> Fetcher:
        """As the column has it."""
        return lambda value: list(self.column_values(value))

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """Of a whole document."""
        try:
            found = dict(dimensions(self._of, value)) if isinstance(value, dict) else {}
        except (ApiError, LocatedCause):
            return ()
        return (series_text(series_of(found)),) if found else ()
