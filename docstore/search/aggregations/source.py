"""Where the values of an aggregation come from: a field, with what stands in for documents without one (``ValuesSource``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import Flag, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docstore.columns.column import Column, KeywordColumn, NumericColumn
from docstore.columns.fields import Field
from docstore.columns.grouped import Grouped
from docstore.columns.rows import Ints, MultiRows, Rows, SingleRows, Slots
from docstore.columns.view import IndexView
from docstore.columns.want import Want, presence
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.frozen import frozen
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.types.constant_keyword import ConstantKeywordField
from docstore.mapping.types.one_metric import AggregatedField
from docstore.mapping.types.unsigned_long import SHIFT
from docstore.query.sort import check_fielddata, check_metadata, constant_of
from docstore.query.wire import SCALARS, Declared, boolean, integer, long, number, scalar, text
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.decimal_format import decimal_format
from docstore.search.aggregations.format import RAW, TRUTH, Dates, Decimals, Format

Json = dict[str, Any]


class Support(Flag):
    """What kinds of values an aggregation takes."""

    NUMBERS = auto()
    DATES = auto()
    BOOLEANS = auto()
    STRINGS = auto()
    ADDRESSES = auto()
    PRESENCE = auto()
    """Also fields of which it is only asked whether they are there."""
    NUMERIC = NUMBERS | DATES | BOOLEANS
    ANY = NUMERIC | STRINGS | ADDRESSES


def _refuse_script(value: Any) -> Any:
    raise NotImplementedByDocstoreError("docstore cannot run a [script] in an aggregation")


STRING = frozenset({"VALUE_STRING"})
NUMBER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})
BOOLEAN = frozenset({"VALUE_BOOLEAN", "VALUE_STRING"})
OBJECT = frozenset({"START_OBJECT"})
ARRAY = frozenset({"START_ARRAY"})


def _zone(value: Any) -> str:
    name = f"{'-' if value < 0 else '+'}{abs(value):02d}:00" if isinstance(value, int) else text(value)
    try:
        zone_of(name)
    except ValueError as error:
        raise IllegalArgumentError(f"Unknown time-zone ID: {name}") from error
    return name


_VALUE_TYPES = frozenset(
    {
        *("string", "byte", "short", "integer", "long", "float", "double", "number", "numeric", "boolean", "date", "ip"),
        *("geopoint", "geo_point", "range"),
    }
)


def _value_type(value: Any) -> str:
    name = text(value)
    if name not in _VALUE_TYPES:
        raise IllegalArgumentError(f"Unknown value type [{name}]")
    return name


SOURCE_KEYS: dict[str, Declared] = {
    "field": Declared(STRING, text),
    "missing": Declared(SCALARS, scalar),
    "format": Declared(STRING, text),
    "value_type": Declared(STRING, _value_type),
    "script": Declared(STRING | OBJECT, _refuse_script),
}
"""What most aggregations take (``ValuesSourceAggregationBuilder.declareFields``)."""

ZONE_KEY: dict[str, Declared] = {"time_zone": Declared(STRING | frozenset({"VALUE_NUMBER"}), _zone)}

flag_key = Declared(BOOLEAN, boolean)
number_key = Declared(NUMBER, number)
int_key = Declared(NUMBER, integer)
long_key = Declared(NUMBER, long)
text_key = Declared(STRING, text)


@frozen
class Source:
    """A field as a request names it."""

    field: str
    missing: Any = None
    format: str | None = None
    value_type: str | None = None
    time_zone: str | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any], value_type: str | None = None) -> Source:
        """From declared keys. ``value_type`` is what the aggregation takes for granted of a field that an index does not have.

        :raises IllegalArgumentError: neither a field nor a script.
        """
        if not found.get("field"):
            raise IllegalArgumentError("Required one of fields [field, script], but none were specified. ")
        given = {key: found[key] for key in cls.__dataclass_fields__ if key in found}
        return cls(**{"value_type": value_type, **given})

    def bind(self, context: Context, kind: str, support: Support) -> Values:
        """The values on one index.

        :raises IllegalArgumentError: the field's values are of a kind that the aggregation does not take.
        """
        field = _field(context.view, self.field)
        if field is None:
            return Values(context, self, None, _unmapped_is(self), self._format(None))
        if isinstance(field.type, AggregatedField) and Support.PRESENCE not in support:
            return self._aggregated(context, field, kind)
        found = support_of(field)
        if found is None and Support.PRESENCE in support and field.type_name in _SHAPED:
            return Values(context, self, context.view.need(presence(field)), Support.STRINGS, RAW)
        if field.type_name not in _SHAPED:
            check_fielddata(context.view, field)
        if found is None or not found & support or (kind in _NOT_OF_COUNTERS and _is_counter(context.view, field)):
            raise IllegalArgumentError(
                f"Field [{self.field}] of type [{field.type_name}] is not supported for aggregation [{kind}]"
            )
        return Values(context, self, context.view.need(Want(field)), found, self._format(field))

    def shown_as(self, field: Field | None) -> Format:
        """How values of the field are shown."""
        return self._format(field)

    def _aggregated(self, context: Context, field: Field, kind: str) -> Values:
        """The metric of a field of such that an aggregation goes on with (``AggregateMetricsAggregatorsRegistrar``)."""
        refuse_missing(self, field)
        metric = _METRIC_OF.get(kind)
        if metric is None:
            raise IllegalArgumentError(f"Field [{self.field}] of type [{field.type_name}] is not supported for aggregation [{kind}]")
        return Values(context, self, context.view.need(Want(field.part(metric))), Support.NUMBERS, self._format(field))

    def counts(self, context: Context) -> Values | None:
        """How many values each document stands for, where it has been aggregated before it came; None for any other field."""
        field = _field(context.view, self.field)
        if field is None or not isinstance(field.type, AggregatedField):
            return None
        return self._aggregated(context, field, "value_count")

    def _format(self, field: Field | None) -> Format:
        name = field.type_name if field is not None else {"date": "date", "boolean": "boolean"}.get(self.value_type or "", "")
        if name in ("date", "date_nanos"):
            pattern = self.format or (field.type.get("format") if field is not None else DEFAULT)
            if self.format is not None:
                date_format(self.format)
            return Dates(pattern, self.zone, self.time_zone)
        if name == "boolean":
            return TRUTH
        if self.format is not None and (field is None or field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT)):
            return Decimals(decimal_format(self.format))
        return RAW

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates; UTC without one."""
        return zone_of(self.time_zone or "UTC")


def _field(view: IndexView, name: str) -> Field | None:
    """A field of the mapping, or one of the constants that every index has."""
    constant = constant_of(view, name)
    if constant is not None:
        return Field(name, ConstantKeywordField(name, {"value": constant}), (name,))
    check_metadata(name)
    if name == "_id":
        raise IllegalArgumentError(
            "Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster"
            " setting: indices.id_field_data.enabled"
        )
    return view.field(name)


_AGGREGATED_SOURCES = {
    "histogram": "analytics.aggregations.support.HistogramValuesSource$Histogram$Fielddata",
    "aggregate_metric_double": "aggregatemetric.aggregations.support.AggregateMetricsValuesSource$AggregateMetricDouble$Fielddata",
}


def refuse_missing(source: Source, field: Field) -> None:
    """Nothing stands in for what was aggregated before it came.

    :raises IllegalArgumentError: ``missing``.
    """
    if source.missing is not None:
        raise IllegalArgumentError(
            f"Can't apply missing values on a class org.elasticsearch.xpack.{_AGGREGATED_SOURCES[field.type_name]}"
        )


def _unmapped_is(source: Source) -> Support:
    if source.value_type in ("string", "ip"):
        return Support.STRINGS
    if source.value_type is None and isinstance(source.missing, str):
        return Support.STRINGS
    return Support.NUMBERS


_METRIC_OF = {"min": "min", "max": "max", "sum": "sum", "avg": "sum", "value_count": "value_count"}

_SHAPED = frozenset(
    {
        *("geo_point", "geo_shape", "point", "shape", "dense_vector"),
        *("integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range"),
    }
)
"""Types whose values by document are no single numbers or strings."""


_NOT_OF_COUNTERS = frozenset(
    {
        *("avg", "sum", "stats", "extended_stats", "percentiles", "percentile_ranks", "median_absolute_deviation", "weighted_avg"),
        *("histogram", "range"),
    }
)
"""What takes no counters of a time series, whose values only grow (``TimeSeriesValuesSourceType.COUNTER``)."""


def _is_counter(view: IndexView, field: Field) -> bool:
    return view.fields.series is not None and field.type.values.get("time_series_metric") == "counter"


def support_of(field: Field) -> Support | None:
    """What the values of a field are; None for what cannot be aggregated."""
    known = {"date": Support.DATES, "date_nanos": Support.DATES, "boolean": Support.BOOLEANS, "ip": Support.ADDRESSES}
    if field.type_name in known:
        return known[field.type_name]
    if field.type.column in (ColumnKind.INTEGER, ColumnKind.FLOAT):
        return Support.NUMBERS
    return Support.STRINGS if field.type.column in (ColumnKind.KEYWORD, ColumnKind.TEXT) else None


_NUMERIC = frozenset({Support.NUMBERS, Support.DATES, Support.BOOLEANS})
_CONVERTED = frozenset({"date_nanos", "unsigned_long"})
"""Types whose numbers in columns are not those that aggregations see."""


@dataclass(slots=True)
class Values:
    """A source on one index. ``want`` is None where the index has no such field."""

    context: Context
    source: Source
    want: Want | None
    support: Support
    format: Format
    is_numeric: bool = False
    """Whether the values are numbers."""

    def __post_init__(self) -> None:
        self.is_numeric = self.support in _NUMERIC

    @property
    def is_mapped(self) -> bool:
        """Whether there is anything to read."""
        return self.want is not None or self.source.missing is not None

    @property
    def is_whole(self) -> bool:
        """Whether the numbers are integers, and so are shown without a point."""
        if self.want is None:
            return isinstance(self.source.missing, int)
        return self.want.field.type.column is ColumnKind.INTEGER

    def column(self) -> Column | None:
        """What is read; None where the index has no such field."""
        return None if self.want is None else self.context.view.column(self.want)

    def exists(self, docs: Ints) -> NDArray[np.bool_]:
        """Which of these ordinals have a value of their own."""
        column = self.column()
        return np.zeros(len(docs), dtype=np.bool_) if column is None else column.exists()[docs]

    def grouped(self) -> Grouped | None:
        """All documents by value, where the column keeps that and the values are as they are shown."""
        column = self.column()
        if self.source.missing is not None or self.want is None or self.want.field.type_name in _CONVERTED:
            return None
        return column.grouped() if isinstance(column, NumericColumn | KeywordColumn) else None

    def owned(self, docs: Ints, owners: Ints) -> tuple[Ints, Slots]:
        """All values of these ordinals, and the owner of each; see ``numbers``."""
        column = self.column()
        plain = isinstance(column, NumericColumn) and isinstance(column.rows, SingleRows) and column.rows.present is None
        if plain and self.want is not None and self.want.field.type_name not in _CONVERTED:
            return owners, column.values[docs]  # type: ignore[union-attr]
        places, values = self.numbers(docs)
        return owners[places], values

    def numbers(self, docs: Ints) -> tuple[Ints, Slots]:
        """All values of these ordinals: the place in ``docs`` of each, and the number (int64 or float64)."""
        places, values = self.exact(docs)
        return places, values.astype(np.float64) if values.dtype == np.uint64 else values

    def exact(self, docs: Ints) -> tuple[Ints, Slots]:
        """The same, and integers from 0 to 2**64 - 1 as uint64, where ``numbers`` rounds them: for keys, not for arithmetic."""
        column = self.column()
        if column is None:
            places, values = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
        else:
            assert isinstance(column, NumericColumn)
            places, slots = expand(column.rows, docs)
            values = self._as_shown(column.values[slots])
        if self.source.missing is None:
            return places, values
        lacking = _lacking(len(docs), places)
        stand_in = self._missing_number()
        if float(stand_in).is_integer() and values.dtype.kind in "iu" and _fits(int(stand_in), values.dtype):
            filled: Slots = np.full(len(lacking), int(stand_in), dtype=values.dtype)
        else:
            filled = np.full(len(lacking), float(stand_in))
        return np.concatenate([places, lacking]), np.concatenate([values, filled])

    def _as_shown(self, values: Slots) -> Slots:
        if self.want is None:
            return values
        if self.want.field.type_name == "date_nanos":
            return values // 1_000_000
        if self.want.field.type_name == "unsigned_long":
            return values.view(np.uint64) ^ np.uint64(SHIFT)
        return values

    def _missing_number(self) -> float:
        try:
            return self.format.parse(self.source.missing)
        except (TypeError, ValueError, OverflowError):
            raise IllegalArgumentError(f'For input string: "{self.source.missing}"') from None

    def codes(self, docs: Ints) -> tuple[Ints, Ints, Sequence[str]]:
        """Of strings: the place in ``docs`` and the term of each distinct value, terms as codes of a list.

        The list is in order but for the stand-in of missing values, which may be last.
        """
        column = self.column()
        terms: Sequence[str] = []
        places = codes = np.empty(0, dtype=np.int64)
        if column is not None:
            assert isinstance(column, KeywordColumn)
            terms = column.terms
            places, slots = expand(column.rows, docs)
            codes = column.codes[slots].astype(np.int64)
            if isinstance(column.rows, MultiRows):
                places, codes = distinct(places, codes)
        if self.source.missing is None:
            return places, codes, terms
        stand_in = self._missing_term()
        lacking = _lacking(len(docs), places)
        code = column.code(stand_in) if isinstance(column, KeywordColumn) else None
        if code is None:
            code, terms = len(terms), [*terms, stand_in]
        return np.concatenate([places, lacking]), np.concatenate([codes, np.full(len(lacking), code, dtype=np.int64)]), terms

    def _missing_term(self) -> str:
        if self.want is None:
            return str(self.source.missing)
        return str(self.want.field.type.query_value(self.source.missing))

    def key(self, value: Any) -> Any:
        """A number or a term as a bucket's key."""
        if not self.is_numeric:
            return value if self.want is None else self.want.field.type.from_column(value)
        if isinstance(self.format, Dates | type(TRUTH)) or self.is_whole:
            return int(value) if float(value).is_integer() else float(value)
        return float(value)


def _fits(number: int, dtype: np.dtype[Any]) -> bool:
    limits = np.iinfo(dtype)
    return int(limits.min) <= number <= int(limits.max)


def _lacking(count: int, places: Ints) -> Ints:
    found = np.ones(count, dtype=np.bool_)
    found[places] = False
    return np.flatnonzero(found)


def expand(rows: Rows, docs: Ints) -> tuple[Ints, Ints]:
    """The slots of all values of these ordinals, and which of the ordinals each belongs to."""
    if isinstance(rows, SingleRows):
        if rows.present is None:
            return np.arange(len(docs), dtype=np.int64), docs
        places = np.flatnonzero(rows.present[docs])
        return places, docs[places]
    assert isinstance(rows, MultiRows)
    starts, counts = rows.offsets[docs], rows.offsets[docs + 1] - rows.offsets[docs]
    places = np.repeat(np.arange(len(docs), dtype=np.int64), counts)
    begins = np.cumsum(counts) - counts
    slots = np.arange(len(places), dtype=np.int64) + np.repeat(starts - begins, counts)
    return places, slots


def distinct(places: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Each pair once; the places ascend."""
    if not len(places) or (len(places) > 0 and bool((np.diff(places) > 0).all())):
        return places, codes
    width = int(codes.max()) + 1
    pairs = np.unique(places * width + codes)
    return pairs // width, pairs % width


