"""Metrics for which a document is relevant or not."""

from __future__ import annotations

from dataclasses import dataclass

from docstore.errors import IllegalArgumentError
from docstore.search.ranking.metric import INTEGER, Metric


@dataclass(frozen=True)
class ThresholdMetric(Metric):
    """A document is relevant whose rating is at least ``relevant_rating_threshold``; one without a rating is not."""

    keys = {"relevant_rating_threshold": INTEGER, "k": INTEGER}

    relevant_rating_threshold: int = 1
    k: int = 10

    def check(self) -> None:
        """:raises IllegalArgumentError: a rating that nobody gives, or no hits to look at."""
        if self.relevant_rating_threshold < 0:
            raise IllegalArgumentError("Relevant rating threshold for precision must be positive integer.")
        if self.k <= 0:
            raise IllegalArgumentError("Window size k must be positive.")

    def is_relevant(self, rating: int | None) -> bool:
        """Whether a document with this rating is relevant."""
        return rating is not None and rating >= self.relevant_rating_threshold
