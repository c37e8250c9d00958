"""A text field as postings: which term stands where in which document."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, Self, TypeVar

import numpy as np
import numpy.typing as npt

from docstore.columns.column import FEW_OF, Codes, KeywordColumn
from docstore.columns.dictionary import FEW, Terms
from docstore.columns.drift import Arranged, Owners
from docstore.columns.growing import cut, grown
from docstore.columns.kept import distinct
from docstore.columns.rows import Ints, Mask, MultiRows, Rows, joined_rows, offsets_of
from docstore.once import once

Places = npt.NDArray[np.int32]
Number = TypeVar("Number", bound=np.integer[Any])
Norms = npt.NDArray[np.uint8]
Spots = npt.NDArray[np.int64]
"""Ordinals and positions as one number each: the ordinal in its upper half, the position in the lower."""

Freqs = npt.NDArray[np.float32]

BITS = np.array(32)
"""How far the upper half is up."""

_UPPER = int(sys.byteorder == "little")
"""Which of the halves of a long number is the upper one."""

_SMALL = 64
"""So few documents are kept in one part."""


def spots_of(owners: Owners, places: Places) -> Spots:
    """Halves put together."""
    halves = np.empty(2 * len(owners), dtype=np.int32)
    halves[_UPPER::2] = owners
    halves[1 - _UPPER :: 2] = places
    return halves.view(np.int64)


def owners_of(spots: Spots) -> Owners:
    """The ordinals."""
    return spots.view(np.int32)[_UPPER::2]


def places_of(spots: Spots) -> Places:
    """The positions."""
    return spots.view(np.int32)[1 - _UPPER :: 2]


class Tokens(NamedTuple):
    """All tokens of a field, by term; those of a term by document, and within one by position."""

    starts: Ints
    """Where the tokens of each term begin, and at the end how many there are."""
    spots: Spots
    """Where each stands."""

    @property
    def owners(self) -> Owners:
        """The ordinal that each stands in."""
        return owners_of(self.spots)

    @property
    def places(self) -> Places:
        """Its position there."""
        return places_of(self.spots)

    def only(self, kept: Mask, owners: Owners) -> Tokens:
        """Some of them, with other owners."""
        sums = np.concatenate([[0], np.cumsum(kept)])
        return Tokens(sums[self.starts], spots_of(owners[kept], self.places[kept]))

    def moved(self, codes: Codes, terms: int) -> Ints:
        """``starts`` where term ``i`` has become term ``codes[i]`` of so many."""
        counts = np.zeros(terms, dtype=np.int64)
        counts[codes] = np.diff(self.starts)
        return offsets_of(counts)


class _Main(NamedTuple):
    """The tokens of most of the documents, as they were when they were last put in order; see ``drift``."""

    terms: Terms
    """The codes of the tokens are of these."""
    starts: Ints
    owners: Arranged
    spots: Spots

    @classmethod
    def of(cls, terms: Terms, tokens: Tokens, count: int) -> _Main:
        """Of a column with so many documents."""
        return cls(terms, tokens.starts, Arranged.of(tokens.owners, count), tokens.spots)

    def without(self, ordinals: Ints) -> _Main:
        """After these documents are gone."""
        return self._replace(owners=self.owners.without(ordinals))

    def tokens(self) -> Tokens:
        """Those of documents that are there now."""
        return Tokens(self.starts - np.searchsorted(self.owners.holes, self.starts), self.between(0, len(self.spots)))

    def between(self, low: int, high: int) -> Spots:
        """Those of some places, as their documents are numbered now."""
        if not len(self.owners.drift.gone):
            return self.spots[low:high]
        owners, spots = self.owners.stretch(low, high, self.spots)
        return spots_of(owners, places_of(spots))

    def at(self, code: int | None) -> Spots:
        """Those of a term, None for one that is not here."""
        return self.spots[:0] if code is None else self.between(self.starts.item(code), self.starts.item(code + 1))


class _Pairs(NamedTuple):
    """The same with each document once for a term: where each term begins, the documents, how often they have it."""

    starts: Ints
    owners: Arranged
    freqs: Freqs

    @classmethod
    def of(cls, main: _Main) -> _Pairs:
        """As of then, without those that are gone."""
        starts, owners = main.starts, main.owners.ordinals
        first = np.ones(len(owners), dtype=np.bool_)
        np.not_equal(owners[1:], owners[:-1], out=first[1:])
        first[starts[:-1][starts[:-1] < len(owners)]] = True
        at = np.flatnonzero(first)
        if len(at) == len(owners):
            return cls(starts, main.owners, np.ones(len(owners), dtype=np.float32))
        holes = np.searchsorted(at, main.owners.holes[first[main.owners.holes]])
        freqs = np.diff(at, append=len(owners)).astype(np.float32)
        return cls(np.searchsorted(at, starts), Arranged(owners[at], main.owners.drift, holes), freqs)

    def at(self, code: int | None) -> tuple[Owners, Freqs]:
        """Those of a term, None for one that is not here."""
        low, high = (0, 0) if code is None else (self.starts.item(code), self.starts.item(code + 1))
        return self.owners.stretch(low, high, self.freqs)

    def having(self, code: int | None) -> int:
        """How many there are."""
        return 0 if code is None else self.owners.length(self.starts.item(code), self.starts.item(code + 1))


class TextColumn(KeywordColumn):
    """Postings, and the encoded length of each document.

    Most documents are in ``_main``; those of the last writes are a column of their own, ``_tail``, until they are many.

    ``codes``, a code for each token in the order of the text, are worked out when something asks for values of documents
    (``fielddata``); queries read postings.
    """

    norms: Norms
    """The encoded length of each document: its tokens, without those that stand where another stands."""
    _main: _Main
    _tail: Self | None
    _known_pairs: _Pairs | None

    def __init__(self, rows: Rows, terms: Terms, tokens: Tokens, norms: Norms) -> None:
        main = _Main.of(terms, tokens, rows.count)
        self.__dict__.update(rows=rows, terms=terms, norms=norms, _main=main, _tail=None, _known_pairs=None)

    @classmethod
    def _of(cls, rows: Rows, terms: Terms, norms: Norms, main: _Main, pairs: _Pairs | None, tail: Self | None) -> Self:
        """Settled, when too much is new or gone."""
        found = cls.__new__(cls)
        found.__dict__.update(rows=rows, terms=terms, norms=norms, _main=main, _tail=tail, _known_pairs=pairs)
        return found.settled() if main.owners.drift.is_far(rows.count) else found

    @once
    def tokens(self) -> Tokens:
        """All tokens, by the codes of ``terms``."""
        mine = self._main.tokens()
        if self._tail is None:
            return mine
        theirs = self._tail.tokens
        old, new = (self.terms.codes_of(terms) for terms in (self._main.terms, self._tail.terms))
        return _together(mine, old, theirs._replace(spots=theirs.spots + self._offset), new, len(self.terms))

    @once
    def codes(self) -> Codes:
        """In the order of the text."""
        tokens = self.tokens
        codes = np.repeat(np.arange(len(self.terms), dtype=np.int32), np.diff(tokens.starts))
        flat = codes[np.lexsort((tokens.places, tokens.owners))]
        if isinstance(self.rows, MultiRows):
            return flat
        found = np.zeros(self.count, dtype=np.int32)
        found[self.rows.exists()] = flat
        return found

    @property
    def nbytes(self) -> int:
        """The tokens and the dictionary."""
        main = self._main.starts.nbytes + self._main.owners.found.nbytes + self._main.spots.nbytes
        return self.rows.nbytes + self.norms.nbytes + self.terms.weight + main + (0 if self._tail is None else self._tail.nbytes)

    @once
    def pairs(self) -> int:
        """The number of tokens (``sumTotalTermFreq``)."""
        return self.rows.slots if isinstance(self.rows, MultiRows) else self.documents

    @once
    def different(self) -> int:
        """How many different (document, term) pairs there are (``sumDocFreq``)."""
        pairs = self._pairs
        mine = pairs.owners.amount(0, len(pairs.freqs))
        return mine if self._tail is None else mine + self._tail.different

    @once
    def documents(self) -> int:
        """How many documents have a token (``docCount``)."""
        return int(np.count_nonzero(self.rows.exists()))

    @once
    def _pairs(self) -> _Pairs:
        found = self.__dict__["_known_pairs"] = self._known_pairs or _Pairs.of(self._main)
        return found

    def _codes(self, code: int) -> tuple[int | None, int | None]:
        """The code of a term in the main part and in the tail."""
        assert self._tail is not None
        term = self.terms[code]
        return self._main.terms.code(term), self._tail.terms.code(term)

    @property
    def _offset(self) -> Spots:
        """What leads from spots in the tail to those of the whole."""
        return np.array(self._main.owners.drift.rest << 32)

    def _behind(self, first: Owners, second: Owners) -> Owners:
        """Ordinals of the main part, and of the tail."""
        return np.concatenate([first, second + np.int32(self._main.owners.drift.rest)])

    def ordinals(self, code: int) -> Owners:
        """The ordinals whose text has this term, ascending, each as often as the term."""
        return owners_of(self.spots(code))

    def spots(self, code: int) -> Spots:
        """Where this term stands, ascending."""
        if self._tail is None:
            return self._main.at(code)
        at, behind = self._codes(code)
        found = self._main.at(at)
        return found if behind is None else np.concatenate([found, self._tail.spots(behind) + self._offset])

    def frequencies(self, code: int) -> tuple[Owners, Freqs]:
        """The ordinals with this term, each once, and how often they have it."""
        if self._tail is None:
            return self._pairs.at(code)
        at, behind = self._codes(code)
        owners, freqs = self._pairs.at(at)
        if behind is None:
            return owners, freqs
        more, their = self._tail.frequencies(behind)
        return self._behind(owners, more), np.concatenate([freqs, their])

    def having(self, code: int) -> int:
        """How many documents have a term (``docFreq``)."""
        if self._tail is None:
            return self._pairs.having(code)
        at, behind = self._codes(code)
        return self._pairs.having(at) + (0 if behind is None else self._tail.having(behind))

    def used(self, codes: Ints) -> Mask:
        """Which of some terms a document has."""
        pairs = self._pairs
        places = self.terms.codes_in(codes, self._main.terms)
        used: Mask = (pairs.owners.amounts(pairs.starts[places], pairs.starts[places + 1]) > 0) & (places >= 0)
        if self._tail is not None and not used.all():
            others = self.terms.codes_in(codes[~used], self._tail.terms)
            used[~used] = (others >= 0) & self._tail.used(np.maximum(others, 0)) if len(self._tail.terms) else False
        return used

    def grouped(self) -> None:
        """Texts are rarely grouped."""

    def few_with_codes(self, low: int, high: int) -> Ints | None:
        """From the postings, which are always there."""
        found = self.frequencies(low)[0] if high - low == 1 else self._between(low, max(low, high))
        if high - low <= 1:
            return found.astype(np.int64)
        return None if FEW_OF * len(found) > self.count else distinct(np.sort(found))

    def _between(self, low: int, high: int) -> Owners:
        """The ordinals of each term of an interval, each term's ascending."""
        pairs = self._pairs
        if self._tail is None:
            return pairs.owners.between(int(pairs.starts[low]), int(pairs.starts[high]))
        if high - low == 1:
            return self.frequencies(low)[0]
        begin, end = (_moved(self.terms, code, self._main.terms) for code in (low, high))
        first, last = (_moved(self.terms, code, self._tail.terms) for code in (low, high))
        found = pairs.owners.between(int(pairs.starts[begin]), int(pairs.starts[end]))
        return self._behind(found, self._tail._between(first, last)) if first < last else found

    def with_codes(self, low: int, high: int) -> Mask:
        """Reads only the postings of these terms."""
        mask = np.zeros(self.count, dtype=np.bool_)
        if low < high:
            mask[self._between(low, high)] = True
        return mask

    def with_any_code(self, codes: Sequence[int]) -> Mask:
        """Reads only the postings of these terms."""
        mask = np.zeros(self.count, dtype=np.bool_)
        for code in codes:
            mask[self._between(code, code + 1)] = True
        return mask

    def settled(self) -> Self:
        """In one part, without terms that nobody has if they are many."""
        if self._tail is None and not len(self._main.owners.drift.gone):
            return self
        terms, tokens = self.terms, self.tokens
        if len(terms) > 2 * len(tokens.spots) + FEW:
            used = np.flatnonzero(np.diff(tokens.starts))
            terms = Terms([terms[code] for code in used.tolist()])
            tokens = tokens._replace(starts=np.append(tokens.starts[used], tokens.starts[-1]))
        return type(self)(self.rows, terms if not terms.added else Terms(list(terms)), tokens, self.norms)

    def prefix(self, count: int) -> Self:
        """A copy of what stays, with the whole dictionary."""
        tokens = self.tokens
        kept = tokens.owners < count
        return type(self)(self.rows.prefix(count), self.terms, tokens.only(kept, tokens.owners), self.norms[:count])

    def take(self, ordinals: Ints) -> Self:
        """A copy; the dictionary is made smaller once most of it is unused."""
        numbers = np.full(self.count, -1, dtype=np.int32)
        numbers[ordinals] = np.arange(len(ordinals), dtype=np.int32)
        owners = numbers[self.tokens.owners]
        terms, tokens = self.terms, self.tokens.only(owners >= 0, owners)
        if len(terms) > 2 * len(tokens.spots) + FEW:
            used = np.flatnonzero(np.diff(tokens.starts))
            terms = Terms([terms[code] for code in used.tolist()])
            tokens = tokens._replace(starts=np.append(tokens.starts[used], tokens.starts[-1]))
        return type(self)(self.rows.take(ordinals)[0], terms, tokens, self.norms[ordinals])

    def without(self, ordinals: Ints) -> Self:
        """Notes that they are gone."""
        main, pairs, tail, rest = self._main, self._known_pairs, self._tail, self._main.owners.drift.rest
        if tail is not None and len(late := ordinals[ordinals >= rest] - rest):
            tail = tail.without(late)
        if pairs is not None:
            pairs = pairs._replace(owners=pairs.owners.without(ordinals))
        found = self._of(self.rows.without(ordinals)[0], self.terms, cut(self.norms, ordinals), main.without(ordinals), pairs, tail)
        found.__dict__["documents"] = self.documents - int(np.count_nonzero(self.rows.exists_of(ordinals)))
        return found

    def joined(self, tail: Self) -> Self:
        """The tail goes behind; few documents are put together with it at once."""
        terms = self.terms.with_terms(tail.terms)[0]
        rows = joined_rows(self.rows, tail.rows)
        behind = tail if self._tail is None else self._tail.joined(tail)
        found = self._of(rows, terms, grown(self.norms, tail.norms), self._main, self._known_pairs, behind)
        found.__dict__["documents"] = self.documents + tail.documents
        return found if self.count > _SMALL else found.settled()


def _moved(terms: Terms, code: int, others: Terms) -> int:
    """Where a term, or the end, stands in another dictionary."""
    return others.place(terms[code]) if code < len(terms) else len(others)


def _together(mine: Tokens, old: Codes, theirs: Tokens, new: Codes, terms: int) -> Tokens:
    """The tokens of later documents behind those of the same terms; ``old`` and ``new`` are the codes that the codes of the two become."""
    first, second = mine.moved(old, terms), theirs.moved(new, terms)
    touched = np.flatnonzero(np.diff(second))
    ends, cuts = first[touched + 1].tolist(), second[np.append(touched, terms)].tolist()
    return Tokens(first + second, _inserted(mine.spots, ends, theirs.spots, cuts))


def _inserted(base: Spots, ends: list[int], more: Spots, cuts: list[int]) -> Spots:
    """``more[cuts[i]:cuts[i + 1]]`` behind ``base[:ends[i]]``, for each i."""
    parts, before = [], 0
    for at, end in enumerate(ends):
        parts += [base[before:end], more[cuts[at] : cuts[at + 1]]]
        before = end
    return np.concatenate([*parts, base[before:]])


_FEW_ONES = 64
_ONES = np.ones(_FEW_ONES, dtype=np.float32)
_ONES.setflags(write=False)


def counted(ordinals: npt.NDArray[Number]) -> tuple[npt.NDArray[Number], Freqs]:
    """Ascending ordinals, each once, and how often each was there."""
    if len(ordinals) < 2 or not np.count_nonzero(again := ordinals[1:] == ordinals[:-1]):
        return ordinals, _ONES[: len(ordinals)] if len(ordinals) <= _FEW_ONES else np.ones(len(ordinals), dtype=np.float32)
    first = np.ones(len(ordinals), dtype=np.bool_)
    np.logical_not(again, out=first[1:])
    starts = first.nonzero()[0]
    return ordinals[starts], np.diff(starts, append=len(ordinals)).astype(np.float32)
