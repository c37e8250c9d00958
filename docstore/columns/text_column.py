"""A text field as postings: which term stands where in which document."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from docstore.columns.column import FEW_OF, Codes, KeywordColumn
from docstore.columns.dictionary import FEW, merge
from docstore.columns.kept import distinct
from docstore.columns.rows import Ints, Mask, MultiRows, Rows, join, offsets_of

Places = npt.NDArray[np.int32]
Owners = npt.NDArray[np.int32]
Norms = npt.NDArray[np.uint8]


class Tokens(NamedTuple):
    """All tokens of a field, by term; those of a term by document, and within one by position."""

    starts: Ints
    """Where the tokens of each term begin, and at the end how many there are."""
    owners: Owners
    """The ordinal that each stands in."""
    places: Places
    """Its position there."""

    def only(self, kept: Mask, owners: Owners) -> Tokens:
        """Some of them, with other owners."""
        sums = np.concatenate([[0], np.cumsum(kept)])
        return Tokens(sums[self.starts], owners[kept], self.places[kept])

    def moved(self, codes: Codes | None, terms: int) -> Ints:
        """``starts`` where term ``i`` has become term ``codes[i]`` of so many."""
        if codes is None:
            return np.concatenate([self.starts, np.full(terms + 1 - len(self.starts), self.starts[-1])])
        counts = np.zeros(terms, dtype=np.int64)
        counts[codes] = np.diff(self.starts)
        return offsets_of(counts)


class TextColumn(KeywordColumn):
    """Postings, and the encoded length of each document.

    ``codes``, a code for each token in the order of the text, are worked out when something asks for values of documents
    (``fielddata``); queries read postings.
    """

    def __init__(self, rows: Rows, terms: list[str], tokens: Tokens, norms: Norms) -> None:
        self.__dict__.update(rows=rows, terms=terms, tokens=tokens, norms=norms)

    tokens: Tokens
    norms: Norms
    """The encoded length of each document: its tokens, without those that stand where another stands."""

    @cached_property
    def codes(self) -> Codes:
        """In the order of the text."""
        codes = np.repeat(np.arange(len(self.terms), dtype=np.int32), np.diff(self.tokens.starts))
        flat = codes[np.lexsort((self.tokens.places, self.tokens.owners))]
        if isinstance(self.rows, MultiRows):
            return flat
        found = np.zeros(self.count, dtype=np.int32)
        found[self.rows.exists()] = flat
        return found

    @property
    def nbytes(self) -> int:
        """The tokens and the dictionary."""
        return self.rows.nbytes + self.norms.nbytes + sum(array.nbytes for array in self.tokens) + self._weight

    @cached_property
    def pairs(self) -> int:
        """The number of tokens (``sumTotalTermFreq``)."""
        return len(self.tokens.owners)

    @cached_property
    def documents(self) -> int:
        """How many documents have a token (``docCount``)."""
        return int(np.count_nonzero(self.rows.exists()))

    def ordinals(self, code: int) -> Owners:
        """The ordinals whose text has this term, ascending, each as often as the term."""
        return self.places(code)[0]

    def places(self, code: int) -> tuple[Owners, Places]:
        """The ordinal and the position of each token of this term."""
        begin, end = int(self.tokens.starts[code]), int(self.tokens.starts[code + 1])
        return self.tokens.owners[begin:end], self.tokens.places[begin:end]

    def frequencies(self, code: int) -> tuple[Owners, npt.NDArray[np.int32]]:
        """The ordinals with this term, each once, and how often they have it."""
        starts, owners, freqs = self._pairs
        begin, end = int(starts[code]), int(starts[code + 1])
        return owners[begin:end], freqs[begin:end]

    @cached_property
    def _pairs(self) -> tuple[Ints, Owners, npt.NDArray[np.int32]]:
        """The postings with each document once for a term: where each term begins, the ordinals, how often they have it."""
        starts, owners, _ = self.tokens
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

    def few_with_codes(self, low: int, high: int) -> Ints | None:
        """From the postings, which are always there."""
        starts, owners, _ = self._pairs
        found = owners[int(starts[low]) : int(starts[max(low, high)])]
        if high - low <= 1:
            return found.astype(np.int64)
        return None if FEW_OF * len(found) > self.count else distinct(np.sort(found))

    def with_codes(self, low: int, high: int) -> Mask:
        """Reads only the postings of these terms."""
        mask = np.zeros(self.count, dtype=np.bool_)
        if low < high:
            starts, owners, _ = self._pairs
            mask[owners[int(starts[low]) : int(starts[high])]] = True
        return mask

    def with_any_code(self, codes: list[int]) -> Mask:  # type: ignore[override]
        """Reads only the postings of these terms."""
        starts, owners, _ = self._pairs
        mask = np.zeros(self.count, dtype=np.bool_)
        for code in codes:
            mask[owners[int(starts[code]) : int(starts[code + 1])]] = True
        return mask

    def prefix(self, count: int) -> Self:
        """A copy of what stays, with the whole dictionary."""
        kept = self.tokens.owners < count
        return type(self)(self.rows.prefix(count), self.terms, self.tokens.only(kept, self.tokens.owners), self.norms[:count])

    def take(self, ordinals: Ints) -> Self:
        """A copy; the dictionary is made smaller once most of it is unused."""
        numbers = np.full(self.count, -1, dtype=np.int32)
        numbers[ordinals] = np.arange(len(ordinals), dtype=np.int32)
        owners = numbers[self.tokens.owners]
        terms, tokens = self.terms, self.tokens.only(owners >= 0, owners)
        if len(terms) > 2 * len(tokens.owners) + FEW:
            used = np.flatnonzero(np.diff(tokens.starts))
            terms = [terms[code] for code in used.tolist()]
            tokens = tokens._replace(starts=np.append(tokens.starts[used], tokens.starts[-1]))
        return type(self)(self.rows.take(ordinals)[0], terms, tokens, self.norms[ordinals])

    def joined(self, tail: Self) -> Self:
        """Merges the dictionaries and puts the tokens of the tail behind those of the same terms."""
        terms, old, new = merge(self.terms, tail.terms)
        mine, theirs = self.tokens.moved(old, len(terms)), tail.tokens.moved(new, len(terms))
        owners = tail.tokens.owners + np.int32(self.count)
        touched = np.flatnonzero(np.diff(theirs))
        ends, cuts = mine[touched + 1].tolist(), theirs[np.append(touched, len(terms))].tolist()
        tokens = Tokens(
            mine + theirs,
            _inserted(self.tokens.owners, ends, owners, cuts),
            _inserted(self.tokens.places, ends, tail.tokens.places, cuts),
        )
        rows = join(self.rows, _idle(self.rows), tail.rows, _idle(tail.rows))[0]
        return type(self)(rows, terms, tokens, np.concatenate([self.norms, tail.norms]))


def _inserted(base: npt.NDArray[np.int32], ends: list[int], more: npt.NDArray[np.int32], cuts: list[int]) -> npt.NDArray[np.int32]:
    """``more[cuts[i]:cuts[i + 1]]`` behind ``base[:ends[i]]``, for each i."""
    parts, before = [], 0
    for at, end in enumerate(ends):
        parts += [base[before:end], more[cuts[at] : cuts[at + 1]]]
        before = end
    return np.concatenate([*parts, base[before:]])


def _idle(rows: Rows) -> npt.NDArray[np.bool_]:
    """Values that nobody looks at, as many as the rows have slots."""
    return np.zeros(rows.slots, dtype=np.bool_)


def counted(ordinals: Owners) -> tuple[Owners, npt.NDArray[np.int32]]:
    """Ascending ordinals, each once, and how often each was there."""
    if not len(ordinals):
        return ordinals, np.zeros(0, dtype=np.int32)
    starts = np.flatnonzero(np.concatenate([[True], ordinals[1:] != ordinals[:-1]]))
    return ordinals[starts], np.diff(np.concatenate([starts, [len(ordinals)]])).astype(np.int32)

