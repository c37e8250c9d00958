"""The part of the hits that is relevant (`Precision at k
<https://en.wikipedia.org/wiki/Evaluation_measures_(information_retrieval)#Precision_at_k>`_).
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import FLAG, INTEGER, Metric, Quality, check_threshold, metric
from docstore.search.ranking.rated import RatedHit, Ratings


@metric("precision")
@dataclass(frozen=True)
class Precision(Metric):
    """``ignore_unlabeled`` leaves out hits without a rating, which otherwise are not relevant."""

    parser = "precision"
    keys = {"relevant_rating_threshold": INTEGER, "ignore_unlabeled": FLAG, "k": INTEGER}

    relevant_rating_threshold: int = 1
    ignore_unlabeled: bool = False
    k: int = 10

    def check(self) -> None:
        """:raises IllegalArgumentError: numbers that cannot be."""
        check_threshold(self.relevant_rating_threshold, self.k)

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """Relevant hits by hits."""
        counted = [hit.rating for hit in hits if hit.rating is not None or not self.ignore_unlabeled]
        relevant = sum(rating is not None and rating >= self.relevant_rating_threshold for rating in counted)
        details = {"relevant_docs_retrieved": relevant, "docs_retrieved": len(counted)}
        return Quality(relevant / len(counted) if counted else 0.0, details, hits)
