"""histogram: values with their counts, aggregated before they came (``HistogramFieldMapper``, ``HistogramParser``)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, ClassVar

from docstore.errors import ApiError, DocumentParsingError
from docstore.mapping import parameter as p
from docstore.mapping.causes import expected_token
from docstore.mapping.field_type import Acceptance, LocatedCause
from docstore.mapping.java_text import java_double
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.shape import LONG_MAX, Kind
from docstore.mapping.types.lenient import SCALARS
from docstore.mapping.types.one_metric import AggregatedField


@field_type("histogram")
class HistogramField(AggregatedField):
    """``{"values": [0.1, 0.2], "counts": [3, 7]}``; values ascend. Read by aggregations only."""

    __slots__ = ()
    names_itself: ClassVar[bool] = False
    several: ClassVar[bool] = True
    single: ClassVar[str | None] = (
        "Field [{path}] of type [histogram] doesn't support indexing multiple values for the same field in the same document"
    )
    checkable: ClassVar[Kind] = Kind.OBJECT
    copyable: ClassVar[Kind] = Kind.NULL
    parameters: ClassVar[tuple[Parameter, ...]] = (
        p.flag("ignore_malformed", False, updatable=True, explicit=True, setting="ignore_malformed"),
        p.flag("coerce", True, updatable=True, explicit=True),
        p.META,
        Parameter("time_series_metric", p.nullable(p.one_of("time_series_metric", "histogram")), accepts_null=True),
    )

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with ``ignore_malformed`` every scalar may come."""
        if self.get("ignore_malformed") and kind & SCALARS:
            return Acceptance.COPY
        return super().accepts(kind)

    def is_present(self, value: Any) -> bool:
        """Whether it is a histogram."""
        return value is not None and self._fault(value) is None

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        fault = None if value is None or self.get("ignore_malformed") else self._fault(value)
        if fault is None:
            return

        def at(start: int, _after: int) -> ApiError:
            cause = fault if isinstance(fault, ApiError) else DocumentParsingError(f"[1:{start}] {fault}")
            return DocumentParsingError(f"failed to parse field [{self.path}] of type [histogram]", caused_by=cause)

        raise LocatedCause(at)

    def numbers(self, value: Any, part: str) -> Iterable[float]:
        """Also ``values`` and ``counts``, which have a number for each value that was counted."""
        if part not in ("values", "counts"):
            return super().numbers(value, part)
        return [float(pair[part == "counts"]) for pair in self._counted(value)]

    def summary(self, value: Any) -> dict[str, int | float] | None:
        """Of the values that were counted; nothing of a malformed histogram, or one without any."""
        if not (counted := self._counted(value)):
            return None
        numbers = [number for number, _ in counted]
        total = math.fsum(number * count for number, count in counted)
        return {"min": min(numbers), "max": max(numbers), "sum": total, "value_count": sum(count for _, count in counted)}

    def _counted(self, value: Any) -> list[tuple[float, int]]:
        """The values that were counted, and how often; none of a malformed histogram."""
        if value is None or self._fault(value) is not None:
            return []
        return [(number, int(count)) for number, count in zip(value["values"], value["counts"], strict=True) if int(count) > 0]

    def _fault(self, value: Any) -> str | ApiError | None:
        """What is wrong with a value: a text that begins so, or an error of its own; None when it is a histogram."""
        if not isinstance(value, dict):
            return expected_token("START_OBJECT", value)
        start = f"error parsing field [{self.path}],"
        for key, items in value.items():
            if key not in ("values", "counts"):
                return f"{start} with unknown parameter [{key}]"
            if not isinstance(items, list):
                return expected_token("START_ARRAY", items)
            for item in items:
                if isinstance(item, bool) or not isinstance(item, (int, float)):
                    return expected_token("VALUE_NUMBER", item)
        for key in ("values", "counts"):
            if key not in value:
                return f"{start} expected field called [{key}]"
        return self._numbers(start, value["values"], value["counts"])

    @staticmethod
    def _numbers(start: str, values: list[float], counts: list[float]) -> str | None:
        for before, after in pairwise(values):
            if after < before:
                return (
                    f"{start} [values] values must be in increasing order, got [{java_double(float(after))}] "
                    f"but previous value was [{java_double(float(before))}]"
                )
        if len(values) != len(counts):
            return f"{start} expected same length from [values] and [counts] but got [{len(values)} != {len(counts)}]"
        for count in counts:
            if count < 0:
                return f"{start} [counts] elements must be >= 0 but got {int(count)}"
            if count > LONG_MAX:
                return f"Numeric value ({count}) out of range of long (-9223372036854775808 - 9223372036854775807)"
        return None
