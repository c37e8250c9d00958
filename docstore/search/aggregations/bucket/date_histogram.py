"""``date_histogram``: buckets of a unit of time (``DateHistogramAggregationBuilder``)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Any, ClassVar, Self

from docstore.columns.rows import Slots
from docstore.errors import IllegalArgumentError
from docstore.mapping.types.date import DateField
from docstore.query.wire import Declared, declared, refused_value, text
from docstore.search.aggregations.bucket.date_rounding import NO_INTERVAL, Interval, Rounding, span_millis
from docstore.search.aggregations.bucket.ranged import collector, date_ranges, shown_values
from docstore.search.aggregations.bucket.stepped import DEFAULT_SHAPE, Shape, SteppedCollector, Steps, step_keys
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import STRING, ZONE_KEY
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]


def _offset(value: Any) -> int:
    if not isinstance(value, int):
        return span_millis(text(value), "DateHistogramAggregationBuilder.parseOffset")
    if not abs(value) < 2**62:
        raise IllegalArgumentError(f"Numeric value ({value}) out of range of long (-9223372036854775808 - 9223372036854775807)")
    return value


_OFFSET = Declared(frozenset({"VALUE_STRING", "VALUE_NUMBER"}), _offset)


_INTERVALS = {"calendar_interval": Declared(STRING, Interval.calendar), "fixed_interval": Declared(STRING, Interval.fixed)}
INTERVAL_KEYS: dict[str, Declared] = {**_INTERVALS, "offset": _OFFSET, **ZONE_KEY}


def read_interval(kind: str, body: Json, found: Json) -> Interval:
    """``calendar_interval`` or ``fixed_interval``, of those that were found in the body of a kind.

    :raises XContentParseError: both.
    """
    given = [key for key in body if key in _INTERVALS]
    if len(given) > 1:
        refusal = IllegalArgumentError(f"Cannot use [{given[1]}] with [{given[0]}] configuration option.")
        raise refused_value(kind, given[1], body, refusal)
    return found[given[0]] if given else NO_INTERVAL


@aggregation("date_histogram")
@dataclass(frozen=True, slots=True)
class DateHistogram(Aggregation):
    """Dates by ``calendar_interval`` or ``fixed_interval``, in ``time_zone``, moved by ``offset``."""

    takes_subs: ClassVar[bool] = True
    source: Source
    interval: Interval
    offset: int = 0
    shape: Shape = DEFAULT_SHAPE

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "when", "calendar_interval": "month", "format": "yyyy-MM"}``."""
        found = declared(cls.kind, body, {**step_keys(name), **INTERVAL_KEYS})
        return cls(Source.of(found, "date"), read_interval(cls.kind, body, found), found.get("offset", 0), Shape.of(found))

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Dates, and ranges of dates; numbers and booleans are milliseconds."""
        if (ranges := date_ranges(self.source, context)) is not None:
            shown = shown_values(self.source, context, ranges)
            return collector(self.steps(name, shown), shown, ranges, Below.bind(subs, context))
        values = self.source.bind(context, self.kind, Support.NUMERIC)
        return SteppedCollector(self.steps(name, values), values, Below.bind(subs, context))

    def steps(self, name: str, values: Values) -> DateSteps:
        """The axis."""
        steps = DateSteps(self, values, self.source.zone)
        steps.check(name)
        return steps


_FAR = 2.0**53
"""Milliseconds beyond which a unit is finer than a number can tell."""


class DateSteps(Steps):
    """Units of time."""

    wire_type = "date_histogram"

    def __init__(self, request: DateHistogram, values: Values, zone: tzinfo) -> None:
        self.shape = request.shape
        self.rounding: Rounding = request.interval.rounding(zone, request.offset)
        self._values = values
        self._source = request.source
        self._after: dict[int, int] = {}
        self._texts: dict[int, str | None] = {}

    def keys(self, values: Slots) -> Slots:
        """First instants, in milliseconds."""
        return self.rounding.keys(values)

    def after(self, key: Any) -> Any:
        """The next unit; below many buckets the same is asked again and again."""
        found = self._after.get(key)
        if found is None:
            found = self._after[key] = self.rounding.after(key)
        return found

    def number(self, end: Any, name: str) -> float:
        """Milliseconds, or a date, or date math."""
        if isinstance(end, int | float):
            return float(end)
        pattern = getattr(self._values.format, "pattern", None)
        now = self._values.context.view.now
        found = DateField("date").query_value(end, now=now, time_zone=self._source.time_zone, format=pattern)
        return float(found)

    def check(self, name: str) -> None:
        """See ``Steps.check``; bounds also stand in order."""
        for kind, bounds in (("extended_bounds", self.shape.extended), ("hard_bounds", self.shape.hard)):
            low, high = (-math.inf, math.inf) if bounds is None else bounds.ends(partial(self.number, name=kind))
            if low > high:
                raise IllegalArgumentError(
                    f"[{kind}.min][{int(low)}] cannot be greater than [{kind}.max][{int(high)}] for histogram aggregation [{name}]"
                )
        super().check(name)

    def bound(self, end: Any, name: str) -> float:
        """The unit that it is in."""
        number = self.number(end, name)
        return float(self.key(number)) if abs(number) < _FAR else number

    def shown(self, key: Any, format: Format) -> Json:
        """The date, and milliseconds."""
        as_text = self._text(key, format)
        fields: Json = {} if as_text is None else {"key_as_string": as_text}
        return {**fields, "key": int(key)}

    def name(self, key: Any, format: Format) -> str:
        """The date."""
        return self._text(key, format) or str(key)

    def _text(self, key: int, format: Format) -> str | None:
        if key not in self._texts:
            self._texts[key] = format.text(key)
        return self._texts[key]
