"""One field as arrays over ordinals: what a query, a sort or an aggregation reads.

Useful for: masks and order over all documents at once. Not useful for: the values as they stand in ``_source``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from docstore.columns.dictionary import compact, merge, weight
from docstore.columns.kept import Kept, Ordering, Postings, distinct
from docstore.columns.rows import Ints, Mask, Rows, SingleRows, Slots, distinct_pairs, join

Codes = npt.NDArray[np.int32]

FEW_OF = 16
"""A list of ordinals is better than a mask while it has less than one of so many documents."""


class Column(ABC):
    """A field of all live documents of one snapshot. Immutable: extending it makes another one."""

    rows: Rows

    @property
    def count(self) -> int:
        """The number of ordinals."""
        return self.rows.count

    def exists(self) -> Mask:
        """The ordinals that have a value (``null``, ``[]`` and an ignored value are none)."""
        return self.rows.exists()

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory of the column, for the bound of the cache."""

    @abstractmethod
    def prefix(self, count: int) -> Self:
        """The column as it was when the index had so many documents and everything since was appended."""

    @abstractmethod
    def take(self, ordinals: Ints) -> Self:
        """Only these ordinals (ascending), renumbered from 0."""

    @abstractmethod
    def joined(self, tail: Self) -> Self:
        """This column with the documents of ``tail`` behind it."""


@dataclass(frozen=True, eq=False)
class NumericColumn(Column):
    """int64 or float64 values."""

    rows: Rows
    values: Slots

    @property
    def nbytes(self) -> int:
        """Values and rows, and their order where it is kept."""
        kept = self._ordering.value
        return self.rows.nbytes + self.values.nbytes + (0 if kept is None else kept.nbytes)

    @cached_property
    def _ordering(self) -> Kept[Ordering]:
        return Kept()

    def ordering(self) -> Ordering | None:
        """The values in order, once they have been asked for several times."""
        return self._ordering.get(lambda: Ordering(self.rows, self.values))

    def prefix(self, count: int) -> Self:
        """A view, nothing is copied."""
        rows = self.rows.prefix(count)
        return type(self)(rows, self.values[: rows.slots])

    def take(self, ordinals: Ints) -> Self:
        """A copy of what stays."""
        rows, slots = self.rows.take(ordinals)
        return type(self)(rows, self.values[slots])

    def joined(self, tail: Self) -> Self:
        """A copy of both."""
        return type(self)(*join(self.rows, self.values, tail.rows, tail.values))


@dataclass(frozen=True, eq=False)
class VectorColumn(NumericColumn):
    """float32 vectors: ``values`` is a matrix with a row at each slot. Its width is 0 while no document has a vector."""

    @cached_property
    def lengths(self) -> Slots:
        """The length of each vector, at its slot."""
        lengths: Slots = np.sqrt(np.einsum("ij,ij->i", self.values, self.values))
        return lengths

    def joined(self, tail: Self) -> Self:
        """A copy of both, in the width of the one that has vectors."""
        width = max(self.values.shape[1], tail.values.shape[1])
        first, second = (_widened(column.values, width) for column in (self, tail))
        return type(self)(*join(self.rows, first, tail.rows, second))


def _widened(values: Slots, width: int) -> Slots:
    return values if values.shape[1] == width else np.zeros((len(values), width), dtype=values.dtype)


@dataclass(frozen=True, eq=False)
class KeywordColumn(Column):
    """Strings: a sorted dictionary and a code (position in the dictionary) at each slot.

    The dictionary may hold terms that no document of this column has (after ``prefix`` and ``take``), so an aggregation
    drops terms without documents. Order of code points, which is the order of UTF-8 bytes as in Lucene.
    """

    rows: Rows
    terms: list[str]
    codes: Codes

    @property
    def nbytes(self) -> int:
        """Codes, rows and the dictionary (estimated), and the postings where they are kept."""
        kept = self._kept_postings.value
        return self.rows.nbytes + self.codes.nbytes + self._weight + (0 if kept is None else kept.nbytes)

    @cached_property
    def _kept_postings(self) -> Kept[Postings]:
        return Kept()

    def postings(self) -> Postings | None:
        """The documents of each term, once they have been asked for several times."""
        return self._kept_postings.get(lambda: Postings(self.rows, self.codes, len(self.terms)))

    @cached_property
    def _ordering(self) -> Kept[Ordering]:
        return Kept()

    def ordering(self) -> Ordering | None:
        """The codes in order, once they have been asked for several times."""
        return self._ordering.get(lambda: Ordering(self.rows, self.codes))

    def few_with_codes(self, low: int, high: int) -> Ints | None:
        """The ordinals with a term whose code is in ``low <= code < high``, ascending; None when all must be looked at."""
        postings = self.postings()
        if postings is None:
            return None
        found = postings.ordinals[int(postings.starts[low]) : int(postings.starts[max(low, high)])]
        if FEW_OF * len(found) > self.count:
            return None
        return distinct(found if high - low <= 1 else np.sort(found))

    @cached_property
    def _weight(self) -> int:
        return weight(self.terms)

    @cached_property
    def pairs(self) -> int:
        """How many different (document, term) pairs there are: the length of the field over all documents, without repetitions."""
        return distinct_pairs(self.rows, self.codes)

    def prefix(self, count: int) -> Self:
        """A view with the whole dictionary."""
        rows = self.rows.prefix(count)
        return type(self)(rows, self.terms, self.codes[: rows.slots])

    def take(self, ordinals: Ints) -> Self:
        """A copy of the codes; the dictionary is made smaller once most of it is unused."""
        rows, slots = self.rows.take(ordinals)
        return type(self)(rows, *compact(self.terms, self.codes[slots]))

    def joined(self, tail: Self) -> Self:
        """Merges the dictionaries and moves the codes."""
        terms, old, new = merge(self.terms, tail.terms)
        rows, codes = join(self.rows, recoded(self.codes, old), tail.rows, recoded(tail.codes, new))
        return type(self)(rows, terms, codes)

    def code(self, term: str) -> int | None:
        """The code of a term, None when the dictionary has it not. O(log terms)."""
        at = bisect_left(self.terms, term)
        return at if at < len(self.terms) and self.terms[at] == term else None

    def with_codes(self, low: int, high: int) -> Mask:
        """The ordinals with a term whose code is in ``low <= code < high``."""
        if low >= high:
            return np.zeros(self.count, dtype=np.bool_)
        if high - low == 1:
            return self.rows.any(self.codes == low)
        if low == 0 and high == len(self.terms):
            return self.exists()
        return self.rows.any((self.codes >= low) & (self.codes < high))

    def with_any_code(self, codes: Sequence[int]) -> Mask:
        """The ordinals with one of these codes."""
        if len(codes) < 2:
            return self.with_codes(codes[0], codes[0] + 1) if codes else self.with_codes(0, 0)
        wanted = np.zeros(len(self.terms), dtype=np.bool_)
        wanted[codes] = True
        return self.rows.any(wanted[self.codes])


def recoded(codes: Codes, moved: Codes | None) -> Codes:
    """Codes in another dictionary. Idle slots hold 0, which is no code while the dictionary is empty."""
    return codes if moved is None or not len(moved) else moved[codes]


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

    def joined(self, tail: Self) -> Self:
        """A copy of both."""
        present = np.concatenate([self.exists(), tail.exists()])
        return type(self)(SingleRows(len(present), present))
