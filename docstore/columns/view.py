"""One index at one moment, for the time of one request: the mapping's names, the ordinals, and columns on demand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.clock import CLOCK
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.column import Column
from docstore.columns.deadline import check_cancelled, check_time
from docstore.columns.fields import Field, Fields, fields_of
from docstore.columns.nested import PLACES, NestedReader
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.position import Position
from docstore.columns.reader import Reader
from docstore.columns.rows import Ints, SingleRows
from docstore.columns.scopes import ROOT
from docstore.columns.seq_nos import SEQ_NOS
from docstore.columns.want import Want
from docstore.mapping.query_settings import QuerySettings
from docstore.once import once

ROOM = 128 << 20
"""So many bytes a request may remember of what its queries found."""


class IndexView:
    """What a query is bound to and runs on.

    Binding notes every column it will need with ``need``; the first ``column`` call builds all that are noted and not
    yet there, in one pass over the documents. ``aliases`` are the other names under which ``_index`` knows the index.
    Belongs to one thread.
    """

    scope = ROOT
    """What the ordinals are: documents, or the objects of the nested field of this path."""

    def __init__(self, reader: Reader, *, aliases: Collection[str] = (), cache: ColumnCache = CACHE) -> None:
        self.reader = reader
        self.documents = reader
        """What columns are made of."""
        self.aliases = aliases
        self.wanted = 10
        """How many hits the request wants."""
        self.restriction: Any = None
        """The query that restricts what the request may see of the index."""
        self._room = ROOM
        self._cache = cache
        self._needed: dict[tuple[str, str], Want] = {}
        self._columns: dict[tuple[str, str], Column] = {}

    @once
    def fields(self) -> Fields:
        """The names of the mapping, resolved."""
        return fields_of(self.reader.mapping, self.reader.history)

    @property
    def analyzers(self) -> IndexAnalyzers:
        """The analyzers of the index."""
        return self.reader.mapping.settings.analyzers

    @property
    def limits(self) -> QuerySettings:
        """The settings of the index that queries obey."""
        return self.reader.mapping.settings.query

    @once
    def position(self) -> Position:
        """The ordinals. Not read for queries that do without (``match_all``, ``ids``)."""
        return self._cache.position(self.documents)

    @property
    def seqs(self) -> Ints:
        """The ``_seq_no`` of the document of each ordinal, ascending."""
        return self.position.seqs

    @once
    def now(self) -> int:
        """The moment that ``now`` means in date math, in milliseconds: one for the whole request."""
        return CLOCK.millis()

    @property
    def count(self) -> int:
        """The number of ordinals."""
        return self.position.count

    def field(self, name: str) -> Field | None:
        """The field that a plain query means by a name; None when there is none."""
        return self.fields.get(name)

    def room_for(self, count: int) -> bool:
        """Whether so many bytes more may be remembered until the request ends; if so, they are counted."""
        if count > self._room:
            return False
        self._room -= count
        return True

    def need(self, want: Want) -> Want:
        """Note that a column will be asked for.

        :raises TaskCancelledError: the search was called off.
        """
        check_cancelled()
        if want.field is SEQ_NOS:
            self._columns[want.key] = NumericColumn(SingleRows(self.count), self.seqs)
        elif want.key not in self._columns:
            self._needed[want.key] = want
        return want

    def column(self, want: Want) -> Column:
        """A column; it and everything noted before are there after this.

        :raises TimeExceeded: the search has taken as long as it may.
        """
        check_time()
        found = self._columns.get(want.key)
        return self._built(want) if found is None else found

    def _built(self, want: Want) -> Column:
        """With all that are noted and not yet there."""
        if want.key not in self._needed:
            self.need(want)
        if self._needed:
            self.position, columns = self._cache.columns(self.documents, [*self._needed.values()])
            self._columns.update(zip(self._needed, columns, strict=True))
            self._needed = {}
        return self._columns[want.key]

    @once
    def _nested(self) -> WeakValueDictionary[str, NestedView]:
        return WeakValueDictionary()

    def nested(self, path: str) -> NestedView:
        """The objects of a nested field inside of these, as a view of their own: the same for each call, while somebody has it."""
        levels = self.fields.nested_levels(path) or ()
        view: IndexView = self
        for level in levels[levels.index(self.scope) + 1 if self.scope in levels else 0 :]:
            known = view._nested.get(level)
            if known is None:
                known = view._nested[level] = NestedView(view, level)
            view = known
        assert isinstance(view, NestedView)
        return view


class NestedView(IndexView):
    """The objects of a nested field as documents: queries, orders and aggregations are bound to it and run on it unchanged.

    Its ordinals are the objects, in the order of the ordinals of ``outer``: the documents, or the objects of the nested field
    around this one.
    """

    def __init__(self, outer: IndexView, path: str) -> None:
        super().__init__(outer.reader, aliases=outer.aliases, cache=outer._cache)
        self.outer = outer
        self.scope = path
        self.documents = self._objects = NestedReader(outer, path)

    @once
    def fields(self) -> Fields:
        """The names as the objects see them."""
        return fields_of(self.reader.mapping, self.reader.history).within(self.scope)

    @once
    def now(self) -> int:
        """One moment for the whole request."""
        return self.outer.now

    @property
    def seqs(self) -> Ints:
        """The ``_seq_no`` of the document of each object."""
        return self.position.seqs >> PLACES

    @once
    def offsets(self) -> Ints:
        """The objects in ordinal ``i`` of ``outer`` are those from ``offsets[i]`` up to ``offsets[i + 1]``."""
        return self._objects.places()[0]

    @once
    def owners(self) -> Ints:
        """For each object the ordinal of ``outer`` that it stands in, ascending."""
        return self._objects.places()[1]

    def owners_in(self, view: IndexView) -> Ints:
        """The same for a view further out."""
        owners, outer = self.owners, self.outer
        while outer is not view:
            assert isinstance(outer, NestedView)
            owners, outer = outer.owners[owners], outer.outer
        return owners

    def inside(self, view: IndexView, ordinal: int) -> Ints:
        """The objects in one ordinal of a view further out."""
        owners = self.owners_in(view)
        return np.arange(np.searchsorted(owners, ordinal), np.searchsorted(owners, ordinal, side="right"))
