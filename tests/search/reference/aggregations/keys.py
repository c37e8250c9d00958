"""How the key of a bucket is shown."""

from __future__ import annotations

from typing import Any

from tests.search.reference.aggregations.dates import iso
from tests.search.reference.schema import Json
from tests.search.reference.values import shown_address


def shown_key(key: Any, kind: str | None) -> Json:
    """What a bucket of ``terms`` shows."""
    if kind == "boolean":
        return {"key": int(key), "key_as_string": "true" if key else "false"}
    if kind == "date":
        return {"key": key, "key_as_string": iso(key)}
    return {"key": shown_address(key) if kind == "ip" else key}


def plain_key(key: Any, kind: str | None) -> Any:
    """What a bucket of several fields shows."""
    if key is None or kind == "boolean":
        return key
    return iso(key) if kind == "date" else shown_address(key) if kind == "ip" else key
