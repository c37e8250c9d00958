"""Histograms over ranges: a document is in all buckets that its ranges reach (``RangeHistogramAggregator``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from docstore.columns.fields import Field
from docstore.columns.rows import Ints, Slots
from docstore.errors import IllegalArgumentError, TooManyBucketsError
from docstore.mapping.dates.format import DEFAULT
from docstore.search.aggregations.bucket.stepped import SteppedCollector, Steps
from docstore.search.aggregations.collect import Below, Collector
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.decimal_format import decimal_format
from docstore.search.aggregations.format import RAW, Dates, Decimals, Format
from docstore.search.aggregations.shapes import NUMBER_RANGES, Pairs, ends_of, range_field
from docstore.search.aggregations.source import Source
from docstore.search.aggregations.support import Support
from docstore.search.aggregations.values import Values

_FARTHEST = 2.0**60


def number_ranges(source: Source, context: Context) -> Field | None:
    """The field, where it holds ranges of numbers.

    :raises IllegalArgumentError: it holds ranges of something else.
    """
    field = range_field(source, context)
    if field is not None and field.type_name not in NUMBER_RANGES:
        raise IllegalArgumentError(f"Expected numeric range type but found non-numeric range [{field.type_name}]")
    return field


def date_ranges(source: Source, context: Context) -> Field | None:
    """The field, where it holds ranges of dates.

    :raises IllegalArgumentError: it holds ranges of something else.
    """
    field = range_field(source, context)
    if field is not None and field.type_name != "date_range":
        raise IllegalArgumentError(f"Expected date range type but found range type [{field.type_name}]")
    return field


def shown_values(source: Source, context: Context, field: Field) -> Values:
    """What the keys of buckets are shown like."""
    return Values(context, source, None, Support.NUMBERS, _format(source, field))


def _format(source: Source, field: Field) -> Format:
    if field.type_name == "date_range":
        return Dates(source.format or field.type.get("format") or DEFAULT, source.zone, source.time_zone)
    return RAW if source.format is None else Decimals(decimal_format(source.format))


def collector(steps: Steps, values: Values, field: Field, below: Below) -> Collector:
    """The collector of a histogram over a field of ranges.

    :raises IllegalArgumentError: ``missing``: nothing stands in for a range.
    """
    if values.source.missing is not None:
        raise IllegalArgumentError(
            "Can't apply missing values on a class org.elasticsearch.search.aggregations.support.ValuesSource$Range"
        )
    return RangedCollector(steps, values, below, ends_of(values.context.view, field))


@dataclass(slots=True)
class RangedCollector(SteppedCollector):
    """Ranges instead of single values."""

    ends: Pairs

    def placed(self, docs: Ints) -> tuple[Ints, Slots]:
        """The place of each document for each bucket that its ranges reach, and the bucket's key.

        :raises TooManyBucketsError: ranges without an end, or too long for the interval.
        """
        places, first, last = self.ends.read(docs)
        first, last = self._bounded(first, last)
        inside = (first <= last) | (np.maximum(np.abs(first.astype(float)), np.abs(last.astype(float))) < _FARTHEST)
        places, low, high = places[inside], *self._keys(first[inside], last[inside])
        kept = low <= high
        places, low, high = places[kept], low[kept], high[kept]
        axis = np.array(self._axis(low, high), dtype=low.dtype)
        begins, counts = np.searchsorted(axis, low), np.searchsorted(axis, high, side="right") - np.searchsorted(axis, low)
        starts = np.cumsum(counts) - counts
        along = np.arange(int(counts.sum()), dtype=np.int64) + np.repeat(begins - starts, counts)
        return np.repeat(places, counts), axis[along]

    def _bounded(self, first: Slots, last: Slots) -> tuple[Slots, Slots]:
        """The ends of ranges within ``hard_bounds``; of one that is outside, the first is behind the last."""
        hard = self.steps.shape.hard
        if hard is not None and hard.least is not None:
            first = np.maximum(first, self.steps.number(hard.least, "hard_bounds"))
        if hard is not None and hard.most is not None:
            last = np.minimum(last, self.steps.number(hard.most, "hard_bounds"))
        return first, last

    def _keys(self, first: Slots, last: Slots) -> tuple[Slots, Slots]:
        if len(first) and not max(abs(float(first.min())), abs(float(last.max()))) < _FARTHEST:
            raise TooManyBucketsError(self.values.context.max_buckets)
        return self.steps.keys(first), self.steps.keys(last)

    def _axis(self, low: Slots, high: Slots) -> list[float]:
        """The keys of all buckets that are reached, ascending."""
        axis: list[float] = []
        order = np.argsort(low, kind="stable")
        for begin, end in zip(low[order].tolist(), high[order].tolist(), strict=True):
            key = begin if not axis or begin > axis[-1] else self.steps.after(axis[-1])
            while key <= end:
                axis.append(key)
                if len(axis) > self.values.context.max_buckets:
                    raise TooManyBucketsError(self.values.context.max_buckets)
                key = self.steps.after(key)
        return axis
