"""Scores of documents that match because others do: the objects in them, their children, their parent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.marks import Elsewhere
from docstore.query.matcher import Matcher
from docstore.query.scorer import Explanation, Scored, Scorer, Scores, score_of

Floats = npt.NDArray[np.float64]


class ScoreMode(Enum):
    """What the scores of several become (``org.apache.lucene.search.join.ScoreMode``)."""

    NONE = "none"
    AVG = "avg"
    MAX = "max"
    MIN = "min"
    SUM = "sum"

    @classmethod
    def parse(cls, text: str) -> ScoreMode:
        """:raises IllegalArgumentError: there is no such mode."""
        try:
            return cls(text)
        except ValueError:
            raise IllegalArgumentError(f"No score mode for child query [{text}] found") from None

    @property
    def shown(self) -> str:
        """As Lucene writes it."""
        return "Total" if self is ScoreMode.SUM else self.value.capitalize()

    def combined(self, owners: Ints, scores: Scores, count: int) -> Scores:
        """The scores of ``count`` owners; zero for those without any. In float64, as Lucene's."""
        found = np.zeros(count)
        if self is ScoreMode.NONE:
            return found.astype(np.float32)
        if self in (ScoreMode.MIN, ScoreMode.MAX):
            pick, start = (np.minimum, np.inf) if self is ScoreMode.MIN else (np.maximum, -np.inf)
            found[owners] = start
            pick.at(found, owners, scores.astype(np.float64))
            return found.astype(np.float32)
        found = np.bincount(owners, weights=scores, minlength=count).astype(np.float64)
        if self is ScoreMode.AVG:
            found /= np.maximum(np.bincount(owners, minlength=count), 1)
        return found.astype(np.float32)


Owners = Callable[[], Ints]
"""For each ordinal of the others the ordinal that it belongs to; -1 for none."""


@dataclass(frozen=True)
class Joined:
    """The others that match, by the ordinals they belong to."""

    inner: Matcher
    owners: Owners
    count: Callable[[], int]

    @cached_property
    def few(self) -> Ints | None:
        """The others, where they are to be had without a look at all of them."""
        return self.inner.few()

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """(ordinal of one of the others, ordinal it belongs to), ascending by the first."""
        found = np.flatnonzero(self.inner.run()) if self.few is None else self.few
        owners = self.owners()[found]
        known = owners >= 0
        return (found, owners) if known.all() else (found[known], owners[known])

    @cached_property
    def counted(self) -> tuple[Ints, Ints]:
        """The ordinals that have others, ascending, and how many."""
        return np.unique(self.pairs[1], return_counts=True)


@frozen
class HasOther(Matcher):
    """Ordinals to which between so many and so many others belong that match."""

    view: IndexView
    joined: Joined
    least: int = 1
    most: int | None = None

    def run(self) -> Mask:
        """A count, where one is needed."""
        mask = np.zeros(self.joined.count(), dtype=np.bool_)
        mask[self.joined.pairs[1] if self._any else self._enough()] = True
        return mask

    def few(self) -> Ints | None:
        """Known where the others are."""
        return None if self.joined.few is None else self._enough()

    @property
    def _any(self) -> bool:
        return self.least <= 1 and self.most is None

    def _enough(self) -> Ints:
        found, counts = self.joined.counted
        if self._any:
            return found
        enough = counts >= self.least
        if self.most is not None:
            enough &= counts <= self.most
        return found[enough]

    def marks(self) -> Sequence[Elsewhere]:
        """Those of the query on the others."""
        return [Elsewhere(self.joined.inner.marks())]


@dataclass(frozen=True)
class JoinScorer(Scorer):
    """The scores of the others, combined."""

    joined: Joined
    scored: Scored
    mode: ScoreMode

    @cached_property
    def _all(self) -> Scores:
        others, owners = self.joined.pairs
        scores = np.zeros(len(others), np.float32) if self.mode is ScoreMode.NONE else self.scored.scorer.scores(others)
        found, _ = self.joined.counted
        return self.mode.combined(np.searchsorted(found, owners), scores, len(found))

    def scores(self, ordinals: Ints) -> Scores:
        """Of all at once: the first time costs most."""
        return self._all[np.searchsorted(self.joined.counted[0], ordinals)]

    def explain(self, ordinal: int) -> Explanation:
        """``Score based on n child docs in range from a to b``, with the best of them (``ToParentBlockJoinQuery``)."""
        others, owners = self.joined.pairs
        mine = others[owners == ordinal]
        text = (
            f"Score based on {len(mine)} child docs in range from {mine[0]} to {mine[-1]}, using score mode {self.mode.shown}"
        )
        best = int(mine[np.argmax(self.scored.scorer.scores(mine))])
        return Explanation(score_of(self, ordinal), text, (self.scored.scorer.explain(best),))
