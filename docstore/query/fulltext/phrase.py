"""Terms one after the other: exactly, or within a distance (Lucene's ``PhraseQuery``, ``MultiPhraseQuery``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, Mask
from docstore.columns.text_column import TextColumn
from docstore.columns.text_tokens import BITS, Freqs, Spots, counted
from docstore.columns.unique import unique
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, IllegalStateError
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Clause
from docstore.query.fulltext.sloppy import families
from docstore.query.fulltext.sloppy_many import sloppy_frequencies
from docstore.query.marks import PhraseMark
from docstore.query.matcher import Matcher, MatchesNone, members
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform
from docstore.query.similarity import Bm25, idf
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget
from docstore.query.text_scorer import statistics_of, texts

Positions = tuple[tuple[int, tuple[str, ...]], ...]
"""Positions, counted from any number on, and the terms that may stand there."""

Codes = list[tuple[int, list[int]]]
"""Positions, and the codes of their terms in the dictionary."""


@frozen
class Phrase(Clause):
    """``expands``: the last term is the beginning of one, of at most so many."""

    field: str
    positions: Positions
    slop: int = 0
    expands: int | None = None
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """An unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return Scored(MatchesNone(view), Uniform(np.float32(0), self.text))
        if not isinstance(target, TextTarget):
            raise IllegalArgumentError(
                f"Can only use phrase queries on text fields - not on [{self.field}] which is of type [{target.type_name}]"
            )
        if target.field.type.values.get("index_options", "positions") not in ("positions", "offsets"):
            kind = "PhraseQuery" if all(len(terms) == 1 for _, terms in self.positions) else "MultiPhraseQuery"
            raise IllegalStateError(f"field:[{self.field}] was indexed without position data; cannot run {kind}")
        matcher = self.matcher(view, target.values())
        norms = bool(target.field.type.values.get("norms", True))
        if target.type_name == "match_only_text":
            return Scored(matcher, Uniform(self.boosted(boost), self.text))
        return Scored(matcher, PhraseScorer(self, matcher, self.boosted(boost), norms))

    def matcher(self, view: IndexView, want: Want) -> PhraseMatcher:
        """What finds it."""
        return PhraseMatcher(view, want, self.positions, self.slop, self.expands)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        shown = [terms[0] if len(terms) == 1 else f"({' '.join(terms)})" for _, terms in self.positions]
        suffix = f"~{self.slop}" if self.slop else ""
        return f'{self.field}:"{" ".join(shown)}{"*" if self.expands is not None else ""}"{suffix}'


@frozen
class Occurrences:
    """Where a phrase stands."""

    column: TextColumn
    codes: Codes
    ordinals: Ints
    """Ascending."""
    freqs: Freqs
    """How often each of them has it."""


@frozen
class PhraseMatcher(Matcher):
    """Finds the documents and how often each has the phrase, once."""

    view: IndexView
    want: Want
    positions: Positions
    slop: int
    expands: int | None
    _found: list[Occurrences] = field(default_factory=list)

    def run(self) -> Mask:
        """The documents with the phrase."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        mask[self.found.ordinals] = True
        return mask

    def marks(self) -> Sequence[PhraseMark]:
        """The phrase."""
        return [PhraseMark(self.want.field.path, self.positions, self.slop, self.expands is not None)]

    def few(self) -> Ints:
        """The same, as they are found."""
        return self.found.ordinals

    @property
    def found(self) -> Occurrences:
        """The first answer, kept."""
        if not self._found:
            self._found.append(self._occurrences(texts(self.view.column(self.want))))
        return self._found[0]

    def _occurrences(self, column: TextColumn) -> Occurrences:
        codes = self._codes(column)
        if codes:
            ordinals, freqs = _sloppy(column, codes, self.slop) if self.slop else counted(_common(column, codes)[0] >> BITS)
        else:
            ordinals, freqs = np.zeros(0, np.int64), np.zeros(0, np.float32)
        return Occurrences(column, codes, ordinals, freqs)

    def _codes(self, column: TextColumn) -> Codes:
        """None where there is no term for one of the positions."""
        code_of, found = column.terms.code, []
        for at, (place, terms) in enumerate(self.positions, 1):
            if self.expands is not None and at == len(self.positions):
                some = [code for term in terms for code in beginning_with(column, term, self.expands)][: self.expands]
            else:
                some = [code for term in terms if (code := code_of(term)) is not None]
            if not some:
                return []
            found.append((place, some))
        return found


def beginning_with(column: TextColumn, prefix: str, most: int) -> range:
    """The codes of the first terms that begin so."""
    low, high = column.terms.beginning(prefix)
    return range(low, min(high, low + most))


def common_starts(column: TextColumn, codes: Codes) -> Spots:
    """Where the first term stands, of all the beginnings that the terms agree about, ascending."""
    spots, place = _common(column, codes)
    return spots if place == codes[0][0] else spots + np.array(codes[0][0] - place)


def _common(column: TextColumn, codes: Codes) -> tuple[Spots, int]:
    """Where the rarest term stands, as the others agree; and which of the positions is its own.

    Where a phrase would begin before its document, its number is that of a place at which no token is.
    """
    parts = []
    for at, (place, some) in enumerate(in_time(codes, CHECKED)):
        spots = column.spots(some[0]) if len(some) == 1 else _spots(column, some)
        parts.append((len(spots), at, spots, place))
    parts.sort()
    (_, _, common, first), *others = parts
    for _, _, spots, place in others:
        common = common[members(spots, common + np.array(place - first))]
    return common, first


def _spots(column: TextColumn, codes: list[int]) -> Spots:
    """Where any of some terms stands."""
    if len(codes) == 1:
        return column.spots(codes[0])
    return unique(np.concatenate([column.spots(code) for code in in_time(codes, CHECKED)]))


def _sloppy(column: TextColumn, codes: Codes, slop: int) -> tuple[Ints, Freqs]:
    """In the documents that have all terms."""
    spots = [_spots(column, some) for _, some in in_time(codes, CHECKED)]
    return sloppy_frequencies(spots, [place for place, _ in codes], families([some for _, some in codes]), slop)


@frozen
class PhraseScorer(Scorer):
    """BM25 of the phrase as if it were a term; as rare as its terms are together."""

    phrase: Phrase
    matcher: PhraseMatcher
    boost: Boost
    norms: bool

    def _weight(self, found: Occurrences) -> Bm25:
        column, documents, total = found.column, found.column.documents, 0.0
        for code in in_time([code for _, some in found.codes for code in some], CHECKED):
            total += float(idf(documents, column.having(code)))
        return Bm25(statistics_of(column, self.matcher.want), np.float32(total), self.boost)

    def scores(self, ordinals: Ints) -> Scores:
        """BM25 of each."""
        found = self.matcher.found
        return self._scores(found, found.freqs[np.searchsorted(found.ordinals, ordinals)], ordinals)

    def _scores(self, found: Occurrences, freqs: Freqs, ordinals: Ints) -> Scores:
        return self._weight(found).scores(freqs, found.column.norms[ordinals] if self.norms else None)

    def ranked(self, most: int | None = None) -> tuple[Ints, Scores] | None:
        """What the matcher finds, weighed."""
        found = self.matcher.found
        if most is not None and len(found.ordinals) > most:
            return None
        return found.ordinals, self._scores(found, found.freqs, found.ordinals)

    def explain(self, ordinal: int) -> Explanation:
        """``weight(field:"a b" in n) [PerFieldSimilarity], result of:``."""
        found = self.matcher.found
        freq = float(found.freqs[np.searchsorted(found.ordinals, ordinal)])
        norm = int(found.column.norms[ordinal]) if self.norms else None
        inner = self._weight(found).explain(freq, norm, len(found.ordinals))
        return Explanation(inner.value, f"weight({self.phrase.text} in {ordinal}) [PerFieldSimilarity], result of:", (inner,))
