"""A text field as postings: which term stands where in which document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from docstore.columns.column import FEW_OF, KeywordColumn, recoded
from docstore.columns.dictionary import compact, merge
from docstore.columns.kept import distinct
from docstore.columns.norms import encode_lengths
from docstore.columns.rows import Ints, Mask, join, offsets_of

Places = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class TextColumn(KeywordColumn):
    """A code for each token, in the order of the text, and beside it the token's position.

    The postings of all terms (documents ascending, positions ascending within one) are made when one is first asked for.
    """

    positions: Places

    @property
    def nbytes(self) -> int:
        """As of keywords, and the positions."""
        return super().nbytes + self.positions.nbytes

    @cached_property
    def pairs(self) -> int:
        """The number of tokens (``sumTotalTermFreq``)."""
        return int(self.rows.counts().sum())

    @cached_property
    def documents(self) -> int:
        """How many documents have a token (``docCount``)."""
        return int(np.count_nonzero(self.rows.exists()))

    @cached_property
    def norms(self) -> npt.NDArray[np.uint8]:
        """The encoded length of each document: its tokens, without those that stand where another stands."""
        counts = self.rows.counts()
        places = self.rows.flat(self.positions)
        if len(places) > len(counts) or (counts > 1).any():
            owners = np.repeat(np.arange(self.count, dtype=np.int64), counts)
            stacked = (places[1:] == places[:-1]) & (owners[1:] == owners[:-1])
            if stacked.any():
                counts = counts - np.bincount(owners[1:][stacked], minlength=self.count)
        return encode_lengths(counts)

    @cached_property
    def _postings(self) -> tuple[Ints, npt.NDArray[np.int32], Places]:
        owners = np.repeat(np.arange(self.count, dtype=np.int32), self.rows.counts())
        codes = self.rows.flat(self.codes)
        starts = offsets_of(np.bincount(codes, minlength=len(self.terms)))
        order = np.argsort(codes, kind="stable")
        return starts, owners[order], self.rows.flat(self.positions)[order]

    def ordinals(self, code: int) -> npt.NDArray[np.int32]:
        """The ordinals whose text has this term, ascending, each as often as the term."""
        starts, owners, _ = self._postings
        return owners[starts[code] : starts[code + 1]]

    def few_with_codes(self, low: int, high: int) -> Ints | None:
        """From the postings, which are always there."""
        starts, owners, _ = self._pairs
        found = owners[int(starts[low]) : int(starts[max(low, high)])]
        if high - low <= 1:
            return found.astype(np.int64)
        return None if FEW_OF * len(found) > self.count else distinct(np.sort(found))

    def places(self, code: int) -> tuple[npt.NDArray[np.int32], Places]:
        """The ordinal and the position of each token of this term."""
        starts, owners, places = self._postings
        return owners[starts[code] : starts[code + 1]], places[starts[code] : starts[code + 1]]

    def frequencies(self, code: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The ordinals with this term, each once, and how often they have it."""
        starts, owners, freqs = self._pairs
        begin, end = int(starts[code]), int(starts[code + 1])
        return owners[begin:end], freqs[begin:end]

    @cached_property
    def _pairs(self) -> tuple[Ints, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The postings with each document once for a term: where each term begins, the ordinals, how often they have it."""
        starts, owners, _ = self._postings
        if not len(owners):
            return starts, owners, owners
        first = np.ones(len(owners), dtype=np.bool_)
        np.not_equal(owners[1:], owners[:-1], out=first[1:])
        first[starts[:-1][starts[:-1] < len(owners)]] = True
        at = np.flatnonzero(first)
        if len(at) == len(owners):
            return starts, owners, np.ones(len(owners), dtype=np.int32)
        return np.searchsorted(at, starts), owners[at], np.diff(at, append=len(owners)).astype(np.int32)

    @cached_property
    def document_counts(self) -> Ints:
        """How many documents have each term (``docFreq``)."""
        return np.diff(self._pairs[0])

    def with_codes(self, low: int, high: int) -> Mask:
        """Reads only the postings of these terms."""
        mask = np.zeros(self.count, dtype=np.bool_)
        if low < high:
            starts, owners, _ = self._pairs
            mask[owners[starts[low] : starts[high]]] = True
        return mask

    def prefix(self, count: int) -> Self:
        """A view with the whole dictionary."""
        rows = self.rows.prefix(count)
        return type(self)(rows, self.terms, self.codes[: rows.slots], self.positions[: rows.slots])

    def take(self, ordinals: Ints) -> Self:
        """A copy; the dictionary is made smaller once most of it is unused."""
        rows, slots = self.rows.take(ordinals)
        return type(self)(rows, *compact(self.terms, self.codes[slots]), self.positions[slots])

    def joined(self, tail: Self) -> Self:
        """Merges the dictionaries and moves the codes."""
        terms, old, new = merge(self.terms, tail.terms)
        rows, codes = join(self.rows, recoded(self.codes, old), tail.rows, recoded(tail.codes, new))
        return type(self)(rows, terms, codes, join(self.rows, self.positions, tail.rows, tail.positions)[1])


def counted(ordinals: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Ascending ordinals, each once, and how often each was there."""
    if not len(ordinals):
        return ordinals, np.zeros(0, dtype=np.int32)
    starts = np.flatnonzero(np.concatenate([[True], ordinals[1:] != ordinals[:-1]]))
    return ordinals[starts], np.diff(np.concatenate([starts, [len(ordinals)]])).astype(np.int32)
