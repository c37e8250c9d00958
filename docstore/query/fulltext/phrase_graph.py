"""A phrase of which parts can be said in several words: ``spanNear`` of ``spanOr``, as ``MatchQueryParser`` makes it of synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.text_column import TextColumn
from docstore.columns.text_tokens import BITS, Spots, counted
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.frozen import frozen
from docstore.query.fulltext.phrase import Codes, Occurrences, Phrase, PhraseMatcher, beginning_with, common_starts
from docstore.query.marks import PhraseMark

Way = tuple[tuple[int, str], ...]
"""Terms and their places, from 0 on."""

_MARKED = 64
"""So many ways are marked in a text."""


@frozen
class PhraseGraph(Phrase):
    """Segments, one directly behind the other, each in any of its ways. ``positions`` are the terms of the ways, segment by segment."""

    segments: tuple[tuple[Way, ...], ...] = ()

    def matcher(self, view: IndexView, want: Want) -> GraphMatcher:
        """What finds it."""
        return GraphMatcher(view, want, self.positions, 0, self.expands, segments=self.segments)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        last = len(self.segments) - 1
        return _near([_or([self._way(way, ends=at == last) for way in ways]) for at, ways in enumerate(self.segments)])

    def _way(self, way: Way, *, ends: bool) -> str:
        terms = [f"{self.field}:{term}" for _, term in way]
        if ends and self.expands is not None:
            terms[-1] = f"SpanMultiTermQueryWrapper({terms[-1]}*)"
        return _near(terms)


def _near(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"spanNear([{', '.join(parts)}], 0, true)"


def _or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"spanOr([{', '.join(parts)}])"


@frozen
class GraphMatcher(PhraseMatcher):
    """Each beginning in the first segment is followed through the others; of two ways that begin at one place the shorter is taken
    (``NearSpansOrdered``).
    """

    segments: tuple[tuple[Way, ...], ...] = ()

    def marks(self) -> Sequence[PhraseMark]:
        """The phrase in each way, or in the first of very many."""
        return [
            PhraseMark(self.want.field.path, _places(ways), expands=self.expands is not None)
            for ways in islice(product(*self.segments), _MARKED)
        ]

    def _occurrences(self, column: TextColumn) -> Occurrences:
        every: set[int] = set()
        (starts, ends), *others = [self._spans(column, at, every) for at in range(len(self.segments))]
        for begins, stops in others:
            at = begins.searchsorted(ends)
            follows = at < len(begins)
            follows[follows] = begins[at[follows]] == ends[follows]
            starts, ends = starts[follows], stops[at[follows]]
        return Occurrences(column, [(0, sorted(every))], *counted(starts >> BITS))

    def _spans(self, column: TextColumn, segment: int, every: set[int]) -> tuple[Spots, Spots]:
        """Where a segment begins and ends, in order; its codes go into ``every``."""
        parts: list[tuple[Spots, Ints]] = []
        for way in self.segments[segment]:
            codes: Codes = [(place, [code] if (code := column.code(term)) is not None else []) for place, term in way]
            if self.expands is not None and segment == len(self.segments) - 1:
                codes[-1] = codes[-1][0], list(beginning_with(column, way[-1][1], self.expands))
            every.update(code for _, some in codes for code in some)
            if all(some for _, some in codes):
                starts = common_starts(column, codes)
                parts.append((starts, np.full(len(starts), way[-1][0] + 1)))
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        starts, lengths = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.lexsort((lengths, starts))
        return starts[order], starts[order] + lengths[order]


def _places(ways: Sequence[Way]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """One way through, its places counted from the first."""
    found: list[tuple[int, tuple[str, ...]]] = []
    begin = 0
    for way in ways:
        found += [(begin + place, (term,)) for place, term in way]
        begin += way[-1][0] + 1
    return tuple(found)
