"""aggregate_metric_double: minimum, maximum, sum and count of what was aggregated before it came
(``AggregateMetricDoubleFieldMapper``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from docstore.errors import ApiError, IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.causes import expected_token
from docstore.mapping.field_type import Acceptance, ColumnKind, ColumnValue, LocatedCause, Range
from docstore.mapping.java_text import java_string
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import Kind
from docstore.mapping.types.floating import DoubleField
from docstore.mapping.types.lenient import SCALARS
from docstore.mapping.types.number import NumberField
from docstore.mapping.types.one_metric import AggregatedField
from docstore.mapping.types.whole import IntegerField

METRICS = ("min", "max", "sum", "value_count")


def _metric(_field: str, value: Any) -> str:
    name = java_string(value)
    if name not in METRICS:
        raise IllegalArgumentError(f"Metric [{name}] is not supported.")
    return name


def _metrics(field: str, value: Any) -> list[str]:
    given = {_metric(field, one) for one in (value if isinstance(value, list) else [value])}
    return [name for name in METRICS if name in given]


@field_type("aggregate_metric_double")
class AggregateMetricDoubleField(AggregatedField):
    """An object with all of its metrics. Queries and sorts read the default metric."""

    __slots__ = ("_numbers",)
    several: ClassVar[bool] = True
    single: ClassVar[str | None] = (
        "Field [{path}] of type [aggregate_metric_double] does not support indexing multiple values for the same field "
        "in the same document"
    )
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT
    checkable: ClassVar[Kind] = Kind.OBJECT
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.flag("ignore_malformed", False, updatable=True, setting="ignore_malformed"),
        Parameter("metrics", _metrics, []),
        Parameter("default_metric", _metric, None),
        p.META,
        Parameter("time_series_metric", p.nullable(p.one_of("time_series_metric", "gauge")), accepts_null=True),
    )

    def _configured(self) -> None:
        metrics = self.get("metrics")
        if not metrics:
            raise IllegalArgumentError(f"Property [metrics] is required for field [{self.name}].")
        if self.get("default_metric") is None:
            if len(metrics) > 1:
                raise IllegalArgumentError(f"Property [default_metric] is required for field [{self.name}].")
            self.values["default_metric"] = self._resolved["default_metric"] = metrics[0]
        if self.default not in metrics:
            raise IllegalArgumentError(
                f"Default metric [{self.default}] is not defined in the metrics of field [{self.name}]."
            )
        self._numbers: dict[str, NumberField] = {
            name: IntegerField(self.path, {"coerce": False}) if name == "value_count" else DoubleField(self.path)
            for name in metrics
        }

    @property
    def default(self) -> str:
        """The metric that stands for the whole."""
        return java_string(self.get("default_metric"))

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with ``ignore_malformed`` every scalar may come."""
        if self.get("ignore_malformed") and kind & SCALARS:
            return Acceptance.COPY
        return super().accepts(kind)

    def is_present(self, value: Any) -> bool:
        """Whether it has a valid value."""
        try:
            return self.metrics(value) is not None
        except (ApiError, LocatedCause):
            return False

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        try:
            self.metrics(value)
        except (ApiError, LocatedCause):
            if not self.get("ignore_malformed"):
                raise

    def metrics(self, value: Any) -> dict[str, int | float] | None:
        """The metrics of a value; None for null.

        :raises IllegalArgumentError, ParsingError: it is malformed.
        """
        if value is None:
            return None
        if not isinstance(value, dict):
            raise expected_token("START_OBJECT", value)
        found = {name: self._metric_value(name, number) for name, number in value.items()}
        if len(found) < len(self._numbers):
            listed = ", ".join(self._numbers)
            raise IllegalArgumentError(f"Aggregate metric field [{self.path}] must contain all metrics [{listed}]")
        return found

    def _metric_value(self, name: str, value: Any) -> int | float:
        if name not in METRICS:
            raise IllegalArgumentError(
                f"No enum constant org.elasticsearch.xpack.aggregatemetric.mapper.AggregateMetricDoubleFieldMapper.Metric.{name}"
            )
        if name not in self._numbers:
            raise IllegalArgumentError(
                f"Aggregate metric [{name}] does not exist in the mapping of field [{self.path}]"
            )
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise expected_token("VALUE_NUMBER", value)
        try:
            number = self._numbers[name].parse_json(value)
        except IllegalArgumentError as error:
            raise IllegalArgumentError(f"failed to parse [{name}] sub field: {error.reason}", caused_by=error) from None
        if name == "value_count" and number < 0:
            raise IllegalArgumentError(f"Aggregate metric [{name}] of field [{self.path}] cannot be a negative number")
        return number

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """The default metric."""
        metrics = self.metrics(value)
        return () if metrics is None else (float(metrics[self.default]),)

    def query_value(self, value: Any, **options: Any) -> ColumnValue:
        """As the default metric has it."""
        return self._numbers[self.default].query_value(value, **options)

    def range_values(self, lower: Any, upper: Any, **options: Any) -> Range:
        """As the default metric has it."""
        return self._numbers[self.default].range_values(lower, upper, **options)

    def summary(self, value: Any) -> dict[str, int | float] | None:
        """The metrics."""
        return self.metrics(value)
