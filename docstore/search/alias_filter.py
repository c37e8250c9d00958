"""What an alias that a search names lets it see."""

from __future__ import annotations

from collections.abc import Iterable

from docstore.errors import JsonObject
from docstore.query import parse
from docstore.query.kinds.bool import Bool
from docstore.query.query import Query


def alias_filter(bodies: Iterable[JsonObject]) -> Query:
    """What documents must match for the filters of aliases; of several aliases one is enough."""
    filters = tuple(map(parse, bodies))
    return filters[0] if len(filters) == 1 else Bool(should=filters)
