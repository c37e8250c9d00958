"""Where the values of an aggregation come from: a field, with what stands in for documents without one (``ValuesSource``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from docstore.columns.fields import Field
from docstore.columns.seq_nos import SEQ_NO, SEQ_NOS
from docstore.columns.view import IndexView
from docstore.columns.want import Want, presence, values_of
from docstore.errors import IllegalArgumentError, Token
from docstore.frozen import frozen
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.dates.zone import zone_of
from docstore.mapping.field_type import ColumnKind
from docstore.mapping.types.constant_keyword import ConstantKeywordField
from docstore.mapping.types.one_metric import AggregatedField
from docstore.query.id_field import id_field
from docstore.query.sort import check_fielddata, check_metadata, constant_of
from docstore.query.wire import Declared, at_key, declared
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.decimal_format import decimal_format
from docstore.search.aggregations.format import RAW, TRUTH, Dates, Decimals, Format
from docstore.search.aggregations.source_keys import SOURCE_KEYS
from docstore.search.aggregations.support import Support, support_of, value_description, value_support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


@frozen
class Source:
    """A field as a request names it."""

    field: str
    missing: Any = None
    format: str | None = None
    value_type: str | None = None
    time_zone: str | None = None
    default_type: str | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any], default_type: str | None = None) -> Source:
        """From declared keys. ``default_type`` is what the aggregation takes for granted of a field that an index does not have.

        :raises IllegalArgumentError: neither a field nor a script.
        """
        if not found.get("field"):
            raise IllegalArgumentError("Required one of fields [field, script], but none were specified. ")
        given = {key: found[key] for key in cls.__dataclass_fields__ if key in found}
        return cls(default_type=default_type, **given)

    def bind(self, context: Context, kind: str, support: Support) -> Values:
        """The values on one index.

        :raises IllegalArgumentError: the field's values are of a kind that the aggregation does not take, or not what ``value_type`` says.
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
        if self.value_type is not None and found not in (None, value_support(self.value_type)):
            said = value_description(self.value_type)
            raise IllegalArgumentError(f"Field type [{field.type_name}] is incompatible with specified value_type [{said}]")
        if found is None or not found & support or (kind in _NOT_OF_COUNTERS and _is_counter(context.view, field)):
            raise IllegalArgumentError(f"Field [{self.field}] of type [{field.type_name}] is not supported for aggregation [{kind}]")
        values = Values(context, self, context.view.need(values_of(field)), found, self._format(field))
        values.check_missing()
        return values

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
        name = field.type_name if field is not None else self.named_type
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
    def named_type(self) -> str | None:
        """What values of a field that an index does not have are taken for."""
        return self.value_type or self.default_type

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates; UTC without one."""
        return zone_of(self.time_zone or "UTC")


def _field(view: IndexView, name: str) -> Field | None:
    """A field of the mapping, or one of the constants that every index has."""
    constant = constant_of(view, name)
    if constant is not None:
        return Field(name, ConstantKeywordField(name, {"value": constant}), (name,))
    if name == SEQ_NO:
        return SEQ_NOS
    check_metadata(name)
    if name == "_id":
        return id_field(view)
    return view.field(name)


_AGGREGATED_SOURCES = {
    "histogram": "analytics.aggregations.support.HistogramValuesSource$Histogram$Fielddata",
    "aggregate_metric_double": "aggregatemetric.aggregations.support.AggregateMetricsValuesSource$AggregateMetricDouble$Fielddata",
}


_CONFIG_KEYS = {key: SOURCE_KEYS[key] for key in ("field", "missing", "script")}


def field_config(body: Json, keys: Mapping[str, Declared] = _CONFIG_KEYS) -> Source:
    """One of several fields that an aggregation takes (``MultiValuesSourceFieldConfig``).

    :raises IllegalArgumentError: it names none.
    """
    found = declared("field_config", body, keys)
    if not found.get("field"):
        reason = "[field] and [script] cannot both be null.  Please specify one or the other."
        raise at_key(IllegalArgumentError(reason), None, Token.END, body)
    return Source.of(found)


def refuse_missing(source: Source, field: Field) -> None:
    """Nothing stands in for what was aggregated before it came.

    :raises IllegalArgumentError: ``missing``.
    """
    if source.missing is not None:
        raise IllegalArgumentError(f"Can't apply missing values on a class org.elasticsearch.xpack.{_AGGREGATED_SOURCES[field.type_name]}")


def _unmapped_is(source: Source) -> Support:
    if source.named_type in ("string", "ip"):
        return Support.STRINGS
    if source.named_type is None and isinstance(source.missing, str):
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
