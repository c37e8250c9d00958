"""What an alias that a search names lets it see."""

from __future__ import annotations

from docstore.catalog.catalog import Target
from docstore.query import parse
from docstore.query.kinds.bool import Bool
from docstore.query.query import Query


def alias_filter(target: Target) -> Query | None:
    """Documents must match it; None where they need not. Of several aliases one is enough."""
    if target.filters is None:
        return None
    filters = tuple(map(parse, target.filters))
    return filters[0] if len(filters) == 1 else Bool(should=filters)
