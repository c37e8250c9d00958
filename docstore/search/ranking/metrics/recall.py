"""The part of the relevant documents that is found (`Recall
<https://en.wikipedia.org/wiki/Evaluation_measures_(information_retrieval)#Recall>`_).
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import INTEGER, Metric, Quality, check_threshold, metric
from docstore.search.ranking.rated import RatedHit, Ratings


@metric("recall")
@dataclass(frozen=True)
class Recall(Metric):
    """Hits without a rating count as not relevant."""

    parser = "recall"
    keys = {"relevant_rating_threshold": INTEGER, "k": INTEGER}

    relevant_rating_threshold: int = 1
    k: int = 10

    def check(self) -> None:
        """:raises IllegalArgumentError: numbers that cannot be."""
        check_threshold(self.relevant_rating_threshold, self.k)

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """Relevant hits by relevant documents."""
        threshold = self.relevant_rating_threshold
        found = sum(hit.rating is not None and hit.rating >= threshold for hit in hits)
        relevant = sum(document.rating >= threshold for document in ratings.documents)
        details = {"relevant_docs_retrieved": found, "relevant_docs": relevant}
        return Quality(found / relevant if relevant else 0.0, details, hits)
