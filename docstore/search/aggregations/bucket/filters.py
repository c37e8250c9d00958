"""``filters``: a bucket for each of several queries (``FiltersAggregationBuilder``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.matcher import Matcher
from docstore.query.registry import parse
from docstore.query.wire import boolean, text, token_of
from docstore.search.aggregations.bucket.dense import DenseCollector
from docstore.search.aggregations.bucket.partial import BucketPartial
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.reduce import Reduction
from docstore.search.aggregations.registry import aggregation
from docstore.search.aggregations.request import Aggregation, Tree
from docstore.search.aggregations.result import Bucket, BucketsResult, Result

Json = dict[str, Any]


@aggregation("filters")
@dataclass(frozen=True, slots=True)
class Filters(Aggregation):
    """The documents that match each query, and those that match none (``other_bucket``)."""

    takes_subs: ClassVar[bool] = True
    names: tuple[str, ...]
    queries: tuple[Json, ...]
    keyed: bool = True
    anonymous: bool = False
    other: str | None = None

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"filters": {"one": {...}}, "other_bucket_key": "rest"}``; an array of queries has no names."""
        found: Json = {"keyed": True}
        for key, value in body.items():
            if key == "filters" and isinstance(value, dict | list):
                found["filters"] = value
            elif key == "other_bucket":
                found["other"] = found.get("other", "_other_") if boolean(value) else None
            elif key == "other_bucket_key":
                found["other"] = text(value)
            elif key == "keyed":
                found["keyed"] = boolean(value)
            else:
                raise ParsingError(f"Unknown key for a {token_of(value)} in [{name}]: [{key}].")
        given = found.get("filters")
        if not given:
            raise IllegalArgumentError("[filters] cannot be empty")
        anonymous = isinstance(given, list)
        names = [str(at) for at in range(len(given))] if anonymous else sorted(given)
        queries = given if anonymous else [given[key] for key in names]
        for each in queries:
            parse(each)
        return cls(tuple(names), tuple(queries), found["keyed"], anonymous, found.get("other"))

    def aggregator(self, collector: Collector) -> str:
        """See ``Aggregation.aggregator``."""
        return "FiltersAggregator.Compatible"

    def bind(self, name: str, context: Context, subs: Tree) -> Collector:
        """The queries on this index."""
        return _FiltersCollector(self, Below.bind(subs, context), [context.matcher(query) for query in self.queries])

    def show(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """By name, or in their order."""
        names = [*self.names, *([] if self.other is None else [self.other])]
        shown = []
        for key, bucket in zip(names, buckets, strict=True):
            fields = {} if self.anonymous or self.keyed else {"key": key}
            shown.append(Bucket(key, fields, bucket.count, bucket.results(reduction, subs), name=key))
        keyed = self.keyed and not self.anonymous
        return reduction.piped(subs, BucketsResult("filters", shown, keyed=keyed))


class _FiltersCollector(DenseCollector):
    def __init__(self, request: Filters, below: Below, matchers: Sequence[Matcher]) -> None:
        super().__init__(len(matchers) + (request.other is not None), below)
        self._request = request
        self._matchers = matchers
        self._other = request.other is not None

    def shows(self, buckets: Sequence[BucketPartial], reduction: Reduction, subs: Tree) -> Result:
        """As the request says."""
        return self._request.show(buckets, reduction, subs)

    def choose(self, docs: Ints) -> Iterator[Ints]:
        found = np.zeros(len(docs), dtype=np.bool_)
        for matcher in self._matchers:
            mask = matcher.run()[docs]
            found |= mask
            yield np.flatnonzero(mask)
        if self._other:
            yield np.flatnonzero(~found)
