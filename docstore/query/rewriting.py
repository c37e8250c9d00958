"""A query with some of the queries inside it replaced (``QueryBuilder.rewrite``)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from docstore.query.query import Query

Change = Callable[[Query], Query]


def rewritten(query: Query, change: Change) -> Query:
    """The query after ``change`` has seen it and each query inside it, the innermost first."""
    assert dataclasses.is_dataclass(query)
    found: dict[str, Any] = {}
    for each in dataclasses.fields(query):
        before = getattr(query, each.name)
        after = _value(before, change)
        if after is not before:
            found[each.name] = after
    return change(dataclasses.replace(query, **found) if found else query)


def _value(value: Any, change: Change) -> Any:
    if isinstance(value, Query):
        return rewritten(value, change)
    if isinstance(value, tuple) and any(isinstance(each, Query) for each in value):
        parts = tuple(_value(each, change) for each in value)
        return value if all(one is other for one, other in zip(parts, value, strict=True)) else parts
    return value
