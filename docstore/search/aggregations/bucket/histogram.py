"""``histogram``: buckets of equal width over numbers (``HistogramAggregationBuilder``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Slots
from docstore.errors import IllegalArgumentError, NotBuiltError
from docstore.query.wire import Declared, declared, number, refused_value
from docstore.search.aggregations.bucket.counted import CountedSteps
from docstore.search.aggregations.bucket.ranged import collector, number_ranges, shown_values
from docstore.search.aggregations.bucket.stepped import DEFAULT_SHAPE, Shape, SteppedCollector, Steps, step_keys
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.counted import counted_values, refuse_below
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import NUMBER, number_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


@aggregation("histogram")
@dataclass(frozen=True, slots=True)
class Histogram(Aggregation):
    """Numbers by ``interval``; each key is the lower end of its bucket."""

    takes_subs: ClassVar[bool] = True
    source: Source
    interval: float
    offset: float = 0.0
    shape: Shape = DEFAULT_SHAPE

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "price", "interval": 50, "offset": 10, "min_doc_count": 1}``."""
        found = declared(cls.kind, body, {**step_keys(name), "interval": _interval_key(name), "offset": number_key})
        shape = Shape.of(found)
        for key, bounds in (("extended_bounds", shape.extended), ("hard_bounds", shape.hard)):
            least, most = (0.0, 0.0) if bounds is None else bounds.ends(number)
            if least > most:
                raise refused_value(cls.kind, key, body, _crossed(least, most))
        return cls(Source.of(found), found.get("interval", 0.0), found.get("offset", 0.0), shape)

    def aggregator(self, collector: Collector) -> str:
        """See ``Aggregation.aggregator``."""
        return "NumericHistogramAggregator"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Numbers, what is kept as numbers, ranges of numbers, and numbers that were counted."""
        if not self.interval:
            raise IllegalArgumentError("interval must be positive, got: 0.0")
        steps = NumberSteps(self)
        steps.check(name)
        if (ranges := number_ranges(self.source, context)) is not None:
            shown = shown_values(self.source, context, ranges)
            return collector(steps, shown, ranges, Below.bind(subs, context))
        if (counted := counted_values(self.source, context)) is not None:
            refuse_below("Histogram", subs)
            shown = Values(context, self.source, None, Support.NUMBERS, counted.format)
            return CountedSteps(steps, shown, Below.bind(subs, context), counted)
        values = self.source.bind(context, self.kind, Support.NUMERIC)
        return SteppedCollector(steps, values, Below.bind(subs, context))


def _interval_key(name: str) -> Declared:
    def read(value: Any) -> float:
        if (found := number(value)) > 0:
            return found
        raise IllegalArgumentError(f"[interval] must be >0 for histogram aggregation [{name}]")

    return Declared(NUMBER, read)


def _crossed(least: float, most: float) -> NotBuiltError:
    return NotBuiltError("bounds", IllegalArgumentError(f"max bound [{most}] must be greater than min bound [{least}]"))


class NumberSteps(Steps):
    """Equal steps."""

    wire_type = "histogram"

    def __init__(self, request: Histogram) -> None:
        self.shape = request.shape
        self._interval = request.interval
        self._offset = request.offset

    def keys(self, values: Slots) -> Slots:
        """The lower ends."""
        with np.errstate(over="ignore"):
            found: Slots = self._at(np.floor((values - self._offset) / self._interval))
        return found

    def _at(self, places: Any) -> Any:
        return places * self._interval + self._offset + 0.0

    def after(self, key: Any) -> Any:
        """One interval on; computed from the place, so that errors do not add up. By an interval too small to count, the next number."""
        place = (key - self._offset) / self._interval
        return self._at(round(place) + 1) if math.isfinite(place) else math.nextafter(key, math.inf)

    def number(self, end: Any, name: str) -> float:
        """As it is."""
        found = number(end)
        if math.isnan(found) or math.isinf(found):
            raise IllegalArgumentError(f"[{name}] must be finite")
        return found

    def shown(self, key: Any, format: Format) -> Json:
        """A double."""
        as_text = format.text(key)
        fields: Json = {"key": float(key)}
        return fields if as_text is None else {**fields, "key_as_string": as_text}

    def name(self, key: Any, format: Format) -> str:
        """The double as text."""
        return format.text(key) or str(float(key))
