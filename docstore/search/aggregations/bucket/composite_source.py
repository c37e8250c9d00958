"""The sources of ``composite``: each gives a part of the key of a bucket (``CompositeValuesSourceBuilder``)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints, lacking
from docstore.errors import IllegalArgumentError
from docstore.query.kinds.geo_bounding_box import parse_box
from docstore.query.sort import descending_of
from docstore.query.wire import Declared, declared
from docstore.search.aggregations.bucket.combinations import Coded
from docstore.search.aggregations.bucket.date_histogram import INTERVAL_KEYS, read_interval
from docstore.search.aggregations.bucket.date_rounding import Interval, Rounding
from docstore.search.aggregations.bucket.geo_cells import Grid, Tiles, check_tile_precision
from docstore.search.aggregations.bucket.grid_bounds import Boxed
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import RAW, TRUTH, Dates, Format
from docstore.search.aggregations.geo_source import Points
from docstore.search.aggregations.groups import numbered
from docstore.search.aggregations.negative_zero import key_of, keys_of
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import OBJECT, SOURCE_KEYS, flag_key, int_key, number_key, text_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_KEYS = {
    **{key: SOURCE_KEYS[key] for key in ("field", "script", "value_type")},
    "missing_bucket": flag_key,
    "missing_order": text_key,
    "order": text_key,
}


_NO_INTERVAL = Interval()


@dataclass(frozen=True, slots=True)
class Place:
    """How the values of a source are ordered, and where documents without one stand."""

    descending: bool = False
    missing: bool = False
    missing_order: str = "default"

    @classmethod
    def of(cls, found: Json) -> Self:
        """From declared keys.

        :raises IllegalArgumentError: no such order.
        """
        descending, missing = descending_of(str(found.get("order", "asc"))), str(found.get("missing_order", "default")).lower()
        if missing not in ("first", "last", "default"):
            raise IllegalArgumentError(
                f"No enum constant org.elasticsearch.search.aggregations.bucket.missing.MissingOrder.{missing.upper()}"
            )
        return cls(descending, found.get("missing_bucket", False), missing)

    @property
    def missing_last(self) -> bool:
        """Whether what has no value stands behind all others."""
        return self.descending if self.missing_order == "default" else self.missing_order == "last"

    def rank(self, value: Any) -> tuple[Any, ...]:
        """Keys of several indices by this ascend."""
        if value is None:
            return (2 if self.missing_last else 0,)
        if self.descending:
            return (1, _Backwards(value))
        return (1, value)


class _Backwards:
    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and bool(self.value == other.value)


class BoundSource(ABC):
    """A source on one index."""

    place: Place

    def read(self, docs: Ints) -> tuple[Coded, list[Any]]:
        """The values of these ordinals; codes are in the order of the source, and the list says what they stand for."""
        places, codes, keys = self.values(docs)
        keys = list(keys)
        if self.place.descending:
            codes, keys = len(keys) - 1 - codes, keys[::-1]
        if self.place.missing:
            without = lacking(len(docs), places)
            code = len(keys) if self.place.missing_last else 0
            if not self.place.missing_last:
                codes = codes + 1
            keys = [*keys, None] if self.place.missing_last else [None, *keys]
            places = np.concatenate([places, without])
            codes = np.concatenate([codes, np.full(len(without), code, dtype=np.int64)])
        return Coded(places, codes, len(keys)), keys

    @abstractmethod
    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        """Place and code of each value; the values by code, ascending."""

    @abstractmethod
    def shown(self, key: Any) -> Any:
        """A value as a key shows it."""

    @abstractmethod
    def parsed(self, shown: Any) -> Any:
        """A value of ``after``.

        :raises IllegalArgumentError: it is none of this source.
        """


@dataclass(frozen=True, slots=True)
class CompositeSource(ABC):
    """A source as it was asked for."""

    kind: ClassVar[str]
    name: str
    source: Source
    place: Place

    @classmethod
    @abstractmethod
    def parse(cls, name: str, body: Json) -> Self:
        """From the JSON below its kind."""

    @abstractmethod
    def bind(self, context: Context) -> BoundSource:
        """On one index."""

    def check(self) -> None:
        """:raises IllegalArgumentError: an order for what is left out."""
        if not self.place.missing and self.place.missing_order != "default":
            raise IllegalArgumentError("missingOrder can only be set if missingBucket is true")


@dataclass(frozen=True, slots=True)
class TermsSource(CompositeSource):
    """The values themselves."""

    kind: ClassVar[str] = "terms"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "order": "desc"}``."""
        found = declared(cls.kind, body, {**_KEYS, "format": text_key})
        return cls(name, Source.of(found), Place.of(found))

    def bind(self, context: Context) -> BoundSource:
        """Any field with values by document."""
        values = self.source.bind(context, "composite", Support.ANY)
        return _Terms(self.place, values, _format(self.source, values))


@dataclass(frozen=True, slots=True)
class HistogramSource(CompositeSource):
    """Numbers by ``interval``."""

    interval: float = 0.0
    kind: ClassVar[str] = "histogram"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "interval": 5}``."""
        found = declared(cls.kind, body, {**_KEYS, "format": text_key, "interval": number_key})
        interval = found.get("interval", 0.0)
        if not interval > 0:
            raise IllegalArgumentError("[interval] must be greater than 0 for [histogram] source")
        return cls(name, Source.of(found), Place.of(found), interval)

    def bind(self, context: Context) -> BoundSource:
        """Numbers."""
        values = self.source.bind(context, "composite", Support.NUMERIC)
        return _Stepped(self.place, values, _format(self.source, values), self.interval)


@dataclass(frozen=True, slots=True)
class DateHistogramSource(CompositeSource):
    """Dates by a unit of time."""

    interval: Interval = _NO_INTERVAL
    offset: int = 0
    kind: ClassVar[str] = "date_histogram"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "calendar_interval": "1d", "format": "yyyy-MM-dd"}``."""
        found = declared(cls.kind, body, {**_KEYS, **INTERVAL_KEYS, "format": text_key})
        return cls(name, Source.of(found, "date"), Place.of(found), read_interval(cls.kind, body, found), found.get("offset", 0))

    def bind(self, context: Context) -> BoundSource:
        """Dates; numbers are milliseconds."""
        values = self.source.bind(context, "composite", Support.NUMERIC)
        rounding = self.interval.rounding(self.source.zone, self.offset)
        return _Rounded(self.place, values, _format(self.source, values), rounding)


@dataclass(frozen=True, slots=True)
class GeotileSource(CompositeSource):
    """Points by the tile that they lie in."""

    precision: int = 7
    bounds: Boxed | None = None
    kind: ClassVar[str] = "geotile_grid"

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "f", "precision": 8}``."""
        keys = {**_KEYS, "precision": int_key, "bounds": Declared(OBJECT, parse_box)}
        found = declared(cls.kind, body, keys)
        bounds = Boxed(found["bounds"]) if "bounds" in found else None
        return cls(name, Source.of(found), Place.of(found), check_tile_precision(found.get("precision", 7)), bounds)

    def bind(self, context: Context) -> BoundSource:
        """Points."""
        return _Tiled(self.place, Points.bind(self.source, context, "composite"), Tiles(self.precision), self.bounds)


def _format(source: Source, values: Values) -> Format:
    """Dates stay milliseconds unless a format is asked for."""
    return RAW if source.format is None and isinstance(values.format, Dates) else values.format


@dataclass(slots=True)
class _Numbers(BoundSource):
    place: Place
    of: Values
    format: Format

    def shown(self, key: Any) -> Any:
        if key is None:
            return None
        if self.format is TRUTH:
            return bool(key)
        if not self.of.is_numeric:
            return self.of.key(key)
        number = self.number(key)
        text = self.format.text(number)
        if text is None:
            return number
        if self.parsed(text) != key:
            raise IllegalArgumentError(
                f"Format [{self.of.source.format}] created output it couldn't parse for value [{number}] of type [class java.lang.Long]."
                f" parsed value: [{self.parsed(text)}(class java.lang.Long)]"
            )
        return text

    def number(self, key: Any) -> Any:
        return self.of.key(key)

    def parsed(self, shown: Any) -> Any:
        if isinstance(shown, bool):
            return int(shown)
        if isinstance(shown, int | float):
            return shown
        try:
            return self.format.parse(shown) if isinstance(shown, str) else float(shown)
        except (TypeError, ValueError):
            raise IllegalArgumentError(f'For input string: "{shown}"') from None


class _Terms(_Numbers):
    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        if self.of.is_numeric:
            places, numbers = self.of.exact(docs)
            found, codes = numbered(numbers)
            return places, codes, keys_of(found)
        return self.of.codes(docs)

    def parsed(self, shown: Any) -> Any:
        if not self.of.is_mapped:
            return shown
        if self.of.is_numeric:
            return key_of(_Numbers.parsed(self, shown))
        if not isinstance(shown, str):
            raise IllegalArgumentError(f"invalid value, expected string, got {_java_class(shown)}")
        return shown if self.of.want is None else str(self.of.want.field.type.query_value(shown))


def _java_class(value: Any) -> str:
    if isinstance(value, bool):
        return "Boolean"
    return "Integer" if isinstance(value, int) else "Double"


@dataclass(slots=True)
class _Stepped(_Numbers):
    interval: float

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, numbers = self.of.numbers(docs)
        found, codes = numbered(np.floor(numbers / self.interval) * self.interval + 0.0)
        return places, codes, found.tolist()

    def number(self, key: Any) -> Any:
        return float(key)


@dataclass(slots=True)
class _Rounded(_Numbers):
    rounding: Rounding

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, numbers = self.of.numbers(docs)
        found, codes = numbered(self.rounding.keys(numbers))
        return places, codes, found.tolist()

    def number(self, key: Any) -> Any:
        return int(key)


@dataclass(slots=True)
class _Tiled(BoundSource):
    place: Place
    points: Points
    grid: Grid
    bounds: Boxed | None

    def values(self, docs: Ints) -> tuple[Ints, Ints, Sequence[Any]]:
        places, x, y = self.points.read(docs)
        cells = self.grid.cells(x, y)
        if self.bounds is not None:
            inside = self.bounds.inside(self.grid, cells)
            places, cells = places[inside], cells[inside]
        found, codes = numbered(cells)
        return places, codes, found.tolist()

    def shown(self, key: Any) -> Any:
        return None if key is None else self.grid.text(key)

    def parsed(self, shown: Any) -> Any:
        if isinstance(shown, int):
            return shown
        assert isinstance(self.grid, Tiles)
        return self.grid.read(str(shown))


SOURCES: dict[str, type[CompositeSource]] = {
    cls.kind: cls for cls in (TermsSource, HistogramSource, DateHistogramSource, GeotileSource)
}
