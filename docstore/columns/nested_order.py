"""Ordinals in the order of values that stand in their nested objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

import numpy as np

from docstore.columns.column import Column
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Ints, Mask, Slots, lay_out
from docstore.columns.sort import FieldOrder
from docstore.columns.view import IndexView, NestedView
from docstore.frozen import frozen


@frozen
class Inside:
    """The objects whose values count: those of a mask, and of each document not more with a value than ``most``."""

    view: NestedView
    chosen: Callable[[], Mask]
    most: int | None = None


@frozen(kw_only=True)
class NestedOrder(FieldOrder):
    """A document has all values of its objects."""

    inside: Inside
    _gathered: dict[int, Column] = field(default_factory=dict, compare=False)

    def column(self, view: IndexView) -> Column:
        """The column of the objects, with the documents as its ordinals."""
        known = self._gathered.get(id(view))
        if known is not None:
            return known
        made = gathered(self.inside, self.inside.view.column(self.want), view)
        if view.room_for(made.nbytes):
            self._gathered[id(view)] = made
        return made


def gathered(inside: Inside, column: Column, view: IndexView) -> Column:
    """A column of the objects as one of the documents that they are in."""
    return _gathered(column, _kept(inside, column, view), inside.view.owners_in(view), view.count)


def _kept(inside: Inside, column: Column, view: IndexView) -> Mask:
    mask = inside.chosen()
    if inside.most is None:
        return mask
    having = np.flatnonzero(mask & column.exists())
    owners = inside.view.owners_in(view)[having]
    kept = np.zeros(len(mask), dtype=np.bool_)
    kept[having[np.arange(len(having)) - np.searchsorted(owners, owners) < inside.most]] = True
    return kept


def _gathered(column: Column, kept: Mask, owners: Ints, count: int) -> Column:
    counts = column.rows.counts()
    slots = np.repeat(kept, counts)
    rows_counts = np.bincount(np.repeat(owners, counts)[slots], minlength=count)

    def moved(values: Slots) -> Slots:
        return column.rows.flat(values)[slots]

    if isinstance(column, KeywordColumn):
        rows, codes = lay_out(rows_counts, moved(column.codes))
        return KeywordColumn(rows, column.terms, codes)
    assert isinstance(column, NumericColumn)
    return NumericColumn(*lay_out(rows_counts, moved(column.values)))
