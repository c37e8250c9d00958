"""One index at one moment, for the time of one request: the mapping's names, the ordinals, and columns on demand."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.clock import CLOCK
from docstore.columns.cache import CACHE, ColumnCache
from docstore.columns.column import Column
from docstore.columns.fields import Field, Fields, fields_of
from docstore.columns.position import Position
from docstore.columns.reader import Reader
from docstore.columns.want import Want


class IndexView:
    """What a query is bound to and runs on.

    Binding notes every column it will need with ``need``; the first ``column`` call builds all that are noted and not
    yet there, in one pass over the documents. ``aliases`` are the other names under which ``_index`` knows the index.
    Belongs to one thread.
    """

    def __init__(self, reader: Reader, *, aliases: Collection[str] = (), cache: ColumnCache = CACHE) -> None:
        self.reader = reader
        self.aliases = aliases
        self._cache = cache
        self._needed: dict[tuple[str, str], Want] = {}
        self._columns: dict[tuple[str, str], Column] = {}

    @cached_property
    def fields(self) -> Fields:
        """The names of the mapping, resolved."""
        return fields_of(self.reader.mapping)

    @property
    def analyzers(self) -> IndexAnalyzers:
        """The analyzers of the index."""
        return self.reader.mapping.settings.analyzers

    @cached_property
    def position(self) -> Position:
        """The ordinals. Not read for queries that do without (``match_all``, ``ids``)."""
        return self._cache.position(self.reader)

    @cached_property
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

    def need(self, want: Want) -> Want:
        """Note that a column will be asked for."""
        return self._needed.setdefault(want.key, want)

    def column(self, want: Want) -> Column:
        """A column; it and everything noted before are there after this."""
        self.need(want)
        if want.key not in self._columns:
            pending = [other for key, other in self._needed.items() if key not in self._columns]
            self.position, found = self._cache.columns(self.reader, pending)
            self._columns.update((other.key, column) for other, column in found.items())
        return self._columns[want.key]
