"""``range`` and ``date_range``: buckets between two ends, of which the second is outside."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.unique import unique
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.java_text import java_string
from docstore.mapping.types.date import DateField
from docstore.query.wire import number
from docstore.search.aggregations.bucket.counted import CountedRanges
from docstore.search.aggregations.bucket.dense import DenseCollector
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.bucket.range_ends import Ends, Json, read_ranges
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.counted import counted_values, refuse_below
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import ZONE_KEY
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values


@dataclass(frozen=True, slots=True)
class Span:
    """One range in numbers. Infinite is open."""

    low: float
    high: float
    key: str | None


@aggregation("range")
@dataclass(frozen=True, slots=True)
class Range(Aggregation):
    """Ranges of numbers."""

    takes_subs: ClassVar[bool] = True
    takes_counted: ClassVar[bool] = True
    support: ClassVar[Support] = Support.NUMERIC
    value_type: ClassVar[str | None] = None
    source: Source
    ranges: tuple[Ends, ...]
    keyed: bool = False

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "price", "ranges": [{"to": 100}, {"from": 100, "key": "dear"}]}``."""
        found, ranges = read_ranges(cls.kind, cls.more_keys(), body)
        for each in ranges:
            cls.check(each)
        return cls(Source.of(found, cls.value_type), ranges, found.get("keyed", False))

    @classmethod
    def more_keys(cls) -> Json:
        """Keys beside those of every range."""
        return {}

    @classmethod
    def check(cls, ends: Ends) -> None:
        """:raises ApiError: an end is neither a number nor a text that the field may read."""
        for end in (ends.low, ends.high):
            if end is not None and not isinstance(end, str):
                number(end)

    def aggregator(self, collector: Collector) -> str:
        """By whether a value may be in several ranges."""
        assert isinstance(collector, _RangeCollector)
        return "RangeAggregator.Overlap" if collector.overlaps else "RangeAggregator.NoOverlap"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """Numbers, what is kept as numbers, and numbers that were counted."""
        counted = counted_values(self.source, context) if self.takes_counted else None
        if counted is None:
            values = self.source.bind(context, self.kind, self.support)
        else:
            refuse_below("Range", subs)
            values = Values(context, self.source, None, Support.NUMBERS, counted.format)
        spans = sorted((self.span(ends, values) for ends in self.ranges), key=lambda span: (span.low, span.high))
        found = _RangeCollector(self, values, spans, Below.bind(subs, context))
        return found if counted is None else CountedRanges(counted, [(span.low, span.high) for span in spans], found.shows)

    def span(self, ends: Ends, values: Values) -> Span:
        """A range in the numbers of a column; text is read as the field's format writes it."""
        return Span(self.end(ends.low, values, -math.inf), self.end(ends.high, values, math.inf), ends.key)

    def end(self, end: Any, values: Values, open_: float) -> float:
        """One end in the numbers of a column."""
        if end is None:
            return open_
        try:
            return values.format.parse(end) if isinstance(end, str) else number(end)
        except ValueError:
            return number(end)

    def bucket(self, span: Span, format: Format) -> tuple[str, Json]:
        """The key and the ends that a bucket shows."""
        fields: Json = {"key": ""}
        shown = []
        for name, end in (("from", span.low), ("to", span.high)):
            if math.isinf(end):
                shown.append("*")
                continue
            as_text = format.text(end)
            fields[name] = float(end)
            if as_text is not None:
                fields[f"{name}_as_string"] = as_text
            shown.append(java_string(float(end)) if as_text is None else as_text)
        fields["key"] = "-".join(shown) if span.key is None else span.key
        return fields["key"], fields


@aggregation("date_range")
@dataclass(frozen=True, slots=True)
class DateRange(Range):
    """Ranges of dates; ends may be date math, and a number is read as text in the format."""

    takes_counted: ClassVar[bool] = False
    value_type: ClassVar[str | None] = "date"

    @classmethod
    def more_keys(cls) -> Json:
        """Dates have a zone."""
        return dict(ZONE_KEY)

    @classmethod
    def check(cls, ends: Ends) -> None:
        """Dates are read when the field is known."""

    def end(self, end: Any, values: Values, open_: float) -> float:
        """Milliseconds."""
        if end is None:
            return open_
        if isinstance(end, int | float):
            end = str(int(end))
        field = None if values.want is None else values.want.field.type
        pattern = self.source.format or (DEFAULT if field is None or "format" not in field.values else field.get("format"))
        date_format(pattern)
        reader = DateField("date")
        found = reader.query_value(end, now=values.context.view.now, time_zone=self.source.time_zone, format=pattern)
        return float(found)


_STORED: dict[str, Callable[[float], Any]] = {"float": np.float32, "half_float": np.float16}
"""What ends are rounded to before they are compared with values that were."""

_FEW = 16
"""So many ranges are looked through one by one."""


def _differ(places: Ints) -> bool:
    """Whether these, which ascend, are all different."""
    return bool((places[1:] > places[:-1]).all())


class _RangeCollector(DenseCollector):
    def __init__(self, request: Range, values: Values, spans: Sequence[Span], below: Below) -> None:
        super().__init__(len(spans), below)
        self._request = request
        self._values = values
        self._spans = spans
        narrow = _STORED.get("" if values.want is None else values.want.field.type_name, float)
        self._bounds = [(narrow(span.low), narrow(span.high)) for span in spans]

    @property
    def overlaps(self) -> bool:
        """Whether a value may be in several ranges."""
        ordered = sorted(self._spans, key=lambda span: span.low)
        return any(before.high > after.low for before, after in itertools.pairwise(ordered))

    def tallies(self, docs: Ints) -> Ints | None:
        """By binary search, where no document has two values and there are many ranges."""
        if self.width <= _FEW:
            return None
        places, numbers = self._values.numbers(docs)
        if not _differ(places):
            return None
        ordered = np.sort(numbers)
        low, high = zip(*self._bounds, strict=True)
        found: Ints = np.searchsorted(ordered, np.array(high)) - np.searchsorted(ordered, np.array(low))
        return np.maximum(found, 0)

    def choose(self, docs: Ints) -> Iterator[Ints]:
        places, numbers = self._values.numbers(docs)
        differ = _differ(places)
        for low, high in self._bounds:
            inside = places[(numbers >= low) & (numbers < high)]
            yield inside if differ else unique(inside)

    def shows(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """As the request says."""
        shown = []
        for span, bucket in zip(self._spans, buckets, strict=True):
            key, fields = self._request.bucket(span, self._values.format)
            if self._request.keyed:
                del fields["key"]
            shown.append(Bucket(key, fields, bucket.count, bucket.results(reduction, subs), name=key))
        return reduction.piped(subs, BucketsResult(self._request.kind, shown, keyed=self._request.keyed))
