"""The order of an index that has one of its own (``index.sort``): documents that are equal otherwise stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

import numpy as np

from docstore.columns.column import Column
from docstore.columns.kept import Kept
from docstore.columns.rows import Ints, Slots
from docstore.columns.sort import FieldOrder, LogOrder, Missing, Mode, SortKey, order
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen


class Ranked(NamedTuple):
    """All documents of an index in its order."""

    order: Ints
    """The ordinals."""
    places: Ints
    """The place of each ordinal."""


@dataclass(slots=True)
class _Known:
    """What was made of these columns; it does not keep them."""

    columns: list[ref[Column]]
    keys: Sequence[FieldOrder]
    ranked: Kept[Ranked]

    def is_of(self, columns: list[Column], keys: Sequence[FieldOrder]) -> bool:
        return self.keys == keys and all(known() is column for known, column in zip(self.columns, columns, strict=True))


_KNOWN: WeakKeyDictionary[Column, _Known] = WeakKeyDictionary()
"""By the column that decides first; it goes with it."""


def ranked(view: IndexView, keys: Sequence[FieldOrder]) -> Ranked | None:
    """The whole order, once it has been asked for twice; None before that."""
    columns = [key.column(view) for key in keys]
    known = _KNOWN.get(columns[0])
    if known is None or not known.is_of(columns, keys):
        known = _KNOWN[columns[0]] = _Known(list(map(ref, columns)), tuple(keys), Kept())
    return known.ranked.get(lambda: _rank(view, keys))


def _rank(view: IndexView, keys: Sequence[FieldOrder]) -> Ranked:
    everything = np.arange(view.count, dtype=np.int64)
    found = order(view, keys, everything)
    places = np.empty(view.count, dtype=np.int64)
    places[found] = everything
    return Ranked(found, places)


def index_order(view: IndexView) -> tuple[FieldOrder, ...]:
    """The criteria of the index; none for most, and for the objects inside documents. Notes the columns they need."""
    if view.scope or not view.limits.sort:
        return ()
    found = [(each, view.field(each.field)) for each in view.limits.sort]
    return tuple(
        FieldOrder(view.need(Want(field)), each.descending, Mode(each.mode), Missing(each.missing))
        for each, field in found
        if field is not None
    )


def doc_order(view: IndexView, *, descending: bool) -> SortKey:
    """``_doc``: the order of the index, or that in which documents were written."""
    keys = index_order(view)
    return IndexOrder(keys, descending) if keys else LogOrder(descending)


@frozen
class IndexOrder(SortKey):
    """``_doc`` where an index has an order: each document's place in it."""

    keys: tuple[FieldOrder, ...]
    descending: bool = False

    def _places(self, view: IndexView) -> Ints:
        return (ranked(view, self.keys) or _rank(view, self.keys)).places

    def arrays(self, view: IndexView) -> list[Slots]:
        """The places."""
        places = self._places(view)
        return [~places if self.descending else places]

    def arrays_of(self, view: IndexView, ordinals: Ints) -> list[Slots]:
        """Of some ordinals."""
        return [array[ordinals] for array in self.arrays(view)]

    def values(self, view: IndexView, ordinals: Ints) -> list[int]:
        """The places."""
        found: list[int] = self._places(view)[ordinals].tolist()
        return found

    def place(self, view: IndexView, value: object) -> list[int]:
        """One place."""
        return [~int(str(value)) if self.descending else int(str(value))]
