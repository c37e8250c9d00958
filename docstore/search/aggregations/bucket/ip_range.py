"""``ip_range``: addresses between two ends, of which the second is outside, or in a network."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from docstore.columns.rows import Ints
from docstore.columns.unique import unique
from docstore.errors import ParsingError
from docstore.mapping.types.ip import IpField
from docstore.search.aggregations.bucket.dense import DenseCollector
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.bucket.range_ends import Ends, Json, read_ranges
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values


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
        found, ranges = read_ranges(cls.kind, {}, body)
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
