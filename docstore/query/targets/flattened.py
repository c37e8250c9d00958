"""The keys of ``flattened`` fields."""

from __future__ import annotations

from docstore.errors import IllegalArgumentError
from docstore.query.expansion import Dictionary
from docstore.query.matcher import Matcher
from docstore.query.targets.mapped import StringTarget
from docstore.query.targets.registry import target
from docstore.query.targets.target import Bounds


@target("flattened_key")
class FlattenedKeyTarget(StringTarget):
    """Keywords, but for ranges with an open end (``KeyedFlattenedFieldType.rangeQuery``)."""

    def dictionary(self, kind: str) -> Dictionary:
        """Refused, but for prefixes."""
        if kind != "prefix":
            raise IllegalArgumentError(f"[{kind}] queries are not currently supported on keyed [flattened] fields.")
        return super().dictionary(kind)

    def between(self, bounds: Bounds) -> Matcher:
        """Refused unless both ends are given."""
        if bounds.low is None or bounds.high is None:
            raise IllegalArgumentError(
                "[range] queries on keyed [flattened] fields must include both an upper and a lower bound."
            )
        return super().between(bounds)
