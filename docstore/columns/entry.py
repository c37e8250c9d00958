"""A column on a shelf."""

from __future__ import annotations

from docstore.columns.column import Column
from docstore.columns.position import Position
from docstore.columns.want import Want
from docstore.frozen import frozen


@frozen
class Entry:
    """A column, what it is of, and at which position it stands."""

    want: Want
    column: Column
    position: Position

    def is_of(self, want: Want) -> bool:
        """Whether a column that is wanted now is this one: mappings change, and mostly not this field."""
        return self.want.field is want.field or self.want.definition == want.definition
