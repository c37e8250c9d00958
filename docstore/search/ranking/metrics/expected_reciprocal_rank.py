"""How far down a reader goes who stops at what satisfies him (O. Chapelle, D. Metzler, Y. Zhang, P. Grinspan: Expected reciprocal rank
for graded relevance, CIKM 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import INTEGER, Metric, Quality, gain, metric
from docstore.search.ranking.rated import RatedHit, Ratings


@metric("expected_reciprocal_rank")
@dataclass(frozen=True)
class ExpectedReciprocalRank(Metric):
    """``maximum_relevance`` is the best rating there is."""

    parser = "dcg"
    keys = {"maximum_relevance": INTEGER, "unknown_doc_rating": INTEGER, "k": INTEGER}
    required = ("maximum_relevance",)

    maximum_relevance: int = 0
    unknown_doc_rating: int | None = None
    k: int = 10

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """The sum over the ranks of the probability to stop there, by the rank."""
        looked_at = hits[: self.k]
        going_on, expected = 1.0, 0.0
        for rank, hit in enumerate(looked_at, 1):
            rating = self.unknown_doc_rating if hit.rating is None else hit.rating
            if rating is not None:
                satisfied = gain(rating) / (gain(self.maximum_relevance) + 1)
                expected += going_on * satisfied / rank
                going_on *= 1 - satisfied
        return Quality(expected, {"unrated_docs": sum(hit.rating is None for hit in looked_at)}, looked_at)
