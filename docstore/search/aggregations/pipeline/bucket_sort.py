"""``bucket_sort``: the buckets of the parent in another order, and only some of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any, Self

from docstore.columns.deadline import CHECKED, check_cancelled, in_time
from docstore.errors import IllegalArgumentError, XContentParseError
from docstore.query import parse_sort
from docstore.query.sort import Sort
from docstore.query.wire import Declared, declared, last_of, refused_value
from docstore.search.aggregations.pipeline.values import PIPELINE_KEYS, GapPolicy
from docstore.search.aggregations.registry import pipeline
from docstore.search.aggregations.request import Aggregation, ParentPipeline, Tree
from docstore.search.aggregations.result import Bucket
from docstore.search.aggregations.source_keys import int_key

Json = dict[str, Any]

_KEYS = {
    "sort": Declared(frozenset({"START_ARRAY", "START_OBJECT", "VALUE_STRING"}), parse_sort),
    "from": int_key,
    "size": int_key,
    "gap_policy": PIPELINE_KEYS["gap_policy"],
}
_LEAST = {"from": (0, "a non-negative"), "size": (1, "a positive")}


def _check(kind: str, body: Json, found: Json) -> None:
    """``from`` and ``size`` are large enough. What stands before ``sort``, or without it, is checked when all is read
    (``ConstructingObjectParser``), which the refusal tells.
    """
    for key in body:
        least, called = _LEAST.get(key, (None, ""))
        if least is None or found[key] >= least:
            continue
        refusal = refused_value(kind, key, body, IllegalArgumentError(f"[{key}] must be {called} integer: [{found[key]}]"))
        if "sort" in body and last_of(body, key, "sort") == key:
            raise refusal
        late = XContentParseError(f"failed to build [{kind}] after last required field arrived", caused_by=refusal, root_cause=refusal)
        late.place = refusal.place
        raise refused_value(kind, "sort", body, late) if "sort" in body else late


@pipeline("bucket_sort")
@dataclass(frozen=True, slots=True)
class BucketSort(ParentPipeline):
    """Sorted by paths, then cut."""

    sorts: tuple[Sort, ...] = ()
    begin: int = 0
    size: int | None = None
    gap_policy: GapPolicy = GapPolicy.SKIP

    @classmethod
    def parse(cls, name: str, body: Json) -> Self:
        """``{"sort": [{"sales": "desc"}], "size": 3}`` (``BucketSortPipelineAggregationBuilder``).

        :raises XContentParseError: a negative ``from``, no positive ``size``, another key.
        """
        found = declared(cls.kind, body, _KEYS)
        _check(cls.kind, body, found)
        return cls(found.get("sort", ()), found.get("from", 0), found.get("size"), found.get("gap_policy", GapPolicy.SKIP))

    @property
    def paths(self) -> tuple[str, ...]:
        """What it sorts by."""
        return tuple(sort.field for sort in self.sorts)

    def misplaced(self, name: str, tree: Tree, parent: Aggregation | None) -> Iterator[str]:
        """It stands in an aggregation of many buckets, and does something."""
        if parent is None:
            yield f"bucket_sort aggregation [{name}] must be declared inside of another aggregation"
        if not self.sorts and self.size is None and self.begin == 0:
            yield f"[{name}] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort"

    def run(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """Buckets without a number are left out, unless gaps are filled."""
        end = None if self.size is None else self.begin + self.size
        if not self.sorts:
            return buckets[self.begin : end]
        rows = [(bucket, [self._value(bucket, sort.field) for sort in self.sorts]) for bucket in in_time(buckets, CHECKED)]
        if self.gap_policy is not GapPolicy.INSERT_ZEROS:
            rows = [(bucket, values) for bucket, values in in_time(rows, CHECKED) if not all(_none(value) for value in values)]
        return [bucket for bucket, _ in sorted(rows, key=cmp_to_key(self._compare))][self.begin : end]

    def _value(self, bucket: Bucket, path: str) -> Any:
        if path == "_key":
            return bucket.key
        return self.gap_policy.number(bucket, bucket.number(path), path)

    def _compare(self, one: tuple[Bucket, list[Any]], other: tuple[Bucket, list[Any]]) -> int:
        check_cancelled()
        for sort, first, second in zip(self.sorts, one[1], other[1], strict=True):
            if _none(first) or _none(second):
                if _none(first) and _none(second):
                    continue
                return 1 if _none(first) else -1
            if first != second:
                return (1 if first > second else -1) * (-1 if sort.descending else 1)
        return 0


def _none(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
