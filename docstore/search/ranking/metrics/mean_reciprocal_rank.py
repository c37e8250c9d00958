"""How far up the first relevant hit is (`Mean reciprocal rank <https://en.wikipedia.org/wiki/Mean_reciprocal_rank>`_)."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import INTEGER, Metric, Quality, check_threshold, metric
from docstore.search.ranking.rated import RatedHit, Ratings


@metric("mean_reciprocal_rank")
@dataclass(frozen=True)
class MeanReciprocalRank(Metric):
    """The mean is taken over the searches."""

    parser = "reciprocal_rank"
    keys = {"relevant_rating_threshold": INTEGER, "k": INTEGER}

    relevant_rating_threshold: int = 1
    k: int = 10

    def check(self) -> None:
        """:raises IllegalArgumentError: numbers that cannot be."""
        check_threshold(self.relevant_rating_threshold, self.k)

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """One by the rank of the first relevant hit."""
        relevant = (hit.rating is not None and hit.rating >= self.relevant_rating_threshold for hit in hits)
        first = next((rank for rank, is_relevant in enumerate(relevant, 1) if is_relevant), -1)
        return Quality(1 / first if first > 0 else 0.0, {"first_relevant": first}, hits)
