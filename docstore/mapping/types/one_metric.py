"""One of the numbers that a value sums up, as a column: what aggregations read of fields that were aggregated before they came."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from collections.abc import Mapping as Table
from typing import Any, ClassVar

from docstore.mapping.field_type import ColumnKind, ColumnValue, FieldType


class AggregatedField(FieldType):
    """A field whose values stand for many: ``min``, ``max``, ``sum`` and ``value_count`` are its parts, and what else it has."""

    __slots__ = ()

    @abstractmethod
    def summary(self, value: Any) -> Table[str, int | float] | None:
        """Those of a value that it has; None for null.

        :raises ApiError, LocatedCause: the value is malformed.
        """

    def numbers(self, value: Any, part: str) -> Iterable[float]:
        """The numbers of one part of a value: one, or none.

        :raises ApiError, LocatedCause: the value is malformed.
        """
        metrics = self.summary(value) or {}
        return (float(metrics[part]),) if part in metrics else ()

    def part(self, name: str) -> FieldType:
        """One of them."""
        return OneMetric(self, name)


class OneMetric(FieldType):
    """One part of the values of such a field; without values where it has no such part."""

    __slots__ = ("_metric", "_of")
    type_name: ClassVar[str] = "aggregate_metric_double"
    several: ClassVar[bool] = True
    column: ClassVar[ColumnKind] = ColumnKind.FLOAT

    def __init__(self, of: AggregatedField, metric: str) -> None:
        super().__init__(f"{of.path}#{metric}")
        self._of, self._metric = of, metric

    def to_body(self) -> dict[str, Any]:
        """That of the whole, and which part."""
        return {**self._of.to_body(), "part": self._metric}

    def column_values(self, value: Any) -> Iterable[ColumnValue]:
        """The part alone."""
        return self._of.numbers(value, self._metric)
