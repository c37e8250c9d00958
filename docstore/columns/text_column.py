"""A text field as postings: which term stands where in which document."""

from __future__ import annotations

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

_SMALL = 64
"""So few documents are kept in one part."""


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
    places: Places

    @classmethod
    def of(cls, terms: Terms, tokens: Tokens, count: int) -> _Main:
        """Of a column with so many documents."""
        return cls(terms, tokens.starts, Arranged.of(tokens.owners, count), tokens.places)

    def without(self, ordinals: Ints) -> _Main:
        """After these documents are gone."""
        return self._replace(owners=self.owners.without(ordinals))

    def tokens(self) -> Tokens:
        """Those of documents that are there now."""
        holes = self.owners.holes
        end = len(self.places)
        starts = self.starts - np.searchsorted(holes, self.starts)
        return Tokens(starts, self.owners.between(0, end), self.owners.select(self.places, 0, end))


class _Pairs(NamedTuple):
    """The same with each document once for a term: where each term begins, the documents, how often they have it."""

    starts: Ints
    owners: Arranged
    freqs: Owners

    @classmethod
    def of(cls, main: _Main) -> _Pairs:
        """As of then, without those that are gone."""
        starts, owners = main.starts, main.owners.ordinals
        first = np.ones(len(owners), dtype=np.bool_)
        np.not_equal(owners[1:], owners[:-1], out=first[1:])
        first[starts[:-1][starts[:-1] < len(owners)]] = True
        at = np.flatnonzero(first)
        if len(at) == len(owners):
            return cls(starts, main.owners, np.ones(len(owners), dtype=np.int32))
        holes = np.searchsorted(at, main.owners.holes[first[main.owners.holes]])
        freqs = np.diff(at, append=len(owners)).astype(np.int32)
        return cls(np.searchsorted(at, starts), Arranged(owners[at], main.owners.drift, holes), freqs)


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
        return _together(mine, old, theirs, new, len(self.terms), self._main.owners.drift.rest)

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
        main = self._main.starts.nbytes + self._main.owners.nbytes + self._main.places.nbytes
        return self.rows.nbytes + self.norms.nbytes + self.terms.weight + main + (0 if self._tail is None else self._tail.nbytes)

    @once
    def pairs(self) -> int:
        """The number of tokens (``sumTotalTermFreq``)."""
        return self.rows.slots if isinstance(self.rows, MultiRows) else self.documents

    @once
    def different(self) -> int:
        """How many different (document, term) pairs there are (``sumDocFreq``)."""
        pairs = self._pairs()
        mine = pairs.owners.amount(0, len(pairs.freqs))
        return mine if self._tail is None else mine + self._tail.different

    @once
    def documents(self) -> int:
        """How many documents have a token (``docCount``)."""
        return int(np.count_nonzero(self.rows.exists()))

    def _pairs(self) -> _Pairs:
        if self._known_pairs is None:
            self.__dict__["_known_pairs"] = _Pairs.of(self._main)
        assert self._known_pairs is not None
        return self._known_pairs

    def _codes(self, code: int) -> tuple[int | None, int | None]:
        """The code of a term in the main part and in the tail."""
        if self._tail is None:
            return code, None
        term = self.terms[code]
        return self._main.terms.code(term), self._tail.terms.code(term)

    def _behind(self, first: Owners, second: Owners) -> Owners:
        """Ordinals of the main part, and of the tail."""
        return np.concatenate([first, second + np.int32(self._main.owners.drift.rest)])

    def ordinals(self, code: int) -> Owners:
        """The ordinals whose text has this term, ascending, each as often as the term."""
        return self.places(code)[0]

    def places(self, code: int) -> tuple[Owners, Places]:
        """The ordinal and the position of each token of this term."""
        at, behind = self._codes(code)
        part = self._main.owners.ascending(*_ends(self._main.starts, at))
        owners, places = self._main.owners.of_part(part), part.select(self._main.places)
        if self._tail is None or behind is None:
            return owners, places
        more, their = self._tail.places(behind)
        return self._behind(owners, more), np.concatenate([places, their])

    def frequencies(self, code: int) -> tuple[Owners, npt.NDArray[np.int32]]:
        """The ordinals with this term, each once, and how often they have it."""
        at, behind = self._codes(code)
        pairs = self._pairs()
        part = pairs.owners.ascending(*_ends(pairs.starts, at))
        owners, freqs = pairs.owners.of_part(part), part.select(pairs.freqs)
        if self._tail is None or behind is None:
            return owners, freqs
        more, their = self._tail.frequencies(behind)
        return self._behind(owners, more), np.concatenate([freqs, their])

    def having(self, code: int) -> int:
        """How many documents have a term (``docFreq``)."""
        at, behind = self._codes(code)
        pairs = self._pairs()
        found = pairs.owners.ascending(*_ends(pairs.starts, at)).amount
        return found if self._tail is None or behind is None else found + self._tail.having(behind)

    def used(self, codes: Ints) -> Mask:
        """Which of some terms a document has."""
        pairs = self._pairs()
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
        pairs = self._pairs()
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
        if len(terms) > 2 * len(tokens.owners) + FEW:
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
        if len(terms) > 2 * len(tokens.owners) + FEW:
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


def _ends(starts: Ints, code: int | None) -> tuple[int, int]:
    """From where up to where the postings of a code stand."""
    return (0, 0) if code is None else (int(starts[code]), int(starts[code + 1]))


def _moved(terms: Terms, code: int, others: Terms) -> int:
    """Where a term, or the end, stands in another dictionary."""
    return others.place(terms[code]) if code < len(terms) else len(others)


def _together(mine: Tokens, old: Codes, theirs: Tokens, new: Codes, terms: int, count: int) -> Tokens:
    """The tokens of a tail behind those of the same terms; ``old`` and ``new`` are the codes that the codes of the two become."""
    first, second = mine.moved(old, terms), theirs.moved(new, terms)
    owners = theirs.owners + np.int32(count)
    touched = np.flatnonzero(np.diff(second))
    ends, cuts = first[touched + 1].tolist(), second[np.append(touched, terms)].tolist()
    return Tokens(first + second, _inserted(mine.owners, ends, owners, cuts), _inserted(mine.places, ends, theirs.places, cuts))


def _inserted(base: npt.NDArray[np.int32], ends: list[int], more: npt.NDArray[np.int32], cuts: list[int]) -> npt.NDArray[np.int32]:
    """``more[cuts[i]:cuts[i + 1]]`` behind ``base[:ends[i]]``, for each i."""
    parts, before = [], 0
    for at, end in enumerate(ends):
        parts += [base[before:end], more[cuts[at] : cuts[at + 1]]]
        before = end
    return np.concatenate([*parts, base[before:]])


def counted(ordinals: npt.NDArray[Number]) -> tuple[npt.NDArray[Number], npt.NDArray[np.int32]]:
    """Ascending ordinals, each once, and how often each was there."""
    if len(ordinals) < 2 or not np.count_nonzero(again := ordinals[1:] == ordinals[:-1]):
        return ordinals, np.ones(len(ordinals), dtype=np.int32)
    first = np.ones(len(ordinals), dtype=np.bool_)
    np.logical_not(again, out=first[1:])
    starts = first.nonzero()[0]
    return ordinals[starts], np.diff(starts, append=len(ordinals)).astype(np.int32)
