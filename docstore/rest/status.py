"""The status of an answer that is no error."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

_DOCUMENTS = frozenset({"index", "create", "update"})


def status_of(name: str, result: Any) -> int:
    """The status for what a handler gave.

    >>> status_of("exists", False), status_of("index", {"result": "created"}), status_of("index", {"result": "updated"})
    (404, 201, 200)
    """
    if result is False:
        return 404
    if name in _DOCUMENTS and result.get("result") == "created":
        return 201
    if name == "cluster.health" and result.get("timed_out"):
        return 408
    return 200


def location_of(name: str, result: Any) -> str | None:
    """Where a document that was made can be found."""
    if name not in _DOCUMENTS or result.get("result") != "created":
        return None
    return f"/{quote(result['_index'], safe='')}/_doc/{quote(result['_id'], safe='')}"
