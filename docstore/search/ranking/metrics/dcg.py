"""What a reader gains who goes through the hits from above (`Discounted cumulative gain
<https://en.wikipedia.org/wiki/Discounted_cumulative_gain>`_).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docstore.search.ranking.metric import FLAG, INTEGER, Metric, Quality, gain, metric
from docstore.search.ranking.rated import RatedHit, Ratings

_LOG2 = math.log(2)


@metric("dcg")
@dataclass(frozen=True)
class DiscountedCumulativeGain(Metric):
    """``normalize`` divides by the gain of the best order that there could be."""

    parser = "dcg"
    keys = {"normalize": FLAG, "unknown_doc_rating": INTEGER, "k": INTEGER}

    normalize: bool = False
    unknown_doc_rating: int | None = None
    k: int = 10

    def evaluate(self, hits: list[RatedHit], ratings: Ratings) -> Quality:
        """The gain; hits without a rating have ``unknown_doc_rating``, or none."""
        found = _gain(self.unknown_doc_rating if hit.rating is None else hit.rating for hit in hits)
        details: dict[str, Any] = {"dcg": found}
        score = found
        if self.normalize:
            best = sorted((document.rating for document in ratings.documents), reverse=True)
            ideal = _gain(best[: len(hits)])
            score = found / ideal if ideal else 0.0
            if ideal:
                details |= {"ideal_dcg": ideal, "normalized_dcg": score}
        details["unrated_docs"] = sum(hit.rating is None for hit in hits)
        return Quality(score, details, hits)


def _gain(ratings: Iterable[int | None]) -> float:
    return sum(gain(rating) / (math.log(rank + 1) / _LOG2) for rank, rating in enumerate(ratings, 1) if rating is not None)
