"""Which documents have a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.column import Column
from docstore.columns.growing import grown
from docstore.columns.rows import Ints, Rows, SingleRows


@dataclass(frozen=True, eq=False)
class PresenceColumn(Column):
    """Only whether a document has a value: for ``exists`` on a field of which no query wants the values."""

    rows: Rows

    @property
    def nbytes(self) -> int:
        """The mask."""
        return self.rows.nbytes

    def prefix(self, count: int) -> Self:
        """A view."""
        return type(self)(self.rows.prefix(count))

    def take(self, ordinals: Ints) -> Self:
        """A copy of what stays."""
        return type(self)(self.rows.take(ordinals)[0])

    def without(self, ordinals: Ints) -> Self:
        """A copy of what stays."""
        return type(self)(self.rows.without(ordinals)[0])

    def joined(self, tail: Self) -> Self:
        """The flags of both."""
        present = grown(self.exists(), tail.exists())
        return type(self)(SingleRows(len(present), present))
