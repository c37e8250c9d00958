"""The order of an index that has one of its own (``index.sort``): documents that are equal otherwise stand in it."""

from __future__ import annotations

import numpy as np

from docstore.columns.rows import Ints, Slots
from docstore.columns.sort import FieldOrder, LogOrder, Missing, Mode, SortKey, order
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen


def index_order(view: IndexView) -> list[SortKey]:
    """The criteria of the index; none for most, and for the objects inside documents. Notes the columns they need."""
    if view.scope:
        return []
    found = [(each, view.field(each.field)) for each in view.limits.sort]
    return [
        FieldOrder(view.need(Want(field)), each.descending, Mode(each.mode), Missing(each.missing))
        for each, field in found
        if field is not None
    ]


def doc_order(view: IndexView, *, descending: bool) -> SortKey:
    """``_doc``: the order of the index, or that in which documents were written."""
    keys = index_order(view)
    return IndexOrder(tuple(keys), descending) if keys else LogOrder(descending)


@frozen
class IndexOrder(SortKey):
    """``_doc`` where an index has an order: each document's place in it."""

    keys: tuple[SortKey, ...]
    descending: bool = False

    def _places(self, view: IndexView) -> Ints:
        everything = np.arange(view.count, dtype=np.int64)
        places = np.empty(view.count, dtype=np.int64)
        places[order(view, self.keys, everything)] = everything
        return places

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
