"""What storage uses of an LMDB cursor, with the types that it has when values are copied out as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, overload


class Cursor(Protocol):
    """A place in a table. A mutation through another cursor of the same transaction keeps it valid; the end of the transaction (or
    savepoint) that it was made in does not."""

    def first(self) -> bool:
        """Go to the first row; whether there is one."""

    def last(self) -> bool:
        """Go to the last row; whether there is one."""

    def next(self) -> bool:
        """Go to the next row; whether there is one."""

    def prev(self) -> bool:
        """Go to the row before; whether there is one."""

    def set_range(self, key: bytes, /) -> bool:
        """Go to the first row whose key is not below; whether there is one."""

    def key(self) -> bytes:
        """The key here; empty where there is no row."""

    def value(self) -> bytes:
        """The value here; empty where there is no row."""

    def item(self) -> tuple[bytes, bytes]:
        """The row here; empty where there is none."""

    @overload
    def iternext(self, keys: Literal[False], values: bool = True) -> Iterator[bytes]: ...
    @overload
    def iternext(self, keys: Literal[True] = True, values: Literal[True] = True) -> Iterator[tuple[bytes, bytes]]: ...
    def iternext(self, keys: bool = True, values: bool = True) -> Iterator[tuple[bytes, bytes]] | Iterator[bytes]:
        """Rows from here (or from the first) to the end; only keys, or only values, as asked."""

    def put(self, key: bytes, value: bytes, /) -> bool:
        """Store a row, over what was there."""

    def putmulti(self, items: Iterable[tuple[bytes, bytes]], *, append: bool = False) -> tuple[int, int]:
        """Store rows; with ``append`` their keys are above all that are there, and ascend."""

    def delete(self) -> bool:
        """Remove the row here and go to the next; whether there was one."""
