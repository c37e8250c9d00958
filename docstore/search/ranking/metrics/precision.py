"""The part of the hits that is relevant (`Precision at k
<https://en.wikipedia.org/wiki/Evaluation_measures_(information_retrieval)#Precision_at_k>`_).
"""

from __future__ import annotations

from dataclasses import dataclass

from docstore.search.ranking.metric import FLAG, Quality, metric
from docstore.search.ranking.rated import RatedHit, Ratings
from docstore.search.ranking.threshold import ThresholdMetric


@metric("precision")
@dataclass(frozen=True)
class Precision(ThresholdMetric):
    """``ignore_unlabeled`` leaves out hits without a rating, which otherwise are not relevant."""

    parser = "precision"
    keys = {**ThresholdMetric.keys, "ignore_unlabeled": FLAG}

    ignore_unlabeled: bool = False

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """Relevant hits by hits."""
        counted = [hit.rating for hit in hits if hit.rating is not None or not self.ignore_unlabeled]
        relevant = sum(self.is_relevant(rating) for rating in counted)
        details = {"relevant_docs_retrieved": relevant, "docs_retrieved": len(counted)}
        return Quality(relevant / len(counted) if counted else 0.0, details, hits)
