"""``range``, ``date_range`` and ``ip_range``: buckets between two ends, of which the second is outside."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.unique import unique
from docstore.errors import IllegalArgumentError, ParsingError, XContentParseError
from docstore.mapping.dates.format import DEFAULT, date_format
from docstore.mapping.java_text import java_string
from docstore.mapping.types.date import DateField
from docstore.mapping.types.ip import IpField
from docstore.query.wire import Declared, declared, number, scalar, text, token_of
from docstore.search.aggregations.bucket.counted import CountedRanges
from docstore.search.aggregations.bucket.dense import DenseCollector
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.counted import counted_values, refuse_below
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.source_keys import SOURCE_KEYS, ZONE_KEY, flag_key
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

Json = dict[str, Any]

_SCALAR = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_NULL"})
_RANGE_KEYS = {
    "key": Declared(_SCALAR, lambda value: None if value is None else text(value)),
    "from": Declared(_SCALAR, scalar),
    "to": Declared(_SCALAR, scalar),
}
_MASK_KEY = {"mask": Declared(_SCALAR, scalar)}


@dataclass(frozen=True, slots=True)
class Ends:
    """One range as it was asked for."""

    low: Any = None
    high: Any = None
    key: str | None = None
    mask: str | None = None


def _read(kind: str, keys: Json, body: Json) -> tuple[Json, tuple[Ends, ...]]:
    found = declared(kind, body, {**SOURCE_KEYS, **keys, "keyed": flag_key, "ranges": Declared(frozenset({"START_ARRAY"}), list)})
    given = found.get("ranges")
    if not given:
        raise IllegalArgumentError("No [ranges] specified for the [" + kind + "] aggregation")
    return found, tuple(_ends(kind, each) for each in given)


def _ends(kind: str, body: Any) -> Ends:
    if not isinstance(body, dict):
        raise XContentParseError(f"[{kind}] Expected START_OBJECT but was: {token_of(body)}")
    found = declared("range", body, _RANGE_KEYS | (_MASK_KEY if kind == "ip_range" else {}))
    return Ends(found.get("from"), found.get("to"), found.get("key"), found.get("mask"))


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
        found, ranges = _read(cls.kind, cls.more_keys(), body)
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


@aggregation("ip_range")
@dataclass(frozen=True, slots=True)
class IpRange(Aggregation):
    """Ranges of addresses, also as networks (``mask``)."""

    takes_subs: ClassVar[bool] = True
    source: Source
    ranges: tuple[Ends, ...]
    keyed: bool = False

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"field": "ip", "ranges": [{"to": "10.0.0.5"}, {"mask": "10.0.0.0/25"}]}``."""
        found, ranges = _read(cls.kind, {}, body)
        for each in ranges:
            if each.mask is not None and (each.low is not None or each.high is not None):
                raise ParsingError("If [mask] is specified, then neither [from] nor [to] may be specified")
        return cls(Source.of(found), ranges, found.get("keyed", False))

    def aggregator(self, collector: Collector) -> str:
        """See ``Aggregation.aggregator``."""
        return "BinaryRangeAggregator"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """A field of type ``ip``."""
        values = self.source.bind(context, self.kind, Support.ADDRESSES)
        reader = IpField("ip")
        spans = sorted(((*_addresses(reader, ends), ends) for ends in self.ranges), key=lambda span: (span[0], span[1]))
        return _IpCollector(self, values, spans, Below.bind(subs, context), reader)


_HIGHEST = "g"
"""Behind all addresses, which are hexadecimal in columns."""

AddressSpan = tuple[str, str, Ends]


def _addresses(reader: IpField, ends: Ends) -> tuple[str, str]:
    if ends.mask is not None:
        low, high = reader.network(str(ends.mask))[:2]
        after = int(high, 16) + 1
        return low, _HIGHEST if after >> 128 else f"{after:032x}"
    low = "" if ends.low is None else str(reader.query_value(ends.low))
    return low, _HIGHEST if ends.high is None else str(reader.query_value(ends.high))


class _IpCollector(DenseCollector):
    def __init__(self, request: IpRange, values: Values, spans: Sequence[AddressSpan], below: Below, reader: IpField) -> None:
        super().__init__(len(spans), below)
        self._request = request
        self._values = values
        self._spans = spans
        self._reader = reader

    def choose(self, docs: Ints) -> Iterator[Ints]:
        places, codes, terms = self._values.codes(docs)
        for low, high, _ in self._spans:
            first, end = bisect_left(terms, low), bisect_left(terms, high)
            yield unique(places[(codes >= first) & (codes < end)])

    def shows(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """As the request says."""
        shown = []
        for (low, high, ends), bucket in zip(self._spans, buckets, strict=True):
            first = None if not low or int(low, 16) == 0 else self._reader.from_column(low)
            last = None if high == _HIGHEST else self._reader.from_column(high)
            key = ends.key or ends.mask or f"{first or '*'}-{last or '*'}"
            fields: Json = {} if self._request.keyed else {"key": key}
            fields |= {name: end for name, end in (("from", first), ("to", last)) if end is not None}
            shown.append(Bucket(key, fields, bucket.count, bucket.results(reduction, subs), name=key))
        return reduction.piped(subs, BucketsResult("ip_range", shown, keyed=self._request.keyed))
