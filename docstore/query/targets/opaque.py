"""Fields of which docstore keeps no values in columns."""

from __future__ import annotations

from typing import Any

from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.mapping.java_text import java_string
from docstore.query.matcher import Matcher
from docstore.query.targets.mapped import HasValue, MappedTarget
from docstore.query.targets.registry import target


@target("no_column")
class OpaqueTarget(MappedTarget):
    """``binary``: exists or not, and cannot be searched (``BinaryFieldMapper.BinaryFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal("Binary fields do not support searching")


@target("histogram")
class HistogramTarget(MappedTarget):
    """``histogram``: exists or not (``HistogramFieldMapper.HistogramFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError(
            f"[histogram] field do not support searching, use dedicated aggregations instead: [{self.field.path}]"
        )


@target("percolator")
class PercolatorTarget(MappedTarget):
    """``percolator``: exists or not (``PercolatorFieldMapper.PercolatorFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal("Percolator fields are not searchable directly, use a percolate query instead")


@target("geo_shape", "point", "shape")
class GeometryTarget(MappedTarget):
    """Points and shapes: found by queries of their own (``AbstractGeometryFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError(
            f"Geometry fields do not support exact searching, use dedicated geometry queries instead: [{self.field.path}]"
        )


@target("completion")
class CompletionTarget(MappedTarget):
    """``completion``: exists or not; its texts are for suggestions."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise NotImplementedByDocstoreError("docstore does not support term queries on fields of type [completion]")


@target("dense_vector")
class VectorTarget(MappedTarget):
    """``dense_vector``: exists or not; found by ``knn`` (``DenseVectorFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError(f"Field [{self.field.path}] of type [{self.type_name}] doesn't support term queries")


@target("rank_feature")
class RankFeatureTarget(MappedTarget):
    """``rank_feature``: exists or not; scores by a query of its own (``RankFeatureFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError("Queries on [rank_feature] fields are not supported")


@target("sparse_vector")
class FeaturesTarget(MappedTarget):
    """``sparse_vector``: a term is a feature that a document has."""

    def term(self, value: Any) -> Matcher:
        """Documents with the feature."""
        return HasValue(self.view, self.view.need(Want(self.field.part(java_string(value)))))


@target("rank_features")
class RankFeaturesTarget(FeaturesTarget):
    """``rank_features`` (``RankFeaturesFieldType.existsQuery``)."""

    def exists(self) -> Matcher:
        """Refused."""
        raise IllegalArgumentError("[rank_features] fields do not support [exists] queries")
