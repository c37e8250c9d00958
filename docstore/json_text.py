"""Where in a request body something stands, for errors that quote a position as Elasticsearch's parsers do."""

from __future__ import annotations

import json
from typing import Any


def compact(value: Any) -> str:
    """The JSON that elasticsearch-py would send for a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def column_of_key(body: Any, key: str) -> int:
    """The 1-based column of a key in the compact JSON of a body (which is one line)."""
    return compact(body).find(f"{compact(key)}:") + 1
