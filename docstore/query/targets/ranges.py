"""Fields that hold ranges: what a query's range has to do with theirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any

from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Mask
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.mapping.types.range import RangeField
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.targets.mapped import MappedTarget
from docstore.query.targets.registry import target
from docstore.query.targets.target import Bounds, Relation


@frozen
class RangesRelate(Matcher):
    """Documents with a range that stands in a relation to the one from ``low`` to ``high``, both inclusive."""

    view: IndexView
    starts: Want
    ends: Want
    relation: Relation
    low: Any
    high: Any

    def run(self) -> Mask:
        """Two comparisons; the slots of both columns stand for the same ranges."""
        starts, ends = self.view.column(self.starts), self.view.column(self.ends)
        match self.relation:
            case Relation.INTERSECTS:
                hits = _at_most(starts, self.high) & _at_least(ends, self.low)
            case Relation.WITHIN:
                hits = _at_least(starts, self.low) & _at_most(ends, self.high)
            case Relation.CONTAINS:
                hits = _at_most(starts, self.low) & _at_least(ends, self.high)
        return starts.rows.any(hits)


def _at_most(column: Column, bound: Any) -> Mask:
    if isinstance(column, KeywordColumn):
        return column.codes < bisect_right(column.terms, bound)
    assert isinstance(column, NumericColumn)
    hits: Mask = column.values <= bound
    return hits


def _at_least(column: Column, bound: Any) -> Mask:
    if isinstance(column, KeywordColumn):
        return column.codes >= bisect_left(column.terms, bound)
    assert isinstance(column, NumericColumn)
    hits: Mask = column.values >= bound
    return hits


@target("date_range", "double_range", "float_range", "integer_range", "ip_range", "long_range")
class RangeTarget(MappedTarget):
    """Ranges of numbers, dates and addresses (``RangeType.rangeQuery``)."""

    def term(self, value: Any) -> Matcher:
        """The ranges that a value lies in."""
        return self.between(Bounds(value, value))

    def between(self, bounds: Bounds) -> Matcher:
        """Ranges that intersect the bounds, lie within them or contain them."""
        type_ = self.field.type
        assert isinstance(type_, RangeField)
        if not self.field.indexed:
            raise IllegalArgumentError(f"Cannot search on field [{self.field.path}] since it is not indexed.")
        low = self._bound(type_.query_bound, bounds, bounds.low, type_.least, round_up=not bounds.with_low)
        high = self._bound(type_.query_bound, bounds, bounds.high, type_.most, round_up=bounds.with_high)
        if low > high:
            raise IllegalArgumentError(
                f"Range query `from` value ({type_.text(low)}) is greater than `to` value ({type_.text(high)})"
            )
        low = low if bounds.with_low else type_.step(low, 1)
        high = high if bounds.with_high else type_.step(high, -1)
        if low > high:
            return MatchesNone(self.view)
        starts, ends = (self.view.need(Want(self.field.part(name))) for name in ("from", "to"))
        return RangesRelate(self.view, starts, ends, bounds.relation, type_.to_column(low), type_.to_column(high))

    def _bound(self, parse: Callable[..., Any], bounds: Bounds, value: Any, default: Any, *, round_up: bool) -> Any:
        if value is None:
            return default
        return parse(
            value, round_up=round_up, now=self.view.now, time_zone=bounds.time_zone, format=bounds.format
        )
