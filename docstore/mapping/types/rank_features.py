"""rank_features: numbers under many names, each of which may raise the score (``RankFeaturesFieldMapper``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from docstore.errors import IllegalArgumentError
from docstore.mapping import parameter as p
from docstore.mapping.parameter import Parameter
from docstore.mapping.registry import field_type
from docstore.mapping.types.features import FeaturesField, inverted
from docstore.mapping.types.rank_feature import POSITIVE_SCORE_IMPACT


@field_type("rank_features")
class RankFeaturesField(FeaturesField):
    """``{"politics": 20, "economics": 50.8}``; each feature once in a document."""

    __slots__ = ()
    parameters: ClassVar[tuple[Parameter, ...]] = (POSITIVE_SCORE_IMPACT, p.META)

    def features(self, value: Any) -> Iterator[tuple[str, float]]:
        """See the base class; a feature twice is refused."""
        met: set[str] = set()
        for feature, number in super().features(value):
            if feature in met:
                raise IllegalArgumentError(
                    "[rank_features] fields do not support indexing multiple values for the same rank feature "
                    f"[{self.path}.{feature}] in the same document"
                )
            met.add(feature)
            yield feature, number

    def impact(self, number: float) -> float:
        """Inverted where less is better."""
        return number if self.get("positive_score_impact") else inverted(number)
