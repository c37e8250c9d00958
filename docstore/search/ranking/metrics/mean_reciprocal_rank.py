"""How far up the first relevant hit is (`Mean reciprocal rank <https://en.wikipedia.org/wiki/Mean_reciprocal_rank>`_)."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import Quality, metric
from docstore.search.ranking.rated import RatedHit, Ratings
from docstore.search.ranking.threshold import ThresholdMetric


@metric("mean_reciprocal_rank")
@dataclass(frozen=True)
class MeanReciprocalRank(ThresholdMetric):
    """The mean is taken over the searches."""

    parser = "reciprocal_rank"

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """One by the rank of the first relevant hit."""
        first = next((rank for rank, hit in enumerate(hits, 1) if self.is_relevant(hit.rating)), -1)
        return Quality(1 / first if first > 0 else 0.0, {"first_relevant": first}, hits)
