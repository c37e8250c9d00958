"""Strings over ordinals, by a dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from docstore.columns.column import FEW_OF, Column, ends_of, remembered
from docstore.columns.dictionary import Terms, compact
from docstore.columns.grouped import Grouped, by_term
from docstore.columns.growing import cut
from docstore.columns.kept import Kept, Ordering, Postings, distinct
from docstore.columns.rows import Ints, Mask, Rows, distinct_pairs, join
from docstore.once import once

Codes = npt.NDArray[np.int32]


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
        return remembered(self, self._by_term)

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
        return ends_of(self.rows, self.codes, self.ordering(), wanted, descending=descending)

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
