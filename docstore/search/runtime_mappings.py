"""``runtime_mappings`` of a search: more fields, for this request."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from docstore.catalog.index import Index
from docstore.catalog.names.lookup import matches
from docstore.errors import IllegalArgumentError
from docstore.mapping.mapping import Mapping


def with_runtime(index: Index, body: dict[str, Any]) -> Mapping:
    """The mapping of an index with those fields.

    :raises ApiError: one of them cannot be.
    :raises IllegalArgumentError: one has the name of a field that documents are routed by.
    """
    found = _extended(index.mapping, json.dumps(body))
    paths = index.settings.get("index.routing_path") or ()
    for name in body:
        if paths and matches(paths, name):
            raise IllegalArgumentError(f"runtime fields may not match [routing_path] but [{name}] matched")
    return found


@lru_cache(maxsize=64)
def _extended(mapping: Mapping, body: str) -> Mapping:
    """The same mapping for the same fields, as much is remembered of a mapping."""
    return mapping.with_runtime(json.loads(body))
