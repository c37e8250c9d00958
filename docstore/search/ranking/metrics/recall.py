"""The part of the relevant documents that is found (`Recall
<https://en.wikipedia.org/wiki/Evaluation_measures_(information_retrieval)#Recall>`_).
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import Quality, metric
from docstore.search.ranking.rated import RatedHit, Ratings
from docstore.search.ranking.threshold import ThresholdMetric


@metric("recall")
@dataclass(frozen=True)
class Recall(ThresholdMetric):
    """Hits without a rating count as not relevant."""

    parser = "recall"

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """Relevant hits by relevant documents."""
        found = sum(self.is_relevant(hit.rating) for hit in hits)
        relevant = sum(self.is_relevant(document.rating) for document in ratings.documents)
        details = {"relevant_docs_retrieved": found, "relevant_docs": relevant}
        return Quality(found / relevant if relevant else 0.0, details, hits)
