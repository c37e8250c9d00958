"""A text field as postings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

from docstore.columns.arranged_tokens import ArrangedPairs, ArrangedTokens
from docstore.columns.column import FEW_OF
from docstore.columns.dictionary import FEW, Terms
from docstore.columns.drift import Owners
from docstore.columns.growing import cut, grown
from docstore.columns.kept import distinct
from docstore.columns.keyword_column import Codes, KeywordColumn
from docstore.columns.rows import Ints, Mask, MultiRows, Rows, joined_rows
from docstore.columns.text_tokens import Freqs, Spots, Tokens, owners_of, together
from docstore.once import once

Norms = npt.NDArray[np.uint8]

_SMALL = 64
"""So few documents are kept in one part."""


class TextColumn(KeywordColumn):
    """Postings, and the encoded length of each document.

    Most documents are in ``_main``; those of the last writes are a column of their own, ``_tail``, until they are many.

    ``codes``, a code for each token in the order of the text, are worked out when something asks for values of documents
    (``fielddata``); queries read postings.
    """

    norms: Norms
    """The encoded length of each document: its tokens, without those that stand where another stands."""
    _main: ArrangedTokens
    _tail: Self | None
    _known_pairs: ArrangedPairs | None

    def __init__(self, rows: Rows, terms: Terms, tokens: Tokens, norms: Norms) -> None:
        main = ArrangedTokens.of(terms, tokens, rows.count)
        self.__dict__.update(rows=rows, terms=terms, norms=norms, _main=main, _tail=None, _known_pairs=None)

    @classmethod
    def _of(cls, rows: Rows, terms: Terms, norms: Norms, main: ArrangedTokens, pairs: ArrangedPairs | None, tail: Self | None) -> Self:
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
        return together(mine, old, theirs._replace(spots=theirs.spots + self._offset), new, len(self.terms))

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
    def _pairs(self) -> ArrangedPairs:
        found = self.__dict__["_known_pairs"] = self._known_pairs or ArrangedPairs.of(self._main)
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
