"""What a search found in one index, before anything is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docstore.columns.rows import Ints
from docstore.query.scorer import Scores
from docstore.search.row import Row

if TYPE_CHECKING:
    from docstore.search.aggregations.collect import Partials
    from docstore.search.index_search import IndexSearch
    from docstore.storage.activity import Searched


@dataclass(slots=True)
class Found:
    """What one index has to say."""

    search: IndexSearch
    total: int
    ordinals: Ints
    """The best, in order."""
    scores: Scores | None
    max_score: float | None = None
    terminated_early: bool = False
    aggregations: Partials | None = None
    nanos: int = 0
    """How long it took to find them."""
    fetched: tuple[int, int] = (0, 0)
    """How many hits were made of them, and how long that took; for a profile."""
    counts: Sequence[Searched] = ()
    """Where it counts in the statistics of the index."""

    def rows(self, begin: int = 0, end: int | None = None) -> list[Row]:
        """Some of the best."""
        return self.search.rows(*self.between(begin, end))

    def between(self, begin: int, end: int | None) -> tuple[Ints, Scores | None]:
        """Some of the best, and their scores."""
        return self.ordinals[begin:end], None if self.scores is None else self.scores[begin:end]

    def stream(self, step: int) -> Iterator[Row]:
        """All of the best, made as they are asked for."""
        for begin in range(0, len(self.ordinals), step):
            yield from self.rows(begin, begin + step)
