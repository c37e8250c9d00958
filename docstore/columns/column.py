"""One field as arrays over ordinals: what a query, a sort or an aggregation reads.

Useful for: masks and order over all documents at once. Not useful for: the values as they stand in ``_source``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from docstore.columns.dictionary import Terms, compact
from docstore.columns.grouped import Grouped, by_number, by_term
from docstore.columns.growing import cut, grown
from docstore.columns.kept import Kept, Ordering, Postings, Span, distinct
from docstore.columns.rows import Ints, Mask, Rows, SingleRows, Slots, distinct_pairs, join, joined_rows
from docstore.once import once

Codes = npt.NDArray[np.int32]

FEW_OF = 16
"""A list of ordinals is better than a mask while it has less than one of so many documents."""


class Column:
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
    def without(self, ordinals: Ints) -> Self:
        """All but these ordinals (ascending), renumbered from 0: for few of them."""

    @abstractmethod
    def joined(self, tail: Self) -> Self:
        """This column with the documents of ``tail`` behind it. Takes about as long as ``tail`` is long."""

    def settled(self) -> Self:
        """The same in one piece."""
        return self


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

    @once
    def has_values(self) -> bool:
        """Whether any document has a value."""
        return bool(self.rows.exists().any())

    @once
    def extent(self) -> tuple[float, float]:
        """The least and the greatest value, or less and more; what writes make of a column takes it along."""
        return (self.values.min().item(), self.values.max().item()) if len(self.values) else (0, 0)

    @once
    def has_negative_zero(self) -> bool:
        """Whether a fraction is zero and negative, or was."""
        return self.values.dtype == np.float64 and bool(np.signbit(self.values[self.values == 0]).any())

    @once
    def _ordering(self) -> Kept[Ordering]:
        return Kept()

    def ordering(self) -> Ordering | None:
        """The values in order, once they have been asked for several times."""
        return self._ordering.get(lambda: Ordering.of(self.rows, self.values))

    def grouped(self) -> Grouped | None:
        """The documents by value, once they have been asked for several times; None also where a document may have several values, or where
        zeros differ.
        """
        return _remembered(self, self._by_value) if isinstance(self.rows, SingleRows) and not self.has_negative_zero else None

    def _by_value(self) -> Grouped | None:
        ordering = self.ordering()
        return None if ordering is None else by_number(ordering, self.rows, self.values)

    def few(self, span: Span) -> Ints | None:
        """The ordinals with a value in an interval, ascending; None when all must be looked at."""
        ordering = self.ordering()
        if ordering is None or FEW_OF * ordering.amount(span) > self.count:
            return None
        return distinct(np.sort(np.concatenate([ordering.between(span), self._since(ordering.rest, span)])))

    def amount(self, span: Span) -> int | None:
        """How many documents have a value in an interval; None when all must be looked at."""
        ordering = self.ordering() if isinstance(self.rows, SingleRows) else None
        return None if ordering is None else ordering.amount(span) + len(self._since(ordering.rest, span))

    def _since(self, begin: int, span: Span) -> Ints:
        """The ordinals from one on with a value in an interval."""
        if begin == self.count:
            return np.zeros(0, dtype=np.int64)
        rows, slot = self.rows.behind(begin)
        found: Ints = np.flatnonzero(rows.any(span.hits(self.values[slot:]))) + begin
        return found

    def ends(self, wanted: int, *, descending: bool) -> Ints | None:
        """See ``_ends``."""
        return _ends(self.rows, self.values, self.ordering(), wanted, descending=descending)

    def prefix(self, count: int) -> Self:
        """A view, nothing is copied."""
        rows = self.rows.prefix(count)
        return type(self)(rows, self.values[: rows.slots])

    def take(self, ordinals: Ints) -> Self:
        """A copy of what stays."""
        rows, slots = self.rows.take(ordinals)
        return type(self)(rows, self.values[slots])

    def without(self, ordinals: Ints) -> Self:
        """A copy of what stays; its order is kept."""
        rows, slots = self.rows.without(ordinals)
        found = type(self)(rows, cut(self.values, slots) if self.has_values else _idle(rows, self.values))
        found.__dict__["_ordering"] = self._ordering.moved(lambda known: known.without(ordinals).unless_far(found.count))
        found.__dict__.update({name: self.__dict__[name] for name in ("extent", "has_negative_zero") if name in self.__dict__})
        return found

    def joined(self, tail: Self) -> Self:
        """What is there stays where it is, and so does its order."""
        if self.has_values or tail.has_values:
            found = type(self)(*join(self.rows, self.values, tail.rows, tail.values))
        else:
            rows = joined_rows(self.rows, tail.rows)
            found = type(self)(rows, _idle(rows, self.values))
        found.__dict__["_ordering"] = self._ordering.moved(lambda known: known.unless_far(found.count))
        if "extent" in self.__dict__:
            (low, high), (least, most) = self.extent, tail.extent
            found.__dict__["extent"] = min(low, least), max(high, most)
        if "has_negative_zero" in self.__dict__:
            found.__dict__["has_negative_zero"] = self.has_negative_zero or tail.has_negative_zero
        return found


@dataclass(frozen=True, eq=False)
class VectorColumn(NumericColumn):
    """float32 vectors: ``values`` is a matrix with a row at each slot. Its width is 0 while no document has a vector."""

    @once
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
    terms: Terms
    codes: Codes

    @property
    def nbytes(self) -> int:
        """Codes, rows and the dictionary (estimated), and the postings where they are kept."""
        kept = self._kept_postings.value
        return self.rows.nbytes + self.codes.nbytes + self.terms.weight + (0 if kept is None else kept.nbytes)

    @once
    def _kept_postings(self) -> Kept[Postings]:
        return Kept()

    def postings(self) -> Postings | None:
        """The documents of each term, once they have been asked for several times."""
        return self._kept_postings.get(lambda: Postings.of(self.rows, self.codes, self.terms))

    def grouped(self) -> Grouped | None:
        """The documents by term, once they have been asked for several times; None also where a document has a term several times."""
        return _remembered(self, self._by_term)

    def _by_term(self) -> Grouped | None:
        postings = self.postings()
        return None if postings is None else by_term(postings, self.rows, self.codes, self.terms)

    @once
    def _ordering(self) -> Kept[Ordering]:
        return Kept()

    def ordering(self) -> Ordering | None:
        """The codes in order, once they have been asked for several times."""
        return self._ordering.get(lambda: Ordering.of(self.rows, self.codes))

    def ends(self, wanted: int, *, descending: bool) -> Ints | None:
        """See ``_ends``."""
        return _ends(self.rows, self.codes, self.ordering(), wanted, descending=descending)

    def few_with_codes(self, low: int, high: int) -> Ints | None:
        """The ordinals with a term whose code is in ``low <= code < high``, ascending; None when all must be looked at."""
        postings = self.postings()
        if postings is None:
            return None
        begin, end = postings.span(self.terms, low, max(low, high))
        if FEW_OF * (end - begin) > self.count:
            return None
        found = postings.owners.between(begin, end)
        if postings.rest < self.count:
            rows, slot = self.rows.behind(postings.rest)
            codes = self.codes[slot:]
            since = np.flatnonzero(rows.any((codes >= low) & (codes < high))) + postings.rest
            found = np.concatenate([found, since])
        return distinct(found if high - low <= 1 else np.sort(found))

    @once
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

    def without(self, ordinals: Ints) -> Self:
        """A copy of the codes that stay; what is kept of them is kept on."""
        rows, slots = self.rows.without(ordinals)
        terms, codes = compact(self.terms, cut(self.codes, slots))
        found = type(self)(rows, terms, codes)
        if terms is self.terms:
            self._leave_kept(found, ordinals)
        if "pairs" in self.__dict__:
            found.__dict__["pairs"] = self.pairs - distinct_pairs(*self._only(ordinals))
        return found

    def _only(self, ordinals: Ints) -> tuple[Rows, Codes]:
        rows, slots = self.rows.take(ordinals)
        return rows, self.codes[slots]

    def _leave_kept(self, found: KeywordColumn, gone: Ints) -> None:
        """What is kept of this column is kept of what a write has made of it."""
        own, count = found.__dict__, found.count
        own["_kept_postings"] = self._kept_postings.moved(lambda known: known.without(gone).unless_far(count))
        own["_ordering"] = self._ordering.moved(lambda known: known.without(gone).unless_far(count))

    def joined(self, tail: Self) -> Self:
        """What is there stays where it is; codes move only if there are new terms."""
        terms, moves = self.terms.with_terms(tail.terms)
        behind = tail.codes if not tail.terms else terms.codes_of(tail.terms)[tail.codes]
        rows, codes = join(self.rows, moves.of(self.codes), tail.rows, behind)
        found = type(self)(rows, terms, codes)
        self._leave_kept(found, np.zeros(0, dtype=np.int64))
        if "pairs" in self.__dict__:
            found.__dict__["pairs"] = self.pairs + tail.pairs
        return found

    def code(self, term: str) -> int | None:
        """The code of a term, None when the dictionary has it not. O(log terms)."""
        return self.terms.code(term)

    @once
    def documents(self) -> int:
        """How many ordinals have a value."""
        return int(np.count_nonzero(self.exists()))

    def having(self, code: int) -> int:
        """How many ordinals have this term."""
        few = self.few_with_codes(code, code + 1)
        return int(np.count_nonzero(self.with_codes(code, code + 1))) if few is None else len(few)

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


def _remembered(column: Column, make: Callable[[], Grouped | None]) -> Grouped | None:
    known: Grouped | None = column.__dict__.get("_grouped")
    if known is None and (known := make()) is not None:
        column.__dict__["_grouped"] = known
    return known


def _idle(rows: Rows, like: Slots) -> Slots:
    """The values where no document has one: they take no memory."""
    return np.broadcast_to(np.zeros((), dtype=like.dtype), (rows.slots, *like.shape[1:]))


def _ends(rows: Rows, values: Slots, ordering: Ordering | None, wanted: int, *, descending: bool) -> Ints | None:
    """The ordinals of the ``wanted`` least (or greatest) values, in their order, of equal values ascending; None when that is not known of
    a column, or so many have no value.
    """
    if ordering is None or not isinstance(rows, SingleRows) or wanted <= 0:
        return None
    having = np.zeros(0, dtype=np.int64) if ordering.rest == rows.count else rows.behind(ordering.rest)[0].exists().nonzero()[0]
    if wanted > len(ordering.owners.ordinals) - len(ordering.owners.holes) + len(having):
        return None
    found = (ordering.last(wanted) if descending else ordering.first(wanted)).astype(np.int64)
    if len(having):
        found = np.concatenate([found, having + ordering.rest])
    elif not descending:
        return found[:wanted]
    keys = values[found]
    order = np.lexsort((found, (-keys if keys.dtype == np.float64 else ~keys) if descending else keys))
    return found[order[:wanted]]


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
