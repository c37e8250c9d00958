"""The tokens of most documents, as they were when they were last put in order, after later ones came and some went."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from docstore.columns.dictionary import Terms
from docstore.columns.drift import Arranged, Owners
from docstore.columns.rows import Ints
from docstore.columns.text_tokens import Freqs, Spots, Tokens, places_of, spots_of


class ArrangedTokens(NamedTuple):
    """The tokens of most of the documents, as they were when they were last put in order; see ``drift``."""

    terms: Terms
    """The codes of the tokens are of these."""
    starts: Ints
    owners: Arranged
    spots: Spots

    @classmethod
    def of(cls, terms: Terms, tokens: Tokens, count: int) -> ArrangedTokens:
        """Of a column with so many documents."""
        return cls(terms, tokens.starts, Arranged.of(tokens.owners, count), tokens.spots)

    def without(self, ordinals: Ints) -> ArrangedTokens:
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


class ArrangedPairs(NamedTuple):
    """The same with each document once for a term: where each term begins, the documents, how often they have it."""

    starts: Ints
    owners: Arranged
    freqs: Freqs

    @classmethod
    def of(cls, main: ArrangedTokens) -> ArrangedPairs:
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
