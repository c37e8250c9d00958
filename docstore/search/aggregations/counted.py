"""The values of ``histogram`` fields: numbers that were counted before they came (``HistogramValuesSource``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, Slots, expand
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError
from docstore.mapping.types.histogram import HistogramField
from docstore.search.aggregations.context import Context
from docstore.search.aggregations.format import Format
from docstore.search.aggregations.request import Tree
from docstore.search.aggregations.source import Source, refuse_missing


@dataclass(slots=True)
class Counted:
    """Numbers and their counts on one index: two columns, of which each slot is one of both."""

    context: Context
    wants: tuple[Want, Want]
    format: Format

    def read(self, docs: Ints) -> tuple[Ints, Slots, Ints]:
        """The place in ``docs`` of each number, the number, and how often it was counted; never 0 times."""
        values, counts = (self.context.view.column(want) for want in self.wants)
        assert isinstance(values, NumericColumn)
        assert isinstance(counts, NumericColumn)
        places, slots = expand(values.rows, docs)
        return places, values.values[slots], counts.values[slots].astype(np.int64)


def counted_values(source: Source, context: Context) -> Counted | None:
    """The values of a field of such; None for any other field.

    :raises IllegalArgumentError: ``missing``: nothing stands in for a histogram.
    """
    field = context.view.field(source.field)
    if field is None or not isinstance(field.type, HistogramField):
        return None
    refuse_missing(source, field)
    values, counts = (context.view.need(Want(field.part(name))) for name in ("values", "counts"))
    return Counted(context, (values, counts), source.shown_as(field))


def refuse_below(kind: str, subs: Tree) -> None:
    """Of buckets of such values only the counts are known.

    :raises IllegalArgumentError: there is an aggregation below.
    """
    if subs.nodes:
        raise IllegalArgumentError(f"{kind} aggregation on histogram fields does not support sub-aggregations")
