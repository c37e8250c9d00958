"""How well documents match: the other question that can be put to a matcher, asked only by searches that need scores.

Scores are float32 throughout, as in Lucene; a boost is a factor that stands above a clause and comes down to its leaves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from docstore.columns.deadline import check_cancelled, in_time
from docstore.columns.rows import Ints
from docstore.frozen import frozen
from docstore.query.matcher import Matcher

Scores = npt.NDArray[np.float32]
"""One score for each ordinal that was asked for."""

Sums = npt.NDArray[np.float64]

Boost = np.float32
"""The product of the boosts above a clause."""

NO_BOOST: Boost = np.float32(1.0)


_GREATEST = 3.4028234e38


def float32(number: float) -> Boost:
    """A number in 32 bits; too great a one is infinite."""
    if -_GREATEST <= number <= _GREATEST:
        return np.float32(number)
    with np.errstate(over="ignore"):
        return np.float32(number)


@frozen
class Explanation:
    """Why a document has its score: what ``explain`` shows (``org.apache.lucene.search.Explanation``)."""

    value: float
    description: str
    details: Sequence[Explanation] = field(default_factory=tuple)
    match: bool = True

    def to_body(self) -> dict[str, Any]:
        """As in a response."""
        value = self.value if isinstance(self.value, int) else shown_score(self.value)
        return {"value": value, "description": self.description, "details": [each.to_body() for each in self.details]}


class Scorer(ABC):
    """The scores of the documents that one matcher finds. ``scores`` may only be asked for such ordinals, ascending."""

    @property
    def uniform(self) -> Boost | None:
        """The one score that all of them have; None when they differ, or when finding out would cost as much."""
        return None

    @abstractmethod
    def scores(self, ordinals: Ints) -> Scores:
        """The score of each of these ordinals."""

    def ranked(self, most: int | None = None) -> tuple[Ints, Scores] | None:
        """All ordinals that the matcher finds, ascending, and their scores, where both come from the same lists; None where the matcher
        is to be asked first, or where there are more than ``most``.
        """
        return None

    @abstractmethod
    def explain(self, ordinal: int) -> Explanation:
        """How the score of one ordinal, which matches, comes about."""


class Scored(NamedTuple):
    """A query bound to an index by a search that needs scores."""

    matcher: Matcher
    scorer: Scorer


@frozen
class Uniform(Scorer):
    """The same score for all; ``text`` is what was matched, as Lucene writes queries, or how to find that out."""

    score: Boost
    text: str | Callable[[], str]

    @property
    def uniform(self) -> Boost:
        """The score."""
        return self.score

    def scores(self, ordinals: Ints) -> Scores:
        """So many times the score."""
        return np.float32(self.score).repeat(len(ordinals))

    def explain(self, ordinal: int) -> Explanation:
        """``ConstantScoreWeight.explain``."""
        suffix = "" if self.score == 1 else f"^{java_float(self.score)}"
        text = self.text if isinstance(self.text, str) else self.text()
        return Explanation(float(self.score), text + suffix)


@lru_cache(maxsize=4096)
def shown_score(score: float) -> float:
    """A float32 as the number that its shortest digits mean, as responses show it.

    >>> shown_score(0.6931471228599548)
    0.6931471
    """
    return float(java_float(score))


def java_float(value: Any) -> str:
    """A float32 as Java writes it (for the usual range): the shortest digits that tell it from its neighbours.

    >>> java_float(2), java_float(0.1)
    ('2.0', '0.1')
    """
    return str(np.float32(value))


_FEW_ASKED = 256
"""So few documents are asked about one by one."""

_DENSE = 8
"""Where at least one of so many documents is asked about, scores are added up in an array for all of them."""

_SHORT = 4
"""A list is short while it is so many times shorter than what is asked about."""


@frozen
class Given(Scorer):
    """Scores that something else gives: those of the documents that objects stand in."""

    of: Callable[[Ints], Scores]

    def scores(self, ordinals: Ints) -> Scores:
        """As they are given."""
        return self.of(ordinals)

    def explain(self, ordinal: int) -> Explanation:
        """The score alone."""
        return Explanation(float(self.of(np.array([ordinal], dtype=np.int64))[0]), "score of the document")


@frozen
class Sum(Scorer):
    """The scores of clauses together: some match always, others where their matcher says so (``BooleanWeight``).

    Sums are made in float64 and rounded once on each side, as ``ConjunctionScorer`` and ``DisjunctionSumScorer`` do.
    """

    always: Sequence[Scorer]
    sometimes: Sequence[Scored] = ()
    filters: Sequence[Callable[[], str]] = ()
    """How Lucene writes what must match and does not score."""

    @property
    def uniform(self) -> Boost | None:
        """Known when all clauses match always and are uniform themselves."""
        if self.sometimes:
            return None
        total = 0.0
        for scorer in self.always:
            if (score := scorer.uniform) is None:
                return None
            total += float(score)
        return np.float32(total)

    def scores(self, ordinals: Ints) -> Scores:
        """Each clause is asked only for what it matches."""
        total = np.zeros(len(ordinals))
        for scorer in in_time(self.always):
            total += scorer.scores(ordinals)
        more = None
        if len(self.sometimes) > 1 and len(ordinals) > _FEW_ASKED:
            count = int(ordinals.max()) + 1
            more = self._listed(ordinals, count) if count <= _DENSE * len(ordinals) else None
        more = self._asked(ordinals) if more is None else more
        return total.astype(np.float32) + more.astype(np.float32)

    def _asked(self, ordinals: Ints) -> Sums:
        """What some clauses add up to, each asked about all ordinals."""
        found = np.zeros(len(ordinals))
        for matcher, scorer in in_time(self.sometimes):
            matched = matcher.among(ordinals)
            found[matched] += scorer.scores(ordinals[matched])
        return found

    def _listed(self, ordinals: Ints, count: int) -> Sums:
        """The same, where a clause with a short list costs as much as that is long; all ordinals are less than ``count``."""
        found = np.zeros(count)
        for matcher, scorer in in_time(self.sometimes):
            ranked = scorer.ranked(len(ordinals) // _SHORT if isinstance(scorer, Sum) else None)
            if ranked is not None:
                listed, scores = ranked
            else:
                few = matcher.few()
                listed = ordinals[matcher.among(ordinals)] if few is None or len(few) * _SHORT > len(ordinals) else few
                scores = scorer.scores(listed)
            end = len(listed) if not len(listed) or listed[-1] < count else listed.searchsorted(count)
            found[listed[:end]] += scores[:end]
        return found[ordinals]

    def explain(self, ordinal: int) -> Explanation:
        """``sum of:`` what matches; a clause alone is itself."""
        check_cancelled()
        parts = [scorer.explain(ordinal) for scorer in self.always]
        parts += [scorer.explain(ordinal) for matcher, scorer in self.sometimes if matcher.run()[ordinal]]
        if not (self.always or self.sometimes) and len(self.filters) == 1:
            return Explanation(0.0, f"ConstantScore({self.filters[0]()})^0.0")
        parts += [_required(written()) for written in self.filters]
        if len(parts) == 1:
            return parts[0]
        return Explanation(score_of(self, ordinal), "sum of:", parts)


@frozen
class AnyOf(Sum):
    """Of clauses of which one is enough, and nothing else is asked for."""

    def ranked(self, most: int | None = None) -> tuple[Ints, Scores] | None:
        """The lists of the clauses merged, where all have them: those that a document stands in are added in the order of the clauses."""
        parts: list[tuple[Ints, Scores]] = []
        for each in in_time(self.sometimes):
            if (found := each.scorer.ranked(most)) is None:
                return None
            parts.append(found)
        ordinals = np.concatenate([ordinals for ordinals, _ in parts])
        order = ordinals.argsort(kind="stable")
        ordinals = ordinals[order]
        scores = np.concatenate([scores for _, scores in parts])[order]
        again = ordinals[1:] == ordinals[:-1]
        if not np.count_nonzero(again):
            return ordinals, scores
        fresh = np.ones(len(ordinals), dtype=np.bool_)
        np.logical_not(again, out=fresh[1:])
        return ordinals[fresh], np.bincount(fresh.cumsum() - 1, weights=scores).astype(np.float32)


_FEW = 4_096
"""Of so many documents it is quicker to work out scores than to ask first whether they match."""


@frozen
class Filtered(Sum):
    """Of one clause, where others must match or must not; those do not score."""

    all_of: Sequence[Matcher] = ()
    none_of: Sequence[Matcher] = ()

    def ranked(self, most: int | None = None) -> tuple[Ints, Scores] | None:
        """What is left of the clause's list, if that is not long."""
        found = self.always[0].ranked(_FEW if most is None else min(most, _FEW))
        if found is None:
            return None
        ordinals, scores = found
        for matcher in in_time(self.all_of):
            kept = matcher.among(ordinals)
            ordinals, scores = ordinals[kept], scores[kept]
        for matcher in in_time(self.none_of):
            kept = ~matcher.among(ordinals)
            ordinals, scores = ordinals[kept], scores[kept]
        return ordinals, scores


def _required(text: str) -> Explanation:
    return Explanation(0.0, "match on required clause, product of:", (Explanation(0.0, "# clause"), Explanation(1.0, text)))


def score_of(scorer: Scorer, ordinal: int) -> float:
    """The score of one document."""
    return float(scorer.scores(np.array([ordinal], dtype=np.int64))[0])
