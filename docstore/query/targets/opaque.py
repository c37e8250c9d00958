"""Fields of which docstore keeps no values in columns."""

from __future__ import annotations

from typing import Any

from docstore.errors import IllegalArgumentError
from docstore.query.matcher import Matcher
from docstore.query.targets.mapped import MappedTarget


class OpaqueTarget(MappedTarget):
    """``binary``: exists or not, and cannot be searched (``BinaryFieldMapper.BinaryFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal("Binary fields do not support searching")


class HistogramTarget(MappedTarget):
    """``histogram``: exists or not (``HistogramFieldMapper.HistogramFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError(
            f"[histogram] field do not support searching, use dedicated aggregations instead: [{self.field.path}]"
        )


class PercolatorTarget(MappedTarget):
    """``percolator``: exists or not (``PercolatorFieldMapper.PercolatorFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise self.refusal("Percolator fields are not searchable directly, use a percolate query instead")


class GeometryTarget(MappedTarget):
    """Points and shapes: found by queries of their own (``AbstractGeometryFieldType.termQuery``)."""

    def term(self, value: Any) -> Matcher:
        """Refused."""
        raise IllegalArgumentError(
            f"Geometry fields do not support exact searching, use dedicated geometry queries instead: [{self.field.path}]"
        )
